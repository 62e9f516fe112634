/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConnectRefundRequest:
 *
 * What to give back.  A plain struct of borrowed strings, to be written out at once.
 */
typedef struct
{
  gint64      amount;               /* ISO 4217 minor units, above 0: never left out, for nothing would mean everything */
  const char *currency;
  const char *merchant_reference;   /* the refund's own: 1 to 30 characters of A-Za-z0-9._- */
  const char *reason;               /* one of the six words */
} ConnectRefundRequest;

/** CONNECT_REFUND_REASON: what is said where no word fits. */
#define CONNECT_REFUND_REASON "RETURN"

/** connect_is_refund_reason: @text (nullable): RETURN, CORRECTION, PRE_DISPUTE, SUBSCRIPTION, SERVICE_LATE_CANCELLATION or OTHER. */
gboolean    connect_is_refund_reason        (const char                  *text);

/**
 * connect_refund_request_to_body:
 * @error: %CONNECT_ERROR_INVALID; the message names the property and the rule
 *
 * Checks every limit of the reference and writes the JSON for POST /payments/{id}/refund (connect-api.md 7.5).
 * The body is read back and compared before it is given out.
 *
 * Returns: (transfer full): the bytes to send, to be kept and repeated as they are
 */
GBytes     *connect_refund_request_to_body  (const ConnectRefundRequest  *request,
                                             GError                     **error);

G_END_DECLS
