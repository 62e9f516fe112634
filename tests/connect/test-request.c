/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "connect-error.h"
#include "connect-json.h"
#include "connect-request.h"

/* The library under test writes its bodies by way of this; where told, something else comes out. */
static const char *written_instead;

char *
json_to_string (JsonNode *node,
                gboolean  pretty)
{
  static char *(*original) (JsonNode *, gboolean);

  if (original == NULL)
    original = (char *(*) (JsonNode *, gboolean)) dlsym (RTLD_NEXT, "json_to_string");

  return written_instead != NULL ? g_strdup (written_instead) : original (node, pretty);
}

#define TABLE "\xe6\xa1\x8c"   /* one character of three bytes */
#define TEN(text) text text text text text text text text text text

static const ConnectPaymentRequest good = {
  .type = CONNECT_INTEGRATION_DESKTOP_QR_CODE,
  .amount = 1250,
  .currency = "USD",
  .country = "CN",
  .merchant_reference = "A-1001-7KQ2M9X",
  .customer_ip = "203.0.113.20",
};

static const ConnectPaymentRequest full = {
  .type = CONNECT_INTEGRATION_JAVASCRIPT_API,
  .amount = 500,
  .currency = "JPY",
  .country = "JP",
  .merchant_reference = "A-1001-7KQ2M9X",
  .descriptor = "Caf\xc3\xa9 \"" TABLE "\"",
  .merchant_customer_id = "till-7",
  .locale = "zh_CN",
  .customer_ip = "2001:db8::20",
  .open_id = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
  .return_url = "https://shop.example.com/back?a=b",
};

#define ORDER(amount, customer, references) \
  "{\"order\":{\"amountOfMoney\":" amount ",\"customer\":{" customer "},\"references\":{" references "}}"

static const struct
{
  ConnectIntegrationType       type;
  const ConnectPaymentRequest *request;
  const char                  *open_id;
  const char                  *body;
} bodies[] = {
  { CONNECT_INTEGRATION_DESKTOP_QR_CODE, &good, NULL,
    ORDER ("{\"amount\":1250,\"currencyCode\":\"USD\"}", "\"billingAddress\":{\"countryCode\":\"CN\"}",
           "\"merchantReference\":\"A-1001-7KQ2M9X\"")
    ",\"redirectPaymentMethodSpecificInput\":{\"paymentProductId\":863,\"requiresApproval\":false,"
    "\"paymentProduct863SpecificInput\":{\"integrationType\":\"desktopQRCode\"}},"
    "\"fraudFields\":{\"customerIpAddress\":\"203.0.113.20\"}}" },
  { CONNECT_INTEGRATION_URL_INTENT, &good, NULL,
    ORDER ("{\"amount\":1250,\"currencyCode\":\"USD\"}", "\"billingAddress\":{\"countryCode\":\"CN\"}",
           "\"merchantReference\":\"A-1001-7KQ2M9X\"")
    ",\"redirectPaymentMethodSpecificInput\":{\"paymentProductId\":863,\"requiresApproval\":false,"
    "\"paymentProduct863SpecificInput\":{\"integrationType\":\"urlIntent\"}},"
    "\"fraudFields\":{\"customerIpAddress\":\"203.0.113.20\"}}" },
  { CONNECT_INTEGRATION_NATIVE_IN_APP, &good, NULL,
    ORDER ("{\"amount\":1250,\"currencyCode\":\"USD\"}", "\"billingAddress\":{\"countryCode\":\"CN\"}",
           "\"merchantReference\":\"A-1001-7KQ2M9X\"")
    ",\"redirectPaymentMethodSpecificInput\":{\"paymentProductId\":863,\"requiresApproval\":false,"
    "\"paymentProduct863SpecificInput\":{\"integrationType\":\"nativeInApp\"}},"
    "\"fraudFields\":{\"customerIpAddress\":\"203.0.113.20\"}}" },
  { CONNECT_INTEGRATION_JAVASCRIPT_API, &full, "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
    ORDER ("{\"amount\":50000,\"currencyCode\":\"JPY\"}",
           "\"merchantCustomerId\":\"till-7\",\"locale\":\"zh_CN\",\"billingAddress\":{\"countryCode\":\"JP\"}",
           "\"merchantReference\":\"A-1001-7KQ2M9X\",\"descriptor\":\"Caf\xc3\xa9 \\\"" TABLE "\\\"\"")
    ",\"redirectPaymentMethodSpecificInput\":{\"paymentProductId\":863,\"requiresApproval\":false,"
    "\"redirectionData\":{\"returnUrl\":\"https://shop.example.com/back?a=b\"},"
    "\"paymentProduct863SpecificInput\":{\"integrationType\":\"javaScriptAPI\","
    "\"openId\":\"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o\"}},"
    "\"fraudFields\":{\"customerIpAddress\":\"2001:db8::20\"}}" },
  { CONNECT_INTEGRATION_MINI_PROGRAM, &good, "o1",
    ORDER ("{\"amount\":1250,\"currencyCode\":\"USD\"}", "\"billingAddress\":{\"countryCode\":\"CN\"}",
           "\"merchantReference\":\"A-1001-7KQ2M9X\"")
    ",\"redirectPaymentMethodSpecificInput\":{\"paymentProductId\":863,\"requiresApproval\":false,"
    "\"paymentProduct863SpecificInput\":{\"integrationType\":\"miniProgram\",\"openId\":\"o1\"}},"
    "\"fraudFields\":{\"customerIpAddress\":\"203.0.113.20\"}}" },
  { CONNECT_INTEGRATION_HOSTED_CHECKOUT, &full, NULL,
    ORDER ("{\"amount\":50000,\"currencyCode\":\"JPY\"}",
           "\"merchantCustomerId\":\"till-7\",\"locale\":\"zh_CN\",\"billingAddress\":{\"countryCode\":\"JP\"}",
           "\"merchantReference\":\"A-1001-7KQ2M9X\",\"descriptor\":\"Caf\xc3\xa9 \\\"" TABLE "\\\"\"")
    ",\"hostedCheckoutSpecificInput\":{\"locale\":\"zh_CN\",\"returnUrl\":\"https://shop.example.com/back?a=b\","
    "\"returnCancelState\":true,\"paymentProductFilters\":{\"restrictTo\":{\"products\":[863]}}}}" },
  { CONNECT_INTEGRATION_HOSTED_CHECKOUT, &good, NULL,
    ORDER ("{\"amount\":1250,\"currencyCode\":\"USD\"}", "\"billingAddress\":{\"countryCode\":\"CN\"}",
           "\"merchantReference\":\"A-1001-7KQ2M9X\"")
    ",\"hostedCheckoutSpecificInput\":{\"returnCancelState\":true,"
    "\"paymentProductFilters\":{\"restrictTo\":{\"products\":[863]}}}}" },
};

