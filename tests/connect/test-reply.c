/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-error.h"
#include "connect-json.h"
#include "connect-reply.h"

static JsonObject *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonObject *object = connect_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);

  return object;
}

static const struct
{
  const char *json;
  gboolean    taken;
  gboolean    has_action;
  gboolean    declined;
} createds[] = {
  { "{\"payment\":{\"id\":\"7\"},\"merchantAction\":{\"actionType\":\"SHOW_FORM\"}}", TRUE, TRUE, FALSE },
  { "{\"payment\":{\"id\":\"7\"}}", TRUE, FALSE, FALSE },
  { "{\"payment\":{\"id\":\"7\"},\"merchantAction\":\"broken\"}", TRUE, FALSE, FALSE },
  { "{\"payment\":{\"id\":\"7\"},\"merchantAction\":[]}", TRUE, FALSE, FALSE },
  { "{\"errorId\":\"e\",\"paymentResult\":{\"payment\":{\"id\":\"7\"}}}", TRUE, FALSE, TRUE },
  { "{\"paymentResult\":{\"payment\":{\"id\":\"7\"},\"merchantAction\":{}},\"payment\":{\"id\":\"8\"}}", TRUE, TRUE, TRUE },
  { "{\"paymentResult\":{}}", FALSE, FALSE, FALSE },
  { "{\"paymentResult\":{\"payment\":{}}}", FALSE, FALSE, FALSE },
  { "{\"payment\":{\"status\":\"CAPTURED\"}}", FALSE, FALSE, FALSE },
  { "{\"payment\":[]}", FALSE, FALSE, FALSE },
  { "{\"merchantAction\":{\"actionType\":\"SHOW_FORM\"}}", FALSE, FALSE, FALSE },
  { "{\"id\":\"7\"}", FALSE, FALSE, FALSE },
  { "{}", FALSE, FALSE, FALSE },
};

static void
test_created (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (createds); i++)
    {
      g_autoptr(JsonObject) root = parse (createds[i].json);
      g_autoptr(GError) error = NULL;
      g_autoptr(ConnectCreated) created = connect_created_from_json (root, &error);

      g_test_message ("%s", createds[i].json);
      g_assert_cmpint (created != NULL, ==, createds[i].taken);
      if (created == NULL)
        {
          g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
          continue;
        }
      g_assert_cmpstr (created->payment->id, ==, "7");
      g_assert_cmpint (created->action != NULL, ==, createds[i].has_action);
      g_assert_cmpint (created->declined, ==, createds[i].declined);
    }
}

#define LIVE "https://api.example.com"
#define LOCAL "http://127.0.0.1:8080"
#define PARTIAL(url) "{\"hostedCheckoutId\":\"15c0-a\",\"partialRedirectUrl\":\"" url "\"}"

static const struct
{
  const char *json;
  const char *endpoint;
  const char *url;   /* NULL: refused */
} checkouts[] = {
  { PARTIAL ("pay1.checkout.example.com/checkout/1:15c0/x"), LIVE, "https://payment.pay1.checkout.example.com/checkout/1:15c0/x" },
  { PARTIAL ("localhost:8080/checkout/1"), LOCAL, "http://payment.localhost:8080/checkout/1" },
  { PARTIAL ("example.com:8443/x"), LIVE, "https://payment.example.com:8443/x" },
  { PARTIAL ("@evil.example/x"), LIVE, NULL },
  { PARTIAL ("x:y@evil.example/x"), LIVE, NULL },
  { PARTIAL ("example.com/a b"), LIVE, NULL },
  { PARTIAL ("example.com/\\n"), LIVE, NULL },
  { PARTIAL ("ex\xc3\xa4mple.com/"), LIVE, NULL },
  { PARTIAL (""), LIVE, NULL },
  { PARTIAL ("/x"), LIVE, NULL },
  { "{\"hostedCheckoutId\":\"15c0-a\"}", LIVE, NULL },
  { "{\"hostedCheckoutId\":\"15c0-a\",\"partialRedirectUrl\":7}", LIVE, NULL },
  { "{\"partialRedirectUrl\":\"example.com/x\"}", LIVE, NULL },
  { "{\"hostedCheckoutId\":\"../x\",\"partialRedirectUrl\":\"example.com/x\"}", LIVE, NULL },
};

