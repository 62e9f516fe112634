/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-json-private.h"
#include "connect-operation-private.h"
#include "connect-request-private.h"

/* The operations of ConnectClient: for each, what it sends and what it makes of the answer. */

#define PRODUCT_PATH "/products/863"
#define PAGE_LIMIT   100

static gpointer
bad_answer (GError     **error,
            const char  *reason)
{
  g_set_error_literal (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER, reason);

  return NULL;
}

static gpointer
read_test_connection (JsonObject  *root,
                      const char  *endpoint,
                      GError     **error)
{
  if (g_strcmp0 (connect_json_get_string (root, "result", 2), "OK") != 0)
    return bad_answer (error, "the test connection's result is not OK");

  return g_strdup ("OK");
}

static gpointer
read_product (JsonObject  *root,
              const char  *endpoint,
              GError     **error)
{
  return connect_product_from_json (root, error);
}

static gpointer
read_products (JsonObject  *root,
               const char  *endpoint,
               GError     **error)
{
  JsonArray *products = connect_json_get_array (root, "paymentProducts");
  GArray *ids;

  if (products == NULL)
    return bad_answer (error, "no list of products in the answer");

  ids = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint i = 0; i < json_array_get_length (products); i++)
    {
      JsonNode *node = json_array_get_element (products, i);
      gint64 id = JSON_NODE_HOLDS_OBJECT (node) ? connect_json_get_integer (json_node_get_object (node), "id", 0) : 0;
      int small = (int) CLAMP (id, 0, G_MAXINT);

      if (small > 0)
        g_array_append_val (ids, small);
    }

  return ids;
}

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

  return payment != NULL ? connect_payment_from_json (payment, error)
                         : bad_answer (error, "no payment in the answer");
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

static gpointer
read_checkout (JsonObject  *root,
               const char  *endpoint,
               GError     **error)
{
  return connect_checkout_from_json (root, endpoint, error);
}

static gpointer
read_checkout_status (JsonObject  *root,
                      const char  *endpoint,
                      GError     **error)
{
  return connect_checkout_status_from_json (root, error);
}

static const ConnectOperation test_connection = { "GET", read_test_connection, g_free };
static const ConnectOperation get_product = { "GET", read_product, (GDestroyNotify) connect_product_free };
static const ConnectOperation list_products = { "GET", read_products, (GDestroyNotify) g_array_unref };
static const ConnectOperation create_payment = { "POST", read_created, (GDestroyNotify) connect_created_free, TRUE, TRUE };
static const ConnectOperation get_payment = { "GET", read_payment, (GDestroyNotify) connect_payment_unref };
static const ConnectOperation get_third_party_status = { "GET", read_third_party_status, g_free };
static const ConnectOperation find_payments = { "GET", read_found, (GDestroyNotify) connect_found_free };
static const ConnectOperation cancel_payment = { "POST", read_cancelled, (GDestroyNotify) connect_payment_unref };
static const ConnectOperation create_checkout = { "POST", read_checkout, (GDestroyNotify) connect_checkout_free, TRUE };
static const ConnectOperation get_checkout = { "GET", read_checkout_status, (GDestroyNotify) connect_checkout_status_free };

void
connect_client_test_connection_async (ConnectClient       *self,
                                      ConnectCall         *call,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self));

  connect_operation_run_async (self, &test_connection, g_strdup ("/services/testconnection"), NULL,
                               call, cancellable, callback, user_data);
}

gboolean
connect_client_test_connection_finish (ConnectClient  *self,
                                       GAsyncResult   *result,
                                       GError        **error)
{
  g_autofree char *word = connect_operation_run_finish (self, &test_connection, result, error);

  return word != NULL;
}

/* Both are asked for by country and currency. */
static void
ask_for_products (ConnectClient          *self,
                  const ConnectOperation *operation,
                  const char             *path,
                  const char             *country,
                  const char             *currency,
                  ConnectCall            *call,
                  GCancellable           *cancellable,
                  GAsyncReadyCallback     callback,
                  gpointer                user_data)
{
  if (!connect_is_country (country) || currency == NULL || connect_currency_exponent (currency) < 0)
    connect_operation_refuse_async (self, operation, "countryCode or currencyCode: is no such code",
                                    cancellable, callback, user_data);
  else
    connect_operation_run_async (self, operation,
                                 g_strdup_printf ("%s?countryCode=%s&currencyCode=%s", path, country, currency),
                                 NULL, call, cancellable, callback, user_data);
}

