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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/connect/client/wire", ConnectTestFixture, NULL,
              connect_test_set_up, test_wire, connect_test_tear_down);

  return g_test_run ();
}
