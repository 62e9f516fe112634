/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "till-code.h"
#include "till-error.h"

#define LINK "weixin://wxpay/bizpayurl?pr=4rF7Kq2"

/* How a picture of a code is made. */
typedef struct
{
  guint   module;       /* pixels */
  guint   left, top;    /* margins in pixels */
  guint   right, bottom;
  guint32 dark, light;  /* RGBA */
} Look;

static void
paint (GdkPixbuf *picture,
       guint      left,
       guint      top,
       guint      width,
       guint      height,
       guint32    colour)
{
  g_autoptr(GdkPixbuf) part = gdk_pixbuf_new_subpixbuf (picture, left, top, width, height);

  gdk_pixbuf_fill (part, colour);
}

static GdkPixbuf *
draw (TillCode   *code,
      const Look *look)
{
  guint size = till_code_get_size (code);
  GdkPixbuf *picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, look->left + size * look->module + look->right,
                                       look->top + size * look->module + look->bottom);

  gdk_pixbuf_fill (picture, look->light);
  for (guint y = 0; y < size; y++)
    {
      for (guint x = 0; x < size; x++)
        {
          if (till_code_is_dark (code, x, y))
            paint (picture, look->left + x * look->module, look->top + y * look->module, look->module, look->module,
                   look->dark);
        }
    }

  return picture;
}

static GBytes *
to_png (GdkPixbuf *picture)
{
  g_autoptr(GError) error = NULL;
  char *data;
  gsize length;

  gdk_pixbuf_save_to_buffer (picture, &data, &length, "png", &error, NULL);
  g_assert_no_error (error);

  return g_bytes_new_take (data, length);
}

static TillCode *
read_good (GBytes *png)
{
  g_autoptr(GError) error = NULL;
  TillCode *code = till_code_new_from_png (png, &error);

  g_assert_no_error (error);
  g_assert_true (TILL_IS_CODE (code));

  return code;
}

static void
assert_bad_picture (GdkPixbuf *picture)
{
  g_autoptr(GBytes) png = to_png (picture);
  g_autoptr(GError) error = NULL;
  g_autoptr(TillCode) code = till_code_new_from_png (png, &error);

  g_assert_error (error, TILL_ERROR, TILL_ERROR_BAD_ANSWER);
  g_assert_null (code);
}

static void
assert_same_modules (TillCode *a,
                     TillCode *b)
{
  guint size = till_code_get_size (a);

  g_assert_cmpuint (size, ==, till_code_get_size (b));
  g_assert_null (till_code_get_picture (b));
  for (guint i = 0; i < size * size; i++)
    g_assert_cmpint (till_code_is_dark (a, i % size, i / size), ==, till_code_is_dark (b, i % size, i / size));
}

/* It is no grid, but a code all the same: the picture is kept. */
static void
assert_kept (GdkPixbuf *picture)
{
  g_autoptr(GBytes) png = to_png (picture);
  g_autoptr(TillCode) code = read_good (png);
  g_autoptr(GBytes) again = NULL;
  g_autoptr(TillCode) code_again = NULL;

  g_assert_cmpuint (till_code_get_size (code), ==, 0);
  g_assert_cmpint (gdk_pixbuf_get_width (till_code_get_picture (code)), ==, gdk_pixbuf_get_width (picture));
  g_assert_cmpint (gdk_pixbuf_get_height (till_code_get_picture (code)), ==, gdk_pixbuf_get_height (picture));
  g_assert_null (till_code_to_half_blocks (code));

  again = till_code_to_png (code, 3, NULL);
  code_again = read_good (again);
  g_assert_cmpint (gdk_pixbuf_get_width (till_code_get_picture (code_again)), ==, gdk_pixbuf_get_width (picture));
}

static const Look looks[] = {
  { 1, 4, 4, 4, 4, 0x000000ff, 0xffffffff },
  { 1, 0, 0, 0, 0, 0x000000ff, 0xffffffff },
  { 2, 0, 0, 0, 0, 0x000000ff, 0xffffffff },
  { 3, 1, 2, 3, 5, 0x000000ff, 0xffffffff },
  { 7, 28, 28, 28, 28, 0x000000ff, 0xffffffff },
  { 5, 0, 90, 13, 0, 0x000000ff, 0xffffffff },
  { 24, 96, 96, 96, 96, 0x000000ff, 0xffffffff },
  { 4, 16, 16, 16, 16, 0x10107aff, 0xfff6c8ff },   /* in two colours */
  { 4, 16, 16, 16, 16, 0x222222ff, 0xddddddff },
  { 4, 16, 16, 16, 16, 0x000000ff, 0x00000000 },   /* on nothing */
  { 4, 16, 16, 16, 16, 0x000000ff, 0xff00ff00 },
  { 4, 16, 16, 16, 16, 0x000000e0, 0xffffffff },   /* not quite opaque */
};

