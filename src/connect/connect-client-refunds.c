/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-json-private.h"
#include "connect-operation-private.h"

/* Money that goes back. */

static gpointer
read_refunded (JsonObject  *root,
               const char  *endpoint,
               GError     **error)
{
  return connect_refunded_from_json (root, error);
}

static gpointer
read_refunds (JsonObject  *root,
              const char  *endpoint,
              GError     **error)
{
  return connect_refunds_from_json (root, error);
}

static gpointer
read_refund (JsonObject  *root,
             const char  *endpoint,
             GError     **error)
{
  return connect_refund_from_json (root, error);
}

static const ConnectOperation refund_payment = {
  .method = "POST",
  .read = read_refunded,
  .free_result = (GDestroyNotify) connect_refunded_free,
  .needs_key = TRUE,
  .result = "refundResult",
};

static const ConnectOperation list_refunds = {
  .method = "GET",
  .read = read_refunds,
  .free_result = (GDestroyNotify) g_ptr_array_unref,
};

static const ConnectOperation get_refund = {
  .method = "GET",
  .read = read_refund,
  .free_result = (GDestroyNotify) connect_refund_unref,
};

void
connect_client_refund_payment_async (ConnectClient       *self,
                                     const char          *payment_id,
                                     GBytes              *body,
                                     ConnectCall         *call,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  /* Without a body the platform would give back everything (connect-api.md, trap 29). */
  g_return_if_fail (CONNECT_IS_CLIENT (self) && body != NULL);

  connect_operation_tell_about_async (self, &refund_payment, "payments", payment_id, "/refund", body,
                                      call, cancellable, callback, user_data);
}

ConnectRefunded *
connect_client_refund_payment_finish (ConnectClient  *self,
                                      GAsyncResult   *result,
                                      GError        **error)
{
  return connect_operation_run_finish (self, &refund_payment, result, error);
}

void
connect_client_list_refunds_async (ConnectClient       *self,
                                   const char          *payment_id,
                                   ConnectCall         *call,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self));

  connect_operation_ask_about_async (self, &list_refunds, "payments", payment_id, "/refunds",
                                     call, cancellable, callback, user_data);
}

GPtrArray *
connect_client_list_refunds_finish (ConnectClient  *self,
                                    GAsyncResult   *result,
                                    GError        **error)
{
  return connect_operation_run_finish (self, &list_refunds, result, error);
}

void
connect_client_get_refund_async (ConnectClient       *self,
                                 const char          *refund_id,
                                 ConnectCall         *call,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self));

  connect_operation_ask_about_async (self, &get_refund, "refunds", refund_id, "",
                                     call, cancellable, callback, user_data);
}

ConnectRefund *
connect_client_get_refund_finish (ConnectClient  *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  return connect_operation_run_finish (self, &get_refund, result, error);
}
