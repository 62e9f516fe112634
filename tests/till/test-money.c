/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "connect-currency.h"
#include "till-error.h"
#include "till-money.h"

#define NBSP "\302\240"
#define NNBSP "\342\200\257"
#define ARABIC_POINT "\331\253"

typedef struct
{
  const char *text;
  const char *currency;
  const char *decimal_point;
  gint64      amount;          /* 0: refused */
} ParseRow;

static const ParseRow parse_rows[] = {
  /* two decimals, a point */
  { "12.50", "EUR", ".", 1250 },
  { "12.5", "EUR", ".", 1250 },
  { "12", "EUR", ".", 1200 },
  { "0.01", "EUR", ".", 1 },
  { "007", "EUR", ".", 700 },
  { ".50", "EUR", ".", 50 },
  { " 12.50 ", "EUR", ".", 1250 },
  { "\t12.50\n", "EUR", ".", 1250 },
  { NBSP "12.50" NBSP, "EUR", ".", 1250 },
  { "9999999999.99", "EUR", ".", G_GINT64_CONSTANT (999999999999) },
  { "10000000000.00", "EUR", ".", 0 },
  { "10000000000", "EUR", ".", 0 },
  { "92233720368547758.07", "EUR", ".", 0 },
  { "92233720368547758.08", "EUR", ".", 0 },
  { "99999999999999999999", "EUR", ".", 0 },
  { "184467440737095516.17", "EUR", ".", 0 },
  { "", "EUR", ".", 0 },
  { "   ", "EUR", ".", 0 },
  { ".", "EUR", ".", 0 },
  { "12.", "EUR", ".", 0 },
  { "0", "EUR", ".", 0 },
  { "0.00", "EUR", ".", 0 },
  { "-5", "EUR", ".", 0 },
  { "+5", "EUR", ".", 0 },
  { "\342\210\2225", "EUR", ".", 0 },
  { "12.345", "EUR", ".", 0 },
  { "12.500", "EUR", ".", 0 },
  { "1e3", "EUR", ".", 0 },
  { "0x10", "EUR", ".", 0 },
  { "abc", "EUR", ".", 0 },
  { "12 50", "EUR", ".", 0 },
  { "1 250", "EUR", ".", 0 },
  { "1,250.00", "EUR", ".", 0 },
  { "1,250", "EUR", ".", 0 },
  { "12,50", "EUR", ".", 0 },
  { "1'250.00", "EUR", ".", 0 },
  { "1.2.3", "EUR", ".", 0 },
  { "€12.50", "EUR", ".", 0 },
  { "12.50 EUR", "EUR", ".", 0 },
  { "½", "EUR", ".", 0 },
  { "²", "EUR", ".", 0 },
  { "12.50\342\200\217", "EUR", ".", 0 },
  { "12.5\377", "EUR", ".", 0 },
  { "\377", "EUR", ".", 0 },

  /* two decimals, a comma: the dot is taken as well, grouping never */
  { "12,50", "EUR", ",", 1250 },
  { "12.50", "EUR", ",", 1250 },
  { ",5", "EUR", ",", 50 },
  { "12,", "EUR", ",", 0 },
  { "1.250", "EUR", ",", 0 },
  { "1.250,00", "EUR", ",", 0 },
  { "1,250.00", "EUR", ",", 0 },
  { "1" NNBSP "250,00", "EUR", ",", 0 },
  { "12,345", "EUR", ",", 0 },

  /* no decimals */
  { "500", "JPY", ".", 500 },
  { "500", "JPY", ",", 500 },
  { "9999999999", "JPY", ".", G_GINT64_CONSTANT (9999999999) },
  { "10000000000", "JPY", ".", 0 },
  { "500.5", "JPY", ".", 0 },
  { "500.0", "JPY", ".", 0 },
  { "500.", "JPY", ".", 0 },
  { "1.250", "JPY", ",", 0 },
  { "1,250", "JPY", ",", 0 },

  /* three decimals: the locale's own separator alone, and the wire has no room for the third */
  { "1.25", "KWD", ".", 1250 },
  { "1.250", "KWD", ".", 1250 },
  { "1,250", "KWD", ",", 1250 },
  { "1.250", "KWD", ",", 0 },
  { "1.25", "KWD", ",", 0 },
  { "1.255", "KWD", ".", 0 },
  { "1.2500", "KWD", ".", 0 },
  { "1,250", "KWD", ".", 0 },
  { "9999999999.99", "KWD", ".", G_GINT64_CONSTANT (9999999999990) },
  { "10000000000", "KWD", ".", 0 },

  /* the Arabic separator, and the digits that go with it */
  { "12" ARABIC_POINT "50", "EUR", ARABIC_POINT, 1250 },
  { "۱۲" ARABIC_POINT "۵۰", "EUR", ARABIC_POINT, 1250 },
  { "١٢" ARABIC_POINT "٥٠", "EUR", ARABIC_POINT, 1250 },
  { "١٢.٥٠", "EUR", ARABIC_POINT, 1250 },
  { "١" ARABIC_POINT "٢٥٠", "KWD", ARABIC_POINT, 1250 },
  { "١.٢٥٠", "KWD", ARABIC_POINT, 0 },
  { "١" "\331\254" "٢٥٠", "EUR", ARABIC_POINT, 0 },
  { "1٢" ARABIC_POINT "50", "EUR", ARABIC_POINT, 0 },
  { "١۲", "EUR", ARABIC_POINT, 0 },
  { "१२", "EUR", ARABIC_POINT, 0 },

  /* digits that are not this locale's own */
  { "١٢", "EUR", ".", 0 },
  { "１２", "EUR", ".", 0 },
  { "१२", "EUR", ".", 0 },

  /* a separator of the test's own making */
  { "12--50", "EUR", "--", 1250 },
  { "12-50", "EUR", "--", 0 },
  { "12.50", "EUR", "", 1250 },
};

