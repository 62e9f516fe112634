/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge.h"
#include "till-schedule.h"

#define SECOND 1000
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

/* Look-ups of what was never answered, counted from the last send; after them, as calm as everything else. */
static const gint64 looks[TILL_JUDGE_LOOKS] = { 0, 1 * MINUTE, 5 * MINUTE, 15 * MINUTE };

static gint64
with_patience (const TillProgress *progress,
               gint64              delay)
{
  return MAX (delay, (gint64) progress->retry_after * SECOND);
}

/* @first doubling with each of @n until it is not less than @most. */
static gint64
double_up (gint64 first,
           guint  n,
           gint64 most)
{
  gint64 delay = first;

  for (guint i = 1; i < n && delay < most; i++)
    delay *= 2;

  return delay;
}

/* 0.5 s doubling to 8 s, so that a lost answer costs a customer little and a platform in need less. */
static gint64
get_send_delay (const TillProgress *progress)
{
  return with_patience (progress, double_up (500, progress->n_tries, 8 * SECOND) + progress->jitter_ms);
}

static gint64
get_poll_delay (const TillProgress *progress)
{
  gint64 delay = double_up (TILL_SCHEDULE_POLL_MS, progress->n_errors, 12 * SECOND);

  return with_patience (progress, delay + (progress->n_errors > 0 ? progress->jitter_ms : 0));
}

/* While provably nothing left there is a moment at which it is given up: it is not slept through. */
static gint64
get_send_time (const TillProgress *progress)
{
  gint64 at = progress->last_try + get_send_delay (progress);

  if (progress->n_tries == 0)
    return progress->first_try;
  if (!progress->maybe_taken && progress->retry_after == 0)
    at = MIN (at, MAX (progress->first_try + TILL_JUDGE_NO_CONNECTION_MS, progress->last_try));

  return at;
}

gboolean
till_schedule_is_sending (TillRecord         *record,
                          const TillProgress *progress,
                          gint64              now)
{
  return progress->may_send && !progress->left
         && record->state == TILL_PAYMENT_REQUESTED && !record->shown
         && progress->bad_codes < TILL_JUDGE_CODES
         && record->platform_amount == -1
         && (progress->n_tries == 0 || now - progress->first_try < (gint64) TILL_LIFE_KEY * SECOND);
}

static gint64
get_calm_delay (TillRecord         *record,
                const TillProgress *progress,
                const char         *boot_id,
                gint64              now)
{
  gboolean over = progress->life_end != 0 && now >= progress->life_end;
  gboolean odd = (record->attention & TILL_ATTENTION_STUCK) || record->platform_amount != -1;
  gint64 since = progress->calm_since;

  if (over && odd)
    return 1 * HOUR;

  /* What was taken up is as old as its intent; another boot's clock tells nothing, so it counts as old. */
  if (since == 0)
    {
      if (g_strcmp0 (record->created_boot_id, boot_id) != 0)
        return 5 * MINUTE;
      since = record->created_boot_time;
    }

  return now - since < 10 * MINUTE ? 30 * SECOND : 5 * MINUTE;
}

/* A question without an answer was no look: a payment that was paid meanwhile does not wait a whole turn of the
 * rhythm for the next one.  3 s doubling, up to that rhythm: a platform that is gone for hours is not pressed.  A page
 * whose deletion got no answer keeps the rhythm: the looks between two deletions are answered. */
static gint64
get_calm_question_delay (TillRecord         *record,
                         const TillProgress *progress,
                         const char         *boot_id,
                         gint64              now)
{
  gint64 calm = get_calm_delay (record, progress, boot_id, now);

  if (progress->n_errors == 0 || progress->page_asked)
    return calm;

  return MIN (double_up (TILL_SCHEDULE_POLL_MS, progress->n_errors, calm) + progress->jitter_ms, calm);
}

static gboolean
is_deletion_due (TillRecord         *record,
                 const TillProgress *progress)
{
  return record->page == TILL_PAGE_DELETING && !progress->page_asked;
}

/* The next question about what is known at the platform, by rhythm. */
static gint64
get_question_time (TillRecord         *record,
                   const TillProgress *progress,
                   const char         *boot_id,
                   gint64              now)
{
  gint64 at;

  if (progress->check_now || !progress->asked_here)
    return now;

  /* A look at a page is up to three questions; a program that runs for a moment only would never come to the last. */
  if (record->checkout_id != NULL && progress->n_errors == 0
      && (is_deletion_due (record, progress) || progress->page_asked
          || (!progress->waiting && progress->n_polls > 0)))
    return now;
  if (progress->waiting && progress->completed)
    return progress->n_errors == 0 ? now : progress->last_end + get_poll_delay (progress);
  if (progress->waiting)
    return progress->last_end + get_poll_delay (progress);

  at = progress->last_end + with_patience (progress, get_calm_question_delay (record, progress, boot_id, now));

  /* The last look is not put off by the rhythm. */
  if (progress->life_end > progress->last_end)
    at = MIN (at, progress->life_end);

  return at;
}

/* Dates are whole seconds, and a crash may have hidden a send: the look that ends it must not come short of it. */
static gint64
get_slack (const TillProgress *progress)
{
  gint64 slack = 2 * SECOND;

  if (progress->n_looks < TILL_JUDGE_LOOKS - 1)
    return 0;
  if (!progress->may_send)
    slack += TILL_JUDGE_RECORD_TRY_MS;

  return slack;
}

