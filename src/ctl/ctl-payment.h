/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-command.h"
#include "till-payment.h"

G_BEGIN_DECLS

/** ctl_payment_has_data: what the customer needs is there: code, link or the keys of an app. */
gboolean   ctl_payment_has_data   (TillPayment *payment);
/** ctl_payment_print_json: with the action and the address, while it can be paid. */
gboolean   ctl_payment_print_json (TillPayment *payment);

/** ctl_payment_get_status: the exit status of a pay that ends with this payment as it stands now. */
int        ctl_payment_get_status (TillPayment *payment);
/** ctl_payment_explain: says on stderr, for what is not paid, what that means. @status: as above. */
void       ctl_payment_explain    (TillPayment *payment,
                                   int          status);

G_END_DECLS
