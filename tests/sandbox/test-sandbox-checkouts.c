/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sandbox-test.h"

#define INPUT "hostedCheckoutSpecificInput"

static const struct
{
  const char *name;
  const char *path;
  const char *value;
  const char *property;
} rows[] = {
  { "amount-missing", "order.amountOfMoney.amount", NULL, "order.amountOfMoney.amount" },
  { "yen-with-sen", "order.amountOfMoney", "{'amount': 50050, 'currencyCode': 'JPY'}", "order.amountOfMoney.amount" },
  { "country-missing", "order.customer", NULL, "order.customer.billingAddress.countryCode" },
  { "reference-31", "order.references.merchantReference", "'1234567890123456789012345678901'",
    "order.references.merchantReference" },
  { "reference-missing", "order.references", NULL, NULL },
  { "input-missing", INPUT, NULL, INPUT },
  { "return-url-relative", INPUT ".returnUrl", "'/back'", INPUT ".returnUrl" },
  { "return-url-missing", INPUT ".returnUrl", NULL, NULL },
  { "cancel-state-text", INPUT ".returnCancelState", "'true'", INPUT ".returnCancelState" },
  { "no-customer-ip-needed", "fraudFields", NULL, NULL },
};

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *good = sandbox_test_checkout_body ("A-1");
  g_autofree char *body = sandbox_test_edit (good, rows[i].path, rows[i].value);
  g_autoptr(SandboxReply) reply = sandbox_test_call (test, "POST", "hostedcheckouts", body, NULL);

  if (rows[i].property != NULL)
    sandbox_assert_error (reply, 400, "21000120", rows[i].property);
  else
    g_assert_cmpuint (reply->status, ==, 201);
}

static SandboxReply *
open_checkout (SandboxTest *test,
               gboolean     return_cancel_state)
{
  g_autofree char *good = sandbox_test_checkout_body ("A-1");
  g_autofree char *body = sandbox_test_edit (good, INPUT ".returnCancelState", return_cancel_state ? "true" : "false");
  SandboxReply *reply = sandbox_test_call (test, "POST", "hostedcheckouts", body, NULL);

  g_assert_cmpuint (reply->status, ==, 201);

  return reply;
}

static SandboxReply *
ask (SandboxTest *test,
     const char  *method,
     const char  *id)
{
  g_autofree char *path = g_strconcat ("hostedcheckouts/", id, NULL);

  return sandbox_test_call (test, method, path, NULL, NULL);
}

static guint
play (SandboxTest *test,
      const char  *id,
      const char  *word)
{
  g_autofree char *path = g_strdup_printf ("/_control/checkouts/%s/%s", id, word);
  g_autoptr(SandboxReply) reply = sandbox_test_plain (test, "POST", path, NULL);

  return reply->status;
}

static void
assert_status (SandboxTest *test,
               const char  *id,
               const char  *status,
               const char  *payment_status,
               const char  *category)
{
  g_autoptr(SandboxReply) reply = ask (test, "GET", id);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (sandbox_reply_string (reply, "status"), ==, status);
  if (payment_status == NULL)
    {
      g_assert_null (sandbox_reply_get (reply, "createdPaymentOutput"));
      return;
    }
  g_assert_cmpstr (sandbox_reply_string (reply, "createdPaymentOutput.payment.status"), ==, payment_status);
  g_assert_cmpstr (sandbox_reply_string (reply, "createdPaymentOutput.paymentStatusCategory"), ==, category);
  g_assert_cmpstr (sandbox_reply_string (reply,
                     "createdPaymentOutput.payment.hostedCheckoutSpecificOutput.hostedCheckoutId"), ==, id);
}

/* The address by the documented rule: "payment", a dot, and what the answer says; below localhost it is us. */
static void
test_answer (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) reply = open_checkout (test, FALSE);
  const char *partial = sandbox_reply_string (reply, "partialRedirectUrl");
  g_autofree char *page = g_strconcat ("/", strstr (partial, "checkout/"), NULL);
  g_autoptr(SandboxReply) shown = sandbox_test_plain (test, "GET", page, NULL);

  g_assert_true (g_str_has_prefix (partial, "localhost:"));
  g_assert_nonnull (sandbox_reply_string (reply, "RETURNMAC"));
  g_assert_cmpstr (sandbox_reply_string (reply, "merchantReference"), ==, "A-1");
  sandbox_assert_html (shown, 200);
  g_assert_nonnull (strstr (shown->text, "12.50 USD"));
}

