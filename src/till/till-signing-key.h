/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-event.h"
#include "till-random.h"

G_BEGIN_DECLS

#define TILL_PUBLIC_KEY_BYTES 32
#define TILL_PUBLIC_KEY_TEXT  (2 * TILL_PUBLIC_KEY_BYTES + 1)   /* in hexadecimal digits, with its NUL */
#define TILL_SIGNATURE_BYTES  64

/**
 * TillSigningKey:
 *
 * The Ed25519 key of this till, with which it signs the events of its journal.  The private part stands in one
 * page of memory that is locked, not dumped, readable only while it signs, and wiped when it is freed.
 *
 * As text, in a credential or a file, it is its seed: 64 hexadecimal digits.
 */
typedef struct _TillSigningKey TillSigningKey;

/**
 * till_signing_key_load:
 * @path: its file, private to this user
 * @key: (out) (nullable): %NULL when there is none, or none that can be used: not private any more, or no key
 *
 * From the credential "till-signing-key" ($CREDENTIALS_DIRECTORY) where there is one, else from @path.
 *
 * Errors: %TILL_ERROR_SIGNING_KEY: a credential that holds no key.
 */
gboolean        till_signing_key_load       (const char            *path,
                                             TillSigningKey       **key,
                                             GError               **error);

/**
 * till_signing_key_make:
 *
 * A new key, whole and synced in @path (0600) before it is returned; what was there before is replaced.
 *
 * Errors: %TILL_ERROR_DISK_FULL, _JOURNAL.
 */
TillSigningKey *till_signing_key_make       (const char            *path,
                                             TillRandom            *random,
                                             GError               **error);
void            till_signing_key_free       (TillSigningKey        *self);
/** till_signing_key_get_public: (return): in hexadecimal digits; owned by @self. */
const char     *till_signing_key_get_public (TillSigningKey        *self);
void            till_signing_key_sign       (TillSigningKey        *self,
                                             const guint8           hash[TILL_HASH_BYTES],
                                             guint8                 signature[TILL_SIGNATURE_BYTES]);

/** till_public_key_from_text: %FALSE when it is none. */
gboolean        till_public_key_from_text   (const char            *text,
                                             guint8                 key[TILL_PUBLIC_KEY_BYTES]);
gboolean        till_signature_is_good      (const guint8           key[TILL_PUBLIC_KEY_BYTES],
                                             const guint8           hash[TILL_HASH_BYTES],
                                             const guint8           signature[TILL_SIGNATURE_BYTES]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillSigningKey, till_signing_key_free)

G_END_DECLS
