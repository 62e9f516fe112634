/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <glib/gi18n.h>

#include "till-payment-view.h"
#include "till-receipt.h"
#include "till-refund-view.h"
#include "till-result-view.h"
#include "till-skew.h"
#include "till-text.h"

/* A payment can come in until two hours after it was made, and a quarter of an hour for stragglers. */
#define WATCH_MINUTES (2 * 60 + 15)

/* Longer than any number that WeChat gives; what is longer is for the details. */
#define WECHAT_NUMBER_MAX 32

/* The platform's codes whose meaning is known (connect-api.md 9). */
static const struct
{
  const char *code;
  const char *reason;   /* for translation */
} refusals[] =
{
  { "430330", N_("WeChat Pay did not authorise the payment.") },
  { "430285", N_("WeChat Pay did not authorise the payment.") },
  { "430360", N_("WeChat Pay did not authorise the payment.") },
  { "430421", N_("WeChat Pay did not authorise the payment.") },
  { "430900", N_("WeChat Pay is not switched on for this shop and currency.") },
};

static int
error_of (TillRecord *record)
{
  TillError code;

  if (record->error != NULL && till_error_from_word (record->error, &code))
    return code;

  return -1;
}

static char *
format_clock_time (gint64      wall_time,
                   const char *format)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (wall_time / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = NULL;

  if (utc == NULL)
    return g_strdup ("");

  local = g_date_time_to_local (utc);

  return g_date_time_format (local, format);
}

static void
view_paid (TillResultView        *view,
           TillRecord            *record,
           const TillResultFacts *facts)
{
  view->tone = TILL_TONE_PAID;
  if (record->refunds->len > 0)
    view->reason = till_refund_view_outcome (record, g_ptr_array_index (record->refunds, record->refunds->len - 1));
}

/* Green would have whoever stands at the counter now handed the goods of somebody who left: so it is green only
 * where the page of this very payment was still up, and nothing else is to be said about it. */
static void
view_paid_late (TillResultView        *view,
                TillRecord            *record,
                const TillResultFacts *facts)
{
  view->reason = g_strdup (_("The money came after the wait was left."));

  if (facts->watched && record->attention == TILL_ATTENTION_PAID_LATE)
    {
      view->tone = TILL_TONE_PAID;
      view->shape = TILL_SHAPE_PAID;
      view->word = till_standing_to_text (TILL_STANDING_PAID);
      return;
    }

  view->tone = TILL_TONE_DOUBT;
  view->order = _("Hand over only to the customer who paid it.");
  view->order_detail = g_strdup (_("If that customer has gone, call the manager: the money can be given back."));
}

static void
view_paid_twice (TillResultView        *view,
                 TillRecord            *record,
                 const TillResultFacts *facts)
{
  view->tone = TILL_TONE_DOUBT;
  view->reason = g_strdup (_("The money for this order came twice."));
  view->order = _("Hand over once. Call the manager.");
  view->order_detail = g_strdup (_("One of the two payments can be given back."));
}

static void
view_refund_failed (TillResultView        *view,
                    TillRecord            *record,
                    const TillResultFacts *facts)
{
  view->tone = TILL_TONE_DOUBT;
  view->reason = g_strdup (_("The money is paid, and the refund did not go through."));
  view->order = _("Call the manager.");
}

static void
view_refused (TillResultView        *view,
              TillRecord            *record,
              const TillResultFacts *facts)
{
  int error = error_of (record);

  view->tone = TILL_TONE_REFUSED;
  view->money = _("No money came.");
  view->actions = TILL_RESULT_TRY_AGAIN;

  for (guint i = 0; view->reason == NULL && record->platform_code != NULL && i < G_N_ELEMENTS (refusals); i++)
    {
      if (g_str_equal (refusals[i].code, record->platform_code))
        view->reason = g_strdup (_(refusals[i].reason));
    }

  if (view->reason != NULL)
    return;

  if (error < 0 || error == TILL_ERROR_DECLINED)
    view->reason = g_strdup (_("WeChat Pay declined the payment."));
  else
    view->reason = g_strdup (till_error_sentence (error));
}