static void
test_made_reference (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *good = sandbox_test_checkout_body ("A-1");
  g_autofree char *body = sandbox_test_edit (good, "order.references", NULL);
  g_autoptr(SandboxReply) reply = sandbox_test_call (test, "POST", "hostedcheckouts", body, NULL);

  g_assert_cmpuint (strlen (sandbox_reply_string (reply, "merchantReference")), >, 0);
}

static void
test_pay (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) opened = open_checkout (test, FALSE);
  const char *id = sandbox_reply_string (opened, "hostedCheckoutId");

  assert_status (test, id, "IN_PROGRESS", NULL, NULL);
  g_assert_cmpuint (play (test, id, "open"), ==, 200);
  assert_status (test, id, "PAYMENT_CREATED", "REDIRECTED", "STATUS_UNKNOWN");
  g_assert_cmpuint (play (test, id, "pay"), ==, 200);
  assert_status (test, id, "PAYMENT_CREATED", "CAPTURED", "SUCCESSFUL");
  g_assert_cmpuint (sandbox_test_count (test), ==, 1);
}

/* Refused once, paid the second time, and once too often: three payments of one checkout, all found by it. */
static void
test_pay_again (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) opened = open_checkout (test, FALSE);
  const char *id = sandbox_reply_string (opened, "hostedCheckoutId");
  g_autofree char *path = g_strconcat ("payments?hostedCheckoutId=", id, NULL);
  g_autoptr(SandboxReply) found = NULL;

  g_assert_cmpuint (play (test, id, "decline"), ==, 200);
  assert_status (test, id, "PAYMENT_CREATED", "REJECTED", "REJECTED");
  g_assert_cmpuint (play (test, id, "pay"), ==, 200);
  assert_status (test, id, "PAYMENT_CREATED", "CAPTURED", "SUCCESSFUL");
  g_assert_cmpuint (play (test, id, "pay"), ==, 200);

  found = sandbox_test_call (test, "GET", path, NULL, NULL);
  g_assert_cmpint (sandbox_reply_integer (found, "totalCount"), ==, 3);
  g_assert_cmpstr (sandbox_reply_string (found, "payments.0.status"), ==, "CAPTURED");
  g_assert_cmpstr (sandbox_reply_string (found, "payments.1.status"), ==, "CAPTURED");
  g_assert_cmpstr (sandbox_reply_string (found, "payments.2.status"), ==, "REJECTED");
}

static void
test_cancel (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) told = open_checkout (test, TRUE);
  g_autoptr(SandboxReply) untold = open_checkout (test, FALSE);

  g_assert_cmpuint (play (test, sandbox_reply_string (told, "hostedCheckoutId"), "cancel"), ==, 200);
  g_assert_cmpuint (play (test, sandbox_reply_string (untold, "hostedCheckoutId"), "cancel"), ==, 200);
  assert_status (test, sandbox_reply_string (told, "hostedCheckoutId"), "CANCELLED_BY_CONSUMER", NULL, NULL);
  assert_status (test, sandbox_reply_string (untold, "hostedCheckoutId"), "IN_PROGRESS", NULL, NULL);

  /* The page is still there, and can be come back to. */
  g_assert_cmpuint (play (test, sandbox_reply_string (told, "hostedCheckoutId"), "pay"), ==, 200);
  assert_status (test, sandbox_reply_string (told, "hostedCheckoutId"), "PAYMENT_CREATED", "CAPTURED", "SUCCESSFUL");
}

