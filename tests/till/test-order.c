/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "till-error.h"
#include "till-order.h"

static TillOrderFields
good_fields (void)
{
  return (TillOrderFields) {
    .money = { 1250, "EUR" },
    .type = CONNECT_INTEGRATION_DESKTOP_QR_CODE,
    .reference = "A-1001",
    .description = "Two coffees",
    .country = "DE",
    .locale = "de_DE",
    .descriptor = "Café am Markt",
    .customer_ip = "192.0.2.7",
  };
}

static void
assert_order (const TillOrderFields *fields,
              int                    code)   /* -1: taken */
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TillOrder) order = till_order_new (fields, &error);

  if (code < 0)
    {
      g_assert_no_error (error);
      g_assert_nonnull (order);
    }
  else
    {
      g_assert_error (error, TILL_ERROR, code);
      g_assert_null (order);
    }
}

static void
test_keeps_fields (void)
{
  TillOrderFields fields = good_fields ();
  g_autofree char *reference = g_strdup ("桌 5/2");
  g_autoptr(GError) error = NULL;
  TillOrder *order;
  const TillOrderFields *kept;

  fields.reference = reference;
  order = till_order_new (&fields, &error);
  g_assert_no_error (error);
  memset (reference, 'x', strlen (reference));

  kept = till_order_get_fields (order);
  g_assert_true (till_money_equal (&kept->money, &fields.money));
  g_assert_cmpint (kept->type, ==, fields.type);
  g_assert_cmpstr (kept->reference, ==, "桌 5/2");
  g_assert_cmpstr (kept->description, ==, "Two coffees");
  g_assert_cmpstr (kept->country, ==, "DE");
  g_assert_cmpstr (kept->locale, ==, "de_DE");
  g_assert_cmpstr (kept->descriptor, ==, "Café am Markt");
  g_assert_cmpstr (kept->customer_ip, ==, "192.0.2.7");
  g_assert_null (kept->open_id);
  g_assert_null (kept->return_url);

  g_assert_finalize_object (order);
}

/* Empty is the same as not given. */
static void
test_empty_fields (void)
{
  TillOrderFields fields = good_fields ();
  g_autoptr(GError) error = NULL;
  g_autoptr(TillOrder) order = NULL;

  fields.reference = fields.description = fields.locale = fields.descriptor = "";
  fields.open_id = fields.return_url = "";
  order = till_order_new (&fields, &error);
  g_assert_no_error (error);
  g_assert_null (till_order_get_fields (order)->reference);
  g_assert_null (till_order_get_fields (order)->description);
  g_assert_null (till_order_get_fields (order)->locale);
  g_assert_null (till_order_get_fields (order)->descriptor);
  g_assert_null (till_order_get_fields (order)->open_id);
  g_assert_null (till_order_get_fields (order)->return_url);
}

