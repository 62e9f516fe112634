/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TILL_TYPE_MONEY (till_money_get_type ())

/**
 * TillMoney:
 *
 * A whole number of a currency's ISO 4217 minor units.  A plain value; copied by assignment.
 */
typedef struct
{
  gint64 amount;
  char   currency[4];
} TillMoney;

GType     till_money_get_type       (void);

/**
 * till_money_parse:
 * @text: what a person typed
 * @currency: an ISO 4217 code that can be charged
 * @decimal_point: (nullable): the locale's decimal separator; %NULL for that of the running locale
 * @money: (out)
 * @error: %TILL_ERROR_INVALID_AMOUNT or %TILL_ERROR_INVALID_CURRENCY
 *
 * Takes the separator or a dot (with three-decimal currencies the locale's only; after Arabic digits U+066B too), never grouping, signs or
 * exponents, no more decimals than the currency has, ASCII digits or the locale's own (one kind only); above
 * zero and at most 12 digits on the wire.  White space around it is passed over; ".50" is taken, "12." is not.  Read right or refused, never guessed (design.md, AMOUNT).
 */
gboolean  till_money_parse          (const char       *text,
                                     const char       *currency,
                                     const char       *decimal_point,
                                     TillMoney        *money,
                                     GError          **error);

/** TillMoneyFault: why till_money_parse() says no. */
typedef enum
{
  TILL_MONEY_FINE,
  TILL_MONEY_UNFINISHED,      /* empty, "0", "12.": nothing is wrong yet, but it cannot be charged */
  TILL_MONEY_NOT_A_NUMBER,
  TILL_MONEY_DECIMALS,        /* more than the currency has */
  TILL_MONEY_THIRD_DECIMAL,   /* one that the currency has and the wire has not */
  TILL_MONEY_TOO_LARGE,
  TILL_MONEY_CURRENCY,
} TillMoneyFault;

TillMoneyFault till_money_find_fault (const char     *text,
                                      const char     *currency);
/** till_money_describe_fault: (return) (transfer full) (nullable): the sentence for who typed it; %NULL for fine and unfinished. */
char     *till_money_describe_fault (TillMoneyFault   fault,
                                     const char      *currency);

/** till_money_add: %FALSE when currencies differ or the sum would pass what can be charged. @sum may be one of the two. */
gboolean  till_money_add            (const TillMoney  *a,
                                     const TillMoney  *b,
                                     TillMoney        *sum);
gboolean  till_money_equal          (const TillMoney  *a,
                                     const TillMoney  *b);

/** till_money_format: (return) (transfer full): for people, by the locale: "€12.50", "12,50 €", "CHF 12.50", with no-break spaces. */
char     *till_money_format         (const TillMoney  *self);
/** till_money_format_plain: (return) (transfer full): the number alone by the locale, without grouping: "12.50"; what parse takes back. */
char     *till_money_format_plain   (const TillMoney  *self);
/** till_money_to_decimal: (return) (transfer full): major units with a dot, for programs: "12.50". */
char     *till_money_to_decimal     (const TillMoney  *self);
/** till_money_decimal_point: (return) (transfer none): the running locale's separator, for keypads. */
const char *till_money_decimal_point (void);

G_END_DECLS
