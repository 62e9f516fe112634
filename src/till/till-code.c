/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <qrencode.h>

#include "till-code.h"
#include "till-code-finder.h"
#include "till-code-grid.h"
#include "till-error.h"
#include "till-png.h"

#define QUIET_ZONE 4

/* Black on white by number, not by name: a terminal's theme repaints the first sixteen colours, and a code in
 * beige on blue does not scan. */
#define TERMINAL_COLOURS "\033[38;5;16;48;5;231m"
#define TERMINAL_RESET   "\033[0m"

struct _TillCode
{
  GObject    parent_instance;

  guint      size;       /* modules a side; 0: only the picture is known */
  guint8    *modules;    /* (nullable) (owned) a byte a module, row after row: 1 is dark */
  GdkPixbuf *picture;    /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (TillCode, till_code, G_TYPE_OBJECT)

/* @user_data: the header as checked.  What says another size now is refused before memory is taken for it. */
static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  gpointer         user_data)
{
  const TillPngHeader *header = user_data;

  if (width != (int) header->width || height != (int) header->height)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

static gboolean
write_pieces (GdkPixbufLoader  *loader,
              GPtrArray        *pieces,
              GError          **error)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      if (!gdk_pixbuf_loader_write_bytes (loader, g_ptr_array_index (pieces, i), error))
        {
          gdk_pixbuf_loader_close (loader, NULL);
          return FALSE;
        }
    }

  return gdk_pixbuf_loader_close (loader, error);
}

/* The picture on white, without transparency; %NULL with @error set when gdk-pixbuf does not take it. */
static GdkPixbuf *
load_picture (GPtrArray            *pieces,
              const TillPngHeader  *header,
              GError              **error)
{
  g_autoptr(GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("png", error);
  g_autoptr(GdkPixbuf) flat = NULL;
  GdkPixbuf *loaded;

  if (loader == NULL)
    return NULL;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), (gpointer) header);
  if (!write_pieces (loader, pieces, error))
    return NULL;

  loaded = gdk_pixbuf_loader_get_pixbuf (loader);
  if (loaded != NULL)
    flat = gdk_pixbuf_composite_color_simple (loaded,
                                              gdk_pixbuf_get_width (loaded), gdk_pixbuf_get_height (loaded),
                                              GDK_INTERP_NEAREST, 255, 1, 0xffffff, 0xffffff);

  if (flat == NULL)
    g_set_error_literal (error, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_FAILED, "no picture came out");

  return g_steal_pointer (&flat);
}

static gboolean
read_picture (TillCode   *self,
              GdkPixbuf  *picture,
              GError    **error)
{
  g_autoptr(TillCodeBitmap) bitmap = till_code_bitmap_new (picture);

  if (bitmap == NULL)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_BAD_ANSWER, "the picture is of one colour");
      return FALSE;
    }

  self->size = till_code_grid_find (bitmap, &self->modules);
  if (self->size > 0)
    return TRUE;

  if (!till_code_has_finders (bitmap))
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_BAD_ANSWER, "the picture is no QR code");
      return FALSE;
    }

  self->picture = g_object_ref (picture);

  return TRUE;
}

/* @x and @y count from the edge of the quiet zone. */
static gboolean
is_dark_at (TillCode *self,
            guint     x,
            guint     y)
{
  if (x < QUIET_ZONE || y < QUIET_ZONE || x >= QUIET_ZONE + self->size || y >= QUIET_ZONE + self->size)
    return FALSE;

  return till_code_is_dark (self, x - QUIET_ZONE, y - QUIET_ZONE);
}

static GdkPixbuf *
draw (TillCode *self,
      guint     module)
{
  guint side = (self->size + 2 * QUIET_ZONE) * module;
  GdkPixbuf *picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, side, side);
  guint8 *pixels;
  int stride;

  if (picture == NULL)
    return NULL;

  pixels = gdk_pixbuf_get_pixels (picture);
  stride = gdk_pixbuf_get_rowstride (picture);
  for (guint y = 0; y < side; y++)
    {
      for (guint x = 0; x < side; x++)
        memset (pixels + y * stride + x * 3, is_dark_at (self, x / module, y / module) ? 0 : 255, 3);
    }

  return picture;
}