static void
test_checkout (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (checkouts); i++)
    {
      g_autoptr(JsonObject) root = parse (checkouts[i].json);
      g_autoptr(GError) error = NULL;
      g_autoptr(ConnectCheckout) checkout = connect_checkout_from_json (root, checkouts[i].endpoint, &error);

      g_test_message ("%s", checkouts[i].json);
      g_assert_cmpint (checkout != NULL, ==, checkouts[i].url != NULL);
      if (checkout == NULL)
        {
          g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
          continue;
        }
      g_assert_cmpstr (checkout->id, ==, "15c0-a");
      g_assert_cmpstr (checkout->url, ==, checkouts[i].url);
    }
}

static void
test_checkout_members (void)
{
  g_autoptr(JsonObject) root = parse ("{\"hostedCheckoutId\":\"a\",\"partialRedirectUrl\":\"e.example/x\","
                                      "\"RETURNMAC\":\"f5a2\",\"merchantReference\":\"A-1\",\"invalidTokens\":[]}");
  g_autoptr(ConnectCheckout) checkout = connect_checkout_from_json (root, LIVE, NULL);

  g_assert_cmpstr (checkout->return_mac, ==, "f5a2");
  g_assert_cmpstr (checkout->merchant_reference, ==, "A-1");
}

static const struct
{
  const char *json;
  const char *status;   /* NULL: refused */
  gboolean    has_payment;
} statuses[] = {
  { "{\"status\":\"IN_PROGRESS\"}", "IN_PROGRESS", FALSE },
  { "{\"status\":\"PAYMENT_CREATED\",\"createdPaymentOutput\":{\"payment\":{\"id\":\"7\"},"
    "\"paymentStatusCategory\":\"SUCCESSFUL\"}}", "PAYMENT_CREATED", TRUE },
  { "{\"status\":\"PAYMENT_CREATED\",\"createdPaymentOutput\":{}}", "PAYMENT_CREATED", FALSE },
  { "{\"createdPaymentOutput\":{\"payment\":{\"id\":\"7\"}}}", "", TRUE },
  { "{\"status\":7}", "", FALSE },
  { "{\"status\":\"PAYMENT_CREATED\",\"createdPaymentOutput\":{\"payment\":{\"id\":\"a/b\"}}}", NULL, FALSE },
  { "{\"createdPaymentOutput\":{}}", NULL, FALSE },
  { "{}", NULL, FALSE },
};

static void
test_checkout_status (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(JsonObject) root = parse (statuses[i].json);
      g_autoptr(GError) error = NULL;
      g_autoptr(ConnectCheckoutStatus) status = connect_checkout_status_from_json (root, &error);

      g_test_message ("%s", statuses[i].json);
      g_assert_cmpint (status != NULL, ==, statuses[i].status != NULL);
      if (status == NULL)
        {
          g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
          continue;
        }
      g_assert_cmpstr (status->status, ==, statuses[i].status);
      g_assert_cmpint (status->payment != NULL, ==, statuses[i].has_payment);
    }
}

static const struct
{
  const char *json;
  int         n;         /* -1: refused */
  gint64      offset;
  gint64      total;
} founds[] = {
  { "{\"offset\":0,\"limit\":10,\"totalCount\":2,\"payments\":[{\"id\":\"7\"},{\"id\":\"8\"}]}", 2, 0, 2 },
  { "{\"payments\":[{\"id\":\"7\"}]}", 1, 0, -1 },
  { "{\"offset\":0,\"limit\":10,\"totalCount\":0,\"payments\":[]}", 0, 0, 0 },
  { "{\"payments\":[]}", 0, 0, -1 },
  { "{\"totalCount\":0}", 0, 0, 0 },
  { "{\"offset\":100,\"totalCount\":100,\"payments\":[]}", 0, 100, 100 },
  /* Nothing found must be said: none of these says it. */
  { "{}", -1, 0, 0 },
  { "{\"totalCount\":1}", -1, 0, 0 },
  { "{\"totalCount\":1,\"payments\":[]}", -1, 0, 0 },
  { "{\"payments\":{}}", -1, 0, 0 },
  { "{\"payments\":null}", -1, 0, 0 },
  { "{\"payments\":[null]}", -1, 0, 0 },
  { "{\"payments\":[{\"id\":\"7\"},{}]}", -1, 0, 0 },
  { "{\"result\":\"OK\"}", -1, 0, 0 },
};

