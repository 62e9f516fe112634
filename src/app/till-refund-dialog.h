/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "till-register.h"

G_BEGIN_DECLS

#define TILL_TYPE_REFUND_DIALOG (till_refund_dialog_get_type ())

/**
 * TillRefundDialog:
 *
 * Gives money of one payment back: all that is left, or a part.  Enter and Esc change nothing, as they may have
 * bounced.  A refund that was asked for goes on when the dialog is closed; if it then does not go through, a
 * notification says so.
 */
G_DECLARE_FINAL_TYPE (TillRefundDialog, till_refund_dialog, TILL, REFUND_DIALOG, AdwWindow)

/** till_refund_dialog_present: over @parent. */
void till_refund_dialog_present (GtkWindow    *parent,
                                 TillRegister *reg,
                                 TillPayment  *payment);

G_END_DECLS
