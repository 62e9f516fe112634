/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge-private.h"

/* What is said of a hosted checkout: of its page, and of the payments that a customer made on it. */

/* By a second payment of the page money came.  Told once, so that a person's acknowledgement stands. */
static void
set_second (TillEvent      *event,
            TillRecord     *record,
            ConnectPayment *second)
{
  gboolean told = record->page != TILL_PAGE_WATCHED && g_strcmp0 (record->other_payment_id, second->id) == 0;

  if (told)
    return;

  till_judge_set (event, TILL_FACT_OTHER_PAYMENT_ID, record->other_payment_id, second->id);
  till_judge_set_attention (event, record, TILL_ATTENTION_PAID_TWICE, 0);
}

/* A payment of a checkout counts when money came by it; until then the customer may try again on the page. */
static void
add_checkout_money (GPtrArray       *events,
                    TillRecord      *record,
                    const TillSight *sight,
                    ConnectPayment  *payment,
                    ConnectPayment  *second)
{
  g_autoptr(TillEvent) event = till_event_new (TILL_EVENT_STATUS, record->id);
  gboolean is_ours = record->state != TILL_PAYMENT_PAID || g_strcmp0 (record->payment_id, payment->id) == 0;

  event->platform_date = sight->now.date;
  if (is_ours)
    {
      till_judge_set (event, TILL_FACT_PAYMENT_ID, record->payment_id, payment->id);
      till_judge_set_payment (event, record, sight, payment);
    }
  if (!is_ours || second != NULL)
    set_second (event, record, is_ours ? second : payment);
  if (till_judge_has_news (event))
    g_ptr_array_add (events, g_steal_pointer (&event));
}

static void
add_look (GPtrArray       *events,
          TillRecord      *record,
          const TillSight *sight)
{
  if (events->len == 0 && (sight->answer_wanted || till_judge_is_time_wanted (record, sight)))
    till_judge_add (events, record, TILL_EVENT_LOOKED, sight);
}

GPtrArray *
till_judge_checkout (TillRecord            *record,
                     const TillSight       *sight,
                     ConnectCheckoutStatus *status)
{
  GPtrArray *events = till_judge_events ();

  if (status->payment != NULL && till_judge_is_money (till_judge_verdict (record, status->payment)))
    add_checkout_money (events, record, sight, status->payment, NULL);
  add_look (events, record, sight);

  return events;
}

gboolean
till_judge_checkout_is_over (ConnectCheckoutStatus *status,
                             const GError          *error)
{
  if (status == NULL)
    return g_error_matches (error, CONNECT_ERROR, CONNECT_ERROR_NOT_FOUND);

  return g_str_equal (status->status, "IN_PROGRESS") || g_str_equal (status->status, "CANCELLED_BY_CONSUMER");
}

static void
add_end (GPtrArray        *events,
         TillRecord       *record,
         const TillSight  *sight,
         TillPaymentState  state,
         ConnectPayment   *payment)
{
  TillEvent *event = till_judge_add (events, record, TILL_EVENT_STATUS, sight);

  till_event_set (event, TILL_FACT_STATE, till_payment_state_to_string (state));
  till_judge_set_attention (event, record, 0, TILL_ATTENTION_STUCK);
  if (payment == NULL)
    return;

  till_judge_set (event, TILL_FACT_PAYMENT_ID, record->payment_id, payment->id);
  till_judge_set (event, TILL_FACT_STATUS, record->status, payment->status);
  if (state == TILL_PAYMENT_REFUSED)
    {
      till_judge_set_error (event, record, TILL_ERROR_DECLINED);
      till_judge_set_platform_error (event, record, payment->error_code, payment->error_message);
    }
}

/* A payment that a customer made on the page has a session of its own, from when we first saw it (the fold of
 * "answered" keeps that): however often we are restarted, it comes to its end. */
static void
add_begun (GPtrArray       *events,
           TillRecord      *record,
           const TillSight *sight,
           ConnectPayment  *payment)
{
  TillEvent *event = till_judge_add (events, record, TILL_EVENT_ANSWERED, sight);

  till_event_set (event, TILL_FACT_PAYMENT_ID, payment->id);
  till_judge_set (event, TILL_FACT_STATUS, record->status, payment->status);
  till_judge_set_attention (event, record, 0, TILL_ATTENTION_STUCK);
}

