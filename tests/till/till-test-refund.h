/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-test-register.h"

G_BEGIN_DECLS

/* A refund whose program dies, and the program after it. */

/** till_test_only_refund: of a payment that has one. */
const TillRefund *till_test_only_refund  (TillPayment       *payment);
#define till_test_assert_refund(payment, expected) \
  g_assert_cmpstr (till_test_only_refund (payment)->state, ==, expected)

/** till_test_begin_refund: of 5.00. @id: (out) (transfer full): of the payment, which dies with its register. */
void              till_test_begin_refund (TillTestRegister  *self,
                                          GAsyncResult     **result,
                                          char             **id);
/** till_test_die: who waited hears that it was cut off. */
void              till_test_die          (TillTestRegister  *self,
                                          GAsyncResult     **result);
/** till_test_take_up: (return) (transfer full): a new program starts and finds @id open. */
TillPayment      *till_test_take_up      (TillTestRegister  *self,
                                          const char        *id);
/** till_test_look_up: (return) (transfer full): the same, without starting. */
TillPayment      *till_test_look_up      (TillTestRegister  *self,
                                          const char        *id);

G_END_DECLS