static void
test_bodies (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      ConnectPaymentRequest request = *bodies[i].request;
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(GBytes) again = NULL;
      g_autofree char *text = NULL;

      request.type = bodies[i].type;
      request.open_id = bodies[i].open_id;
      bytes = connect_payment_request_to_body (&request, &error);
      g_assert_no_error (error);
      text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_assert_cmpstr (text, ==, bodies[i].body);

      again = connect_payment_request_to_body (&request, &error);
      g_assert_true (g_bytes_equal (bytes, again));
    }
}

/* Optional texts that are empty are left out like those that are not there. */
static void
test_empty (void)
{
  ConnectPaymentRequest request = good;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GBytes) expected = connect_payment_request_to_body (&good, NULL);

  request.descriptor = request.merchant_customer_id = request.locale = request.open_id = request.return_url = "";
  bytes = connect_payment_request_to_body (&request, NULL);
  g_assert_nonnull (bytes);
  g_assert_true (g_bytes_equal (bytes, expected));
}

#define FIELD(name) offsetof (ConnectPaymentRequest, name)

static const struct
{
  const char             *property;   /* that the message must name; NULL: taken */
  ConnectIntegrationType  type;
  gsize                   field;
  const char             *value;
} limits[] = {
  { NULL, 0, FIELD (merchant_reference), TEN ("abc") },
  { "merchantReference", 0, FIELD (merchant_reference), TEN ("abc") "d" },
  { NULL, 0, FIELD (merchant_reference), "A" },
  { "merchantReference", 0, FIELD (merchant_reference), "" },
  { "merchantReference", 0, FIELD (merchant_reference), NULL },
  { "merchantReference", 0, FIELD (merchant_reference), "A 1" },
  { "merchantReference", 0, FIELD (merchant_reference), "A/1" },
  { "merchantReference", 0, FIELD (merchant_reference), TABLE },
  { NULL, 0, FIELD (merchant_reference), "Az09._-" },

  { NULL, 0, FIELD (descriptor), TEN ("abc") "de" },
  { "descriptor", 0, FIELD (descriptor), TEN ("abc") "def" },
  { NULL, 0, FIELD (descriptor), TEN (TABLE TABLE TABLE) TABLE TABLE },
  { "descriptor", 0, FIELD (descriptor), TEN (TABLE TABLE TABLE) TABLE TABLE TABLE },
  { "descriptor", 0, FIELD (descriptor), "a\nb" },
  { "descriptor", 0, FIELD (descriptor), "a\x7f" "b" },
  { "descriptor", 0, FIELD (descriptor), "a\xc2\x85" "b" },
  { "descriptor", 0, FIELD (descriptor), "\xe6\xa1" },

  { NULL, 0, FIELD (merchant_customer_id), "123456789012345" },
  { "merchantCustomerId", 0, FIELD (merchant_customer_id), "1234567890123456" },
  { NULL, 0, FIELD (merchant_customer_id), TABLE TABLE TABLE TABLE TABLE TABLE TABLE TABLE TABLE TABLE TABLE },

  { NULL, 0, FIELD (locale), "en" },
  { NULL, 0, FIELD (locale), "en_GB" },
  { NULL, 0, FIELD (locale), "yue_HK" },
  { "locale", 0, FIELD (locale), "e" },
  { "locale", 0, FIELD (locale), "engl" },
  { "locale", 0, FIELD (locale), "EN_GB" },
  { "locale", 0, FIELD (locale), "en-GB" },
  { "locale", 0, FIELD (locale), "en_GBR" },
  { "locale", 0, FIELD (locale), "en_" },
  { "locale", 0, FIELD (locale), "en_GB.UTF-8" },
  { "locale", 0, FIELD (locale), "C" },

  { NULL, 0, FIELD (country), "DE" },
  { "countryCode", 0, FIELD (country), "de" },
  { "countryCode", 0, FIELD (country), "DEU" },
  { "countryCode", 0, FIELD (country), "D" },
  { "countryCode", 0, FIELD (country), "" },
  { "countryCode", 0, FIELD (country), NULL },

  { "currencyCode", 0, FIELD (currency), NULL },
  { "amountOfMoney", 0, FIELD (currency), "usd" },
  { "amountOfMoney", 0, FIELD (currency), "XAU" },

  { NULL, 0, FIELD (customer_ip), "2001:0db8:0000:0000:0000:ff00:0042:8329" },
  { NULL, 0, FIELD (customer_ip), "::ffff:192.0.2.128" },
  { "customerIpAddress", 0, FIELD (customer_ip), NULL },
  { "customerIpAddress", 0, FIELD (customer_ip), "" },
  { "customerIpAddress", 0, FIELD (customer_ip), "203.0.113.256" },
  { "customerIpAddress", 0, FIELD (customer_ip), "203.0.113" },
  { "customerIpAddress", 0, FIELD (customer_ip), "203.0.113.20 " },
  { "customerIpAddress", 0, FIELD (customer_ip), "fe80::1%eth0" },
  { "customerIpAddress", 0, FIELD (customer_ip), "till.example.com" },
  { NULL, CONNECT_INTEGRATION_HOSTED_CHECKOUT, FIELD (customer_ip), NULL },

  { NULL, CONNECT_INTEGRATION_JAVASCRIPT_API, FIELD (open_id), "o" },
  { NULL, CONNECT_INTEGRATION_MINI_PROGRAM, FIELD (open_id), TEN ("abcdefghijkl") "12345678" },
  { "openId", CONNECT_INTEGRATION_MINI_PROGRAM, FIELD (open_id), TEN ("abcdefghijkl") "123456789" },
  { "openId", CONNECT_INTEGRATION_JAVASCRIPT_API, FIELD (open_id), NULL },
  { "openId", CONNECT_INTEGRATION_MINI_PROGRAM, FIELD (open_id), "" },
  { "openId", CONNECT_INTEGRATION_DESKTOP_QR_CODE, FIELD (open_id), "o" },
  { "openId", CONNECT_INTEGRATION_URL_INTENT, FIELD (open_id), "o" },
  { "openId", CONNECT_INTEGRATION_NATIVE_IN_APP, FIELD (open_id), "o" },
  { "openId", CONNECT_INTEGRATION_HOSTED_CHECKOUT, FIELD (open_id), "o" },

  { NULL, 0, FIELD (return_url), "https://shop.example.com" },
  { NULL, 0, FIELD (return_url), "myshop://back" },
  { NULL, 0, FIELD (return_url), "com.example.shop:/back" },
  { "returnUrl", 0, FIELD (return_url), "http://shop.example.com" },
  { "returnUrl", 0, FIELD (return_url), "shop.example.com/back" },
  { "returnUrl", 0, FIELD (return_url), "/back" },
  { "returnUrl", 0, FIELD (return_url), "https://" },
  { "returnUrl", 0, FIELD (return_url), "https:///back" },
  { "returnUrl", 0, FIELD (return_url), "https://192.0.2.1/back" },
  { "returnUrl", 0, FIELD (return_url), "https://[2001:db8::1]/back" },
  { "returnUrl", 0, FIELD (return_url), "https://localhost/back" },
  { "returnUrl", 0, FIELD (return_url), "https://LOCALHOST/back" },
  { "returnUrl", 0, FIELD (return_url), "https://shop.localhost/back" },
  { "returnUrl", 0, FIELD (return_url), "myshop://127.0.0.1/back" },
  { "returnUrl", 0, FIELD (return_url), "https://shop.example.com/a b" },
  { "returnUrl", 0, FIELD (return_url), "https://shop.example.com/\n" },
  { "returnUrl", 0, FIELD (return_url), "javascript:alert(1)" },
  { "returnUrl", 0, FIELD (return_url), "file:///etc/passwd" },
};

