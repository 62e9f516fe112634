/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "sandbox-test.h"

#define FIRST "X-GCS-Idempotence-Request-Timestamp"
#define KEY   "3f1c2a44-0d55-4b0a-9f0e-5a1f6f5f0001"

static SandboxReply *
create (SandboxTest *test,
        const char  *reference,
        const char  *key)
{
  g_autofree char *body = sandbox_test_payment_body ("desktopQRCode", reference);

  return sandbox_test_call (test, "POST", "payments", body, key);
}

static void
assert_same_payment (SandboxReply *first,
                     SandboxReply *again)
{
  g_assert_cmpuint (again->status, ==, first->status);
  g_assert_cmpstr (sandbox_reply_string (again, "payment.id"), ==, sandbox_reply_string (first, "payment.id"));
  g_assert_true (json_node_equal (sandbox_reply_get (again, "merchantAction"),
                                  sandbox_reply_get (first, "merchantAction")));
  g_assert_nonnull (sandbox_reply_header (again, FIRST));
}

static void
test_replay (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  gint64 before = g_get_real_time () / 1000;
  g_autoptr(SandboxReply) first = create (test, "A-1", KEY);
  gint64 after = g_get_real_time () / 1000;
  g_autoptr(SandboxReply) again = NULL;
  gint64 stamp;

  g_assert_cmpuint (first->status, ==, 201);
  g_assert_null (sandbox_reply_header (first, FIRST));
  g_assert_true (sandbox_act (test->sandbox, sandbox_reply_string (first, "payment.id"), SANDBOX_ACT_PAY));

  again = create (test, "A-1", KEY);
  assert_same_payment (first, again);
  stamp = g_ascii_strtoll (sandbox_reply_header (again, FIRST), NULL, 10);
  g_assert_cmpint (stamp, >=, before);
  g_assert_cmpint (stamp, <=, after);
  /* What may be newer is. */
  g_assert_cmpstr (sandbox_reply_string (again, "payment.status"), ==, "CAPTURED");
  g_assert_cmpuint (sandbox_test_count (test), ==, 1);
}

/* The repeat's body is not looked at. */
static void
test_other_body (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) first = create (test, "A-1", KEY);
  g_autoptr(SandboxReply) again = create (test, "B-2", KEY);
  g_autoptr(SandboxReply) broken = sandbox_test_call (test, "POST", "payments", "{", KEY);

  assert_same_payment (first, again);
  assert_same_payment (first, broken);
}

static void
test_other_key (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) one = create (test, "A-1", "k-1");
  g_autoptr(SandboxReply) two = create (test, "A-1", "k-2");
  g_autoptr(SandboxReply) none = create (test, "A-1", NULL);

  g_assert_null (sandbox_reply_header (one, FIRST));
  g_assert_null (sandbox_reply_header (two, FIRST));
  g_assert_null (sandbox_reply_header (none, FIRST));
  g_assert_cmpuint (sandbox_test_count (test), ==, 3);
}

/* A key belongs to one request, whatever else looks like it. */
static void
test_other_target (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *body = sandbox_test_payment_body ("desktopQRCode", "A-1");
  g_autoptr(SandboxReply) first = create (test, "A-1", KEY);
  g_autoptr(SandboxReply) other = sandbox_test_call (test, "POST", "payments?a=1", body, KEY);

  g_assert_cmpuint (first->status, ==, 201);
  sandbox_assert_error (other, 400, "21000120", "X-GCS-Idempotence-Key");
}

static void
test_bad_key (void)
{
  static const char * const keys[] = { "12345678901234567890123456789012345678901", "a b", "k\xc3\xa4" };
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(SandboxReply) reply = create (test, "A-1", keys[i]);

      sandbox_assert_error (reply, 400, "21000120", "X-GCS-Idempotence-Key");
    }
  g_assert_cmpuint (sandbox_test_count (test), ==, 0);
}

static void
travel (SandboxTest *test,
        gint64       seconds)
{
  g_autofree char *body = g_strdup_printf ("{\"offset\": %" G_GINT64_FORMAT "}", seconds);

  sandbox_test_set (test, "clock", body);
}

static void
test_24_hours (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) first = create (test, "A-1", KEY);
  g_autoptr(SandboxReply) before = NULL;
  g_autoptr(SandboxReply) after = NULL;

  travel (test, 24 * 3600 - 60);
  before = create (test, "A-1", KEY);
  assert_same_payment (first, before);

  travel (test, 24 * 3600 + 60);
  after = create (test, "A-1", KEY);
  g_assert_null (sandbox_reply_header (after, FIRST));
  g_assert_cmpuint (sandbox_test_count (test), ==, 2);
}

/* While the first answer is held back, its repeat is told to wait; later it gets what the first one got. */
static void
test_busy (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *body = sandbox_test_payment_body ("desktopQRCode", "A-1");
  const SandboxRequest impatient = { "POST", "payments", .body = body, .key = KEY, .timeout = 1000 };
  g_autoptr(SandboxReply) cut = NULL;
  g_autoptr(SandboxReply) busy = NULL;
  g_autoptr(SandboxReply) done = NULL;

  sandbox_test_add_fault (test, "{'call': 'create', 'nth': 1, 'fault': 'late', 'ms': 60000}");
  cut = sandbox_test_send (test, &impatient);
  g_assert_error (cut->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  busy = create (test, "A-1", KEY);
  sandbox_assert_error (busy, 409, "1409", NULL);
  g_assert_nonnull (sandbox_reply_header (busy, FIRST));

  travel (test, 61);
  done = create (test, "A-1", KEY);
  g_assert_cmpuint (done->status, ==, 201);
  g_assert_nonnull (sandbox_reply_header (done, FIRST));
  g_assert_cmpuint (sandbox_test_count (test), ==, 1);
}

/* A refusal is an answer too, and comes again. */
static void
test_refused (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) first = sandbox_test_call (test, "POST", "payments", "{}", KEY);
  g_autoptr(SandboxReply) again = create (test, "A-1", KEY);

  sandbox_assert_error (first, 400, "21000120", NULL);
  g_assert_null (sandbox_reply_header (first, FIRST));
  sandbox_assert_error (again, 400, "21000120", NULL);
  g_assert_nonnull (sandbox_reply_header (again, FIRST));
  g_assert_cmpuint (sandbox_test_count (test), ==, 0);
}

