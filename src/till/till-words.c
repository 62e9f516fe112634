/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "till-words.h"

/* Any of these means that nobody may hand anything over, whatever the state says. */
#define ATTENTION_FOR_MANAGER \
  (TILL_ATTENTION_AMOUNT_DIFFERS | TILL_ATTENTION_REVERSED \
   | TILL_ATTENTION_STUCK | TILL_ATTENTION_OTHER_ACCOUNT)

static const struct
{
  const char *text;
  gboolean    is_money;
} words[] =
{
  /* Translators: the till has asked WeChat Pay for a payment, and no answer has come yet */
  [TILL_STANDING_ASKING] = { N_("Asking WeChat Pay"), FALSE },
  [TILL_STANDING_WAITING] = { N_("Waiting for the customer"), FALSE },
  /* Translators: the customer is done, and the till asks whether the money came */
  [TILL_STANDING_CONFIRMING] = { N_("Confirming"), FALSE },
  [TILL_STANDING_PAID] = { N_("Paid"), TRUE },
  /* Translators: WeChat Pay or the customer's bank said no */
  [TILL_STANDING_REFUSED] = { N_("Refused"), FALSE },
  [TILL_STANDING_CANCELLED] = { N_("Cancelled"), FALSE },
  /* Translators: the time to pay is over, and nobody paid */
  [TILL_STANDING_NOT_PAID] = { N_("Not paid"), FALSE },
  [TILL_STANDING_NOTHING] = { N_("Nothing was charged"), FALSE },
  /* Translators: nobody waits any more, and the customer may still pay, or may have paid */
  [TILL_STANDING_NOT_CERTAIN] = { N_("Not certain"), FALSE },
  /* Translators: an order to the cashier, who is about to hand over the goods */
  [TILL_STANDING_CALL_MANAGER] = { N_("Do not hand over: call the manager"), FALSE },
  /* Translators: the money came after nobody expected it any more */
  [TILL_STANDING_PAID_LATE] = { N_("Paid late"), TRUE },
  /* Translators: the customer paid one order twice */
  [TILL_STANDING_PAID_TWICE] = { N_("Paid twice"), TRUE },
  /* Translators: the money came, and giving it back did not work */
  [TILL_STANDING_REFUND_FAILED] = { N_("Refund failed"), TRUE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (words) == TILL_N_STANDINGS);

/* Open, and nobody waits: what was left, closed by a person or not answered is no longer called "waiting". */
static gboolean
is_in_doubt (TillRecord *record,
             gboolean    waited_for)
{
  if (record->abandoned || record->settled != NULL)
    return TRUE;

  return !waited_for && record->error != NULL && *record->error != '\0';
}

static TillStanding
standing_of_paid (TillRecord *record)
{
  if (record->reversed)
    return TILL_STANDING_CALL_MANAGER;

  if (record->attention & TILL_ATTENTION_PAID_TWICE)
    return TILL_STANDING_PAID_TWICE;

  if (record->attention & TILL_ATTENTION_PAID_LATE)
    return TILL_STANDING_PAID_LATE;

  if (record->attention & TILL_ATTENTION_REFUND_FAILED)
    return TILL_STANDING_REFUND_FAILED;

  return TILL_STANDING_PAID;
}

TillStanding
till_standing_of_state (TillPaymentState state)
{
  switch (state)
    {
    case TILL_PAYMENT_REQUESTED:
      return TILL_STANDING_ASKING;
    case TILL_PAYMENT_WAITING:
      return TILL_STANDING_WAITING;
    case TILL_PAYMENT_CONFIRMING:
      return TILL_STANDING_CONFIRMING;
    case TILL_PAYMENT_PAID:
      return TILL_STANDING_PAID;
    case TILL_PAYMENT_REFUSED:
      return TILL_STANDING_REFUSED;
    case TILL_PAYMENT_CANCELLED:
      return TILL_STANDING_CANCELLED;
    case TILL_PAYMENT_EXPIRED:
      return TILL_STANDING_NOT_PAID;
    case TILL_PAYMENT_VOID:
      return TILL_STANDING_NOTHING;
    default:
      g_return_val_if_reached (TILL_STANDING_NOT_CERTAIN);
    }
}

TillStanding
till_standing_of (TillRecord *record,
                  gboolean    waited_for)
{
  g_return_val_if_fail (record != NULL, TILL_STANDING_NOT_CERTAIN);

  if (record->attention & ATTENTION_FOR_MANAGER)
    return TILL_STANDING_CALL_MANAGER;
  if (record->state == TILL_PAYMENT_PAID)
    return standing_of_paid (record);
  if (!till_payment_state_is_final (record->state) && is_in_doubt (record, waited_for))
    return TILL_STANDING_NOT_CERTAIN;

  return till_standing_of_state (record->state);
}

const char *
till_standing_to_text (TillStanding standing)
{
  g_return_val_if_fail ((guint) standing < TILL_N_STANDINGS, NULL);

  return _(words[standing].text);
}

gboolean
till_standing_is_money (TillStanding standing)
{
  g_return_val_if_fail ((guint) standing < TILL_N_STANDINGS, FALSE);

  return words[standing].is_money;
}

static const struct
{
  const char *state;
  const char *text;
} refund_words[] =
{
  /* Translators: the till has asked for a refund, and no answer has come yet */
  { "unknown", N_("Refund not confirmed") },
  /* Translators: WeChat Pay has taken the refund, and the money is on its way */
  { "requested", N_("Refund requested") },
  { "done", N_("Refunded") },
  { "refused", N_("Refund refused") },
  { "cancelled", N_("Refund cancelled") },
  /* Translators: the refund never reached WeChat Pay */
  { "void", N_("Refund not sent") },
};

const char *
till_refund_state_to_text (const char *state)
{
  g_return_val_if_fail (state != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (refund_words); i++)
    {
      if (g_str_equal (state, refund_words[i].state))
        return _(refund_words[i].text);
    }

  g_return_val_if_reached (_("Refund not confirmed"));
}
