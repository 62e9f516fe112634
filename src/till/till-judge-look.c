/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge-private.h"

/* What look-ups by our merchant reference say, for what was never answered. */

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
    till_judge_add_attention (events, record, sight, TILL_ATTENTION_AMOUNT_DIFFERS);
  else
    till_judge_add_attention (events, record, sight,
                   till_judge_count_money (record, ours) > 1 ? TILL_ATTENTION_PAID_TWICE : TILL_ATTENTION_STUCK);

  return events;
}
