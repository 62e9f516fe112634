/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-operation-private.h"

/* Pages on which the customer pays. */

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

static const ConnectOperation create_checkout = {
  .method = "POST",
  .read = read_checkout,
  .free_result = (GDestroyNotify) connect_checkout_free,
  .needs_key = TRUE,
};

static const ConnectOperation get_checkout = {
  .method = "GET",
  .read = read_checkout_status,
  .free_result = (GDestroyNotify) connect_checkout_status_free,
};

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

  connect_operation_ask_about_async (self, &get_checkout, "hostedcheckouts", checkout_id, "",
                                     call, cancellable, callback, user_data);
}

ConnectCheckoutStatus *
connect_client_get_checkout_finish (ConnectClient  *self,
                                    GAsyncResult   *result,
                                    GError        **error)
{
  return connect_operation_run_finish (self, &get_checkout, result, error);
}
