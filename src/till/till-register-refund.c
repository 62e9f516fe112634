/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-card.h"
#include "till-order.h"
#include "till-register-private.h"
#include "till-text.h"

/* Money goes back: by the hand that follows the payment, or by ours where nobody does. */

static void
refunded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;
  char *refund = till_tracker_refund_finish (TILL_TRACKER (source), result, &error);

  if (refund != NULL)
    {
      g_task_return_pointer (task, refund, g_free);
      return;
    }

  till_register_note_error (g_task_get_source_object (task), error);
  till_register_return_error (task, error);
}

void
till_register_refund_at (TillTracker *tracker,
                         TillDemand  *demand,
                         GTask       *task)
{
  till_tracker_refund_async (tracker, demand->amount, demand->reason, NULL, refunded_cb, task);
}

static gboolean
is_reason (const char *reason)
{
  if (reason == NULL)
    return TRUE;
  if (!g_utf8_validate (reason, -1, NULL) || g_utf8_strlen (reason, -1) > TILL_DESCRIPTION_MAX)
    return FALSE;

  for (const char *at = reason; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (till_text_is_invisible (g_utf8_get_char (at)))
        return FALSE;
    }

  return TRUE;
}

void
till_register_refund_async (TillRegister        *self,
                            TillPayment         *payment,
                            gint64               amount,
                            const char          *reason,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = till_register_new_act (self, till_register_refund_async, cancellable, callback, user_data);
  TillDemand *demand;

  g_return_if_fail (TILL_IS_REGISTER (self));

  if (self->client == NULL || self->stopped)
    {
      g_task_return_new_error (task, TILL_ERROR, TILL_ERROR_NO_ACCOUNT, "there is no account to refund with");
      return;
    }
  if (!is_reason (reason))
    {
      g_task_return_new_error (task, TILL_ERROR, TILL_ERROR_INVALID_DESCRIPTION,
                               "a reason has at most 100 characters, none of them a control character");
      return;
    }
  if (reason != NULL && till_card_looks_like_one (reason))
    {
      g_task_return_new_error (task, TILL_ERROR, TILL_ERROR_LOOKS_LIKE_CARD, "the reason looks like a card number");
      return;
    }

  demand = g_new0 (TillDemand, 1);
  demand->payment = g_object_ref (payment);
  demand->kind = TILL_EVENT_REFUND;
  demand->amount = amount;
  demand->reason = reason != NULL && *reason != '\0' ? g_strdup (reason) : NULL;
  till_register_demand (self, demand, g_steal_pointer (&task));
}

char *
till_register_refund_finish (TillRegister  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