static void
test_found (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (founds); i++)
    {
      g_autoptr(JsonObject) root = parse (founds[i].json);
      g_autoptr(GError) error = NULL;
      g_autoptr(ConnectFound) found = connect_found_from_json (root, &error);

      g_test_message ("%s", founds[i].json);
      g_assert_cmpint (found != NULL, ==, founds[i].n >= 0);
      if (found == NULL)
        {
          g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
          continue;
        }
      g_assert_cmpuint (found->payments->len, ==, (guint) founds[i].n);
      g_assert_cmpint (found->offset, ==, founds[i].offset);
      g_assert_cmpint (found->total_count, ==, founds[i].total);
    }
}

static void
test_product (void)
{
  g_autoptr(JsonObject) full = parse ("{\"id\":863,\"minAmount\":1,\"maxAmount\":5000000,\"paymentProduct863SpecificData\":"
                                      "{\"integrationTypes\":[\"desktopQRCode\",7,\"urlIntent\"]}}");
  g_autoptr(JsonObject) bare = parse ("{\"id\":863,\"minAmount\":\"1\",\"maxAmount\":-5}");
  g_autoptr(JsonObject) other = parse ("{\"id\":864}");
  g_autoptr(JsonObject) none = parse ("{}");
  g_autoptr(ConnectProduct) product = connect_product_from_json (full, NULL);
  g_autoptr(ConnectProduct) plain = connect_product_from_json (bare, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (product->id, ==, 863);
  g_assert_cmpint (product->min_amount, ==, 1);
  g_assert_cmpint (product->max_amount, ==, 5000000);
  g_assert_cmpuint (g_strv_length (product->integration_types), ==, 2);
  g_assert_cmpstr (product->integration_types[1], ==, "urlIntent");
  g_assert_cmpint (plain->min_amount, ==, -1);
  g_assert_cmpint (plain->max_amount, ==, -1);
  g_assert_cmpuint (g_strv_length (plain->integration_types), ==, 0);

  g_assert_null (connect_product_from_json (other, &error));
  g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
  g_assert_null (connect_product_from_json (none, NULL));
}

static void
test_third_party_status (void)
{
  static const struct
  {
    const char *json;
    int         status;   /* -1: refused */
  } words[] = {
    { "{\"thirdPartyStatus\":\"WAITING\"}", CONNECT_THIRD_PARTY_WAITING },
    { "{\"thirdPartyStatus\":\"INITIALIZED\"}", CONNECT_THIRD_PARTY_WAITING },
    { "{\"thirdPartyStatus\":\"AUTHORIZED\"}", CONNECT_THIRD_PARTY_WAITING },
    { "{\"thirdPartyStatus\":\"BANANA\"}", CONNECT_THIRD_PARTY_WAITING },
    { "{\"thirdPartyStatus\":\"completed\"}", CONNECT_THIRD_PARTY_WAITING },
    { "{\"thirdPartyStatus\":\"COMPLETED\"}", CONNECT_THIRD_PARTY_COMPLETED },
    { "{\"thirdPartyStatus\":7}", -1 },
    { "{\"thirdPartyStatus\":null}", -1 },
    { "{}", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr(JsonObject) root = parse (words[i].json);
      g_autoptr(GError) error = NULL;
      ConnectThirdPartyStatus status = (ConnectThirdPartyStatus) 99;

      g_assert_cmpint (connect_third_party_status_from_json (root, &status, &error), ==, words[i].status >= 0);
      if (words[i].status >= 0)
        g_assert_cmpint (status, ==, words[i].status);
      else
        g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connect/reply/created", test_created);
  g_test_add_func ("/connect/reply/checkout", test_checkout);
  g_test_add_func ("/connect/reply/checkout/members", test_checkout_members);
  g_test_add_func ("/connect/reply/checkout-status", test_checkout_status);
  g_test_add_func ("/connect/reply/found", test_found);
  g_test_add_func ("/connect/reply/product", test_product);
  g_test_add_func ("/connect/reply/third-party-status", test_third_party_status);

  return g_test_run ();
}
