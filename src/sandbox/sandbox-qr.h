/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * sandbox_qr_encode:
 * @text: at most a few hundred bytes
 *
 * Returns: (transfer full): a PNG of a QR code that a phone can read: modules of up to 8 pixels, 4 modules of
 *   margin, at most 400 pixels wide unless the text needs more; %NULL with @error set
 */
GBytes *sandbox_qr_encode (const char  *text,
                           GError     **error);

G_END_DECLS
