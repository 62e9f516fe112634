/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-date.h"
#include "sandbox-test.h"

/* What a client meets. */
typedef enum
{
  MEETS_ANSWER,     /* the whole answer, which is JSON */
  MEETS_OTHER,      /* a whole answer that is not the JSON it should be */
  MEETS_BREAK,      /* a connection that breaks */
  MEETS_NOTHING,    /* nothing until it gives up */
} Meets;

/* Each fault on a create request: what comes of it, and whether there is a payment afterwards. */
static const struct
{
  const char *name;
  const char *fault;
  Meets       meets;
  guint       status;
  gboolean    executed;
} rows[] = {
  { "lost", "{'fault': 'lost'}", MEETS_BREAK, 0, TRUE },
  { "not-executed-lost", "{'fault': 'not-executed-lost'}", MEETS_BREAK, 0, FALSE },
  { "lost-unexecuted", "{'fault': 'lost', 'executed': false}", MEETS_BREAK, 0, FALSE },
  { "reset", "{'fault': 'reset'}", MEETS_BREAK, 0, TRUE },
  { "reset-within", "{'fault': 'reset', 'at': 10}", MEETS_BREAK, 201, TRUE },
  { "hang", "{'fault': 'hang'}", MEETS_NOTHING, 0, TRUE },
  { "hang-within", "{'fault': 'hang', 'at': 10}", MEETS_NOTHING, 201, TRUE },
  { "late", "{'fault': 'late', 'ms': 50}", MEETS_ANSWER, 201, TRUE },
  { "too-late", "{'fault': 'late', 'ms': 60000}", MEETS_NOTHING, 0, TRUE },
  { "held", "{'fault': 'held', 'ms': 50}", MEETS_ANSWER, 201, TRUE },
  { "cut", "{'fault': 'cut'}", MEETS_BREAK, 201, TRUE },
  { "cut-before-the-body", "{'fault': 'cut', 'at': 0}", MEETS_BREAK, 201, TRUE },
  { "cut-after-the-end", "{'fault': 'cut', 'at': 1000000}", MEETS_ANSWER, 201, TRUE },
  { "drip", "{'fault': 'drip', 'ms': 1000}", MEETS_NOTHING, 201, TRUE },
  { "huge", "{'fault': 'huge', 'bytes': 5000000}", MEETS_ANSWER, 201, TRUE },
  { "busy", "{'fault': 'busy'}", MEETS_ANSWER, 409, FALSE },
  { "status", "{'fault': 'status', 'code': 503}", MEETS_ANSWER, 503, FALSE },
  { "status-executed", "{'fault': 'status', 'code': 500, 'executed': true}", MEETS_ANSWER, 500, TRUE },
  { "status-html", "{'fault': 'status', 'code': 502, 'type': 'html'}", MEETS_OTHER, 502, FALSE },
  { "status-empty", "{'fault': 'status', 'code': 500, 'type': 'empty'}", MEETS_OTHER, 500, FALSE },
  { "html", "{'fault': 'html'}", MEETS_OTHER, 200, FALSE },
  { "redirect", "{'fault': 'redirect'}", MEETS_OTHER, 302, FALSE },
  { "garbled", "{'fault': 'garbled'}", MEETS_OTHER, 201, TRUE },
  { "deep", "{'fault': 'deep', 'depth': 20}", MEETS_ANSWER, 201, TRUE },
  { "many", "{'fault': 'many', 'values': 4000}", MEETS_ANSWER, 201, TRUE },
  { "type", "{'fault': 'type', 'type': 'text/plain'}", MEETS_OTHER, 201, TRUE },
  { "body", "{'fault': 'body', 'text': 'no json'}", MEETS_OTHER, 201, TRUE },
  { "body-bytes", "{'fault': 'body', 'base64': '/wA='}", MEETS_OTHER, 201, TRUE },
  { "gzip", "{'fault': 'gzip'}", MEETS_OTHER, 201, TRUE },
  { "no-date", "{'fault': 'date'}", MEETS_ANSWER, 201, TRUE },
  { "decline", "{'fault': 'decline'}", MEETS_ANSWER, 402, TRUE },
};

static SandboxReply *
create (SandboxTest *test,
        guint        timeout)
{
  g_autofree char *body = sandbox_test_payment_body ("desktopQRCode", "A-1");
  const SandboxRequest request = { "POST", "payments", .body = body, .timeout = timeout };

  return sandbox_test_send (test, &request);
}

