/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "png-writer.h"

static void
append_u32 (GByteArray *bytes,
            guint32     value)
{
  const guint32 swapped = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &swapped, sizeof swapped);
}

/* By a table, so that a slip in the product's own sum does not repeat itself here. */
static guint32
crc_of (const guint8 *data,
        gsize         length)
{
  static guint32 table[256];
  guint32 crc = 0xffffffff;

  if (table[1] == 0)
    {
      for (guint32 n = 0; n < 256; n++)
        {
          guint32 c = n;

          for (int k = 0; k < 8; k++)
            c = c & 1 ? 0xedb88320 ^ (c >> 1) : c >> 1;
          table[n] = c;
        }
    }

  for (gsize i = 0; i < length; i++)
    crc = table[(crc ^ data[i]) & 0xff] ^ (crc >> 8);

  return crc ^ 0xffffffff;
}

GByteArray *
png_begin (void)
{
  GByteArray *png = g_byte_array_new ();

  g_byte_array_append (png, (const guint8 *) "\211PNG\r\n\032\n", 8);

  return png;
}

void
png_chunk (GByteArray *png,
           const char *type,
           const void *data,
           gsize       length)
{
  guint start;

  append_u32 (png, length);
  start = png->len;
  g_byte_array_append (png, (const guint8 *) type, 4);
  g_byte_array_append (png, data, length);
  append_u32 (png, crc_of (png->data + start, png->len - start));
}

void
png_header (GByteArray      *png,
            const PngHeader *header)
{
  guint8 data[13];
  guint32 width = GUINT32_TO_BE (header->width);
  guint32 height = GUINT32_TO_BE (header->height);

  memcpy (data, &width, 4);
  memcpy (data + 4, &height, 4);
  data[8] = header->depth;
  data[9] = header->colour_type;
  data[10] = header->compression;
  data[11] = header->filter;
  data[12] = header->interlace;
  png_chunk (png, "IHDR", data, sizeof data);
}

GBytes *
png_deflate (const void *data,
             gsize       length)
{
  g_autoptr(GConverter) deflater = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9));
  g_autoptr(GInputStream) plain = g_memory_input_stream_new_from_data (data, length, NULL);
  g_autoptr(GInputStream) packed = g_converter_input_stream_new (plain, deflater);
  g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable ();

  g_output_stream_splice (out, packed, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

void
png_data (GByteArray *png,
          const void *data,
          gsize       length)
{
  g_autoptr(GBytes) packed = png_deflate (data, length);

  png_chunk (png, "IDAT", g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
}

GBytes *
png_end (GByteArray *png)
{
  png_chunk (png, "IEND", "", 0);

  return g_byte_array_free_to_bytes (png);
}
