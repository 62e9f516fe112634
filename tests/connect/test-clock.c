/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-test-fixture.h"

/* A clock that is wrong, and a platform that says so. */

#define JSON "application/json"
#define REFUSAL "{\"errorId\":\"e\",\"errors\":[{\"code\":\"9002\"}]}"
#define GOOD "{\"payment\":{\"id\":\"7\"}}"
#define LATE 420

#define REFUSED_AT(skew) { 403, JSON, .body = REFUSAL, .date_skew = (skew) }
#define TAKEN_AT(skew)   { 201, JSON, .body = GOOD, .date_skew = (skew) }

typedef struct
{
  const char        *name;
  ConnectTestAnswer  answers[2];
  guint              n_requests;
  int                error;           /* -1: a result */
  gint64             offset;          /* kept by the client */
  gint64             skew;            /* said by the call */
} Row;

static const Row rows[] = {
  { "slow-then-taken", { REFUSED_AT (LATE), TAKEN_AT (LATE) }, 2, -1, LATE, LATE },
  { "fast-then-taken", { REFUSED_AT (-LATE), TAKEN_AT (-LATE) }, 2, -1, -LATE, -LATE },
  { "401-then-taken", { { 401, JSON, .body = REFUSAL, .date_skew = LATE }, TAKEN_AT (LATE) }, 2, -1, LATE, LATE },
  { "just-enough", { REFUSED_AT (60), TAKEN_AT (60) }, 2, -1, 60, 60 },
  { "just-not", { REFUSED_AT (59), TAKEN_AT (59) }, 1, CONNECT_ERROR_KEY_REFUSED, 0, 59 },
  { "just-enough-fast", { REFUSED_AT (-60), TAKEN_AT (-60) }, 2, -1, -60, -60 },
  { "just-not-fast", { REFUSED_AT (-59), TAKEN_AT (-59) }, 1, CONNECT_ERROR_KEY_REFUSED, 0, -59 },
  { "years", { REFUSED_AT (-40 * 365 * 86400), TAKEN_AT (-40 * 365 * 86400) }, 2, -1, -40 * 365 * 86400, -40 * 365 * 86400 },
  { "refused-twice-just-enough", { REFUSED_AT (60), REFUSED_AT (60) }, 2, CONNECT_ERROR_CLOCK_WRONG, 0, 60 },
  { "refused-by-two-clocks", { REFUSED_AT (LATE), REFUSED_AT (2 * LATE) }, 2, CONNECT_ERROR_CLOCK_WRONG, 0, 2 * LATE },
  { "refused-twice", { REFUSED_AT (LATE), REFUSED_AT (LATE) }, 2, CONNECT_ERROR_CLOCK_WRONG, 0, LATE },
  { "without-a-date", { { 403, JSON, .body = REFUSAL, .date = "" } }, 1, CONNECT_ERROR_KEY_REFUSED, 0, 0 },
  { "unreadable-date", { { 403, JSON, .body = REFUSAL, .date = "Mon, 23 Nov 2026 23:00:00 +9999" } }, 1,
    CONNECT_ERROR_KEY_REFUSED, 0, 0 },
  { "a-page", { { 403, "text/html", .body = "<html>", .date_skew = LATE } }, 1, CONNECT_ERROR_BAD_ANSWER, 0, LATE },
  { "other-json", { { 403, JSON, .body = "{}", .date_skew = LATE } }, 1, CONNECT_ERROR_BAD_ANSWER, 0, LATE },
  { "then-a-page", { REFUSED_AT (LATE), { 403, "text/html", .body = "<html>", .date_skew = LATE } }, 2,
    CONNECT_ERROR_BAD_ANSWER, 0, LATE },
  { "then-refused", { REFUSED_AT (LATE), { 400, JSON, .body = REFUSAL, .date_skew = LATE } }, 2,
    CONNECT_ERROR_REFUSED, LATE, LATE },
  { "then-later", { REFUSED_AT (LATE), { 503, "text/html", .body = "<html>", .date_skew = LATE } }, 2,
    CONNECT_ERROR_TRY_LATER, 0, LATE },
  { "then-lost", { REFUSED_AT (LATE), { .end = CONNECT_TEST_CLOSE } }, 2, CONNECT_ERROR_NO_ANSWER, 0, 0 },
  { "not-refused", { TAKEN_AT (LATE) }, 1, -1, 0, LATE },
  { "other-refusal", { { 400, JSON, .body = REFUSAL, .date_skew = LATE } }, 1, CONNECT_ERROR_REFUSED, 0, LATE },
};

static void
count_cb (ConnectClient *client,
          GParamSpec    *pspec,
          guint         *count)
{
  (*count)++;
}

/* The same request, but for the time and so the signature. */
static void
assert_signed_again (ConnectTestFixture *f,
                     gint64              skew)
{
  const ConnectTestRequest *first = connect_test_server_get_request (f->server, 0);
  const ConnectTestRequest *second = connect_test_server_get_request (f->server, 1);
  g_autofree char *date = connect_date_format (CONNECT_TEST_NOW + skew);

  g_assert_cmpstr (connect_test_request_get (first, "Date"), ==, "Mon, 23 Nov 2026 08:00:00 GMT");
  g_assert_cmpstr (connect_test_request_get (second, "Date"), ==, date);
  g_assert_cmpstr (connect_test_request_get (first, "Authorization"), !=, connect_test_request_get (second, "Authorization"));
  g_assert_cmpstr (connect_test_request_get (first, "X-GCS-Idempotence-Key"), ==, CONNECT_TEST_KEY);
  g_assert_cmpstr (connect_test_request_get (second, "X-GCS-Idempotence-Key"), ==, CONNECT_TEST_KEY);
  g_assert_cmpstr (first->body, ==, CONNECT_TEST_BODY);
  g_assert_cmpstr (second->body, ==, CONNECT_TEST_BODY);
}

