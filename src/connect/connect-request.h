/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConnectIntegrationType:
 *
 * How the customer meets WeChat Pay (connect-api.md 5, 6.1); the last one is a page made by POST
 * /hostedcheckouts and no integration type on the wire.
 */
typedef enum
{
  CONNECT_INTEGRATION_DESKTOP_QR_CODE,   /* desktopQRCode */
  CONNECT_INTEGRATION_URL_INTENT,        /* urlIntent */
  CONNECT_INTEGRATION_NATIVE_IN_APP,     /* nativeInApp */
  CONNECT_INTEGRATION_JAVASCRIPT_API,    /* javaScriptAPI */
  CONNECT_INTEGRATION_MINI_PROGRAM,      /* miniProgram */
  CONNECT_INTEGRATION_HOSTED_CHECKOUT,   /* hostedCheckout, our own word */
} ConnectIntegrationType;

#define CONNECT_N_INTEGRATION_TYPES 6

/** connect_integration_type_to_string: (return) the word on the wire, e.g. "desktopQRCode" (static). */
const char *connect_integration_type_to_string   (ConnectIntegrationType   type);
gboolean    connect_integration_type_from_string (const char              *text,
                                                  ConnectIntegrationType  *type);

/**
 * ConnectPaymentRequest:
 *
 * What to ask for.  A plain struct of borrowed strings, to be written out at once.
 */
typedef struct
{
  ConnectIntegrationType  type;
  gint64                  amount;                /* ISO 4217 minor units, above 0 */
  const char             *currency;
  const char             *country;               /* ISO 3166-1 alpha-2 */
  const char             *merchant_reference;    /* 1 to 30 characters of A-Za-z0-9._- */
  const char             *descriptor;            /* (nullable) at most 32 characters */
  const char             *merchant_customer_id;  /* (nullable) at most 15 characters */
  const char             *locale;                /* (nullable) e.g. "en_GB" */
  const char             *customer_ip;           /* required but for a hosted checkout; a literal IPv4 or IPv6 address */
  const char             *open_id;               /* (nullable) for javaScriptAPI and miniProgram only, and required there; at most 128 characters */
  const char             *return_url;            /* (nullable) absolute; https or an app's scheme; no IP address, no localhost; at most 512 */
} ConnectPaymentRequest;

/**
 * connect_payment_request_to_body:
 * @error: %CONNECT_ERROR_INVALID; the message names the property and the rule
 *
 * Checks every limit of the reference (characters, not bytes) and writes the JSON for POST /payments
 * (connect-api.md 5) or, for a hosted checkout, for POST /hostedcheckouts (8, restricted to product 863).
 * The body is read back and compared before it is given out.
 *
 * Returns: (transfer full): the bytes to send, to be kept and repeated as they are
 */
GBytes     *connect_payment_request_to_body      (const ConnectPaymentRequest  *request,
                                                  GError                      **error);

G_END_DECLS
