/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-test.h"

/* Money that goes back: rules, sums, states, and the same answer to the same key. */

#define BODY "{\"amountOfMoney\":{\"amount\":500,\"currencyCode\":\"USD\"}," \
             "\"refundReferences\":{\"merchantReference\":\"R-1\"},\"refundReason\":\"RETURN\"}"

static SandboxReply *
refund (SandboxTest *test,
        const char  *payment,
        const char  *body,
        const char  *key)
{
  g_autofree char *path = g_strdup_printf ("payments/%s/refund", payment);

  return sandbox_test_call (test, "POST", path, body, key);
}

static SandboxReply *
refund_amount (SandboxTest *test,
               const char  *payment,
               gint64       amount)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, amount);
  g_autofree char *body = sandbox_test_edit (BODY, "amountOfMoney.amount", value);

  return refund (test, payment, body, NULL);
}

static SandboxReply *
get (SandboxTest *test,
     const char  *payment,
     const char  *rest)
{
  g_autofree char *path = g_strconcat ("payments/", payment, rest, NULL);

  return sandbox_test_call (test, "GET", path, NULL, NULL);
}

static void
play (SandboxTest *test,
      const char  *what,
      const char  *id,
      const char  *word)
{
  g_autofree char *path = g_strdup_printf ("%s/%s/%s", what, id, word);

  sandbox_test_set (test, path, NULL);
}

static char *
new_paid (SandboxTest *test)
{
  char *id = sandbox_test_create (test, "desktopQRCode", "A-1");

  play (test, "payments", id, "pay");

  return id;
}

static void
test_partial (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = new_paid (test);
  g_autoptr(SandboxReply) reply = refund (test, id, BODY, "key-1");
  g_autoptr(SandboxReply) payment = NULL;
  g_autofree char *refund_id = NULL;

  g_assert_cmpuint (reply->status, ==, 201);
  g_assert_nonnull (sandbox_reply_header (reply, "Location"));
  refund_id = g_strdup (sandbox_reply_string (reply, "id"));
  g_assert_cmpuint (strlen (refund_id), ==, 30);
  g_assert_cmpstr (sandbox_reply_string (reply, "status"), ==, "REFUND_REQUESTED");
  g_assert_cmpint (sandbox_reply_integer (reply, "refundOutput.amountOfMoney.amount"), ==, 500);
  g_assert_cmpstr (sandbox_reply_string (reply, "refundOutput.amountOfMoney.currencyCode"), ==, "USD");
  g_assert_cmpstr (sandbox_reply_string (reply, "refundOutput.references.merchantReference"), ==, "R-1");
  g_assert_cmpint (sandbox_reply_integer (reply, "statusOutput.statusCode"), ==, 800);
  g_assert_true (sandbox_reply_boolean (reply, "statusOutput.isCancellable"));

  payment = get (test, id, "");
  g_assert_cmpint (sandbox_reply_integer (payment, "paymentOutput.amountRefundRequested"), ==, 500);
  g_assert_null (sandbox_reply_get (payment, "paymentOutput.amountRefunded"));

  play (test, "refunds", "R-1", "done");
  sandbox_reply_free (g_steal_pointer (&payment));
  payment = get (test, id, "");
  g_assert_cmpint (sandbox_reply_integer (payment, "paymentOutput.amountRefunded"), ==, 500);
  g_assert_cmpstr (sandbox_reply_string (payment, "status"), ==, "CAPTURED");
}

/* The sum never passes what was paid: what is on its way counts, what was refused does not. */
static void
test_sum (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = new_paid (test);
  g_autoptr(SandboxReply) above = refund_amount (test, id, 1251);
  g_autoptr(SandboxReply) first = refund_amount (test, id, 1000);
  g_autoptr(SandboxReply) second = refund_amount (test, id, 251);
  g_autoptr(SandboxReply) rest = NULL;
  g_autoptr(SandboxReply) none = NULL;
  g_autoptr(SandboxReply) payment = NULL;

  sandbox_assert_error (above, 400, "21000120", "amountOfMoney.amount");
  g_assert_cmpuint (first->status, ==, 201);
  sandbox_assert_error (second, 400, "21000120", "amountOfMoney.amount");

  play (test, "refunds", sandbox_reply_string (first, "id"), "reject");
  rest = refund_amount (test, id, 1250);
  g_assert_cmpuint (rest->status, ==, 201);
  none = refund_amount (test, id, 1);
  sandbox_assert_error (none, 405, "300850", NULL);

  play (test, "refunds", sandbox_reply_string (rest, "id"), "done");
  payment = get (test, id, "");
  g_assert_cmpstr (sandbox_reply_string (payment, "status"), ==, "REFUNDED");
  g_assert_cmpint (sandbox_reply_integer (payment, "paymentOutput.amountRefunded"), ==, 1250);
  g_assert_cmpint (sandbox_reply_integer (payment, "paymentOutput.amountPaid"), ==, 1250);
  g_assert_false (sandbox_reply_boolean (payment, "statusOutput.isRefundable"));
}

