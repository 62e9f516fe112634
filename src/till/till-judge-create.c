/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge-private.h"

/* What the answer to a create means, and the lack of one. */

#define CODE_BUSY "1409"

static gboolean
says_busy (ConnectCall *call)
{
  for (guint i = 0; i < call->errors->len; i++)
    {
      const ConnectApiError *error = g_ptr_array_index (call->errors, i);

      if (g_strcmp0 (error->code, CODE_BUSY) == 0)
        return TRUE;
    }

  return FALSE;
}

gboolean
till_judge_is_definite_no (ConnectCall *call,
                           gboolean     maybe_taken)
{
  gboolean is_repeat = call->first_request != -1;

  /* An earlier send may have been taken, and this answer does not know of it: it says nothing about that one. */
  if (!call->is_connect_json || (maybe_taken && !is_repeat))
    return FALSE;

  switch (call->http_status)
    {
    case 400:
    case 402:
    case 404:
    case 405:
    case 410:
      return TRUE;
    case 409:
      return !says_busy (call);
    default:
      return FALSE;
    }
}

gboolean
till_judge_was_not_taken (ConnectCall *call)
{
  return call->is_connect_json && (call->http_status == 401 || call->http_status == 403);
}

static void
set_call_error (TillEvent   *event,
                TillRecord  *record,
                ConnectCall *call,
                TillError    code)
{
  const ConnectApiError *first = call->errors->len > 0 ? g_ptr_array_index (call->errors, 0) : NULL;

  till_judge_set_error (event, record, code);
  till_judge_set (event, TILL_FACT_ERROR_ID, record->error_id, call->error_id);
  if (first != NULL)
    till_judge_set_platform_error (event, record, *first->code != '\0' ? first->code : NULL, first->message);
}

static void
add_refused (GPtrArray       *events,
             TillRecord      *record,
             const TillSight *sight,
             ConnectCall     *call)
{
  TillEvent *event = till_judge_add (events, record, TILL_EVENT_ANSWERED, sight);

  till_event_set (event, TILL_FACT_STATE, till_payment_state_to_string (TILL_PAYMENT_REFUSED));
  set_call_error (event, record, call,
                  call->http_status == 402 ? TILL_ERROR_DECLINED : TILL_ERROR_INVALID_REQUEST);
}

static void
set_void (TillEvent  *event,
          TillRecord *record)
{
  till_event_set (event, TILL_FACT_STATE, till_payment_state_to_string (TILL_PAYMENT_VOID));
  if (record->maybe_sent)
    till_event_set (event, TILL_FACT_MAYBE_SENT, "0");
}

/* An id that is written can be asked about, so no answer is missing any more: only codes may be. */
static gboolean
is_unanswered (TillRecord *record)
{
  return record->state == TILL_PAYMENT_REQUESTED && record->payment_id == NULL && record->checkout_id == NULL;
}

GPtrArray *
till_judge_never_sent (TillRecord      *record,
                       const TillSight *sight,
                       TillError        why)
{
  GPtrArray *events = till_judge_events ();
  TillEvent *event;

  if (!is_unanswered (record))
    return events;

  event = till_judge_add (events, record, TILL_EVENT_NOT_SENT, sight);
  set_void (event, record);
  till_judge_set_error (event, record, why);

  return events;
}

/* 401 and 403 say of this one send that it was not taken: when that holds for every one, nothing ever was. */
static void
add_not_taken (GPtrArray       *events,
               TillRecord      *record,
               const TillSight *sight,
               ConnectCall     *call,
               TillError        why)
{
  g_autoptr(TillEvent) event = till_event_new (TILL_EVENT_NOT_SENT, record->id);

  event->platform_date = sight->now.date;
  if (!sight->maybe_taken)
    {
      set_void (event, record);
      till_event_set (event, TILL_FACT_AUTH_REFUSED, "1");
    }
  set_call_error (event, record, call, why);
  if (till_judge_has_news (event))
    g_ptr_array_add (events, g_steal_pointer (&event));
}

static gboolean
is_try_to_be_recorded (TillRecord      *record,
                       const TillSight *sight,
                       TillError        why)
{
  return g_strcmp0 (record->error, till_error_to_word (why)) != 0
         || sight->now.boot_time - sight->recorded_try >= TILL_JUDGE_RECORD_TRY_MS;
}

static void
add_no_answer (GPtrArray       *events,
               TillRecord      *record,
               const TillSight *sight,
               ConnectCall     *call,
               TillError        why)
{
  gboolean nothing_left = !call->may_have_left && !sight->maybe_taken;
  TillEvent *event;

  if (nothing_left && sight->now.boot_time - sight->first_try >= TILL_JUDGE_NO_CONNECTION_MS)
    {
      event = till_judge_add (events, record, TILL_EVENT_NOT_SENT, sight);
      set_void (event, record);
      set_call_error (event, record, call, why);
    }
  else if (is_try_to_be_recorded (record, sight, why))
    {
      event = till_judge_add (events, record, nothing_left ? TILL_EVENT_NOT_SENT : TILL_EVENT_UNANSWERED, sight);
      set_call_error (event, record, call, why);
    }
}

