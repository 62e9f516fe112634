/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge.h"
#include "till-schedule-refund.h"

#define SECOND 1000
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

/* 0.5 s doubling to 8 s for a minute, then every 5 min; what a person has to look at, hourly. */
static gint64
get_unknown_delay (TillRecord               *record,
                   const TillRefundProgress *progress)
{
  gint64 delay = 500;

  if (progress->last_end - progress->since >= 1 * MINUTE)
    return (record->attention & TILL_ATTENTION_REFUND_FAILED) != 0 && progress->key_end <= progress->last_end
           ? 1 * HOUR : 5 * MINUTE;
  for (guint i = 1; i < progress->n_asks && delay < 8 * SECOND; i++)
    delay *= 2;

  return delay + progress->jitter_ms;
}

/* 30 s for 10 min, then hourly.  What was taken up is as old as its intent; another boot's clock tells nothing, so
 * it counts as old. */
static gint64
get_requested_delay (const TillRefund         *refund,
                     const TillRefundProgress *progress,
                     const char               *boot_id)
{
  gint64 since = progress->calm_since;

  if (since == 0 && g_strcmp0 (refund->asked_boot_id, boot_id) != 0)
    return 1 * HOUR;
  if (since == 0)
    since = refund->asked_boot_time;

  return progress->last_end - since < 10 * MINUTE ? 30 * SECOND : 1 * HOUR;
}

static gint64
get_time (const TillRefundProgress *progress,
          gint64                    delay,
          gint64                    now)
{
  gint64 at = progress->last_end + MAX (delay, (gint64) progress->retry_after * SECOND);

  if (progress->check_now || progress->n_asks == 0)
    return now;

  /* While provably nothing left there is a moment at which it is given up: it is not slept through. */
  if (progress->may_send && !progress->maybe_taken && progress->retry_after == 0)
    at = MIN (at, MAX (progress->first_try + TILL_JUDGE_NO_CONNECTION_MS, progress->last_end));

  return MAX (at, now);
}

/* After a restart the list comes before a repeat.  When the key is over, what the payment says comes before the
 * list, for that is what decides whether it is void. */
static TillStep
get_unknown_step (const TillRefundProgress *progress,
                  gint64                    now)
{
  if (progress->may_send && progress->key_end > now)
    return TILL_STEP_REFUND;
  if (progress->listed && !progress->payment_asked)
    return TILL_STEP_REFUND_PAYMENT;

  return TILL_STEP_REFUNDS;
}

TillPlan
till_schedule_refund (TillRecord               *record,
                      const TillRefund         *refund,
                      const TillRefundProgress *progress,
                      gboolean                  can_ask,
                      const char               *boot_id,
                      gint64                    now)
{
  TillPlan plan = { TILL_STEP_NOTHING, now };
  gboolean unknown = till_refund_is_unknown (refund);

  if (!till_refund_is_open (refund))
    return plan;

  plan.step = TILL_STEP_REST;
  if (!can_ask)
    return plan;

  if (unknown)
    plan.step = get_unknown_step (progress, now);
  else
    plan.step = refund->refund_id != NULL ? TILL_STEP_REFUND_STATUS : TILL_STEP_REFUNDS;
  plan.at = get_time (progress, unknown ? get_unknown_delay (record, progress)
                                        : get_requested_delay (refund, progress, boot_id), now);

  return plan;
}
