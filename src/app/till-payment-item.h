/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-payment.h"

G_BEGIN_DECLS

#define TILL_TYPE_PAYMENT_ITEM (till_payment_item_get_type ())

/**
 * TillPaymentItem:
 *
 * A place in a long list: there at once, and its payment as soon as it is read.
 *
 * Signals: "changed": the payment came, or took a step.
 */
G_DECLARE_FINAL_TYPE (TillPaymentItem, till_payment_item, TILL, PAYMENT_ITEM, GObject)

/** till_payment_item_new: @living: (element-type gint64 TillPaymentItem): where it stands by its row for as long as it lives. */
TillPaymentItem *till_payment_item_new         (gint64           row,
                                                GHashTable      *living);
/** till_payment_item_get_payment: (nullable) (transfer none) */
TillPayment     *till_payment_item_get_payment (TillPaymentItem *self);
void             till_payment_item_set_payment (TillPaymentItem *self,
                                                TillPayment     *payment);

G_END_DECLS
