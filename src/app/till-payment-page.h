/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "till-clock.h"
#include "till-payment.h"

G_BEGIN_DECLS

#define TILL_TYPE_PAYMENT_PAGE (till_payment_page_get_type ())

/**
 * TillPaymentPage:
 *
 * The wait for one payment: the code for the customer, the amount for both, the status and the one way out for
 * the cashier.  It only shows; which page comes next is the window's affair.
 *
 * Properties: "payment" (TillPayment, nullable), "clock" (TillClock, construct-only; a real one when not given),
 * "size-class" (TillSizeClass), "title" and "subtitle" (strings of the header bar).
 * Actions used: win.leave-payment (also by Esc).
 */
G_DECLARE_FINAL_TYPE (TillPaymentPage, till_payment_page, TILL, PAYMENT_PAGE, GtkWidget)

void         till_payment_page_set_payment (TillPaymentPage *self,
                                            TillPayment     *payment);
/** till_payment_page_get_payment: (return) (transfer none) (nullable). */
TillPayment *till_payment_page_get_payment (TillPaymentPage *self);

G_END_DECLS
