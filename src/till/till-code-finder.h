/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-code-bitmap.h"

G_BEGIN_DECLS

/** TILL_CODE_FINDER_SIDE: modules a side of a finder pattern, the squares in three corners of a QR code. */
#define TILL_CODE_FINDER_SIDE 7

/** till_code_finder_is_dark: the module at column @x, row @y of a finder pattern; -1 and 7 are the light edge around it. */
gboolean till_code_finder_is_dark (int                   x,
                                   int                   y);

/** till_code_has_finders: whether three finder patterns stand in the corners of a square in the picture, also with soft edges. */
gboolean till_code_has_finders    (const TillCodeBitmap *bitmap);

G_END_DECLS
