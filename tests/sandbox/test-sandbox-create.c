/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "sandbox-test.h"

#define METHOD  "redirectPaymentMethodSpecificInput"
#define INPUT   METHOD ".paymentProduct863SpecificInput"
#define MONEY   "order.amountOfMoney"
#define CODE(a) "'" a "'"

#define CHARS_30 "123456789-123456789-123456789-"

/* One change to a good body, and the property that is then named as wrong; NULL where it is as good as before. */
static const struct
{
  const char *name;
  const char *path;
  const char *value;       /* NULL: removed */
  const char *property;
} rows[] = {
  { "amount-missing", MONEY ".amount", NULL, MONEY ".amount" },
  { "amount-zero", MONEY ".amount", "0", MONEY ".amount" },
  { "amount-negative", MONEY ".amount", "-5", MONEY ".amount" },
  { "amount-text", MONEY ".amount", "'1250'", MONEY ".amount" },
  { "amount-fraction", MONEY ".amount", "12.5", MONEY ".amount" },
  { "amount-12-digits", MONEY ".amount", "999999999999", NULL },
  { "amount-13-digits", MONEY ".amount", "1000000000000", MONEY ".amount" },
  { "yen-whole", MONEY, "{'amount': 50000, 'currencyCode': 'JPY'}", NULL },
  { "yen-with-sen", MONEY, "{'amount': 50050, 'currencyCode': 'JPY'}", MONEY ".amount" },
  { "won-with-jeon", MONEY, "{'amount': 101, 'currencyCode': 'KRW'}", MONEY ".amount" },
  { "dinar", MONEY, "{'amount': 1251, 'currencyCode': 'KWD'}", NULL },
  { "currency-missing", MONEY ".currencyCode", NULL, MONEY ".currencyCode" },
  { "currency-lower", MONEY ".currencyCode", "'usd'", MONEY ".currencyCode" },
  { "currency-gold", MONEY ".currencyCode", "'XAU'", MONEY ".currencyCode" },
  { "money-missing", MONEY, NULL, MONEY ".amount" },
  { "money-text", MONEY, "'12.50'", MONEY ".amount" },
  { "order-missing", "order", NULL, MONEY ".amount" },
  { "country-missing", "order.customer.billingAddress.countryCode", NULL, "order.customer.billingAddress.countryCode" },
  { "country-long", "order.customer.billingAddress.countryCode", "'CHN'", "order.customer.billingAddress.countryCode" },
  { "country-lower", "order.customer.billingAddress.countryCode", "'cn'", "order.customer.billingAddress.countryCode" },
  { "reference-missing", "order.references.merchantReference", NULL, NULL },
  { "reference-30", "order.references.merchantReference", CODE (CHARS_30), NULL },
  { "reference-31", "order.references.merchantReference", CODE (CHARS_30 "1"), "order.references.merchantReference" },
  { "reference-30-chinese", "order.references.merchantReference",
    "'桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌桌'", NULL },
  { "reference-empty", "order.references.merchantReference", "''", "order.references.merchantReference" },
  { "reference-null", "order.references.merchantReference", "null", "order.references.merchantReference" },
  { "order-id-text", "order.references.merchantOrderId", "'42'", "order.references.merchantOrderId" },
  { "descriptor-32", "order.references.descriptor", CODE (CHARS_30 "12"), NULL },
  { "descriptor-33", "order.references.descriptor", CODE (CHARS_30 "123"), "order.references.descriptor" },
  { "customer-id-16", "order.customer.merchantCustomerId", "'1234567890123456'", "order.customer.merchantCustomerId" },
  { "method-missing", METHOD, NULL, METHOD ".paymentProductId" },
  { "product-missing", METHOD ".paymentProductId", NULL, METHOD ".paymentProductId" },
  { "product-other", METHOD ".paymentProductId", "840", METHOD ".paymentProductId" },
  { "product-text", METHOD ".paymentProductId", "'863'", METHOD ".paymentProductId" },
  { "approval-text", METHOD ".requiresApproval", "'no'", METHOD ".requiresApproval" },
  { "second-method", "cardPaymentMethodSpecificInput", "{}", "cardPaymentMethodSpecificInput" },
  { "type-missing", INPUT ".integrationType", NULL, INPUT ".integrationType" },
  { "type-unknown", INPUT ".integrationType", "'desktopQRcode'", INPUT ".integrationType" },
  { "open-id-missing", INPUT, "{'integrationType': 'javaScriptAPI'}", INPUT ".openId" },
  { "open-id-missing-mini", INPUT, "{'integrationType': 'miniProgram'}", INPUT ".openId" },
  { "open-id-not-needed", INPUT ".openId", NULL, NULL },
  { "return-url", METHOD ".redirectionData", "{'returnUrl': 'https://shop.example.com/'}", NULL },
  { "return-url-app", METHOD ".redirectionData", "{'returnUrl': 'shopapp://back'}", NULL },
  { "return-url-relative", METHOD ".redirectionData", "{'returnUrl': 'shop.example.com'}",
    METHOD ".redirectionData.returnUrl" },
  { "return-url-localhost", METHOD ".redirectionData", "{'returnUrl': 'https://localhost/'}",
    METHOD ".redirectionData.returnUrl" },
  { "return-url-address", METHOD ".redirectionData", "{'returnUrl': 'https://192.0.2.1/'}",
    METHOD ".redirectionData.returnUrl" },
  { "customer-ip-missing", "fraudFields.customerIpAddress", NULL, "fraudFields.customerIpAddress" },
  { "customer-ip-6", "fraudFields.customerIpAddress", "'2001:db8::1'", NULL },
  { "customer-ip-odd", "fraudFields.customerIpAddress", "'203.0.113'", "fraudFields.customerIpAddress" },
  { "fraud-fields-missing", "fraudFields", NULL, "fraudFields.customerIpAddress" },
  { "unknown-member", "order.shoppingCart", "{}", NULL },
};

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *good = sandbox_test_payment_body ("desktopQRCode", "A-1");
  g_autofree char *body = sandbox_test_edit (good, rows[i].path, rows[i].value);
  g_autoptr(SandboxReply) reply = sandbox_test_call (test, "POST", "payments", body, NULL);

  if (rows[i].property != NULL)
    sandbox_assert_error (reply, 400, "21000120", rows[i].property);
  else
    g_assert_cmpuint (reply->status, ==, 201);
  g_assert_cmpuint (sandbox_test_count (test), ==, rows[i].property != NULL ? 0 : 1);
}

