/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-test-fixture.h"

/* What leaves, and what is made of a good answer. */

static void
assert_signed (const ConnectTestRequest *request)
{
  g_autoptr(ConnectSigner) signer = connect_signer_new (CONNECT_TEST_KEY_ID, CONNECT_TEST_SECRET, -1);
  g_autofree ConnectHeader *headers = g_new0 (ConnectHeader, request->names->len);
  g_autofree char *signature = NULL;
  g_autofree char *expected = NULL;

  for (guint i = 0; i < request->names->len; i++)
    headers[i] = (ConnectHeader) { g_ptr_array_index (request->names, i), g_ptr_array_index (request->values, i) };
  signature = connect_signer_sign (signer, request->method, connect_test_request_get (request, "Content-Type"),
                                   connect_test_request_get (request, "Date"), headers, request->names->len,
                                   request->target);
  expected = connect_signer_authorize (signer, signature);
  g_assert_cmpstr (connect_test_request_get (request, "Authorization"), ==, expected);
}

static void
assert_meta (const char *meta)
{
  g_autofree char *text = NULL;
  gsize length;

  g_assert_nonnull (meta);
  text = (char *) g_base64_decode (meta, &length);
  text = g_realloc (text, length + 1);
  text[length] = '\0';
  g_assert_nonnull (strstr (text, "\"sdkIdentifier\":\"Till/" PACKAGE_VERSION "\""));
  g_assert_nonnull (strstr (text, "\"platformIdentifier\":\"Linux/"));
  g_assert_nonnull (strstr (text, "\"sdkCreator\":\"Till\",\"integrator\":\"Till\""));
}

static void
test_wire (ConnectTestFixture *f,
           gconstpointer       data)
{
  for (guint i = 0; i < connect_test_n_operations; i++)
    {
      const ConnectTestOperation *operation = &connect_test_operations[i];
      const ConnectTestAnswer answer = { 200, "application/json", .body = operation->good };
      const ConnectTestRequest *request;
      g_autoptr(GError) error = NULL;

      connect_test_server_script (f->server, &answer, 1);
      g_assert_true (connect_test_ask (f, operation, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, 1);

      request = connect_test_server_get_request (f->server, 0);
      g_assert_cmpstr (request->method, ==, operation->method);
      g_assert_cmpstr (request->target, ==, operation->target);
      g_assert_cmpstr (request->body, ==, operation->has_body ? CONNECT_TEST_BODY : "");
      g_assert_cmpstr (connect_test_request_get (request, "Content-Type"), ==,
                       operation->has_body ? "application/json" : NULL);
      g_assert_cmpstr (connect_test_request_get (request, "Date"), ==, "Mon, 23 Nov 2026 08:00:00 GMT");
      g_assert_cmpstr (connect_test_request_get (request, "X-GCS-Idempotence-Key"), ==,
                       g_str_equal (operation->method, "POST") ? CONNECT_TEST_KEY : NULL);
      g_assert_null (connect_test_request_get (request, "Accept-Encoding"));
      g_assert_null (connect_test_request_get (request, "Cookie"));
      assert_meta (connect_test_request_get (request, "X-GCS-ServerMetaInfo"));
      assert_signed (request);

      g_assert_true (f->call->may_have_left);
      g_assert_true (f->call->is_connect_json);
      g_assert_cmpuint (f->call->http_status, ==, 200);
      g_assert_cmpint (f->call->platform_date, ==, CONNECT_TEST_NOW);
      g_assert_cmpint (f->call->clock_skew, ==, 0);
      g_assert_cmpint (f->call->first_request, ==, -1);
    }
}

#define SIXTY_FOUR "0123456789012345678901234567890123456789012345678901234567890123"

static const char * const no_ids[] = {
  NULL, "", ".", "..", "a/b", "a?b", "a#b", "a b", "a%2Fb", "a\nb", "\xe6\xa1\x8c", SIXTY_FOUR "4",
};

static const struct
{
  const char *country;
  const char *currency;
} no_codes[] = {
  { NULL, "USD" }, { "", "USD" }, { "cn", "USD" }, { "CHN", "USD" }, { "C&", "USD" },
  { "CN", NULL }, { "CN", "" }, { "CN", "usd" }, { "CN", "XAU" }, { "CN", "US&" },
};

static const char * const no_keys[] = {
  "", "with space", "with\nbreak", "\xc3\xa9", "12345678901234567890123456789012345678901",
};

static void
expect_refusal (ConnectTestFixture *f,
                gboolean          (*finish) (ConnectClient *, GAsyncResult *, GError **))
{
  g_autoptr(GError) error = NULL;

  connect_test_wait (f->result != NULL);
  g_assert_false (finish (f->client, f->result, &error));
  g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_INVALID);
  g_clear_object (&f->result);
  g_assert_cmpuint (connect_test_server_n_connections (f->server), ==, 0);
}

