/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-receipt.h"
#include "till-settings.h"

G_BEGIN_DECLS

/**
 * till_receipt_print_new:
 * @receipt: (transfer full)
 * @title: of the job, for whoever looks at the printer's queue
 *
 * The receipt as GTK prints it, with the drawing that PDF files have (PaperSheet), on the paper and printer of the
 * settings.  What a person then chooses instead is kept in them, once it was printed.
 *
 * Returns: (transfer full): to be run
 */
GtkPrintOperation *till_receipt_print_new    (TillReceipt          *receipt,
                                              TillSettings         *settings,
                                              const char           *title);

/**
 * till_receipt_print_async:
 *
 * Asks over @parent for the printer, and prints.  The payment is only read.
 *
 * Finish: %TRUE when it went to the printer; %FALSE without an error: a person decided otherwise.
 */
void               till_receipt_print_async  (GtkWindow            *parent,
                                              TillReceipt          *receipt,
                                              TillSettings         *settings,
                                              const char           *title,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean           till_receipt_print_finish (GAsyncResult         *result,
                                              GError              **error);

G_END_DECLS