static void
check_parse (const ParseRow *row)
{
  g_autoptr(GError) error = NULL;
  TillMoney money = { -1, "?" };
  gboolean taken;

  taken = till_money_parse (row->text, row->currency, row->decimal_point, &money, &error);
  if (row->amount == 0)
    {
      if (taken)
        g_error ("“%s” %s was taken as %" G_GINT64_FORMAT, row->text, row->currency, money.amount);
      g_assert_error (error, TILL_ERROR, TILL_ERROR_INVALID_AMOUNT);
      g_assert_cmpint (money.amount, ==, -1);
      return;
    }

  if (!taken)
    g_error ("“%s” %s was refused: %s", row->text, row->currency, error->message);
  g_assert_no_error (error);
  g_assert_cmpint (money.amount, ==, row->amount);
  g_assert_cmpstr (money.currency, ==, row->currency);
}

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (parse_rows); i++)
    check_parse (&parse_rows[i]);
}

/* Why, in words: what is wrong with "1.255" dinars is not their number. */
static void
test_faults (void)
{
  static const struct { const char *text, *currency; TillMoneyFault fault; const char *sentence; } rows[] = {
    { "12.50", "EUR", TILL_MONEY_FINE, NULL },
    { "", "EUR", TILL_MONEY_UNFINISHED, NULL },
    { "0.00", "EUR", TILL_MONEY_UNFINISHED, NULL },
    { "12.", "EUR", TILL_MONEY_UNFINISHED, NULL },
    { "1e3", "EUR", TILL_MONEY_NOT_A_NUMBER, "*one “.”*" },
    { "1.250,00", "EUR", TILL_MONEY_NOT_A_NUMBER, "*one “.”*" },
    { "99999999999999999999x", "EUR", TILL_MONEY_NOT_A_NUMBER, "*one “.”*" },
    { "١٢", "EUR", TILL_MONEY_NOT_A_NUMBER, "*one “.”*" },
    { "5x", "JPY", TILL_MONEY_NOT_A_NUMBER, "*digits only*" },
    { "12.345", "EUR", TILL_MONEY_DECIMALS, "EUR has at most 2 decimals." },
    { "500.5", "JPY", TILL_MONEY_DECIMALS, "JPY has no decimals." },
    { "500.", "JPY", TILL_MONEY_DECIMALS, "JPY has no decimals." },
    { "1.2555", "KWD", TILL_MONEY_DECIMALS, "KWD has at most 3 decimals." },
    { "1.255", "KWD", TILL_MONEY_THIRD_DECIMAL, "*KWD*third*" },
    { "10000000000", "EUR", TILL_MONEY_TOO_LARGE, "*more*" },
    { "99999999999999999999.99", "EUR", TILL_MONEY_TOO_LARGE, "*more*" },
    { "10000000000.001", "KWD", TILL_MONEY_THIRD_DECIMAL, "*KWD*" },
    { "12", "XAU", TILL_MONEY_CURRENCY, "*currency*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TillMoneyFault fault = till_money_find_fault (rows[i].text, rows[i].currency);
      g_autofree char *sentence = till_money_describe_fault (fault, rows[i].currency);

      g_assert_cmpint (fault, ==, rows[i].fault);
      g_assert_cmpint (sentence != NULL, ==, rows[i].sentence != NULL);
      g_assert_true (sentence == NULL || g_pattern_match_simple (rows[i].sentence, sentence));
    }
}

static void
test_parse_currency (void)
{
  static const char * const refused[] = { "", "E", "eur", "EURO", "XAU", "XXX", "XTS", "CLF", "ABC" };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;
      TillMoney money;

      g_assert_false (till_money_parse ("1", refused[i], ".", &money, &error));
      g_assert_error (error, TILL_ERROR, TILL_ERROR_INVALID_CURRENCY);
    }
}

