/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-signer.h"

#define SIGNATURE_BYTES 32
#define SCRUBBED_STACK  8192

struct _ConnectSigner
{
  GObject  parent_instance;

  char    *key_id;   /* (not nullable) (owned) */
  GHmac   *keyed;    /* (not nullable) (owned) holds the key and no text yet; copied for each signature */
};

G_DEFINE_FINAL_TYPE (ConnectSigner, connect_signer, G_TYPE_OBJECT)

/* GLib pads the key on the stack and leaves it there. */
__attribute__ ((noinline)) static void
scrub_stack (void)
{
  char below[SCRUBBED_STACK];

  explicit_bzero (below, sizeof below);
}

static void
connect_signer_finalize (GObject *object)
{
  ConnectSigner *self = CONNECT_SIGNER (object);

  g_clear_pointer (&self->key_id, g_free);
  g_clear_pointer (&self->keyed, g_hmac_unref);

  G_OBJECT_CLASS (connect_signer_parent_class)->finalize (object);
}

static void
connect_signer_class_init (ConnectSignerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = connect_signer_finalize;
}

static void
connect_signer_init (ConnectSigner *self)
{
}

ConnectSigner *
connect_signer_new (const char *key_id,
                    const char *secret,
                    gssize      length)
{
  ConnectSigner *self;

  g_return_val_if_fail (key_id != NULL && secret != NULL, NULL);

  self = g_object_new (CONNECT_TYPE_SIGNER, NULL);
  self->key_id = g_strdup (key_id);
  self->keyed = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) secret,
                            length < 0 ? strlen (secret) : (gsize) length);
  scrub_stack ();

  return self;
}

const char *
connect_signer_get_key_id (ConnectSigner *self)
{
  g_return_val_if_fail (CONNECT_IS_SIGNER (self), NULL);

  return self->key_id;
}

char *
connect_signer_sign_string (ConnectSigner *self,
                            const char    *string_to_sign)
{
  g_autoptr(GHmac) hmac = NULL;
  guint8 digest[SIGNATURE_BYTES];
  gsize length = sizeof digest;

  g_return_val_if_fail (CONNECT_IS_SIGNER (self) && string_to_sign != NULL, NULL);

  hmac = g_hmac_copy (self->keyed);
  g_hmac_update (hmac, (const guchar *) string_to_sign, -1);
  g_hmac_get_digest (hmac, digest, &length);

  return g_base64_encode (digest, length);
}

char *
connect_signer_sign (ConnectSigner       *self,
                     const char          *method,
                     const char          *content_type,
                     const char          *date,
                     const ConnectHeader *headers,
                     gsize                n_headers,
                     const char          *target)
{
  g_autofree char *text = connect_string_to_sign (method, content_type, date, headers, n_headers,
                                                  target, TRUE);

  return text != NULL ? connect_signer_sign_string (self, text) : NULL;
}

char *
connect_signer_authorize (ConnectSigner *self,
                          const char    *signature)
{
  g_return_val_if_fail (CONNECT_IS_SIGNER (self) && signature != NULL, NULL);

  return g_strdup_printf ("GCS v1HMAC:%s:%s", self->key_id, signature);
}

gboolean
connect_signatures_equal (const char *a,
                          const char *b)
{
  gsize length;
  guchar difference = 0;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  length = strlen (a);
  if (strlen (b) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guchar) (a[i] ^ b[i]);

  return difference == 0;
}
