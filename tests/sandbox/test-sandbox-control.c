/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sandbox-test.h"

static void
test_payments (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = sandbox_test_create (test, "desktopQRCode", "A-1");
  g_autofree char *second = sandbox_test_create (test, "urlIntent", "A-1");
  g_autofree char *path = g_strconcat ("payments/", id, NULL);
  g_autoptr(SandboxReply) list = sandbox_test_control (test, "GET", "payments", NULL);
  g_autoptr(SandboxReply) by_id = sandbox_test_control (test, "GET", path, NULL);
  g_autoptr(SandboxReply) by_reference = sandbox_test_control (test, "GET", "payments/A-1", NULL);
  g_autoptr(SandboxReply) none = sandbox_test_plain (test, "GET", "/_control/payments/B-1", NULL);
  g_autoptr(SandboxReply) no_act = sandbox_test_plain (test, "POST", "/_control/payments/B-1/pay", NULL);

  g_assert_cmpstr (sandbox_reply_string (list, "payments.0.id"), ==, id);
  g_assert_cmpstr (sandbox_reply_string (list, "payments.1.id"), ==, second);
  g_assert_cmpint (sandbox_reply_integer (list, "payments.0.amount"), ==, 1250);
  g_assert_cmpint (sandbox_reply_integer (list, "payments.0.creates"), ==, 1);
  g_assert_cmpstr (sandbox_reply_string (list, "payments.0.merchantReference"), ==, "A-1");
  g_assert_cmpstr (sandbox_reply_string (by_id, "id"), ==, id);
  g_assert_cmpstr (sandbox_reply_string (by_reference, "id"), ==, second);
  g_assert_cmpuint (none->status, ==, 404);
  g_assert_cmpuint (no_act->status, ==, 404);
}

/* How often a key was used: what a lost answer must not hide. */
static void
test_creates (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *body = sandbox_test_payment_body ("desktopQRCode", "A-1");
  g_autoptr(SandboxReply) list = NULL;

  sandbox_test_add_fault (test, "{'call': 'create', 'nth': 1, 'fault': 'lost'}");
  for (int i = 0; i < 3; i++)
    sandbox_reply_free (sandbox_test_call (test, "POST", "payments", body, "k-1"));

  list = sandbox_test_control (test, "GET", "payments", NULL);
  g_assert_cmpint (sandbox_reply_integer (list, "payments.0.creates"), ==, 3);
}

/* The log says of each request what it was about, and when it began and ended. */
static void
test_requests (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *body = sandbox_test_payment_body ("desktopQRCode", "A-1");
  gint64 before = g_get_real_time ();
  g_autoptr(SandboxReply) created = NULL;
  g_autoptr(SandboxReply) asked = NULL;
  g_autoptr(SandboxReply) log = NULL;
  g_autoptr(SandboxReply) cleared = NULL;
  g_autofree char *path = NULL;

  sandbox_test_add_fault (test, "{'call': 'get', 'fault': 'lost'}");
  cleared = sandbox_test_control (test, "DELETE", "requests", NULL);
  created = sandbox_test_call (test, "POST", "payments", body, "k-1");
  path = g_strconcat ("payments/", sandbox_reply_string (created, "payment.id"), NULL);
  asked = sandbox_test_call (test, "GET", path, NULL, NULL);
  g_assert_nonnull (asked->error);
  log = sandbox_test_control (test, "GET", "requests", NULL);

  g_assert_cmpstr (sandbox_reply_string (log, "requests.0.call"), ==, "create");
  g_assert_cmpstr (sandbox_reply_string (log, "requests.0.method"), ==, "POST");
  g_assert_cmpstr (sandbox_reply_string (log, "requests.0.idempotenceKey"), ==, "k-1");
  g_assert_cmpstr (sandbox_reply_string (log, "requests.0.merchantReference"), ==, "A-1");
  g_assert_cmpstr (sandbox_reply_string (log, "requests.0.paymentId"), ==,
                   sandbox_reply_string (created, "payment.id"));
  g_assert_cmpint (sandbox_reply_integer (log, "requests.0.status"), ==, 201);
  g_assert_cmpint (sandbox_reply_integer (log, "requests.0.started"), >=, before);
  g_assert_cmpint (sandbox_reply_integer (log, "requests.0.ended"), >=,
                   sandbox_reply_integer (log, "requests.0.started"));

  g_assert_cmpstr (sandbox_reply_string (log, "requests.1.call"), ==, "get");
  g_assert_cmpstr (sandbox_reply_string (log, "requests.1.faults"), ==, "lost");
  g_assert_cmpint (sandbox_reply_integer (log, "requests.1.status"), ==, 0);
  g_assert_cmpstr (sandbox_reply_string (log, "requests.1.paymentId"), ==,
                   sandbox_reply_string (created, "payment.id"));
  g_assert_cmpint (sandbox_reply_integer (log, "requests.1.started"), >=,
                   sandbox_reply_integer (log, "requests.0.ended"));
}

