/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-error.h"
#include "connect-json.h"
#include "connect-payment.h"

/* What is read of a payment, and what is not taken for what it is not. */

#define ID "000000123410000595980000100001"

static JsonObject *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonObject *object = connect_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);

  return object;
}

static ConnectPayment *
payment_from (const char *text)
{
  g_autoptr(JsonObject) object = parse (text);
  g_autoptr(GError) error = NULL;
  ConnectPayment *payment = connect_payment_from_json (object, &error);

  g_assert_no_error (error);

  return payment;
}

static void
test_payment (void)
{
  g_autoptr(ConnectPayment) payment = payment_from (
    "{\"id\":\"" ID "\",\"status\":\"REJECTED\","
    "\"hostedCheckoutSpecificOutput\":{\"hostedCheckoutId\":\"15c0\",\"variant\":\"100\"},"
    "\"paymentOutput\":{\"amountOfMoney\":{\"amount\":50000,\"currencyCode\":\"JPY\"},"
    "\"amountPaid\":0,\"amountCaptured\":50000,\"amountRefunded\":10000,"
    "\"references\":{\"merchantReference\":\"A-1\",\"merchantOrderId\":42}},"
    "\"statusOutput\":{\"isAuthorized\":false,\"isCancellable\":true,\"isRefundable\":true,\"isRetriable\":true,"
    "\"statusCategory\":\"UNSUCCESSFUL\",\"statusCode\":100,\"statusCodeChangeDateTime\":\"20261123080001\","
    "\"errors\":[{\"code\":\"430330\",\"message\":\"Not authorised\"},{\"code\":\"1\"}]},"
    "\"somethingNew\":[1,2,3]}");

  g_assert_cmpstr (payment->id, ==, ID);
  g_assert_cmpstr (payment->status, ==, "REJECTED");
  g_assert_cmpstr (payment->status_category, ==, "UNSUCCESSFUL");
  g_assert_cmpint (payment->status_code, ==, 100);
  g_assert_cmpstr (payment->status_changed, ==, "20261123080001");
  g_assert_true (payment->is_cancellable);
  g_assert_true (payment->is_refundable);
  g_assert_true (payment->is_retriable);
  g_assert_cmpstr (payment->currency, ==, "JPY");
  g_assert_cmpint (payment->amount, ==, 500);
  g_assert_cmpint (payment->amount_paid, ==, 0);
  g_assert_cmpint (payment->amount_captured, ==, 500);
  g_assert_cmpint (payment->amount_refunded, ==, 100);
  g_assert_cmpstr (payment->merchant_reference, ==, "A-1");
  g_assert_cmpstr (payment->hosted_checkout_id, ==, "15c0");
  g_assert_cmpstr (payment->error_code, ==, "430330");
  g_assert_cmpstr (payment->error_message, ==, "Not authorised");
}

static void
test_bare_payment (void)
{
  g_autoptr(ConnectPayment) payment = payment_from ("{\"id\":\"7\"}");
  g_autoptr(ConnectPayment) same = connect_payment_ref (payment);

  g_assert_true (same == payment);
  g_assert_null (payment->status);
  g_assert_null (payment->status_category);
  g_assert_cmpint (payment->status_code, ==, 0);
  g_assert_false (payment->is_cancellable);
  g_assert_cmpstr (payment->currency, ==, "");
  g_assert_cmpint (payment->amount, ==, CONNECT_AMOUNT_ABSENT);
  g_assert_cmpint (payment->amount_paid, ==, CONNECT_AMOUNT_ABSENT);
  g_assert_cmpint (payment->amount_captured, ==, CONNECT_AMOUNT_ABSENT);
  g_assert_cmpint (payment->amount_refunded, ==, CONNECT_AMOUNT_ABSENT);
  g_assert_null (payment->merchant_reference);
  g_assert_null (payment->hosted_checkout_id);
  g_assert_null (payment->error_code);
}

/* Of the wrong type, throughout: nothing is taken for what it is not. */
static void
test_odd_payment (void)
{
  g_autoptr(ConnectPayment) payment = payment_from (
    "{\"id\":\"7\",\"status\":5,\"statusOutput\":{\"statusCode\":\"100\",\"isCancellable\":1,\"isRefundable\":\"true\","
    "\"statusCategory\":null,\"errors\":{\"code\":\"1\"}},\"paymentOutput\":{\"references\":[],\"amountOfMoney\":[]},"
    "\"hostedCheckoutSpecificOutput\":\"x\"}");

  g_assert_null (payment->status);
  g_assert_cmpint (payment->status_code, ==, 0);
  g_assert_false (payment->is_cancellable);
  g_assert_false (payment->is_refundable);
  g_assert_null (payment->status_category);
  g_assert_null (payment->error_code);
  g_assert_cmpint (payment->amount, ==, CONNECT_AMOUNT_ABSENT);
  g_assert_null (payment->hosted_checkout_id);
}

