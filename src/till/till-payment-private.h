/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-payment.h"

G_BEGIN_DECLS

/* For the register and its tracker alone.  Each notifies only what changed. */

TillPayment *till_payment_new             (TillRecord            *record);
/** till_payment_set_record: an older snapshot than the one held is passed over; what can no longer be paid loses its code. */
void         till_payment_set_record      (TillPayment           *self,
                                           TillRecord            *record);
/** till_payment_set_offer: what the customer can pay with; each (nullable); all %NULL takes it away. */
void         till_payment_set_offer       (TillPayment           *self,
                                           ConnectMerchantAction *action,
                                           const char            *url,
                                           TillCode              *code);
void         till_payment_set_wait_end    (TillPayment           *self,
                                           TillWaitEnd            wait_end);
void         till_payment_set_waiting     (TillPayment           *self,
                                           gboolean               waiting);
void         till_payment_set_followed    (TillPayment           *self,
                                           gboolean               followed);
/** till_payment_set_trouble: a TillError, or -1. */
void         till_payment_set_trouble     (TillPayment           *self,
                                           int                    trouble);
void         till_payment_set_deadline    (TillPayment           *self,
                                           gint64                 deadline);
void         till_payment_set_last_answer (TillPayment           *self,
                                           gint64                 last_answer);
void         till_payment_set_next_look   (TillPayment           *self,
                                           gint64                 next_look);

G_END_DECLS
