/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-code-bitmap.h"

#define CONTRAST_MIN 64   /* of 255; less, and no phone tells dark from light */

static guint8
brightness_at (GdkPixbuf *picture,
               int        x,
               int        y)
{
  const guint8 *p = gdk_pixbuf_read_pixels (picture) + y * gdk_pixbuf_get_rowstride (picture)
                    + x * gdk_pixbuf_get_n_channels (picture);

  return (299 * p[0] + 587 * p[1] + 114 * p[2]) / 1000;
}

TillCodeBitmap *
till_code_bitmap_new (GdkPixbuf *picture)
{
  int width = gdk_pixbuf_get_width (picture);
  int height = gdk_pixbuf_get_height (picture);
  g_autofree guint8 *grey = g_malloc ((gsize) width * height);
  TillCodeBitmap *self;
  int darkest = 255;
  int lightest = 0;

  for (int i = 0; i < width * height; i++)
    {
      grey[i] = brightness_at (picture, i % width, i / width);
      darkest = MIN (darkest, grey[i]);
      lightest = MAX (lightest, grey[i]);
    }

  if (lightest - darkest < CONTRAST_MIN)
    return NULL;

  self = g_new0 (TillCodeBitmap, 1);
  self->width = width;
  self->height = height;
  self->is_clean = TRUE;
  self->dark = g_steal_pointer (&grey);

  for (int i = 0; i < width * height; i++)
    {
      int from_dark = self->dark[i] - darkest;
      int from_light = lightest - self->dark[i];

      if (MIN (from_dark, from_light) > (lightest - darkest) / 8)
        self->is_clean = FALSE;
      self->dark[i] = from_dark < from_light;
    }

  return self;
}

void
till_code_bitmap_free (TillCodeBitmap *self)
{
  g_free (self->dark);
  g_free (self);
}

gboolean
till_code_bitmap_is_dark (const TillCodeBitmap *self,
                          int                   x,
                          int                   y)
{
  return x >= 0 && y >= 0 && x < self->width && y < self->height && self->dark[y * self->width + x];
}
