/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge-private.h"
#include "till-judge-refund.h"

/* What the answers about a refund mean, and the lack of one. */

#define VOID_SECONDS (24 * 3600)   /* absent from the list so long after its last send */

static const struct
{
  const char *word;
  const char *state;
} states[] = {
  { "CREATED", "requested" },
  { "PENDING_APPROVAL", "requested" },
  { "REFUND_REQUESTED", "requested" },
  { "PAYOUT_REQUESTED", "requested" },
  { "REFUNDED", "done" },
  { "ACCOUNT_CREDITED", "done" },
  { "REJECTED", "refused" },
  { "REJECTED_CAPTURE", "refused" },
  { "REJECTED_CREDIT", "refused" },
  { "CANCELLED", "cancelled" },
};

const char *
till_judge_refund_state (const TillRefund *refund,
                         const char       *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (g_strcmp0 (status, states[i].word) == 0)
        return states[i].state;
    }

  return till_refund_is_unknown (refund) ? "requested" : refund->state;
}

static TillEvent *
new_event (TillRecord            *record,
           const TillRefund      *refund,
           const TillRefundSight *sight)
{
  TillEvent *event = till_event_new (TILL_EVENT_REFUND, record->id);

  till_event_set (event, TILL_FACT_REFUND, refund->id);
  event->platform_date = sight != NULL ? sight->now.date : CONNECT_DATE_UNKNOWN;

  return event;
}

/* Beside the refund's id. */
static gboolean
has_news (TillEvent *event)
{
  return g_hash_table_size (event->facts) > 1;
}

static void
set_word (TillEvent             *event,
          TillRecord            *record,
          const TillRefundSight *sight)
{
  if (record->settled == NULL && !sight->wanted)
    till_judge_set_attention (event, record, TILL_ATTENTION_REFUND_FAILED, 0);
}

static gint64
get_sum_with (TillRecord       *record,
              const TillRefund *refund)
{
  gint64 sum = g_str_equal (refund->state, "done") ? 0 : refund->amount;

  for (guint i = 0; i < record->refunds->len; i++)
    {
      const TillRefund *other = g_ptr_array_index (record->refunds, i);

      if (g_str_equal (other->state, "done"))
        sum += other->amount;
    }

  return sum;
}

/* What came and was not what was asked for is settled when all of it has gone back. */
static void
set_done (TillEvent        *event,
          TillRecord       *record,
          const TillRefund *refund)
{
  TillAttention drop = TILL_ATTENTION_REFUND_FAILED;

  if (record->platform_amount > 0 && get_sum_with (record, refund) >= record->platform_amount)
    {
      drop |= TILL_ATTENTION_AMOUNT_DIFFERS;
      if (record->settled == NULL)
        till_event_set (event, TILL_FACT_SETTLED, "refunded");
    }
  till_judge_set_attention (event, record, 0, drop);
}

static void
set_state (TillEvent             *event,
           TillRecord            *record,
           const TillRefund      *refund,
           const TillRefundSight *sight,
           const char            *state)
{
  gboolean was_requested = g_str_equal (refund->state, "requested");

  if (g_str_equal (state, refund->state) || g_str_equal (refund->state, "done"))
    return;

  till_event_set (event, TILL_FACT_REFUND_STATE, state);
  if (g_str_equal (state, "done"))
    set_done (event, record, refund);
  else if (!g_str_equal (state, "requested"))
    {
      /* It was told to be on its way, or nobody is there to be told. */
      if (was_requested && record->settled == NULL)
        till_judge_set_attention (event, record, TILL_ATTENTION_REFUND_FAILED, 0);
      else
        set_word (event, record, sight);
    }
}

static void
set_error (TillEvent        *event,
           const TillRefund *refund,
           TillError         code,
           const char       *platform_code,
           const char       *message)
{
  g_autofree char *cut = till_judge_cut_message (message);

  till_judge_set (event, TILL_FACT_REFUND_ERROR, refund->error, till_error_to_word (code));
  till_judge_set (event, TILL_FACT_REFUND_PLATFORM_CODE, refund->platform_code, platform_code);
  till_judge_set (event, TILL_FACT_REFUND_ERROR_MESSAGE, refund->error_message, cut);
}

static void
set_call_error (TillEvent        *event,
                const TillRefund *refund,
                ConnectCall      *call,
                TillError         code)
{
  const ConnectApiError *first = call->errors->len > 0 ? g_ptr_array_index (call->errors, 0) : NULL;

  set_error (event, refund, code, first != NULL && *first->code != '\0' ? first->code : NULL,
             first != NULL ? first->message : NULL);
}

