/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>
#include "paper-format.h"
#include "till-receipt.h"

G_BEGIN_DECLS

/**
 * PaperSheet:
 *
 * A receipt laid out for paper of one size.  The same for a file and for a printer: it is drawn to whatever cairo
 * draws on.  Vector only: letters and modules of the code are as sharp as the printer is.
 */
typedef struct _PaperSheet PaperSheet;

/**
 * paper_sheet_new:
 * @context: of the device: 72 dots an inch, so that its units are points
 * @width: of the paper, margins included; points
 * @height: the same; 0: of a roll: one page as long as it needs to be
 */
PaperSheet *paper_sheet_new         (TillReceipt  *receipt,
                                     PangoContext *context,
                                     double        width,
                                     double        height);
void        paper_sheet_free        (PaperSheet   *self);
guint       paper_sheet_get_n_pages (PaperSheet   *self);
/** paper_sheet_get_height: of a page, in points, margins included. */
double      paper_sheet_get_height  (PaperSheet   *self);
/** paper_sheet_draw: @page: from 0. The origin of @cr is the upper left corner of the paper. */
void        paper_sheet_draw        (PaperSheet   *self,
                                     cairo_t      *cr,
                                     guint         page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PaperSheet, paper_sheet_free)

G_END_DECLS
