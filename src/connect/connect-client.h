/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>
#include "connect-call.h"
#include "connect-error.h"
#include "connect-refund-request.h"
#include "connect-reply.h"
#include "connect-request.h"
#include "connect-signer.h"

G_BEGIN_DECLS

#define CONNECT_TYPE_CLIENT (connect_client_get_type ())

/**
 * ConnectClient:
 *
 * The operations of the Connect Server API v1 that WeChat Pay needs, each an async pair.
 *
 * Every call takes a ConnectCall (nullable) that is filled with the facts of the answer, and a cancellable
 * that reaches the innermost call.  Nothing is repeated by the client, with two exceptions: a GET whose connection
 * broke before anything came back is sent once more by the library, and a 401 or 403 whose Date is 60 s or more
 * from our clock is signed once more with the platform's time (same key); the offset is then used for every
 * further call of this client ("clock-offset").  Errors are of %CONNECT_ERROR, or
 * %G_IO_ERROR_CANCELLED.  The calls that change the world report success even when the cancellable was
 * triggered after the answer was in.
 */
G_DECLARE_FINAL_TYPE (ConnectClient, connect_client, CONNECT, CLIENT, GObject)

/**
 * ConnectNow:
 *
 * Returns: our wall clock, seconds since 1970-01-01 UTC
 */
typedef gint64 (*ConnectNow) (gpointer user_data);

/**
 * connect_session_new:
 * @proxy: (nullable): a proxy URI; %NULL for none at all (proxy variables of the environment are not read)
 * @ca_file: (nullable): a PEM file of further certificate authorities
 * @error: the CA file cannot be read
 *
 * A SoupSession as a till needs it: TLS verified, no redirects, cookies, cache, auth manager or content
 * decoder; 10 connections; HTTP/1.1 (reliability.md 6, soup-facts.md).
 */
SoupSession   *connect_session_new             (const char     *proxy,
                                                const char     *ca_file,
                                                GError        **error);

/**
 * connect_client_new:
 * @session: from connect_session_new(); kept
 * @endpoint: as connect_endpoint_normalize() gives it
 * @merchant_id: 1 to 64 of 0-9A-Za-z_-
 * @signer: kept
 * @now: (nullable): the clock to sign by; %NULL for the system's
 */
ConnectClient *connect_client_new             (SoupSession    *session,
                                               const char     *endpoint,
                                               const char     *merchant_id,
                                               ConnectSigner  *signer,
                                               ConnectNow      now,
                                               gpointer        now_data);

const char    *connect_client_get_endpoint     (ConnectClient *self);
const char    *connect_client_get_merchant_id  (ConnectClient *self);
const char    *connect_client_get_key_id       (ConnectClient *self);

/**
 * connect_client_get_clock_offset:
 *
 * Returns: seconds added to our clock when signing; 0 unless the clock was found wrong. Notifies "clock-offset"
 */
gint64         connect_client_get_clock_offset (ConnectClient *self);

/**
 * connect_client_get_clock_skew:
 *
 * Returns: seconds that the platform's clock is ahead of ours: the median of the last five answers in Connect JSON,
 *   0 before there are five.  Nothing is signed by it. Notifies "clock-skew"
 */
gint64         connect_client_get_clock_skew   (ConnectClient *self);

/**
 * connect_client_set_time_limits:
 *
 * Total time of a call, from its start to the last byte, in milliseconds.  Defaults: create 25 000, others 8 000.
 * Within it, a connection that is not there after 5 000 is given up.
 */
void           connect_client_set_time_limits  (ConnectClient *self,
                                                guint          create_ms,
                                                guint          other_ms);

