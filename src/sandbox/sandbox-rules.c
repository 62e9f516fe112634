/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "connect-refund-request.h"
#include "sandbox-action.h"
#include "sandbox-answer.h"
#include "sandbox-products.h"
#include "sandbox-rules.h"

#define METHOD_INPUT "redirectPaymentMethodSpecificInput"

typedef const char *(*SandboxCheck) (JsonNode *node);

typedef struct
{
  const char   *path;
  GType         type;
  gsize         max;        /* characters of a string; 0: any */
  gboolean      required;
  SandboxCheck  check;      /* (nullable) gives what is wrong, or NULL */
} SandboxRule;

static const char *
check_amount (JsonNode *node)
{
  gint64 amount = json_node_get_int (node);

  return amount >= 1 && amount <= G_GINT64_CONSTANT (999999999999) ? NULL : "has to be from 1 to 12 digits, above 0";
}

static const char *
check_upper (JsonNode *node)
{
  for (const char *p = json_node_get_string (node); *p != '\0'; p++)
    {
      if (!g_ascii_isupper (*p))
        return "has to be in upper case";
    }

  return NULL;
}

static const char *
check_country (JsonNode *node)
{
  return strlen (json_node_get_string (node)) == 2 ? check_upper (node) : "has to have two letters";
}

static const char *
check_currency (JsonNode *node)
{
  return sandbox_products_has_currency (json_node_get_string (node)) ? NULL : "no provider for this currency";
}

static const char *
check_product (JsonNode *node)
{
  return json_node_get_int (node) == 863 ? NULL : "no provider for this payment product";
}

static const char *
check_integration_type (JsonNode *node)
{
  return sandbox_action_has_type (json_node_get_string (node)) ? NULL : "is not an integration type";
}

static const char *
check_address (JsonNode *node)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (json_node_get_string (node));

  return address != NULL ? NULL : "is not an IP address";
}

