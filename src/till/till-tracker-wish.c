/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge.h"
#include "till-tracker-private.h"

/* Somebody wants money given back: the payment is asked anew, the intent written, and then there is a refund to be
 * followed as any other. */

/* So long an answer is waited for: as long as it is asked for at short intervals. */
#define WISH_MS (60 * 1000)

static void
wish_free (TillTracker *self,
           TillWish    *wish)
{
  till_tracker_remove_timer (self, &wish->timer);
  g_clear_object (&wish->task);
  g_free (wish->reason);
  g_free (wish->refund);
  g_free (wish);
}

/* Who hears of it may want the next thing at once: the wish is gone before. */
static void
end_wish (TillTracker  *self,
          const GError *error)
{
  TillWish *wish = g_steal_pointer (&self->wish);
  gboolean stepping = self->stepping;

  self->stepping = TRUE;
  if (error != NULL)
    g_task_return_error (wish->task, g_error_copy (error));
  else
    g_task_return_pointer (wish->task, g_strdup (wish->refund), g_free);
  wish_free (self, wish);
  self->stepping = stepping;
}

void
till_tracker_fail_wish (TillTracker  *self,
                        const GError *error)
{
  if (self->wish != NULL)
    end_wish (self, error);
}

static void
refuse_wish (TillTracker *self,
             TillError    code,
             const char  *message)
{
  g_autoptr(GError) error = g_error_new_literal (TILL_ERROR, code, message);

  end_wish (self, error);
}

gboolean
till_tracker_is_wanted (TillTracker *self,
                        const char  *refund)
{
  return self->wish != NULL && g_strcmp0 (self->wish->refund, refund) == 0;
}

void
till_tracker_review_wish (TillTracker *self)
{
  const TillRefund *refund = NULL;

  if (self->wish != NULL && self->wish->refund != NULL)
    refund = till_record_get_refund (till_tracker_get_record (self), self->wish->refund);
  if (refund != NULL && !till_refund_is_unknown (refund))
    end_wish (self, NULL);
}

static gboolean
waited_cb (gpointer user_data)
{
  TillTracker *self = TILL_TRACKER (user_data);

  self->wish->timer = 0;
  end_wish (self, NULL);
  till_tracker_step (self);

  return G_SOURCE_REMOVE;
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(TillTracker) self = TILL_TRACKER (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(TillRecord) record = till_journal_refund_finish (TILL_JOURNAL (source), result, &body, &error);
  const TillRefund *refund = NULL;

  self->committing = FALSE;
  if (record == NULL)
    till_tracker_fail_wish (self, error);
  else
    {
      refund = g_ptr_array_index (record->refunds, record->refunds->len - 1);
      if (!self->stopped)
        till_tracker_follow_new (self, refund->id, body);
      if (self->wish != NULL)
        {
          self->wish->refund = g_strdup (refund->id);
          self->wish->timer = till_clock_add_timeout (self->clock, WISH_MS, waited_cb, self);
        }
      till_tracker_set_record (self, record);
      g_signal_emit_by_name (self, "storage-trouble", -1);
    }

  till_tracker_step (self);
}

static void
write_intent (TillTracker *self)
{
  const TillRefundIntent intent = {
    .amount = self->wish->amount,
    .reason = self->wish->reason,
    .platform_refunded = self->wish->platform_refunded,
    .platform_date = self->wish->platform_date,
  };

  self->wish->looked = FALSE;
  self->committing = TRUE;
  till_journal_refund_async (self->journal, till_tracker_get_record (self)->id, &intent, NULL,
                             written_cb, g_object_ref (self));
}

gboolean
till_tracker_work_on_wish (TillTracker *self)
{
  TillRecord *record = till_tracker_get_record (self);
  gint64 amount;

  if (self->wish == NULL || self->wish->refund != NULL)
    return FALSE;

  if (self->unsaved->len > 0)
    refuse_wish (self, TILL_ERROR_JOURNAL, "the journal cannot be written");
  else if (self->client == NULL)
    refuse_wish (self, TILL_ERROR_NO_ACCOUNT, "there is no account to ask with");
  else if (!self->progress.can_ask)
    refuse_wish (self, TILL_ERROR_OTHER_ACCOUNT, "the payment is another account's");
  else if (self->wish->looked)
    write_intent (self);
  else
    {
      g_autoptr(GError) error = NULL;

      /* What the till knows by itself needs no question. */
      amount = self->wish->amount;
      if (till_record_check_refund (record, &amount, CONNECT_AMOUNT_ABSENT, &error))
        till_tracker_ask (self, TILL_STEP_PAYMENT);
      else
        end_wish (self, error);
    }

  return self->in_flight != TILL_STEP_NOTHING || self->committing;
}

/* Nothing was sent for it yet, so whatever kept the question from its answer, nothing was given back. */
void
till_tracker_wish_is_answered (TillTracker    *self,
                               ConnectPayment *payment,
                               const GError   *error)
{
  if (self->wish == NULL || self->wish->refund != NULL)
    return;

  if (payment == NULL)
    till_tracker_fail_wish (self, error);
  else if (!payment->is_refundable || !g_str_equal (payment->id, till_tracker_get_record (self)->payment_id))
    refuse_wish (self, TILL_ERROR_NOT_REFUNDABLE, "isRefundable is not said");
  else
    {
      self->wish->looked = TRUE;
      self->wish->platform_refunded = payment->amount_refunded;
      self->wish->platform_date = self->call->platform_date;
    }
}

void
till_tracker_refund_async (TillTracker         *self,
                           gint64               amount,
                           const char          *reason,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (TILL_IS_TRACKER (self));

  g_task_set_source_tag (task, till_tracker_refund_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->stopped || self->wish != NULL)
    {
      g_task_return_new_error (task, TILL_ERROR, TILL_ERROR_REFUND_OPEN, "a refund of this payment is being made");
      return;
    }

  self->wish = g_new0 (TillWish, 1);
  self->wish->task = g_steal_pointer (&task);
  self->wish->amount = amount;
  self->wish->reason = g_strdup (reason);
  till_tracker_step (self);
}

char *
till_tracker_refund_finish (TillTracker   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
