/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-currency.h"
#include "connect-error.h"

static void
test_exponents (void)
{
  static const char * const none[] = {
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
  };
  static const char * const three[] = { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND" };
  static const char * const two[] = {
    "CNY", "EUR", "USD", "GBP", "HKD", "HUF", "TWD", "IDR", "LAK", "MMK", "MRU", "MGA", "XCD", "XCG", "ZWG",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_cmpint (connect_currency_exponent (none[i]), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (three); i++)
    g_assert_cmpint (connect_currency_exponent (three[i]), ==, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (two); i++)
    g_assert_cmpint (connect_currency_exponent (two[i]), ==, 2);
}

static void
test_refused (void)
{
  static const char * const refused[] = {
    "XAU", "XAG", "XPT", "XPD",                                    /* metals */
    "BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW", /* funds; two of them with four decimals */
    "XBA", "XBB", "XBC", "XBD", "XDR", "XSU", "XUA",               /* units of account */
    "XTS", "XXX",
    "", "E", "EU", "EURO", "eur", "Eur", "AAA", "ZZZ", "DEM",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_cmpint (connect_currency_exponent (refused[i]), ==, -1);
}

static void
test_list (void)
{
  const char * const *codes = connect_currency_list ();
  guint n = g_strv_length ((char **) codes);

  g_assert_cmpuint (n, >, 150);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (connect_currency_exponent (codes[i]), >=, 0);
      if (i > 0)
        g_assert_cmpint (strcmp (codes[i - 1], codes[i]), <, 0);
    }
}

static const struct
{
  const char *currency;
  gint64      minor;
  gint64      wire;    /* -1: refused */
} amounts[] = {
  { "EUR", 1250, 1250 },
  { "EUR", 1, 1 },
  { "EUR", G_GINT64_CONSTANT (999999999999), G_GINT64_CONSTANT (999999999999) },
  { "EUR", G_GINT64_CONSTANT (1000000000000), -1 },
  { "JPY", 500, 50000 },
  { "JPY", 1, 100 },
  { "JPY", G_GINT64_CONSTANT (9999999999), G_GINT64_CONSTANT (999999999900) },
  { "JPY", G_GINT64_CONSTANT (10000000000), -1 },
  { "KRW", 15000, 1500000 },
  { "KWD", 1250, 125 },
  { "KWD", 10, 1 },
  { "KWD", 1255, -1 },
  { "KWD", 1, -1 },
  { "KWD", G_GINT64_CONSTANT (9999999999990), G_GINT64_CONSTANT (999999999999) },
  { "KWD", G_GINT64_CONSTANT (10000000000000), -1 },
  { "EUR", 0, -1 },
  { "EUR", -1, -1 },
  { "EUR", G_MAXINT64, -1 },
  { "JPY", G_MAXINT64, -1 },
  { "JPY", G_MAXINT64 / 100 + 1, -1 },
  { "EUR", G_MININT64, -1 },
  { "XAU", 100, -1 },
  { "CLF", 10000, -1 },
  { "eur", 100, -1 },
  { "", 100, -1 },
};

static void
test_amounts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      gint64 wire = -7;
      g_autoptr(GError) error = NULL;
      gboolean taken = connect_amount_to_wire (amounts[i].minor, amounts[i].currency, &wire, &error);

      g_test_message ("%s %" G_GINT64_FORMAT, amounts[i].currency, amounts[i].minor);
      g_assert_cmpint (taken, ==, amounts[i].wire >= 0);
      if (taken)
        {
          g_assert_no_error (error);
          g_assert_cmpint (wire, ==, amounts[i].wire);
          g_assert_cmpint (connect_amount_from_wire (wire, amounts[i].currency), ==, amounts[i].minor);
        }
      else
        {
          g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_INVALID);
          g_assert_cmpint (wire, ==, -7);
        }
    }
}

static const struct
{
  const char *currency;
  gint64      wire;
  gint64      minor;
} answers[] = {
  { "EUR", 0, 0 },
  { "JPY", 0, 0 },
  { "JPY", 50000, 500 },
  { "JPY", 50001, CONNECT_AMOUNT_ODD },
  { "JPY", 99, CONNECT_AMOUNT_ODD },
  { "KWD", 125, 1250 },
  { "EUR", -1, CONNECT_AMOUNT_ODD },
  { "EUR", G_GINT64_CONSTANT (1000000000000), CONNECT_AMOUNT_ODD },
  { "EUR", G_MAXINT64, CONNECT_AMOUNT_ODD },
  { "KWD", G_MAXINT64, CONNECT_AMOUNT_ODD },
  { "EUR", G_MININT64, CONNECT_AMOUNT_ODD },
  { "XAU", 100, CONNECT_AMOUNT_ODD },
  { "", 100, CONNECT_AMOUNT_ODD },
};

static void
test_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    g_assert_cmpint (connect_amount_from_wire (answers[i].wire, answers[i].currency), ==, answers[i].minor);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connect/currency/exponents", test_exponents);
  g_test_add_func ("/connect/currency/refused", test_refused);
  g_test_add_func ("/connect/currency/list", test_list);
  g_test_add_func ("/connect/currency/amounts", test_amounts);
  g_test_add_func ("/connect/currency/answers", test_answers);

  return g_test_run ();
}
