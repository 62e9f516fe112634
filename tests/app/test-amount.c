/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "till-amount.h"
#include "till-error.h"

/* Keys: digits and separators are typed, "+" adds, "<" is backspace. */
typedef struct
{
  const char      *name;
  const char      *currency;
  const char      *keys;
  const char      *display;
  const char      *sum;
  TillMoneyFault  fault;
  gint64           total;    /* only where the fault is FINE */
} Row;

static const Row rows[] =
{
  { "nothing", "EUR", "", "", "", TILL_MONEY_UNFINISHED },
  { "zero", "EUR", "0", "0", "", TILL_MONEY_UNFINISHED },
  { "zeros", "EUR", "0.00", "0.00", "", TILL_MONEY_UNFINISHED },
  { "begun", "EUR", "12.", "12.", "", TILL_MONEY_UNFINISHED },
  { "whole", "EUR", "12", "12", "", TILL_MONEY_FINE, 1200 },
  { "cents", "EUR", "12.50", "12.50", "", TILL_MONEY_FINE, 1250 },
  { "three decimals", "EUR", "12.345", "12.345", "", TILL_MONEY_DECIMALS },
  { "minus", "EUR", "-5", "-5", "", TILL_MONEY_NOT_A_NUMBER },
  { "exponent", "EUR", "1e3", "1e3", "", TILL_MONEY_NOT_A_NUMBER },
  { "letters", "EUR", "abc", "abc", "", TILL_MONEY_NOT_A_NUMBER },
  { "grouping", "EUR", "1,250.00", "1,250.00", "", TILL_MONEY_NOT_A_NUMBER },
  { "two points", "EUR", "1.2.3", "1.2.3", "", TILL_MONEY_NOT_A_NUMBER },
  { "too large", "EUR", "99999999999999999999", "99999999999999999999", "", TILL_MONEY_TOO_LARGE },
  { "longer than any", "EUR", "999999999999999999991", "99999999999999999999", "", TILL_MONEY_TOO_LARGE },
  { "yen", "JPY", "500", "500", "", TILL_MONEY_FINE, 500 },
  { "half a yen", "JPY", "500.5", "500.5", "", TILL_MONEY_DECIMALS },
  { "dinar", "KWD", "1.250", "1.250", "", TILL_MONEY_FINE, 1250 },
  { "plus", "EUR", "8.40+", "8.40", "8.40 +", TILL_MONEY_FINE, 840 },
  { "sum", "EUR", "8.40+4.10", "12.50", "8.40 + 4.10", TILL_MONEY_FINE, 1250 },
  { "sum of three", "EUR", "8.40+4.10+1", "13.50", "8.40 + 4.10 + 1", TILL_MONEY_FINE, 1350 },
  { "plus twice", "EUR", "8.40++", "8.40", "8.40 +", TILL_MONEY_FINE, 840 },
  { "plus on nothing", "EUR", "+", "", "", TILL_MONEY_UNFINISHED },
  { "plus on a fault", "EUR", "12.345+", "12.345", "", TILL_MONEY_DECIMALS },
  { "fault in a sum", "EUR", "8.40+4.123", "4.123", "8.40 + 4.123", TILL_MONEY_DECIMALS },
  { "sum too large", "EUR", "9999999999.99+1", "1", "9999999999.99 + 1", TILL_MONEY_TOO_LARGE },
  { "backspace", "EUR", "12.5<<<", "1", "", TILL_MONEY_FINE, 100 },
  { "backspace on nothing", "EUR", "<", "", "", TILL_MONEY_UNFINISHED },
  { "backspace takes the plus back", "EUR", "8.40+<", "8.40", "", TILL_MONEY_FINE, 840 },
  { "and then a digit", "EUR", "8.40+<<", "8.4", "", TILL_MONEY_FINE, 840 },
};

static void
type (TillAmount *amount,
      const char *keys)
{
  for (const char *p = keys; *p != '\0'; p++)
    {
      char key[2] = { *p, '\0' };

      if (*p == '+')
        till_amount_add (amount, NULL);
      else if (*p == '<')
        till_amount_backspace (amount);
      else
        till_amount_type (amount, key);
    }
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr(TillAmount) amount = till_amount_new (row->currency);
  g_autofree char *display = NULL;
  g_autofree char *sum = NULL;
  g_autoptr(GError) error = NULL;
  TillMoney total = { 0 };

  type (amount, row->keys);
  display = till_amount_to_display (amount);
  sum = till_amount_to_sum (amount);

  g_assert_cmpstr (display, ==, row->display);
  g_assert_cmpstr (sum, ==, row->sum);
  g_assert_cmpint (till_amount_find_fault (amount), ==, row->fault);
  if (row->fault == TILL_MONEY_FINE)
    {
      g_assert_true (till_amount_get_total (amount, &total, &error));
      g_assert_no_error (error);
      g_assert_cmpint (total.amount, ==, row->total);
      g_assert_cmpstr (total.currency, ==, row->currency);
    }
  else
    {
      g_assert_false (till_amount_get_total (amount, &total, &error));
      g_assert_error (error, TILL_ERROR, TILL_ERROR_INVALID_AMOUNT);
    }
}

static void
test_clear (void)
{
  g_autoptr(TillAmount) amount = till_amount_new ("EUR");
  g_autoptr(TillAmount) copy = NULL;
  g_autofree char *sum = NULL;

  type (amount, "8.40+4.10");
  copy = till_amount_copy (amount);
  till_amount_clear (amount);

  g_assert_true (till_amount_is_empty (amount));
  g_assert_false (till_amount_has_sum (amount));

  /* What was copied before has its own. */
  sum = till_amount_to_sum (copy);
  g_assert_cmpstr (sum, ==, "8.40 + 4.10");
}

/* In German the comma is the separator, and a dot is read too. */
static void
test_german (void)
{
  g_autoptr(TillAmount) amount = till_amount_new ("EUR");
  g_autofree char *display = NULL;
  g_autofree char *sum = NULL;

  if (setlocale (LC_ALL, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("no German locale");
      return;
    }

  type (amount, "8,40+4.10");
  display = till_amount_to_display (amount);
  sum = till_amount_to_sum (amount);
  setlocale (LC_ALL, "C.UTF-8");

  g_assert_cmpstr (display, ==, "12,50");
  g_assert_cmpstr (sum, ==, "8,40 + 4.10");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/amount/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/amount/clear", test_clear);
  g_test_add_func ("/amount/german", test_german);

  return g_test_run ();
}