static void
test_delete (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) opened = open_checkout (test, FALSE);
  const char *id = sandbox_reply_string (opened, "hostedCheckoutId");
  g_autoptr(SandboxReply) deleted = ask (test, "DELETE", id);
  g_autoptr(SandboxReply) gone = ask (test, "GET", id);
  g_autoptr(SandboxReply) again = ask (test, "DELETE", id);
  g_autoptr(SandboxReply) unknown = ask (test, "DELETE", "nothing");

  g_assert_cmpuint (deleted->status, ==, 204);
  g_assert_cmpuint (deleted->length, ==, 0);
  sandbox_assert_error (gone, 410, "1002", NULL);
  sandbox_assert_error (again, 410, "1002", NULL);
  sandbox_assert_error (unknown, 404, "1002", NULL);
  g_assert_cmpuint (play (test, id, "pay"), ==, 409);
  g_assert_cmpuint (sandbox_test_count (test), ==, 0);
}

/* Two hours: the page ends, but a payment that was begun on it does not. */
static void
test_two_hours (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) unused = open_checkout (test, FALSE);
  g_autoptr(SandboxReply) used = open_checkout (test, FALSE);
  g_autoptr(SandboxReply) expired = NULL;

  g_assert_cmpuint (play (test, sandbox_reply_string (used, "hostedCheckoutId"), "open"), ==, 200);
  sandbox_test_set (test, "clock", "{\"offset\": 7260}");

  expired = ask (test, "GET", sandbox_reply_string (unused, "hostedCheckoutId"));
  sandbox_assert_error (expired, 404, "1002", NULL);
  g_assert_cmpuint (play (test, sandbox_reply_string (unused, "hostedCheckoutId"), "pay"), ==, 409);
  g_assert_cmpuint (play (test, sandbox_reply_string (used, "hostedCheckoutId"), "pay"), ==, 200);
  assert_status (test, sandbox_reply_string (used, "hostedCheckoutId"), "PAYMENT_CREATED", "CAPTURED", "SUCCESSFUL");
  g_assert_cmpuint (play (test, sandbox_reply_string (used, "hostedCheckoutId"), "pay"), ==, 409);
}

/* As a browser does: by the buttons of the page. */
static void
test_page (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) opened = open_checkout (test, FALSE);
  const char *id = sandbox_reply_string (opened, "hostedCheckoutId");
  g_autofree char *page = g_strconcat ("/", strstr (sandbox_reply_string (opened, "partialRedirectUrl"), "checkout/"),
                                       NULL);
  g_autofree char *pay = g_strconcat (page, "/pay", NULL);
  g_autofree char *dance = g_strconcat (page, "/dance", NULL);
  g_autofree char *mac = g_strconcat ("RETURNMAC=", sandbox_reply_string (opened, "RETURNMAC"), "&", NULL);
  g_autoptr(SandboxReply) before = sandbox_test_plain (test, "GET", page, NULL);
  g_autoptr(SandboxReply) wrong = sandbox_test_plain (test, "POST", dance, NULL);
  g_autoptr(SandboxReply) pressed = sandbox_test_plain (test, "POST", pay, NULL);
  g_autoptr(SandboxReply) after = sandbox_test_plain (test, "GET", page, NULL);

  g_assert_nonnull (strstr (before->text, pay));
  sandbox_assert_html (wrong, 404);
  g_assert_cmpuint (pressed->status, ==, 303);
  g_assert_cmpstr (sandbox_reply_header (pressed, "Location"), ==, page);
  assert_status (test, id, "PAYMENT_CREATED", "CAPTURED", "SUCCESSFUL");
  g_assert_null (strstr (after->text, pay));
  g_assert_nonnull (strstr (after->text, "https://shop.example.com/back?a=1&"));
  g_assert_nonnull (strstr (after->text, mac));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sandbox/checkouts/rule/%s", rows[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/sandbox/checkouts/answer", test_answer);
  g_test_add_func ("/sandbox/checkouts/made-reference", test_made_reference);
  g_test_add_func ("/sandbox/checkouts/pay", test_pay);
  g_test_add_func ("/sandbox/checkouts/pay-again", test_pay_again);
  g_test_add_func ("/sandbox/checkouts/cancel", test_cancel);
  g_test_add_func ("/sandbox/checkouts/delete", test_delete);
  g_test_add_func ("/sandbox/checkouts/two-hours", test_two_hours);
  g_test_add_func ("/sandbox/checkouts/page", test_page);

  return g_test_run ();
}
