/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "till-secret.h"

G_BEGIN_DECLS

typedef enum
{
  TILL_SECRET_FILE_PRIVATE,      /* must be ours alone: regular, no link, owner, mode */
  TILL_SECRET_FILE_CREDENTIAL,   /* the service manager guards its directory; owner and mode are its own affair */
} TillSecretFileKind;

/**
 * till_secret_file_read:
 * @error: %TILL_ERROR_SECRET_MISSING when there is no such file; %TILL_ERROR_SECRET_REFUSED with the reason when
 *   there is one that cannot be used
 *
 * Reads a secret of at most 4 KiB straight into its page, without the line end behind it.  Never blocks on what is no file.
 */
TillSecret *till_secret_file_read (const char          *path,
                                   TillSecretFileKind   kind,
                                   GError             **error);

/** TillSecretOwner: whose secret. */
typedef struct
{
  char *endpoint;       /* (owned) as connect_endpoint_normalize() gives it */
  char *merchant_id;    /* (owned) */
  char *key_id;         /* (owned) */
} TillSecretOwner;

/**
 * till_secret_service_find_async:
 * @give: whether the secret itself is wanted: then a locked keyring is asked to unlock
 *
 * Finish: @found: whether the Secret Service holds one; the secret, or %NULL when none is held or wanted.  No
 * service, or no bus, counts as holding none.  Errors: %TILL_ERROR_SECRET_REFUSED: it is there and stays locked,
 * or the service fails.
 */
void        till_secret_service_find_async   (const TillSecretOwner  *owner,
                                              gboolean                give,
                                              GCancellable           *cancellable,
                                              GAsyncReadyCallback     callback,
                                              gpointer                user_data);
TillSecret *till_secret_service_find_finish  (GAsyncResult           *result,
                                              gboolean               *found,
                                              GError                **error);

/** till_secret_service_store_async: @error of finish: %TILL_ERROR_SECRET_REFUSED, also without a service. */
void        till_secret_service_store_async  (const TillSecretOwner  *owner,
                                              const char             *secret,
                                              GCancellable           *cancellable,
                                              GAsyncReadyCallback     callback,
                                              gpointer                user_data);
gboolean    till_secret_service_store_finish (GAsyncResult           *result,
                                              GError                **error);

G_END_DECLS