/* Somebody may be paying, but what is said of it is not what was asked for: no answer to go by. */
static void
add_doubtful (GPtrArray       *events,
              TillRecord      *record,
              const TillSight *sight)
{
  if (till_judge_life_passed (record, &sight->now))
    till_judge_add_attention (events, record, sight, TILL_ATTENTION_STUCK);
}

static gboolean
is_undecided (TillRecord     *record,
              ConnectPayment *payment)
{
  TillVerdict verdict = till_judge_verdict (record, payment);

  return verdict == TILL_VERDICT_OPEN || verdict == TILL_VERDICT_OTHER;
}

/* The last one of which money may come still. */
static ConnectPayment *
pick_undecided (TillRecord *record,
                GPtrArray  *payments)
{
  for (guint i = payments->len; i > 0; i--)
    {
      if (is_undecided (record, g_ptr_array_index (payments, i - 1)))
        return g_ptr_array_index (payments, i - 1);
    }

  return NULL;
}

static void
add_page (GPtrArray       *events,
          TillRecord      *record,
          const TillSight *sight,
          TillPage         page)
{
  till_event_set (till_judge_add (events, record, TILL_EVENT_STATUS, sight), TILL_FACT_CHECKOUT_PAGE,
                  till_page_to_string (page));
}

/* The life is over: what became of it is what became of the last payment made on it. */
static void
add_last_end (GPtrArray       *events,
              TillRecord      *record,
              const TillSight *sight,
              GPtrArray       *payments)
{
  ConnectPayment *last = NULL;
  TillVerdict verdict = TILL_VERDICT_OPEN;

  for (guint i = 0; i < payments->len; i++)
    {
      ConnectPayment *payment = g_ptr_array_index (payments, i);

      if (last == NULL || is_undecided (record, payment))
        {
          last = payment;
          verdict = till_judge_verdict (record, payment);
        }
    }

  if (last == NULL && sight->checkout_over)
    add_end (events, record, sight, TILL_PAYMENT_EXPIRED, NULL);
  else if (last == NULL)
    till_judge_add_attention (events, record, sight, TILL_ATTENTION_STUCK);
  else if (verdict == TILL_VERDICT_REFUSED)
    add_end (events, record, sight, TILL_PAYMENT_REFUSED, last);
  else if (verdict == TILL_VERDICT_CANCELLED)
    add_end (events, record, sight, TILL_PAYMENT_CANCELLED, last);
  else if (verdict == TILL_VERDICT_OPEN)
    add_end (events, record, sight, TILL_PAYMENT_EXPIRED, last);
  else
    till_judge_add_attention (events, record, sight, TILL_ATTENTION_STUCK);
}

/* Nothing is over while a customer might still begin: the page is deleted first, and then everything asked anew. */
static void
add_checkout_end (GPtrArray       *events,
                  TillRecord      *record,
                  const TillSight *sight,
                  GPtrArray       *payments)
{
  if (record->page == TILL_PAGE_LIVE)
    add_page (events, record, sight, TILL_PAGE_DELETING);
  else if (record->page != TILL_PAGE_DELETING)
    add_last_end (events, record, sight, payments);
}

/* It was left, and nobody can begin on it any more. */
static void
add_deleted_end (GPtrArray       *events,
                 TillRecord      *record,
                 const TillSight *sight,
                 GPtrArray       *payments)
{
  ConnectPayment *last = payments->len > 0 ? g_ptr_array_index (payments, payments->len - 1) : NULL;

  if (last == NULL && sight->checkout_over)
    add_end (events, record, sight, TILL_PAYMENT_CANCELLED, NULL);
  else if (last != NULL)
    add_last_end (events, record, sight, payments);
}

/* The one that is known to be ours, else any by which money came. */
static ConnectPayment *
pick_money (TillRecord *record,
            GPtrArray  *payments)
{
  ConnectPayment *picked = NULL;

  for (guint i = 0; i < payments->len; i++)
    {
      ConnectPayment *payment = g_ptr_array_index (payments, i);

      if (!till_judge_is_money (till_judge_verdict (record, payment)))
        continue;
      if (g_strcmp0 (record->payment_id, payment->id) == 0)
        return payment;
      if (picked == NULL)
        picked = payment;
    }

  return picked;
}

/* Another one than @first by which money came. */
static ConnectPayment *
pick_second (TillRecord     *record,
             GPtrArray      *payments,
             ConnectPayment *first)
{
  for (guint i = 0; i < payments->len; i++)
    {
      ConnectPayment *payment = g_ptr_array_index (payments, i);

      if (!g_str_equal (payment->id, first->id) && till_judge_is_money (till_judge_verdict (record, payment)))
        return payment;
    }

  return NULL;
}

