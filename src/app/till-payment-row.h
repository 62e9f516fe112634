/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-register.h"

G_BEGIN_DECLS

#define TILL_TYPE_PAYMENT_ROW (till_payment_row_get_type ())

/** TillPaymentRow: one payment in the list beside the sale: shape, reference, standing, amount; "Check now" on open ones; pressed, its details. */
G_DECLARE_FINAL_TYPE (TillPaymentRow, till_payment_row, TILL, PAYMENT_ROW, GtkListBoxRow)

/** till_payment_row_new: @reg: (nullable). */
GtkWidget *till_payment_row_new    (TillRegister    *reg,
                                    TillPayment     *payment);
/** till_payment_row_tell: leads to the page of its payment. */
void       till_payment_row_tell   (TillPaymentRow  *self);
/** till_payment_row_update: shows the payment as it is now; times of another day read otherwise. */
void       till_payment_row_update (TillPaymentRow  *self);

G_END_DECLS
