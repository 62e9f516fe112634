/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "till-clock.h"
#include "till-payment.h"

G_BEGIN_DECLS

#define TILL_TYPE_RESULT_PAGE (till_result_page_get_type ())

/**
 * TillResultPage:
 *
 * What became of one payment, to be read from three metres.  It follows the payment while it is up: "Not
 * certain" turns to "Paid" when the money comes.
 *
 * Properties: "payment" (TillPayment, nullable), "clock-skew" (int64: as the register's), "clock" (TillClock,
 * construct-only; a real one when not given), "size-class" (TillSizeClass), "title" and "subtitle" (strings of the
 * header bar).
 * Actions used: win.new-sale (also by Enter), win.try-again, win.charge-again, win.check-payment, win.refund and
 * win.print-receipt (each with the payment's id), win.show-unresolved, win.show-setup.
 */
G_DECLARE_FINAL_TYPE (TillResultPage, till_result_page, TILL, RESULT_PAGE, GtkWidget)

void         till_result_page_set_payment (TillResultPage *self,
                                           TillPayment    *payment);
/** till_result_page_get_payment: (return) (transfer none) (nullable). */
TillPayment *till_result_page_get_payment (TillResultPage *self);

G_END_DECLS
