/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * till_address_towards_async:
 *
 * The address of the interface that reaches @endpoint: what a till gives as customerIpAddress for a code on its
 * own screen when no other is set (design.md, --type).  Nothing is sent, and it takes two seconds at the most.
 * Without a network there is an address all the same, so that a repeated request is recognized, and a new one
 * written down, before anybody says that there is no connection.
 *
 * Finish: (return) (transfer full) (nullable): a literal address; %NULL with @error: %TILL_ERROR_INVALID_ACCOUNT
 *   when @endpoint is no address, or cancelled
 */
void   till_address_towards_async  (const char           *endpoint,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
char  *till_address_towards_finish (GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
