/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-json-private.h"
#include "connect-operation-private.h"
#include "connect-request-private.h"

/* Whether the platform is there, and what it offers. */

#define PRODUCT_PATH "/products/863"

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
      int id = 0;

      if (JSON_NODE_HOLDS_OBJECT (node))
        id = (int) CLAMP (connect_json_get_integer (json_node_get_object (node), "id", 0), 0, G_MAXINT);
      if (id > 0)
        g_array_append_val (ids, id);
    }

  return ids;
}

static const ConnectOperation test_connection = {
  .method = "GET",
  .read = read_test_connection,
  .free_result = g_free,
};

static const ConnectOperation get_product = {
  .method = "GET",
  .read = read_product,
  .free_result = (GDestroyNotify) connect_product_free,
};

static const ConnectOperation list_products = {
  .method = "GET",
  .read = read_products,
  .free_result = (GDestroyNotify) g_array_unref,
};

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
                                 g_strdup_printf ("%s?countryCode=%s&currencyCode=%s",
                                                  path, country, currency),
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

  ask_for_products (self, &get_product, PRODUCT_PATH, country, currency,
                    call, cancellable, callback, user_data);
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

  ask_for_products (self, &list_products, "/products", country, currency,
                    call, cancellable, callback, user_data);
}

GArray *
connect_client_list_products_finish (ConnectClient  *self,
                                     GAsyncResult   *result,
                                     GError        **error)
{
  return connect_operation_run_finish (self, &list_products, result, error);
}
