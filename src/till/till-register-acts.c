/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-register-private.h"

/* What people do with a payment. */

GTask *
till_register_new_act (TillRegister        *self,
                       gpointer             tag,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);

  return task;
}

static TillTracker *
get_following (TillRegister *self,
               TillPayment  *payment)
{
  TillTracker *tracker = till_register_get_tracker (self, till_payment_get_record (payment)->id);

  return tracker != NULL && !till_tracker_is_reading (tracker) ? tracker : NULL;
}

/* leave */

static void
left_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (till_tracker_leave_finish (TILL_TRACKER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
till_register_leave_async (TillRegister        *self,
                           TillPayment         *payment,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = till_register_new_act (self, till_register_leave_async, cancellable, callback, user_data);
  TillTracker *tracker = till_register_get_tracker (self, till_payment_get_record (payment)->id);

  /* Nobody here waits for it, so there is nothing to leave. */
  if (tracker == NULL)
    g_task_return_boolean (task, TRUE);
  else
    till_tracker_leave_async (tracker, NULL, left_cb, g_steal_pointer (&task));
}

gboolean
till_register_leave_finish (TillRegister  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* cancel and check: by who follows it; by us where nobody does; else asked of who does */

static void demand_locked_cb (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data);

static void
demand_free (gpointer data)
{
  TillDemand *demand = data;

  g_object_unref (demand->payment);
  g_free (demand->reason);
  g_free (demand);
}

void
till_register_return_error (GTask  *task,
                            GError *error)
{
  g_task_return_new_error (task, TILL_ERROR, till_error_from_connect (error), "%s", error->message);
  g_error_free (error);
}

static void
cancelled_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (till_tracker_cancel_finish (TILL_TRACKER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    till_register_return_error (task, error);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (till_tracker_check_finish (TILL_TRACKER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    till_register_return_error (task, error);
}

static void
demand_of_tracker (TillTracker *tracker,
                   GTask       *task)
{
  TillDemand *demand = g_task_get_task_data (task);

  if (demand->kind == TILL_EVENT_REFUND)
    till_register_refund_at (tracker, demand, task);
  else if (demand->kind == TILL_EVENT_CANCEL_ASKED)
    till_tracker_cancel_async (tracker, NULL, cancelled_cb, task);
  else
    till_tracker_check_async (tracker, NULL, checked_cb, task);
}

void
till_register_demand (TillRegister *self,
                      TillDemand   *demand,
                      GTask        *task)
{
  TillTracker *tracker = get_following (self, demand->payment);

  g_task_set_task_data (task, demand, demand_free);
  if (tracker != NULL)
    demand_of_tracker (tracker, task);
  else
    till_journal_lock_async (self->journal, till_payment_get_record (demand->payment)->id, NULL,
                             demand_locked_cb, task);
}

static TillDemand *
new_demand (TillPayment   *payment,
            TillEventKind  kind)
{
  TillDemand *demand = g_new0 (TillDemand, 1);

  demand->payment = g_object_ref (payment);
  demand->kind = kind;

  return demand;
}

static void
other_answered_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What is final is looked at once and let go again by its tracker. */
static void
take_up_for (TillRegister *self,
             TillRecord   *record,
             GTask        *task)
{
  TillDemand *demand = g_task_get_task_data (task);
  TillTracker *tracker = till_register_get_tracker (self, record->id);
  const TillWait nobody = { FALSE, FALSE, 0 };
  gboolean is_new = tracker == NULL;

  if (is_new)
    {
      till_payment_set_record (demand->payment, record);
      tracker = till_register_track (self, demand->payment);
    }

  g_object_ref (tracker);
  demand_of_tracker (tracker, task);
  if (is_new || till_tracker_is_reading (tracker))
    till_tracker_take_up (tracker, is_new ? &nobody : NULL);
  g_object_unref (tracker);
}

static void
demand_locked_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GTask *task = user_data;
  TillRegister *self = g_task_get_source_object (task);
  TillDemand *demand = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(TillRecord) record = till_journal_lock_finish (TILL_JOURNAL (source), result, &error);

  if (error != NULL)
    {
      till_register_note_error (self, error);
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
    }
  else if (record != NULL && !self->stopped)
    take_up_for (self, record, task);
  else if (record != NULL)
    {
      till_journal_unlock (self->journal, record->row);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the register was stopped");
      g_object_unref (task);
    }
  else if (demand->kind == TILL_EVENT_REFUND)
    {
      g_task_return_new_error (task, TILL_ERROR, TILL_ERROR_FOLLOWED_ELSEWHERE, "another program follows the payment");
      g_object_unref (task);
    }
  else
    till_register_ask_other (self, till_payment_get_record (demand->payment), demand->kind,
                             g_task_new (self, NULL, other_answered_cb, task));
}

void
till_register_cancel_async (TillRegister        *self,
                            TillPayment         *payment,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = till_register_new_act (self, till_register_cancel_async, cancellable, callback, user_data);

  if (!till_payment_state_is_final (till_payment_get_state (payment)))
    {
      till_register_demand (self, new_demand (payment, TILL_EVENT_CANCEL_ASKED), task);
      return;
    }

  g_task_set_task_data (task, new_demand (payment, TILL_EVENT_CANCEL_ASKED), demand_free);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

gboolean
till_register_cancel_finish (TillRegister  *self,
                             GAsyncResult  *result,
                             gboolean      *certain,
                             GError       **error)
{
  TillDemand *demand;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  demand = g_task_get_task_data (G_TASK (result));
  if (certain != NULL)
    *certain = till_payment_state_is_final (till_payment_get_state (demand->payment));

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
till_register_check_async (TillRegister        *self,
                           TillPayment         *payment,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = till_register_new_act (self, till_register_check_async, cancellable, callback, user_data);

  if (self->client != NULL)
    {
      till_register_demand (self, new_demand (payment, TILL_EVENT_CHECK_ASKED), task);
      return;
    }

  g_task_return_new_error (task, TILL_ERROR, TILL_ERROR_NO_ACCOUNT, "there is no account to ask with");
  g_object_unref (task);
}

gboolean
till_register_check_finish (TillRegister  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* close and acknowledge: a person's word, written whoever follows the payment */

static void
append_word (TillRegister *self,
             GPtrArray    *word,
             GError       *error,
             GTask        *task)
{
  g_autoptr(GPtrArray) events = word;

  if (events != NULL)
    {
      till_register_append (self, events, task);
      return;
    }

  g_task_return_error (task, error);
  g_object_unref (task);
}

void
till_register_close_async (TillRegister        *self,
                           TillPayment         *payment,
                           const char          *reason,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = till_register_new_act (self, till_register_close_async, cancellable, callback, user_data);
  GError *error = NULL;
  GPtrArray *events = till_judge_close (till_payment_get_record (payment), reason, &error);

  append_word (self, events, error, task);
}

gboolean
till_register_close_finish (TillRegister  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
till_register_acknowledge_async (TillRegister        *self,
                                 TillPayment         *payment,
                                 const char          *as,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = till_register_new_act (self, till_register_acknowledge_async, cancellable, callback, user_data);
  GError *error = NULL;
  GPtrArray *events = till_judge_acknowledge (till_payment_get_record (payment), as, &error);

  append_word (self, events, error, task);
}

gboolean
till_register_acknowledge_finish (TillRegister  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