static void
test_row (ConnectTestFixture *f,
          gconstpointer       data)
{
  const Row *row = data;
  guint count = 0;
  gint64 offset;
  g_autoptr(GError) error = NULL;
  gboolean taken;

  g_signal_connect (f->client, "notify::clock-offset", G_CALLBACK (count_cb), &count);
  connect_test_server_script (f->server, row->answers, row->n_requests);
  taken = connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error);
  g_assert_cmpint (taken, ==, row->error < 0);
  if (row->error >= 0)
    g_assert_error (error, CONNECT_ERROR, row->error);

  g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, row->n_requests);
  g_assert_true (f->call->may_have_left);
  g_assert_cmpint (f->call->clock_skew, ==, row->skew);
  g_assert_cmpint (connect_client_get_clock_offset (f->client), ==, row->offset);
  g_assert_cmpuint (count, ==, row->offset != 0 ? 1 : 0);
  g_object_get (f->client, "clock-offset", &offset, NULL);
  g_assert_cmpint (offset, ==, row->offset);
  if (row->n_requests == 2)
    assert_signed_again (f, row->answers[0].date_skew);
}

/* What was learned once is used from then on, and forgotten when the clock is set right. */
static void
test_kept (ConnectTestFixture *f,
           gconstpointer       data)
{
  static const ConnectTestAnswer learn[] = { REFUSED_AT (LATE), TAKEN_AT (LATE) };
  const ConnectTestOperation *operation = connect_test_get_operation ("create-payment");
  g_autofree char *date = connect_date_format (CONNECT_TEST_NOW + LATE);

  connect_test_server_script (f->server, learn, 2);
  g_assert_true (connect_test_ask (f, operation, NULL, NULL));
  g_assert_true (connect_test_ask (f, operation, NULL, NULL));
  g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, 3);
  g_assert_cmpstr (connect_test_request_get (connect_test_server_get_request (f->server, 2), "Date"), ==, date);

  f->now += LATE;
  connect_test_server_script (f->server, learn, 2);
  g_assert_true (connect_test_ask (f, operation, NULL, NULL));
  g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, 2);
  g_assert_cmpint (connect_client_get_clock_offset (f->client), ==, 0);
}

/* Signed by the right time and refused all the same: once is enough. */
static void
test_kept_and_refused (ConnectTestFixture *f,
                       gconstpointer       data)
{
  static const ConnectTestAnswer learn[] = { REFUSED_AT (LATE), TAKEN_AT (LATE) };
  static const ConnectTestAnswer refuse = REFUSED_AT (LATE);
  const ConnectTestOperation *operation = connect_test_get_operation ("create-payment");
  g_autoptr(GError) error = NULL;

  connect_test_server_script (f->server, learn, 2);
  g_assert_true (connect_test_ask (f, operation, NULL, NULL));
  connect_test_server_script (f->server, &refuse, 1);
  g_assert_false (connect_test_ask (f, operation, NULL, &error));
  g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_CLOCK_WRONG);
  g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, 1);
  g_assert_cmpint (connect_client_get_clock_offset (f->client), ==, LATE);
}

/* The platform answered some time between our two looks at the clock: the middle is the fairest guess. */
static void
test_midpoint (ConnectTestFixture *f,
               gconstpointer       data)
{
  static const ConnectTestAnswer answer = TAKEN_AT (50);

  f->now_step = 100;
  connect_test_server_script (f->server, &answer, 1);
  g_assert_true (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, NULL));
  g_assert_cmpint (f->call->clock_skew, ==, 0);
}

/* Two sends, one time limit. */
static void
test_limit (ConnectTestFixture *f,
            gconstpointer       data)
{
  static const ConnectTestAnswer answers[] = { REFUSED_AT (LATE), { .end = CONNECT_TEST_HANG } };
  gint64 start = g_get_monotonic_time ();
  g_autoptr(GError) error = NULL;

  connect_client_set_time_limits (f->client, 300, 60000);
  connect_test_server_script (f->server, answers, 2);
  g_assert_false (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error));
  g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_NO_ANSWER);
  g_assert_cmpint (f->call->http_status, ==, 0);
  g_assert_cmpint ((g_get_monotonic_time () - start) / 1000, <, 30000);
}

#define ADD(path, function) \
  g_test_add ("/connect/clock/" path, ConnectTestFixture, NULL, connect_test_set_up, function, connect_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/connect/clock/refused/", rows[i].name, NULL);

      g_test_add (path, ConnectTestFixture, &rows[i], connect_test_set_up, test_row, connect_test_tear_down);
    }
  ADD ("kept", test_kept);
  ADD ("kept-and-refused", test_kept_and_refused);
  ADD ("midpoint", test_midpoint);
  ADD ("limit", test_limit);

  return g_test_run ();
}
