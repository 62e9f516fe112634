/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "connect-currency.h"
#include "till-refund-view.h"
#include "till-text.h"

static char *
format (TillRecord *record,
        gint64      amount)
{
  TillMoney money = record->money;

  money.amount = amount;

  return till_money_format (&money);
}

/* Returns: minor units, 0 with the reason in @code */
static gint64
get_left (TillRecord *record,
          TillError  *code)
{
  g_autoptr(GError) error = NULL;
  gint64 left = 0;

  if (till_record_check_refund (record, &left, CONNECT_AMOUNT_ABSENT, &error))
    return left;

  *code = error->code;

  return 0;
}

char *
till_refund_view_outcome (TillRecord       *record,
                          const TillRefund *refund)
{
  g_autofree char *amount = format (record, refund->amount);

  /* Translators: what became of a refund, and its amount: "Refund requested: €5.00" */
  return g_strdup_printf (_("%1$s: %2$s"), till_refund_state_to_text (refund->state), amount);
}

/* Its sentence says already what it means for the money. */
static gboolean
says_nothing_was_sent (TillError code)
{
  return code == TILL_ERROR_NOT_PAID || code == TILL_ERROR_MORE_THAN_LEFT || code == TILL_ERROR_NOT_REFUNDABLE
         || code == TILL_ERROR_REFUND_OPEN;
}

static char *
describe_error (TillError code)
{
  if (says_nothing_was_sent (code))
    return g_strdup (till_error_sentence (code));

  return g_strdup_printf ("%s %s", till_error_sentence (code), _("Nothing was given back."));
}

static char *
describe_failed (const TillRefund *refund)
{
  g_autofree char *platform = till_text_for_people (refund->error_message);
  TillError code;

  if (refund->error != NULL && till_error_from_word (refund->error, &code) && code != TILL_ERROR_DECLINED)
    return describe_error (code);

  if (*platform == '\0')
    return g_strdup (_("Nothing was given back."));

  return g_strdup_printf ("%s %s", _("Nothing was given back."), platform);
}

static void
view_not_confirmed (TillRefundView *view)
{
  view->shape = TILL_SHAPE_DOUBT;
  view->detail = g_strdup (_("Till goes on asking. Until it is known, no other refund of this payment is sent. "
                             "Do not give the money back in another way."));
}

static void
view_outcome (TillRefundView   *view,
              TillRecord       *record,
              const TillRefund *refund)
{
  view->is_over = TRUE;
  view->word = till_refund_view_outcome (record, refund);
  if (till_refund_is_unknown (refund))
    {
      view_not_confirmed (view);
    }
  else if (till_refund_has_failed (refund))
    {
      view->shape = TILL_SHAPE_REFUSED;
      view->detail = describe_failed (refund);
    }
  else
    {
      view->shape = TILL_SHAPE_REFUNDED;
      view->detail = g_strdup (_("The money goes back to the customer’s WeChat."));
    }
}

/* Another program was asked to, and may have done it: who pressed again could give it back twice. */
static void
view_elsewhere (TillRefundView *view)
{
  view->is_over = TRUE;
  view->word = g_strdup (till_refund_state_to_text ("unknown"));
  view->shape = TILL_SHAPE_DOUBT;
  view->detail = g_strdup (till_error_sentence (TILL_ERROR_FOLLOWED_ELSEWHERE));
}

static void
view_blocked (TillRefundView *view,
              TillError       code)
{
  view->is_over = TRUE;
  if (code == TILL_ERROR_REFUND_OPEN)
    {
      view->word = g_strdup (till_refund_state_to_text ("unknown"));
      view_not_confirmed (view);
      return;
    }

  view->word = g_strdup (_("Nothing to refund"));
  view->shape = TILL_SHAPE_NOTHING;
  view->detail = g_strdup (code == TILL_ERROR_MORE_THAN_LEFT ? _("All that was paid was given back before.")
                                                             : till_error_sentence (code));
}

