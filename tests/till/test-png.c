/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>
#include <sys/resource.h>

#include "png-writer.h"
#include "till-code.h"
#include "till-error.h"

#define LINK "weixin://wxpay/bizpayurl?pr=4rF7Kq2"

static TillCode *
read_good (GBytes *png)
{
  g_autoptr(GError) error = NULL;
  TillCode *code = till_code_new_from_png (png, &error);

  g_assert_no_error (error);
  g_assert_true (TILL_IS_CODE (code));

  return code;
}

/* Refused for what its chunks are, before anything looked at the picture. */
static void
assert_bad (GBytes *png)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TillCode) code = till_code_new_from_png (png, &error);

  g_assert_error (error, TILL_ERROR, TILL_ERROR_BAD_ANSWER);
  g_assert_true (g_str_has_prefix (error->message, "not a whole PNG: "));
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

static long
peak_memory_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_maxrss;
}

/* Rows of white after a filter byte each: what a grey picture of 8 bits inflates to. */
static GByteArray *
white_rows (guint width,
            guint height)
{
  GByteArray *rows = g_byte_array_sized_new (height * (width + 1));

  g_byte_array_set_size (rows, height * (width + 1));
  memset (rows->data, 255, rows->len);
  for (guint y = 0; y < height; y++)
    rows->data[y * (width + 1)] = 0;

  return rows;
}

/* A PNG of @header with these bytes of picture, and at most one more chunk before or behind them. */
static GBytes *
make_png (const PngHeader *header,
          gsize            n_bytes,
          const char      *before,
          const char      *behind)
{
  g_autofree guint8 *zero = g_malloc0 (n_bytes + 1);
  static const guint8 palette[6] = { 0, 0, 0, 255, 255, 255 };
  GByteArray *png = png_begin ();

  png_header (png, header);
  if (before != NULL)
    png_chunk (png, before, palette, sizeof palette);
  png_data (png, zero, n_bytes);
  if (behind != NULL)
    png_chunk (png, behind, palette, sizeof palette);

  return png_end (png);
}

static void
test_hostile_header (void)
{
  static const struct { PngHeader header; gsize n_bytes; const char *before, *behind; } rows[] = {
    { { 60000, 60000, 1 }, 8 },
    { { 20000, 20000, 1 }, 20000 * 2501 },
    { { 1025, 1, 8 }, 1026 },
    { { 1, 1025, 8 }, 2050 },
    { { 0, 0, 8 }, 0 },
    { { 0, 8, 8 }, 8 },
    { { 8, 0, 8 }, 0 },
    { { 0xffffffff, 1, 8 }, 8 },
    { { 0x80000001, 0x80000001, 8 }, 8 },
    { { 8, 8, 3 }, 72 },
    { { 8, 8, 0 }, 72 },
    { { 8, 8, 32 }, 264 },
    { { 8, 8, 16, 3 }, 136, "PLTE" },
    { { 8, 8, 4, 2 }, 104 },
    { { 8, 8, 8, 1 }, 8 },
    { { 8, 8, 8, 5 }, 8 },
    { { 8, 8, 8, 7 }, 8 },
    { { 8, 8, 8, 0, 1 }, 72 },
    { { 8, 8, 8, 0, 0, 1 }, 72 },
    { { 8, 8, 8, 0, 0, 0, 2 }, 72 },
    { { 8, 8, 8, 0, 0, 0, 2 }, 79 },
    { { 8, 8, 8 }, 71 },                       /* half a picture in whole chunks */
    { { 8, 8, 8 }, 0 },
    { { 8, 8, 8 }, 73 },
    { { 8, 8, 8 }, 10 * 1000 * 1000 },         /* and one that swells */
    { { 8, 8, 8, 3 }, 72 },                    /* no palette */
    { { 8, 8, 8, 0 }, 72, "PLTE" },
    { { 8, 8, 8, 4 }, 136, "PLTE" },
    { { 8, 8, 8, 3 }, 72, NULL, "PLTE" },
    { { 8, 8, 8 }, 72, "IHDR" },
    { { 8, 8, 8 }, 72, "ABCD" },
    { { 8, 8, 8 }, 72, "IEND" },
    { { 8, 8, 8 }, 72, NULL, "IEND" },
    { { 8, 8, 8 }, 72, "ab d" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GBytes) png = make_png (&rows[i].header, rows[i].n_bytes, rows[i].before, rows[i].behind);

      g_test_message ("row %u: %zu bytes", i, g_bytes_get_size (png));
      assert_bad (png);
    }
}

