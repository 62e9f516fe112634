/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge-private.h"

/* What a payment's own status says, how it is compared with the intent, and what follows. */

static const struct
{
  const char  *word;
  TillVerdict  verdict;
} verdicts[] = {
  { "CREATED", TILL_VERDICT_OPEN },
  { "REDIRECTED", TILL_VERDICT_OPEN },
  { "PENDING_PAYMENT", TILL_VERDICT_OPEN },
  { "CAPTURED", TILL_VERDICT_PAID },
  { "PAID", TILL_VERDICT_PAID },
  { "REJECTED", TILL_VERDICT_REFUSED },
  { "REJECTED_CAPTURE", TILL_VERDICT_REFUSED },
  { "CANCELLED", TILL_VERDICT_CANCELLED },
  { "REVERSED", TILL_VERDICT_REVERSED },
  { "CHARGEBACKED", TILL_VERDICT_REVERSED },
  { "CHARGEBACK_NOTIFICATION", TILL_VERDICT_REVERSED },
};

/* Money that went back by our own refunds is no reversal; by one that is not confirmed yet neither. */
static gboolean
is_refunded_by_us (TillRecord     *record,
                   ConnectPayment *payment)
{
  gint64 ours = till_record_get_committed (record);

  if (ours == 0)
    return FALSE;

  return payment->amount_refunded >= 0 ? payment->amount_refunded <= ours
                                       : ours >= till_record_get_paid_amount (record);
}

TillVerdict
till_judge_verdict (TillRecord     *record,
                    ConnectPayment *payment)
{
  if (g_strcmp0 (payment->status, "REFUNDED") == 0)
    return is_refunded_by_us (record, payment) ? TILL_VERDICT_PAID : TILL_VERDICT_REVERSED;

  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      if (g_strcmp0 (payment->status, verdicts[i].word) == 0)
        return verdicts[i].verdict;
    }

  return TILL_VERDICT_OTHER;
}

gboolean
till_judge_is_money (TillVerdict verdict)
{
  return verdict == TILL_VERDICT_PAID || verdict == TILL_VERDICT_REVERSED;
}

static gboolean
amount_differs (TillRecord *record,
                gint64      amount)
{
  return amount != CONNECT_AMOUNT_ABSENT && amount != record->money.amount;
}

/* CAPTURED is said before the funds are matched: until PAID, an amount paid of nothing is no amount yet. */
static gboolean
says_paid_nothing_yet (ConnectPayment *payment)
{
  return payment->amount_paid == 0 && g_strcmp0 (payment->status, "PAID") != 0;
}

/* All but the id. */
static gboolean
content_differs (TillRecord     *record,
                 ConnectPayment *payment)
{
  if (payment->currency[0] != '\0' && !g_str_equal (payment->currency, record->money.currency))
    return TRUE;
  if (amount_differs (record, payment->amount))
    return TRUE;
  if (payment->merchant_reference != NULL
      && !g_str_equal (payment->merchant_reference, record->merchant_reference))
    return TRUE;

  /* Before money came these two say how far it has come, not what was asked for. */
  if (!till_judge_is_money (till_judge_verdict (record, payment)))
    return FALSE;

  return amount_differs (record, payment->amount_captured)
         || (!says_paid_nothing_yet (payment) && amount_differs (record, payment->amount_paid));
}

/* On a page whose end is open, a customer may begin another payment after the one that we saw. */
static gboolean
may_change_id (TillRecord *record)
{
  return record->payment_id == NULL
         || (record->checkout_id != NULL && !till_payment_state_is_final (record->state));
}

gboolean
till_judge_differs (TillRecord     *record,
                    ConnectPayment *payment)
{
  return (!may_change_id (record) && !g_str_equal (record->payment_id, payment->id))
         || content_differs (record, payment);
}

/* What the platform says was paid, in our currency; 0 when that cannot be said. */
static gint64
get_platform_amount (TillRecord     *record,
                     ConnectPayment *payment)
{
  gint64 amount = payment->amount;

  if (payment->currency[0] != '\0' && !g_str_equal (payment->currency, record->money.currency))
    return 0;
  if (payment->amount_captured != CONNECT_AMOUNT_ABSENT)
    amount = payment->amount_captured;
  else if (payment->amount_paid != CONNECT_AMOUNT_ABSENT && !says_paid_nothing_yet (payment))
    amount = payment->amount_paid;

  return amount == CONNECT_AMOUNT_ABSENT ? record->money.amount : MAX (amount, 0);
}

