/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "till-sale-view.h"

typedef struct
{
  const char    *name;
  const char    *currency;
  const char    *amount;
  const char    *reference;
  gboolean       pressed;
  gboolean       charging;
  int            refusal;           /* TillError + 1; 0: none */
  int            storage_trouble;   /* TillError + 1; 0: none */
  gint64         clock_skew;
  gboolean       can_charge;
  const char    *charge;            /* what Charge says below its name */
  TillSaleField  field;
  const char    *problem;           /* (nullable) how it begins */
} Row;

#define LONG_REFERENCE "0123456789012345678901234567890"

static const Row rows[] =
{
  { "nothing yet", "EUR", "", "", .charge = "type an amount" },
  { "pressed too early", "EUR", "", "", .pressed = TRUE, .charge = "type an amount",
    .field = TILL_SALE_AMOUNT, .problem = "Type an amount first." },
  { "begun", "EUR", "0.", "", .charge = "type an amount" },
  { "zero pressed", "EUR", "0", "", .pressed = TRUE, .charge = "type an amount",
    .field = TILL_SALE_AMOUNT, .problem = "This is no amount that can be charged yet." },
  { "ready", "EUR", "12.50", "", .can_charge = TRUE, .charge = "€12.50" },
  { "yen", "JPY", "500", "", .can_charge = TRUE, .charge = "¥500" },
  { "decimals", "EUR", "12.345", "", .charge = "type an amount",
    .field = TILL_SALE_AMOUNT, .problem = "EUR has at most 2 decimals." },
  { "decimals of yen", "JPY", "500.5", "", .charge = "type an amount",
    .field = TILL_SALE_AMOUNT, .problem = "JPY has no decimals." },
  { "letters", "EUR", "abc", "", .charge = "type an amount",
    .field = TILL_SALE_AMOUNT, .problem = "An amount is made of digits and one “.”" },
  { "letters in yen", "JPY", "abc", "", .charge = "type an amount",
    .field = TILL_SALE_AMOUNT, .problem = "An amount is made of digits only." },
  { "too large", "EUR", "99999999999999", "", .charge = "type an amount",
    .field = TILL_SALE_AMOUNT, .problem = "This is more than can be charged at once." },
  { "a reference", "EUR", "12.50", "A-1001", .can_charge = TRUE, .charge = "€12.50" },
  { "a reference for people", "EUR", "12.50", "桌 5/2", .can_charge = TRUE, .charge = "€12.50" },
  { "a long reference", "EUR", "12.50", LONG_REFERENCE, .charge = "€12.50",
    .field = TILL_SALE_REFERENCE, .problem = "Use 1 to 30 characters" },
  { "a control character", "EUR", "12.50", "A\n1", .charge = "€12.50",
    .field = TILL_SALE_REFERENCE, .problem = "Use 1 to 30 characters" },
  { "charging", "EUR", "12.50", "", .charging = TRUE, .charge = "€12.50" },
  { "refused before", "EUR", "12.50", "", .refusal = TILL_ERROR_NO_CONNECTION + 1, .can_charge = TRUE,
    .charge = "€12.50", .field = TILL_SALE_TILL, .problem = "" },
  { "clock wrong", "EUR", "12.50", "", .clock_skew = 420, .can_charge = TRUE, .charge = "€12.50",
    .field = TILL_SALE_TILL, .problem = "This computer’s clock is 7 min slow" },
  { "clock wrong, and a typing error", "EUR", "12.345", "", .clock_skew = 420, .charge = "type an amount",
    .field = TILL_SALE_AMOUNT, .problem = "EUR has at most 2 decimals." },
  { "journal in the way", "EUR", "12.50", LONG_REFERENCE, .storage_trouble = TILL_ERROR_DISK_FULL + 1,
    .charge = "€12.50", .field = TILL_SALE_TILL, .problem = "Nothing new can be charged now" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr(TillAmount) amount = till_amount_new (row->currency);
  g_auto(TillSaleView) view = { 0 };
  TillSaleFacts facts = {
    .amount = amount,
    .reference = row->reference,
    .pressed = row->pressed,
    .charging = row->charging,
    .refusal = row->refusal - 1,
    .storage_trouble = row->storage_trouble - 1,
    .clock_skew = row->clock_skew,
  };

  till_amount_set_text (amount, row->amount);
  till_sale_view_init (&view, &facts);

  g_assert_cmpint (view.can_charge, ==, row->can_charge);
  g_assert_cmpstr (view.charge_amount != NULL ? view.charge_amount : view.charge_hint, ==, row->charge);
  g_assert_cmpint (view.field, ==, row->field);
  g_assert_cmpint (view.problem != NULL, ==, row->problem != NULL);
  if (row->problem != NULL)
    g_assert_true (g_str_has_prefix (view.problem, row->problem));
}

static void
test_asks_first (void)
{
  static const struct
  {
    gint64      amount;
    const char *currency;
    const char *above;
    gboolean    asks;
  } cases[] = {
    { 100000, "EUR", "", FALSE },
    { 50000, "EUR", "500", FALSE },
    { 50001, "EUR", "500", TRUE },
    { 49999, "EUR", "499.98", TRUE },
    { 500, "JPY", "499", TRUE },
    { 500, "JPY", "500", FALSE },
    { 100, "EUR", "a lot", TRUE },
    { 100, "JPY", "500.50", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TillMoney money = { .amount = cases[i].amount };

      g_strlcpy (money.currency, cases[i].currency, sizeof money.currency);
      g_test_message ("%s", cases[i].above);
      g_assert_cmpint (till_sale_view_asks_first (&money, cases[i].above), ==, cases[i].asks);
    }
}

static void
test_size_step (void)
{
  g_assert_cmpuint (till_sale_view_size_step (""), ==, 0);
  g_assert_cmpuint (till_sale_view_size_step ("99999.99"), ==, 0);
  g_assert_cmpuint (till_sale_view_size_step ("999999.99"), ==, 1);
  g_assert_cmpuint (till_sale_view_size_step ("999999999.99"), ==, 2);
  g_assert_cmpuint (till_sale_view_size_step ("99999999999999999999"), ==, 3);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sale-view/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/sale-view/asks-first", test_asks_first);
  g_test_add_func ("/sale-view/size-step", test_size_step);

  return g_test_run ();
}
