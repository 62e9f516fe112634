/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "till-code.h"

#define LINK "weixin://wxpay/bizpayurl?pr=4rF7Kq2"
#define CELL 4   /* pixels of a character's width; it is twice as high */

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

/* What a phone would read: zbarimg on a file of @picture. */
static void
assert_scans (GdkPixbuf  *picture,
              const char *text)
{
  g_autofree char *zbarimg = g_find_program_in_path ("zbarimg");
  g_autofree char *directory = NULL;
  g_autofree char *file = NULL;
  g_autofree char *out = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  if (zbarimg == NULL)
    {
      g_test_skip ("zbarimg is not installed");
      return;
    }

  directory = g_dir_make_tmp ("till-code-XXXXXX", &error);
  g_assert_no_error (error);
  file = g_build_filename (directory, "code.png", NULL);
  gdk_pixbuf_save (picture, file, "png", &error, NULL);
  g_assert_no_error (error);

  g_spawn_sync (NULL, (char *[]) { zbarimg, (char *) "--quiet", (char *) "--raw", (char *) "--nodbus", file, NULL },
                NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_strchomp (out);
  g_assert_cmpstr (out, ==, text);

  g_remove (file);
  g_rmdir (directory);
}

static void
test_png_scans (void)
{
  for (guint module = 2; module < 10; module += 3)
    {
      g_autoptr(TillCode) code = till_code_new_from_text (LINK, NULL);
      g_autoptr(GBytes) png = till_code_to_png (code, module, NULL);
      g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes (png);
      g_autoptr(GdkPixbuf) picture = gdk_pixbuf_new_from_stream (stream, NULL, NULL);

      g_assert_cmpint (gdk_pixbuf_get_width (picture), ==, (till_code_get_size (code) + 8) * module);
      assert_scans (picture, LINK);
    }
}

/* Draws lines of half blocks as a terminal of @background does that obeys colours, and takes nothing else. */
static GdkPixbuf *
draw_terminal (const char *text,
               guint32     background)
{
  static const char begin[] = "\033[38;5;16;48;5;231m";
  static const char end[] = "\033[0m";
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_lines = g_strv_length (lines) - 1;
  GdkPixbuf *picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 400, (n_lines + 8) * 2 * CELL);

  g_assert_cmpstr (lines[n_lines], ==, "");
  gdk_pixbuf_fill (picture, background);
  for (guint line = 0; line < n_lines; line++)
    {
      const char *p = lines[line];
      guint x = 4 * CELL;
      guint y = (line + 4) * 2 * CELL;

      g_assert_true (g_str_has_prefix (p, begin));
      g_assert_true (g_str_has_suffix (p, end));
      for (p += strlen (begin); !g_str_equal (p, end); p = g_utf8_next_char (p), x += CELL)
        {
          gunichar c = g_utf8_get_char (p);

          g_assert_true (c == ' ' || c == 0x2580 || c == 0x2584 || c == 0x2588);
          paint (picture, x, y, CELL, CELL, c == 0x2580 || c == 0x2588 ? 0x000000ff : 0xffffffff);
          paint (picture, x, y + CELL, CELL, CELL, c == 0x2584 || c == 0x2588 ? 0x000000ff : 0xffffffff);
        }
    }

  return picture;
}

static void
test_half_blocks_scan (void)
{
  static const guint32 backgrounds[] = { 0x000000ff, 0xffffffff, 0x002b36ff };
  g_autoptr(TillCode) code = till_code_new_from_text (LINK, NULL);
  g_autofree char *text = till_code_to_half_blocks (code);

  for (guint i = 0; i < G_N_ELEMENTS (backgrounds); i++)
    {
      g_autoptr(GdkPixbuf) picture = draw_terminal (text, backgrounds[i]);

      assert_scans (picture, LINK);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/code-scan/png", test_png_scans);
  g_test_add_func ("/code-scan/half-blocks", test_half_blocks_scan);

  return g_test_run ();
}