static void
test_declined (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) first = NULL;
  g_autoptr(SandboxReply) again = NULL;

  sandbox_test_add_fault (test, "{'call': 'create', 'nth': 1, 'fault': 'decline', 'errorCode': '430285'}");
  first = create (test, "A-1", KEY);
  again = create (test, "A-1", KEY);

  sandbox_assert_error (first, 402, "430285", NULL);
  sandbox_assert_error (again, 402, "430285", NULL);
  g_assert_null (sandbox_reply_header (first, FIRST));
  g_assert_nonnull (sandbox_reply_header (again, FIRST));
  g_assert_cmpstr (sandbox_reply_string (first, "paymentResult.payment.status"), ==, "REJECTED");
  g_assert_cmpstr (sandbox_reply_string (first, "paymentResult.payment.statusOutput.errors.0.code"), ==, "430285");
  g_assert_null (sandbox_reply_get (first, "paymentResult.merchantAction"));
  g_assert_cmpstr (sandbox_reply_string (again, "paymentResult.payment.id"), ==,
                   sandbox_reply_string (first, "paymentResult.payment.id"));
}

/* Who is not let in has used no key. */
static void
test_unauthorised (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  const SandboxRequest wrong = { "POST", "payments", .body = "{}", .key = KEY, .secret = "wrong" };
  g_autoptr(SandboxReply) refused = sandbox_test_send (test, &wrong);
  g_autoptr(SandboxReply) taken = create (test, "A-1", KEY);

  g_assert_cmpuint (refused->status, ==, 403);
  g_assert_cmpuint (taken->status, ==, 201);
  g_assert_null (sandbox_reply_header (taken, FIRST));
}

/* Hosted checkouts have no idempotence: each request opens one, which a client has to be ready for. */
static void
test_checkout (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *body = sandbox_test_checkout_body ("A-1");
  g_autoptr(SandboxReply) one = sandbox_test_call (test, "POST", "hostedcheckouts", body, KEY);
  g_autoptr(SandboxReply) two = sandbox_test_call (test, "POST", "hostedcheckouts", body, KEY);

  g_assert_cmpuint (one->status, ==, 201);
  g_assert_cmpuint (two->status, ==, 201);
  g_assert_cmpstr (sandbox_reply_string (one, "hostedCheckoutId"), !=, sandbox_reply_string (two, "hostedCheckoutId"));
}

/* What one sandbox of a state has answered, the others know. */
static void
test_shared_state (void)
{
  g_autofree char *folder = g_dir_make_tmp ("till-sandbox-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "state.db", NULL);
  g_autoptr(SandboxTest) one = sandbox_test_new (file, NULL);
  g_autoptr(SandboxTest) two = sandbox_test_new (file, NULL);
  g_autoptr(SandboxReply) first = create (one, "A-1", KEY);
  g_autoptr(SandboxReply) again = create (two, "A-1", KEY);
  g_autofree char *status = NULL;

  g_assert_cmpstr (sandbox_get_endpoint (one->sandbox), !=, sandbox_get_endpoint (two->sandbox));
  g_assert_cmpstr (sandbox_get_merchant_id (one->sandbox), ==, sandbox_get_merchant_id (two->sandbox));
  g_assert_cmpstr (sandbox_get_secret_api_key (one->sandbox), ==, sandbox_get_secret_api_key (two->sandbox));
  assert_same_payment (first, again);
  g_assert_true (sandbox_act (two->sandbox, sandbox_reply_string (first, "payment.id"), SANDBOX_ACT_PAY));
  status = sandbox_test_status (one, sandbox_reply_string (first, "payment.id"));
  g_assert_cmpstr (status, ==, "CAPTURED");

  g_clear_pointer (&one, sandbox_test_free);
  g_clear_pointer (&two, sandbox_test_free);
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/idempotence/replay", test_replay);
  g_test_add_func ("/sandbox/idempotence/other-body", test_other_body);
  g_test_add_func ("/sandbox/idempotence/other-key", test_other_key);
  g_test_add_func ("/sandbox/idempotence/other-target", test_other_target);
  g_test_add_func ("/sandbox/idempotence/bad-key", test_bad_key);
  g_test_add_func ("/sandbox/idempotence/24-hours", test_24_hours);
  g_test_add_func ("/sandbox/idempotence/busy", test_busy);
  g_test_add_func ("/sandbox/idempotence/refused", test_refused);
  g_test_add_func ("/sandbox/idempotence/declined", test_declined);
  g_test_add_func ("/sandbox/idempotence/unauthorised", test_unauthorised);
  g_test_add_func ("/sandbox/idempotence/checkout", test_checkout);
  g_test_add_func ("/sandbox/idempotence/shared-state", test_shared_state);

  return g_test_run ();
}