/* Each currency that there is: the smallest amount, one with all decimals, and one decimal too many. */
static void
test_parse_every_currency (void)
{
  static const char * const points[] = { ".", ",", ARABIC_POINT };
  static const struct { const char *smallest, *whole; gint64 smallest_amount, whole_amount; } by_exponent[] = {
    { "1", "12", 1, 12 },
    { NULL, NULL, 0, 0 },
    { "0%s01", "12%s34", 1, 1234 },
    { "0%s010", "12%s340", 10, 12340 },
  };

  for (const char * const *code = connect_currency_list (); *code != NULL; code++)
    {
      int exponent = connect_currency_exponent (*code);

      for (guint i = 0; i < G_N_ELEMENTS (points); i++)
        {
          g_auto(GStrv) smallest = g_strsplit (by_exponent[exponent].smallest, "%s", -1);
          g_auto(GStrv) whole = g_strsplit (by_exponent[exponent].whole, "%s", -1);
          g_autofree char *small = g_strjoinv (points[i], smallest);
          g_autofree char *all = g_strjoinv (points[i], whole);
          g_autofree char *more = g_strconcat (all, exponent == 0 ? points[i] : "0", "0", NULL);

          check_parse (&(ParseRow) { small, *code, points[i], by_exponent[exponent].smallest_amount });
          check_parse (&(ParseRow) { all, *code, points[i], by_exponent[exponent].whole_amount });
          check_parse (&(ParseRow) { more, *code, points[i], 0 });
        }
    }
}

typedef struct
{
  const char *locale;
  gint64      amount;
  const char *currency;
  const char *text;
  const char *plain;
} FormatRow;

static const FormatRow format_rows[] = {
  { "C.UTF-8", 1250, "EUR", "€12.50", "12.50" },
  { "C.UTF-8", 5, "EUR", "€0.05", "0.05" },
  { "C.UTF-8", 0, "EUR", "€0.00", "0.00" },
  { "C.UTF-8", 125000, "EUR", "€1,250.00", "1250.00" },
  { "C.UTF-8", 99900, "EUR", "€999.00", "999.00" },
  { "C.UTF-8", G_GINT64_CONSTANT (999999999999), "GBP", "£9,999,999,999.99", "9999999999.99" },
  { "C.UTF-8", 1250, "CHF", "CHF" NBSP "12.50", "12.50" },
  { "C.UTF-8", 1250, "USD", "$12.50", "12.50" },
  { "C.UTF-8", 1250, "HKD", "HK$12.50", "12.50" },
  { "C.UTF-8", 1250, "CNY", "CN¥12.50", "12.50" },
  { "C.UTF-8", 500, "JPY", "¥500", "500" },
  { "C.UTF-8", 1234567, "JPY", "¥1,234,567", "1234567" },
  { "C.UTF-8", 1250, "KWD", "KWD" NBSP "1.250", "1.250" },
  { "C.UTF-8", -1250, "EUR", "-€12.50", "-12.50" },
  { "C.UTF-8", -125000, "CHF", "-CHF" NBSP "1,250.00", "-1250.00" },
  { "C.UTF-8", G_MININT64, "EUR", "-€92,233,720,368,547,758.08", "-92233720368547758.08" },
  { "C.UTF-8", 1250, "QQQ", "QQQ" NBSP "1,250", "1250" },
  { "en_GB.UTF-8", 125000, "EUR", "€1,250.00", "1250.00" },
  { "en_GB.UTF-8", 125000, "CHF", "CHF" NBSP "1,250.00", "1250.00" },
  { "en_CA.UTF-8", 1250, "CAD", "$12.50", "12.50" },
  { "en_CA.UTF-8", 1250, "USD", "US$12.50", "12.50" },
  { "de_DE.UTF-8", 1250, "EUR", "12,50" NBSP "€", "12,50" },
  { "de_DE.UTF-8", 123456789, "EUR", "1.234.567,89" NBSP "€", "1234567,89" },
  { "de_DE.UTF-8", 1250, "CHF", "12,50" NBSP "CHF", "12,50" },
  { "de_DE.UTF-8", 1250, "JPY", "1.250" NBSP "¥", "1250" },
  { "de_CH.UTF-8", 125000, "CHF", "CHF" NBSP "1’250.00", "1250.00" },
  { "fr_FR.UTF-8", 125000, "EUR", "1" NNBSP "250,00" NBSP "€", "1250,00" },
  { "hi_IN.UTF-8", 123456789, "INR", "₹12,34,567.89", "1234567.89" },
  { "ja_JP.UTF-8", 1250, "JPY", "¥1,250", "1250" },
  { "zh_CN.UTF-8", 1250, "CNY", "¥12.50", "12.50" },
  { "zh_CN.UTF-8", 1250, "JPY", "JP¥1,250", "1250" },
  { "fa_IR.UTF-8", 1250, "EUR", "12" ARABIC_POINT "50" NBSP "€", "12" ARABIC_POINT "50" },
  { "ar_EG.UTF-8", 1250, "EUR", "€" NBSP "12.50", "12.50" },
};

