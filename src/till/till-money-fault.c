/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libintl.h>
#include <glib/gi18n-lib.h>

#include "connect-currency.h"
#include "till-money.h"

/* Sentences for who typed an amount. */

static char *
describe_decimals (const char *currency)
{
  int exponent = connect_currency_exponent (currency);

  if (exponent <= 0)
    /* Translators: %s is the code of a currency, such as JPY */
    return g_strdup_printf (_("%s has no decimals."), currency);

  /* Translators: %1$s is the code of a currency, such as EUR; %2$d is 2 or 3 */
  return g_strdup_printf (dngettext (GETTEXT_PACKAGE, "%1$s has at most %2$d decimal.",
                                     "%1$s has at most %2$d decimals.", exponent),
                          currency, exponent);
}

static char *
describe_number (const char *currency)
{
  if (connect_currency_exponent (currency) <= 0)
    return g_strdup (_("An amount is made of digits only."));

  /* Translators: %s is the decimal separator */
  return g_strdup_printf (_("An amount is made of digits and one “%s”, without signs or thousands separators."),
                          till_money_decimal_point ());
}

char *
till_money_describe_fault (TillMoneyFault  fault,
                           const char     *currency)
{
  g_return_val_if_fail (currency != NULL, NULL);

  switch (fault)
    {
    case TILL_MONEY_NOT_A_NUMBER:
      return describe_number (currency);

    case TILL_MONEY_DECIMALS:
      return describe_decimals (currency);

    case TILL_MONEY_THIRD_DECIMAL:
      /* Translators: %s is the code of a currency with three decimals, such as KWD */
      return g_strdup_printf (_("WeChat Pay takes %s with two decimals: the third one must be 0."), currency);

    case TILL_MONEY_TOO_LARGE:
      return g_strdup (_("This is more than can be charged at once."));

    case TILL_MONEY_CURRENCY:
      return g_strdup (_("This currency cannot be charged."));

    case TILL_MONEY_FINE:
    case TILL_MONEY_UNFINISHED:
    default:
      return NULL;
    }
}
