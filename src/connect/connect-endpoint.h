/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** CONNECT_ENDPOINT_DEFAULT: production, World (connect-api.md 1). */
#define CONNECT_ENDPOINT_DEFAULT "https://api.connect.worldline-solutions.com"

/**
 * connect_endpoint_normalize:
 * @text: what a person typed
 * @error: %CONNECT_ERROR_INVALID with the reason
 *
 * An endpoint is scheme, host and perhaps a port: no path, user info, query or fragment (connect-api.md 1).
 * Plain http is taken for loopback addresses only (127.0.0.0/8, [::1], "localhost").
 *
 * Returns: (transfer full): the endpoint without a final slash, host in lower case; %NULL with @error set
 */
char *connect_endpoint_normalize (const char  *text,
                                  GError     **error);

G_END_DECLS
