/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge-refund.h"
#include "till-tracker-private.h"

/* What comes back about a refund: finished here, judged by the judge, committed, and counted for the schedule. */

gboolean
till_tracker_is_refund_step (TillStep step)
{
  return step == TILL_STEP_REFUND || step == TILL_STEP_REFUNDS
         || step == TILL_STEP_REFUND_STATUS || step == TILL_STEP_REFUND_PAYMENT;
}

static GPtrArray *
take_refunded (TillTracker            *self,
               TillFollowed           *followed,
               const TillRefund       *refund,
               const TillRefundSight  *sight,
               GAsyncResult           *result,
               GError                **error)
{
  g_autoptr(ConnectRefunded) answer = connect_client_refund_payment_finish (self->asked, result, error);
  GPtrArray *events;

  if (till_tracker_was_cut (*error))
    events = g_ptr_array_new ();
  else
    events = till_judge_refunded (till_tracker_get_record (self), refund, sight, self->call, answer, *error);

  if (answer != NULL || (self->call->may_have_left && !till_judge_was_not_taken (self->call)))
    followed->progress.maybe_taken = TRUE;

  return events;
}

/* From here on it may be sent again: it is not in the list, and the list's Date tells how old its key is. */
static void
note_absence (TillTracker            *self,
              TillFollowed           *followed,
              const TillRefund       *refund,
              const TillRefundSight  *sight,
              GPtrArray              *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      if (till_event_get (g_ptr_array_index (events, i), TILL_FACT_REFUND_STATE) != NULL)
        return;
    }
  if (!till_refund_is_unknown (refund))
    return;

  followed->progress.listed = TRUE;
  followed->progress.payment_asked = FALSE;
  if (followed->progress.may_send)
    return;

  followed->progress.key_end = till_judge_refund_key_end (refund, &sight->now);
  followed->progress.may_send = followed->progress.key_end > sight->now.boot_time
                                && (till_tracker_get_record (self)->attention & TILL_ATTENTION_REFUND_FAILED) == 0;
}

static GPtrArray *
take_list (TillTracker            *self,
           TillFollowed           *followed,
           const TillRefund       *refund,
           const TillRefundSight  *sight,
           GAsyncResult           *result,
           GError                **error)
{
  g_autoptr(GPtrArray) listed = connect_client_list_refunds_finish (self->asked, result, error);
  GPtrArray *events;

  if (listed == NULL)
    return g_ptr_array_new ();

  events = till_judge_refunds_listed (till_tracker_get_record (self), refund, sight, listed);
  note_absence (self, followed, refund, sight, events);

  return events;
}

static GPtrArray *
take_status (TillTracker            *self,
             const TillRefund       *refund,
             const TillRefundSight  *sight,
             GAsyncResult           *result,
             GError                **error)
{
  g_autoptr(ConnectRefund) answer = connect_client_get_refund_finish (self->asked, result, error);

  if (answer == NULL)
    return g_ptr_array_new ();

  return till_judge_refund (till_tracker_get_record (self), refund, sight, answer);
}

/* What the payment says is kept for the judge of the list that comes next. */
static GPtrArray *
take_payment (TillTracker   *self,
              TillFollowed  *followed,
              GAsyncResult  *result,
              GError       **error)
{
  ConnectPayment *payment = connect_client_get_payment_finish (self->asked, result, error);

  if (payment == NULL)
    return g_ptr_array_new ();

  g_clear_pointer (&self->payment_said, connect_payment_unref);
  self->payment_said = payment;
  followed->progress.payment_asked = TRUE;

  return g_ptr_array_new ();
}

static void
get_sight (TillTracker     *self,
           TillFollowed    *followed,
           TillRefundSight *sight)
{
  *sight = (TillRefundSight) {
    .now = {
      .date = self->call->platform_date,
      .boot_id = till_clock_get_boot_id (self->clock),
      .boot_time = till_tracker_get_time (self),
    },
    .maybe_taken = followed->progress.maybe_taken,
    .wanted = till_tracker_is_wanted (self, followed->id),
    .first_try = followed->progress.first_try,
    .payment = followed->progress.payment_asked ? self->payment_said : NULL,
  };
}

static void
count (TillTracker  *self,
       TillFollowed *followed,
       const GError *error)
{
  TillRefundProgress *progress = &followed->progress;
  gint64 now = till_tracker_get_time (self);

  if (till_tracker_was_cut (error))
    return;

  progress->last_end = now;
  progress->retry_after = self->call->retry_after;
  if (till_tracker_is_answer (error))
    {
      till_payment_set_last_answer (self->payment, now);
      till_payment_set_trouble (self->payment, -1);
      return;
    }

  till_payment_set_trouble (self->payment, till_error_from_connect (error));
  if (self->progress.check_now && self->refund_error == NULL)
    self->refund_error = g_error_copy (error);
}

static void
note_calm (TillTracker  *self,
           TillFollowed *followed,
           GPtrArray    *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      const char *state = till_event_get (g_ptr_array_index (events, i), TILL_FACT_REFUND_STATE);

      if (g_strcmp0 (state, "requested") == 0)
        followed->progress.calm_since = till_tracker_get_time (self);
    }
}

/* Who checks is not content with half of it: a list without it leads to a send, or to what the payment says. */
static gboolean
leads_on (TillFollowed          *followed,
          TillStep               step,
          const TillRefundSight *sight)
{
  if (step == TILL_STEP_REFUNDS)
    return followed->progress.listed && (followed->progress.may_send || sight->payment == NULL);

  return step == TILL_STEP_REFUND_PAYMENT;
}

void
till_tracker_take_refund (TillTracker  *self,
                          TillStep      step,
                          GAsyncResult *result)
{
  TillFollowed *followed = g_steal_pointer (&self->asked_refund);
  const TillRefund *refund = till_record_get_refund (till_tracker_get_record (self), followed->id);
  g_autoptr(GError) error = NULL;
  TillRefundSight sight;
  GPtrArray *events;

  get_sight (self, followed, &sight);
  if (step == TILL_STEP_REFUND)
    events = take_refunded (self, followed, refund, &sight, result, &error);
  else if (step == TILL_STEP_REFUNDS)
    events = take_list (self, followed, refund, &sight, result, &error);
  else if (step == TILL_STEP_REFUND_STATUS)
    events = take_status (self, refund, &sight, result, &error);
  else
    events = take_payment (self, followed, result, &error);

  if (error != NULL && !till_tracker_was_cut (error))
    g_debug ("refund %s: %s", followed->id, error->message);
  count (self, followed, error);
  followed->progress.check_now = self->progress.check_now && error == NULL && leads_on (followed, step, &sight);
  note_calm (self, followed, events);
  till_tracker_commit (self, events);
}
