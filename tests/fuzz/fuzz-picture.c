/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "png-writer.h"
#include "till-code.h"
#include "till-error.h"
#include "till-png.h"

/* The picture of a code.  Bytes seldom make a PNG by chance, so the first one says how much is made for them:
 * 'r' for the bytes as they are; 'c' for chunks with right sums: four letters, a length, data; else for rows of
 * a picture: its header, and what is deflated for it.
 */

static GBytes *
make_chunks (FuzzInput *input)
{
  GByteArray *png = png_begin ();

  while (input->left > 5)
    {
      char type[5] = { 0 };
      gsize length;

      memcpy (type, input->at, 4);
      input->at += 4;
      input->left -= 4;
      length = fuzz_take_byte (input);
      length = MIN (length, input->left);
      png_chunk (png, type, input->at, length);
      input->at += length;
      input->left -= length;
    }

  return png_end (png);
}

static GBytes *
make_rows (FuzzInput *input)
{
  GByteArray *png = png_begin ();
  PngHeader header = { 0 };
  guint8 repeat;
  g_autoptr(GByteArray) rows = g_byte_array_new ();

  header.width = fuzz_take_byte (input) * 4 + fuzz_take_byte (input) % 4;
  header.height = fuzz_take_byte (input) * 4 + fuzz_take_byte (input) % 4;
  header.depth = fuzz_take_byte (input);
  header.colour_type = fuzz_take_byte (input);
  header.interlace = fuzz_take_byte (input) & 1;
  repeat = fuzz_take_byte (input);
  for (guint i = 0; i <= repeat && rows->len < 1024 * 1024; i++)
    g_byte_array_append (rows, (const guint8 *) input->at, (guint) input->left);

  png_header (png, &header);
  png_data (png, rows->data, rows->len);

  return png_end (png);
}

static GBytes *
make_picture (FuzzInput *input)
{
  switch (fuzz_take_byte (input))
    {
    case 'r':
      return g_bytes_new (input->at, input->left);
    case 'c':
      return make_chunks (input);
    default:
      return make_rows (input);
    }
}

static void
assert_code (TillCode *code)
{
  g_autofree char *blocks = till_code_to_half_blocks (code);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) png = till_code_to_png (code, 2, &error);
  guint size = till_code_get_size (code);

  g_assert_no_error (error);
  g_assert_nonnull (png);
  g_assert_true ((size == 0) == (till_code_get_picture (code) != NULL));
  g_assert_true ((size == 0) == (blocks == NULL));
  for (guint i = 0; i < size; i++)
    till_code_is_dark (code, i, size - 1 - i);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { (const char *) data, size };
  g_autoptr(GBytes) png = make_picture (&input);
  g_autoptr(GPtrArray) essence = NULL;
  g_autoptr(TillCode) code = NULL;
  g_autoptr(GError) error = NULL;
  TillPngHeader header;
  gboolean is_png = till_png_check (png, &header, &essence, NULL);

  if (is_png)
    {
      g_assert_cmpuint (header.width, <=, TILL_PNG_MAX_SIDE);
      g_assert_cmpuint (header.height, <=, TILL_PNG_MAX_SIDE);
    }

  code = till_code_new_from_png (png, &error);
  if (code == NULL)
    {
      g_assert_error (error, TILL_ERROR, TILL_ERROR_BAD_ANSWER);
      return 0;
    }
  g_assert_true (is_png);
  assert_code (code);

  return 0;
}