/* GET /services/testconnection */
void connect_client_test_connection_async (ConnectClient       *self,
                                           ConnectCall         *call,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
gboolean connect_client_test_connection_finish (ConnectClient  *self,
                                                GAsyncResult   *result,
                                                GError        **error);

/* GET /products/863?countryCode=&currencyCode= */
void connect_client_get_product_async (ConnectClient       *self,
                                       const char          *country,
                                       const char          *currency,
                                       ConnectCall         *call,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
ConnectProduct *connect_client_get_product_finish (ConnectClient  *self,
                                                   GAsyncResult   *result,
                                                   GError        **error);

/* GET /products?countryCode=&currencyCode= : the ids, (element-type int) */
void connect_client_list_products_async (ConnectClient       *self,
                                         const char          *country,
                                         const char          *currency,
                                         ConnectCall         *call,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
GArray *connect_client_list_products_finish (ConnectClient  *self,
                                             GAsyncResult   *result,
                                             GError        **error);

/* POST /payments; @call must hold an idempotence key */
void connect_client_create_payment_async (ConnectClient       *self,
                                          GBytes              *body,
                                          ConnectCall         *call,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
ConnectCreated *connect_client_create_payment_finish (ConnectClient  *self,
                                                      GAsyncResult   *result,
                                                      GError        **error);

/* GET /payments/{id} */
void connect_client_get_payment_async (ConnectClient       *self,
                                       const char          *payment_id,
                                       ConnectCall         *call,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
ConnectPayment *connect_client_get_payment_finish (ConnectClient  *self,
                                                   GAsyncResult   *result,
                                                   GError        **error);

/* GET /payments/{id}/thirdpartystatus */
void connect_client_get_third_party_status_async (ConnectClient       *self,
                                                  const char          *payment_id,
                                                  ConnectCall         *call,
                                                  GCancellable        *cancellable,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             user_data);
gboolean connect_client_get_third_party_status_finish (ConnectClient            *self,
                                                       GAsyncResult             *result,
                                                       ConnectThirdPartyStatus  *status,
                                                       GError                  **error);

/* GET /payments?merchantReference= or hostedCheckoutId= (exactly one given): one page of up to 100 from @offset */
void connect_client_find_payments_async (ConnectClient       *self,
                                         const char          *merchant_reference,
                                         const char          *hosted_checkout_id,
                                         guint                offset,
                                         ConnectCall         *call,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
ConnectFound *connect_client_find_payments_finish (ConnectClient  *self,
                                                   GAsyncResult   *result,
                                                   GError        **error);

/* POST /payments/{id}/cancel */
void connect_client_cancel_payment_async (ConnectClient       *self,
                                          const char          *payment_id,
                                          ConnectCall         *call,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
ConnectPayment *connect_client_cancel_payment_finish (ConnectClient  *self,
                                                      GAsyncResult   *result,
                                                      GError        **error);

/* POST /hostedcheckouts; @call must hold an idempotence key */
void connect_client_create_checkout_async (ConnectClient       *self,
                                           GBytes              *body,
                                           ConnectCall         *call,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
ConnectCheckout *connect_client_create_checkout_finish (ConnectClient  *self,
                                                        GAsyncResult   *result,
                                                        GError        **error);

/* GET /hostedcheckouts/{id} */
void connect_client_get_checkout_async (ConnectClient       *self,
                                        const char          *checkout_id,
                                        ConnectCall         *call,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
ConnectCheckoutStatus *connect_client_get_checkout_finish (ConnectClient  *self,
                                                           GAsyncResult   *result,
                                                           GError        **error);

/* DELETE /hostedcheckouts/{id}: %TRUE: taken.  What is not there any more is %CONNECT_ERROR_NOT_FOUND. */
void connect_client_delete_checkout_async (ConnectClient       *self,
                                           const char          *checkout_id,
                                           ConnectCall         *call,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
gboolean connect_client_delete_checkout_finish (ConnectClient  *self,
                                                GAsyncResult   *result,
                                                GError        **error);

/* POST /payments/{id}/refund; @call must hold an idempotence key, @body comes from connect_refund_request_to_body() */
void connect_client_refund_payment_async (ConnectClient       *self,
                                          const char          *payment_id,
                                          GBytes              *body,
                                          ConnectCall         *call,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
ConnectRefunded *connect_client_refund_payment_finish (ConnectClient  *self,
                                                       GAsyncResult   *result,
                                                       GError        **error);

/* GET /payments/{id}/refunds : all of them, (element-type ConnectRefund) */
void connect_client_list_refunds_async (ConnectClient       *self,
                                        const char          *payment_id,
                                        ConnectCall         *call,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
GPtrArray *connect_client_list_refunds_finish (ConnectClient  *self,
                                               GAsyncResult   *result,
                                               GError        **error);

/* GET /refunds/{id} */
void connect_client_get_refund_async (ConnectClient       *self,
                                      const char          *refund_id,
                                      ConnectCall         *call,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
ConnectRefund *connect_client_get_refund_finish (ConnectClient  *self,
                                                 GAsyncResult   *result,
                                                 GError        **error);

G_END_DECLS
