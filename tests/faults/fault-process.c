/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fault-world.h"
#include "fault-worker.h"
#include "till-register-private.h"
#include "till-test-journal.h"
#include "till-test-random.h"

static gint64
now_cb (gpointer user_data)
{
  return till_clock_get_wall_time (user_data) / G_USEC_PER_SEC;
}

static void
screen_cb (TillPayment  *payment,
           GParamSpec   *pspec,
           FaultProcess *self)
{
  fault_audit_look_at_screen (self->world->audit, self, payment);
}

void
fault_process_hold (FaultProcess *self,
                    TillPayment  *payment)
{
  for (guint i = 0; i < self->payments->len; i++)
    if (g_ptr_array_index (self->payments, i) == payment)
      return;

  g_ptr_array_add (self->payments, g_object_ref (payment));
  g_signal_connect (payment, "notify", G_CALLBACK (screen_cb), self);
  screen_cb (payment, NULL, self);
}

/* A program's lists show every payment that it hears of. */
static void
changed_cb (TillRegister *till,
            TillPayment  *payment,
            FaultProcess *self)
{
  fault_process_hold (self, payment);
}

gboolean
fault_process_runs (FaultProcess *self)
{
  return self->journal != NULL && !self->dead;
}

static ConnectClient *
make_client (FaultProcess *self)
{
  g_autoptr(SoupSession) session = connect_session_new (NULL, NULL, NULL);
  g_autoptr(ConnectSigner) signer = connect_signer_new ("key", "secret", -1);

  fault_wire_attach (session, self);

  return connect_client_new (session, "https://eu.api.example.com", self->merchant, signer, now_cb, self->world->clock);
}

void
fault_process_start (FaultProcess *self)
{
  g_autoptr(TillRandom) random = NULL;

  g_assert_null (self->journal);
  self->life++;
  self->dead = FALSE;
  self->disk = FAULT_DISK_WELL;
  self->n_writes = 0;
  self->has_failed_writes = FALSE;
  random = TILL_RANDOM (till_test_random_new (self->world->seed ^ (self->life * 2 + self->index) << 24));

  fault_worker_open_for (self);
  self->journal = till_test_open (self->world->path, self->world->clock, random, "T1", NULL);
  fault_worker_open_for (NULL);
  self->client = make_client (self);
  self->till = till_register_new (self->journal, self->client, TILL_CLOCK (self->world->clock), random, NULL);
  g_signal_connect (self->till, "changed", G_CALLBACK (changed_cb), self);
  till_register_start (self->till);
}

/* What is in flight with the old account may still come back. */
void
fault_process_set_merchant (FaultProcess *self,
                            const char   *merchant)
{
  self->merchant = merchant;
  if (!fault_process_runs (self))
    return;

  g_clear_object (&self->client);
  self->client = make_client (self);
  till_register_set_client (self->till, self->client);
}

void
fault_process_die (FaultProcess *self)
{
  if (self->journal == NULL || self->dead)
    return;

  self->dead = TRUE;
  self->die_at_write = 0;
  fault_figures.n_kills++;
}

static void
drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
fault_process_bury (FaultProcess *self)
{
  if (self->journal == NULL)
    return;

  self->dead = TRUE;
  self->die_at_write = 0;
  for (guint i = 0; i < self->payments->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->payments, i), self);
  g_signal_handlers_disconnect_by_data (self->till, self);
  g_ptr_array_set_size (self->payments, 0);
  g_hash_table_remove_all (self->demanded);

  till_register_stop (self->till);
  drain ();
  till_journal_close (self->journal);
  drain ();
  g_assert_finalize_object (g_steal_pointer (&self->till));
  g_assert_finalize_object (g_steal_pointer (&self->client));
  g_assert_finalize_object (g_steal_pointer (&self->journal));
}
