/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-test-fixture.h"

/* Every answer that is no result, and what the caller is told. */

#define JSON "application/json"
#define HTML "text/html; charset=utf-8"
#define PAGE "<html><body>Welcome to our network</body></html>"
#define ERROR_BODY(code) "{\"errorId\":\"8f3a\",\"errors\":[{\"code\":\"" code "\",\"message\":\"m\"}]}"

typedef struct
{
  const char        *name;
  ConnectTestAnswer  answer;
  ConnectError       error;
  gboolean           is_connect_json;
  const char        *first_code;
  guint              retry_after;
} Row;

static const Row rows[] = {
  { "200-html", { 200, HTML, .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "200-html-called-json", { 200, JSON, .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "200-json-called-html", { 200, "text/html", .body = "{\"payment\":{\"id\":\"7\"},\"id\":\"7\"}" }, CONNECT_ERROR_BAD_ANSWER },
  { "200-json-called-text", { 200, "text/plain", .body = "{\"payment\":{\"id\":\"7\"},\"id\":\"7\"}" }, CONNECT_ERROR_BAD_ANSWER },
  { "200-type-like-json", { 200, "application/jsonp", .body = "{\"payment\":{\"id\":\"7\"},\"id\":\"7\"}" }, CONNECT_ERROR_BAD_ANSWER },
  { "200-type-shorter", { 200, "application/js", .body = "{\"payment\":{\"id\":\"7\"},\"id\":\"7\"}" }, CONNECT_ERROR_BAD_ANSWER },
  { "200-empty", { 200, JSON }, CONNECT_ERROR_BAD_ANSWER },
  { "200-list", { 200, JSON, .body = "[]" }, CONNECT_ERROR_BAD_ANSWER },
  { "200-other-json", { 200, JSON, .body = "{\"hello\":1}" }, CONNECT_ERROR_BAD_ANSWER, TRUE },
  { "200-broken", { 200, JSON, .body = "{\"payment\":{\"id\":\"7\"" }, CONNECT_ERROR_BAD_ANSWER },
  { "200-not-utf8", { 200, JSON, .body = "{\"id\":\"7\",\"payment\":{\"id\":\"7\"},\"x\":\"\xff\"}" }, CONNECT_ERROR_BAD_ANSWER },
  { "204", { 204, .no_length = TRUE }, CONNECT_ERROR_BAD_ANSWER },
  { "200-gzip", { 200, JSON, .headers = "Content-Encoding: gzip\r\n", .body = "{\"payment\":{\"id\":\"7\"},\"id\":\"7\"}" },
    CONNECT_ERROR_BAD_ANSWER },
  { "200-br", { 200, JSON, .headers = "Content-Encoding: identity, br\r\n", .body = "{\"payment\":{\"id\":\"7\"},\"id\":\"7\"}" },
    CONNECT_ERROR_BAD_ANSWER },

  { "301", { 301, HTML, .headers = "Location: /elsewhere\r\n", .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "302", { 302, HTML, .headers = "Location: /elsewhere\r\n", .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "303", { 303, HTML, .headers = "Location: /elsewhere\r\n", .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "307", { 307, HTML, .headers = "Location: /elsewhere\r\n", .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "308-json", { 308, JSON, .headers = "Location: /elsewhere\r\n", .body = ERROR_BODY ("1") },
    CONNECT_ERROR_BAD_ANSWER, TRUE, "1" },
  { "302-with-result", { 302, JSON, .body = "{\"paymentResult\":{\"payment\":{\"id\":\"7\"}}}" }, CONNECT_ERROR_BAD_ANSWER, TRUE },

  { "400-json", { 400, JSON, .body = ERROR_BODY ("21000120") }, CONNECT_ERROR_REFUSED, TRUE, "21000120" },
  { "400-html", { 400, HTML, .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "400-empty", { 400 }, CONNECT_ERROR_BAD_ANSWER },
  { "400-other-json", { 400, JSON, .body = "{\"message\":\"no\"}" }, CONNECT_ERROR_BAD_ANSWER },
  { "400-only-errors", { 400, JSON, .body = "{\"errors\":[]}" }, CONNECT_ERROR_REFUSED, TRUE },
  { "400-only-error-id", { 400, JSON, .body = "{\"errorId\":\"e\"}" }, CONNECT_ERROR_REFUSED, TRUE },
  { "400-without-type", { 400, .body = ERROR_BODY ("1") }, CONNECT_ERROR_REFUSED, TRUE, "1" },
  { "400-refund-result", { 400, JSON, .body = "{\"refundResult\":{\"id\":\"7\"}}" }, CONNECT_ERROR_REFUSED, TRUE },
  { "401-json", { 401, JSON, .body = ERROR_BODY ("9002") }, CONNECT_ERROR_KEY_REFUSED, TRUE, "9002" },
  { "401-html", { 401, HTML, .headers = "WWW-Authenticate: Basic realm=\"x\"\r\n", .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "402-json", { 402, JSON, .body = ERROR_BODY ("430330") }, CONNECT_ERROR_REFUSED, TRUE, "430330" },
  { "403-json", { 403, JSON, .body = ERROR_BODY ("9002") }, CONNECT_ERROR_KEY_REFUSED, TRUE, "9002" },
  { "403-html", { 403, HTML, .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "403-empty", { 403 }, CONNECT_ERROR_BAD_ANSWER },
  { "404-json", { 404, JSON, .body = ERROR_BODY ("300240") }, CONNECT_ERROR_NOT_FOUND, TRUE, "300240" },
  { "404-html", { 404, HTML, .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "405-json", { 405, JSON, .body = ERROR_BODY ("1") }, CONNECT_ERROR_REFUSED, TRUE, "1" },
  { "405-html", { 405, HTML, .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "407-html", { 407, HTML, .headers = "Proxy-Authenticate: Basic realm=\"x\"\r\n", .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "408-json", { 408, JSON, .body = ERROR_BODY ("1") }, CONNECT_ERROR_TRY_LATER, TRUE, "1" },
  { "408-html", { 408, HTML, .body = PAGE }, CONNECT_ERROR_TRY_LATER },
  { "409-json", { 409, JSON, .body = ERROR_BODY ("300620") }, CONNECT_ERROR_REFUSED, TRUE, "300620" },
  { "409-busy", { 409, JSON, .body = ERROR_BODY ("1409") }, CONNECT_ERROR_BUSY, TRUE, "1409" },
  { "409-busy-second", { 409, JSON, .body = "{\"errors\":[{\"code\":\"1\"},{\"code\":\"1409\"}]}" }, CONNECT_ERROR_BUSY, TRUE, "1" },
  { "409-html", { 409, HTML, .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "400-code-1409", { 400, JSON, .body = ERROR_BODY ("1409") }, CONNECT_ERROR_REFUSED, TRUE, "1409" },
  { "410-json", { 410, JSON, .body = ERROR_BODY ("1") }, CONNECT_ERROR_NOT_FOUND, TRUE, "1" },
  { "410-html", { 410, HTML, .body = PAGE }, CONNECT_ERROR_BAD_ANSWER },
  { "418-json", { 418, JSON, .body = ERROR_BODY ("1") }, CONNECT_ERROR_REFUSED, TRUE, "1" },
  { "429-json", { 429, JSON, .headers = "Retry-After: 5\r\n", .body = ERROR_BODY ("1") }, CONNECT_ERROR_TRY_LATER, TRUE, "1", 5 },
  { "429-html", { 429, HTML, .headers = "Retry-After: 60\r\n", .body = PAGE }, CONNECT_ERROR_TRY_LATER, .retry_after = 60 },
  { "429-long", { 429, .headers = "Retry-After: 61\r\n" }, CONNECT_ERROR_TRY_LATER, .retry_after = 60 },
  { "429-very-long", { 429, .headers = "Retry-After: 999999999999999999\r\n" }, CONNECT_ERROR_TRY_LATER, .retry_after = 60 },
  { "429-too-long", { 429, .headers = "Retry-After: 99999999999999999999\r\n" }, CONNECT_ERROR_TRY_LATER },
  { "429-date", { 429, .headers = "Retry-After: Mon, 23 Nov 2026 08:00:30 GMT\r\n" }, CONNECT_ERROR_TRY_LATER, .retry_after = 30 },
  { "429-past", { 429, .headers = "Retry-After: Mon, 23 Nov 2026 07:00:00 GMT\r\n" }, CONNECT_ERROR_TRY_LATER },
  { "429-date-no-date", { 429, .headers = "Retry-After: Mon, 23 Nov 2026 08:00:30 GMT\r\n", .date = "" }, CONNECT_ERROR_TRY_LATER },
  { "429-negative", { 429, .headers = "Retry-After: -5\r\n" }, CONNECT_ERROR_TRY_LATER },
  { "429-words", { 429, .headers = "Retry-After: soon\r\n" }, CONNECT_ERROR_TRY_LATER },
  { "500-json", { 500, JSON, .body = ERROR_BODY ("9999") }, CONNECT_ERROR_TRY_LATER, TRUE, "9999" },
  { "500-empty", { 500 }, CONNECT_ERROR_TRY_LATER },
  { "500-html", { 500, HTML, .body = PAGE }, CONNECT_ERROR_TRY_LATER },
  { "502-html", { 502, HTML, .body = PAGE }, CONNECT_ERROR_TRY_LATER },
  { "502-json", { 502, JSON, .body = ERROR_BODY ("1") }, CONNECT_ERROR_TRY_LATER, TRUE, "1" },
  { "503-html", { 503, HTML, .headers = "Retry-After: 2\r\n", .body = PAGE }, CONNECT_ERROR_TRY_LATER, .retry_after = 2 },
  { "504-json", { 504, JSON, .body = ERROR_BODY ("1") }, CONNECT_ERROR_TRY_LATER, TRUE, "1" },
  { "599", { 599 }, CONNECT_ERROR_TRY_LATER },
  { "600-json", { 600, JSON, .body = ERROR_BODY ("1") }, CONNECT_ERROR_BAD_ANSWER, TRUE, "1" },

  { "no-answer-close", { .end = CONNECT_TEST_CLOSE }, CONNECT_ERROR_NO_ANSWER },
  { "no-answer-reset", { .end = CONNECT_TEST_RESET }, CONNECT_ERROR_NO_ANSWER },
  { "half-a-body-reset", { 200, JSON, .body = "{\"id\":\"7\",\"payment\":{\"id\":\"7\"}}", .cut_after = 110, .end = CONNECT_TEST_RESET },
    CONNECT_ERROR_NO_ANSWER },
};

static void
check_row (ConnectTestFixture         *f,
           const Row                  *row,
           const ConnectTestOperation *operation)
{
  g_autoptr(GError) error = NULL;

  connect_test_server_script (f->server, &row->answer, 1);
  g_assert_false (connect_test_ask (f, operation, NULL, &error));
  g_assert_error (error, CONNECT_ERROR, (int) row->error);
  g_assert_true (f->call->may_have_left);
  g_assert_cmpint (f->call->is_connect_json, ==, row->is_connect_json);
  g_assert_cmpstr (connect_call_first_code (f->call), ==, row->first_code);
  g_assert_cmpuint (f->call->retry_after, ==, row->retry_after);
  if (row->error != CONNECT_ERROR_NO_ANSWER)
    {
      g_assert_cmpuint (f->call->http_status, ==, row->answer.status);
      g_assert_cmpint (f->call->platform_date, ==, row->answer.date == NULL ? CONNECT_TEST_NOW : CONNECT_DATE_UNKNOWN);
    }

  /* Nothing is followed and nothing sent again; libsoup alone may repeat what only reads. */
  if (g_str_equal (operation->method, "POST") || row->error != CONNECT_ERROR_NO_ANSWER)
    g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, 1);
}

static void
test_row (ConnectTestFixture *f,
          gconstpointer       data)
{
  const Row *row = data;

  check_row (f, row, connect_test_get_operation ("create-payment"));
  check_row (f, row, connect_test_get_operation ("get-payment"));
}

/* The same answer is no result for any operation. */
static void
test_every_operation (ConnectTestFixture *f,
                      gconstpointer       data)
{
  static const Row refusal = { "400", { 400, JSON, .body = ERROR_BODY ("1") }, CONNECT_ERROR_REFUSED, TRUE, "1" };
  static const Row portal = { "portal", { 200, "text/html", .body = "<html>Log in</html>" }, CONNECT_ERROR_BAD_ANSWER };
  static const Row elsewhere = { "elsewhere", { 302, "text/html", .headers = "Location: /login\r\n" }, CONNECT_ERROR_BAD_ANSWER };
  static const Row nonsense = { "200", { 200, JSON, .body = "{\"hello\":1}" }, CONNECT_ERROR_BAD_ANSWER, TRUE };

  for (guint i = 0; i < connect_test_n_operations; i++)
    {
      check_row (f, &refusal, &connect_test_operations[i]);
      check_row (f, &nonsense, &connect_test_operations[i]);
      check_row (f, &portal, &connect_test_operations[i]);
      check_row (f, &elsewhere, &connect_test_operations[i]);
    }
}

static void
test_good_types (ConnectTestFixture *f,
                 gconstpointer       data)
{
  static const char * const types[] = {
    NULL, "application/json", "APPLICATION/JSON", "application/json;charset=utf-8", "application/json ; charset=utf-8",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const ConnectTestAnswer answer = { 201, types[i], .headers = "Content-Encoding: identity\r\n", .chunked = TRUE,
                                         .body = "{\"payment\":{\"id\":\"7\"}}" };
      g_autoptr(GError) error = NULL;

      connect_test_server_script (f->server, &answer, 1);
      g_assert_true (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error));
      g_assert_no_error (error);
    }
}

static void
test_error_details (ConnectTestFixture *f,
                    gconstpointer       data)
{
  static const ConnectTestAnswer answer = {
    400, JSON,
    .headers = "X-GCS-Idempotence-Request-Timestamp: 1795420799123\r\n",
    .body = "{\"errorId\":\"8f3a\",\"errors\":[{\"code\":\"21000120\",\"id\":\"INVALID_VALUE\",\"message\":\"a text\","
            "\"propertyName\":\"fraudFields.customerIpAddress\",\"httpStatusCode\":400},7,{}]}",
  };
  const ConnectApiError *entry;
  g_autoptr(GError) error = NULL;

  connect_test_server_script (f->server, &answer, 1);
  g_assert_false (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error));
  g_assert_cmpstr (f->call->error_id, ==, "8f3a");
  g_assert_cmpint (f->call->first_request, ==, G_GINT64_CONSTANT (1795420799123));
  g_assert_cmpuint (f->call->errors->len, ==, 2);
  entry = g_ptr_array_index (f->call->errors, 0);
  g_assert_cmpstr (entry->code, ==, "21000120");
  g_assert_cmpstr (entry->id, ==, "INVALID_VALUE");
  g_assert_cmpstr (entry->message, ==, "a text");
  g_assert_cmpstr (entry->property_name, ==, "fraudFields.customerIpAddress");
  entry = g_ptr_array_index (f->call->errors, 1);
  g_assert_cmpstr (entry->code, ==, "");
  g_assert_null (entry->message);

  /* For the log: what helps support, and nothing of the request. */
  g_assert_nonnull (strstr (error->message, "21000120"));
  g_assert_nonnull (strstr (error->message, "8f3a"));
  g_assert_null (strstr (error->message, "a text"));
}

static void
test_replay_header (ConnectTestFixture *f,
                    gconstpointer       data)
{
  static const struct
  {
    const char *header;
    gint64      first_request;
  } headers[] = {
    { NULL, -1 },
    { "X-GCS-Idempotence-Request-Timestamp: 0\r\n", 0 },
    { "x-gcs-idempotence-request-timestamp: 1795420799123\r\n", G_GINT64_CONSTANT (1795420799123) },
    { "X-GCS-Idempotence-Request-Timestamp: tomorrow\r\n", 0 },
    { "X-GCS-Idempotence-Request-Timestamp: -5\r\n", 0 },
    { "X-GCS-Idempotence-Request-Timestamp: 99999999999999999999\r\n", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      const ConnectTestAnswer answer = { 201, JSON, .headers = headers[i].header, .body = "{\"payment\":{\"id\":\"7\"}}" };

      connect_test_server_script (f->server, &answer, 1);
      g_assert_true (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, NULL));
      g_assert_cmpint (f->call->first_request, ==, headers[i].first_request);
    }
}

/* A declined payment exists, at whatever status it comes. */
static void
test_payment_result (ConnectTestFixture *f,
                     gconstpointer       data)
{
  static const guint statuses[] = { 400, 402, 403, 404, 409, 500, 503 };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      const ConnectTestAnswer answer = {
        statuses[i], JSON,
        .body = "{\"errorId\":\"e\",\"errors\":[{\"code\":\"430330\"}],\"paymentResult\":{\"payment\":"
                "{\"id\":\"7\",\"status\":\"REJECTED\"},\"merchantAction\":{\"actionType\":\"SHOW_FORM\"}}}",
      };
      g_autoptr(GBytes) body = g_bytes_new_static ("{}", 2);
      g_autoptr(ConnectCall) call = connect_call_new (CONNECT_TEST_KEY);
      g_autoptr(ConnectCreated) created = NULL;
      g_autoptr(GError) error = NULL;

      connect_test_server_script (f->server, &answer, 1);
      g_clear_object (&f->result);
      connect_client_create_payment_async (f->client, body, call, NULL, connect_test_store_cb, &f->result);
      connect_test_wait (f->result != NULL);
      created = connect_client_create_payment_finish (f->client, f->result, &error);
      g_assert_no_error (error);
      g_assert_true (created->declined);
      g_assert_cmpstr (created->payment->id, ==, "7");
      g_assert_cmpstr (created->payment->status, ==, "REJECTED");
      g_assert_nonnull (created->action);
      g_assert_cmpuint (call->http_status, ==, statuses[i]);
      g_assert_cmpstr (connect_call_first_code (call), ==, "430330");
      g_assert_true (call->is_connect_json);
    }
}

static void
test_broken_payment_result (ConnectTestFixture *f,
                            gconstpointer       data)
{
  static const Row row = { "402", { 402, JSON, .body = "{\"errors\":[{\"code\":\"1\"}],\"paymentResult\":{\"payment\":{}}}" },
                           CONNECT_ERROR_BAD_ANSWER, TRUE, "1" };
  static const Row not_here = { "402", { 402, JSON, .body = "{\"paymentResult\":{\"payment\":{\"id\":\"7\"}}}" },
                                CONNECT_ERROR_REFUSED, TRUE };

  check_row (f, &row, connect_test_get_operation ("create-payment"));
  check_row (f, &not_here, connect_test_get_operation ("get-payment"));
  check_row (f, &not_here, connect_test_get_operation ("create-checkout"));
}

#define ADD(path, function) \
  g_test_add ("/connect/answers/" path, ConnectTestFixture, NULL, connect_test_set_up, function, connect_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/connect/answers/", rows[i].name, NULL);

      g_test_add (path, ConnectTestFixture, &rows[i], connect_test_set_up, test_row, connect_test_tear_down);
    }
  ADD ("every-operation", test_every_operation);
  ADD ("good-types", test_good_types);
  ADD ("error-details", test_error_details);
  ADD ("replay-header", test_replay_header);
  ADD ("payment-result", test_payment_result);
  ADD ("broken-payment-result", test_broken_payment_result);

  return g_test_run ();
}