static void
test_money (void)
{
  static const struct { TillMoney money; int code; } rows[] = {
    { { 1, "EUR" }, -1 },
    { { 500, "JPY" }, -1 },
    { { 1250, "KWD" }, -1 },
    { { G_GINT64_CONSTANT (999999999999), "EUR" }, -1 },
    { { G_GINT64_CONSTANT (1000000000000), "EUR" }, TILL_ERROR_INVALID_AMOUNT },
    { { G_MAXINT64, "JPY" }, TILL_ERROR_INVALID_AMOUNT },
    { { 0, "EUR" }, TILL_ERROR_INVALID_AMOUNT },
    { { -1, "EUR" }, TILL_ERROR_INVALID_AMOUNT },
    { { 1255, "KWD" }, TILL_ERROR_INVALID_AMOUNT },
    { { 100, "XAU" }, TILL_ERROR_INVALID_CURRENCY },
    { { 100, "eur" }, TILL_ERROR_INVALID_CURRENCY },
    { { 100, "" }, TILL_ERROR_INVALID_CURRENCY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TillOrderFields fields = good_fields ();

      fields.money = rows[i].money;
      assert_order (&fields, rows[i].code);
    }
}

#define TEN "0123456789"
#define TABLE "桌桌桌桌桌桌桌桌桌桌"   /* ten characters */

static void
test_reference (void)
{
  static const struct { const char *text; gboolean good; } rows[] = {
    { "A", TRUE },
    { TEN TEN TEN, TRUE },
    { TABLE TABLE TABLE, TRUE },
    { "桌 5/2", TRUE },
    { "a b", TRUE },
    { "می\342\200\214خواهم", TRUE },          /* a joiner that the script needs */
    { TEN TEN TEN "x", FALSE },
    { TABLE TABLE TABLE "x", FALSE },
    { "", FALSE },
    { " ", FALSE },
    { "\302\240", FALSE },
    { "a\nb", FALSE },
    { "a\tb", FALSE },
    { "a\177", FALSE },
    { "a\302\205", FALSE },                   /* U+0085 */
    { "a\342\200\256b", FALSE },              /* U+202E turns the rest around */
    { "a\342\200\213", FALSE },               /* U+200B has no width */
    { "\357\273\277a", FALSE },               /* U+FEFF */
    { "a\342\200\250b", FALSE },              /* U+2028 */
    { "a\377", FALSE },
    { "\303", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TillOrderFields fields = good_fields ();
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (till_order_check_reference (rows[i].text, &error), ==, rows[i].good);
      if (!rows[i].good)
        g_assert_error (error, TILL_ERROR, TILL_ERROR_INVALID_REFERENCE);

      fields.reference = rows[i].text;
      assert_order (&fields, rows[i].good || *rows[i].text == '\0' ? -1 : TILL_ERROR_INVALID_REFERENCE);
    }
}

static void
test_description (void)
{
  static const struct { const char *text; int code; } rows[] = {
    { TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN, -1 },
    { TABLE TABLE TABLE TABLE TABLE TABLE TABLE TABLE TABLE TABLE, -1 },
    { TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "x", TILL_ERROR_INVALID_DESCRIPTION },
    { "two\nlines", TILL_ERROR_INVALID_DESCRIPTION },
    { "a\377", TILL_ERROR_INVALID_DESCRIPTION },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TillOrderFields fields = good_fields ();

      fields.description = rows[i].text;
      assert_order (&fields, rows[i].code);
    }
}

/* What the platform's own rules refuse: one row for each field; connect's tests have the rest. */
static void
test_platform_rules (void)
{
  static const struct { const char *field, *value; ConnectIntegrationType type; gboolean good; } rows[] = {
    { "country", "de", CONNECT_INTEGRATION_DESKTOP_QR_CODE, FALSE },
    { "country", NULL, CONNECT_INTEGRATION_DESKTOP_QR_CODE, FALSE },
    { "locale", "english", CONNECT_INTEGRATION_DESKTOP_QR_CODE, FALSE },
    { "descriptor", TEN TEN TEN "012", CONNECT_INTEGRATION_DESKTOP_QR_CODE, FALSE },
    { "customer-ip", NULL, CONNECT_INTEGRATION_DESKTOP_QR_CODE, FALSE },
    { "customer-ip", "localhost", CONNECT_INTEGRATION_DESKTOP_QR_CODE, FALSE },
    { "customer-ip", "2001:db8::7", CONNECT_INTEGRATION_DESKTOP_QR_CODE, TRUE },
    { "customer-ip", NULL, CONNECT_INTEGRATION_HOSTED_CHECKOUT, TRUE },
    { "open-id", "o6zAJs4CaZ", CONNECT_INTEGRATION_DESKTOP_QR_CODE, FALSE },
    { "open-id", "o6zAJs4CaZ", CONNECT_INTEGRATION_MINI_PROGRAM, TRUE },
    { "open-id", NULL, CONNECT_INTEGRATION_MINI_PROGRAM, FALSE },
    { "return-url", "https://shop.example.com/back", CONNECT_INTEGRATION_URL_INTENT, TRUE },
    { "return-url", "https://localhost/", CONNECT_INTEGRATION_URL_INTENT, FALSE },
    { "type", NULL, CONNECT_N_INTEGRATION_TYPES, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TillOrderFields fields = good_fields ();

      fields.type = rows[i].type;
      if (g_str_equal (rows[i].field, "country"))
        fields.country = rows[i].value;
      else if (g_str_equal (rows[i].field, "locale"))
        fields.locale = rows[i].value;
      else if (g_str_equal (rows[i].field, "descriptor"))
        fields.descriptor = rows[i].value;
      else if (g_str_equal (rows[i].field, "customer-ip"))
        fields.customer_ip = rows[i].value;
      else if (g_str_equal (rows[i].field, "open-id"))
        fields.open_id = rows[i].value;
      else if (g_str_equal (rows[i].field, "return-url"))
        fields.return_url = rows[i].value;

      assert_order (&fields, rows[i].good ? -1 : TILL_ERROR_INVALID_ORDER);
    }
}

static void
test_to_wire (void)
{
  static const struct { const char *reference, *wire; } rows[] = {
    { "A-1001", "A-1001-7KQ2M9X" },
    { "a.b_c", "a.b_c-7KQ2M9X" },
    { "桌 5/2", "--5-2-7KQ2M9X" },
    { "Ü", "--7KQ2M9X" },
    { "0123456789012345678901", "0123456789012345678901-7KQ2M9X" },
    { "01234567890123456789012", "0123456789012345678901-7KQ2M9X" },
    { TABLE TABLE TABLE, "----------------------" "-7KQ2M9X" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *wire = till_reference_to_wire (rows[i].reference, "7KQ2M9X");

      g_assert_cmpstr (wire, ==, rows[i].wire);
      g_assert_cmpint (strlen (wire), <=, 30);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/order/keeps-fields", test_keeps_fields);
  g_test_add_func ("/order/empty-fields", test_empty_fields);
  g_test_add_func ("/order/money", test_money);
  g_test_add_func ("/order/reference", test_reference);
  g_test_add_func ("/order/description", test_description);
  g_test_add_func ("/order/platform-rules", test_platform_rules);
  g_test_add_func ("/order/to-wire", test_to_wire);

  return g_test_run ();
}
