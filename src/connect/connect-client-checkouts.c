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

static gpointer
read_deleted (JsonObject  *root,
              const char  *endpoint,
              GError     **error)
{
  if (root == NULL || json_object_get_size (root) == 0)
    return GINT_TO_POINTER (TRUE);

  g_set_error_literal (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER, "an answer with a body to a deletion");

  return NULL;
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

static const ConnectOperation delete_checkout = {
  .method = "DELETE",
  .read = read_deleted,
  .may_be_empty = TRUE,
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

void
connect_client_delete_checkout_async (ConnectClient       *self,
                                      const char          *checkout_id,
                                      ConnectCall         *call,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self));

  connect_operation_ask_about_async (self, &delete_checkout, "hostedcheckouts", checkout_id, "",
                                     call, cancellable, callback, user_data);
}

gboolean
connect_client_delete_checkout_finish (ConnectClient  *self,
                                       GAsyncResult   *result,
                                       GError        **error)
{
  return connect_operation_run_finish (self, &delete_checkout, result, error) != NULL;
}