/* Absence is no difference; a difference is another refund than the one asked for. */
static gboolean
differs (TillRecord       *record,
         const TillRefund *refund,
         ConnectRefund    *answer)
{
  return (refund->refund_id != NULL && !g_str_equal (refund->refund_id, answer->id))
         || (answer->amount != CONNECT_AMOUNT_ABSENT && answer->amount != refund->amount)
         || (answer->currency[0] != '\0' && !g_str_equal (answer->currency, record->money.currency))
         || (answer->merchant_reference != NULL && !g_str_equal (answer->merchant_reference, refund->reference));
}

/* Nothing of it is believed, and a person has to look: money may have gone that nobody asked for. */
static void
set_differs (TillEvent  *event,
             TillRecord *record)
{
  if (record->settled == NULL)
    till_judge_set_attention (event, record, TILL_ATTENTION_REFUND_FAILED, 0);
}

static void
set_answer (TillEvent             *event,
            TillRecord            *record,
            const TillRefund      *refund,
            const TillRefundSight *sight,
            ConnectRefund         *answer)
{
  const char *state = till_judge_refund_state (refund, answer->status);

  if (differs (record, refund, answer))
    {
      set_differs (event, record);
      return;
    }

  till_judge_set (event, TILL_FACT_REFUND_ID, refund->refund_id, answer->id);
  till_judge_set (event, TILL_FACT_REFUND_STATUS, refund->status, answer->status);
  set_state (event, record, refund, sight, state);
  if (g_str_equal (state, "refused"))
    set_error (event, refund, TILL_ERROR_DECLINED, answer->error_code, answer->error_message);
  else if (refund->error != NULL && !g_str_equal (state, refund->state))
    till_event_set (event, TILL_FACT_REFUND_ERROR, "");
}

static GPtrArray *
get_events (TillEvent *event)
{
  GPtrArray *events = till_judge_events ();

  if (has_news (event))
    g_ptr_array_add (events, till_event_ref (event));

  return events;
}

static void
set_void (TillEvent             *event,
          TillRecord            *record,
          const TillRefund      *refund,
          const TillRefundSight *sight,
          ConnectCall           *call,
          TillError              why)
{
  set_state (event, record, refund, sight, "void");
  set_call_error (event, refund, call, why);
}

/* A try is worth an event of its own when its reason is new; the tries themselves are written before they leave. */
static void
set_no_answer (TillEvent             *event,
               TillRecord            *record,
               const TillRefund      *refund,
               const TillRefundSight *sight,
               ConnectCall           *call,
               TillError              why)
{
  gboolean nothing_left = !call->may_have_left && !sight->maybe_taken;

  if (nothing_left && sight->now.boot_time - sight->first_try >= TILL_JUDGE_NO_CONNECTION_MS)
    set_void (event, record, refund, sight, call, why);
  else if (g_strcmp0 (refund->error, till_error_to_word (why)) != 0)
    set_call_error (event, refund, call, why);
}

GPtrArray *
till_judge_refunded (TillRecord            *record,
                     const TillRefund      *refund,
                     const TillRefundSight *sight,
                     ConnectCall           *call,
                     ConnectRefunded       *answer,
                     const GError          *error)
{
  g_autoptr(TillEvent) event = new_event (record, refund, sight);

  if (answer != NULL)
    set_answer (event, record, refund, sight, answer->refund);
  else if (!till_refund_is_unknown (refund))
    return till_judge_events ();
  else if (till_judge_is_definite_no (call, sight->maybe_taken))
    {
      set_state (event, record, refund, sight, "refused");
      set_call_error (event, refund, call,
                      call->http_status == 402 ? TILL_ERROR_DECLINED : TILL_ERROR_INVALID_REQUEST);
    }
  else if (till_judge_was_not_taken (call) && !sight->maybe_taken)
    set_void (event, record, refund, sight, call, till_error_from_connect (error));
  else
    set_no_answer (event, record, refund, sight, call, till_error_from_connect (error));

  return get_events (event);
}

GPtrArray *
till_judge_refund (TillRecord            *record,
                   const TillRefund      *refund,
                   const TillRefundSight *sight,
                   ConnectRefund         *answer)
{
  g_autoptr(TillEvent) event = new_event (record, refund, sight);

  set_answer (event, record, refund, sight, answer);

  return get_events (event);
}

