/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <qrencode.h>

#include "sandbox-qr.h"

#define MARGIN     4     /* modules */
#define MAX_MODULE 8     /* pixels */
#define MAX_SIDE   400   /* pixels */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QRcode, QRcode_free)

static void
fill_module (GdkPixbuf *pixbuf,
             int        column,
             int        row,
             int        size)
{
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);

  for (int y = row * size; y < (row + 1) * size; y++)
    memset (pixels + (gsize) y * stride + (gsize) column * size * 3, 0, (gsize) size * 3);
}

static GdkPixbuf *
draw (QRcode *code)
{
  int modules = code->width + 2 * MARGIN;
  int size = CLAMP (MAX_SIDE / modules, 1, MAX_MODULE);
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, modules * size, modules * size);

  gdk_pixbuf_fill (pixbuf, 0xffffffff);
  for (int y = 0; y < code->width; y++)
    {
      for (int x = 0; x < code->width; x++)
        {
          if (code->data[y * code->width + x] & 1)
            fill_module (pixbuf, x + MARGIN, y + MARGIN, size);
        }
    }

  return pixbuf;
}

GBytes *
sandbox_qr_encode (const char  *text,
                   GError     **error)
{
  g_autoptr(QRcode) code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_L);
  g_autoptr(GdkPixbuf) pixbuf = NULL;
  char *png;
  gsize length;

  if (code == NULL)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "no QR code: %s", g_strerror (errno));
      return NULL;
    }

  pixbuf = draw (code);
  if (!gdk_pixbuf_save_to_buffer (pixbuf, &png, &length, "png", error, NULL))
    return NULL;

  return g_bytes_new_take (png, length);
}
