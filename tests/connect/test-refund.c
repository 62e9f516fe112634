/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-test-fixture.h"
#include "connect-json.h"

/* Refunds on the wire: what is asked for, what is read, and what is not taken for what it is not. */

static JsonObject *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonObject *object = connect_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);

  return object;
}

static void
test_value (void)
{
  g_autoptr(JsonObject) root = parse (
    "{\"id\":\"" CONNECT_TEST_REFUND "\",\"status\":\"REJECTED\",\"refundOutput\":{\"amountOfMoney\":"
    "{\"amount\":50000,\"currencyCode\":\"JPY\"},\"references\":{\"merchantReference\":\"A-1-R\"},"
    "\"paymentMethod\":\"redirect\"},\"statusOutput\":{\"isCancellable\":true,\"statusCategory\":\"UNSUCCESSFUL\","
    "\"statusCode\":100,\"errors\":[{\"code\":\"430330\",\"message\":\"Not authorised\"}]},\"new\":[{}]}");
  g_autoptr(GError) error = NULL;
  g_autoptr(ConnectRefund) refund = connect_refund_from_json (root, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (refund->id, ==, CONNECT_TEST_REFUND);
  g_assert_cmpstr (refund->status, ==, "REJECTED");
  g_assert_cmpstr (refund->status_category, ==, "UNSUCCESSFUL");
  g_assert_cmpint (refund->status_code, ==, 100);
  g_assert_true (refund->is_cancellable);
  g_assert_cmpstr (refund->currency, ==, "JPY");
  g_assert_cmpint (refund->amount, ==, 500);
  g_assert_cmpstr (refund->merchant_reference, ==, "A-1-R");
  g_assert_cmpstr (refund->error_code, ==, "430330");
  g_assert_cmpstr (refund->error_message, ==, "Not authorised");
}

/* A row for each thing that may be odd: what is not said is told from what cannot be read. */
static const struct
{
  const char *json;
  gboolean    taken;
  const char *currency;
  gint64      amount;
} values[] = {
  { "{\"id\":\"7\"}", TRUE, "", CONNECT_AMOUNT_ABSENT },
  { "{\"id\":\"7\",\"refundOutput\":{}}", TRUE, "", CONNECT_AMOUNT_ABSENT },
  { "{\"id\":\"7\",\"refundOutput\":[]}", TRUE, "", CONNECT_AMOUNT_ABSENT },
  { "{\"id\":\"7\",\"refundOutput\":{\"amountOfMoney\":{\"amount\":500,\"currencyCode\":\"EUR\"}}}", TRUE, "EUR", 500 },
  { "{\"id\":\"7\",\"refundOutput\":{\"amountOfMoney\":{\"amount\":\"500\",\"currencyCode\":\"EUR\"}}}", TRUE, "EUR",
    CONNECT_AMOUNT_ODD },
  { "{\"id\":\"7\",\"refundOutput\":{\"amountOfMoney\":{\"amount\":5.5,\"currencyCode\":\"EUR\"}}}", TRUE, "EUR",
    CONNECT_AMOUNT_ODD },
  { "{\"id\":\"7\",\"refundOutput\":{\"amountOfMoney\":{\"amount\":550,\"currencyCode\":\"JPY\"}}}", TRUE, "JPY",
    CONNECT_AMOUNT_ODD },
  { "{\"id\":\"7\",\"refundOutput\":{\"amountOfMoney\":{\"amount\":500,\"currencyCode\":\"EURO\"}}}", TRUE,
    CONNECT_CURRENCY_ODD, CONNECT_AMOUNT_ODD },
  { "{\"id\":7}", FALSE, NULL, 0 },
  { "{\"id\":\"../7\"}", FALSE, NULL, 0 },
  { "{\"status\":\"REFUNDED\"}", FALSE, NULL, 0 },
};

static void
test_odd_values (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr(JsonObject) root = parse (values[i].json);
      g_autoptr(GError) error = NULL;
      g_autoptr(ConnectRefund) refund = connect_refund_from_json (root, &error);

      g_test_message ("%s", values[i].json);
      if (!values[i].taken)
        {
          g_assert_null (refund);
          g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (refund->currency, ==, values[i].currency);
      g_assert_cmpint (refund->amount, ==, values[i].amount);
    }
}

/* "None" is only what says so. */
static const struct
{
  const char *json;
  int         n_refunds;   /* -1: no answer to it */
} lists[] = {
  { "{\"refunds\":[]}", 0 },
  { "{\"refunds\":[{\"id\":\"7\"}]}", 1 },
  { "{\"refunds\":[{\"id\":\"7\"},{\"id\":\"8\"}],\"more\":1}", 2 },
  { "{}", -1 },
  { "{\"refunds\":{}}", -1 },
  { "{\"refunds\":null}", -1 },
  { "{\"refunds\":[7]}", -1 },
  { "{\"refunds\":[{\"id\":\"7\"},{\"status\":\"REFUNDED\"}]}", -1 },
};

static void
test_lists (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr(JsonObject) root = parse (lists[i].json);
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) refunds = connect_refunds_from_json (root, &error);

      g_test_message ("%s", lists[i].json);
      g_assert_cmpint (refunds != NULL ? (int) refunds->len : -1, ==, lists[i].n_refunds);
      if (refunds == NULL)
        g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
    }
}