/* All that is wrong is told at once. */
static void
test_all_errors (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) reply = sandbox_test_call (test, "POST", "payments", "{}", NULL);

  sandbox_assert_error (reply, 400, "21000120", MONEY ".amount");
  sandbox_assert_error (reply, 400, "21000120", METHOD ".paymentProductId");
  sandbox_assert_error (reply, 400, "21000120", "fraudFields.customerIpAddress");
}

static void
test_no_json (void)
{
  static const char * const bodies[] = {
    "", "{", "[]", "\"text\"", "{\"order\": 1} {}", "{\"a\": 1, \"a\": 2}", "{\"a\": 99999999999999999999}",
  };
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(SandboxReply) reply = sandbox_test_call (test, "POST", "payments", bodies[i], NULL);

      sandbox_assert_error (reply, 400, "21000020", NULL);
    }
}

static void
test_answer (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *body = sandbox_test_payment_body ("urlIntent", "A-1");
  g_autoptr(SandboxReply) reply = sandbox_test_call (test, "POST", "payments", body, NULL);
  const char *id = sandbox_reply_string (reply, "payment.id");
  g_autofree char *location = g_strdup_printf ("%s/v1/%s/payments/%s", sandbox_get_endpoint (test->sandbox),
                                               sandbox_get_merchant_id (test->sandbox), id);

  g_assert_cmpuint (reply->status, ==, 201);
  g_assert_cmpstr (sandbox_reply_header (reply, "Location"), ==, location);
  g_assert_null (sandbox_reply_header (reply, "X-GCS-Idempotence-Request-Timestamp"));
  g_assert_cmpuint (strspn (id, "0123456789"), ==, 30);
  g_assert_cmpuint (strlen (id), ==, 30);
  g_assert_cmpstr (sandbox_reply_string (reply, "creationOutput.externalReference"), ==, id);
  g_assert_cmpuint (strlen (sandbox_reply_string (reply, "creationOutput.additionalReference")), ==, 20);
  g_assert_cmpstr (sandbox_reply_string (reply, "payment.status"), ==, "REDIRECTED");
  g_assert_cmpstr (sandbox_reply_string (reply, "payment.statusOutput.statusCategory"), ==, "PENDING_PAYMENT");
  g_assert_cmpint (sandbox_reply_integer (reply, "payment.statusOutput.statusCode"), ==, 50);
  g_assert_cmpuint (strlen (sandbox_reply_string (reply, "payment.statusOutput.statusCodeChangeDateTime")), ==, 14);
  g_assert_cmpint (sandbox_reply_integer (reply, "payment.paymentOutput.amountOfMoney.amount"), ==, 1250);
  g_assert_cmpstr (sandbox_reply_string (reply, "payment.paymentOutput.amountOfMoney.currencyCode"), ==, "USD");
  g_assert_cmpstr (sandbox_reply_string (reply, "payment.paymentOutput.references.merchantReference"), ==, "A-1");
  g_assert_cmpint (sandbox_reply_integer (reply, "payment.paymentOutput.references.merchantOrderId"), ==, 42);
}

static const char *
show_data (SandboxReply *reply,
           const char   *key)
{
  JsonArray *pairs = json_node_get_array (sandbox_reply_get (reply, "merchantAction.showData"));

  for (guint i = 0; i < json_array_get_length (pairs); i++)
    {
      JsonObject *pair = json_array_get_object_element (pairs, i);

      if (g_str_equal (json_object_get_string_member (pair, "key"), key))
        return json_object_get_string_member (pair, "value");
    }

  return NULL;
}

