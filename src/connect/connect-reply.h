/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-merchant-action.h"
#include "connect-payment.h"
#include "connect-refund.h"

G_BEGIN_DECLS

/* What the calls of ConnectClient give back.  Plain structs, freed as a whole. */

/**
 * ConnectCreated:
 *
 * Answer to POST /payments.  Also given for a declined payment (an error answer with "paymentResult", at any
 * HTTP status): that is a payment which exists, and its own status decides (connect-api.md 9).
 */
typedef struct
{
  ConnectPayment        *payment;    /* (not nullable) (owned) */
  ConnectMerchantAction *action;     /* (nullable) (owned) */
  gboolean               declined;   /* it came as paymentResult */
} ConnectCreated;

/** ConnectCheckout: answer to POST /hostedcheckouts. */
typedef struct
{
  char *id;                   /* (owned) path-safe */
  char *url;                  /* (owned) whole https address of the page (connect-api.md 8); http for a loopback endpoint */
  char *return_mac;           /* (nullable) (owned) */
  char *merchant_reference;   /* (nullable) (owned) */
} ConnectCheckout;

/** ConnectCheckoutStatus: answer to GET /hostedcheckouts/{id}. PAYMENT_CREATED says nothing about success. */
typedef struct
{
  char           *status;    /* (owned) as it came, "" when absent */
  ConnectPayment *payment;   /* (nullable) (owned) */
} ConnectCheckoutStatus;

/** ConnectFound: answer to GET /payments, one page. */
typedef struct
{
  gint64     offset;
  gint64     total_count;   /* -1: not said */
  GPtrArray *payments;      /* (owned) (element-type ConnectPayment) */
} ConnectFound;

/**
 * ConnectRefunded:
 *
 * Answer to POST /payments/{id}/refund.  Also given for a refused refund that exists (an error answer with
 * "refundResult", at any HTTP status): its own status decides.
 */
typedef struct
{
  ConnectRefund *refund;     /* (not nullable) (owned) */
  gboolean       declined;   /* it came as refundResult */
} ConnectRefunded;

/** ConnectProduct: answer to GET /products/863. */
typedef struct
{
  int     id;
  gint64  min_amount;          /* two implied decimals, as on the wire; -1: not said */
  gint64  max_amount;
  char  **integration_types;   /* (owned) words; empty when not said */
} ConnectProduct;

typedef enum
{
  CONNECT_THIRD_PARTY_WAITING,     /* also INITIALIZED, AUTHORIZED and any word that we do not know */
  CONNECT_THIRD_PARTY_COMPLETED,   /* the customer is done. Not: paid (connect-api.md 7.2) */
} ConnectThirdPartyStatus;

void connect_created_free         (ConnectCreated        *self);
void connect_checkout_free        (ConnectCheckout       *self);
void connect_checkout_status_free (ConnectCheckoutStatus *self);
void connect_found_free           (ConnectFound          *self);
void connect_refunded_free        (ConnectRefunded       *self);
void connect_product_free         (ConnectProduct        *self);

/* Pure readers from the root object of an answer; @error: CONNECT_ERROR_BAD_ANSWER. */
ConnectCreated        *connect_created_from_json            (JsonObject  *root,
                                                             GError     **error);
/** connect_checkout_from_json: @endpoint decides the scheme of the address, see ConnectCheckout. */
ConnectCheckout       *connect_checkout_from_json           (JsonObject  *root,
                                                             const char  *endpoint,
                                                             GError     **error);
ConnectCheckoutStatus *connect_checkout_status_from_json    (JsonObject  *root,
                                                             GError     **error);
ConnectFound          *connect_found_from_json              (JsonObject  *root,
                                                             GError     **error);
ConnectRefunded       *connect_refunded_from_json           (JsonObject  *root,
                                                             GError     **error);
/** connect_refunds_from_json: (element-type ConnectRefund): one without a usable id spoils the answer. */
GPtrArray             *connect_refunds_from_json            (JsonObject  *root,
                                                             GError     **error);
ConnectProduct        *connect_product_from_json            (JsonObject  *root,
                                                             GError     **error);
gboolean               connect_third_party_status_from_json (JsonObject               *root,
                                                             ConnectThirdPartyStatus  *status,
                                                             GError                  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConnectCreated, connect_created_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConnectCheckout, connect_checkout_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConnectCheckoutStatus, connect_checkout_status_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConnectFound, connect_found_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConnectRefunded, connect_refunded_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConnectProduct, connect_product_free)

G_END_DECLS