static void
test_grid (void)
{
  g_autoptr(TillCode) drawn = till_code_new_from_text (LINK, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autoptr(GdkPixbuf) picture = draw (drawn, &looks[i]);
      g_autoptr(GBytes) png = to_png (picture);
      g_autoptr(TillCode) read = read_good (png);

      g_test_message ("look %u", i);
      assert_same_modules (drawn, read);
    }
}

/* From the smallest to the largest code that there is, written by ourselves and read back. */
static void
test_every_size (void)
{
  g_autoptr(GString) text = g_string_new ("1");
  guint seen = 0;
  guint largest = 0;

  for (;;)
    {
      g_autoptr(TillCode) code = till_code_new_from_text (text->str, NULL);
      guint module;
      g_autoptr(GBytes) png = NULL;
      g_autoptr(TillCode) read = NULL;

      if (code == NULL)
        break;

      if (till_code_get_size (code) > largest)
        {
          largest = till_code_get_size (code);
          module = 1 + seen++ % 5;
          png = till_code_to_png (code, module, NULL);
          read = read_good (png);
          assert_same_modules (code, read);
        }

      for (int i = 0; i < 12; i++)
        g_string_append_c (text, 'a' + text->len % 26);
    }

  g_assert_cmpuint (seen, ==, 40);
  g_assert_cmpuint (largest, ==, 177);
}

static void
paint_finder (GdkPixbuf *picture,
              int        x,
              int        y,
              int        module)
{
  paint (picture, x, y, 7 * module, 7 * module, 0x000000ff);
  paint (picture, x + module, y + module, 5 * module, 5 * module, 0xffffffff);
  paint (picture, x + 2 * module, y + 2 * module, 3 * module, 3 * module, 0x000000ff);
}

/* Three finder patterns alone, in the sizes that there are and are not. */
static void
test_grid_sizes (void)
{
  static const struct { int size; gboolean timing, good; } rows[] = {
    { 21, TRUE, TRUE }, { 25, TRUE, TRUE }, { 177, TRUE, TRUE },
    { 17, TRUE, FALSE }, { 20, TRUE, FALSE }, { 22, TRUE, FALSE }, { 23, TRUE, FALSE }, { 181, TRUE, FALSE },
    { 25, FALSE, FALSE },
  };

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      int size = rows[row].size;
      g_autoptr(GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, (size + 8) * 2, (size + 8) * 2);
      g_autoptr(GBytes) png = NULL;
      g_autoptr(TillCode) code = NULL;

      gdk_pixbuf_fill (picture, 0xffffffff);
      paint_finder (picture, 8, 8, 2);
      paint_finder (picture, 8 + (size - 7) * 2, 8, 2);
      paint_finder (picture, 8, 8 + (size - 7) * 2, 2);
      for (int i = 8; rows[row].timing && i < size - 8; i += 2)
        {
          paint (picture, 8 + i * 2, 8 + 6 * 2, 2, 2, 0x000000ff);
          paint (picture, 8 + 6 * 2, 8 + i * 2, 2, 2, 0x000000ff);
        }

      png = to_png (picture);
      code = till_code_new_from_png (png, NULL);
      g_assert_cmpuint (code != NULL ? till_code_get_size (code) : 0, ==, rows[row].good ? size : 0);
    }
}

/* Finder patterns that are not in the corners of one square. */
static void
test_finders_astray (void)
{
  static const struct { int x, y, module; } rows[][3] = {
    { { 20, 20, 4 }, { 120, 20, 4 }, { 70, 120, 4 } },
    { { 20, 20, 4 }, { 120, 20, 4 }, { 20, 60, 4 } },
    { { 20, 20, 4 }, { 120, 60, 4 }, { 20, 120, 4 } },
    { { 20, 20, 4 }, { 60, 20, 4 }, { 20, 60, 4 } },     /* too near for any code */
    { { 20, 20, 4 }, { 120, 20, 4 }, { 20, 120, 7 } },
    { { 20, 20, 4 }, { 120, 20, 4 }, { 120, 20, 4 } },
  };

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_autoptr(GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 200, 200);

      gdk_pixbuf_fill (picture, 0xffffffff);
      for (int i = 0; i < 3; i++)
        paint_finder (picture, rows[row][i].x, rows[row][i].y, rows[row][i].module);
      assert_bad_picture (picture);
    }
}

