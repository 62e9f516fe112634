/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-payment-view.h"
#include "till-text.h"
#include "till-unresolved-view.h"
#include "till-when.h"

const char *
till_unresolved_view_attention (TillAttention attention)
{
  if (attention & TILL_ATTENTION_AMOUNT_DIFFERS)
    return _("amount differs");
  if (attention & TILL_ATTENTION_REVERSED)
    return _("taken back");
  if (attention & TILL_ATTENTION_OTHER_ACCOUNT)
    return _("another account");
  if (attention & TILL_ATTENTION_STUCK)
    return _("no outcome");
  if (attention & TILL_ATTENTION_PAID_TWICE)
    return _("paid twice");
  if (attention & TILL_ATTENTION_PAID_LATE)
    return _("paid late");
  if (attention & TILL_ATTENTION_REFUND_FAILED)
    return _("refund failed");

  return NULL;
}

static const char *
to_reason (TillRecord                *record,
           const TillUnresolvedFacts *facts)
{
  const char *attention = till_unresolved_view_attention (record->attention);

  if (attention != NULL)
    return attention;
  if (till_payment_state_is_final (record->state))
    return _("refund under way");
  if (facts->trouble >= 0)
    return _("no answer");
  if (record->abandoned)
    return _("the wait was left");

  return _("being asked");
}

static char *
explain_amount (TillRecord *record)
{
  TillMoney other = record->money;
  g_autofree char *ours = till_money_format (&record->money);
  g_autofree char *theirs = NULL;

  if (record->platform_amount < 0)
    return g_strdup_printf (_("WeChat says that another amount was paid; the order was %s. Till does not count it "
                              "as paid: give it back, or close it with a reason."), ours);

  other.amount = record->platform_amount;
  theirs = till_money_format (&other);

  /* Translators: both are amounts */
  return g_strdup_printf (_("WeChat says %1$s was paid; the order was %2$s. Till does not count it as paid: "
                            "give it back, or close it with a reason."), theirs, ours);
}

/* (nullable) */
static char *
explain_attention (TillRecord *record)
{
  if (record->attention & TILL_ATTENTION_AMOUNT_DIFFERS)
    return explain_amount (record);

  if (record->attention & TILL_ATTENTION_REVERSED)
    return g_strdup (_("The money was taken back. Do not hand over."));

  if (record->attention & TILL_ATTENTION_OTHER_ACCOUNT)
    {
      g_autofree char *merchant = till_text_for_people (record->merchant);

      /* Translators: %s is the merchant ID of an account */
      return g_strdup_printf (_("It was made with the account of %s. Only a till with that account can ask about it; "
                                "or close it with a reason."), merchant);
    }

  if (record->attention & TILL_ATTENTION_STUCK)
    return g_strdup (_("WeChat Pay gave no outcome in all the time that a code can be paid. Ask Worldline about it, "
                       "then close it with a reason."));

  if (record->attention & TILL_ATTENTION_REFUND_FAILED)
    return g_strdup (_("A refund did not go through: the customer did not get this money back."));

  return NULL;
}

static char *
explain (TillRecord *record,
         gint64      now)
{
  g_autofree char *until = NULL;
  char *attention = explain_attention (record);

  if (attention != NULL)
    return attention;

  if (till_payment_state_is_final (record->state))
    return g_strdup (_("It is paid; what became of its refund is not certain yet."));

  if (record->state == TILL_PAYMENT_CONFIRMING)
    return g_strdup (_("The customer is done in WeChat; the outcome has not come yet."));

  if (!record->shown)
    return g_strdup (_("No code was shown, so nobody can pay it. You can charge again."));

  if (now < record->created + TILL_UNRESOLVED_LIFE_USEC)
    {
      until = till_when_to_text (record->created + TILL_UNRESOLVED_LIFE_USEC, now);
      /* Translators: %s is a time of day */
      return g_strdup_printf (_("The code was shown, and the customer may still pay until %s: do not charge again."), until);
    }

  return g_strdup (_("The code was shown and can no longer be paid, but the outcome has not come yet: do not charge again."));
}

static char *
to_rhythm (const TillUnresolvedFacts *facts,
           gint64                     now)
{
  gint64 left = MAX (0, facts->next_look - now) / 1000;
  g_autofree char *ago = NULL;
  g_autofree char *next = NULL;

  if (facts->next_look < 0)
    return NULL;

  if (left < 120)
    /* Translators: s stands for seconds */
    next = g_strdup_printf (_("Asked again in %d s"), (int) left);
  else
    /* Translators: min stands for minutes */
    next = g_strdup_printf (_("Asked again in %d min"), (int) (left / 60));

  if (facts->last_answer < 0)
    /* Translators: %s is "Asked again in 18 s" */
    return g_strdup_printf (_("%s; no answer since Till was started."), next);

  ago = till_age_text (now - facts->last_answer);

  /* Translators: "Asked again in 18 s; last answer 12 s ago." */
  return g_strdup_printf (_("%1$s; last answer %2$s."), next, ago);
}

void
till_unresolved_view_init (TillUnresolvedView        *view,
                           TillRecord                *record,
                           const TillUnresolvedFacts *facts,
                           gint64                     now_boot,
                           gint64                     now_wall)
{
  g_autofree char *when = till_when_to_text (record->created, now_wall);

  *view = (TillUnresolvedView) {
    .standing = till_standing_of (record, FALSE),
    .shape = till_shape_of (record, FALSE),
    /* Translators: a time, and what is the matter: "11:51 · amount differs" */
    .detail = g_strdup_printf (_("%1$s · %2$s"), when, to_reason (record, facts)),
    .explanation = explain (record, now_wall),
    .rhythm = to_rhythm (facts, now_boot),
    .amount = till_money_format (&record->money),
    .needs_person = record->attention != 0,
    .can_recharge = record->attention == 0
                    && (record->state == TILL_PAYMENT_REQUESTED || record->state == TILL_PAYMENT_WAITING),
  };
}

void
till_unresolved_view_clear (TillUnresolvedView *view)
{
  g_clear_pointer (&view->detail, g_free);
  g_clear_pointer (&view->explanation, g_free);
  g_clear_pointer (&view->rhythm, g_free);
  g_clear_pointer (&view->amount, g_free);
}

char *
till_unresolved_view_chip (const TillOpenFacts *facts,
                           gint64               now)
{
  g_autofree char *since = NULL;

  if (facts->n_asking == 0)
    /* Translators: so many payments are not certain yet */
    return g_strdup_printf (ngettext ("%u unresolved", "%u unresolved", facts->n), facts->n);

  since = till_when_to_text (facts->since, now);

  /* Translators: %1$u is a number, %2$s the time at which the oldest of them was charged */
  return g_strdup_printf (ngettext ("%1$u open payment from %2$s: asking …", "%1$u open payments since %2$s: asking …",
                                    facts->n_asking), facts->n_asking, since);
}

char *
till_unresolved_view_headline (guint n)
{
  if (n == 0)
    return g_strdup (_("Every payment is certain"));

  return g_strdup_printf (ngettext ("%u payment is not certain yet", "%u payments are not certain yet", n), n);
}
