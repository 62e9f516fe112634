/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge-private.h"
#include "till-order.h"

/* Characters of the platform's text that are kept. */
#define MESSAGE_MAX 200

GPtrArray *
till_judge_events (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
}

TillEvent *
till_judge_add (GPtrArray       *events,
                TillRecord      *record,
                TillEventKind    kind,
                const TillSight *sight)
{
  TillEvent *event = till_event_new (kind, record->id);

  if (sight != NULL)
    event->platform_date = sight->now.date;
  g_ptr_array_add (events, event);

  return event;
}

void
till_judge_set (TillEvent  *event,
                const char *fact,
                const char *held,
                const char *value)
{
  if (g_strcmp0 (held, value) != 0)
    till_event_set (event, fact, value);
}

void
till_judge_set_error (TillEvent  *event,
                      TillRecord *record,
                      TillError   code)
{
  till_judge_set (event, TILL_FACT_ERROR, record->error, till_error_to_word (code));
}

char *
till_judge_cut_message (const char *message)
{
  return message != NULL ? g_utf8_substring (message, 0, MIN (g_utf8_strlen (message, -1), MESSAGE_MAX)) : NULL;
}

void
till_judge_set_platform_error (TillEvent  *event,
                               TillRecord *record,
                               const char *code,
                               const char *message)
{
  g_autofree char *cut = till_judge_cut_message (message);

  till_judge_set (event, TILL_FACT_PLATFORM_CODE, record->platform_code, code);
  till_judge_set (event, TILL_FACT_ERROR_MESSAGE, record->error_message, cut);
}

/* The words that stand once @event is applied. */
static TillAttention
get_attention (TillEvent  *event,
               TillRecord *record)
{
  const char *text = till_event_get (event, TILL_FACT_ATTENTION);
  TillAttention attention = record->attention;

  if (text != NULL)
    till_attention_from_text (text, &attention);

  return attention;
}

void
till_judge_set_attention (TillEvent     *event,
                          TillRecord    *record,
                          TillAttention  add,
                          TillAttention  drop)
{
  TillAttention before = get_attention (event, record);
  TillAttention words = (before & ~drop) | add;
  g_autofree const char **list = NULL;
  g_autofree char *text = NULL;

  if (words == before)
    return;

  list = till_attention_to_strv (words);
  text = g_strjoinv (",", (char **) list);
  till_event_set (event, TILL_FACT_ATTENTION, text);
}

void
till_judge_add_attention (GPtrArray       *events,
                          TillRecord      *record,
                          const TillSight *sight,
                          TillAttention    word)
{
  if (record->settled == NULL && !(record->attention & word))
    till_judge_set_attention (till_judge_add (events, record, TILL_EVENT_ATTENTION, sight), record, word, 0);
  else if (sight->answer_wanted)
    till_judge_add (events, record, TILL_EVENT_LOOKED, sight);
}

guint
till_judge_count_money (TillRecord *record,
                        GPtrArray  *payments)
{
  guint n_money = 0;

  for (guint i = 0; i < payments->len; i++)
    n_money += till_judge_is_money (till_judge_verdict (record, g_ptr_array_index (payments, i)));

  return n_money;
}

gboolean
till_judge_has_news (TillEvent *event)
{
  return g_hash_table_size (event->facts) > 0;
}

GPtrArray *
till_judge_left (TillRecord *record,
                 gboolean    abandon,
                 gboolean    tried)
{
  GPtrArray *events = till_judge_events ();

  /* Look-ups count from the last send, so that one must be written down before nobody knows it any more. */
  if (tried && record->payment_id == NULL && record->checkout_id == NULL
      && record->state == TILL_PAYMENT_REQUESTED)
    {
      TillEvent *event = till_judge_add (events, record, TILL_EVENT_UNANSWERED, NULL);

      if (record->error == NULL)
        till_judge_set_error (event, record, TILL_ERROR_NO_ANSWER);
    }

  if (abandon && !record->abandoned && !till_payment_state_is_final (record->state))
    till_event_set (till_judge_add (events, record, TILL_EVENT_ABANDONED, NULL), TILL_FACT_ABANDONED, "1");

  return events;
}

gboolean
till_judge_is_other_account (TillRecord *record,
                             const char *endpoint,
                             const char *merchant)
{
  return !g_str_equal (record->endpoint, endpoint) || !g_str_equal (record->merchant, merchant);
}

