/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "till-error.h"
#include "till-png.h"

#define SIGNATURE "\211PNG\r\n\032\n"
#define SIGNATURE_LENGTH 8
#define CHUNK_FRAME 12   /* length, type and CRC around a chunk's data */
#define IHDR_LENGTH 13

typedef struct
{
  char          type[5];
  const guint8 *data;
  guint32       length;
} Chunk;

/* What was met so far. */
typedef struct
{
  TillPngHeader  header;
  GByteArray    *idat;        /* (owned) the compressed picture */
  gboolean       has_palette;
  gboolean       idat_ended;
  gboolean       ended;
} Walk;

static gboolean
refuse (GError     **error,
        const char  *why)
{
  g_set_error (error, TILL_ERROR, TILL_ERROR_BAD_ANSWER, "not a whole PNG: %s", why);

  return FALSE;
}

static guint32
read_u32 (const guint8 *p)
{
  return (guint32) p[0] << 24 | (guint32) p[1] << 16 | (guint32) p[2] << 8 | p[3];
}

/* The CRC of ISO 3309, bit by bit: a picture has a few kilobytes. */
static guint32
crc32_of (const guint8 *data,
          gsize         length)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= data[i];
      for (int bit = 0; bit < 8; bit++)
        crc = crc >> 1 ^ (0xedb88320 & -(crc & 1));
    }

  return ~crc;
}

static guint
samples_of (guint colour_type)
{
  switch (colour_type)
    {
    case 0:
    case 3:
      return 1;
    case 4:
      return 2;
    case 2:
      return 3;
    case 6:
      return 4;
    default:
      return 0;
    }
}

static gboolean
is_depth_of (guint depth,
             guint colour_type)
{
  if (depth == 8)
    return TRUE;
  if (depth == 16)
    return colour_type != 3;

  return (depth == 1 || depth == 2 || depth == 4) && (colour_type == 0 || colour_type == 3);
}

static gboolean
read_header (Walk         *walk,
             const Chunk  *chunk,
             GError      **error)
{
  TillPngHeader *header = &walk->header;

  if (!g_str_equal (chunk->type, "IHDR") || chunk->length != IHDR_LENGTH)
    return refuse (error, "it does not begin with a header");

  header->width = read_u32 (chunk->data);
  header->height = read_u32 (chunk->data + 4);
  header->depth = chunk->data[8];
  header->colour_type = chunk->data[9];
  header->interlace = chunk->data[12];

  if (header->width < 1 || header->width > TILL_PNG_MAX_SIDE
      || header->height < 1 || header->height > TILL_PNG_MAX_SIDE)
    return refuse (error, "its size is out of bounds");

  if (samples_of (header->colour_type) == 0 || !is_depth_of (header->depth, header->colour_type))
    return refuse (error, "there is no such kind of colour");

  if (chunk->data[10] != 0 || chunk->data[11] != 0 || header->interlace > 1)
    return refuse (error, "there is no such compression, filter or interlace");

  return TRUE;
}

static gboolean
check_palette (Walk         *walk,
               const Chunk  *chunk,
               GError      **error)
{
  if (walk->has_palette || walk->idat->len > 0)
    return refuse (error, "its palette is in the wrong place");

  if (walk->header.colour_type == 0 || walk->header.colour_type == 4)
    return refuse (error, "it has a palette and no use for it");

  if (chunk->length < 3 || chunk->length > 256 * 3 || chunk->length % 3 != 0)
    return refuse (error, "its palette has an odd size");

  walk->has_palette = TRUE;

  return TRUE;
}

/* One chunk behind the header.  @needed: the picture cannot be drawn without it. */
static gboolean
take_chunk (Walk         *walk,
            const Chunk  *chunk,
            gboolean     *needed,
            GError      **error)
{
  *needed = TRUE;

  if (walk->ended)
    return refuse (error, "something follows its end");

  if (g_str_equal (chunk->type, "IDAT"))
    {
      if (walk->idat_ended)
        return refuse (error, "its data are interrupted");
      g_byte_array_append (walk->idat, chunk->data, chunk->length);
      return TRUE;
    }

  walk->idat_ended = walk->idat->len > 0;

  if (g_str_equal (chunk->type, "PLTE"))
    return check_palette (walk, chunk, error);

  if (g_str_equal (chunk->type, "IEND"))
    {
      walk->ended = TRUE;
      return chunk->length == 0 || refuse (error, "its end is not empty");
    }

  *needed = g_str_equal (chunk->type, "tRNS");
  if (g_ascii_isupper (chunk->type[0]))
    return refuse (error, "it holds a part that nobody knows");

  return TRUE;
}