void
connect_client_get_product_async (ConnectClient       *self,
                                  const char          *country,
                                  const char          *currency,
                                  ConnectCall         *call,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self));

  ask_for_products (self, &get_product, PRODUCT_PATH, country, currency, call, cancellable, callback, user_data);
}

ConnectProduct *
connect_client_get_product_finish (ConnectClient  *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  return connect_operation_run_finish (self, &get_product, result, error);
}

void
connect_client_list_products_async (ConnectClient       *self,
                                    const char          *country,
                                    const char          *currency,
                                    ConnectCall         *call,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self));

  ask_for_products (self, &list_products, "/products", country, currency, call, cancellable, callback, user_data);
}

GArray *
connect_client_list_products_finish (ConnectClient  *self,
                                     GAsyncResult   *result,
                                     GError        **error)
{
  return connect_operation_run_finish (self, &list_products, result, error);
}

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

/* "/{collection}/{id}{rest}", or a refusal: what is not path-safe never gets into a path. */
static void
ask_about (ConnectClient          *self,
           const ConnectOperation *operation,
           const char             *collection,
           const char             *id,
           const char             *rest,
           ConnectCall            *call,
           GCancellable           *cancellable,
           GAsyncReadyCallback     callback,
           gpointer                user_data)
{
  if (!connect_is_path_safe (id))
    connect_operation_refuse_async (self, operation, "id: is not 1 to 64 of 0-9A-Za-z_-",
                                    cancellable, callback, user_data);
  else
    connect_operation_run_async (self, operation, g_strdup_printf ("/%s/%s%s", collection, id, rest), NULL,
                                 call, cancellable, callback, user_data);
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

  ask_about (self, &get_payment, "payments", payment_id, "", call, cancellable, callback, user_data);
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

  ask_about (self, &get_third_party_status, "payments", payment_id, "/thirdpartystatus",
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
  const char *value = merchant_reference != NULL ? merchant_reference : hosted_checkout_id;
  g_autofree char *escaped = NULL;

  g_return_if_fail (CONNECT_IS_CLIENT (self));
  g_return_if_fail ((merchant_reference == NULL) != (hosted_checkout_id == NULL));

  if (*value == '\0' || strlen (value) > 64 || !g_utf8_validate (value, -1, NULL))
    {
      connect_operation_refuse_async (self, &find_payments, "merchantReference or hostedCheckoutId: is no such text",
                                      cancellable, callback, user_data);
      return;
    }

  escaped = g_uri_escape_string (value, NULL, FALSE);
  connect_operation_run_async (self, &find_payments,
                               g_strdup_printf ("/payments?%s=%s&offset=%u&limit=%u",
                                                merchant_reference != NULL ? "merchantReference" : "hostedCheckoutId",
                                                escaped, offset, PAGE_LIMIT),
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

  ask_about (self, &cancel_payment, "payments", payment_id, "/cancel", call, cancellable, callback, user_data);
}

ConnectPayment *
connect_client_cancel_payment_finish (ConnectClient  *self,
                                      GAsyncResult   *result,
                                      GError        **error)
{
  return connect_operation_run_finish (self, &cancel_payment, result, error);
}

void
connect_client_create_checkout_async (ConnectClient       *self,
                                      GBytes              *body,
                                      ConnectCall         *call,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self) && body != NULL);

  connect_operation_run_async (self, &create_checkout, g_strdup ("/hostedcheckouts"), body,
                               call, cancellable, callback, user_data);
}

ConnectCheckout *
connect_client_create_checkout_finish (ConnectClient  *self,
                                       GAsyncResult   *result,
                                       GError        **error)
{
  return connect_operation_run_finish (self, &create_checkout, result, error);
}

void
connect_client_get_checkout_async (ConnectClient       *self,
                                   const char          *checkout_id,
                                   ConnectCall         *call,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self));

  ask_about (self, &get_checkout, "hostedcheckouts", checkout_id, "", call, cancellable, callback, user_data);
}

ConnectCheckoutStatus *
connect_client_get_checkout_finish (ConnectClient  *self,
                                    GAsyncResult   *result,
                                    GError        **error)
{
  return connect_operation_run_finish (self, &get_checkout, result, error);
}
