/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-currency.h"
#include "connect-error.h"
#include "connect-json.h"
#include "connect-refund-request.h"
#include "connect-request-private.h"

gboolean
connect_is_refund_reason (const char *text)
{
  static const char *const words[] = {
    "RETURN", "CORRECTION", "PRE_DISPUTE", "SUBSCRIPTION", "SERVICE_LATE_CANCELLATION", "OTHER", NULL
  };

  return text != NULL && g_strv_contains (words, text);
}

static gboolean
check_request (const ConnectRefundRequest  *request,
               gint64                      *wire,
               GError                     **error)
{
  if (request->currency == NULL || *request->currency == '\0')
    {
      g_set_error_literal (error, CONNECT_ERROR, CONNECT_ERROR_INVALID, "currencyCode: is needed");
      return FALSE;
    }
  if (!connect_is_refund_reason (request->reason))
    {
      g_set_error_literal (error, CONNECT_ERROR, CONNECT_ERROR_INVALID, "refundReason: is none of the six words");
      return FALSE;
    }

  return connect_amount_to_wire (request->amount, request->currency, wire, error)
         && connect_check_reference (request->merchant_reference, error);
}

static char *
write_body (const ConnectRefundRequest *request,
            gint64                      wire)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "amountOfMoney");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "amount");
  json_builder_add_int_value (builder, wire);
  json_builder_set_member_name (builder, "currencyCode");
  json_builder_add_string_value (builder, request->currency);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "refundReferences");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "merchantReference");
  json_builder_add_string_value (builder, request->merchant_reference);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "refundReason");
  json_builder_add_string_value (builder, request->reason);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

/* These bytes may be sent again and again: what they say about the money is read back once. */
static gboolean
check_body (const char                  *body,
            const ConnectRefundRequest  *request,
            GError                     **error)
{
  g_autoptr(JsonObject) root = connect_json_parse (body, strlen (body), NULL);
  JsonObject *money = root != NULL ? connect_json_get_object (root, "amountOfMoney") : NULL;
  JsonObject *references = root != NULL ? connect_json_get_object (root, "refundReferences") : NULL;
  gint64 wire = money != NULL ? connect_json_get_integer (money, "amount", -1) : -1;

  if (references != NULL
      && connect_amount_from_wire (wire, request->currency) == request->amount
      && g_strcmp0 (connect_json_get_string (money, "currencyCode", G_MAXSIZE), request->currency) == 0
      && g_strcmp0 (connect_json_get_string (references, "merchantReference", G_MAXSIZE),
                    request->merchant_reference) == 0)
    return TRUE;

  g_set_error_literal (error, CONNECT_ERROR, CONNECT_ERROR_INVALID,
                       "refund: the body reads differently from what was asked for");

  return FALSE;
}

GBytes *
connect_refund_request_to_body (const ConnectRefundRequest  *request,
                                GError                     **error)
{
  g_autofree char *body = NULL;
  gsize length;
  gint64 wire;

  g_return_val_if_fail (request != NULL, NULL);

  if (!check_request (request, &wire, error))
    return NULL;

  body = write_body (request, wire);
  if (!check_body (body, request, error))
    return NULL;
  length = strlen (body);

  return g_bytes_new_take (g_steal_pointer (&body), length);
}
