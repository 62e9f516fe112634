/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-client.h"
#include "till-settings.h"

G_BEGIN_DECLS

/**
 * till_account_open_async:
 *
 * Makes a client for the account in the settings.  The secret is looked for in the systemd credential
 * "till-api-secret", then the Secret Service, then the file "secret-file"; the first that exists decides
 * (design.md, Settings and secrets).  It is wiped once the signer is keyed.
 *
 * Errors: %TILL_ERROR_NO_ACCOUNT (endpoint, merchant or key id empty), _INVALID_ACCOUNT, _SECRET_MISSING,
 * _SECRET_REFUSED, _NO_TLS.
 */
void           till_account_open_async          (TillSettings         *settings,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
ConnectClient *till_account_open_finish         (GAsyncResult         *result,
                                                 GError              **error);

/** TillSecretPlace: where the secret was found, or would be looked for. */
typedef enum
{
  TILL_SECRET_NOWHERE,
  TILL_SECRET_CREDENTIAL,
  TILL_SECRET_SERVICE,
  TILL_SECRET_FILE,
} TillSecretPlace;

/** till_account_locate_secret_async: for "account show" and doctor; never gives the secret out. */
void            till_account_locate_secret_async  (TillSettings         *settings,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
TillSecretPlace till_account_locate_secret_finish (GAsyncResult         *result,
                                                   GError              **error);

/** till_account_store_secret_async: into the Secret Service, under endpoint, merchant and key id; %TILL_ERROR_SECRET_REFUSED without one. */
void           till_account_store_secret_async  (TillSettings         *settings,
                                                 const char           *secret,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean       till_account_store_secret_finish (GAsyncResult         *result,
                                                 GError              **error);

/** till_account_check_secret_file: ours, regular, nobody else can read it, no link; %TILL_ERROR_SECRET_REFUSED with the reason in the message. */
gboolean       till_account_check_secret_file   (const char           *path,
                                                 GError              **error);

G_END_DECLS