static void
till_code_finalize (GObject *object)
{
  TillCode *self = TILL_CODE (object);

  g_free (self->modules);
  g_clear_object (&self->picture);

  G_OBJECT_CLASS (till_code_parent_class)->finalize (object);
}

static void
till_code_class_init (TillCodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = till_code_finalize;
}

static void
till_code_init (TillCode *self)
{
}

TillCode *
till_code_new_from_png (GBytes  *png,
                        GError **error)
{
  g_autoptr(TillCode) self = NULL;
  g_autoptr(GPtrArray) pieces = NULL;
  g_autoptr(GdkPixbuf) picture = NULL;
  g_autoptr(GError) why = NULL;
  TillPngHeader header;

  g_return_val_if_fail (png != NULL, NULL);

  if (!till_png_check (png, &header, &pieces, error))
    return NULL;

  picture = load_picture (pieces, &header, &why);
  if (picture == NULL)
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_BAD_ANSWER, "the picture cannot be read: %s", why->message);
      return NULL;
    }

  self = g_object_new (TILL_TYPE_CODE, NULL);
  if (!read_picture (self, picture, error))
    return NULL;

  return g_steal_pointer (&self);
}

TillCode *
till_code_new_from_text (const char  *text,
                         GError     **error)
{
  TillCode *self;
  QRcode *code;

  g_return_val_if_fail (text != NULL, NULL);

  code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  if (code == NULL)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_BAD_ANSWER,
                           "the text is empty or too long for a QR code");
      return NULL;
    }

  self = g_object_new (TILL_TYPE_CODE, NULL);
  self->size = code->width;
  self->modules = g_malloc (self->size * self->size);
  for (guint i = 0; i < self->size * self->size; i++)
    self->modules[i] = code->data[i] & 1;

  QRcode_free (code);

  return self;
}

guint
till_code_get_size (TillCode *self)
{
  g_return_val_if_fail (TILL_IS_CODE (self), 0);

  return self->size;
}

gboolean
till_code_is_dark (TillCode *self,
                   guint     x,
                   guint     y)
{
  g_return_val_if_fail (TILL_IS_CODE (self), FALSE);
  g_return_val_if_fail (x < self->size && y < self->size, FALSE);

  return self->modules[y * self->size + x];
}

GdkPixbuf *
till_code_get_picture (TillCode *self)
{
  g_return_val_if_fail (TILL_IS_CODE (self), NULL);

  return self->picture;
}

char *
till_code_to_half_blocks (TillCode *self)
{
  /* by upper and lower half: light is nothing, dark is ink */
  static const char * const blocks[2][2] = { { " ", "▄" }, { "▀", "█" } };
  guint side;
  GString *text;

  g_return_val_if_fail (TILL_IS_CODE (self), NULL);

  if (self->size == 0)
    return NULL;

  side = self->size + 2 * QUIET_ZONE;
  text = g_string_new (NULL);
  for (guint y = 0; y < side; y += 2)
    {
      g_string_append (text, TERMINAL_COLOURS);
      for (guint x = 0; x < side; x++)
        g_string_append (text, blocks[is_dark_at (self, x, y)][is_dark_at (self, x, y + 1)]);
      g_string_append (text, TERMINAL_RESET "\n");
    }

  return g_string_free (text, FALSE);
}

GBytes *
till_code_to_png (TillCode  *self,
                  guint      module,
                  GError   **error)
{
  g_autoptr(GdkPixbuf) drawn = NULL;
  g_autoptr(GError) why = NULL;
  char *buffer;
  gsize length;

  g_return_val_if_fail (TILL_IS_CODE (self), NULL);
  g_return_val_if_fail (module > 0, NULL);

  drawn = self->size > 0 ? draw (self, module) : g_object_ref (self->picture);
  if (drawn == NULL || !gdk_pixbuf_save_to_buffer (drawn, &buffer, &length, "png", &why, NULL))
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_INTERNAL, "the code cannot be drawn: %s",
                   why != NULL ? why->message : "no memory");
      return NULL;
    }

  return g_bytes_new_take (buffer, length);
}