static void
test_body (void)
{
  const ConnectRefundRequest request = { 500, "USD", "T7-R1", "RETURN" };
  const ConnectRefundRequest yen = { 500, "JPY", "T7-R1", "OTHER" };
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = connect_refund_request_to_body (&request, &error);
  g_autoptr(GBytes) yen_body = connect_refund_request_to_body (&yen, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_assert_cmpstr (text, ==, "{\"amountOfMoney\":{\"amount\":500,\"currencyCode\":\"USD\"},"
                   "\"refundReferences\":{\"merchantReference\":\"T7-R1\"},\"refundReason\":\"RETURN\"}");
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (yen_body, NULL), g_bytes_get_size (yen_body), "50000"));
}

#define THIRTY "123456789012345678901234567890"

static const ConnectRefundRequest refused[] = {
  { 0, "USD", "R1", "RETURN" },
  { -1, "USD", "R1", "RETURN" },
  { G_GINT64_CONSTANT (1000000000000), "USD", "R1", "RETURN" },
  { 500, NULL, "R1", "RETURN" },
  { 500, "", "R1", "RETURN" },
  { 500, "XXX", "R1", "RETURN" },
  { 1005, "KWD", "R1", "RETURN" },
  { 500, "USD", NULL, "RETURN" },
  { 500, "USD", "", "RETURN" },
  { 500, "USD", THIRTY "1", "RETURN" },
  { 500, "USD", "R 1", "RETURN" },
  { 500, "USD", "R1", NULL },
  { 500, "USD", "R1", "" },
  { 500, "USD", "R1", "return" },
};

static void
test_refused (void)
{
  const ConnectRefundRequest longest = { G_GINT64_CONSTANT (999999999999), "USD", THIRTY, "SERVICE_LATE_CANCELLATION" };
  g_autoptr(GBytes) body = connect_refund_request_to_body (&longest, NULL);

  g_assert_nonnull (body);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_null (connect_refund_request_to_body (&refused[i], &error));
      g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_INVALID);
    }
}

static ConnectRefunded *
ask (ConnectTestFixture  *f,
     guint                status,
     const char          *text,
     GError             **error)
{
  const ConnectTestAnswer answer = { status, "application/json", .body = text };
  g_autoptr(GBytes) body = g_bytes_new_static (CONNECT_TEST_BODY, sizeof CONNECT_TEST_BODY - 1);
  g_autoptr(ConnectCall) call = connect_call_new (CONNECT_TEST_KEY);

  connect_test_server_script (f->server, &answer, 1);
  g_clear_object (&f->result);
  connect_client_refund_payment_async (f->client, CONNECT_TEST_PAYMENT, body, call, NULL,
                                       connect_test_store_cb, &f->result);
  connect_test_wait (f->result != NULL);

  return connect_client_refund_payment_finish (f->client, f->result, error);
}