GPtrArray *
till_judge_account (TillRecord *record,
                    const char *endpoint,
                    const char *merchant)
{
  GPtrArray *events = till_judge_events ();
  gboolean other, told = (record->attention & TILL_ATTENTION_OTHER_ACCOUNT) != 0;

  /* What a person has settled needs no word any more. */
  if (endpoint == NULL || merchant == NULL || record->settled != NULL)
    return events;

  other = till_judge_is_other_account (record, endpoint, merchant);
  if (other != told)
    till_judge_set_attention (till_judge_add (events, record, TILL_EVENT_ATTENTION, NULL), record,
                              other ? TILL_ATTENTION_OTHER_ACCOUNT : 0,
                              other ? 0 : TILL_ATTENTION_OTHER_ACCOUNT);

  return events;
}

static TillEvent *
get_paying_event (TillRecord *record,
                  GPtrArray  *events)
{
  const char *paid = till_payment_state_to_string (TILL_PAYMENT_PAID);

  for (guint i = 0; record->state != TILL_PAYMENT_PAID && i < events->len; i++)
    {
      TillEvent *event = g_ptr_array_index (events, i);

      if (g_strcmp0 (till_event_get (event, TILL_FACT_STATE), paid) == 0)
        return event;
    }

  return NULL;
}

gboolean
till_judge_is_paid (TillRecord *record,
                    GPtrArray  *events)
{
  return get_paying_event (record, events) != NULL;
}

gboolean
till_judge_keeps_money (TillRecord *record)
{
  return record->state == TILL_PAYMENT_PAID && !record->reversed
         && till_record_get_refunded (record) < record->money.amount;
}

void
till_judge_add_paid_twice (TillRecord *record,
                           GPtrArray  *events)
{
  TillEvent *event = get_paying_event (record, events);

  if (event != NULL)
    till_judge_set_attention (event, record, TILL_ATTENTION_PAID_TWICE, 0);
}

GPtrArray *
till_judge_paid_twice (TillRecord *record)
{
  GPtrArray *events = till_judge_events ();

  if (!(record->attention & TILL_ATTENTION_PAID_TWICE))
    till_judge_set_attention (till_judge_add (events, record, TILL_EVENT_ATTENTION, NULL), record,
                              TILL_ATTENTION_PAID_TWICE, 0);

  return events;
}

GPtrArray *
till_judge_close (TillRecord  *record,
                  const char  *reason,
                  GError     **error)
{
  glong length = g_utf8_validate (reason, -1, NULL) ? g_utf8_strlen (reason, -1) : 0;
  GPtrArray *events;
  TillEvent *event;

  if (length < 1 || length > TILL_DESCRIPTION_MAX)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_INVALID_DESCRIPTION,
                           "a reason has 1 to 100 characters");
      return NULL;
    }
  if (!till_record_is_unresolved (record) && record->attention == 0)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_WRONG_STATE, "there is nothing to settle");
      return NULL;
    }

  events = till_judge_events ();
  event = till_judge_add (events, record, TILL_EVENT_CLOSED, NULL);
  till_event_set (event, TILL_FACT_SETTLED, reason);
  till_judge_set_attention (event, record, 0, record->attention);

  return events;
}

GPtrArray *
till_judge_acknowledge (TillRecord  *record,
                        const char  *as,
                        GError     **error)
{
  static const char *const words[] = { "handed-over", "refunded", "other", NULL };
  GPtrArray *events;
  TillEvent *event;

  if (!g_strv_contains (words, as))
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_INVALID_DESCRIPTION, "\"%s\" is no way to acknowledge", as);
      return NULL;
    }
  if (record->attention == 0)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_WRONG_STATE, "there is nothing to acknowledge");
      return NULL;
    }

  events = till_judge_events ();
  event = till_judge_add (events, record, TILL_EVENT_ACKNOWLEDGED, NULL);
  till_event_set (event, TILL_FACT_AS, as);
  till_judge_set_attention (event, record, 0, record->attention);

  return events;
}

/* The payment of a page lives from when it was first seen; what else may come of a page that is paid, from when the
 * page was made, and from when somebody was seen who had begun to pay it once more. */
TillMoment
till_judge_get_birth (TillRecord *record)
{
  if (till_record_is_page_open (record) && record->page != TILL_PAGE_WATCHED)
    return (TillMoment) {
      .date = record->sent_date,
      .boot_id = record->sent_boot_id,
      .boot_time = record->sent_boot_time,
    };

  return (TillMoment) {
    .date = record->answered_date,
    .boot_id = record->answered_boot_id,
    .boot_time = record->answered_boot_time,
  };
}

gboolean
till_judge_life_passed (TillRecord       *record,
                        const TillMoment *now)
{
  TillMoment birth = till_judge_get_birth (record);

  return till_life_passed (&birth, now, TILL_LIFE_SESSION);
}