static void
set_state (TillEvent        *event,
           TillRecord       *record,
           TillPaymentState  state)
{
  if (record->state != state && till_payment_state_can_move (record->state, state))
    till_event_set (event, TILL_FACT_STATE, till_payment_state_to_string (state));
}

static void
set_over (TillEvent        *event,
          TillRecord       *record,
          TillPaymentState  state)
{
  if (till_payment_state_is_final (record->state))
    return;

  set_state (event, record, state);
  till_judge_set_attention (event, record, 0, TILL_ATTENTION_STUCK);
}

/* The money is not what was asked for: never success, never over by itself.  Told once for each thing that the
 * platform says, so that a person's acknowledgement stands. */
static void
set_differs (TillEvent      *event,
             TillRecord     *record,
             ConnectPayment *payment,
             gboolean        reversed)
{
  gint64 amount = get_platform_amount (record, payment);
  gboolean told = record->platform_amount == amount && g_strcmp0 (record->status, payment->status) == 0;

  if (!till_payment_state_is_final (record->state))
    set_state (event, record, TILL_PAYMENT_CONFIRMING);
  if (record->platform_amount != amount)
    till_event_set_int (event, TILL_FACT_PLATFORM_AMOUNT, amount);
  if (reversed && !record->reversed)
    till_event_set (event, TILL_FACT_REVERSED, "1");
  till_judge_set_attention (event, record,
                            (told ? 0 : TILL_ATTENTION_AMOUNT_DIFFERS)
                            | (reversed && !record->reversed ? TILL_ATTENTION_REVERSED : 0), 0);
}

static void
set_money (TillEvent      *event,
           TillRecord     *record,
           gboolean        reversed)
{
  TillAttention add = 0, drop = TILL_ATTENTION_STUCK;

  if (record->state != TILL_PAYMENT_PAID)
    {
      gboolean late = record->abandoned || till_payment_state_is_final (record->state);

      set_state (event, record, TILL_PAYMENT_PAID);
      if (record->checkout_id != NULL && (record->page == TILL_PAGE_LIVE || record->page == TILL_PAGE_KEPT))
        till_event_set (event, TILL_FACT_CHECKOUT_PAGE, till_page_to_string (TILL_PAGE_DELETING));
      if (late)
        {
          till_event_set (event, TILL_FACT_LATE, "1");
          add |= TILL_ATTENTION_PAID_LATE;
        }
      /* What was refused once says nothing about a payment that is paid. */
      till_judge_set (event, TILL_FACT_ERROR, record->error != NULL ? record->error : "", "");
    }
  if (record->platform_amount != -1)
    {
      till_event_set_int (event, TILL_FACT_PLATFORM_AMOUNT, -1);
      drop |= TILL_ATTENTION_AMOUNT_DIFFERS;
    }
  if (reversed && !record->reversed)
    {
      till_event_set (event, TILL_FACT_REVERSED, "1");
      add |= TILL_ATTENTION_REVERSED;
    }
  till_judge_set_attention (event, record, add, drop);
}

static void
set_refused (TillEvent      *event,
             TillRecord     *record,
             ConnectPayment *payment)
{
  if (till_payment_state_is_final (record->state))
    return;

  set_over (event, record, TILL_PAYMENT_REFUSED);
  till_judge_set_error (event, record, TILL_ERROR_DECLINED);
  till_judge_set_platform_error (event, record, payment->error_code, payment->error_message);
}

static void
set_stuck (TillEvent       *event,
           TillRecord      *record,
           const TillSight *sight)
{
  if (!till_payment_state_is_final (record->state) && record->settled == NULL
      && till_judge_life_passed (record, &sight->now))
    till_judge_set_attention (event, record, TILL_ATTENTION_STUCK, 0);
}

/* Nobody paid in a session's whole life.  What differs never expires: money may be behind it.  Nor does what has a
 * second id of which nobody can say what became of it: that takes a person. */
static void
set_open (TillEvent       *event,
          TillRecord      *record,
          const TillSight *sight)
{
  if (record->platform_amount != -1 || !till_judge_life_passed (record, &sight->now))
    return;

  if (sight->other_unsure)
    set_stuck (event, record, sight);
  else
    set_over (event, record, TILL_PAYMENT_EXPIRED);
}

