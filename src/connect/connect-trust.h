/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONNECT_TYPE_TRUST (connect_trust_get_type ())

/**
 * ConnectTrust:
 *
 * The certificate authorities of the system, and those of one more file: a chain that either of them vouches
 * for is trusted.
 */
G_DECLARE_FINAL_TYPE (ConnectTrust, connect_trust, CONNECT, TRUST, GTlsDatabase)

/**
 * connect_trust_new:
 * @error: the file cannot be read, or holds no certificate
 */
GTlsDatabase *connect_trust_new (const char  *ca_file,
                                 GError     **error);

G_END_DECLS
