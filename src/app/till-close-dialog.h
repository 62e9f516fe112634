/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-register.h"

G_BEGIN_DECLS

/**
 * till_close_dialog_present:
 *
 * Asks for the reason with which a person settles @payment, and closes it in the journal.  It is gone when that
 * is written; until then it says what is in the way.
 */
void till_close_dialog_present (GtkWindow     *parent,
                                TillRegister  *reg,
                                TillPayment   *payment);

G_END_DECLS