static void
assert_meets (SandboxReply *reply,
              Meets         meets)
{
  switch (meets)
    {
    case MEETS_ANSWER:
    case MEETS_OTHER:
      g_assert_no_error (reply->error);
      g_assert_cmpint (reply->json != NULL, ==, meets == MEETS_ANSWER);
      break;

    case MEETS_BREAK:
      /* libsoup takes a close for the end of a body, however much of it was promised. */
      if (reply->error == NULL)
        g_assert_cmpint (soup_message_headers_get_content_length (reply->headers), >, reply->length);
      else
        g_assert_false (g_error_matches (reply->error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
      break;

    case MEETS_NOTHING:
      g_assert_error (reply->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) reply = NULL;
  g_autoptr(SandboxReply) after = NULL;

  sandbox_test_add_fault (test, rows[i].fault);
  reply = create (test, rows[i].meets == MEETS_NOTHING ? 700 : 0);
  assert_meets (reply, rows[i].meets);
  g_assert_cmpuint (reply->status, ==, rows[i].status);
  g_assert_cmpuint (sandbox_test_count (test), ==, rows[i].executed ? 1 : 0);

  /* Whatever was broken, the next one is served. */
  g_clear_pointer (&after, sandbox_reply_free);
  after = sandbox_test_control (test, "DELETE", "faults", NULL);
  g_clear_pointer (&reply, sandbox_reply_free);
  reply = create (test, 0);
  g_assert_cmpuint (reply->status, ==, 201);
}

/* Which of six requests meet the fault. */
static const struct
{
  const char *name;
  const char *when;
  const char *met;
} schedules[] = {
  { "always", "", "xxxxxx" },
  { "nth", ", 'nth': 3", "..x..." },
  { "from", ", 'from': 4", "...xxx" },
  { "every", ", 'every': 2", ".x.x.x" },
  { "from-every", ", 'from': 3, 'every': 2", "...x.x" },
  { "times", ", 'times': 2", "xx...." },
  { "from-times", ", 'from': 2, 'times': 3", ".xxx.." },
  { "other-call", ", 'call': 'get'", "......" },
  { "this-call", ", 'call': 'create', 'nth': 2", ".x...." },
  { "any-call", ", 'call': 'any', 'nth': 2", ".x...." },
  { "this-reference", ", 'reference': 'A-1', 'nth': 2", ".x...." },
  { "other-reference", ", 'reference': 'B-1'", "......" },
};

static void
test_schedule (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *fault = g_strdup_printf ("{'fault': 'status', 'code': 503%s}", schedules[i].when);
  g_autoptr(GString) met = g_string_new (NULL);

  sandbox_test_add_fault (test, fault);
  for (int n = 0; n < 6; n++)
    {
      g_autoptr(SandboxReply) reply = create (test, 0);

      g_string_append_c (met, reply->status == 503 ? 'x' : '.');
    }

  g_assert_cmpstr (met->str, ==, schedules[i].met);
}

/* A request that is not let in does not use up a fault. */
static void
test_counts_only_taken (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  const SandboxRequest wrong = { "GET", "services/testconnection", .secret = "wrong" };
  g_autoptr(SandboxReply) refused = NULL;
  g_autoptr(SandboxReply) met = NULL;

  sandbox_test_add_fault (test, "{'fault': 'busy', 'nth': 1}");
  refused = sandbox_test_send (test, &wrong);
  met = sandbox_test_call (test, "GET", "services/testconnection", NULL, NULL);

  g_assert_cmpuint (refused->status, ==, 403);
  sandbox_assert_error (met, 409, "1409", NULL);
}

static void
test_together (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) reply = NULL;
  g_autoptr(SandboxReply) list = NULL;

  sandbox_test_add_fault (test, "{'fault': 'status', 'code': 429, 'headers': {'Retry-After': '5'}}");
  sandbox_test_add_fault (test, "{'fault': 'headers', 'headers': {'X-Odd': 'b'}}");
  reply = create (test, 0);

  g_assert_cmpuint (reply->status, ==, 429);
  g_assert_cmpstr (sandbox_reply_header (reply, "Retry-After"), ==, "5");
  g_assert_cmpstr (sandbox_reply_header (reply, "X-Odd"), ==, "b");

  list = sandbox_test_control (test, "GET", "faults", NULL);
  g_assert_cmpint (sandbox_reply_integer (list, "faults.0.seen"), ==, 1);
  g_assert_cmpint (sandbox_reply_integer (list, "faults.0.played"), ==, 1);
  g_assert_cmpint (sandbox_reply_integer (list, "faults.0.given.code"), ==, 429);
}

static void
test_replace (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) reply = NULL;

  sandbox_test_add_fault (test, "{'fault': 'replace', 'member': 'payment.paymentOutput.amountOfMoney.amount', 'value': 1}");
  sandbox_test_add_fault (test, "{'fault': 'replace', 'member': 'payment.status', 'value': 'BANANA'}");
  sandbox_test_add_fault (test, "{'fault': 'replace', 'member': 'merchantAction.showData.1.key', 'value': {'a': []}}");
  sandbox_test_add_fault (test, "{'fault': 'remove', 'member': 'payment.id'}");
  sandbox_test_add_fault (test, "{'fault': 'replace', 'member': 'payment.no.such', 'value': 1}");
  sandbox_test_add_fault (test, "{'fault': 'replace', 'member': 'merchantAction.showData.9.key', 'value': 1}");
  reply = create (test, 0);

  g_assert_cmpint (sandbox_reply_integer (reply, "payment.paymentOutput.amountOfMoney.amount"), ==, 1);
  g_assert_cmpstr (sandbox_reply_string (reply, "payment.status"), ==, "BANANA");
  g_assert_nonnull (sandbox_reply_get (reply, "merchantAction.showData.1.key.a"));
  g_assert_null (sandbox_reply_get (reply, "payment.id"));
  g_assert_cmpint (json_object_get_size (json_node_get_object (sandbox_reply_get (reply, "payment"))), ==, 3);
}

/* A list's elements have numbers for names. */
static void
test_replace_element (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) reply = NULL;

  sandbox_test_add_fault (test, "{'fault': 'replace', 'member': 'merchantAction.showData.1', 'value': 7}");
  sandbox_test_add_fault (test, "{'fault': 'remove', 'member': 'merchantAction.showData.0'}");
  sandbox_test_add_fault (test, "{'fault': 'remove', 'member': 'merchantAction.showData.99'}");
  reply = create (test, 0);

  g_assert_cmpint (sandbox_reply_integer (reply, "merchantAction.showData.0"), ==, 7);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (sandbox_reply_get (reply, "merchantAction.showData"))), ==, 1);
}