static SandboxReply *
create (SandboxTest *test,
        const char  *type)
{
  g_autofree char *body = sandbox_test_payment_body (type, "A-1");
  SandboxReply *reply = sandbox_test_call (test, "POST", "payments", body, NULL);

  g_assert_cmpuint (reply->status, ==, 201);

  return reply;
}

static void
assert_third_party (SandboxReply *reply)
{
  static const char * const members[] = {
    "appId", "nonceStr", "packageSign", "paySign", "prepayId", "signType", "timeStamp"
  };

  g_assert_cmpstr (sandbox_reply_string (reply, "merchantAction.actionType"), ==, "CALL_THIRD_PARTY");
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *path = g_strdup_printf ("merchantAction.thirdPartyData.paymentProduct863.%s", members[i]);

      g_assert_cmpuint (strlen (sandbox_reply_string (reply, path)), >, 0);
    }
}

static void
test_types (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) code = create (test, "desktopQRCode");
  g_autoptr(SandboxReply) link = create (test, "urlIntent");
  g_autoptr(SandboxReply) in_app = create (test, "nativeInApp");
  g_autoptr(SandboxReply) script = create (test, "javaScriptAPI");
  g_autoptr(SandboxReply) mini = create (test, "miniProgram");
  g_autoptr(SandboxReply) other_in_app = NULL;
  g_autofree char *phone = sandbox_get_phone_url (test->sandbox, sandbox_reply_string (link, "payment.id"));

  g_assert_cmpstr (sandbox_reply_string (code, "merchantAction.actionType"), ==, "SHOW_FORM");
  g_assert_nonnull (show_data (code, "QRCODE"));
  g_assert_true (g_str_has_prefix (show_data (code, "WECHAT_PAYMENTID"), "wx"));
  g_assert_cmpstr (show_data (link, "URLINTENT"), ==, phone);
  g_assert_nonnull (show_data (link, "WECHAT_PAYMENTID"));
  g_assert_nonnull (show_data (in_app, "WECHAT_SIGNATURE"));
  g_assert_nonnull (show_data (in_app, "SIGNATURE_NONCE"));
  g_assert_nonnull (show_data (in_app, "WECHAT_PAYMENTID"));
  assert_third_party (script);
  assert_third_party (mini);

  sandbox_test_add_fault (test, "{'call': 'create', 'fault': 'third-party-data'}");
  other_in_app = create (test, "nativeInApp");
  assert_third_party (other_in_app);
}

static GdkPixbuf *
load_code (SandboxReply  *reply,
           GBytes       **png)
{
  g_autoptr(GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("png", NULL);
  g_autoptr(GError) error = NULL;
  gsize length;
  guchar *bytes = g_base64_decode (show_data (reply, "QRCODE"), &length);

  *png = g_bytes_new_take (bytes, length);
  g_assert_true (gdk_pixbuf_loader_write_bytes (loader, *png, &error));
  g_assert_true (gdk_pixbuf_loader_close (loader, &error));

  return g_object_ref (gdk_pixbuf_loader_get_pixbuf (loader));
}

static gboolean
is_dark (GdkPixbuf *pixbuf,
         int        x,
         int        y)
{
  return gdk_pixbuf_read_pixels (pixbuf)[(gsize) y * gdk_pixbuf_get_rowstride (pixbuf) +
                                         (gsize) x * gdk_pixbuf_get_n_channels (pixbuf)] < 128;
}

/* A phone's reading of the picture, where there is a reader. */
static char *
read_code (GBytes *png)
{
  g_autofree char *program = g_find_program_in_path ("zbarimg");
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GBytes) output = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;
  const char *text;

  if (program == NULL)
    return NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                              G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, program, "-q", "--raw", "png:-", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (process, png, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  text = g_bytes_get_data (output, &length);

  return g_strchomp (g_strndup (text, length));
}

static void
test_code (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) reply = create (test, "desktopQRCode");
  g_autofree char *phone = sandbox_get_phone_url (test->sandbox, sandbox_reply_string (reply, "payment.id"));
  g_autofree char *text = NULL;
  g_autoptr(GBytes) png = NULL;
  g_autoptr(GdkPixbuf) pixbuf = load_code (reply, &png);
  int side = gdk_pixbuf_get_width (pixbuf);
  int margin = 0;

  g_assert_cmpint (side, ==, gdk_pixbuf_get_height (pixbuf));
  g_assert_cmpint (side, <=, 400);
  while (margin < side && !is_dark (pixbuf, margin, margin))
    margin++;
  /* Four modules of 8 pixels. */
  g_assert_cmpint (margin, ==, 32);
  g_assert_cmpint (side % 8, ==, 0);

  text = read_code (png);
  if (text != NULL)
    g_assert_cmpstr (text, ==, phone);
  else
    g_test_message ("no zbarimg: the code was not read");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sandbox/create/rule/%s", rows[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/sandbox/create/all-errors", test_all_errors);
  g_test_add_func ("/sandbox/create/no-json", test_no_json);
  g_test_add_func ("/sandbox/create/answer", test_answer);
  g_test_add_func ("/sandbox/create/types", test_types);
  g_test_add_func ("/sandbox/create/code", test_code);

  return g_test_run ();
}