/* The two that took gigabytes, and the one that inflates: the memory of this process tells. */
static void
test_hostile_memory (void)
{
  static const struct { PngHeader header; gsize n_bytes; } rows[] = {
    { { 60000, 60000, 1 }, 8 },
    { { 20000, 20000, 1 }, 4096 },
    { { 1024, 1024, 16, 6 }, 4096 },
  };
  g_autoptr(GByteArray) text = g_byte_array_new ();
  g_autoptr(GBytes) packed = NULL;
  g_autoptr(GBytes) swollen = NULL;
  g_autoptr(GByteArray) picture = white_rows (64, 64);
  GByteArray *png = png_begin ();
  long before;

  /* 24 texts of 8 MB each behind one another */
  g_byte_array_set_size (text, 8 * 1000 * 1000 - 100);
  memset (text->data, 'a', text->len);
  packed = png_deflate (text->data, text->len);
  png_header (png, &(PngHeader) { 64, 64, 8 });
  for (int i = 0; i < 24; i++)
    {
      g_autoptr(GByteArray) chunk = g_byte_array_new ();

      g_byte_array_append (chunk, (const guint8 *) "Comment\0", 9);
      g_byte_array_append (chunk, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
      png_chunk (png, "zTXt", chunk->data, chunk->len);
    }
  png_data (png, picture->data, picture->len);
  swollen = png_end (png);
  g_assert_cmpuint (g_bytes_get_size (swollen), <, 256 * 1024);

  before = peak_memory_kib ();
  g_assert_null (till_code_new_from_png (swollen, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GBytes) bomb = make_png (&rows[i].header, rows[i].n_bytes, NULL, NULL);

      assert_bad (bomb);
    }
  g_assert_cmpint (peak_memory_kib () - before, <, 64 * 1024);
}

static GBytes *
good_png (void)
{
  g_autoptr(TillCode) code = till_code_new_from_text (LINK, NULL);

  return till_code_to_png (code, 3, NULL);
}

/* A whole picture, cut after each of its bytes. */
static void
test_cut (void)
{
  g_autoptr(GBytes) png = good_png ();

  for (gsize length = 0; length < g_bytes_get_size (png); length++)
    {
      g_autoptr(GBytes) cut = g_bytes_new_from_bytes (png, 0, length);

      assert_bad (cut);
    }
}

/* A whole picture with each of its bytes changed: every one is covered by a checksum or has one right value. */
static void
test_changed (void)
{
  g_autoptr(GBytes) png = good_png ();

  for (gsize i = 0; i < g_bytes_get_size (png); i++)
    {
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
      g_autoptr(GBytes) changed = NULL;

      data[i] ^= 1 << i % 8;
      changed = g_bytes_new (data, g_bytes_get_size (png));
      assert_bad (changed);
    }
}

static void
test_not_png (void)
{
  static const char xpm[] = "/* XPM */\nstatic char *x[] = {\"1 1 1 1\",\"a c #000000\",\"a\"};";
  static const char gif[] = "GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377,\0\0\0\0\1\0\1\0\0\2\2D\1\0;";
  static const char ico[] = "\0\0\1\0\1\0\1\1\0\0\1\0\30\0\60\0\0\0\26\0\0\0";
  static const char jpeg[] = "\377\330\377\340\0\020JFIF\0";
  static const char html[] = "<!DOCTYPE html><html></html>";
  g_autoptr(GBytes) good = good_png ();
  const struct { const void *data; gsize length; } rows[] = {
    { "", 0 }, { "\211PNG\r\n\032\n", 8 }, { "\211PNG\n\032\n", 7 }, { xpm, sizeof xpm }, { gif, sizeof gif },
    { ico, sizeof ico }, { jpeg, sizeof jpeg }, { html, sizeof html },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (rows[i].data, rows[i].length);
      g_autoptr(GByteArray) behind = g_byte_array_new ();
      g_autoptr(GBytes) both = NULL;

      assert_bad (bytes);

      /* and behind a good one */
      g_byte_array_append (behind, g_bytes_get_data (good, NULL), g_bytes_get_size (good));
      g_byte_array_append (behind, rows[i].data, rows[i].length);
      both = g_byte_array_free_to_bytes (g_steal_pointer (&behind));
      if (rows[i].length > 0)
        assert_bad (both);
    }
}

/* One chunk of a picture of 8 x 8, by the word that the rows below call it. */
static void
add_chunk (GByteArray *png,
           const char *word,
           const char *data,
           gsize       length)
{
  if (g_str_has_suffix (word, "IHDR"))
    png_header (png, &(PngHeader) { *word == '0' ? 0 : 8, 8, 8, *word == 'p' ? 3 : 0 });
  else if (g_str_equal (word, "IDAT"))
    png_chunk (png, "IDAT", data, length);
  else if (g_str_equal (word, "none"))
    png_chunk (png, "IDAT", "\170\234\3\0\0\0\0\1", 8);
  else if (g_str_equal (word, "half"))
    png_chunk (png, "IDAT", data, length / 2);
  else if (g_str_equal (word, "rest"))
    png_chunk (png, "IDAT", data + length / 2, length - length / 2);
  else if (g_str_equal (word, "PLTE"))
    png_chunk (png, "PLTE", "\377\377\377", 3);
  else if (g_str_equal (word, "odd!"))
    png_chunk (png, "PLTE", "\377\377\377\377", 4);
  else if (g_str_equal (word, "end!"))
    png_chunk (png, "IEND", "\377", 1);
  else if (g_str_equal (word, "text"))
    png_chunk (png, "tEXt", "a\0b", 3);
  else
    png_chunk (png, "IEND", "", 0);
}

/* A picture of 8 x 8 from chunks: each row names them one after the other, all of them right in themselves. */
static void
test_order (void)
{
  static const char * const rows[] = {
    "text IHDR IDAT IEND",
    "IDAT IHDR IEND",
    "IHDR half text rest IEND",
    "IHDR half IEND",
    "IHDR IDAT IDAT IEND",
    "IHDR IEND",
    "IHDR IDAT",
    "IHDR IDAT IEND IEND",
    "IHDR IDAT IEND text",
    "IHDR IEND IDAT",
    "IHDR IHDR IDAT IEND",
    "IHDR IDAT end!",
    "pIHDR PLTE PLTE IDAT IEND",
    "pIHDR odd! IDAT IEND",
    "pIHDR IDAT PLTE IEND",
    "pIHDR IDAT IEND",
    "0IHDR none IEND",
  };
  g_autoptr(GByteArray) white = white_rows (8, 8);
  g_autoptr(GBytes) packed = png_deflate (white->data, white->len);
  const char *data = g_bytes_get_data (packed, NULL);
  gsize length = g_bytes_get_size (packed);

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_auto(GStrv) words = g_strsplit (rows[row], " ", -1);
      GByteArray *png = png_begin ();
      g_autoptr(GBytes) bytes = NULL;

      for (guint i = 0; words[i] != NULL; i++)
        add_chunk (png, words[i], data, length);

      bytes = g_byte_array_free_to_bytes (png);
      g_test_message ("%s", rows[row]);
      assert_bad (bytes);
    }
}

