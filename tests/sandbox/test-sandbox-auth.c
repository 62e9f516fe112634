/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-date.h"
#include "sandbox-test.h"

#define FIND "payments?merchantReference=a%20b"

/* Everything that a request can have wrong about who asks, and what is right though it looks odd. */
static const struct
{
  const char     *name;
  SandboxRequest  request;
  guint           status;
  const char     *code;
} rows[] = {
  { "signed", { "GET", "services/testconnection" }, 200, NULL },
  { "with-content-type", { "GET", "services/testconnection", .content_type = "application/json" }, 200, NULL },
  { "query-decoded", { "GET", FIND }, 200, NULL },
  { "query-raw", { "GET", FIND, .raw_query = TRUE }, 200, NULL },
  { "clock-4-minutes-off", { "GET", "services/testconnection", .seconds = -240 }, 200, NULL },
  { "clock-6-minutes-slow", { "GET", "services/testconnection", .seconds = -360 }, 403, "9002" },
  { "clock-6-minutes-fast", { "GET", "services/testconnection", .seconds = 360 }, 403, "9002" },
  { "no-date", { "GET", "services/testconnection", .date = "" }, 403, "9002" },
  { "odd-date", { "GET", "services/testconnection", .date = "yesterday" }, 403, "9002" },
  { "no-authorization", { "GET", "services/testconnection", .authorization = "" }, 403, "9002" },
  { "other-scheme", { "GET", "services/testconnection", .authorization = "Basic YTpi" }, 403, "9002" },
  { "half-authorization", { "GET", "services/testconnection", .authorization = "GCS v1HMAC:" }, 403, "9002" },
  { "other-key", { "GET", "services/testconnection", .key_id = "0000000000000000" }, 403, "9002" },
  { "other-secret", { "GET", "services/testconnection", .secret = "secret" }, 403, "9002" },
  { "other-merchant", { "GET", "services/testconnection", .merchant = "9" }, 403, "9007" },
  { "unsigned-payment", { "POST", "payments", .body = "{}", .authorization = "" }, 403, "9002" },
};

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) reply = sandbox_test_send (test, &rows[i].request);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 date = connect_date_parse (sandbox_reply_header (reply, "Date"));

  if (rows[i].code != NULL)
    sandbox_assert_error (reply, rows[i].status, rows[i].code, NULL);
  else
    g_assert_cmpuint (reply->status, ==, rows[i].status);

  /* From which a client learns that its clock is wrong. */
  g_assert_cmpint (ABS (now - date), <=, 2);
}

/* The signature covers what was sent: each part, changed afterwards, makes it wrong. */
static void
test_covers (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *date = connect_date_format (g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *target = g_strdup_printf ("/v1/%s/payments?limit=1", sandbox_get_merchant_id (test->sandbox));
  g_autofree char *signature = connect_signer_sign (test->signer, "GET", NULL, date, NULL, 0, target);
  g_autofree char *authorization = connect_signer_authorize (test->signer, signature);
  const SandboxRequest requests[] = {
    { "GET", "payments?limit=1", .date = date, .authorization = authorization },
    { "GET", "payments?limit=2", .date = date, .authorization = authorization },
    { "GET", "payments/?limit=1", .date = date, .authorization = authorization },
    { "POST", "payments?limit=1", .date = date, .authorization = authorization },
    { "GET", "payments?limit=1", .date = date, .authorization = authorization, .key = "k" },
    { "GET", "payments?limit=1", .date = date, .authorization = authorization, .content_type = "text/plain" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr(SandboxReply) reply = sandbox_test_send (test, &requests[i]);

      /* The third is no path that is known. */
      g_assert_cmpuint (reply->status, ==, i == 0 ? 200 : i == 2 ? 404 : 403);
    }
}

static void
test_tolerance (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  const SandboxRequest off = { "GET", "services/testconnection", .seconds = 100 };
  g_autoptr(SandboxReply) before = sandbox_test_send (test, &off);
  g_autoptr(SandboxReply) after = NULL;

  sandbox_test_set (test, "clock", "{\"tolerance\": 60}");
  after = sandbox_test_send (test, &off);

  g_assert_cmpuint (before->status, ==, 200);
  g_assert_cmpuint (after->status, ==, 403);
}

/* A platform whose clock differs refuses, and says its own time; dated by that it takes the request. */
static void
test_skew (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  SandboxRequest request = { "GET", "services/testconnection" };
  g_autoptr(SandboxReply) refused = NULL;
  g_autoptr(SandboxReply) taken = NULL;
  gint64 ours = g_get_real_time () / G_USEC_PER_SEC;

  sandbox_test_set (test, "clock", "{\"skew\": 420}");
  refused = sandbox_test_send (test, &request);
  sandbox_assert_error (refused, 403, "9002", NULL);
  request.seconds = connect_date_parse (sandbox_reply_header (refused, "Date")) - ours;
  g_assert_cmpint (ABS (request.seconds - 420), <=, 2);
  taken = sandbox_test_send (test, &request);
  g_assert_cmpuint (taken->status, ==, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sandbox/auth/%s", rows[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/sandbox/auth/covers", test_covers);
  g_test_add_func ("/sandbox/auth/tolerance", test_tolerance);
  g_test_add_func ("/sandbox/auth/skew", test_skew);

  return g_test_run ();
}