static const char *
check_return_url (JsonNode *node)
{
  g_autoptr(GUri) uri = g_uri_parse (json_node_get_string (node), G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (uri == NULL)
    return "has to be an absolute URL";
  if (host != NULL && (g_ascii_strcasecmp (host, "localhost") == 0 || g_hostname_is_ip_address (host)))
    return "may be neither localhost nor an IP address";

  return NULL;
}

static const char *
check_reason (JsonNode *node)
{
  return connect_is_refund_reason (json_node_get_string (node)) ? NULL : "is not a reason";
}

static const SandboxRule order_rules[] = {
  { "order.amountOfMoney.amount", G_TYPE_INT64, 0, TRUE, check_amount },
  { "order.amountOfMoney.currencyCode", G_TYPE_STRING, 3, TRUE, check_currency },
  { "order.customer.billingAddress.countryCode", G_TYPE_STRING, 2, TRUE, check_country },
  { "order.customer.billingAddress.street", G_TYPE_STRING, 50, FALSE, NULL },
  { "order.customer.billingAddress.city", G_TYPE_STRING, 40, FALSE, NULL },
  { "order.customer.billingAddress.zip", G_TYPE_STRING, 10, FALSE, NULL },
  { "order.customer.billingAddress.houseNumber", G_TYPE_STRING, 15, FALSE, NULL },
  { "order.customer.billingAddress.additionalInfo", G_TYPE_STRING, 50, FALSE, NULL },
  { "order.customer.merchantCustomerId", G_TYPE_STRING, 15, FALSE, NULL },
  { "order.customer.locale", G_TYPE_STRING, 6, FALSE, NULL },
  { "order.customer.contactDetails.emailAddress", G_TYPE_STRING, 70, FALSE, NULL },
  { "order.customer.device.ipAddress", G_TYPE_STRING, 45, FALSE, check_address },
  { "order.customer.device.userAgent", G_TYPE_STRING, 0, FALSE, NULL },
  { "order.customer.device.timezoneOffsetUtcMinutes", G_TYPE_STRING, 6, FALSE, NULL },
  { "order.references.merchantReference", G_TYPE_STRING, 30, FALSE, NULL },
  { "order.references.merchantOrderId", G_TYPE_INT64, 0, FALSE, NULL },
  { "order.references.descriptor", G_TYPE_STRING, 32, FALSE, NULL },
};

static const SandboxRule payment_rules[] = {
  { METHOD_INPUT ".paymentProductId", G_TYPE_INT64, 0, TRUE, check_product },
  { METHOD_INPUT ".requiresApproval", G_TYPE_BOOLEAN, 0, FALSE, NULL },
  { METHOD_INPUT ".returnUrl", G_TYPE_STRING, 512, FALSE, check_return_url },
  { METHOD_INPUT ".redirectionData.returnUrl", G_TYPE_STRING, 512, FALSE, check_return_url },
  { METHOD_INPUT ".paymentProduct863SpecificInput.integrationType", G_TYPE_STRING, 0, TRUE, check_integration_type },
  { METHOD_INPUT ".paymentProduct863SpecificInput.openId", G_TYPE_STRING, 128, FALSE, NULL },
  { "fraudFields.customerIpAddress", G_TYPE_STRING, 45, TRUE, check_address },
};

static const SandboxRule checkout_rules[] = {
  { "hostedCheckoutSpecificInput.locale", G_TYPE_STRING, 6, FALSE, NULL },
  { "hostedCheckoutSpecificInput.variant", G_TYPE_STRING, 0, FALSE, NULL },
  { "hostedCheckoutSpecificInput.returnUrl", G_TYPE_STRING, 512, FALSE, check_return_url },
  { "hostedCheckoutSpecificInput.showResultPage", G_TYPE_BOOLEAN, 0, FALSE, NULL },
  { "hostedCheckoutSpecificInput.returnCancelState", G_TYPE_BOOLEAN, 0, FALSE, NULL },
  { METHOD_INPUT ".paymentProductId", G_TYPE_INT64, 0, FALSE, check_product },
};

/* Without an amount everything goes back (connect-api.md 7.5). */
static const SandboxRule refund_rules[] = {
  { "amountOfMoney.amount", G_TYPE_INT64, 0, FALSE, check_amount },
  { "amountOfMoney.currencyCode", G_TYPE_STRING, 3, FALSE, check_currency },
  { "refundReferences.merchantReference", G_TYPE_STRING, 30, FALSE, NULL },
  { "refundReason", G_TYPE_STRING, 0, FALSE, check_reason },
};

static void
add_error (JsonArray  *errors,
           const char *path,
           const char *message)
{
  sandbox_errors_add (errors, 400, "21000120", "INVALID_VALUE", path, message);
}

/* NULL: it, or an object that should hold it, is not there. */
static JsonNode *
find_node (JsonObject *body,
           const char *path)
{
  g_auto(GStrv) names = g_strsplit (path, ".", -1);
  JsonNode *node = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      node = body != NULL ? json_object_get_member (body, names[i]) : NULL;
      body = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    }

  return node;
}

static const char *
check_node (const SandboxRule *rule,
            JsonNode          *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != rule->type)
    return "is of the wrong type";

  if (rule->type == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);

      if (text[0] == '\0')
        return "is empty";
      if (rule->max > 0 && g_utf8_strlen (text, -1) > (glong) rule->max)
        return "is too long";
    }

  return rule->check != NULL ? rule->check (node) : NULL;
}

static void
check_rules (JsonObject        *body,
             const SandboxRule *rules,
             gsize              n_rules,
             JsonArray         *errors)
{
  for (gsize i = 0; i < n_rules; i++)
    {
      JsonNode *node = find_node (body, rules[i].path);
      const char *message = NULL;

      if (node != NULL)
        message = check_node (&rules[i], node);
      else if (rules[i].required)
        message = "is required";

      if (message != NULL)
        add_error (errors, rules[i].path, message);
    }
}

static void
check_whole_units (JsonObject *body,
                   JsonArray  *errors)
{
  const char *currency = sandbox_rules_get_string (body, "order.amountOfMoney.currencyCode");

  if (currency != NULL && sandbox_products_has_currency (currency) && !sandbox_products_has_cents (currency) &&
      sandbox_rules_get_integer (body, "order.amountOfMoney.amount") % 100 != 0)
    add_error (errors, "order.amountOfMoney.amount", "has to end in 00: this currency has no minor unit");
}

