/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-register-private.h"
#include "till-test-register.h"
#include "till-tracker-private.h"

#define LONG_SPAN_MS (10 * 60 * 1000)

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **at = user_data;

  *at = g_object_ref (result);
}

static void
open_register (TillTestRegister *self)
{
  self->till = till_register_new (self->base.journal, self->client, TILL_CLOCK (self->base.clock),
                                  self->base.random, NULL);
}

void
till_test_register_set_up (TillTestRegister *self,
                           gconstpointer     data)
{
  till_test_journal_set_up (&self->base, NULL);
  self->platform = till_test_platform_new (TILL_CLOCK (self->base.clock));
  self->client = till_test_platform_client (self->platform, "1234");
  open_register (self);
}

static void
drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* What is on its way is cut by the stop; its callbacks still have to come home. */
static void
let_go (TillTestRegister *self)
{
  if (self->till == NULL)
    return;

  till_register_stop (self->till);
  g_clear_pointer (&self->platform, till_test_platform_free);
  for (guint i = 0; i < 1000 && G_OBJECT (self->till)->ref_count > 1; i++)
    g_main_context_iteration (NULL, FALSE);
  till_journal_close (self->base.journal);
  drain ();
  g_assert_finalize_object (g_steal_pointer (&self->till));
}

void
till_test_register_tear_down (TillTestRegister *self,
                              gconstpointer     data)
{
  let_go (self);
  drain ();
  g_assert_finalize_object (g_steal_pointer (&self->client));
  g_clear_pointer (&self->platform, till_test_platform_free);
  drain ();
  till_test_journal_tear_down (&self->base, NULL);
}

void
till_test_register_kill (TillTestRegister *self)
{
  till_register_stop (self->till);
  drain ();
  till_journal_close (self->base.journal);
  drain ();
  g_assert_finalize_object (g_steal_pointer (&self->till));
  till_test_journal_reopen (&self->base);
  open_register (self);
}

