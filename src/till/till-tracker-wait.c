/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-tracker-private.h"

/* The wait on a screen, and those who wait for an answer. */

/* So long an answer is hoped for when nobody waits for an outcome and no time-out was given. */
#define SEND_TIMEOUT_S 300

static gboolean
time_out_cb (gpointer user_data)
{
  TillTracker *self = TILL_TRACKER (user_data);

  self->wait_timer = 0;
  if (self->ending == TILL_WAIT_NONE)
    {
      self->ending = TILL_WAIT_TIMED_OUT;
      till_tracker_cut (self);
    }
  till_tracker_step (self);

  return G_SOURCE_REMOVE;
}

void
till_tracker_start_wait (TillTracker    *self,
                         const TillWait *wait)
{
  guint seconds = wait->timeout_seconds;

  self->wait = *wait;
  if (!wait->engaged)
    return;

  if (!wait->wait && seconds == 0)
    seconds = SEND_TIMEOUT_S;
  self->progress.waiting = wait->wait;
  till_payment_set_wait_end (self->payment, TILL_WAIT_NONE);
  till_payment_set_waiting (self->payment, wait->wait);
  if (seconds == 0)
    return;

  till_payment_set_deadline (self->payment, till_tracker_get_time (self) + (gint64) seconds * 1000);
  self->wait_timer = till_clock_add_timeout (self->clock, MIN (seconds, G_MAXINT / 1000) * 1000,
                                             time_out_cb, self);
}

