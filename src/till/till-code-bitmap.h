/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/** TillCodeBitmap: a picture in dark and light. */
typedef struct
{
  guint8   *dark;        /* (owned) a byte a pixel, row after row: 1 is dark */
  int       width;
  int       height;
  gboolean  is_clean;    /* nothing between dark and light: no soft edges, no third colour */
} TillCodeBitmap;

/** till_code_bitmap_new: @picture: opaque RGB. Returns: (nullable): %NULL when the picture is of one colour, or nearly. */
TillCodeBitmap *till_code_bitmap_new  (GdkPixbuf      *picture);
void            till_code_bitmap_free (TillCodeBitmap *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillCodeBitmap, till_code_bitmap_free)

/** till_code_bitmap_is_dark: outside the picture nothing is. Inline: it is asked of each pixel, in the main loop. */
static inline gboolean
till_code_bitmap_is_dark (const TillCodeBitmap *self,
                          int                   x,
                          int                   y)
{
  return x >= 0 && y >= 0 && x < self->width && y < self->height && self->dark[y * self->width + x];
}

G_END_DECLS
