/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-register-private.h"

typedef struct
{
  /* input */
  TillWait          wait;

  /* result */
  TillPayment      *payment;   /* (nullable) (owned) */
  TillIntentOutcome outcome;
} Charge;

static void requested_cb (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data);
static void locked_cb    (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data);

static void
charge_free (gpointer data)
{
  Charge *charge = data;

  g_clear_object (&charge->payment);
  g_free (charge);
}

/* A code or a link on a screen is left when the screen is left; what an app or a page was given is not. */
static gboolean
is_waited_for (TillOrder        *order,
               const TillCharge *charge)
{
  ConnectIntegrationType type = till_order_get_fields (order)->type;

  return charge->wait
         && (type == CONNECT_INTEGRATION_DESKTOP_QR_CODE || type == CONNECT_INTEGRATION_URL_INTENT);
}

void
till_register_charge_async (TillRegister        *self,
                            TillOrder           *order,
                            const TillCharge    *charge,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  TillIntent intent = { .order = order };
  Charge *state = g_new0 (Charge, 1);

  g_return_if_fail (TILL_IS_REGISTER (self));

  g_task_set_source_tag (task, till_register_charge_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, state, charge_free);
  state->wait = (TillWait) { TRUE, charge->wait, charge->timeout_seconds };

  if (self->stopped)
    {
      g_task_return_new_error (task, TILL_ERROR, TILL_ERROR_NO_ACCOUNT, "there is no account to charge with any more");
      return;
    }

  intent.request_id = charge->request_id;
  intent.again = charge->again;
  intent.same_order = charge->same_order;
  intent.waited_for = is_waited_for (order, charge);
  if (self->client != NULL)
    {
      intent.endpoint = till_register_get_endpoint (self);
      intent.merchant = connect_client_get_merchant_id (self->client);
      intent.key_id = connect_client_get_key_id (self->client);
    }
  till_journal_request_async (self->journal, &intent, cancellable, requested_cb, g_steal_pointer (&task));
}

static void
return_payment (GTask *task)
{
  Charge *charge = g_task_get_task_data (task);

  g_task_return_pointer (task, g_object_ref (charge->payment), g_object_unref);
}

/* The same request again: never a second payment.  Whoever is first to find it alone goes on with it, if there is an
 * account to ask with. */
static void
join (TillRegister *self,
      TillRecord   *record,
      GTask        *task)
{
  Charge *charge = g_task_get_task_data (task);

  if (till_payment_state_is_final (record->state))
    {
      till_payment_set_wait_end (charge->payment, TILL_WAIT_FINAL);
      return_payment (task);
    }
  else if (self->client == NULL || till_register_get_tracker (self, record->id) != NULL)
    return_payment (task);
  else
    till_journal_lock_async (self->journal, record->id, g_task_get_cancellable (task),
                             locked_cb, g_object_ref (task));
}

static void
requested_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  TillRegister *self = g_task_get_source_object (task);
  Charge *charge = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(TillRecord) record = NULL;

  record = till_journal_request_finish (TILL_JOURNAL (source), result, &charge->outcome, &error);
  if (record == NULL)
    {
      till_register_note_error (self, error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  charge->payment = till_register_intern (self, record);
  if (charge->outcome == TILL_INTENT_SAME_REQUEST)
    {
      join (self, record, task);
      return;
    }
  if (charge->outcome == TILL_INTENT_NEW)
    {
      till_register_set_trouble (self, -1);
      if (!self->stopped)
        till_tracker_begin (till_register_track (self, charge->payment), &charge->wait);
      else
        till_journal_unlock (self->journal, record->row);
      till_register_stepped (self, charge->payment);
    }
  return_payment (task);
}

static void
locked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  TillRegister *self = g_task_get_source_object (task);
  Charge *charge = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(TillRecord) record = till_journal_lock_finish (TILL_JOURNAL (source), result, &error);
  const char *id = till_payment_get_record (charge->payment)->id;

  if (error != NULL)
    {
      till_register_note_error (self, error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* The sweep may have been quicker, or the register was stopped meanwhile. */
  if (!self->stopped && till_register_get_tracker (self, id) == NULL)
    {
      if (record != NULL)
        till_payment_set_record (charge->payment, record);
      if (record != NULL)
        till_tracker_take_up (till_register_track (self, charge->payment), &charge->wait);
      else
        till_tracker_read (till_register_track (self, charge->payment), &charge->wait);
      till_register_stepped (self, charge->payment);
    }
  else if (record != NULL && self->stopped)
    till_journal_unlock (self->journal, record->row);

  return_payment (task);
}

TillPayment *
till_register_charge_finish (TillRegister       *self,
                             GAsyncResult       *result,
                             TillIntentOutcome  *outcome,
                             GError            **error)
{
  Charge *charge;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  charge = g_task_get_task_data (G_TASK (result));
  if (outcome != NULL)
    *outcome = charge->outcome;

  return g_task_propagate_pointer (G_TASK (result), error);
}
