/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "connect-currency.h"
#include "till-error.h"
#include "till-money.h"

/* The digits of languages that have their own, or whose input methods type full-width ones.  The C library's
 * list (nl_langinfo) lacks Arabic. */
static const struct
{
  const char *language;
  gunichar    zero;
} own_digits[] =
{
  { "ar", 0x0660 },
  { "as", 0x09e6 },
  { "bn", 0x09e6 },
  { "ckb", 0x0660 },
  { "dz", 0x0f20 },
  { "fa", 0x06f0 },
  { "gu", 0x0ae6 },
  { "hi", 0x0966 },
  { "ja", 0xff10 },
  { "km", 0x17e0 },
  { "kn", 0x0ce6 },
  { "ko", 0xff10 },
  { "lo", 0x0ed0 },
  { "ml", 0x0d66 },
  { "mr", 0x0966 },
  { "my", 0x1040 },
  { "ne", 0x0966 },
  { "or", 0x0b66 },
  { "pa", 0x0a66 },
  { "ps", 0x06f0 },
  { "ta", 0x0be6 },
  { "te", 0x0c66 },
  { "th", 0x0e50 },
  { "ur", 0x06f0 },
  { "zh", 0xff10 },
};

#define ARABIC_DECIMAL_POINT "\331\253"   /* U+066B */

/* For the log. */
static const char * const fault_reasons[] =
{
  [TILL_MONEY_UNFINISHED] = "the amount is empty, zero, or ends with a separator",
  [TILL_MONEY_NOT_A_NUMBER] = "the amount holds what is neither a digit nor the decimal separator",
  [TILL_MONEY_DECIMALS] = "the amount has more decimals than the currency",
  [TILL_MONEY_THIRD_DECIMAL] = "the third decimal of the amount cannot be sent",
  [TILL_MONEY_TOO_LARGE] = "the amount is too large",
  [TILL_MONEY_CURRENCY] = "the currency cannot be charged",
};

/* What is being read, and what may stand in it. */
typedef struct
{
  const char *p;              /* the rest of the text */
  const char *end;            /* where trailing white space begins */
  const char *decimal_point;
  int         exponent;
  gunichar    zero;           /* of the digits seen so far; 0: none yet */
} Reader;

static TillMoney *
till_money_copy (TillMoney *self)
{
  return g_memdup2 (self, sizeof *self);
}

G_DEFINE_BOXED_TYPE (TillMoney, till_money, till_money_copy, g_free)

static gboolean
is_own_zero (gunichar    zero,
             const char *decimal_point)
{
  const char *locale = setlocale (LC_CTYPE, NULL);
  gsize length = locale != NULL ? strcspn (locale, "_.@") : 0;

  /* Who writes this separator writes one of these, whatever the C library calls the locale. */
  if (g_str_equal (decimal_point, ARABIC_DECIMAL_POINT) && (zero == 0x0660 || zero == 0x06f0))
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (own_digits); i++)
    {
      if (own_digits[i].zero == zero
          && strlen (own_digits[i].language) == length
          && strncmp (own_digits[i].language, locale, length) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The value of the digit that is next, which is then passed; -1 when it is none. */
static int
read_digit (Reader *reader)
{
  gunichar c, zero;
  int value;

  if (reader->p == reader->end)
    return -1;

  c = g_utf8_get_char (reader->p);
  value = g_unichar_digit_value (c);
  if (value < 0)
    return -1;

  zero = c - value;
  if (zero != '0' && !is_own_zero (zero, reader->decimal_point))
    return -1;

  /* Mixed digits around a separator are drawn in another order than they are read in right-to-left text. */
  if (reader->zero != 0 && reader->zero != zero)
    return -1;

  reader->zero = zero;
  reader->p = g_utf8_next_char (reader->p);

  return value;
}

static gboolean
read_text (Reader     *reader,
           const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || strncmp (reader->p, text, length) != 0)
    return FALSE;

  reader->p += length;

  return TRUE;
}

static gboolean
read_separator (Reader *reader)
{
  if (read_text (reader, reader->decimal_point))
    return TRUE;

  /* The C library gives Arabic a dot; the sign that goes with its digits means nothing else. */
  if ((reader->zero == 0x0660 || reader->zero == 0x06f0) && read_text (reader, ARABIC_DECIMAL_POINT))
    return TRUE;

  /* A dot with three digits behind it is grouping in half of the world. */
  if (*reader->p == '.' && reader->exponent < 3)
    {
      reader->p++;
      return TRUE;
    }

  return FALSE;
}

static gboolean
add_digit (gint64 *amount,
           int     digit)
{
  return !__builtin_mul_overflow (*amount, 10, amount) && !__builtin_add_overflow (*amount, digit, amount);
}

/* Digits, then perhaps a separator and at least one more: ".50" can only be 0.50; "12." may lack its end. */
static TillMoneyFault
read_amount (Reader *reader,
             gint64 *amount)
{
  gboolean fits = TRUE, separated;
  int n_decimals = 0;
  int digit;

  *amount = 0;
  while ((digit = read_digit (reader)) >= 0)
    fits = fits && add_digit (amount, digit);
  separated = reader->p < reader->end && read_separator (reader);
  for (; separated && (digit = read_digit (reader)) >= 0; n_decimals++)
    fits = fits && (n_decimals >= reader->exponent || add_digit (amount, digit));

  if (reader->p != reader->end)
    return TILL_MONEY_NOT_A_NUMBER;
  if (n_decimals > reader->exponent || (separated && reader->exponent == 0))
    return TILL_MONEY_DECIMALS;
  if (separated && n_decimals == 0)
    return TILL_MONEY_UNFINISHED;

  for (; n_decimals < reader->exponent; n_decimals++)
    fits = fits && add_digit (amount, 0);

  return fits ? TILL_MONEY_FINE : TILL_MONEY_TOO_LARGE;
}

static void
trim (Reader     *reader,
      const char *text)
{
  reader->p = text;
  reader->end = text + strlen (text);

  while (reader->p < reader->end && g_unichar_isspace (g_utf8_get_char (reader->p)))
    reader->p = g_utf8_next_char (reader->p);

  while (reader->end > reader->p && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (reader->end))))
    reader->end = g_utf8_prev_char (reader->end);
}