static gint64
get_look_time (TillRecord         *record,
               const TillProgress *progress,
               const char         *boot_id,
               gint64              now)
{
  gint64 at;

  if (progress->check_now)
    return now;
  if (progress->n_errors > 0)
    return progress->last_end + with_patience (progress, MIN (30 * SECOND, get_poll_delay (progress)));
  if (progress->n_looks < TILL_JUDGE_LOOKS)
    at = progress->look_since + looks[progress->n_looks] + get_slack (progress);
  else
    at = progress->last_end + get_calm_delay (record, progress, boot_id, now);

  return at;
}

static TillStep
get_checkout_step (TillRecord         *record,
                   const TillProgress *progress)
{
  if (is_deletion_due (record, progress))
    return TILL_STEP_DELETE;

  /* Payments of a page that was tried twice are found only by asking for all of them. */
  return progress->n_polls > 0
         && (progress->n_polls >= TILL_SCHEDULE_POLLS || !progress->waiting || progress->check_now)
         ? TILL_STEP_CHECKOUT_FOUND : TILL_STEP_CHECKOUT;
}

static TillStep
get_question (TillRecord         *record,
              const TillProgress *progress)
{
  gboolean on_screen = record->type == CONNECT_INTEGRATION_DESKTOP_QR_CODE
                       || record->type == CONNECT_INTEGRATION_URL_INTENT;

  if (record->checkout_id != NULL && !till_payment_state_is_final (record->state))
    return get_checkout_step (record, progress);
  if (record->payment_id == NULL)
    return record->checkout_id != NULL ? get_checkout_step (record, progress) : TILL_STEP_FIND;
  if (progress->cancel_wanted && progress->is_cancellable)
    return TILL_STEP_CANCEL;
  if (record->other_payment_id != NULL && !progress->other_asked)
    return TILL_STEP_OTHER_PAYMENT;
  if (progress->waiting && on_screen && !progress->check_now && !progress->completed
      && record->state == TILL_PAYMENT_WAITING && progress->n_polls < TILL_SCHEDULE_POLLS)
    return TILL_STEP_THIRD_PARTY;

  return TILL_STEP_PAYMENT;
}

/* Settled by a person: asked on to the end of the watch, then no longer (design.md, settled).  The last look is
 * not left out, whoever slept or was off when the watch ended: money may have come before. */
static gboolean
is_settled_for_good (TillRecord         *record,
                     const TillProgress *progress,
                     gint64              now)
{
  return record->settled != NULL && progress->life_end != 0 && now >= progress->life_end
         && !progress->waiting && progress->asked_here && progress->n_polls == 0
         && progress->n_errors == 0 && progress->last_end >= progress->life_end;
}

/* A page that is paid is deleted at once, and its payments are looked for when nobody can pay on it any more, and
 * once at each start; who checks has both. */
static TillPlan
plan_paid_page (TillRecord         *record,
                const TillProgress *progress,
                const char         *boot_id,
                gint64              now)
{
  gboolean over = progress->life_end != 0 && now >= progress->life_end;
  gboolean is_deletion = record->page == TILL_PAGE_DELETING && (!over || progress->check_now)
                         && !(progress->check_now && progress->page_asked);
  TillPlan plan = { TILL_STEP_REST, now };

  if (!progress->can_ask)
    return plan;

  plan.step = is_deletion ? TILL_STEP_DELETE : TILL_STEP_CHECKOUT_FOUND;
  if (progress->check_now || (progress->n_errors == 0 && (!progress->asked_here || is_deletion)))
    return plan;

  plan.at = progress->last_end + with_patience (progress, get_calm_delay (record, progress, boot_id, now));
  if (!is_deletion && progress->n_errors == 0 && progress->life_end > progress->last_end)
    plan.at = progress->life_end;
  plan.at = MAX (plan.at, now);

  return plan;
}

TillPlan
till_schedule (TillRecord         *record,
               const TillProgress *progress,
               const char         *boot_id,
               gint64              now)
{
  gboolean unanswered = record->payment_id == NULL && record->checkout_id == NULL;
  TillPlan plan = { TILL_STEP_NOTHING, now };

  if (till_record_is_page_open (record))
    return plan_paid_page (record, progress, boot_id, now);

  if (!progress->check_now
      && (till_payment_state_is_final (record->state) || is_settled_for_good (record, progress, now)))
    return plan;

  plan.step = TILL_STEP_REST;
  if (!progress->can_ask)
    return plan;

  if (till_schedule_is_sending (record, progress, now))
    {
      plan.step = TILL_STEP_CREATE;
      plan.at = get_send_time (progress);
    }
  else if (unanswered && progress->may_send && !progress->maybe_taken
           && record->state == TILL_PAYMENT_REQUESTED)
    plan.step = TILL_STEP_NEVER_SENT;
  else
    {
      plan.step = get_question (record, progress);
      plan.at = unanswered ? get_look_time (record, progress, boot_id, now)
                           : get_question_time (record, progress, boot_id, now);
    }
  plan.at = MAX (plan.at, now);

  return plan;
}
