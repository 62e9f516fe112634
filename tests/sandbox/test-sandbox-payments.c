/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-test.h"

static SandboxReply *
get (SandboxTest *test,
     const char  *id,
     const char  *what)
{
  g_autofree char *path = g_strconcat ("payments/", id, what, NULL);

  return sandbox_test_call (test, "GET", path, NULL, NULL);
}

static SandboxReply *
play (SandboxTest *test,
      const char  *id,
      const char  *word)
{
  g_autofree char *path = g_strdup_printf ("/_control/payments/%s/%s", id, word);

  return sandbox_test_plain (test, "POST", path, NULL);
}

/* A life: the acts, and what the platform says of the payment after the last of them. */
static const struct
{
  const char *acts;
  guint       last;            /* status of the last act */
  const char *status;
  const char *category;
  gint64      code;
  const char *third_party;
  gboolean    cancellable;
  gboolean    refundable;
  gboolean    paid;            /* amountPaid is there */
} lives[] = {
  { "", 0, "REDIRECTED", "PENDING_PAYMENT", 50, "WAITING", FALSE, FALSE, FALSE },
  { "scan", 200, "REDIRECTED", "PENDING_PAYMENT", 50, "WAITING", FALSE, FALSE, FALSE },
  { "confirm", 200, "REDIRECTED", "PENDING_PAYMENT", 50, "COMPLETED", FALSE, FALSE, FALSE },
  { "pay", 200, "CAPTURED", "COMPLETED", 800, "COMPLETED", FALSE, TRUE, TRUE },
  { "confirm pay", 200, "CAPTURED", "COMPLETED", 800, "COMPLETED", FALSE, TRUE, TRUE },
  { "scan pay settle", 200, "PAID", "COMPLETED", 1000, "COMPLETED", FALSE, TRUE, TRUE },
  { "decline", 200, "REJECTED", "UNSUCCESSFUL", 100, "COMPLETED", FALSE, FALSE, FALSE },
  { "cancel", 200, "CANCELLED", "UNSUCCESSFUL", 99999, "COMPLETED", FALSE, FALSE, FALSE },
  { "pending-payment", 200, "PENDING_PAYMENT", "PENDING_PAYMENT", 1020, "WAITING", FALSE, FALSE, FALSE },
  { "pending-approval", 200, "PENDING_APPROVAL", "PENDING_MERCHANT", 600, "COMPLETED", TRUE, FALSE, FALSE },
  { "pay reject-capture", 200, "REJECTED_CAPTURE", "UNSUCCESSFUL", 1100, "COMPLETED", FALSE, FALSE, FALSE },
  { "pay reverse", 200, "REVERSED", "REVERSED", 1520, "COMPLETED", FALSE, FALSE, FALSE },
  { "pay chargeback-notice chargeback", 200, "CHARGEBACKED", "REVERSED", 1500, "COMPLETED", FALSE, FALSE, FALSE },

  { "pay pay", 409, "CAPTURED", "COMPLETED", 800, "COMPLETED", FALSE, TRUE, TRUE },
  { "pay decline", 409, "CAPTURED", "COMPLETED", 800, "COMPLETED", FALSE, TRUE, TRUE },
  { "decline pay", 409, "REJECTED", "UNSUCCESSFUL", 100, "COMPLETED", FALSE, FALSE, FALSE },
  { "settle", 409, "REDIRECTED", "PENDING_PAYMENT", 50, "WAITING", FALSE, FALSE, FALSE },
  { "reverse", 409, "REDIRECTED", "PENDING_PAYMENT", 50, "WAITING", FALSE, FALSE, FALSE },
  { "dance", 404, "REDIRECTED", "PENDING_PAYMENT", 50, "WAITING", FALSE, FALSE, FALSE },
};

static guint
play_all (SandboxTest *test,
          const char  *id,
          const char  *acts)
{
  g_auto(GStrv) words = g_strsplit (acts, " ", -1);
  guint last = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autoptr(SandboxReply) reply = play (test, id, words[i]);

      if (last != 0)
        g_assert_cmpuint (last, ==, 200);
      last = reply->status;
    }

  return last;
}

static void
test_life (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = sandbox_test_create (test, "desktopQRCode", "A-1");
  g_autoptr(SandboxReply) payment = NULL;
  g_autoptr(SandboxReply) third_party = NULL;

  g_assert_cmpuint (play_all (test, id, lives[i].acts), ==, lives[i].last);
  payment = get (test, id, NULL);
  third_party = get (test, id, "/thirdpartystatus");

  g_assert_cmpuint (payment->status, ==, 200);
  g_assert_cmpstr (sandbox_reply_string (payment, "id"), ==, id);
  g_assert_null (sandbox_reply_get (payment, "merchantAction"));
  g_assert_cmpstr (sandbox_reply_string (payment, "status"), ==, lives[i].status);
  g_assert_cmpstr (sandbox_reply_string (payment, "statusOutput.statusCategory"), ==, lives[i].category);
  g_assert_cmpint (sandbox_reply_integer (payment, "statusOutput.statusCode"), ==, lives[i].code);
  g_assert_cmpint (sandbox_reply_boolean (payment, "statusOutput.isCancellable"), ==, lives[i].cancellable);
  g_assert_cmpint (sandbox_reply_boolean (payment, "statusOutput.isRefundable"), ==, lives[i].refundable);
  g_assert_cmpint (sandbox_reply_get (payment, "paymentOutput.amountPaid") != NULL, ==, lives[i].paid);
  g_assert_cmpstr (sandbox_reply_string (third_party, "thirdPartyStatus"), ==, lives[i].third_party);
}