static GPtrArray *
judge_no_result (TillRecord      *record,
                 const TillSight *sight,
                 ConnectCall     *call,
                 const GError    *error)
{
  GPtrArray *events = till_judge_events ();
  TillError why = till_error_from_connect (error);

  if (!is_unanswered (record))
    return events;

  if (till_judge_is_definite_no (call, sight->maybe_taken))
    add_refused (events, record, sight, call);
  else if (till_judge_was_not_taken (call))
    add_not_taken (events, record, sight, call, why);
  else
    add_no_answer (events, record, sight, call, why);

  return events;
}

static void
add_shown (GPtrArray       *events,
           TillRecord      *record,
           const TillSight *sight)
{
  TillEvent *event = till_judge_add (events, record, TILL_EVENT_SHOWN, sight);

  till_event_set (event, TILL_FACT_SHOWN, "1");
  till_event_set (event, TILL_FACT_STATE, till_payment_state_to_string (TILL_PAYMENT_WAITING));
}

static void
set_action_hash (TillEvent  *event,
                 const char *text)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  till_event_set (event, TILL_FACT_ACTION_HASH, hash);
}

/* Events of one answer: the answer itself, and "shown" when there is something to show and somebody to see it.
 * When it was the last answer to hope for, the wait has nothing left to wait for. */
static void
conclude (GPtrArray       *events,
          TillRecord      *record,
          const TillSight *sight,
          TillEvent       *answered,
          const char      *action_text,
          gboolean         can_show)
{
  gboolean show = can_show && !sight->left;
  gboolean give_up = !can_show && sight->bad_codes + 1 >= TILL_JUDGE_CODES;

  if (show)
    {
      set_action_hash (answered, action_text);
      till_judge_set (answered, TILL_FACT_ERROR, record->error != NULL ? record->error : "", "");
    }
  else if (give_up)
    till_judge_set_error (answered, record, TILL_ERROR_BAD_ANSWER);

  if (till_judge_has_news (answered))
    g_ptr_array_add (events, till_event_ref (answered));
  if (show)
    add_shown (events, record, sight);
}

static GPtrArray *
judge_payment_made (TillRecord      *record,
                    const TillSight *sight,
                    ConnectCreated  *created,
                    const char      *action_text)
{
  g_autoptr(TillEvent) answered = till_event_new (TILL_EVENT_ANSWERED, record->id);
  GPtrArray *events = till_judge_events ();
  ConnectPayment *payment = created->payment;
  gboolean other_id = record->payment_id != NULL && !g_str_equal (record->payment_id, payment->id);

  answered->platform_date = sight->now.date;
  if (record->payment_id == NULL)
    till_event_set (answered, TILL_FACT_PAYMENT_ID, payment->id);
  if (other_id)
    till_judge_set (answered, TILL_FACT_OTHER_PAYMENT_ID, record->other_payment_id, payment->id);
  else
    till_judge_set_payment (answered, record, sight, payment);
  if (created->action != NULL && !other_id)
    till_judge_set (answered, TILL_FACT_WECHAT_ID, record->wechat_id,
                    connect_merchant_action_get_wechat_payment_id (created->action));

  /* A declined payment, or one that a repeat finds paid, has its outcome: no code is missed. */
  if (till_event_get (answered, TILL_FACT_STATE) != NULL || record->shown)
    {
      if (till_judge_has_news (answered))
        g_ptr_array_add (events, g_steal_pointer (&answered));
      return events;
    }

  conclude (events, record, sight, answered, action_text,
            sight->usable && action_text != NULL && !created->declined && !till_judge_differs (record, payment));

  return events;
}

GPtrArray *
till_judge_created (TillRecord      *record,
                    const TillSight *sight,
                    ConnectCall     *call,
                    ConnectCreated  *created,
                    const char      *action_text,
                    const GError    *error)
{
  if (created == NULL)
    return judge_no_result (record, sight, call, error);

  return judge_payment_made (record, sight, created, action_text);
}

GPtrArray *
till_judge_checkout_created (TillRecord      *record,
                             const TillSight *sight,
                             ConnectCall     *call,
                             ConnectCheckout *checkout,
                             const GError    *error)
{
  g_autoptr(TillEvent) answered = NULL;
  GPtrArray *events;
  gboolean ours;

  if (checkout == NULL)
    return judge_no_result (record, sight, call, error);

  /* A repeat may have opened a second page: the first that was written down is the only one. */
  events = till_judge_events ();
  if (record->checkout_id != NULL && !g_str_equal (record->checkout_id, checkout->id))
    return events;

  answered = till_event_new (TILL_EVENT_ANSWERED, record->id);
  answered->platform_date = sight->now.date;
  till_judge_set (answered, TILL_FACT_CHECKOUT_ID, record->checkout_id, checkout->id);
  ours = checkout->merchant_reference == NULL
         || g_str_equal (checkout->merchant_reference, record->merchant_reference);
  conclude (events, record, sight, answered, checkout->url, sight->usable && ours && !record->shown);

  return events;
}
