/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "paper-sheet.h"
#include "till-code.h"

G_BEGIN_DECLS

/** PaperPart: one part of a receipt, laid out within the margins. */
typedef struct
{
  TillReceiptKind  kind;
  PangoLayout     *text;        /* (nullable) (owned) */
  PangoLayout     *name;        /* (nullable) (owned) */
  double           text_x;      /* within the margins … */
  double           text_y;      /* … and from the part's own top */
  double           width;       /* between the margins */
  double           height;
  TillCode        *code;        /* (nullable) (owned) */
  double           module;

  guint            page;        /* where the sheet puts it */
  double           y;
} PaperPart;

/** paper_part_new: (return) (nullable): %NULL: a text that is too long for a code. */
PaperPart   *paper_part_new    (const TillReceiptPart *part,
                                PangoContext          *context,
                                const PaperStyle      *style,
                                double                 width);
void         paper_part_free   (PaperPart             *self);
/** paper_part_draw: @x: of the left margin. */
void         paper_part_draw   (PaperPart             *self,
                                cairo_t               *cr,
                                double                 x);
/** paper_layout_new: (return) (transfer full): @text in letters of @size, wrapped at @width (0: never). */
PangoLayout *paper_layout_new  (PangoContext          *context,
                                const char            *text,
                                double                 size,
                                PangoWeight            weight,
                                double                 width);

G_END_DECLS
