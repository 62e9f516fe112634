/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge-private.h"

/* What look-ups say: by our merchant reference, for what was never answered, and by a hosted checkout. */

static gboolean
has_reference (TillRecord     *record,
               ConnectPayment *payment)
{
  return payment->merchant_reference == NULL
         || g_str_equal (payment->merchant_reference, record->merchant_reference);
}

/* To be adopted an amount must be there: an answer to an id of ours may leave it out, this one names the id. */
static gboolean
can_adopt (TillRecord     *record,
           ConnectPayment *payment)
{
  return g_str_equal (payment->currency, record->money.currency)
         && payment->amount == record->money.amount
         && !till_judge_differs (record, payment);
}

static gboolean
has_void_passed (TillRecord      *record,
                 const TillSight *sight)
{
  TillMoment sent = {
    .date = record->sent_date,
    .boot_id = record->sent_boot_id,
    .boot_time = record->sent_boot_time,
  };
  gint64 unseen = sight->sent_here ? 0 : TILL_JUDGE_RECORD_TRY_MS / 1000;

  return till_life_passed (&sent, &sight->now, TILL_LIFE_VOID + unseen);
}

static void
add_nothing_found (GPtrArray       *events,
                   TillRecord      *record,
                   const TillSight *sight)
{
  gboolean can_void = record->state == TILL_PAYMENT_REQUESTED && !record->shown
                      && record->payment_id == NULL && record->checkout_id == NULL;
  gboolean is_void = can_void && has_void_passed (record, sight);
  TillEvent *event;

  if (!is_void && !sight->answer_wanted && (!can_void || record->looks >= TILL_JUDGE_LOOKS))
    return;

  event = till_judge_add (events, record, TILL_EVENT_LOOKED, sight);
  if (record->looks < TILL_JUDGE_LOOKS)
    till_event_set_int (event, TILL_FACT_LOOKS, record->looks + 1);
  if (is_void)
    {
      till_event_set (event, TILL_FACT_STATE, till_payment_state_to_string (TILL_PAYMENT_VOID));
      if (record->error == NULL)
        till_judge_set_error (event, record, TILL_ERROR_NO_ANSWER);
    }
}

static void
add_attention (GPtrArray       *events,
               TillRecord      *record,
               const TillSight *sight,
               TillAttention    word)
{
  if (record->settled == NULL && !(record->attention & word))
    till_judge_set_attention (till_judge_add (events, record, TILL_EVENT_ATTENTION, sight), record, word, 0);
  else if (sight->answer_wanted)
    till_judge_add (events, record, TILL_EVENT_LOOKED, sight);
}

static void
add_adopted (GPtrArray       *events,
             TillRecord      *record,
             const TillSight *sight,
             ConnectPayment  *payment)
{
  TillEvent *event = till_judge_add (events, record, TILL_EVENT_ANSWERED, sight);

  till_judge_set (event, TILL_FACT_PAYMENT_ID, record->payment_id, payment->id);
  till_judge_set_payment (event, record, sight, payment);

  /* Earlier look-ups that were answered with something else have their explanation. */
  till_judge_set_attention (event, record, 0, TILL_ATTENTION_AMOUNT_DIFFERS | TILL_ATTENTION_STUCK);
}

static guint
count_money (TillRecord *record,
             GPtrArray  *payments)
{
  guint n_money = 0;

  for (guint i = 0; i < payments->len; i++)
    n_money += till_judge_is_money (till_judge_verdict (record, g_ptr_array_index (payments, i)));

  return n_money;
}

/* Only an empty list means that there is nothing: one that holds somebody else's payment is no answer to what was
 * asked, and what it does not hold may be there all the same. */
GPtrArray *
till_judge_found (TillRecord      *record,
                  const TillSight *sight,
                  GPtrArray       *payments)
{
  g_autoptr(GPtrArray) ours = g_ptr_array_new ();
  GPtrArray *events = till_judge_events ();

  for (guint i = 0; i < payments->len; i++)
    {
      if (has_reference (record, g_ptr_array_index (payments, i)))
        g_ptr_array_add (ours, g_ptr_array_index (payments, i));
    }

  if (payments->len == 0)
    add_nothing_found (events, record, sight);
  else if (ours->len == 1 && can_adopt (record, g_ptr_array_index (ours, 0)))
    add_adopted (events, record, sight, g_ptr_array_index (ours, 0));
  else if (ours->len <= 1)
    add_attention (events, record, sight, TILL_ATTENTION_AMOUNT_DIFFERS);
  else
    add_attention (events, record, sight,
                   count_money (record, ours) > 1 ? TILL_ATTENTION_PAID_TWICE : TILL_ATTENTION_STUCK);

  return events;
}

/* A payment of a checkout counts when money came by it; until then the customer may try again on the page. */
static void
add_checkout_money (GPtrArray       *events,
                    TillRecord      *record,
                    const TillSight *sight,
                    ConnectPayment  *payment,
                    gboolean         twice)
{
  g_autoptr(TillEvent) event = till_event_new (TILL_EVENT_STATUS, record->id);
  gboolean second = record->state == TILL_PAYMENT_PAID
                    && g_strcmp0 (record->payment_id, payment->id) != 0;

  event->platform_date = sight->now.date;
  if (!second)
    {
      till_judge_set (event, TILL_FACT_PAYMENT_ID, record->payment_id, payment->id);
      till_judge_set_payment (event, record, sight, payment);
    }
  if (second || twice)
    till_judge_set_attention (event, record, TILL_ATTENTION_PAID_TWICE, 0);
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
    add_checkout_money (events, record, sight, status->payment, FALSE);
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
    add_attention (events, record, sight, TILL_ATTENTION_STUCK);
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

/* The life is over: what became of it is what became of the last payment made on it. */
static void
add_checkout_end (GPtrArray       *events,
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
    add_attention (events, record, sight, TILL_ATTENTION_STUCK);
  else if (verdict == TILL_VERDICT_REFUSED)
    add_end (events, record, sight, TILL_PAYMENT_REFUSED, last);
  else if (verdict == TILL_VERDICT_CANCELLED)
    add_end (events, record, sight, TILL_PAYMENT_CANCELLED, last);
  else if (verdict == TILL_VERDICT_OPEN)
    add_end (events, record, sight, TILL_PAYMENT_EXPIRED, last);
  else
    add_attention (events, record, sight, TILL_ATTENTION_STUCK);
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
    add_checkout_money (events, record, sight, money, count_money (record, payments) > 1);
  else if (may_end && undecided != NULL && till_judge_differs (record, undecided))
    add_doubtful (events, record, sight);
  else if (may_end && undecided != NULL && g_strcmp0 (record->payment_id, undecided->id) != 0)
    add_begun (events, record, sight, undecided);
  else if (may_end && till_judge_life_passed (record, &sight->now))
    add_checkout_end (events, record, sight, payments);
  add_look (events, record, sight);

  return events;
}