/* Whoever had begun a second payment has a session's life of their own to end it: "answered" counts it from now. */
static void
add_watched (GPtrArray       *events,
             TillRecord      *record,
             const TillSight *sight,
             ConnectPayment  *begun)
{
  TillEvent *event = till_judge_add (events, record, TILL_EVENT_ANSWERED, sight);

  till_event_set (event, TILL_FACT_PAYMENT_ID, record->payment_id);
  till_judge_set (event, TILL_FACT_OTHER_PAYMENT_ID, record->other_payment_id, begun->id);
  till_event_set (event, TILL_FACT_CHECKOUT_PAGE, till_page_to_string (TILL_PAGE_WATCHED));
}

/* Without this answer's Date nothing would ever tell how long the page has lived. */
static gboolean
is_page_time_wanted (TillRecord      *record,
                     const TillSight *sight)
{
  TillMoment birth = till_judge_get_birth (record);

  return birth.date == CONNECT_DATE_UNKNOWN && sight->now.date != CONNECT_DATE_UNKNOWN
         && g_strcmp0 (birth.boot_id, sight->now.boot_id) != 0;
}

/* A page that is paid already: when its life is over it is looked at for the last time. */
static void
judge_paid_page (GPtrArray       *events,
                 TillRecord      *record,
                 const TillSight *sight,
                 GPtrArray       *payments)
{
  ConnectPayment *begun = pick_undecided (record, payments);

  if (is_page_time_wanted (record, sight))
    till_judge_add (events, record, TILL_EVENT_LOOKED, sight);
  if (!till_judge_life_passed (record, &sight->now))
    return;

  if (begun != NULL && g_strcmp0 (record->payment_id, begun->id) != 0
      && (record->page != TILL_PAGE_WATCHED || g_strcmp0 (record->other_payment_id, begun->id) != 0))
    add_watched (events, record, sight, begun);
  else
    add_page (events, record, sight, TILL_PAGE_OVER);
}

GPtrArray *
till_judge_checkout_found (TillRecord      *record,
                           const TillSight *sight,
                           GPtrArray       *payments)
{
  ConnectPayment *money = pick_money (record, payments);
  ConnectPayment *undecided = pick_undecided (record, payments);
  gboolean may_end = !till_payment_state_is_final (record->state) && record->platform_amount == -1;
  GPtrArray *events = till_judge_events ();

  if (money != NULL)
    add_checkout_money (events, record, sight, money, pick_second (record, payments, money));
  else if (may_end && undecided != NULL && till_judge_differs (record, undecided))
    add_doubtful (events, record, sight);
  else if (may_end && undecided != NULL && g_strcmp0 (record->payment_id, undecided->id) != 0)
    add_begun (events, record, sight, undecided);
  else if (may_end && till_judge_life_passed (record, &sight->now))
    add_checkout_end (events, record, sight, payments);
  else if (may_end && undecided == NULL && record->page == TILL_PAGE_DELETED)
    add_deleted_end (events, record, sight, payments);
  if (till_record_is_page_open (record))
    judge_paid_page (events, record, sight, payments);
  add_look (events, record, sight);

  return events;
}

GPtrArray *
till_judge_wants_deletion (TillRecord *record)
{
  GPtrArray *events = till_judge_events ();

  if (record->checkout_id != NULL && !till_payment_state_is_final (record->state)
      && (record->page == TILL_PAGE_LIVE || record->page == TILL_PAGE_KEPT))
    add_page (events, record, NULL, TILL_PAGE_DELETING);

  return events;
}

GPtrArray *
till_judge_deleted (TillRecord      *record,
                    const TillSight *sight,
                    const GError    *error)
{
  GPtrArray *events = till_judge_events ();

  if (record->page != TILL_PAGE_DELETING)
    return events;

  if (error == NULL)
    add_page (events, record, sight, TILL_PAGE_DELETED);
  else if (g_error_matches (error, CONNECT_ERROR, CONNECT_ERROR_NOT_FOUND))
    add_page (events, record, sight, TILL_PAGE_GONE);
  else if (g_error_matches (error, CONNECT_ERROR, CONNECT_ERROR_REFUSED))
    add_page (events, record, sight, TILL_PAGE_KEPT);

  return events;
}