static void
test_type (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) reply = NULL;

  sandbox_test_add_fault (test, "{'fault': 'type', 'type': 'text/plain'}");
  reply = create (test, 0);
  g_assert_cmpstr (sandbox_reply_header (reply, "Content-Type"), ==, "text/plain");
  g_assert_nonnull (strstr (reply->text, "\"REDIRECTED\""));
}

static void
test_pictures (void)
{
  static const struct
  {
    const char *fault;
    const char *prefix;
    gsize       max;
  } pictures[] = {
    { "{'fault': 'picture'}", "iVBORw0KGgoAAAANSUhEUgAA6mAAAOpg", 200 },
    { "{'fault': 'picture', 'kind': 'blank'}", "iVBORw0KGgo", 200 },
    { "{'fault': 'picture', 'kind': 'half'}", "iVBORw0KGgo", 1100 },
    { "{'fault': 'picture', 'kind': 'text'}", "bm8g", 20 },
    { "{'fault': 'picture', 'base64': 'YWJj'}", "YWJj", 4 },
  };
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autoptr(SandboxReply) reply = NULL;
      g_autoptr(SandboxReply) clear = NULL;

      sandbox_test_add_fault (test, pictures[i].fault);
      reply = create (test, 0);
      clear = sandbox_test_control (test, "DELETE", "faults", NULL);
      g_assert_cmpstr (sandbox_reply_string (reply, "merchantAction.showData.0.key"), ==, "QRCODE");
      g_assert_true (g_str_has_prefix (sandbox_reply_string (reply, "merchantAction.showData.0.value"),
                                       pictures[i].prefix));
      g_assert_cmpuint (strlen (sandbox_reply_string (reply, "merchantAction.showData.0.value")), <=, pictures[i].max);
      g_assert_true (g_str_has_prefix (sandbox_reply_string (reply, "merchantAction.showData.1.value"), "wx"));
    }
}