/* No body means everything; a body that cannot be read does not. */
static void
test_everything (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = new_paid (test);
  g_autoptr(SandboxReply) broken = refund (test, id, "{\"amountOfMoney\":", NULL);
  g_autoptr(SandboxReply) part = refund_amount (test, id, 250);
  g_autoptr(SandboxReply) all = refund (test, id, NULL, NULL);

  sandbox_assert_error (broken, 400, "21000020", NULL);
  g_assert_cmpuint (part->status, ==, 201);
  g_assert_cmpuint (all->status, ==, 201);
  g_assert_cmpint (sandbox_reply_integer (all, "refundOutput.amountOfMoney.amount"), ==, 1000);
}

static const struct
{
  const char *path;
  const char *value;      /* NULL: removed */
  const char *property;
} wrong[] = {
  { "amountOfMoney.amount", "0", "amountOfMoney.amount" },
  { "amountOfMoney.amount", "-5", "amountOfMoney.amount" },
  { "amountOfMoney.amount", "5.5", "amountOfMoney.amount" },
  { "amountOfMoney.amount", "'500'", "amountOfMoney.amount" },
  { "amountOfMoney.amount", NULL, "amountOfMoney.amount" },
  { "amountOfMoney.currencyCode", "'EUR'", "amountOfMoney.currencyCode" },
  { "amountOfMoney.currencyCode", NULL, "amountOfMoney.currencyCode" },
  { "refundReferences.merchantReference", "'1234567890123456789012345678901'", "refundReferences.merchantReference" },
  { "refundReferences.merchantReference", "''", "refundReferences.merchantReference" },
  { "refundReason", "'BORED'", "refundReason" },
};

static void
test_wrong (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = new_paid (test);
  g_autoptr(SandboxReply) list = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *body = sandbox_test_edit (BODY, wrong[i].path, wrong[i].value);
      g_autoptr(SandboxReply) reply = refund (test, id, body, NULL);

      g_test_message ("%s %s", wrong[i].path, wrong[i].value);
      sandbox_assert_error (reply, 400, "21000120", wrong[i].property);
    }

  list = get (test, id, "/refunds");
  g_assert_cmpstr (list->text, ==, "{\"refunds\":[]}");
}

/* Of which payments: what was played before, and what is answered. */
static const struct
{
  const char *acts;
  const char *set;       /* (nullable) */
  guint       status;
} payments[] = {
  { "", NULL, 405 },
  { "pay", NULL, 201 },
  { "pay settle", NULL, 201 },
  { "decline", NULL, 405 },
  { "cancel", NULL, 405 },
  { "pay reverse", NULL, 405 },
  { "pay chargeback-notice", NULL, 405 },
  { "pay", "{\"isRefundable\":false}", 405 },
};

static void
test_payments (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) unknown = refund (test, "7", BODY, NULL);

  sandbox_assert_error (unknown, 404, "300240", "paymentId");
  for (gsize i = 0; i < G_N_ELEMENTS (payments); i++)
    {
      g_autofree char *id = sandbox_test_create (test, "desktopQRCode", "A-1");
      g_auto(GStrv) acts = g_strsplit (payments[i].acts, " ", -1);
      g_autofree char *path = g_strdup_printf ("payments/%s/set", id);
      g_autoptr(SandboxReply) reply = NULL;

      for (guint j = 0; acts[j] != NULL; j++)
        play (test, "payments", id, acts[j]);
      if (payments[i].set != NULL)
        sandbox_test_set (test, path, payments[i].set);
      reply = refund (test, id, BODY, NULL);
      g_test_message ("%s", payments[i].acts);
      if (payments[i].status == 201)
        g_assert_cmpuint (reply->status, ==, 201);
      else
        sandbox_assert_error (reply, 405, "300850", NULL);
    }
}

