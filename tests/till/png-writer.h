/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes PNG as a test wants it, right or wrong, one chunk after the other. */

typedef struct
{
  guint32 width;
  guint32 height;
  guint8  depth;
  guint8  colour_type;
  guint8  compression;
  guint8  filter;
  guint8  interlace;
} PngHeader;

GByteArray *png_begin  (void);
void        png_chunk  (GByteArray      *png,
                        const char      *type,
                        const void      *data,
                        gsize            length);
void        png_header (GByteArray      *png,
                        const PngHeader *header);
/* png_deflate: (transfer full): @data as a zlib stream. */
GBytes     *png_deflate (const void     *data,
                         gsize           length);
/* png_data: an IDAT of @data, deflated. */
void        png_data   (GByteArray      *png,
                        const void      *data,
                        gsize            length);
/* png_end: (transfer full): IEND; frees @png. */
GBytes     *png_end    (GByteArray      *png);

G_END_DECLS
