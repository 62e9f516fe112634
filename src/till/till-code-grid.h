/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-code-bitmap.h"

G_BEGIN_DECLS

/**
 * till_code_grid_find:
 * @modules: (out) (transfer full): a byte a module, row after row: 1 is dark
 *
 * Returns: modules a side, when the picture is a QR code of whole square modules and nothing else; else 0
 */
guint till_code_grid_find (const TillCodeBitmap  *bitmap,
                           guint8               **modules);

G_END_DECLS
