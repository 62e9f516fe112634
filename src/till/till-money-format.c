/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <limits.h>
#include <locale.h>
#include <string.h>

#include "connect-currency.h"
#include "till-money.h"

#define NO_BREAK_SPACE "\302\240"

/* Signs that people know; every other currency is told by its ISO code.  Where several countries call their
 * money by one sign, it stands alone only at home. */
static const struct
{
  const char *code;
  const char *abroad;
  const char *at_home;
} signs[] =
{
  { "AUD", "A$", "$" },
  { "BRL", "R$", "R$" },
  { "CAD", "CA$", "$" },
  { "CNY", "CN¥", "¥" },
  { "EUR", "€", "€" },
  { "GBP", "£", "£" },
  { "HKD", "HK$", "$" },
  { "ILS", "₪", "₪" },
  { "INR", "₹", "₹" },
  { "JPY", "JP¥", "¥" },
  { "KRW", "₩", "₩" },
  { "MXN", "MX$", "$" },
  { "NZD", "NZ$", "$" },
  { "PHP", "₱", "₱" },
  { "TWD", "NT$", "$" },
  { "USD", "US$", "$" },
  { "VND", "₫", "₫" },
};

/* How the running locale writes money; in the C locale, which says nothing, as in English. */
typedef struct
{
  const char *decimal_point;
  const char *separator;      /* between groups */
  const char *grouping;       /* as in struct lconv */
  gboolean    sign_first;
  gboolean    spaced;
  char        home[4];        /* ISO code of the locale's own currency; "" in the C locale */
} Manner;

/* What the C library says in its own encoding, as UTF-8 that stays; @fallback: it says nothing, or nonsense. */
static const char *
intern_locale_text (const char *text,
                    const char *fallback)
{
  g_autofree char *utf8 = NULL;

  if (text == NULL || *text == '\0')
    return fallback;

  utf8 = g_locale_to_utf8 (text, -1, NULL, NULL, NULL);

  return utf8 != NULL ? g_intern_string (utf8) : fallback;
}

static void
learn_manner (Manner *manner)
{
  const struct lconv *lc = localeconv ();
  gboolean is_silent = *lc->mon_decimal_point == '\0' && *lc->int_curr_symbol == '\0';

  manner->decimal_point = till_money_decimal_point ();
  manner->separator = is_silent ? "," : intern_locale_text (lc->mon_thousands_sep, "");
  manner->grouping = is_silent ? "\003" : g_intern_string (lc->mon_grouping);
  manner->sign_first = lc->p_cs_precedes != 0;
  manner->spaced = lc->p_sep_by_space != 0 && lc->p_sep_by_space != CHAR_MAX;
  g_strlcpy (manner->home, lc->int_curr_symbol, sizeof manner->home);
}

static const char *
sign_of (const char *currency,
         const char *home)
{
  const char *home_sign = NULL;
  int found = -1;

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      if (g_str_equal (signs[i].code, home))
        home_sign = signs[i].at_home;
      if (g_str_equal (signs[i].code, currency))
        found = i;
    }

  if (found < 0)
    return currency;

  if (g_str_equal (currency, home))
    return signs[found].at_home;

  /* Dollar and yen are at home everywhere but where their sign means the country's own money. */
  if ((g_str_equal (currency, "USD") || g_str_equal (currency, "JPY"))
      && g_strcmp0 (home_sign, signs[found].at_home) != 0)
    return signs[found].at_home;

  return signs[found].abroad;
}

/* Puts @separator between groups of @digits, from the right. */
static char *
group_digits (const char *digits,
              const char *separator,
              const char *grouping)
{
  GString *text = g_string_new (digits);
  gsize position = text->len;
  int size = 0;

  for (;;)
    {
      if (*grouping == CHAR_MAX)
        break;
      if (*grouping != '\0')
        size = *grouping++;
      if (size <= 0 || position <= (gsize) size)
        break;

      position -= size;
      g_string_insert (text, position, separator);
    }

  return g_string_free (text, FALSE);
}

static char *
format_number (const TillMoney *self,
               const char      *decimal_point,
               const char      *separator,
               const char      *grouping)
{
  int exponent = connect_currency_exponent (self->currency);
  guint64 magnitude = self->amount < 0 ? -(guint64) self->amount : (guint64) self->amount;
  g_autofree char *digits = NULL;
  g_autofree char *decimals = NULL;
  g_autofree char *major = NULL;

  /* An amount of an unknown currency can only be told as it was kept. */
  if (exponent < 0)
    exponent = 0;

  digits = g_strdup_printf ("%0*" G_GUINT64_FORMAT, exponent + 1, magnitude);
  decimals = g_strdup (digits + strlen (digits) - exponent);
  digits[strlen (digits) - exponent] = '\0';
  major = group_digits (digits, separator, grouping);

  return g_strconcat (self->amount < 0 ? "-" : "", major,
                      exponent > 0 ? decimal_point : "", decimals, NULL);
}

char *
till_money_format (const TillMoney *self)
{
  g_autofree char *number = NULL;
  Manner manner;
  const char *sign, *minus, *space;
  gboolean is_word;

  g_return_val_if_fail (self != NULL, NULL);

  learn_manner (&manner);
  number = format_number (self, manner.decimal_point, manner.separator, manner.grouping);
  minus = *number == '-' ? "-" : "";
  sign = sign_of (self->currency, manner.home);

  /* Letters never touch digits: "CHF 12.50" also where "€12.50". */
  is_word = g_ascii_isalpha (manner.sign_first ? sign[strlen (sign) - 1] : *sign);
  space = manner.spaced || is_word ? NO_BREAK_SPACE : "";

  if (manner.sign_first)
    return g_strconcat (minus, sign, space, number + strlen (minus), NULL);

  return g_strconcat (number, space, sign, NULL);
}

char *
till_money_format_plain (const TillMoney *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return format_number (self, till_money_decimal_point (), "", "");
}

char *
till_money_to_decimal (const TillMoney *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return format_number (self, ".", "", "");
}

const char *
till_money_decimal_point (void)
{
  const struct lconv *lc = localeconv ();

  return intern_locale_text (lc->mon_decimal_point, intern_locale_text (lc->decimal_point, "."));
}