static void
test_format (gconstpointer data)
{
  const char *locale = data;

  if (setlocale (LC_ALL, locale) == NULL)
    {
      g_autofree char *why = g_strdup_printf ("the locale %s is not installed", locale);

      g_test_skip (why);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (format_rows); i++)
    {
      const FormatRow *row = &format_rows[i];
      TillMoney money = { row->amount, "" };
      g_autofree char *text = NULL;
      g_autofree char *plain = NULL;
      TillMoney again;

      if (!g_str_equal (row->locale, locale))
        continue;

      g_strlcpy (money.currency, row->currency, sizeof money.currency);
      text = till_money_format (&money);
      plain = till_money_format_plain (&money);
      g_assert_cmpstr (text, ==, row->text);
      g_assert_cmpstr (plain, ==, row->plain);

      if (till_money_parse (plain, row->currency, NULL, &again, NULL))
        g_assert_true (till_money_equal (&money, &again));
      else
        g_assert_true (row->amount <= 0 || connect_currency_exponent (row->currency) < 0);
    }

  setlocale (LC_ALL, "C.UTF-8");
}

/* What each locale's own keyboard types. */
static const struct
{
  const char *locale;
  const char *text;
  gint64      amount;
} locale_rows[] = {
  { "C.UTF-8", "12.50", 1250 },
  { "C.UTF-8", "12,50", 0 },
  { "C.UTF-8", "１２", 0 },
  { "de_DE.UTF-8", "12,50", 1250 },
  { "de_DE.UTF-8", "12.50", 1250 },
  { "de_DE.UTF-8", "1.250,00", 0 },
  { "de_DE.UTF-8", "١٢", 0 },
  { "fr_FR.UTF-8", "12,50", 1250 },
  { "ar_EG.UTF-8", "١٢.٥٠", 1250 },
  { "ar_EG.UTF-8", "١٢" ARABIC_POINT "٥٠", 1250 },
  { "ar_EG.UTF-8", "12" ARABIC_POINT "50", 0 },
  { "ar_EG.UTF-8", "١٢" "\331\254" "٥٠", 0 },
  { "ar_EG.UTF-8", "12.50", 1250 },
  { "ar_EG.UTF-8", "۱۲", 0 },
  { "fa_IR.UTF-8", "۱۲" ARABIC_POINT "۵۰", 1250 },
  { "fa_IR.UTF-8", "12.50", 1250 },
  { "hi_IN.UTF-8", "१२.५०", 1250 },
  { "ja_JP.UTF-8", "１２.５０", 1250 },
  { "zh_CN.UTF-8", "１２", 1200 },
};

static void
test_parse_in_locale (gconstpointer data)
{
  const char *locale = data;

  if (setlocale (LC_ALL, locale) == NULL)
    {
      g_autofree char *why = g_strdup_printf ("the locale %s is not installed", locale);

      g_test_skip (why);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (locale_rows); i++)
    {
      if (g_str_equal (locale_rows[i].locale, locale))
        check_parse (&(ParseRow) { locale_rows[i].text, "EUR", NULL, locale_rows[i].amount });
    }

  setlocale (LC_ALL, "C.UTF-8");
}

