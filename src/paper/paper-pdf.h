/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "paper-sheet.h"

G_BEGIN_DECLS

/**
 * paper_context_new:
 *
 * Returns: (transfer full): of no device: for files, and to know how long a receipt will be
 */
PangoContext *paper_context_new (void);

/**
 * paper_pdf_new:
 * @title: (nullable): of the document
 * @error: %TILL_ERROR_INTERNAL: cairo cannot
 *
 * Returns: (transfer full) (nullable): the receipt as a PDF document, in memory: who writes it writes it whole
 */
GBytes       *paper_pdf_new     (TillReceipt  *receipt,
                                 PaperFormat   format,
                                 const char   *title,
                                 GError      **error);

G_END_DECLS
