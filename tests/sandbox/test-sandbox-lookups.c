/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-test.h"

static void
assert_found (SandboxTest *test,
              const char  *query,
              gint64       total,
              const char  *references)
{
  g_autofree char *path = g_strconcat ("payments", query, NULL);
  g_autoptr(SandboxReply) reply = sandbox_test_call (test, "GET", path, NULL, NULL);
  g_autoptr(GString) found = g_string_new (NULL);
  JsonArray *payments;

  g_assert_cmpuint (reply->status, ==, 200);
  payments = json_node_get_array (sandbox_reply_get (reply, "payments"));
  for (guint i = 0; i < json_array_get_length (payments); i++)
    {
      g_autofree char *member = g_strdup_printf ("payments.%u.paymentOutput.references.merchantReference", i);

      g_string_append (found, sandbox_reply_string (reply, member));
    }
  g_assert_cmpint (sandbox_reply_integer (reply, "totalCount"), ==, total);
  g_assert_cmpstr (found->str, ==, references);
}

static void
test_find (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  static const char * const references[] = { "a", "b", "b", "c", "Ä ö" };

  for (gsize i = 0; i < G_N_ELEMENTS (references); i++)
    g_free (sandbox_test_create (test, "desktopQRCode", references[i]));

  assert_found (test, "", 5, "Ä öcbba");
  assert_found (test, "?merchantReference=b", 2, "bb");
  assert_found (test, "?merchantReference=%C3%84%20%C3%B6", 1, "Ä ö");
  assert_found (test, "?merchantReference=", 0, "");
  assert_found (test, "?merchantReference=B", 0, "");
  assert_found (test, "?merchantOrderId=42", 5, "Ä öcbba");
  assert_found (test, "?merchantOrderId=43", 0, "");
  assert_found (test, "?hostedCheckoutId=x", 0, "");
  assert_found (test, "?limit=2", 5, "Ä öc");
  assert_found (test, "?limit=2&offset=2", 5, "bb");
  assert_found (test, "?limit=100&offset=5", 5, "");
  assert_found (test, "?limit=1&merchantReference=b", 2, "b");
}

static void
test_find_bounds (void)
{
  static const struct
  {
    const char *query;
    const char *property;
  } rows[] = {
    { "?limit=101", "limit" },
    { "?limit=-1", "limit" },
    { "?limit=x", "limit" },
    { "?offset=-1", "offset" },
    { "?offset=99999999999999999999", "offset" },
    { "?merchantOrderId=x", "merchantOrderId" },
    { "?merchantReference=12345678901234567890123456789012345678901234567890123", "merchantReference" },
  };
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("payments", rows[i].query, NULL);
      g_autoptr(SandboxReply) reply = sandbox_test_call (test, "GET", path, NULL, NULL);

      sandbox_assert_error (reply, 400, "21000120", rows[i].property);
    }
}

static void
test_find_default_limit (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) reply = NULL;

  for (int i = 0; i < 12; i++)
    g_free (sandbox_test_create (test, "desktopQRCode", "x"));
  reply = sandbox_test_call (test, "GET", "payments", NULL, NULL);

  g_assert_cmpint (sandbox_reply_integer (reply, "limit"), ==, 10);
  g_assert_cmpint (sandbox_reply_integer (reply, "offset"), ==, 0);
  g_assert_cmpint (sandbox_reply_integer (reply, "totalCount"), ==, 12);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (sandbox_reply_get (reply, "payments"))), ==, 10);
}

static void
test_products (void)
{
  static const struct
  {
    const char *path;
    guint       status;
    const char *code;
    const char *property;
  } rows[] = {
    { "services/testconnection", 200, NULL, NULL },
    { "products/863?countryCode=CN&currencyCode=USD", 200, NULL, NULL },
    { "products/863?countryCode=DE&currencyCode=JPY&amount=50000", 200, NULL, NULL },
    { "products?countryCode=CN&currencyCode=USD", 200, NULL, NULL },
    { "products/1?countryCode=CN&currencyCode=USD", 400, "430900", NULL },
    { "products/863?countryCode=CN&currencyCode=XAU", 400, "430900", NULL },
    { "products/863?countryCode=CN", 400, "21000120", "currencyCode" },
    { "products/863?currencyCode=USD", 400, "21000120", "countryCode" },
    { "products/863?countryCode=China&currencyCode=USD", 400, "21000120", "countryCode" },
    { "products", 400, "21000120", "countryCode" },
  };
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(SandboxReply) reply = sandbox_test_call (test, "GET", rows[i].path, NULL, NULL);

      if (rows[i].code != NULL)
        sandbox_assert_error (reply, rows[i].status, rows[i].code, rows[i].property);
      g_assert_cmpuint (reply->status, ==, rows[i].status);
    }
}

static void
test_product_answers (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autoptr(SandboxReply) connection = sandbox_test_call (test, "GET", "services/testconnection", NULL, NULL);
  g_autoptr(SandboxReply) product =
    sandbox_test_call (test, "GET", "products/863?countryCode=CN&currencyCode=EUR", NULL, NULL);
  g_autoptr(SandboxReply) list =
    sandbox_test_call (test, "GET", "products?countryCode=CN&currencyCode=EUR", NULL, NULL);
  g_autoptr(SandboxReply) off = NULL;

  g_assert_cmpstr (sandbox_reply_string (connection, "result"), ==, "OK");
  g_assert_cmpint (sandbox_reply_integer (product, "id"), ==, 863);
  g_assert_cmpstr (sandbox_reply_string (product, "paymentProduct863SpecificData.integrationTypes.0"), ==,
                   "desktopQRCode");
  g_assert_cmpint (sandbox_reply_integer (list, "paymentProducts.0.id"), ==, 863);

  sandbox_test_add_fault (test, "{'call': 'product', 'fault': 'status', 'code': 400, 'errorCode': '430900'}");
  off = sandbox_test_call (test, "GET", "products/863?countryCode=CN&currencyCode=EUR", NULL, NULL);
  sandbox_assert_error (off, 400, "430900", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/lookups/find", test_find);
  g_test_add_func ("/sandbox/lookups/find-bounds", test_find_bounds);
  g_test_add_func ("/sandbox/lookups/find-default-limit", test_find_default_limit);
  g_test_add_func ("/sandbox/lookups/products", test_products);
  g_test_add_func ("/sandbox/lookups/product-answers", test_product_answers);

  return g_test_run ();
}