/* What breaks a rule is refused by ourselves: not even a connection is made. */
static void
test_refused_ids (ConnectTestFixture *f,
                  gconstpointer       data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (no_ids); i++)
    {
      connect_client_get_payment_async (f->client, no_ids[i], NULL, NULL, connect_test_store_cb, &f->result);
      expect_refusal (f, connect_test_get_operation ("get-payment")->finish);
      connect_client_get_third_party_status_async (f->client, no_ids[i], NULL, NULL, connect_test_store_cb, &f->result);
      expect_refusal (f, connect_test_get_operation ("third-party-status")->finish);
      connect_client_cancel_payment_async (f->client, no_ids[i], NULL, NULL, connect_test_store_cb, &f->result);
      expect_refusal (f, connect_test_get_operation ("cancel-payment")->finish);
      connect_client_get_checkout_async (f->client, no_ids[i], NULL, NULL, connect_test_store_cb, &f->result);
      expect_refusal (f, connect_test_get_operation ("get-checkout")->finish);
    }
}

static void
test_refused_codes (ConnectTestFixture *f,
                    gconstpointer       data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (no_codes); i++)
    {
      connect_client_get_product_async (f->client, no_codes[i].country, no_codes[i].currency,
                                        NULL, NULL, connect_test_store_cb, &f->result);
      expect_refusal (f, connect_test_get_operation ("get-product")->finish);
      connect_client_list_products_async (f->client, no_codes[i].country, no_codes[i].currency,
                                          NULL, NULL, connect_test_store_cb, &f->result);
      expect_refusal (f, connect_test_get_operation ("list-products")->finish);
    }
}

static void
test_refused_searches (ConnectTestFixture *f,
                       gconstpointer       data)
{
  static const char * const searches[] = { "", "\xff", SIXTY_FOUR "4" };

  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      connect_client_find_payments_async (f->client, searches[i], NULL, 0, NULL, NULL, connect_test_store_cb, &f->result);
      expect_refusal (f, connect_test_get_operation ("find-payments")->finish);
      connect_client_find_payments_async (f->client, NULL, searches[i], 0, NULL, NULL, connect_test_store_cb, &f->result);
      expect_refusal (f, connect_test_get_operation ("find-payments")->finish);
    }
}

static void
test_refused_keys (ConnectTestFixture *f,
                   gconstpointer       data)
{
  for (guint i = 0; i < connect_test_n_operations; i++)
    {
      const ConnectTestOperation *operation = &connect_test_operations[i];

      for (gsize k = 0; k < G_N_ELEMENTS (no_keys); k++)
        {
          g_autoptr(ConnectCall) call = connect_call_new (no_keys[k]);

          operation->start (f->client, call, NULL, connect_test_store_cb, &f->result);
          expect_refusal (f, operation->finish);
          g_assert_false (call->may_have_left);
        }
      if (operation->has_key)
        {
          g_autoptr(ConnectCall) keyless = connect_call_new (NULL);

          operation->start (f->client, NULL, NULL, connect_test_store_cb, &f->result);
          expect_refusal (f, operation->finish);
          operation->start (f->client, keyless, NULL, connect_test_store_cb, &f->result);
          expect_refusal (f, operation->finish);
        }
    }
}

