/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <sodium.h>

#include "till-error.h"
#include "till-file.h"
#include "till-secret-private.h"
#include "till-signing-key.h"

#define CREDENTIAL  "till-signing-key"
#define SEED_TEXT   (2 * crypto_sign_SEEDBYTES)   /* hexadecimal digits */
#define NEW_SUFFIX  ".new"

G_STATIC_ASSERT (TILL_PUBLIC_KEY_BYTES == crypto_sign_PUBLICKEYBYTES);
G_STATIC_ASSERT (TILL_SIGNATURE_BYTES == crypto_sign_BYTES);

struct _TillSigningKey
{
  guint8 *secret;                              /* (owned) a page of sodium's; no access but while it signs */
  char    public_text[TILL_PUBLIC_KEY_TEXT];
};

static void
need_sodium (void)
{
  if (sodium_init () < 0)
    g_error ("libsodium cannot be used");
}

/* A page of its own, wiped when it is freed. */
static guint8 *
new_page (gsize size)
{
  guint8 *page;

  need_sodium ();
  page = sodium_malloc (size);
  if (page == NULL)
    g_error ("no memory for a key");

  return page;
}

/* @seed: in a page that its owner frees. */
static TillSigningKey *
key_from_seed (const guint8 *seed)
{
  TillSigningKey *self = g_new0 (TillSigningKey, 1);
  guint8 public_key[TILL_PUBLIC_KEY_BYTES];

  self->secret = new_page (crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair (public_key, self->secret, seed);
  sodium_mprotect_noaccess (self->secret);
  sodium_bin2hex (self->public_text, sizeof self->public_text, public_key, sizeof public_key);

  return self;
}

/* (nullable) */
static TillSigningKey *
key_from_secret (TillSecret *secret)
{
  guint8 *seed;
  TillSigningKey *self = NULL;
  gsize length;

  if (secret->length != SEED_TEXT)
    return NULL;

  seed = new_page (crypto_sign_SEEDBYTES);
  if (sodium_hex2bin (seed, crypto_sign_SEEDBYTES, secret->text, secret->length, NULL, &length, NULL) == 0
      && length == crypto_sign_SEEDBYTES)
    self = key_from_seed (seed);
  sodium_free (seed);

  return self;
}

/* (nullable): a key that is lost, or that others could read, is no reason to stop: the next one is an event. */
static TillSigningKey *
read_key (const char          *path,
          TillSecretFileKind   kind,
          GError             **error)
{
  g_autoptr(GError) why = NULL;
  TillSecret *secret = till_secret_file_read (path, kind, &why);
  TillSigningKey *self = NULL;

  if (secret != NULL)
    {
      self = key_from_secret (secret);
      till_secret_free (secret);
    }
  if (self == NULL)
    g_set_error (error, TILL_ERROR, TILL_ERROR_SIGNING_KEY, "%s: %s", path, why != NULL ? why->message : "no key");

  return self;
}

gboolean
till_signing_key_load (const char      *path,
                       TillSigningKey **key,
                       GError         **error)
{
  const char *directory = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *credential = directory != NULL ? g_build_filename (directory, CREDENTIAL, NULL) : NULL;
  g_autoptr(GError) why = NULL;

  if (credential != NULL && g_file_test (credential, G_FILE_TEST_EXISTS))
    {
      *key = read_key (credential, TILL_SECRET_FILE_CREDENTIAL, error);
      return *key != NULL;
    }

  *key = read_key (path, TILL_SECRET_FILE_PRIVATE, &why);
  if (*key == NULL)
    g_debug ("%s", why->message);

  return TRUE;
}

static gboolean
write_seed (const char    *path,
            const guint8  *seed,
            GError       **error)
{
  g_autofree char *fresh = g_strconcat (path, NEW_SUFFIX, NULL);
  char *text = (char *) new_page (SEED_TEXT + 1);
  gboolean written;

  sodium_bin2hex (text, SEED_TEXT + 1, seed, crypto_sign_SEEDBYTES);
  text[SEED_TEXT] = '\n';
  g_unlink (fresh);
  written = till_file_write_new (fresh, text, SEED_TEXT + 1, error);
  sodium_free (text);
  if (!written)
    return FALSE;

  if (g_rename (fresh, path) != 0)
    return till_file_fail (path, error);

  return till_file_sync_directory_of (path, error);
}

TillSigningKey *
till_signing_key_make (const char  *path,
                       TillRandom  *random,
                       GError     **error)
{
  guint8 *seed = new_page (crypto_sign_SEEDBYTES);
  TillSigningKey *self = NULL;

  till_random_fill (random, seed, crypto_sign_SEEDBYTES);
  if (write_seed (path, seed, error))
    self = key_from_seed (seed);
  sodium_free (seed);

  return self;
}

void
till_signing_key_free (TillSigningKey *self)
{
  g_return_if_fail (self != NULL);

  sodium_free (self->secret);
  g_free (self);
}

const char *
till_signing_key_get_public (TillSigningKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->public_text;
}

void
till_signing_key_sign (TillSigningKey *self,
                       const guint8    hash[TILL_HASH_BYTES],
                       guint8          signature[TILL_SIGNATURE_BYTES])
{
  g_return_if_fail (self != NULL);

  sodium_mprotect_readonly (self->secret);
  crypto_sign_detached (signature, NULL, hash, TILL_HASH_BYTES, self->secret);
  sodium_mprotect_noaccess (self->secret);
}

gboolean
till_public_key_from_text (const char *text,
                           guint8      key[TILL_PUBLIC_KEY_BYTES])
{
  gsize length;

  return strlen (text) == TILL_PUBLIC_KEY_TEXT - 1
         && sodium_hex2bin (key, TILL_PUBLIC_KEY_BYTES, text, TILL_PUBLIC_KEY_TEXT - 1, NULL, &length, NULL) == 0
         && length == TILL_PUBLIC_KEY_BYTES;
}

gboolean
till_signature_is_good (const guint8 key[TILL_PUBLIC_KEY_BYTES],
                        const guint8 hash[TILL_HASH_BYTES],
                        const guint8 signature[TILL_SIGNATURE_BYTES])
{
  need_sodium ();

  return crypto_sign_verify_detached (signature, hash, TILL_HASH_BYTES, key) == 0;
}