/* An abandoned payment stays REDIRECTED, and can be paid late. */
static void
test_late (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = sandbox_test_create (test, "desktopQRCode", "A-1");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  sandbox_test_set (test, "clock", "{\"offset\": 7300}");
  before = sandbox_test_status (test, id);
  g_assert_cmpstr (before, ==, "REDIRECTED");
  g_assert_true (sandbox_act (test->sandbox, id, SANDBOX_ACT_PAY));
  after = sandbox_test_status (test, id);
  g_assert_cmpstr (after, ==, "CAPTURED");
}

static void
test_set_freely (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = sandbox_test_create (test, "desktopQRCode", "A-1");
  g_autoptr(SandboxReply) payment = NULL;
  g_autoptr(SandboxReply) third_party = NULL;

  sandbox_test_set (test, "payments/A-1/set",
                    "{\"status\": \"BANANA\", \"thirdPartyStatus\": \"AUTHORIZED\", \"isRefundable\": true}");
  payment = get (test, id, NULL);
  third_party = get (test, id, "/thirdpartystatus");
  g_assert_cmpstr (sandbox_reply_string (payment, "status"), ==, "BANANA");
  g_assert_null (sandbox_reply_get (payment, "statusOutput.statusCategory"));
  g_assert_true (sandbox_reply_boolean (payment, "statusOutput.isRefundable"));
  g_assert_cmpstr (sandbox_reply_string (third_party, "thirdPartyStatus"), ==, "AUTHORIZED");
}

static SandboxReply *
cancel (SandboxTest *test,
        const char  *id)
{
  g_autofree char *path = g_strdup_printf ("payments/%s/cancel", id);

  return sandbox_test_call (test, "POST", path, NULL, NULL);
}

static void
test_cancel (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = sandbox_test_create (test, "desktopQRCode", "A-1");
  g_autoptr(SandboxReply) waiting = cancel (test, id);
  g_autoptr(SandboxReply) not_cancellable = NULL;
  g_autoptr(SandboxReply) allowed = NULL;
  g_autoptr(SandboxReply) again = NULL;
  g_autofree char *status = NULL;

  sandbox_assert_error (waiting, 405, "300850", NULL);

  sandbox_test_set (test, "payments/A-1/pending-approval", NULL);
  sandbox_test_set (test, "payments/A-1/set", "{\"isCancellable\": false}");
  not_cancellable = cancel (test, id);
  sandbox_assert_error (not_cancellable, 405, "300850", NULL);

  sandbox_test_set (test, "payments/A-1/set", "{\"isCancellable\": true}");
  allowed = cancel (test, id);
  g_assert_cmpuint (allowed->status, ==, 200);
  g_assert_cmpstr (sandbox_reply_string (allowed, "payment.id"), ==, id);
  g_assert_cmpstr (sandbox_reply_string (allowed, "payment.status"), ==, "CANCELLED");
  status = sandbox_test_status (test, id);
  g_assert_cmpstr (status, ==, "CANCELLED");

  again = cancel (test, id);
  sandbox_assert_error (again, 405, "300850", NULL);
}

static void
test_unknown (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = sandbox_test_create (test, "desktopQRCode", "A-1");
  g_autoptr(SandboxReply) forget = NULL;
  static const char * const paths[] = { "", "/thirdpartystatus" };

  forget = play (test, id, "forget");
  g_assert_cmpuint (forget->status, ==, 204);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(SandboxReply) forgotten = get (test, id, paths[i]);
      g_autoptr(SandboxReply) never = get (test, "1", paths[i]);
      g_autoptr(SandboxReply) odd = get (test, "o%20or%201", paths[i]);

      sandbox_assert_error (forgotten, 404, "300240", "paymentId");
      sandbox_assert_error (never, 404, "300240", "paymentId");
      sandbox_assert_error (odd, 404, "300240", "paymentId");
    }

  {
    g_autoptr(SandboxReply) reply = cancel (test, id);

    sandbox_assert_error (reply, 404, "300240", "paymentId");
  }
}

/* What no such platform has is answered by what stands before it, in HTML. */
static void
test_paths (void)
{
  static const struct
  {
    const char *method;
    const char *path;
    guint       status;
  } rows[] = {
    { "GET", "payment", 404 },
    { "GET", "payments/1/2", 404 },
    { "GET", "payments/", 404 },
    { "POST", "payments/1/approve", 404 },
    { "GET", "services/testConnection", 404 },
    { "PUT", "payments", 405 },
    { "DELETE", "payments/1", 405 },
    { "GET", "payments/1/cancel", 405 },
    { "POST", "payments/1/thirdpartystatus", 405 },
    { "POST", "services/testconnection", 405 },
    { "PUT", "hostedcheckouts/1", 405 },
  };
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(SandboxReply) reply = sandbox_test_call (test, rows[i].method, rows[i].path, NULL, NULL);

      sandbox_assert_html (reply, rows[i].status);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (lives); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sandbox/payments/life/new-%s", lives[i].acts);

      g_strdelimit (path, " ", '-');
      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_life);
    }
  g_test_add_func ("/sandbox/payments/late", test_late);
  g_test_add_func ("/sandbox/payments/set-freely", test_set_freely);
  g_test_add_func ("/sandbox/payments/cancel", test_cancel);
  g_test_add_func ("/sandbox/payments/unknown", test_unknown);
  g_test_add_func ("/sandbox/payments/paths", test_paths);

  return g_test_run ();
}