static gboolean
is_busy (TillTestRegister *self)
{
  GHashTableIter iter;
  gpointer value;

  if (self->till == NULL)
    return FALSE;
  if ((self->till->sweeping && self->till->spread_timer == 0) || self->till->hearing)
    return TRUE;

  g_hash_table_iter_init (&iter, self->till->trackers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TillTracker *tracker = value;

      if (tracker->in_flight != TILL_STEP_NOTHING || tracker->committing || tracker->answer != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Every call of the journal is served in its order: when this one is, those before it are. */
static void
wait_for_journal (TillTestRegister *self)
{
  g_ptr_array_unref (till_test_find (self->base.journal, "nothing of this name"));
}

void
till_test_register_settle (TillTestRegister *self)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  gboolean was_busy;

  do
    {
      wait_for_journal (self);
      drain ();
      was_busy = is_busy (self);
      while (is_busy (self))
        {
          g_assert_cmpint (g_get_monotonic_time (), <, deadline);
          if (!g_main_context_iteration (NULL, FALSE))
            g_usleep (200);
        }
    }
  while (was_busy);
}

/* Listening once a second for what other programs write makes long spans long indeed. */
static gboolean
stop_listening (TillTestRegister *self,
                gint64            ms)
{
  if (ms < LONG_SPAN_MS || self->till == NULL || self->till->hear_timer == 0)
    return FALSE;

  till_clock_remove (TILL_CLOCK (self->base.clock), self->till->hear_timer);
  self->till->hear_timer = 0;

  return TRUE;
}

void
till_test_register_pass (TillTestRegister *self,
                         gint64            ms)
{
  gboolean stopped = stop_listening (self, ms);

  till_test_register_settle (self);
  while (ms > 0)
    {
      gint64 next = till_test_clock_get_next (self->base.clock);
      gint64 step = next < 0 || next > ms ? ms : next;

      till_test_clock_advance (self->base.clock, step);
      ms -= step;
      till_test_register_settle (self);
    }

  if (stopped)
    till_register_start_hearing (self->till);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

TillPayment *
till_test_charge_full (TillRegister            *till,
                       ConnectIntegrationType   type,
                       const char              *reference,
                       const TillCharge        *charge,
                       TillIntentOutcome       *outcome,
                       GError                 **error)
{
  gboolean needs_open_id = type == CONNECT_INTEGRATION_JAVASCRIPT_API || type == CONNECT_INTEGRATION_MINI_PROGRAM;
  const TillOrderFields fields = {
    .money = { .amount = 1250, .currency = "EUR" },
    .type = type,
    .reference = reference,
    .country = "DE",
    .customer_ip = type == CONNECT_INTEGRATION_HOSTED_CHECKOUT ? NULL : "192.0.2.7",
    .open_id = needs_open_id ? "open-id" : NULL,
    .return_url = type == CONNECT_INTEGRATION_HOSTED_CHECKOUT ? "https://shop.example.com/" : NULL,
  };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) unwanted = NULL;
  g_autoptr(TillOrder) order = till_order_new (&fields, &unwanted);
  TillPayment *payment;

  g_assert_no_error (unwanted);
  till_register_charge_async (till, order, charge, NULL, store_cb, &result);
  payment = till_register_charge_finish (till, wait_for (&result), outcome, error != NULL ? error : &unwanted);
  g_assert_no_error (unwanted);

  return payment;
}

TillPayment *
till_test_charge (TillTestRegister *self)
{
  const TillCharge charge = { .wait = TRUE, .timeout_seconds = 300 };
  TillPayment *payment = till_test_charge_full (self->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge,
                                                NULL, NULL);

  till_test_register_settle (self);

  return payment;
}

TillPayment *
till_test_paid (TillTestRegister *self)
{
  TillPayment *payment = till_test_charge (self);

  till_test_platform_get_entry (self->platform, 0)->status = "CAPTURED";
  till_test_platform_get_entry (self->platform, 0)->third_party = "COMPLETED";
  till_test_register_pass (self, 3000);
  till_test_assert_state (payment, "paid");

  return payment;
}

char *
till_test_refund (TillTestRegister  *self,
                  TillPayment       *payment,
                  gint64             amount,
                  const char        *reason,
                  GError           **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) unwanted = NULL;
  char *refund;

  till_register_refund_async (self->till, payment, amount, reason, NULL, store_cb, &result);
  till_test_register_settle (self);
  for (guint i = 0; i < 1000 && result == NULL; i++)
    till_test_register_pass (self, 100);
  g_assert_nonnull (result);
  refund = till_register_refund_finish (self->till, result, error != NULL ? error : &unwanted);
  g_assert_no_error (unwanted);

  return refund;
}

gboolean
till_test_leave (TillRegister *till,
                 TillPayment  *payment)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean left;

  till_register_leave_async (till, payment, NULL, store_cb, &result);
  left = till_register_leave_finish (till, wait_for (&result), &error);
  g_assert_no_error (error);

  return left;
}

gboolean
till_test_cancel (TillTestRegister *self,
                  TillPayment      *payment)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean certain;

  till_register_cancel_async (self->till, payment, NULL, store_cb, &result);
  till_register_cancel_finish (self->till, wait_for (&result), &certain, &error);
  g_assert_no_error (error);

  return certain;
}

gboolean
till_test_check (TillTestRegister  *self,
                 TillPayment       *payment,
                 GError           **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  till_register_check_async (self->till, payment, NULL, store_cb, &result);

  return till_register_check_finish (self->till, wait_for (&result), error);
}

TillRecord *
till_test_get (TillTestRegister *self,
               const char       *id)
{
  g_autoptr(GPtrArray) found = till_test_find (self->base.journal, id);

  g_assert_cmpuint (found->len, ==, 1);

  return till_record_ref (g_ptr_array_index (found, 0));
}

void
till_test_assert_kept (TillTestRegister *self,
                       TillPayment      *payment)
{
  TillRecord *shown = till_payment_get_record (payment);
  g_autoptr(TillRecord) kept = till_test_get (self, shown->id);

  g_assert_true (till_record_equal (shown, kept));
  g_assert_cmpint (shown->last_seq, ==, kept->last_seq);
}
