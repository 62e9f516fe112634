/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * till_address_towards_async:
 *
 * The address of the interface that reaches @endpoint: what a till gives as customerIpAddress for a code on its
 * own screen when no other is set (design.md, --type).  Nothing is sent.
 *
 * Finish: (return) (transfer full) (nullable): a literal address; %NULL with @error set when there is no route
 */
void   till_address_towards_async  (const char           *endpoint,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
char  *till_address_towards_finish (GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