/* The same key: the same refund, with its status of now; never a second one. */
static void
test_repeat (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = new_paid (test);
  g_autoptr(SandboxReply) first = refund (test, id, BODY, "key-1");
  g_autoptr(SandboxReply) again = NULL;
  g_autoptr(SandboxReply) elsewhere = NULL;
  g_autoptr(SandboxReply) list = NULL;
  g_autoptr(SandboxReply) control = NULL;
  g_autofree char *other = new_paid (test);

  g_assert_null (sandbox_reply_header (first, "X-GCS-Idempotence-Request-Timestamp"));
  play (test, "refunds", "R-1", "done");
  again = refund (test, id, BODY, "key-1");
  g_assert_cmpuint (again->status, ==, 201);
  g_assert_nonnull (sandbox_reply_header (again, "X-GCS-Idempotence-Request-Timestamp"));
  g_assert_cmpstr (sandbox_reply_string (again, "id"), ==, sandbox_reply_string (first, "id"));
  g_assert_cmpstr (sandbox_reply_string (again, "status"), ==, "REFUNDED");

  elsewhere = refund (test, other, BODY, "key-1");
  g_assert_cmpuint (elsewhere->status, ==, 400);
  list = get (test, id, "/refunds");
  g_assert_cmpstr (sandbox_reply_string (list, "refunds.0.id"), ==, sandbox_reply_string (first, "id"));
  g_assert_null (sandbox_reply_get (list, "refunds.1"));
  control = sandbox_test_control (test, "GET", "refunds/R-1", NULL);
  g_assert_cmpint (sandbox_reply_integer (control, "requests"), ==, 2);
}

static void
test_declined (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = new_paid (test);
  g_autoptr(SandboxReply) reply = NULL;
  g_autoptr(SandboxReply) again = NULL;
  g_autoptr(SandboxReply) all = NULL;

  sandbox_test_add_fault (test, "{'call':'refund','nth':1,'fault':'decline'}");
  reply = refund (test, id, BODY, "key-1");
  sandbox_assert_error (reply, 402, "430330", NULL);
  g_assert_cmpstr (sandbox_reply_string (reply, "refundResult.status"), ==, "REJECTED");
  g_assert_null (sandbox_reply_get (reply, "paymentResult"));
  again = refund (test, id, BODY, "key-1");
  sandbox_assert_error (again, 402, "430330", NULL);
  g_assert_cmpstr (sandbox_reply_string (again, "refundResult.id"), ==, sandbox_reply_string (reply, "refundResult.id"));
  all = refund_amount (test, id, 1250);
  g_assert_cmpuint (all->status, ==, 201);
}

/* A life: the acts, and what the platform says after the last of them. */
static const struct
{
  const char *acts;
  guint       last;
  const char *status;
  const char *category;
} lives[] = {
  { "", 0, "REFUND_REQUESTED", "PENDING_CONNECT_OR_3RD_PARTY" },
  { "pending-approval", 200, "PENDING_APPROVAL", "PENDING_MERCHANT" },
  { "pending-approval request", 200, "REFUND_REQUESTED", "PENDING_CONNECT_OR_3RD_PARTY" },
  { "done", 200, "REFUNDED", "REFUNDED" },
  { "reject", 200, "REJECTED", "UNSUCCESSFUL" },
  { "reject-capture", 200, "REJECTED_CAPTURE", "UNSUCCESSFUL" },
  { "cancel", 200, "CANCELLED", "UNSUCCESSFUL" },
  { "done reject", 409, "REFUNDED", "REFUNDED" },
  { "request", 409, "REFUND_REQUESTED", "PENDING_CONNECT_OR_3RD_PARTY" },
  { "dance", 404, "REFUND_REQUESTED", "PENDING_CONNECT_OR_3RD_PARTY" },
};

static void
test_lives (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lives); i++)
    {
      g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
      g_autofree char *id = new_paid (test);
      g_autoptr(SandboxReply) made = refund (test, id, BODY, NULL);
      g_autofree char *path = g_strconcat ("refunds/", sandbox_reply_string (made, "id"), NULL);
      g_auto(GStrv) acts = g_strsplit (lives[i].acts, " ", -1);
      g_autoptr(SandboxReply) reply = NULL;
      guint last = 0;

      g_test_message ("%s", lives[i].acts);
      for (guint j = 0; acts[j] != NULL; j++)
        {
          g_autofree char *act = g_strdup_printf ("/_control/%s/%s", path, acts[j]);
          g_autoptr(SandboxReply) played = sandbox_test_plain (test, "POST", act, NULL);

          last = played->status;
        }
      g_assert_cmpuint (last, ==, lives[i].last);
      reply = sandbox_test_call (test, "GET", path, NULL, NULL);
      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpstr (sandbox_reply_string (reply, "status"), ==, lives[i].status);
      g_assert_cmpstr (sandbox_reply_string (reply, "statusOutput.statusCategory"), ==, lives[i].category);
    }
}

