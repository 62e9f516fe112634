/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConnectHeader:
 *
 * A request header as it stands on the wire.
 */
typedef struct
{
  const char *name;
  const char *value;   /* (nullable) */
} ConnectHeader;

#define CONNECT_TYPE_SIGNER (connect_signer_get_type ())

G_DECLARE_FINAL_TYPE (ConnectSigner, connect_signer, CONNECT, SIGNER, GObject)

/**
 * connect_signer_new:
 * @key_id: the API key's public identifier
 * @secret: the API secret as text; its bytes are the key, it is never Base64-decoded
 * @length: bytes of @secret, or -1 when it ends with a NUL
 *
 * Signs requests with GCS v1HMAC (connect-api.md 2).  Holds one keyed HMAC and copies it for each
 * signature, so that the secret itself is not kept; the caller wipes its own copy.
 */
ConnectSigner *connect_signer_new           (const char          *key_id,
                                             const char          *secret,
                                             gssize               length);

const char    *connect_signer_get_key_id    (ConnectSigner       *self);

/**
 * connect_signer_sign:
 * @content_type: (nullable): the header exactly as sent, or %NULL when the request has none
 * @date: the Date header exactly as sent
 * @headers: (array length=n_headers) (nullable): all request headers, or only the X-GCS ones; others are passed over
 * @target: path and query as in the request line, percent-encoded ("/v1/1234/payments?limit=10")
 *
 * Returns: (transfer full): the Base64 signature alone; connect_signer_authorize() makes the header of it
 */
char          *connect_signer_sign          (ConnectSigner       *self,
                                             const char          *method,
                                             const char          *content_type,
                                             const char          *date,
                                             const ConnectHeader *headers,
                                             gsize                n_headers,
                                             const char          *target);

/**
 * connect_signer_authorize:
 *
 * Returns: (transfer full): the Authorization header, "GCS v1HMAC:KEYID:SIGNATURE"
 */
char          *connect_signer_authorize     (ConnectSigner       *self,
                                             const char          *signature);

/**
 * connect_string_to_sign:
 * @decode_query: %TRUE for the documented form (percent-decoded query); %FALSE for the raw one that some
 *   SDKs sign.  The path stays encoded in both.
 *
 * The canonical text that is signed (connect-api.md 2).  Public for tests and for the sandbox, which
 * accepts both forms.
 *
 * Returns: (transfer full): lines that each end with LF
 */
char          *connect_string_to_sign       (const char          *method,
                                             const char          *content_type,
                                             const char          *date,
                                             const ConnectHeader *headers,
                                             gsize                n_headers,
                                             const char          *target,
                                             gboolean             decode_query);

/**
 * connect_signer_sign_string:
 *
 * Returns: (transfer full): Base64 of HMAC-SHA256 over @string_to_sign
 */
char          *connect_signer_sign_string   (ConnectSigner       *self,
                                             const char          *string_to_sign);

/**
 * connect_signatures_equal:
 *
 * Compares in constant time.
 */
gboolean       connect_signatures_equal     (const char          *a,
                                             const char          *b);

G_END_DECLS
