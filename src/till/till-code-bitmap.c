/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-code-bitmap.h"

#define CONTRAST_MIN 64   /* of 255; less, and no phone tells dark from light */

/* Brightness of each pixel, row after row, and the least and most of it. */
static guint8 *
to_grey (GdkPixbuf *picture,
         int       *darkest,
         int       *lightest)
{
  int width = gdk_pixbuf_get_width (picture);
  int height = gdk_pixbuf_get_height (picture);
  int stride = gdk_pixbuf_get_rowstride (picture);
  int n_channels = gdk_pixbuf_get_n_channels (picture);
  const guint8 *pixels = gdk_pixbuf_read_pixels (picture);
  guint8 *grey = g_malloc ((gsize) width * height);

  *darkest = 255;
  *lightest = 0;
  for (int y = 0; y < height; y++)
    {
      const guint8 *p = pixels + (gsize) y * stride;

      for (int x = 0; x < width; x++, p += n_channels)
        {
          int brightness = (299 * p[0] + 587 * p[1] + 114 * p[2]) / 1000;

          grey[y * width + x] = brightness;
          *darkest = MIN (*darkest, brightness);
          *lightest = MAX (*lightest, brightness);
        }
    }

  return grey;
}

TillCodeBitmap *
till_code_bitmap_new (GdkPixbuf *picture)
{
  g_autofree guint8 *grey = NULL;
  TillCodeBitmap *self;
  int darkest, lightest;

  grey = to_grey (picture, &darkest, &lightest);
  if (lightest - darkest < CONTRAST_MIN)
    return NULL;

  self = g_new0 (TillCodeBitmap, 1);
  self->width = gdk_pixbuf_get_width (picture);
  self->height = gdk_pixbuf_get_height (picture);
  self->is_clean = TRUE;
  self->dark = g_steal_pointer (&grey);

  for (int i = 0; i < self->width * self->height; i++)
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