static void
view_amount (TillRefundView        *view,
             TillRecord            *record,
             const TillRefundFacts *facts,
             gint64                 left)
{
  TillMoney money = { 0 };
  g_autofree char *amount = NULL;
  g_autofree char *stays = NULL;

  if (!till_money_parse (facts->text, record->money.currency, NULL, &money, NULL))
    {
      view->problem = till_money_describe_fault (till_money_find_fault (facts->text, record->money.currency),
                                                 record->money.currency);
      view->is_invalid = view->problem != NULL;
      return;
    }

  if (!till_record_check_refund (record, &money.amount, CONNECT_AMOUNT_ABSENT, NULL))
    {
      g_autofree char *most = format (record, left);

      /* Translators: %s is an amount */
      view->problem = g_strdup_printf (_("At most %s can be given back."), most);
      view->is_invalid = TRUE;
      return;
    }

  view->money = money;
  amount = till_money_format (&money);
  stays = format (record, left - money.amount);
  g_free (view->button);
  /* Translators: the button that gives back so much: "Refund €4.50" */
  view->button = g_strdup_printf (_("Refund %s"), amount);
  g_free (view->stays);
  /* Translators: what is left of a payment after the refund: "Stays paid: €8.00" */
  view->stays = g_strdup_printf (_("Stays paid: %s"), stays);
}

static char *
describe_before (TillRecord *record)
{
  g_autofree char *paid = format (record, till_record_get_paid_amount (record));
  gint64 sum = till_record_get_refunded (record);
  g_autofree char *refunded = format (record, sum);

  if (sum == 0)
    /* Translators: %s is an amount */
    return g_strdup_printf (_("Paid %s. Nothing refunded so far."), paid);

  /* Translators: both are amounts */
  return g_strdup_printf (_("Paid %1$s. Refunded so far: %2$s."), paid, refunded);
}

static void
view_form (TillRefundView        *view,
           TillRecord            *record,
           const TillRefundFacts *facts,
           gint64                 left)
{
  g_autofree char *most = format (record, left);

  /* Translators: %s is an amount */
  view->most = g_strdup_printf (_("at most %s"), most);
  view->note = _("The money goes back to the customer’s WeChat.\nThis cannot be undone.");
  view->can_edit = !facts->under_way;
  view_amount (view, record, facts, left);
  if (facts->under_way)
    {
      view->money.amount = 0;
      view->keep = _("Close");
    }
  else if (facts->error >= 0 && view->problem == NULL)
    {
      view->problem = describe_error (facts->error);
    }

  if (facts->under_way && facts->slow)
    {
      g_free (view->button);
      view->button = g_strdup (_("Refunding…"));
      view->note = _("You can close this: the refund goes on, and Till says so if it does not go through.");
    }
}

void
till_refund_view_init (TillRefundView        *view,
                       TillRecord            *record,
                       const TillRefundFacts *facts)
{
  g_autofree char *reference = NULL;
  TillError code = TILL_ERROR_INTERNAL;
  gint64 left;

  g_return_if_fail (view != NULL);
  g_return_if_fail (record != NULL);
  g_return_if_fail (facts != NULL);

  left = get_left (record, &code);
  reference = till_text_for_people (record->reference);

  *view = (TillRefundView) {
    /* Translators: %s is an order reference */
    .title = g_strdup_printf (_("Refund of %s"), reference),
    .before = describe_before (record),
    .stays = g_strdup (""),
    .button = g_strdup (_("Refund")),
    .keep = _("Keep it"),
    .shape = TILL_SHAPE_NOTHING,
  };
  g_strlcpy (view->money.currency, record->money.currency, sizeof view->money.currency);

  if (facts->refund != NULL)
    view_outcome (view, record, facts->refund);
  else if (facts->error == TILL_ERROR_FOLLOWED_ELSEWHERE)
    view_elsewhere (view);
  else if (left == 0)
    view_blocked (view, code);
  else
    view_form (view, record, facts, left);

  if (view->is_over)
    view->keep = _("Close");
}

void
till_refund_view_clear (TillRefundView *view)
{
  g_clear_pointer (&view->title, g_free);
  g_clear_pointer (&view->before, g_free);
  g_clear_pointer (&view->stays, g_free);
  g_clear_pointer (&view->most, g_free);
  g_clear_pointer (&view->problem, g_free);
  g_clear_pointer (&view->button, g_free);
  g_clear_pointer (&view->word, g_free);
  g_clear_pointer (&view->detail, g_free);
}

gboolean
till_refund_view_is_offered (TillRecord *record)
{
  TillError code;

  return till_standing_is_money (till_standing_of (record, FALSE)) && get_left (record, &code) > 0;
}