static void
test_long_words (void)
{
  g_autofree char *long_word = g_strnfill (300, 'W');
  g_autofree char *text = g_strdup_printf (
    "{\"id\":\"7\",\"status\":\"%s\",\"statusOutput\":{\"statusCode\":999999999999,\"errors\":[{\"message\":\"%s\"}]},"
    "\"paymentOutput\":{\"references\":{\"merchantReference\":\"\xe6\xa1\x8c%s\"}}}", long_word, long_word, long_word);
  g_autoptr(ConnectPayment) payment = payment_from (text);

  g_assert_cmpint (strlen (payment->status), ==, 64);
  g_assert_cmpint (strlen (payment->error_message), ==, 200);
  g_assert_cmpint (g_utf8_strlen (payment->merchant_reference, -1), ==, 64);
  g_assert_cmpint (payment->status_code, ==, G_MAXINT);
}

static const struct
{
  const char *money;
  const char *currency;
  gint64      amount;
} moneys[] = {
  { "{\"amount\":1250,\"currencyCode\":\"EUR\"}", "EUR", 1250 },
  { "{\"amount\":0,\"currencyCode\":\"EUR\"}", "EUR", 0 },
  { "{\"currencyCode\":\"EUR\"}", "EUR", CONNECT_AMOUNT_ABSENT },
  { "{\"amount\":null,\"currencyCode\":null}", "", CONNECT_AMOUNT_ABSENT },
  { "{\"amount\":1250}", "", CONNECT_AMOUNT_ODD },
  { "{\"amount\":12.5,\"currencyCode\":\"EUR\"}", "EUR", CONNECT_AMOUNT_ODD },
  { "{\"amount\":\"1250\",\"currencyCode\":\"EUR\"}", "EUR", CONNECT_AMOUNT_ODD },
  { "{\"amount\":true,\"currencyCode\":\"EUR\"}", "EUR", CONNECT_AMOUNT_ODD },
  { "{\"amount\":-5,\"currencyCode\":\"EUR\"}", "EUR", CONNECT_AMOUNT_ODD },
  { "{\"amount\":-1,\"currencyCode\":\"EUR\"}", "EUR", CONNECT_AMOUNT_ODD },
  { "{\"amount\":9999999999999,\"currencyCode\":\"EUR\"}", "EUR", CONNECT_AMOUNT_ODD },
  { "{\"amount\":50001,\"currencyCode\":\"JPY\"}", "JPY", CONNECT_AMOUNT_ODD },
  { "{\"amount\":1250,\"currencyCode\":\"eur\"}", "eur", CONNECT_AMOUNT_ODD },
  { "{\"amount\":1250,\"currencyCode\":\"XAU\"}", "XAU", CONNECT_AMOUNT_ODD },
  { "{\"amount\":1250,\"currencyCode\":\"EURO\"}", CONNECT_CURRENCY_ODD, CONNECT_AMOUNT_ODD },
  { "{\"amount\":1250,\"currencyCode\":978}", CONNECT_CURRENCY_ODD, CONNECT_AMOUNT_ODD },
  { "{\"amount\":1250,\"currencyCode\":\"\"}", CONNECT_CURRENCY_ODD, CONNECT_AMOUNT_ODD },
  { "{\"amount\":1250,\"currencyCode\":\"\xe6\xa1\x8c\xe6\xa1\x8c\xe6\xa1\x8c\"}", CONNECT_CURRENCY_ODD, CONNECT_AMOUNT_ODD },
};

static void
test_money (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (moneys); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"id\":\"7\",\"paymentOutput\":{\"amountOfMoney\":%s}}", moneys[i].money);
      g_autoptr(ConnectPayment) payment = payment_from (text);

      g_test_message ("%s", moneys[i].money);
      g_assert_cmpstr (payment->currency, ==, moneys[i].currency);
      g_assert_cmpint (payment->amount, ==, moneys[i].amount);
    }
}

#define SIXTY_FOUR "0123456789012345678901234567890123456789012345678901234567890123"

static void
test_ids (void)
{
  static const struct
  {
    const char *json;
    gboolean    taken;
  } ids[] = {
    { "{\"id\":\"A-z_9\"}", TRUE },
    { "{\"id\":\"" SIXTY_FOUR "\"}", TRUE },
    { "{\"id\":\"" SIXTY_FOUR "4\"}", FALSE },
    { "{\"id\":\"\"}", FALSE },
    { "{\"id\":7}", FALSE },
    { "{\"id\":null}", FALSE },
    { "{\"id\":\"a/b\"}", FALSE },
    { "{\"id\":\"..\"}", FALSE },
    { "{\"id\":\"a?b\"}", FALSE },
    { "{\"id\":\"a%2fb\"}", FALSE },
    { "{\"id\":\"a b\"}", FALSE },
    { "{\"id\":\"a\\nb\"}", FALSE },
    { "{\"id\":\"\xe6\xa1\x8c\"}", FALSE },
    { "{\"status\":\"PAID\"}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(JsonObject) object = parse (ids[i].json);
      g_autoptr(GError) error = NULL;
      ConnectPayment *payment = connect_payment_from_json (object, &error);

      g_assert_cmpint (payment != NULL, ==, ids[i].taken);
      if (payment == NULL)
        g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
      g_clear_pointer (&payment, connect_payment_unref);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connect/payment/full", test_payment);
  g_test_add_func ("/connect/payment/bare", test_bare_payment);
  g_test_add_func ("/connect/payment/odd", test_odd_payment);
  g_test_add_func ("/connect/payment/long-words", test_long_words);
  g_test_add_func ("/connect/payment/money", test_money);
  g_test_add_func ("/connect/payment/ids", test_ids);

  return g_test_run ();
}