static gboolean
is_ours (const TillRefund *refund,
         ConnectRefund    *listed)
{
  if (refund->refund_id != NULL)
    return g_str_equal (refund->refund_id, listed->id);

  return g_strcmp0 (refund->reference, listed->merchant_reference) == 0;
}

/* Of every listed refund it is known which of ours it is. */
static gboolean
are_explained (TillRecord *record,
               GPtrArray  *listed)
{
  for (guint i = 0; i < listed->len; i++)
    {
      gboolean explained = FALSE;

      for (guint j = 0; j < record->refunds->len && !explained; j++)
        explained = is_ours (g_ptr_array_index (record->refunds, j), g_ptr_array_index (listed, i));
      if (!explained)
        return FALSE;
    }

  return TRUE;
}

/* The payment itself says that more went back than the other refunds account for. */
static gboolean
shows_in_payment (TillRecord       *record,
                  const TillRefund *refund,
                  ConnectPayment   *payment)
{
  gint64 others = till_record_get_refunded (record);

  if (!till_refund_is_unknown (refund))
    others -= refund->amount;
  if (payment->amount_refunded > others || payment->amount_refunded == CONNECT_AMOUNT_ODD)
    return TRUE;

  return g_strcmp0 (payment->status, "REFUNDED") == 0 && others < till_record_get_paid_amount (record);
}

static gboolean
has_void_passed (const TillRefund      *refund,
                 const TillRefundSight *sight)
{
  TillMoment sent = {
    .date = refund->sent_date,
    .boot_id = refund->sent_boot_id,
    .boot_time = refund->sent_boot_time,
  };

  /* Later sends than the last one that was written down count, too. */
  return till_life_passed (&sent, &sight->now, VOID_SECONDS + TILL_JUDGE_RECORD_REFUND_MS / 1000);
}

static GPtrArray *
judge_absent (TillRecord            *record,
              const TillRefund      *refund,
              const TillRefundSight *sight,
              GPtrArray             *listed)
{
  g_autoptr(TillEvent) event = new_event (record, refund, sight);
  GPtrArray *events = till_judge_events ();
  gboolean is_over = till_refund_is_unknown (refund) && has_void_passed (refund, sight) && sight->payment != NULL;

  if (is_over && are_explained (record, listed) && !shows_in_payment (record, refund, sight->payment))
    {
      set_state (event, record, refund, sight, "void");
      till_judge_set (event, TILL_FACT_REFUND_ERROR, refund->error, till_error_to_word (TILL_ERROR_NO_ANSWER));
    }
  else if (is_over)
    set_differs (event, record);

  /* Where nothing else tells when it was sent, this answer's Date does from now on. */
  if (has_news (event)
      || (till_refund_is_unknown (refund) && refund->sent_date == CONNECT_DATE_UNKNOWN
          && sight->now.date != CONNECT_DATE_UNKNOWN))
    g_ptr_array_add (events, till_event_ref (event));

  return events;
}

GPtrArray *
till_judge_refunds_listed (TillRecord            *record,
                           const TillRefund      *refund,
                           const TillRefundSight *sight,
                           GPtrArray             *listed)
{
  g_autoptr(TillEvent) event = new_event (record, refund, sight);
  ConnectRefund *ours = NULL;
  guint n_ours = 0;

  for (guint i = 0; i < listed->len; i++)
    {
      if (!is_ours (refund, g_ptr_array_index (listed, i)))
        continue;
      ours = g_ptr_array_index (listed, i);
      n_ours++;
    }

  if (n_ours == 0)
    return judge_absent (record, refund, sight, listed);
  if (n_ours == 1)
    set_answer (event, record, refund, sight, ours);
  else
    set_differs (event, record);

  return get_events (event);
}

GPtrArray *
till_judge_refund_tried (TillRecord       *record,
                         const TillRefund *refund)
{
  g_autoptr(TillEvent) event = new_event (record, refund, NULL);

  till_event_set (event, TILL_FACT_REFUND_TRIED, "1");

  return get_events (event);
}

gint64
till_judge_refund_key_end (const TillRefund *refund,
                           const TillMoment *now)
{
  const gint64 life = (gint64) TILL_LIFE_KEY * 1000;

  if (refund->asked_date != CONNECT_DATE_UNKNOWN && now->date != CONNECT_DATE_UNKNOWN)
    return now->boot_time + life - (now->date - refund->asked_date) * 1000;
  if (refund->asked_boot_id != NULL && g_strcmp0 (refund->asked_boot_id, now->boot_id) == 0)
    return refund->asked_boot_time + life;

  return 0;
}