static void
test_clock (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  gint64 ours = g_get_real_time () / 1000;
  g_autoptr(SandboxReply) set = sandbox_test_control (test, "POST", "clock", "{\"offset\": 3600}");
  const SandboxRequest by_platform = { "GET", "services/testconnection", .seconds = 3600 };
  const SandboxRequest by_nobody = { "GET", "services/testconnection", .seconds = 1800 };
  g_autoptr(SandboxReply) taken = sandbox_test_call (test, "GET", "services/testconnection", NULL, NULL);
  g_autoptr(SandboxReply) taken_too = sandbox_test_send (test, &by_platform);
  g_autoptr(SandboxReply) refused = sandbox_test_send (test, &by_nobody);
  static const char * const wrong[] = {
    "{\"offset\": \"x\"}", "{\"offset\": 1000000000}", "{\"tolerance\": -1}", "[]",
  };

  g_assert_cmpint (sandbox_reply_integer (set, "offset"), ==, 3600);
  g_assert_cmpint (sandbox_reply_integer (set, "now") - ours, >=, 3600 * 1000);
  g_assert_cmpint (sandbox_reply_integer (set, "now") - ours, <=, 3610 * 1000);
  /* A traveller's requests carry the real time, or what the platform said. */
  g_assert_cmpuint (taken->status, ==, 200);
  g_assert_cmpuint (taken_too->status, ==, 200);
  g_assert_cmpuint (refused->status, ==, 403);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(SandboxReply) reply = sandbox_test_plain (test, "POST", "/_control/clock", wrong[i]);

      g_assert_cmpuint (reply->status, ==, 400);
    }
}

static void
test_reset (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *body = sandbox_test_payment_body ("desktopQRCode", "A-1");
  g_autoptr(SandboxReply) keyed = sandbox_test_call (test, "POST", "payments", body, "k-1");
  g_autoptr(SandboxReply) after = NULL;
  g_autoptr(SandboxReply) again = NULL;

  sandbox_test_set (test, "clock", "{\"offset\": 3600}");
  sandbox_test_add_fault (test, "{'fault': 'busy'}");
  sandbox_test_set (test, "reset", NULL);
  g_assert_cmpuint (sandbox_test_count (test), ==, 0);
  after = sandbox_test_control (test, "GET", "clock", NULL);
  g_assert_cmpint (sandbox_reply_integer (after, "offset"), ==, 0);
  again = sandbox_test_call (test, "POST", "payments", body, "k-1");
  g_assert_cmpuint (again->status, ==, 201);
  g_assert_cmpstr (sandbox_reply_string (again, "payment.id"), !=, sandbox_reply_string (keyed, "payment.id"));
  g_assert_null (sandbox_reply_header (again, "X-GCS-Idempotence-Request-Timestamp"));
}

