/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TILL_PNG_MAX_BYTES (256 * 1024)
#define TILL_PNG_MAX_SIDE  1024

/** TillPngHeader: what IHDR says, within bounds. */
typedef struct
{
  guint width;
  guint height;
  guint depth;          /* bits a sample */
  guint colour_type;
  guint interlace;      /* 0 or 1 (Adam7) */
} TillPngHeader;

/**
 * till_png_check:
 * @essence: (out) (element-type GBytes): pieces of @png that make a whole PNG when written one after the other:
 *   signature and what the picture needs, without texts and profiles (which may inflate without bounds)
 * @error: %TILL_ERROR_BAD_ANSWER
 *
 * Walks the chunks of a PNG before any library sees it: lengths, CRC, order, header within bounds, IEND last and
 * nothing after it; and the picture's data inflate to exactly the rows that the header promises.  libpng and
 * gdk-pixbuf take half a picture, and a promise of 60000 x 60000, without an error.
 */
gboolean till_png_check (GBytes         *png,
                         TillPngHeader  *header,
                         GPtrArray     **essence,
                         GError        **error);

G_END_DECLS