static void
check_limit (const ConnectPaymentRequest *request,
             const char                  *property)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = connect_payment_request_to_body (request, &error);

  if (property == NULL)
    {
      g_assert_no_error (error);
      g_assert_nonnull (bytes);
    }
  else
    {
      g_autofree char *prefix = g_strconcat (property, ": ", NULL);

      g_assert_null (bytes);
      g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_INVALID);
      if (!g_str_has_prefix (error->message, prefix))
        g_error ("%s does not name %s", error->message, property);
    }
}

static void
test_limits (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      ConnectPaymentRequest request = good;

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      request.type = limits[i].type;
      *(const char **) (gpointer) ((char *) &request + limits[i].field) = limits[i].value;
      check_limit (&request, limits[i].property);
    }
}

static void
test_return_url_length (void)
{
  static const char head[] = "https://s.example/";
  ConnectPaymentRequest request = good;
  char url[514];

  memset (url, 'a', sizeof url);
  memcpy (url, head, strlen (head));
  url[513] = '\0';
  request.return_url = url;
  check_limit (&request, "returnUrl");
  url[512] = '\0';
  check_limit (&request, NULL);
}

static void
test_amounts (void)
{
  static const struct
  {
    gint64      amount;
    const char *property;
  } amounts[] = {
    { 1, NULL },
    { G_GINT64_CONSTANT (999999999999), NULL },
    { G_GINT64_CONSTANT (1000000000000), "amountOfMoney" },
    { 0, "amountOfMoney" },
    { -1, "amountOfMoney" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      ConnectPaymentRequest request = good;

      request.amount = amounts[i].amount;
      check_limit (&request, amounts[i].property);
    }
}

/* A body that says something else is not given out. */
static void
test_read_back (void)
{
  static const char * const others[] = {
    "", "{}", "{\"order\":{}}",
    "{\"order\":{\"amountOfMoney\":{\"amount\":125,\"currencyCode\":\"USD\"},"
    "\"references\":{\"merchantReference\":\"A-1001-7KQ2M9X\"}}}",
    "{\"order\":{\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"EUR\"},"
    "\"references\":{\"merchantReference\":\"A-1001-7KQ2M9X\"}}}",
    "{\"order\":{\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"USD\"},"
    "\"references\":{\"merchantReference\":\"A-1001-7KQ2M9Y\"}}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      written_instead = others[i];
      check_limit (&good, "order");
    }
  written_instead = "{\"order\":{\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"USD\"},"
                    "\"references\":{\"merchantReference\":\"A-1001-7KQ2M9X\"}}}";
  check_limit (&good, NULL);
  written_instead = NULL;
}

static void
test_type (void)
{
  ConnectPaymentRequest request = good;

  request.type = (ConnectIntegrationType) CONNECT_N_INTEGRATION_TYPES;
  check_limit (&request, "integrationType");
}

static void
test_words (void)
{
  ConnectIntegrationType type;

  for (guint i = 0; i < CONNECT_N_INTEGRATION_TYPES; i++)
    {
      const char *word = connect_integration_type_to_string ((ConnectIntegrationType) i);

      g_assert_true (connect_integration_type_from_string (word, &type));
      g_assert_cmpint (type, ==, i);
    }
  g_assert_false (connect_integration_type_from_string ("desktopqrcode", &type));
  g_assert_false (connect_integration_type_from_string ("", &type));
  g_assert_false (connect_integration_type_from_string (NULL, &type));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connect/request/bodies", test_bodies);
  g_test_add_func ("/connect/request/empty", test_empty);
  g_test_add_func ("/connect/request/limits", test_limits);
  g_test_add_func ("/connect/request/return-url-length", test_return_url_length);
  g_test_add_func ("/connect/request/amounts", test_amounts);
  g_test_add_func ("/connect/request/read-back", test_read_back);
  g_test_add_func ("/connect/request/type", test_type);
  g_test_add_func ("/connect/request/words", test_words);

  return g_test_run ();
}