static void
test_kept_as_picture (void)
{
  static const Look plain = { 8, 32, 32, 32, 32, 0x000000ff, 0xffffffff };
  g_autoptr(TillCode) code = till_code_new_from_text (LINK, NULL);
  g_autoptr(GdkPixbuf) logo = draw (code, &plain);
  g_autoptr(GdkPixbuf) aligned_logo = draw (code, &plain);
  g_autoptr(GdkPixbuf) speck = draw (code, &plain);
  g_autoptr(GdkPixbuf) framed = draw (code, &plain);
  g_autoptr(GdkPixbuf) captioned = draw (code, &plain);
  g_autoptr(GdkPixbuf) sharp = draw (code, &plain);
  g_autoptr(GdkPixbuf) turned = gdk_pixbuf_rotate_simple (sharp, GDK_PIXBUF_ROTATE_UPSIDEDOWN);
  int side = gdk_pixbuf_get_width (sharp);
  g_autoptr(GdkPixbuf) soft = gdk_pixbuf_scale_simple (sharp, side * 5 / 7, side * 5 / 7, GDK_INTERP_BILINEAR);
  g_autoptr(GdkPixbuf) uneven = gdk_pixbuf_scale_simple (sharp, side * 5 / 7, side * 5 / 7, GDK_INTERP_NEAREST);

  paint (logo, side / 2 - 25, side / 2 - 25, 50, 50, 0x07c160ff);
  paint (aligned_logo, 32 + 8 * 10, 32 + 8 * 10, 64, 64, 0x07c160ff);
  paint (speck, 32 + 8 * 10 + 3, 32 + 8 * 10 + 3, 1, 1, 0x000000ff);
  paint (speck, 32 + 8 * 10 + 5, 32 + 8 * 10 + 3, 1, 1, 0xffffffff);
  paint (framed, 2, 2, side - 4, 3, 0x000000ff);
  paint (captioned, side / 2 - 40, side - 16, 80, 8, 0x000000ff);

  assert_kept (logo);
  assert_kept (aligned_logo);
  assert_kept (speck);
  assert_kept (framed);
  assert_kept (captioned);
  assert_kept (turned);
  assert_kept (soft);
  assert_kept (uneven);
}

/* Where one of its finder patterns would be, there is something else. */
static void
test_without_finder (void)
{
  static const Look plain = { 6, 24, 24, 24, 24, 0x000000ff, 0xffffffff };
  g_autoptr(TillCode) code = till_code_new_from_text (LINK, NULL);
  guint far = 24 + (till_code_get_size (code) - 7) * 6;
  const struct { guint x, y; } corners[] = { { 24, 24 }, { far, 24 }, { 24, far } };

  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    {
      g_autoptr(GdkPixbuf) white = draw (code, &plain);
      g_autoptr(GdkPixbuf) black = draw (code, &plain);

      paint (white, corners[i].x, corners[i].y, 42, 42, 0xffffffff);
      paint (black, corners[i].x, corners[i].y, 42, 42, 0x000000ff);
      assert_bad_picture (white);
      assert_bad_picture (black);
    }
}

static void
test_no_code (void)
{
  static const Look inverted = { 6, 24, 24, 24, 24, 0xffffffff, 0x000000ff };
  static const Look faint = { 6, 24, 24, 24, 24, 0xd8d8d8ff, 0xffffffff };
  static const guint32 colours[] = { 0xffffffff, 0x000000ff, 0x00000000, 0x808080ff };
  g_autoptr(TillCode) code = till_code_new_from_text (LINK, NULL);
  g_autoptr(GdkPixbuf) inside_out = draw (code, &inverted);
  g_autoptr(GdkPixbuf) hardly_there = draw (code, &faint);
  g_autoptr(GdkPixbuf) canvas = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 200, 200);
  g_autoptr(GRand) random = g_rand_new_with_seed (863);

  assert_bad_picture (inside_out);
  assert_bad_picture (hardly_there);

  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    {
      gdk_pixbuf_fill (canvas, colours[i]);
      assert_bad_picture (canvas);
    }

  /* a chessboard, stripes as wide as a finder pattern's, and noise */
  for (int i = 0; i < 100; i++)
    paint (canvas, i % 10 * 20, i / 10 * 20, 20, 20, (i + i / 10) % 2 ? 0x000000ff : 0xffffffff);
  assert_bad_picture (canvas);

  for (int i = 0; i < 200; i++)
    paint (canvas, i, 0, 1, 200, "1011101000"[i % 10] == '1' ? 0x000000ff : 0xffffffff);
  assert_bad_picture (canvas);

  for (int i = 0; i < 200 * 200; i++)
    paint (canvas, i % 200, i / 200, 1, 1, g_rand_boolean (random) ? 0x000000ff : 0xffffffff);
  assert_bad_picture (canvas);
}

static void
test_text_too_long (void)
{
  g_autofree char *text = g_strnfill (4000, 'a');
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) empty = NULL;

  g_assert_null (till_code_new_from_text (text, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_BAD_ANSWER);
  g_assert_null (till_code_new_from_text ("", &empty));
  g_assert_error (empty, TILL_ERROR, TILL_ERROR_BAD_ANSWER);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/code/grid", test_grid);
  g_test_add_func ("/code/every-size", test_every_size);
  g_test_add_func ("/code/grid-sizes", test_grid_sizes);
  g_test_add_func ("/code/finders-astray", test_finders_astray);
  g_test_add_func ("/code/picture", test_kept_as_picture);
  g_test_add_func ("/code/without-finder", test_without_finder);
  g_test_add_func ("/code/no-code", test_no_code);
  g_test_add_func ("/code/text-too-long", test_text_too_long);

  return g_test_run ();
}
