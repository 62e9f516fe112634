/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-tracker-private.h"

/* Questions to the platform: one in flight. */

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(TillTracker) self = TILL_TRACKER (user_data);

  g_set_object (&self->answer, result);
  till_tracker_step (self);
}

/* Beginnings of one delay are spread, so that many tills do not come back in one moment. */
static void
draw_jitter (TillTracker *self)
{
  guint8 byte;

  TILL_RANDOM_GET_CLASS (self->random)->fill (self->random, &byte, 1);
  self->progress.jitter_ms = byte * TILL_SCHEDULE_JITTER_MS / G_MAXUINT8;
}

static void
create (TillTracker *self,
        TillRecord  *record)
{
  TillProgress *progress = &self->progress;

  if (progress->n_tries == 0)
    progress->first_try = till_tracker_get_time (self);
  progress->n_tries++;

  if (record->type == CONNECT_INTEGRATION_HOSTED_CHECKOUT)
    connect_client_create_checkout_async (self->asked, self->body, self->call, self->cancellable,
                                          answered_cb, g_object_ref (self));
  else
    connect_client_create_payment_async (self->asked, self->body, self->call, self->cancellable,
                                         answered_cb, g_object_ref (self));
}

static void
find (TillTracker *self,
      const char  *merchant_reference,
      const char  *checkout_id)
{
  if (self->found == NULL)
    self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) connect_payment_unref);

  connect_client_find_payments_async (self->asked, merchant_reference, checkout_id, self->found->len,
                                      self->call, self->cancellable, answered_cb, g_object_ref (self));
}

static void
get_payment (TillTracker *self,
             const char  *id)
{
  connect_client_get_payment_async (self->asked, id, self->call, self->cancellable,
                                    answered_cb, g_object_ref (self));
}

/* Each thing that is made has a key of its own. */
static const char *
get_key (TillTracker *self,
         TillRecord  *record,
         TillStep     step)
{
  if (step == TILL_STEP_REFUND)
    return till_record_get_refund (record, self->asked_refund->id)->key;

  return step == TILL_STEP_CREATE ? record->key : NULL;
}

static void
begin_question (TillTracker *self,
                TillStep     step)
{
  self->in_flight = step;
  self->asked_on_demand = self->progress.check_now;
  g_set_object (&self->asked, self->client);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->call, connect_call_unref);
  self->call = connect_call_new (get_key (self, till_tracker_get_record (self), step));
  draw_jitter (self);
  till_payment_set_next_look (self->payment, till_tracker_get_time (self));
}

/* What is asked about refunds of the payment, or sent for one. */
static void
ask_about_refunds (TillTracker *self,
                   TillRecord  *record,
                   TillStep     step)
{
  if (step == TILL_STEP_REFUND)
    connect_client_refund_payment_async (self->asked, record->payment_id, self->asked_refund->body, self->call,
                                         self->cancellable, answered_cb, g_object_ref (self));
  else if (step == TILL_STEP_REFUNDS)
    connect_client_list_refunds_async (self->asked, record->payment_id, self->call, self->cancellable,
                                       answered_cb, g_object_ref (self));
  else
    connect_client_get_refund_async (self->asked, till_record_get_refund (record, self->asked_refund->id)->refund_id,
                                     self->call, self->cancellable, answered_cb, g_object_ref (self));
}

void
till_tracker_ask (TillTracker *self,
                  TillStep     step)
{
  TillRecord *record = till_tracker_get_record (self);

  g_return_if_fail (self->in_flight == TILL_STEP_NOTHING);

  begin_question (self, step);
  switch (step)
    {
    case TILL_STEP_CREATE:
      create (self, record);
      break;
    case TILL_STEP_FIND:
      find (self, record->merchant_reference, NULL);
      break;
    case TILL_STEP_CHECKOUT_FOUND:
      find (self, NULL, record->checkout_id);
      break;
    case TILL_STEP_THIRD_PARTY:
      connect_client_get_third_party_status_async (self->asked, record->payment_id, self->call,
                                                   self->cancellable, answered_cb, g_object_ref (self));
      break;
    case TILL_STEP_PAYMENT:
    case TILL_STEP_REFUND_PAYMENT:
      get_payment (self, record->payment_id);
      break;
    case TILL_STEP_OTHER_PAYMENT:
      get_payment (self, record->other_payment_id);
      break;
    case TILL_STEP_CHECKOUT:
      connect_client_get_checkout_async (self->asked, record->checkout_id, self->call, self->cancellable,
                                         answered_cb, g_object_ref (self));
      break;
    case TILL_STEP_DELETE:
      connect_client_delete_checkout_async (self->asked, record->checkout_id, self->call, self->cancellable,
                                            answered_cb, g_object_ref (self));
      break;
    case TILL_STEP_CANCEL:
      connect_client_cancel_payment_async (self->asked, record->payment_id, self->call, self->cancellable,
                                           answered_cb, g_object_ref (self));
      break;
    case TILL_STEP_REFUND:
    case TILL_STEP_REFUNDS:
    case TILL_STEP_REFUND_STATUS:
      ask_about_refunds (self, record, step);
      break;
    case TILL_STEP_NOTHING:
    case TILL_STEP_REST:
    case TILL_STEP_NEVER_SENT:
    default:
      g_return_if_reached ();
    }
}