/* A refused refund that exists is one: its own status decides, at any HTTP status but a redirect. */
static void
test_result (ConnectTestFixture *f,
             gconstpointer       data)
{
  static const guint statuses[] = { 400, 402, 405, 503 };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ConnectRefunded) refunded = ask (f, statuses[i], "{\"errorId\":\"e\",\"errors\":[{\"code\":\"1\"}],"
                                                 "\"refundResult\":{\"id\":\"7\",\"status\":\"REJECTED\"}}", &error);

      g_assert_no_error (error);
      g_assert_true (refunded->declined);
      g_assert_cmpstr (refunded->refund->id, ==, "7");
      g_assert_cmpstr (refunded->refund->status, ==, "REJECTED");
    }
}

static void
test_no_result (ConnectTestFixture *f,
                gconstpointer       data)
{
  static const struct
  {
    guint        status;
    const char  *body;
    ConnectError code;
  } rows[] = {
    { 402, "{\"errorId\":\"e\",\"errors\":[{\"code\":\"1\"}]}", CONNECT_ERROR_REFUSED },
    { 402, "{\"paymentResult\":{\"payment\":{\"id\":\"7\"}}}", CONNECT_ERROR_REFUSED },
    { 302, "{\"refundResult\":{\"id\":\"7\"}}", CONNECT_ERROR_BAD_ANSWER },
    { 402, "{\"refundResult\":{}}", CONNECT_ERROR_BAD_ANSWER },
    { 201, "{\"payment\":{\"id\":\"7\"}}", CONNECT_ERROR_BAD_ANSWER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", rows[i].body);
      g_assert_null (ask (f, rows[i].status, rows[i].body, &error));
      g_assert_error (error, CONNECT_ERROR, (int) rows[i].code);
    }
}

/* DELETE: taken is 204; what holds something is another's answer. */
static void
test_deleted (ConnectTestFixture *f,
              gconstpointer       data)
{
  static const struct
  {
    ConnectTestAnswer answer;
    gboolean          taken;
    int               code;
  } rows[] = {
    { { 204, .no_length = TRUE }, TRUE },
    { { 200, "application/json", .body = "{}" }, TRUE },
    { { 200, "application/json", .body = "{\"hello\":1}" }, FALSE, CONNECT_ERROR_BAD_ANSWER },
    { { 200, "text/html", .body = "<html/>" }, FALSE, CONNECT_ERROR_BAD_ANSWER },
    { { 200, "application/json" }, FALSE, CONNECT_ERROR_BAD_ANSWER },
    { { 410, "application/json", .body = "{\"errorId\":\"e\"}" }, FALSE, CONNECT_ERROR_NOT_FOUND },
  };
  const ConnectTestOperation *operation = connect_test_get_operation ("delete-checkout");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      connect_test_server_script (f->server, &rows[i].answer, 1);
      g_assert_cmpint (connect_test_ask (f, operation, NULL, &error), ==, rows[i].taken);
      if (!rows[i].taken)
        g_assert_error (error, CONNECT_ERROR, (int) rows[i].code);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/refund/value", test_value);
  g_test_add_func ("/refund/odd-values", test_odd_values);
  g_test_add_func ("/refund/lists", test_lists);
  g_test_add_func ("/refund/body", test_body);
  g_test_add_func ("/refund/refused", test_refused);
  g_test_add ("/refund/result", ConnectTestFixture, NULL, connect_test_set_up, test_result, connect_test_tear_down);
  g_test_add ("/refund/no-result", ConnectTestFixture, NULL, connect_test_set_up, test_no_result, connect_test_tear_down);
  g_test_add ("/refund/deleted", ConnectTestFixture, NULL, connect_test_set_up, test_deleted, connect_test_tear_down);

  return g_test_run ();
}