static void
view_cancelled (TillResultView        *view,
                TillRecord            *record,
                const TillResultFacts *facts)
{
  view->tone = TILL_TONE_OVER;
  view->reason = g_strdup (_("The payment service confirmed that it is cancelled."));
  view->money = _("No money came.");
  view->actions = TILL_RESULT_TRY_AGAIN;
}

static void
view_not_paid (TillResultView        *view,
               TillRecord            *record,
               const TillResultFacts *facts)
{
  view->tone = TILL_TONE_OVER;
  view->reason = g_strdup (_("Nobody paid in time, and the code has expired."));
  view->money = _("No money came.");
  view->actions = TILL_RESULT_TRY_AGAIN;
}

static void
view_nothing (TillResultView        *view,
              TillRecord            *record,
              const TillResultFacts *facts)
{
  int error = error_of (record);

  view->tone = TILL_TONE_OVER;
  view->actions = TILL_RESULT_TRY_AGAIN;

  if (error == TILL_ERROR_CLOCK_WRONG && facts->clock_skew != 0)
    view->reason = till_skew_to_text (facts->clock_skew);
  else if (error >= 0)
    view->reason = g_strdup (till_error_sentence (error));
  else
    view->reason = g_strdup (_("The payment service knows no such payment."));

  if (error >= 0)
    view->money = till_error_remedy (error);

  if (error == TILL_ERROR_KEY_REFUSED || error == TILL_ERROR_NO_ACCOUNT || error == TILL_ERROR_INVALID_ACCOUNT)
    view->actions |= TILL_RESULT_SET_UP;
}

/* Without a code nobody can pay, so nobody is warned about charging again. */
static void
view_no_code (TillResultView        *view,
              TillRecord            *record,
              const TillResultFacts *facts)
{
  view->tone = TILL_TONE_OVER;
  view->shape = TILL_SHAPE_NOTHING;
  view->word = _("No code came");
  view->reason = facts->trouble >= 0 ? g_strdup (till_error_sentence (facts->trouble)) : NULL;
  view->order = _("Nobody can pay this one. You can charge again.");
  view->order_detail = g_strdup (_("Till keeps it under Unresolved until the payment service agrees."));
  view->actions = TILL_RESULT_CHARGE_AGAIN;
}

static void
view_not_certain (TillResultView        *view,
                  TillRecord            *record,
                  const TillResultFacts *facts)
{
  g_autofree char *until = NULL;

  if (!record->shown)
    {
      view_no_code (view, record, facts);
      return;
    }

  until = format_clock_time (record->created + G_TIME_SPAN_MINUTE * WATCH_MINUTES, "%H:%M");
  view->tone = TILL_TONE_DOUBT;
  view->shape = TILL_SHAPE_DOUBT;
  view->word = till_standing_to_text (TILL_STANDING_NOT_CERTAIN);
  view->reason = facts->trouble >= 0 ? g_strdup (till_error_sentence (facts->trouble)) : NULL;
  view->order = _("Do not charge again. Do not hand over.");
  /* Translators: %s is a time of day; Unresolved is the name of a list */
  view->order_detail = g_strdup_printf (_("The money may still come, until %s. Till keeps asking, and lists this payment under Unresolved until it is certain."),
                                        until);
  view->actions = TILL_RESULT_CHECK_NOW;
}

static char *
describe_difference (TillRecord *record)
{
  TillMoney paid = record->money;
  g_autofree char *was = NULL;
  g_autofree char *should = NULL;

  if (record->platform_amount < 0)
    return g_strdup (till_error_sentence (TILL_ERROR_AMOUNT_DIFFERS));

  paid.amount = record->platform_amount;
  was = till_money_format (&paid);
  should = till_money_format (&record->money);

  /* Translators: both are amounts of money */
  return g_strdup_printf (_("WeChat Pay says that %s was paid; the order was %s."), was, should);
}