/* The bits of a code in one row, @n_bits a pixel, as PNG packs them. */
static void
append_packed (GByteArray *raw,
               TillCode   *code,
               guint       first_x,
               guint       step_x,
               guint       y,
               guint       n_bits,
               gboolean    dark_is_one)
{
  guint size = till_code_get_size (code);
  guint8 byte = 0;
  guint used = 0;

  g_byte_array_append (raw, (const guint8 *) "", 1);
  for (guint x = first_x; x < size + 8; x += step_x)
    {
      gboolean dark = x >= 4 && y >= 4 && x < size + 4 && y < size + 4 && till_code_is_dark (code, x - 4, y - 4);
      guint value = dark == dark_is_one ? (dark_is_one ? 1 : (1 << n_bits) - 1) : 0;

      byte |= value << (8 - n_bits - used);
      used += n_bits;
      if (used == 8)
        {
          g_byte_array_append (raw, &byte, 1);
          byte = used = 0;
        }
    }
  if (used > 0)
    g_byte_array_append (raw, &byte, 1);
}

/* The ways in which the platform might write the same code: few bits, a palette, interlaced. */
static void
test_kinds_of_png (void)
{
  static const struct { guint x, y, dx, dy; } adam7[] = {
    { 0, 0, 8, 8 }, { 4, 0, 8, 8 }, { 0, 4, 4, 8 }, { 2, 0, 4, 4 }, { 0, 2, 2, 4 }, { 1, 0, 2, 2 }, { 0, 1, 1, 2 },
  };
  static const struct { PngHeader header; } rows[] = {
    { { 0, 0, 1, 0 } }, { { 0, 0, 2, 0 } }, { { 0, 0, 4, 0 } }, { { 0, 0, 8, 0 } },
    { { 0, 0, 1, 3 } }, { { 0, 0, 8, 3 } }, { { 0, 0, 1, 0, 0, 0, 1 } }, { { 0, 0, 8, 0, 0, 0, 1 } },
  };
  static const guint8 palette[6] = { 255, 255, 255, 0, 0, 0 };
  g_autoptr(TillCode) code = till_code_new_from_text (LINK, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GByteArray) raw = g_byte_array_new ();
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(TillCode) read = NULL;
      PngHeader header = rows[i].header;
      gboolean is_palette = header.colour_type == 3;
      GByteArray *png = png_begin ();

      header.width = header.height = till_code_get_size (code) + 8;
      png_header (png, &header);
      png_chunk (png, "pHYs", "\0\0\13\23\0\0\13\23\1", 9);
      if (is_palette)
        png_chunk (png, "PLTE", palette, sizeof palette);

      for (guint pass = 0; pass < (header.interlace ? G_N_ELEMENTS (adam7) : 1); pass++)
        {
          guint first_y = header.interlace ? adam7[pass].y : 0;
          guint step_y = header.interlace ? adam7[pass].dy : 1;

          for (guint y = first_y; y < header.height; y += step_y)
            append_packed (raw, code, header.interlace ? adam7[pass].x : 0, header.interlace ? adam7[pass].dx : 1,
                           y, header.depth, is_palette);
        }
      png_data (png, raw->data, raw->len);
      bytes = png_end (png);

      read = read_good (bytes);
      assert_same_modules (code, read);
    }
}

static void
test_too_large (void)
{
  GByteArray *png = png_begin ();
  g_autofree guint8 *filler = g_malloc0 (256 * 1024);
  g_autoptr(GByteArray) rows = white_rows (8, 8);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  png_header (png, &(PngHeader) { 8, 8, 8 });
  png_chunk (png, "fiLl", filler, 256 * 1024);
  png_data (png, rows->data, rows->len);
  bytes = png_end (png);
  g_assert_null (till_code_new_from_png (bytes, &error));
  g_assert_nonnull (strstr (error->message, "too large"));
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/png/memory", test_hostile_memory);
  g_test_add_func ("/png/header", test_hostile_header);
  g_test_add_func ("/png/cut", test_cut);
  g_test_add_func ("/png/changed", test_changed);
  g_test_add_func ("/png/not-png", test_not_png);
  g_test_add_func ("/png/order", test_order);
  g_test_add_func ("/png/too-large", test_too_large);
  g_test_add_func ("/png/kinds", test_kinds_of_png);

  return g_test_run ();
}
