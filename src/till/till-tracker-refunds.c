/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge-refund.h"
#include "till-tracker-private.h"

/* Refunds of the payment, each followed to its end: by the same hand as the payment, so that there is one request
 * in flight and one commit at a time. */

static void
followed_free (TillFollowed *followed)
{
  g_clear_pointer (&followed->body, g_bytes_unref);
  g_free (followed->id);
  g_free (followed);
}

void
till_tracker_clear_refunds (TillTracker *self)
{
  for (guint i = 0; i < self->followed->len; i++)
    followed_free (g_ptr_array_index (self->followed, i));
  g_clear_pointer (&self->followed, g_ptr_array_unref);
  g_clear_pointer (&self->payment_said, connect_payment_unref);
  g_clear_error (&self->refund_error);
}

static TillFollowed *
find (TillTracker *self,
      const char  *refund)
{
  for (guint i = 0; i < self->followed->len; i++)
    {
      TillFollowed *followed = g_ptr_array_index (self->followed, i);

      if (g_str_equal (followed->id, refund))
        return followed;
    }

  return NULL;
}

static TillFollowed *
follow (TillTracker *self,
        const char  *refund)
{
  TillFollowed *followed = g_new0 (TillFollowed, 1);

  followed->id = g_strdup (refund);
  followed->progress.since = till_tracker_get_time (self);
  followed->progress.check_now = self->progress.check_now;
  g_ptr_array_add (self->followed, followed);

  return followed;
}

TillFollowed *
till_tracker_follow_new (TillTracker *self,
                         const char  *refund,
                         GBytes      *body)
{
  TillFollowed *followed = follow (self, refund);

  followed->body = g_bytes_ref (body);
  followed->progress.may_send = TRUE;
  followed->progress.first_try = followed->progress.since;
  followed->progress.recorded_try = followed->progress.since;
  followed->progress.key_end = followed->progress.since + (gint64) TILL_LIFE_KEY * 1000;

  return followed;
}

static void
forget_ended (TillTracker *self,
              TillRecord  *record)
{
  for (guint i = self->followed->len; i > 0; i--)
    {
      TillFollowed *followed = g_ptr_array_index (self->followed, i - 1);
      const TillRefund *refund = till_record_get_refund (record, followed->id);

      if (followed == self->asked_refund || (refund != NULL && till_refund_is_open (refund)))
        continue;
      g_ptr_array_remove_index (self->followed, i - 1);
      followed_free (followed);
    }
}

void
till_tracker_review_refunds (TillTracker *self)
{
  TillRecord *record = till_tracker_get_record (self);

  till_tracker_review_wish (self);
  if (self->reading)
    return;

  /* Begun by somebody else or before: a crash may have hidden a send. */
  for (guint i = 0; i < record->refunds->len; i++)
    {
      const TillRefund *refund = g_ptr_array_index (record->refunds, i);

      if (till_refund_is_open (refund) && find (self, refund->id) == NULL)
        follow (self, refund->id)->progress.maybe_taken = TRUE;
    }
  forget_ended (self, record);
}

TillFollowed *
till_tracker_plan_refunds (TillTracker *self,
                           TillPlan    *plan)
{
  TillRecord *record = till_tracker_get_record (self);
  TillFollowed *first = NULL;

  *plan = (TillPlan) { TILL_STEP_NOTHING, G_MAXINT64 };
  for (guint i = 0; i < self->followed->len; i++)
    {
      TillFollowed *followed = g_ptr_array_index (self->followed, i);
      const TillRefund *refund = till_record_get_refund (record, followed->id);
      TillPlan one = till_schedule_refund (record, refund, &followed->progress, self->progress.can_ask,
                                           till_clock_get_boot_id (self->clock), till_tracker_get_time (self));

      if (one.step == TILL_STEP_NOTHING || one.at >= plan->at)
        continue;
      *plan = one;
      first = followed;
    }

  return first;
}

static void
got_body_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(TillTracker) self = TILL_TRACKER (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = till_journal_refund_body_finish (TILL_JOURNAL (source), result, &error);

  /* It is asked for only while nothing else is done, and one at a time. */
  for (guint i = 0; i < self->followed->len; i++)
    {
      TillFollowed *followed = g_ptr_array_index (self->followed, i);

      if (!followed->body_asked || followed->body != NULL)
        continue;
      if (body == NULL)
        g_warning ("the request of refund %s cannot be read: %s", followed->id,
                   error != NULL ? error->message : "it is not there");
      if (body != NULL)
        followed->body = g_bytes_ref (body);
      else
        followed->progress.may_send = FALSE;
      followed->body_asked = FALSE;
    }

  self->committing = FALSE;
  till_tracker_step (self);
}

/* A send that nobody wrote down would let "void" count from too early after a crash. */
static gboolean
commit_try (TillTracker  *self,
            TillFollowed *followed)
{
  TillRecord *record = till_tracker_get_record (self);
  gint64 now = till_tracker_get_time (self);

  if (followed->progress.recorded_try != 0 && now - followed->progress.recorded_try < TILL_JUDGE_RECORD_REFUND_MS)
    return FALSE;

  followed->progress.recorded_try = now;
  till_tracker_commit (self, till_judge_refund_tried (record, till_record_get_refund (record, followed->id)));

  return TRUE;
}

static void
ask (TillTracker  *self,
     TillFollowed *followed,
     TillStep      step)
{
  if (step == TILL_STEP_REFUND && followed->progress.first_try == 0)
    followed->progress.first_try = till_tracker_get_time (self);
  followed->progress.n_asks++;
  self->asked_refund = followed;
  till_tracker_ask (self, step);
  followed->progress.jitter_ms = self->progress.jitter_ms;
}

void
till_tracker_follow_refund (TillTracker  *self,
                            TillFollowed *followed,
                            TillStep      step)
{
  if (step != TILL_STEP_REFUND)
    {
      ask (self, followed, step);
      return;
    }

  /* Nothing is sent that the journal may not hold. */
  if (self->unsaved->len > 0)
    return;
  if (followed->body == NULL)
    {
      followed->body_asked = TRUE;
      self->committing = TRUE;
      till_journal_refund_body_async (self->journal, till_tracker_get_record (self)->id, followed->id, NULL,
                                      got_body_cb, g_object_ref (self));
    }
  else if (!commit_try (self, followed))
    ask (self, followed, step);
}

void
till_tracker_check_refunds (TillTracker *self)
{
  g_clear_error (&self->refund_error);
  for (guint i = 0; i < self->followed->len; i++)
    {
      TillFollowed *followed = g_ptr_array_index (self->followed, i);

      followed->progress.check_now = TRUE;
    }
}
