/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-currency.h"
#include "connect-error.h"
#include "connect-json.h"
#include "connect-request-private.h"

#define PRODUCT 863

static const char *type_words[CONNECT_N_INTEGRATION_TYPES] = {
  [CONNECT_INTEGRATION_DESKTOP_QR_CODE] = "desktopQRCode",
  [CONNECT_INTEGRATION_URL_INTENT] = "urlIntent",
  [CONNECT_INTEGRATION_NATIVE_IN_APP] = "nativeInApp",
  [CONNECT_INTEGRATION_JAVASCRIPT_API] = "javaScriptAPI",
  [CONNECT_INTEGRATION_MINI_PROGRAM] = "miniProgram",
  [CONNECT_INTEGRATION_HOSTED_CHECKOUT] = "hostedCheckout",
};

const char *
connect_integration_type_to_string (ConnectIntegrationType type)
{
  g_return_val_if_fail ((guint) type < CONNECT_N_INTEGRATION_TYPES, NULL);

  return type_words[type];
}

gboolean
connect_integration_type_from_string (const char             *text,
                                      ConnectIntegrationType *type)
{
  g_return_val_if_fail (type != NULL, FALSE);

  for (guint i = 0; i < CONNECT_N_INTEGRATION_TYPES; i++)
    if (g_strcmp0 (text, type_words[i]) == 0)
      {
        *type = (ConnectIntegrationType) i;
        return TRUE;
      }

  return FALSE;
}

/* Absent members are left out, neither null nor "" (connect-api.md 5). */
static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  if (value == NULL || *value == '\0')
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_integer (JsonBuilder *builder,
             const char  *name,
             gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_boolean (JsonBuilder *builder,
             const char  *name,
             gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
begin (JsonBuilder *builder,
       const char  *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static void
end (JsonBuilder *builder)
{
  json_builder_end_object (builder);
}

static void
add_order (JsonBuilder                 *builder,
           const ConnectPaymentRequest *request,
           gint64                       wire)
{
  begin (builder, "order");

  begin (builder, "amountOfMoney");
  add_integer (builder, "amount", wire);
  add_string (builder, "currencyCode", request->currency);
  end (builder);

  begin (builder, "customer");
  add_string (builder, "merchantCustomerId", request->merchant_customer_id);
  add_string (builder, "locale", request->locale);
  begin (builder, "billingAddress");
  add_string (builder, "countryCode", request->country);
  end (builder);
  end (builder);

  begin (builder, "references");
  add_string (builder, "merchantReference", request->merchant_reference);
  add_string (builder, "descriptor", request->descriptor);
  end (builder);

  end (builder);
}

static void
add_redirect_input (JsonBuilder                 *builder,
                    const ConnectPaymentRequest *request)
{
  begin (builder, "redirectPaymentMethodSpecificInput");
  add_integer (builder, "paymentProductId", PRODUCT);
  add_boolean (builder, "requiresApproval", FALSE);
  if (request->return_url != NULL && *request->return_url != '\0')
    {
      begin (builder, "redirectionData");
      add_string (builder, "returnUrl", request->return_url);
      end (builder);
    }
  begin (builder, "paymentProduct863SpecificInput");
  add_string (builder, "integrationType", connect_integration_type_to_string (request->type));
  add_string (builder, "openId", request->open_id);
  end (builder);
  end (builder);

  begin (builder, "fraudFields");
  add_string (builder, "customerIpAddress", request->customer_ip);
  end (builder);
}

/* The page works out the integration type and the payer's address itself (connect-api.md 8).
 * returnCancelState: without it a customer who cancels looks like one who is still choosing.
 */
static void
add_checkout_input (JsonBuilder                 *builder,
                    const ConnectPaymentRequest *request)
{
  begin (builder, "hostedCheckoutSpecificInput");
  add_string (builder, "locale", request->locale);
  add_string (builder, "returnUrl", request->return_url);
  add_boolean (builder, "returnCancelState", TRUE);
  begin (builder, "paymentProductFilters");
  begin (builder, "restrictTo");
  json_builder_set_member_name (builder, "products");
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, PRODUCT);
  json_builder_end_array (builder);
  end (builder);
  end (builder);
  end (builder);
}

static char *
write_body (const ConnectPaymentRequest *request,
            gint64                       wire)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_order (builder, request, wire);
  if (request->type == CONNECT_INTEGRATION_HOSTED_CHECKOUT)
    add_checkout_input (builder, request);
  else
    add_redirect_input (builder, request);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

/* These bytes will be sent again and again: what they say about the money is read back once. */
static gboolean
check_body (const char                  *body,
            const ConnectPaymentRequest *request,
            GError                     **error)
{
  g_autoptr(JsonObject) root = connect_json_parse (body, strlen (body), NULL);
  JsonObject *order = root != NULL ? connect_json_get_object (root, "order") : NULL;
  JsonObject *money = order != NULL ? connect_json_get_object (order, "amountOfMoney") : NULL;
  JsonObject *references = order != NULL ? connect_json_get_object (order, "references") : NULL;
  gint64 wire = money != NULL ? connect_json_get_integer (money, "amount", -1) : -1;

  if (references == NULL
      || connect_amount_from_wire (wire, request->currency) != request->amount
      || g_strcmp0 (connect_json_get_string (money, "currencyCode", G_MAXSIZE), request->currency) != 0
      || g_strcmp0 (connect_json_get_string (references, "merchantReference", G_MAXSIZE),
                    request->merchant_reference) != 0)
    {
      g_set_error_literal (error, CONNECT_ERROR, CONNECT_ERROR_INVALID,
                           "order: the body reads differently from what was asked for");
      return FALSE;
    }

  return TRUE;
}

GBytes *
connect_payment_request_to_body (const ConnectPaymentRequest  *request,
                                 GError                      **error)
{
  g_autofree char *body = NULL;
  gsize length;
  gint64 wire;

  g_return_val_if_fail (request != NULL, NULL);

  if (!connect_payment_request_check (request, &wire, error))
    return NULL;

  body = write_body (request, wire);
  if (!check_body (body, request, error))
    return NULL;
  length = strlen (body);

  return g_bytes_new_take (g_steal_pointer (&body), length);
}