static void
test_find (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = new_paid (test);
  g_autoptr(SandboxReply) one = refund (test, id, BODY, NULL);
  g_autofree char *body = sandbox_test_edit (BODY, "refundReferences.merchantReference", "'R-2'");
  g_autoptr(SandboxReply) two = refund (test, id, body, NULL);
  g_autoptr(SandboxReply) all = sandbox_test_call (test, "GET", "refunds?limit=1", NULL, NULL);
  g_autoptr(SandboxReply) found = sandbox_test_call (test, "GET", "refunds?merchantReference=R-1", NULL, NULL);
  g_autoptr(SandboxReply) nothing = sandbox_test_call (test, "GET", "refunds/7", NULL, NULL);
  g_autoptr(SandboxReply) wrong_limit = sandbox_test_call (test, "GET", "refunds?limit=1000", NULL, NULL);

  g_assert_cmpint (sandbox_reply_integer (all, "totalCount"), ==, 2);
  g_assert_cmpstr (sandbox_reply_string (all, "refunds.0.id"), ==, sandbox_reply_string (two, "id"));
  g_assert_null (sandbox_reply_get (all, "refunds.1"));
  g_assert_cmpint (sandbox_reply_integer (found, "totalCount"), ==, 1);
  g_assert_cmpstr (sandbox_reply_string (found, "refunds.0.id"), ==, sandbox_reply_string (one, "id"));
  sandbox_assert_error (nothing, 404, "300240", "refundId");
  sandbox_assert_error (wrong_limit, 400, "21000120", "limit");
}

/* The page of the payment: what becomes of a refund is pressed there. */
static void
test_page (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = new_paid (test);
  g_autoptr(SandboxReply) made = refund (test, id, BODY, NULL);
  g_autofree char *control = g_strconcat ("payments/", id, NULL);
  g_autoptr(SandboxReply) payment = sandbox_test_control (test, "GET", control, NULL);
  const char *page = strstr (sandbox_reply_string (payment, "phone"), "/phone/");
  g_autofree char *act = g_strdup_printf ("%s/refund/%s/done", page, sandbox_reply_string (made, "id"));
  g_autofree char *other = g_strdup_printf ("%s/refund/7/done", page);
  g_autoptr(SandboxReply) before = sandbox_test_plain (test, "GET", page, NULL);
  g_autoptr(SandboxReply) pressed G_GNUC_UNUSED = sandbox_test_plain (test, "POST", act, NULL);
  g_autoptr(SandboxReply) astray = sandbox_test_plain (test, "POST", other, NULL);
  g_autoptr(SandboxReply) after = sandbox_test_plain (test, "GET", page, NULL);

  g_assert_nonnull (strstr (before->text, act));
  g_assert_cmpuint (astray->status, ==, 404);
  g_assert_null (strstr (after->text, act));
  g_assert_nonnull (strstr (after->text, "REFUNDED"));
}

/* Faults on the way of a refund, for each of its calls. */
static void
test_faults (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = new_paid (test);
  g_autoptr(SandboxReply) lost = NULL;
  g_autoptr(SandboxReply) not_done = NULL;
  g_autoptr(SandboxReply) list = NULL;
  g_autoptr(SandboxReply) none = NULL;
  g_autoptr(SandboxReply) refused = NULL;

  sandbox_test_add_fault (test, "{'call':'refund','nth':1,'fault':'not-executed-lost'}");
  sandbox_test_add_fault (test, "{'call':'refund','nth':2,'fault':'lost','reference':'A-1'}");
  sandbox_test_add_fault (test, "{'call':'refund-get','nth':1,'fault':'status','code':503}");
  not_done = refund (test, id, BODY, "key-1");
  g_assert_nonnull (not_done->error);
  none = get (test, id, "/refunds");
  g_assert_null (sandbox_reply_get (none, "refunds.0"));
  lost = refund (test, id, BODY, "key-1");
  g_assert_nonnull (lost->error);
  list = get (test, id, "/refunds");
  g_assert_cmpstr (sandbox_reply_string (list, "refunds.0.status"), ==, "REFUND_REQUESTED");
  refused = sandbox_test_call (test, "GET", "refunds/7", NULL, NULL);
  g_assert_cmpuint (refused->status, ==, 503);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/refunds/partial", test_partial);
  g_test_add_func ("/sandbox/refunds/sum", test_sum);
  g_test_add_func ("/sandbox/refunds/everything", test_everything);
  g_test_add_func ("/sandbox/refunds/wrong", test_wrong);
  g_test_add_func ("/sandbox/refunds/payments", test_payments);
  g_test_add_func ("/sandbox/refunds/repeat", test_repeat);
  g_test_add_func ("/sandbox/refunds/declined", test_declined);
  g_test_add_func ("/sandbox/refunds/lives", test_lives);
  g_test_add_func ("/sandbox/refunds/find", test_find);
  g_test_add_func ("/sandbox/refunds/page", test_page);
  g_test_add_func ("/sandbox/refunds/faults", test_faults);

  return g_test_run ();
}