static void
set_words (TillEvent      *event,
           TillRecord     *record,
           ConnectPayment *payment)
{
  till_judge_set (event, TILL_FACT_STATUS, record->status, payment->status);
  if (payment->status_code != 0 && payment->status_code != record->status_code)
    till_event_set_int (event, TILL_FACT_STATUS_CODE, payment->status_code);
}

static void
set_payment (TillEvent       *event,
             TillRecord      *record,
             const TillSight *sight,
             ConnectPayment  *payment,
             gboolean         differs)
{
  TillVerdict verdict = till_judge_verdict (record, payment);

  /* An answer that speaks of another payment is believed in nothing but that money moved. */
  if (differs)
    {
      if (till_judge_is_money (verdict))
        {
          set_differs (event, record, payment, verdict == TILL_VERDICT_REVERSED);
          set_words (event, record, payment);
        }
      else
        set_stuck (event, record, sight);
      return;
    }

  set_words (event, record, payment);
  switch (verdict)
    {
    case TILL_VERDICT_OPEN:
      set_open (event, record, sight);
      break;
    case TILL_VERDICT_PAID:
    case TILL_VERDICT_REVERSED:
      set_money (event, record, verdict == TILL_VERDICT_REVERSED);
      break;
    case TILL_VERDICT_REFUSED:
      set_refused (event, record, payment);
      break;
    case TILL_VERDICT_CANCELLED:
      set_over (event, record, TILL_PAYMENT_CANCELLED);
      break;
    case TILL_VERDICT_OTHER:
    default:
      set_stuck (event, record, sight);
      break;
    }
}

void
till_judge_set_payment (TillEvent       *event,
                        TillRecord      *record,
                        const TillSight *sight,
                        ConnectPayment  *payment)
{
  set_payment (event, record, sight, payment, till_judge_differs (record, payment));
}

/* A second payment that one of our repeats made at the platform: only money that came by it is news.  Then it is
 * the one that counts, and the first is asked in its stead. */
GPtrArray *
till_judge_other_payment (TillRecord      *record,
                          const TillSight *sight,
                          ConnectPayment  *payment)
{
  GPtrArray *events = till_judge_events ();
  TillEvent *event;

  if (!till_judge_is_money (till_judge_verdict (record, payment)))
    return events;

  event = till_judge_add (events, record, TILL_EVENT_STATUS, sight);
  if (record->state == TILL_PAYMENT_PAID)
    {
      till_judge_set_attention (event, record, TILL_ATTENTION_PAID_TWICE, 0);
      return events;
    }
  till_judge_set (event, TILL_FACT_OTHER_PAYMENT_ID, record->other_payment_id, record->payment_id);
  till_judge_set (event, TILL_FACT_PAYMENT_ID, record->payment_id, payment->id);
  set_payment (event, record, sight, payment, content_differs (record, payment));

  return events;
}

gboolean
till_judge_is_time_wanted (TillRecord      *record,
                           const TillSight *sight)
{
  return record->answered_date == CONNECT_DATE_UNKNOWN
         && sight->now.date != CONNECT_DATE_UNKNOWN
         && g_strcmp0 (record->answered_boot_id, sight->now.boot_id) != 0
         && !till_payment_state_is_final (record->state);
}

GPtrArray *
till_judge_payment (TillRecord      *record,
                    const TillSight *sight,
                    ConnectPayment  *payment,
                    const GError    *error)
{
  g_autoptr(TillEvent) event = till_event_new (TILL_EVENT_STATUS, record->id);
  GPtrArray *events = till_judge_events ();

  event->platform_date = sight->now.date;
  if (payment != NULL)
    till_judge_set_payment (event, record, sight, payment);
  else if (g_error_matches (error, CONNECT_ERROR, CONNECT_ERROR_NOT_FOUND))
    set_stuck (event, record, sight);

  if (till_judge_has_news (event))
    g_ptr_array_add (events, g_steal_pointer (&event));
  else if (sight->answer_wanted || till_judge_is_time_wanted (record, sight))
    till_judge_add (events, record, TILL_EVENT_LOOKED, sight);

  return events;
}

GPtrArray *
till_judge_third_party (TillRecord              *record,
                        const TillSight         *sight,
                        ConnectThirdPartyStatus  status)
{
  GPtrArray *events = till_judge_events ();

  if (status == CONNECT_THIRD_PARTY_COMPLETED && record->state == TILL_PAYMENT_WAITING)
    set_state (till_judge_add (events, record, TILL_EVENT_STATUS, sight), record, TILL_PAYMENT_CONFIRMING);

  return events;
}