/* As a browser does: by the buttons of the page that the code leads to. */
static void
test_phone (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = sandbox_test_create (test, "desktopQRCode", "A-1");
  g_autofree char *url = sandbox_get_phone_url (test->sandbox, id);
  const char *page = strstr (url, "/phone/");
  g_autofree char *scan = g_strconcat (page, "/scan", NULL);
  g_autofree char *pay = g_strconcat (page, "/pay", NULL);
  g_autofree char *settle = g_strconcat (page, "/settle", NULL);
  g_autoptr(SandboxReply) before = sandbox_test_plain (test, "GET", page, NULL);
  g_autoptr(SandboxReply) scanned = sandbox_test_plain (test, "POST", scan, NULL);
  g_autoptr(SandboxReply) between = sandbox_test_plain (test, "GET", page, NULL);
  g_autoptr(SandboxReply) paid = NULL;
  g_autoptr(SandboxReply) not_ours = NULL;
  g_autoptr(SandboxReply) after = NULL;
  g_autofree char *status = NULL;

  g_assert_nonnull (strstr (before->text, "12.50 USD"));
  g_assert_nonnull (strstr (before->text, scan));
  g_assert_nonnull (strstr (before->text, pay));
  g_assert_cmpuint (scanned->status, ==, 303);
  g_assert_cmpstr (sandbox_reply_header (scanned, "Location"), ==, page);
  g_assert_null (strstr (between->text, scan));
  g_assert_nonnull (strstr (between->text, "Scanned"));

  paid = sandbox_test_plain (test, "POST", pay, NULL);
  g_assert_cmpuint (paid->status, ==, 303);
  status = sandbox_test_status (test, id);
  g_assert_cmpstr (status, ==, "CAPTURED");
  after = sandbox_test_plain (test, "GET", page, NULL);
  g_assert_nonnull (strstr (after->text, "Paid"));
  g_assert_null (strstr (after->text, pay));

  /* What only the platform does is no button. */
  not_ours = sandbox_test_plain (test, "POST", settle, NULL);
  sandbox_assert_html (not_ours, 404);
}

/* The wire's two decimals are not shown where the currency has none. */
static void
test_yen_phone (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *good = sandbox_test_payment_body ("desktopQRCode", "A-1");
  g_autofree char *body = sandbox_test_edit (good, "order.amountOfMoney", "{'amount': 50000, 'currencyCode': 'JPY'}");
  g_autoptr(SandboxReply) created = sandbox_test_call (test, "POST", "payments", body, NULL);
  g_autofree char *url = sandbox_get_phone_url (test->sandbox, sandbox_reply_string (created, "payment.id"));
  g_autoptr(SandboxReply) page = sandbox_test_plain (test, "GET", strstr (url, "/phone/"), NULL);

  g_assert_nonnull (strstr (page->text, ">500 JPY<"));
}

static void
test_late_phone (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = sandbox_test_create (test, "desktopQRCode", "A-1");
  g_autofree char *url = sandbox_get_phone_url (test->sandbox, id);
  g_autofree char *pay = g_strconcat (strstr (url, "/phone/"), "/pay", NULL);
  g_autoptr(SandboxReply) page = NULL;

  sandbox_test_set (test, "clock", "{\"offset\": 7300}");
  page = sandbox_test_plain (test, "GET", strstr (url, "/phone/"), NULL);
  g_assert_nonnull (strstr (page->text, "late"));
  g_assert_nonnull (strstr (page->text, pay));
}

/* What comes from a merchant is text on every page, never HTML. */
static void
test_escaped (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *good = sandbox_test_payment_body ("desktopQRCode", "A-1");
  g_autofree char *marked = sandbox_test_edit (good, "order.references.merchantReference", "'<b>&'");
  g_autofree char *body = sandbox_test_edit (marked, "order.references.descriptor", "'<script>'");
  g_autoptr(SandboxReply) created = sandbox_test_call (test, "POST", "payments", body, NULL);
  g_autofree char *url = sandbox_get_phone_url (test->sandbox, sandbox_reply_string (created, "payment.id"));
  g_autoptr(SandboxReply) phone = sandbox_test_plain (test, "GET", strstr (url, "/phone/"), NULL);
  g_autoptr(SandboxReply) list = sandbox_test_plain (test, "GET", "/", NULL);

  sandbox_assert_html (phone, 200);
  sandbox_assert_html (list, 200);
  g_assert_nonnull (strstr (phone->text, "&lt;b&gt;&amp;"));
  g_assert_nonnull (strstr (phone->text, "&lt;script&gt;"));
  g_assert_null (strstr (phone->text, "<script"));
  g_assert_nonnull (strstr (list->text, "&lt;b&gt;&amp;"));
  g_assert_null (strstr (list->text, "<b>"));
  g_assert_nonnull (strstr (list->text, strstr (url, "/phone/")));
  g_assert_nonnull (strstr (sandbox_reply_header (phone, "Content-Security-Policy"), "default-src 'none'"));
}

static void
test_unknown_pages (void)
{
  static const char * const paths[] = {
    "/phone/x", "/phone/", "/phone", "/checkout/x", "/_control", "/_control/", "/x", "//", "/%00", "/phone/%ff",
  };
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(SandboxReply) reply = sandbox_test_plain (test, "GET", paths[i], NULL);

      sandbox_assert_html (reply, 404);
    }
}