/* What connect/ would say no to, in words for who typed it. */
static TillMoneyFault
check_wire (gint64      amount,
            int         exponent,
            const char *currency)
{
  gint64 wire;

  if (connect_amount_to_wire (amount, currency, &wire, NULL))
    return TILL_MONEY_FINE;
  if (amount == 0)
    return TILL_MONEY_UNFINISHED;

  return exponent == 3 && amount % 10 != 0 ? TILL_MONEY_THIRD_DECIMAL : TILL_MONEY_TOO_LARGE;
}

static TillMoneyFault
parse (const char *text,
       const char *currency,
       const char *decimal_point,
       gint64     *amount)
{
  Reader reader = { .decimal_point = decimal_point, .exponent = connect_currency_exponent (currency) };
  TillMoneyFault fault;

  if (reader.exponent < 0)
    return TILL_MONEY_CURRENCY;
  if (!g_utf8_validate (text, -1, NULL))
    return TILL_MONEY_NOT_A_NUMBER;

  trim (&reader, text);
  if (reader.p == reader.end)
    return TILL_MONEY_UNFINISHED;

  fault = read_amount (&reader, amount);

  return fault == TILL_MONEY_FINE ? check_wire (*amount, reader.exponent, currency) : fault;
}

gboolean
till_money_parse (const char  *text,
                  const char  *currency,
                  const char  *decimal_point,
                  TillMoney   *money,
                  GError     **error)
{
  TillMoneyFault fault;
  gint64 amount;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (currency != NULL, FALSE);
  g_return_val_if_fail (money != NULL, FALSE);

  fault = parse (text, currency, decimal_point != NULL ? decimal_point : till_money_decimal_point (), &amount);
  if (fault != TILL_MONEY_FINE)
    {
      g_set_error (error, TILL_ERROR,
                   fault == TILL_MONEY_CURRENCY ? TILL_ERROR_INVALID_CURRENCY : TILL_ERROR_INVALID_AMOUNT,
                   "%s", fault_reasons[fault]);
      return FALSE;
    }

  money->amount = amount;
  g_strlcpy (money->currency, currency, sizeof money->currency);

  return TRUE;
}

TillMoneyFault
till_money_find_fault (const char *text,
                       const char *currency)
{
  gint64 amount;

  g_return_val_if_fail (text != NULL && currency != NULL, TILL_MONEY_NOT_A_NUMBER);

  return parse (text, currency, till_money_decimal_point (), &amount);
}

gboolean
till_money_add (const TillMoney *a,
                const TillMoney *b,
                TillMoney       *sum)
{
  gint64 amount, wire;

  g_return_val_if_fail (a != NULL && b != NULL && sum != NULL, FALSE);

  if (!g_str_equal (a->currency, b->currency) || __builtin_add_overflow (a->amount, b->amount, &amount))
    return FALSE;

  /* A running sum may still be zero. */
  if (amount != 0 && !connect_amount_to_wire (amount, a->currency, &wire, NULL))
    return FALSE;

  *sum = *a;
  sum->amount = amount;

  return TRUE;
}

gboolean
till_money_equal (const TillMoney *a,
                  const TillMoney *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->amount == b->amount && g_str_equal (a->currency, b->currency);
}