/* Nobody has to be interested in the details, and a key is not needed to cancel. */
static void
test_without_call (ConnectTestFixture *f,
                   gconstpointer       data)
{
  for (guint i = 0; i < connect_test_n_operations; i++)
    {
      const ConnectTestOperation *operation = &connect_test_operations[i];
      const ConnectTestAnswer answer = { 200, "application/json", .body = operation->good };

      if (operation->has_key)
        continue;
      connect_test_server_script (f->server, &answer, 1);
      operation->start (f->client, NULL, NULL, connect_test_store_cb, &f->result);
      connect_test_wait (f->result != NULL);
      g_assert_true (operation->finish (f->client, f->result, NULL));
      g_clear_object (&f->result);
      g_assert_null (connect_test_request_get (connect_test_server_get_request (f->server, 0), "X-GCS-Idempotence-Key"));
    }
}

/* By the page, not by the reference. */
static void
test_find_by_checkout (ConnectTestFixture *f,
                       gconstpointer       data)
{
  static const ConnectTestAnswer answer = {
    200, "application/json", .body = "{\"totalCount\":101,\"offset\":100,\"payments\":[{\"id\":\"7\"}]}",
  };
  g_autoptr(ConnectFound) found = NULL;

  connect_test_server_script (f->server, &answer, 1);
  connect_client_find_payments_async (f->client, NULL, CONNECT_TEST_CHECKOUT, 100, NULL, NULL,
                                      connect_test_store_cb, &f->result);
  connect_test_wait (f->result != NULL);
  found = connect_client_find_payments_finish (f->client, f->result, NULL);
  g_assert_cmpuint (found->payments->len, ==, 1);
  g_assert_cmpint (found->total_count, ==, 101);
  g_assert_cmpstr (connect_test_server_get_request (f->server, 0)->target, ==,
                   "/v1/1234/payments?hostedCheckoutId=" CONNECT_TEST_CHECKOUT "&offset=100&limit=100");
}

static void
test_products (ConnectTestFixture *f,
               gconstpointer       data)
{
  static const ConnectTestAnswer answer = {
    200, "application/json", .body = "{\"paymentProducts\":[{\"id\":1},{\"id\":\"2\"},7,{\"id\":863},{\"id\":-3}]}",
  };
  g_autoptr(GArray) ids = NULL;

  connect_test_server_script (f->server, &answer, 1);
  connect_client_list_products_async (f->client, "CN", "USD", NULL, NULL, connect_test_store_cb, &f->result);
  connect_test_wait (f->result != NULL);
  ids = connect_client_list_products_finish (f->client, f->result, NULL);
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_cmpint (g_array_index (ids, int, 0), ==, 1);
  g_assert_cmpint (g_array_index (ids, int, 1), ==, 863);
}

static void
test_getters (ConnectTestFixture *f,
              gconstpointer       data)
{
  g_assert_cmpstr (connect_client_get_endpoint (f->client), ==, connect_test_server_get_endpoint (f->server));
  g_assert_cmpstr (connect_client_get_merchant_id (f->client), ==, CONNECT_TEST_MERCHANT);
  g_assert_cmpstr (connect_client_get_key_id (f->client), ==, CONNECT_TEST_KEY_ID);
  g_assert_cmpint (connect_client_get_clock_offset (f->client), ==, 0);
}

#define ADD(path, function) \
  g_test_add ("/connect/client/" path, ConnectTestFixture, NULL, connect_test_set_up, function, connect_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("wire", test_wire);
  ADD ("refused/ids", test_refused_ids);
  ADD ("refused/codes", test_refused_codes);
  ADD ("refused/searches", test_refused_searches);
  ADD ("refused/keys", test_refused_keys);
  ADD ("without-call", test_without_call);
  ADD ("find-by-checkout", test_find_by_checkout);
  ADD ("products", test_products);
  ADD ("getters", test_getters);

  return g_test_run ();
}