static void
view_call_manager (TillResultView        *view,
                   TillRecord            *record,
                   const TillResultFacts *facts)
{
  view->tone = TILL_TONE_REFUSED;
  view->actions = TILL_RESULT_SHOW_UNRESOLVED;

  if (record->attention & TILL_ATTENTION_AMOUNT_DIFFERS)
    view->reason = describe_difference (record);
  else if (record->reversed || record->attention & TILL_ATTENTION_REVERSED)
    view->reason = g_strdup (_("The money was taken back after it had come."));
  else if (record->attention & TILL_ATTENTION_OTHER_ACCOUNT)
    view->reason = g_strdup (_("This payment belongs to another account, so this till cannot ask about it."));
  else
    view->reason = g_strdup (_("The payment service does not say what became of this payment."));
}

typedef void (*ViewFunc) (TillResultView        *view,
                          TillRecord            *record,
                          const TillResultFacts *facts);

static const ViewFunc view_funcs[TILL_N_STANDINGS] =
{
  [TILL_STANDING_ASKING]        = view_not_certain,
  [TILL_STANDING_WAITING]       = view_not_certain,
  [TILL_STANDING_CONFIRMING]    = view_not_certain,
  [TILL_STANDING_PAID]          = view_paid,
  [TILL_STANDING_REFUSED]       = view_refused,
  [TILL_STANDING_CANCELLED]     = view_cancelled,
  [TILL_STANDING_NOT_PAID]      = view_not_paid,
  [TILL_STANDING_NOTHING]       = view_nothing,
  [TILL_STANDING_NOT_CERTAIN]   = view_not_certain,
  [TILL_STANDING_CALL_MANAGER]  = view_call_manager,
  [TILL_STANDING_PAID_LATE]     = view_paid_late,
  [TILL_STANDING_PAID_TWICE]    = view_paid_twice,
  [TILL_STANDING_REFUND_FAILED] = view_refund_failed,
};

static char *
group_by_four (const char *number)
{
  GString *text = NULL;
  gsize length = number != NULL ? strlen (number) : 0;

  if (length == 0 || length > WECHAT_NUMBER_MAX)
    return NULL;

  if (strspn (number, "0123456789") != length)
    return till_text_for_people (number);

  text = g_string_new (NULL);
  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, number[i]);
    }

  return g_string_free (text, FALSE);
}

static void
add_facts (TillResultView        *view,
           TillRecord            *record,
           const TillResultFacts *facts,
           gint64                 now)
{
  gint64 when = record->created;

  if (record->paid_time != 0)
    when = record->paid_time;
  else if (till_payment_state_is_final (record->state))
    when = record->updated;

  view->time = format_clock_time (when, "%H:%M:%S");

  if (view->tone == TILL_TONE_PAID)
    view->wechat_number = group_by_four (record->wechat_id);
  else if (!till_payment_state_is_final (record->state) && facts->last_answer >= 0)
    view->last_answer = till_age_text (now - facts->last_answer);
}

void
till_result_view_init (TillResultView        *view,
                       TillRecord            *record,
                       const TillResultFacts *facts,
                       gint64                 now)
{
  TillStanding standing;

  g_return_if_fail (view != NULL);
  g_return_if_fail (record != NULL);
  g_return_if_fail (facts != NULL);

  standing = till_standing_of (record, FALSE);

  *view = (TillResultView) { .word = till_standing_to_text (standing) };
  view->shape = till_shape_of_standing (standing);
  view_funcs[standing] (view, record, facts);
  if (till_refund_view_is_offered (record))
    view->actions |= TILL_RESULT_REFUND;
  if (till_receipt_is_due (record))
    view->actions |= TILL_RESULT_PRINT_RECEIPT;
  add_facts (view, record, facts, now);
}

void
till_result_view_clear (TillResultView *view)
{
  g_clear_pointer (&view->reason, g_free);
  g_clear_pointer (&view->order_detail, g_free);
  g_clear_pointer (&view->time, g_free);
  g_clear_pointer (&view->wechat_number, g_free);
  g_clear_pointer (&view->last_answer, g_free);
}
