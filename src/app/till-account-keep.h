/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-client.h"
#include "till-account-report.h"
#include "till-settings.h"

G_BEGIN_DECLS

/**
 * till_account_keep_async:
 * @fields: copied; an empty secret leaves the kept one as it is
 * @secret_file: (nullable): a private file that holds the secret; then @fields' own is not stored
 *
 * Writes an account that was checked into the settings and its secret to where it belongs, and opens it from
 * there: what works now works after the next start.
 *
 * Errors: %TILL_ERROR_SETTINGS_NOT_KEPT, _SECRET_REFUSED (no Secret Service, a file that others can read), and
 * those of till_account_open_async().
 */
void           till_account_keep_async  (TillSettings             *settings,
                                         const TillAccountFields  *fields,
                                         const char               *secret_file,
                                         GCancellable             *cancellable,
                                         GAsyncReadyCallback       callback,
                                         gpointer                  user_data);
ConnectClient *till_account_keep_finish (GAsyncResult             *result,
                                         GError                  **error);

G_END_DECLS