void
till_tracker_cut (TillTracker *self)
{
  if (self->in_flight != TILL_STEP_NOTHING && self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
finish_wait (TillTracker *self,
             TillWaitEnd  end)
{
  self->wait.engaged = FALSE;
  self->ending = TILL_WAIT_NONE;
  self->end_in_commit = FALSE;
  self->progress.waiting = FALSE;
  self->progress.calm_since = till_tracker_get_time (self);
  self->progress.n_errors = 0;
  till_tracker_remove_timer (self, &self->wait_timer);

  till_payment_set_deadline (self->payment, -1);
  till_payment_set_wait_end (self->payment, end);
  till_payment_set_waiting (self->payment, FALSE);
}

static gboolean
needs_a_person (TillRecord *record)
{
  return record->reversed
         || (record->attention & (TILL_ATTENTION_AMOUNT_DIFFERS | TILL_ATTENTION_OTHER_ACCOUNT));
}

/* Either the answers held none, or it was taken up: then nothing is sent any more, and one look told the rest. */
static gboolean
no_code_will_come (TillTracker *self)
{
  return self->progress.bad_codes >= TILL_JUDGE_CODES
         || (!self->reading && !self->progress.may_send && self->progress.asked_here);
}

void
till_tracker_review_wait (TillTracker *self)
{
  TillRecord *record = till_tracker_get_record (self);

  if (!self->wait.engaged || self->ending == TILL_WAIT_LEFT)
    return;

  if (needs_a_person (record))
    {
      till_payment_set_offer (self->payment, NULL, NULL, NULL);
      if (till_payment_state_is_final (record->state))
        finish_wait (self, TILL_WAIT_ATTENTION);
      else
        self->ending = TILL_WAIT_ATTENTION;
    }
  else if (till_payment_state_is_final (record->state))
    finish_wait (self, TILL_WAIT_FINAL);
  else if (!self->wait.wait && record->shown)
    finish_wait (self, TILL_WAIT_DONE);
  else if (self->ending == TILL_WAIT_NONE && !record->shown && no_code_will_come (self))
    self->ending = TILL_WAIT_NO_CODE;
}

static void
return_tasks (GPtrArray    *tasks,
              const GError *error)
{
  while (tasks->len > 0)
    {
      g_autoptr(GTask) task = g_ptr_array_steal_index (tasks, 0);

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static void
conclude_end (TillTracker  *self,
              const GError *error)
{
  TillWaitEnd end = self->ending;

  self->progress.left = TRUE;
  finish_wait (self, end);
  if (end == TILL_WAIT_LEFT)
    return_tasks (self->leave_tasks, error);
}

/* A last send that nobody wrote down yet would let the look-ups count from too early. */
static gboolean
has_unrecorded_try (TillTracker *self)
{
  return self->progress.maybe_taken && self->progress.last_try > self->recorded_try;
}

static gboolean
is_abandoned_when_left (TillTracker *self)
{
  return self->abandon_all || till_tracker_get_record (self)->waited_for;
}

static void
write_end (TillTracker *self)
{
  GPtrArray *events = till_judge_left (till_tracker_get_record (self), is_abandoned_when_left (self),
                                       has_unrecorded_try (self));

  self->end_in_commit = TRUE;
  till_tracker_commit (self, events);
}

static TillStep
get_last_look (TillTracker *self)
{
  TillRecord *record = till_tracker_get_record (self);

  if (!self->progress.can_ask)
    return TILL_STEP_NOTHING;
  if (record->checkout_id != NULL)
    return TILL_STEP_CHECKOUT;

  return record->payment_id != NULL ? TILL_STEP_PAYMENT : TILL_STEP_NOTHING;
}

static gboolean
last_look_over_cb (gpointer user_data)
{
  TillTracker *self = TILL_TRACKER (user_data);

  self->wait_timer = 0;
  till_tracker_cut (self);

  return G_SOURCE_REMOVE;
}

/* Paid is paid, up to the last moment: so one look more, and only then it counts as left. */
static void
work_on_time_out (TillTracker *self)
{
  TillStep look = self->last_look_done ? TILL_STEP_NOTHING : get_last_look (self);

  if (self->in_flight != TILL_STEP_NOTHING)
    return;

  self->last_look_done = TRUE;
  if (look != TILL_STEP_NOTHING)
    {
      self->wait_timer = till_clock_add_timeout (self->clock, TILL_SCHEDULE_LAST_GET_MS, last_look_over_cb, self);
      till_tracker_ask (self, look);
      return;
    }

  till_tracker_remove_timer (self, &self->wait_timer);
  self->progress.left = TRUE;
  if (till_schedule (till_tracker_get_record (self), &self->progress, till_clock_get_boot_id (self->clock),
                     till_tracker_get_time (self)).step == TILL_STEP_NEVER_SENT)
    {
      /* Nothing ever left: that is an outcome, and the wait ends with it. */
      self->ending = TILL_WAIT_NONE;
      till_tracker_step (self);
      return;
    }
  write_end (self);
}

gboolean
till_tracker_work_on_end (TillTracker *self)
{
  if (self->ending == TILL_WAIT_NONE)
    return FALSE;

  if (self->ending == TILL_WAIT_LEFT && till_payment_state_is_final (till_payment_get_state (self->payment)))
    {
      /* It came to its end before it could be left. */
      finish_wait (self, TILL_WAIT_FINAL);
      return_tasks (self->leave_tasks, NULL);
      return FALSE;
    }
  if (self->reading)
    {
      /* Whoever follows it goes on: only this reader's own wait is over. */
      conclude_end (self, NULL);
      return FALSE;
    }
  if (self->ending == TILL_WAIT_TIMED_OUT)
    {
      work_on_time_out (self);
      return TRUE;
    }

  /* Also where a person is called: nobody stands there any more, and money that comes after all is late. */
  write_end (self);

  return TRUE;
}

void
till_tracker_answer_tasks (TillTracker  *self,
                           const GError *error)
{
  self->tasks_due = FALSE;
  if (error != NULL && self->check_tasks->len + self->cancel_tasks->len > 0)
    {
      self->progress.check_now = FALSE;
      self->progress.cancel_wanted = FALSE;
    }
  return_tasks (self->check_tasks, error);

  /* Without an account nothing was asked; the wait is left all the same. */
  return_tasks (self->cancel_tasks, self->progress.can_ask ? error : NULL);
}

void
till_tracker_committed (TillTracker  *self,
                        const GError *error)
{
  gboolean stepping = self->stepping;

  if (self->stopped)
    return;

  /* What was just written may have begun a life of its own. */
  if (self->call != NULL)
    till_tracker_note_life (self, self->call->platform_date);

  /* Those who hear of it may want the next thing at once: that comes after this. */
  self->stepping = TRUE;
  if (self->end_in_commit)
    conclude_end (self, error);
  if (self->tasks_due)
    {
      g_autoptr(GError) check_error = g_steal_pointer (&self->check_error);

      till_tracker_answer_tasks (self, check_error);
    }
  self->stepping = stepping;
  till_tracker_step (self);
}

static GError *
new_stopped_error (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the register was stopped");
}

void
till_tracker_fail_tasks (TillTracker *self)
{
  g_autoptr(GError) error = new_stopped_error ();

  return_tasks (self->leave_tasks, error);
  return_tasks (self->check_tasks, error);
  return_tasks (self->cancel_tasks, error);
}

static void
leave (TillTracker *self)
{
  /* The code is gone at once, whatever the disk is doing.  What is not left can still be paid with. */
  self->progress.left = TRUE;
  self->ending = TILL_WAIT_LEFT;
  if (is_abandoned_when_left (self))
    till_payment_set_offer (self->payment, NULL, NULL, NULL);
  till_tracker_cut (self);
}

static gboolean
is_over (TillTracker *self)
{
  return self->stopped || self->ended || till_payment_state_is_final (till_payment_get_state (self->payment));
}

void
till_tracker_leave_async (TillTracker         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (TILL_IS_TRACKER (self));

  g_task_set_source_tag (task, till_tracker_leave_async);
  g_task_set_check_cancellable (task, FALSE);
  if (is_over (self))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_ptr_array_add (self->leave_tasks, g_steal_pointer (&task));
  if (self->ending != TILL_WAIT_LEFT)
    leave (self);
  till_tracker_step (self);
}

gboolean
till_tracker_leave_finish (TillTracker   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Timers stand still while the machine sleeps; the customer's time does not. */
static void
set_wait_timer_again (TillTracker *self)
{
  gint64 left = till_payment_get_deadline (self->payment) - till_tracker_get_time (self);

  if (self->wait_timer == 0)
    return;

  till_tracker_remove_timer (self, &self->wait_timer);
  self->wait_timer = till_clock_add_timeout (self->clock, (guint) CLAMP (left, 0, G_MAXINT), time_out_cb, self);
}

void
till_tracker_wake (TillTracker *self)
{
  g_return_if_fail (TILL_IS_TRACKER (self));

  if (self->stopped)
    return;

  set_wait_timer_again (self);
  if (!self->reading && till_record_is_open (till_tracker_get_record (self)))
    self->progress.check_now = TRUE;
  till_tracker_step (self);
}

static void
cancel_left_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  TillTracker *self = TILL_TRACKER (source);
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;

  if (!till_tracker_leave_finish (self, result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (is_over (self))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_ptr_array_add (self->cancel_tasks, g_steal_pointer (&task));
  self->progress.check_now = TRUE;
  self->progress.cancel_wanted = TRUE;
  till_tracker_step (self);
}

void
till_tracker_cancel_async (TillTracker         *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (TILL_IS_TRACKER (self));

  g_task_set_source_tag (task, till_tracker_cancel_async);
  g_task_set_check_cancellable (task, FALSE);
  self->abandon_all = TRUE;
  till_tracker_leave_async (self, NULL, cancel_left_cb, g_steal_pointer (&task));
}

gboolean
till_tracker_cancel_finish (TillTracker   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
till_tracker_check_async (TillTracker         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (TILL_IS_TRACKER (self));

  g_task_set_source_tag (task, till_tracker_check_async);
  if (self->stopped)
    {
      g_task_return_error (task, new_stopped_error ());
      return;
    }

  g_ptr_array_add (self->check_tasks, g_steal_pointer (&task));
  self->progress.check_now = TRUE;
  till_tracker_step (self);
}

gboolean
till_tracker_check_finish (TillTracker   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
