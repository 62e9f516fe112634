/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

#define TILL_TYPE_CODE (till_code_get_type ())

/**
 * TillCode:
 *
 * A QR code that can be drawn: its modules where the picture is a clean grid, else the picture, to be enlarged
 * by whole factors.  Immutable.
 */
G_DECLARE_FINAL_TYPE (TillCode, till_code, TILL, CODE, GObject)

/**
 * till_code_new_from_png:
 * @error: %TILL_ERROR_BAD_ANSWER: not a whole PNG (chunks are walked first: lengths, CRC, IHDR first and at
 *   most 1024 x 1024, IEND last, nothing after), one colour, or no three finder patterns
 *
 * Reads a picture from the network within bounds; never takes more than a few MiB (reliability.md 6,
 * desktop-facts.md 3b).
 */
TillCode  *till_code_new_from_png   (GBytes    *png,
                                     GError   **error);
/** till_code_new_from_text: draws @text itself (links); @error: too long. */
TillCode  *till_code_new_from_text  (const char *text,
                                     GError    **error);
/** till_code_get_size: modules a side without margin, or 0 when only the picture is known. */
guint      till_code_get_size       (TillCode  *self);
/** till_code_is_dark: module at column @x, row @y, both below the size. */
gboolean   till_code_is_dark        (TillCode  *self,
                                     guint      x,
                                     guint      y);
/** till_code_get_picture: (return) (nullable) (transfer none): when the size is 0. */
GdkPixbuf *till_code_get_picture    (TillCode  *self);
/** till_code_to_half_blocks: (return) (transfer full) (nullable): lines for a terminal, quiet zone of 4 included, with colours set so that it scans on dark and light ones; NULL when the size is 0. */
char      *till_code_to_half_blocks (TillCode  *self);
/** till_code_to_png: (return) (transfer full): modules of @module pixels, quiet zone of 4; the picture itself when the size is 0. */
GBytes    *till_code_to_png         (TillCode  *self,
                                     guint      module,
                                     GError   **error);

G_END_DECLS
