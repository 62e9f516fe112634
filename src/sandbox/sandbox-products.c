/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sandbox-action.h"
#include "sandbox-products.h"

/* In which currencies product 863 can be paid here.  A table of its own, and not the client's, so that a client
 * that scales an amount wrongly is found out. */
static const struct
{
  char     code[4];
  gboolean has_cents;
} currencies[] = {
  { "AED", TRUE }, { "AUD", TRUE }, { "BHD", TRUE }, { "BRL", TRUE }, { "CAD", TRUE }, { "CHF", TRUE },
  { "CLP", FALSE }, { "CNY", TRUE }, { "CZK", TRUE }, { "DKK", TRUE }, { "EUR", TRUE }, { "GBP", TRUE },
  { "HKD", TRUE }, { "HUF", TRUE }, { "IDR", TRUE }, { "ILS", TRUE }, { "INR", TRUE }, { "ISK", FALSE },
  { "JOD", TRUE }, { "JPY", FALSE }, { "KRW", FALSE }, { "KWD", TRUE }, { "MOP", TRUE }, { "MXN", TRUE },
  { "MYR", TRUE }, { "NOK", TRUE }, { "NZD", TRUE }, { "OMR", TRUE }, { "PHP", TRUE }, { "PLN", TRUE },
  { "RON", TRUE }, { "SAR", TRUE }, { "SEK", TRUE }, { "SGD", TRUE }, { "THB", TRUE }, { "TND", TRUE },
  { "TRY", TRUE }, { "TWD", TRUE }, { "USD", TRUE }, { "VND", FALSE }, { "ZAR", TRUE },
};

static int
find_currency (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (currencies); i++)
    {
      if (g_str_equal (currencies[i].code, code))
        return (int) i;
    }

  return -1;
}

static JsonObject *
product_to_json (void)
{
  JsonObject *product = json_object_new ();
  JsonObject *hints = json_object_new ();
  JsonObject *specific = json_object_new ();
  JsonArray *types = json_array_new ();

  for (guint i = 0; sandbox_integration_types[i] != NULL; i++)
    json_array_add_string_element (types, sandbox_integration_types[i]);
  json_object_set_array_member (specific, "integrationTypes", types);

  json_object_set_int_member (hints, "displayOrder", 10);
  json_object_set_string_member (hints, "label", "WeChat Pay");

  json_object_set_int_member (product, "id", 863);
  json_object_set_string_member (product, "paymentMethod", "redirect");
  json_object_set_string_member (product, "mobileIntegrationLevel", "OPTIMISED_SUPPORT");
  json_object_set_boolean_member (product, "usesRedirectionTo3rdParty", FALSE);
  json_object_set_boolean_member (product, "allowsRecurring", FALSE);
  json_object_set_boolean_member (product, "allowsTokenization", FALSE);
  json_object_set_boolean_member (product, "autoTokenized", FALSE);
  json_object_set_boolean_member (product, "allowsInstallments", FALSE);
  json_object_set_int_member (product, "minAmount", 1);
  json_object_set_int_member (product, "maxAmount", G_GINT64_CONSTANT (999999999999));
  json_object_set_object_member (product, "displayHints", hints);
  json_object_set_array_member (product, "fields", json_array_new ());
  json_object_set_object_member (product, "paymentProduct863SpecificData", specific);

  return product;
}

static SandboxAnswer *
check_context (SandboxCall *call)
{
  const char *country = sandbox_call_query (call, "countryCode");
  const char *currency = sandbox_call_query (call, "currencyCode");

  if (country == NULL || strlen (country) != 2 || !g_ascii_isupper (country[0]) || !g_ascii_isupper (country[1]))
    return sandbox_answer_new_error (400, "21000120", "INVALID_VALUE", "countryCode",
                                     "two upper-case letters are required");
  if (currency == NULL || strlen (currency) != 3)
    return sandbox_answer_new_error (400, "21000120", "INVALID_VALUE", "currencyCode",
                                     "three upper-case letters are required");

  return NULL;
}

gboolean
sandbox_products_has_currency (const char *currency)
{
  return find_currency (currency) >= 0;
}

gboolean
sandbox_products_has_cents (const char *currency)
{
  int index = find_currency (currency);

  return index >= 0 && currencies[index].has_cents;
}

SandboxAnswer *
sandbox_products_list (SandboxCall *call)
{
  SandboxAnswer *refusal = check_context (call);
  JsonObject *root;
  JsonArray *products;

  if (refusal != NULL)
    return refusal;

  root = json_object_new ();
  products = json_array_new ();
  if (sandbox_products_has_currency (sandbox_call_query (call, "currencyCode")))
    json_array_add_object_element (products, product_to_json ());
  json_object_set_array_member (root, "paymentProducts", products);

  return sandbox_answer_new_json (200, root);
}

SandboxAnswer *
sandbox_products_get (SandboxCall *call)
{
  SandboxAnswer *refusal = check_context (call);

  if (refusal != NULL)
    return refusal;

  if (!g_str_equal (call->args[1], "863") ||
      !sandbox_products_has_currency (sandbox_call_query (call, "currencyCode")))
    return sandbox_answer_new_error (400, "430900", NULL, NULL,
                                     "no provider for this merchant, product, country and currency");

  return sandbox_answer_new_json (200, product_to_json ());
}

SandboxAnswer *
sandbox_services_test_connection (SandboxCall *call)
{
  JsonObject *root = json_object_new ();

  json_object_set_string_member (root, "result", "OK");

  return sandbox_answer_new_json (200, root);
}