static void
test_answers (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) busy = NULL;
  g_autoptr(SandboxReply) redirect = NULL;
  g_autoptr(SandboxReply) huge = NULL;
  g_autoptr(SandboxReply) no_date = NULL;
  g_autoptr(SandboxReply) body = NULL;

  sandbox_test_add_fault (test, "{'fault': 'busy', 'nth': 1}");
  sandbox_test_add_fault (test, "{'fault': 'redirect', 'nth': 2, 'code': 307, 'location': 'http://127.0.0.1:9/'}");
  sandbox_test_add_fault (test, "{'fault': 'huge', 'nth': 3, 'bytes': 300000}");
  sandbox_test_add_fault (test, "{'fault': 'date', 'nth': 4}");
  sandbox_test_add_fault (test, "{'fault': 'body', 'nth': 5, 'text': '<p>', 'type': 'text/html'}");
  busy = create (test, 0);
  redirect = create (test, 0);
  huge = create (test, 0);
  no_date = create (test, 0);
  body = create (test, 0);

  sandbox_assert_error (busy, 409, "1409", NULL);
  g_assert_nonnull (sandbox_reply_header (busy, "X-GCS-Idempotence-Request-Timestamp"));
  sandbox_assert_html (redirect, 307);
  g_assert_cmpstr (sandbox_reply_header (redirect, "Location"), ==, "http://127.0.0.1:9/");
  g_assert_cmpuint (huge->length, >, 300000);
  g_assert_cmpstr (sandbox_reply_string (huge, "payment.status"), ==, "REDIRECTED");
  g_assert_null (sandbox_reply_header (no_date, "Date"));
  sandbox_assert_html (body, 201);
  g_assert_cmpstr (body->text, ==, "<p>");
}

static gint64
date_of_next (SandboxTest *test,
              const char  *fault)
{
  g_autoptr(SandboxReply) reply = NULL;

  sandbox_test_set (test, "reset", NULL);
  sandbox_test_add_fault (test, fault);
  reply = create (test, 0);
  g_assert_cmpuint (reply->status, ==, 201);

  return connect_date_parse (sandbox_reply_header (reply, "Date"));
}

/* However far off it is wanted, it is a date. */
static void
test_date (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_cmpint (ABS (date_of_next (test, "{'fault': 'date', 'seconds': -600}") - now + 600), <=, 5);
  g_assert_cmpint (date_of_next (test, "{'fault': 'date', 'seconds': 99999999999999999}"), >, now);
}

/* A close and a reset are two things on the wire. */
static void
test_close_or_reset (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) lost = NULL;
  g_autoptr(SandboxReply) reset = NULL;

  sandbox_test_add_fault (test, "{'fault': 'lost', 'nth': 1}");
  sandbox_test_add_fault (test, "{'fault': 'reset', 'nth': 2}");
  lost = create (test, 0);
  reset = create (test, 0);

  g_assert_false (g_error_matches (lost->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED));
  g_assert_error (reset->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
}

/* Byte by byte is the whole answer in the end. */
static void
test_drip (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) reply = NULL;

  sandbox_test_add_fault (test, "{'fault': 'drip', 'ms': 2}");
  reply = sandbox_test_call (test, "GET", "services/testconnection", NULL, NULL);

  g_assert_no_error (reply->error);
  g_assert_cmpstr (sandbox_reply_string (reply, "result"), ==, "OK");
}

/* A request that waits before it is executed is executed, also when the client has given up. */
static void
test_held_and_left (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) reply = NULL;
  gint64 deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  sandbox_test_add_fault (test, "{'call': 'create', 'fault': 'held', 'ms': 1000}");
  reply = create (test, 50);
  g_assert_error (reply->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (sandbox_test_count (test), ==, 0);

  while (sandbox_test_count (test) == 0 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (sandbox_test_count (test), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sandbox/faults/%s", rows[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (schedules); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sandbox/faults/schedule/%s", schedules[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_schedule);
    }
  g_test_add_func ("/sandbox/faults/counts-only-taken", test_counts_only_taken);
  g_test_add_func ("/sandbox/faults/together", test_together);
  g_test_add_func ("/sandbox/faults/replace", test_replace);
  g_test_add_func ("/sandbox/faults/replace-element", test_replace_element);
  g_test_add_func ("/sandbox/faults/type-alone", test_type);
  g_test_add_func ("/sandbox/faults/pictures", test_pictures);
  g_test_add_func ("/sandbox/faults/answers", test_answers);
  g_test_add_func ("/sandbox/faults/close-or-reset", test_close_or_reset);
  g_test_add_func ("/sandbox/faults/date", test_date);
  g_test_add_func ("/sandbox/faults/drip-to-the-end", test_drip);
  g_test_add_func ("/sandbox/faults/held-and-left", test_held_and_left);

  return g_test_run ();
}