static gboolean
read_chunk (const guint8  *data,
            gsize          left,
            Chunk         *chunk,
            GError       **error)
{
  if (left < CHUNK_FRAME)
    return refuse (error, "it ends in the middle");

  chunk->length = read_u32 (data);
  if (chunk->length > left - CHUNK_FRAME)
    return refuse (error, "a part is longer than the whole");

  memcpy (chunk->type, data + 4, 4);
  chunk->type[4] = '\0';
  chunk->data = data + 8;

  for (int i = 0; i < 4; i++)
    {
      if (!g_ascii_isalpha (chunk->type[i]))
        return refuse (error, "a part has no name");
    }

  if (crc32_of (data + 4, chunk->length + 4) != read_u32 (chunk->data + chunk->length))
    return refuse (error, "a checksum is wrong");

  return TRUE;
}

static gsize
pass_bytes (const TillPngHeader *header,
            guint                x,
            guint                y,
            guint                step_x,
            guint                step_y)
{
  gsize columns, rows;

  if (header->width <= x || header->height <= y)
    return 0;

  columns = (header->width - x + step_x - 1) / step_x;
  rows = (header->height - y + step_y - 1) / step_y;

  /* A byte for the filter stands before each row. */
  return rows * (1 + (columns * samples_of (header->colour_type) * header->depth + 7) / 8);
}

static gsize
raw_bytes (const TillPngHeader *header)
{
  if (header->interlace == 0)
    return pass_bytes (header, 0, 0, 1, 1);

  return pass_bytes (header, 0, 0, 8, 8) + pass_bytes (header, 4, 0, 8, 8) + pass_bytes (header, 0, 4, 4, 8)
         + pass_bytes (header, 2, 0, 4, 4) + pass_bytes (header, 0, 2, 2, 4) + pass_bytes (header, 1, 0, 2, 2)
         + pass_bytes (header, 0, 1, 1, 2);
}

static gboolean
check_data (Walk    *walk,
            GError **error)
{
  g_autoptr(GConverter) inflater = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  gsize expected = raw_bytes (&walk->header);
  gsize total = 0;
  gsize position = 0;
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (result != G_CONVERTER_FINISHED)
    {
      guint8 buffer[4096];
      gsize n_read = 0;
      gsize n_written = 0;

      result = g_converter_convert (inflater, walk->idat->data + position, walk->idat->len - position,
                                    buffer, sizeof buffer, G_CONVERTER_INPUT_AT_END,
                                    &n_read, &n_written, NULL);
      if (result == G_CONVERTER_ERROR)
        return refuse (error, "its data cannot be read");

      position += n_read;
      total += n_written;
      if (total > expected)
        return refuse (error, "it holds more data than its size has room for");
    }

  if (total != expected || position != walk->idat->len)
    return refuse (error, "its data do not fit its size");

  return TRUE;
}

static gboolean
walk_chunks (Walk       *walk,
             GBytes     *png,
             GPtrArray  *pieces,
             GError    **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (png, &length);

  g_ptr_array_add (pieces, g_bytes_new_from_bytes (png, 0, SIGNATURE_LENGTH));

  for (gsize position = SIGNATURE_LENGTH; position < length;)
    {
      gboolean needed = TRUE;
      Chunk chunk;

      if (!read_chunk (data + position, length - position, &chunk, error))
        return FALSE;

      if (position == SIGNATURE_LENGTH ? !read_header (walk, &chunk, error)
                                       : !take_chunk (walk, &chunk, &needed, error))
        return FALSE;

      if (needed)
        g_ptr_array_add (pieces, g_bytes_new_from_bytes (png, position, chunk.length + CHUNK_FRAME));
      position += chunk.length + CHUNK_FRAME;
    }

  if (!walk->ended)
    return refuse (error, "its end is missing");

  if (walk->idat->len == 0)
    return refuse (error, "it holds no picture");

  if (walk->header.colour_type == 3 && !walk->has_palette)
    return refuse (error, "its palette is missing");

  return TRUE;
}

gboolean
till_png_check (GBytes         *png,
                TillPngHeader  *header,
                GPtrArray     **essence,
                GError        **error)
{
  g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr(GByteArray) idat = g_byte_array_new ();
  Walk walk = { .idat = idat };
  gsize length;
  const guint8 *data;

  g_return_val_if_fail (png != NULL && header != NULL && essence != NULL, FALSE);

  data = g_bytes_get_data (png, &length);
  if (length > TILL_PNG_MAX_BYTES)
    return refuse (error, "it is too large");

  if (length < SIGNATURE_LENGTH || memcmp (data, SIGNATURE, SIGNATURE_LENGTH) != 0)
    return refuse (error, "it does not begin like one");

  if (!walk_chunks (&walk, png, pieces, error) || !check_data (&walk, error))
    return FALSE;

  *header = walk.header;
  *essence = g_steal_pointer (&pieces);

  return TRUE;
}
