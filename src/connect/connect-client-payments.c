/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-json-private.h"
#include "connect-operation-private.h"

/* The life of a payment: made, looked at, looked for, cancelled. */

#define MAX_SEARCH 64
#define PAGE_LIMIT 100

static gpointer
read_created (JsonObject  *root,
              const char  *endpoint,
              GError     **error)
{
  return connect_created_from_json (root, error);
}

static gpointer
read_payment (JsonObject  *root,
              const char  *endpoint,
              GError     **error)
{
  return connect_payment_from_json (root, error);
}

static gpointer
read_cancelled (JsonObject  *root,
                const char  *endpoint,
                GError     **error)
{
  JsonObject *payment = connect_json_get_object (root, "payment");

  if (payment == NULL)
    {
      g_set_error_literal (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER, "no payment in the answer");
      return NULL;
    }

  return connect_payment_from_json (payment, error);
}

static gpointer
read_third_party_status (JsonObject  *root,
                         const char  *endpoint,
                         GError     **error)
{
  ConnectThirdPartyStatus *status = g_new (ConnectThirdPartyStatus, 1);

  if (!connect_third_party_status_from_json (root, status, error))
    g_clear_pointer (&status, g_free);

  return status;
}

static gpointer
read_found (JsonObject  *root,
            const char  *endpoint,
            GError     **error)
{
  return connect_found_from_json (root, error);
}

static const ConnectOperation create_payment = {
  .method = "POST",
  .read = read_created,
  .free_result = (GDestroyNotify) connect_created_free,
  .needs_key = TRUE,
  .result = "paymentResult",
};

static const ConnectOperation get_payment = {
  .method = "GET",
  .read = read_payment,
  .free_result = (GDestroyNotify) connect_payment_unref,
};

static const ConnectOperation get_third_party_status = {
  .method = "GET",
  .read = read_third_party_status,
  .free_result = g_free,
};

static const ConnectOperation find_payments = {
  .method = "GET",
  .read = read_found,
  .free_result = (GDestroyNotify) connect_found_free,
};

static const ConnectOperation cancel_payment = {
  .method = "POST",
  .read = read_cancelled,
  .free_result = (GDestroyNotify) connect_payment_unref,
};

void
connect_client_create_payment_async (ConnectClient       *self,
                                     GBytes              *body,
                                     ConnectCall         *call,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self) && body != NULL);

  connect_operation_run_async (self, &create_payment, g_strdup ("/payments"), body,
                               call, cancellable, callback, user_data);
}

ConnectCreated *
connect_client_create_payment_finish (ConnectClient  *self,
                                      GAsyncResult   *result,
                                      GError        **error)
{
  return connect_operation_run_finish (self, &create_payment, result, error);
}

void
connect_client_get_payment_async (ConnectClient       *self,
                                  const char          *payment_id,
                                  ConnectCall         *call,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self));

  connect_operation_ask_about_async (self, &get_payment, "payments", payment_id, "",
                                     call, cancellable, callback, user_data);
}

ConnectPayment *
connect_client_get_payment_finish (ConnectClient  *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  return connect_operation_run_finish (self, &get_payment, result, error);
}

void
connect_client_get_third_party_status_async (ConnectClient       *self,
                                             const char          *payment_id,
                                             ConnectCall         *call,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self));

  connect_operation_ask_about_async (self, &get_third_party_status,
                                     "payments", payment_id, "/thirdpartystatus",
                                     call, cancellable, callback, user_data);
}

gboolean
connect_client_get_third_party_status_finish (ConnectClient            *self,
                                              GAsyncResult             *result,
                                              ConnectThirdPartyStatus  *status,
                                              GError                  **error)
{
  g_autofree ConnectThirdPartyStatus *found = NULL;

  found = connect_operation_run_finish (self, &get_third_party_status, result, error);
  if (found == NULL)
    return FALSE;

  *status = *found;

  return TRUE;
}

void
connect_client_find_payments_async (ConnectClient       *self,
                                    const char          *merchant_reference,
                                    const char          *hosted_checkout_id,
                                    guint                offset,
                                    ConnectCall         *call,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  const char *name = merchant_reference != NULL ? "merchantReference" : "hostedCheckoutId";
  const char *value = merchant_reference != NULL ? merchant_reference : hosted_checkout_id;
  g_autofree char *escaped = NULL;

  g_return_if_fail (CONNECT_IS_CLIENT (self));
  g_return_if_fail ((merchant_reference == NULL) != (hosted_checkout_id == NULL));

  if (*value == '\0' || strlen (value) > MAX_SEARCH || !g_utf8_validate (value, -1, NULL))
    {
      connect_operation_refuse_async (self, &find_payments,
                                      "merchantReference or hostedCheckoutId: is no such text",
                                      cancellable, callback, user_data);
      return;
    }

  escaped = g_uri_escape_string (value, NULL, FALSE);
  connect_operation_run_async (self, &find_payments,
                               g_strdup_printf ("/payments?%s=%s&offset=%u&limit=%u",
                                                name, escaped, offset, PAGE_LIMIT),
                               NULL, call, cancellable, callback, user_data);
}

ConnectFound *
connect_client_find_payments_finish (ConnectClient  *self,
                                     GAsyncResult   *result,
                                     GError        **error)
{
  return connect_operation_run_finish (self, &find_payments, result, error);
}

void
connect_client_cancel_payment_async (ConnectClient       *self,
                                     const char          *payment_id,
                                     ConnectCall         *call,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self));

  connect_operation_ask_about_async (self, &cancel_payment, "payments", payment_id, "/cancel",
                                     call, cancellable, callback, user_data);
}

ConnectPayment *
connect_client_cancel_payment_finish (ConnectClient  *self,
                                      GAsyncResult   *result,
                                      GError        **error)
{
  return connect_operation_run_finish (self, &cancel_payment, result, error);
}