static void
check_open_id (JsonObject *body,
               JsonArray  *errors)
{
  const char *path = METHOD_INPUT ".paymentProduct863SpecificInput.openId";
  const char *type = sandbox_rules_get_string (body, METHOD_INPUT ".paymentProduct863SpecificInput.integrationType");

  if (type != NULL && sandbox_action_needs_open_id (type) && !sandbox_rules_has (body, path))
    add_error (errors, path, "is required for this integration type");
}

static void
check_one_method (JsonObject *body,
                  JsonArray  *errors)
{
  g_autoptr(GList) names = json_object_get_members (body);

  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *name = l->data;

      if (g_str_has_suffix (name, "PaymentMethodSpecificInput") && !g_str_equal (name, METHOD_INPUT))
        add_error (errors, name, "is not an input of payment product 863");
    }
}

static JsonArray *
errors_or_null (JsonArray *errors)
{
  if (json_array_get_length (errors) > 0)
    return errors;

  json_array_unref (errors);

  return NULL;
}

static JsonArray *
no_body (void)
{
  JsonArray *errors = json_array_new ();

  sandbox_errors_add (errors, 400, "21000020", "INVALID_VALUE", NULL, "the body is no JSON object, or out of bounds");

  return errors;
}

JsonArray *
sandbox_rules_check_payment (JsonObject *body)
{
  JsonArray *errors;

  if (body == NULL)
    return no_body ();

  errors = json_array_new ();
  check_rules (body, order_rules, G_N_ELEMENTS (order_rules), errors);
  check_rules (body, payment_rules, G_N_ELEMENTS (payment_rules), errors);
  check_whole_units (body, errors);
  check_open_id (body, errors);
  check_one_method (body, errors);

  return errors_or_null (errors);
}

JsonArray *
sandbox_rules_check_checkout (JsonObject *body)
{
  JsonArray *errors;

  if (body == NULL)
    return no_body ();

  errors = json_array_new ();
  check_rules (body, order_rules, G_N_ELEMENTS (order_rules), errors);
  check_rules (body, checkout_rules, G_N_ELEMENTS (checkout_rules), errors);
  check_whole_units (body, errors);
  if (!sandbox_rules_has (body, "hostedCheckoutSpecificInput"))
    add_error (errors, "hostedCheckoutSpecificInput", "is required");

  return errors_or_null (errors);
}

static void
check_refund_money (JsonObject *body,
                    const char *currency,
                    gint64      rest,
                    JsonArray  *errors)
{
  const char *given = sandbox_rules_get_string (body, "amountOfMoney.currencyCode");
  gint64 amount = sandbox_rules_get_integer (body, "amountOfMoney.amount");

  if (!sandbox_rules_has (body, "amountOfMoney.amount"))
    add_error (errors, "amountOfMoney.amount", "is required");
  else if (given == NULL || !g_str_equal (given, currency))
    add_error (errors, "amountOfMoney.currencyCode", "is not the currency of the payment");
  else if (amount > rest)
    add_error (errors, "amountOfMoney.amount", "is more than is left of the payment");
  else if (!sandbox_products_has_cents (currency) && amount % 100 != 0)
    add_error (errors, "amountOfMoney.amount", "has to end in 00: this currency has no minor unit");
}

JsonArray *
sandbox_rules_check_refund (JsonObject *body,
                            const char *currency,
                            gint64      rest)
{
  JsonArray *errors;

  if (body == NULL)
    return no_body ();

  errors = json_array_new ();
  check_rules (body, refund_rules, G_N_ELEMENTS (refund_rules), errors);
  if (sandbox_rules_has (body, "amountOfMoney"))
    check_refund_money (body, currency, rest, errors);

  return errors_or_null (errors);
}

const char *
sandbox_rules_get_string (JsonObject *body,
                          const char *path)
{
  JsonNode *node = find_node (body, path);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

gint64
sandbox_rules_get_integer (JsonObject *body,
                           const char *path)
{
  JsonNode *node = find_node (body, path);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return 0;

  return json_node_get_int (node);
}

gboolean
sandbox_rules_has (JsonObject *body,
                   const char *path)
{
  return find_node (body, path) != NULL;
}