static void
watch_message_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  gpointer            user_data)
{
  if (event == G_SOCKET_CLIENT_COMPLETE)
    (*(int *) user_data)++;
}

static void
watch_session_cb (SoupSession *session,
                  SoupMessage *message,
                  gpointer     user_data)
{
  g_signal_connect (message, "network-event", G_CALLBACK (watch_message_cb), user_data);
}

/* A connection serves one request after the other. */
static void
test_keep_alive (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  int connections = 0;

  g_signal_connect (test->session, "request-queued", G_CALLBACK (watch_session_cb), &connections);
  for (int i = 0; i < 5; i++)
    {
      g_autoptr(SandboxReply) answer = sandbox_test_call (test, "GET", "services/testconnection", NULL, NULL);
      g_autoptr(SandboxReply) refused = sandbox_test_call (test, "GET", "payments/1", NULL, NULL);

      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpuint (refused->status, ==, 404);
    }

  g_assert_cmpint (connections, ==, 1);
}

static char *
read_all (GInputStream *stream)
{
  GString *text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  char buffer[4096];
  gssize length;

  while ((length = g_input_stream_read (stream, buffer, sizeof buffer, NULL, &error)) > 0)
    g_string_append_len (text, buffer, length);
  g_assert_no_error (error);

  return g_string_free (text, FALSE);
}

/* Also after an answer without a body, though libsoup on either side would close it. */
static void
test_keep_alive_after_204 (void)
{
  static const char requests[] = "DELETE /_control/faults HTTP/1.1\r\nHost: a\r\n\r\n"
                                 "GET /_control/faults HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_uri (client, sandbox_get_endpoint (test->sandbox), 80, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), requests, strlen (requests),
                             NULL, NULL, &error);
  g_assert_no_error (error);
  /* To the end: the second request asks for one. */
  text = read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)));

  g_assert_true (g_str_has_prefix (text, "HTTP/1.1 204"));
  g_assert_nonnull (strstr (text, "HTTP/1.1 200"));
}

/* Nobody's request makes the platform stumble, let alone grow. */
static void
test_hostile_bodies (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *large = g_strnfill (64 * 1024 + 1, ' ');
  g_autofree char *deep = g_strnfill (60000, '[');
  g_autofree char *wide = g_strnfill (60000, ',');
  g_autoptr(SandboxReply) too_large = sandbox_test_call (test, "POST", "payments", large, NULL);
  g_autoptr(SandboxReply) too_deep = sandbox_test_call (test, "POST", "payments", deep, NULL);
  g_autoptr(SandboxReply) too_wide = sandbox_test_call (test, "POST", "payments", wide, NULL);
  g_autoptr(SandboxReply) control = sandbox_test_plain (test, "POST", "/_control/faults", deep);
  g_autoptr(SandboxReply) after = sandbox_test_call (test, "GET", "services/testconnection", NULL, NULL);

  sandbox_assert_html (too_large, 413);
  sandbox_assert_error (too_deep, 400, "21000020", NULL);
  sandbox_assert_error (too_wide, 400, "21000020", NULL);
  g_assert_cmpuint (control->status, ==, 400);
  g_assert_cmpuint (after->status, ==, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/control/payments", test_payments);
  g_test_add_func ("/sandbox/control/creates", test_creates);
  g_test_add_func ("/sandbox/control/requests", test_requests);
  g_test_add_func ("/sandbox/control/clock", test_clock);
  g_test_add_func ("/sandbox/control/reset", test_reset);
  g_test_add_func ("/sandbox/control/phone", test_phone);
  g_test_add_func ("/sandbox/control/yen-phone", test_yen_phone);
  g_test_add_func ("/sandbox/control/late-phone", test_late_phone);
  g_test_add_func ("/sandbox/control/escaped", test_escaped);
  g_test_add_func ("/sandbox/control/unknown-pages", test_unknown_pages);
  g_test_add_func ("/sandbox/control/keep-alive", test_keep_alive);
  g_test_add_func ("/sandbox/control/keep-alive-after-204", test_keep_alive_after_204);
  g_test_add_func ("/sandbox/control/hostile-bodies", test_hostile_bodies);

  return g_test_run ();
}