static void
test_to_decimal (void)
{
  static const struct { gint64 amount; const char *currency, *text; } rows[] = {
    { 1250, "EUR", "12.50" },
    { 123456789, "EUR", "1234567.89" },
    { 1, "EUR", "0.01" },
    { 0, "EUR", "0.00" },
    { 500, "JPY", "500" },
    { 1250, "KWD", "1.250" },
    { -1250, "EUR", "-12.50" },
  };

  if (setlocale (LC_ALL, "de_DE.UTF-8") == NULL)
    g_test_message ("the locale de_DE.UTF-8 is not installed");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TillMoney money = { rows[i].amount, "" };
      g_autofree char *text = NULL;

      g_strlcpy (money.currency, rows[i].currency, sizeof money.currency);
      text = till_money_to_decimal (&money);
      g_assert_cmpstr (text, ==, rows[i].text);
    }

  setlocale (LC_ALL, "C.UTF-8");
}

static void
test_add (void)
{
  static const struct { TillMoney a, b; gint64 sum; } rows[] = {   /* sum -1: refused */
    { { 1250, "EUR" }, { 250, "EUR" }, 1500 },
    { { 0, "EUR" }, { 250, "EUR" }, 250 },
    { { 0, "EUR" }, { 0, "EUR" }, 0 },
    { { 1250, "EUR" }, { 250, "USD" }, -1 },
    { { G_GINT64_CONSTANT (999999999999), "EUR" }, { 1, "EUR" }, -1 },
    { { G_GINT64_CONSTANT (999999999998), "EUR" }, { 1, "EUR" }, G_GINT64_CONSTANT (999999999999) },
    { { G_GINT64_CONSTANT (9999999999), "JPY" }, { 1, "JPY" }, -1 },
    { { G_MAXINT64, "EUR" }, { G_MAXINT64, "EUR" }, -1 },
    { { 100, "EUR" }, { -200, "EUR" }, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TillMoney sum = rows[i].a;
      gboolean added = till_money_add (&sum, &rows[i].b, &sum);

      g_assert_cmpint (added, ==, rows[i].sum >= 0);
      g_assert_cmpint (sum.amount, ==, added ? rows[i].sum : rows[i].a.amount);
      g_assert_cmpstr (sum.currency, ==, rows[i].a.currency);
    }
}

static void
test_equal (void)
{
  const TillMoney euro = { 100, "EUR" };
  g_auto(GValue) value = G_VALUE_INIT;
  TillMoney *copy;

  g_assert_true (till_money_equal (&euro, &(TillMoney) { 100, "EUR" }));
  g_assert_false (till_money_equal (&euro, &(TillMoney) { 101, "EUR" }));
  g_assert_false (till_money_equal (&euro, &(TillMoney) { 100, "USD" }));

  g_value_init (&value, TILL_TYPE_MONEY);
  g_value_set_boxed (&value, &euro);
  copy = g_value_get_boxed (&value);
  g_assert_true (copy != &euro);
  g_assert_true (till_money_equal (copy, &euro));
}

int
main (int    argc,
      char **argv)
{
  static const char * const locales[] = {
    "C.UTF-8", "ar_EG.UTF-8", "de_CH.UTF-8", "de_DE.UTF-8", "en_CA.UTF-8", "en_GB.UTF-8",
    "fa_IR.UTF-8", "fr_FR.UTF-8", "hi_IN.UTF-8", "ja_JP.UTF-8", "zh_CN.UTF-8",
  };

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/money/faults", test_faults);
  g_test_add_func ("/money/parse", test_parse);
  g_test_add_func ("/money/parse/currency", test_parse_currency);
  g_test_add_func ("/money/parse/every-currency", test_parse_every_currency);
  g_test_add_func ("/money/to-decimal", test_to_decimal);
  g_test_add_func ("/money/add", test_add);
  g_test_add_func ("/money/equal", test_equal);

  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      g_autofree char *format = g_strconcat ("/money/format/", locales[i], NULL);
      g_autofree char *parse = g_strconcat ("/money/parse/", locales[i], NULL);

      g_test_add_data_func (format, locales[i], test_format);
      g_test_add_data_func (parse, locales[i], test_parse_in_locale);
    }

  return g_test_run ();
}
