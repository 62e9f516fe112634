/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-refund.h"

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **at = user_data;

  *at = g_object_ref (result);
}

const TillRefund *
till_test_only_refund (TillPayment *payment)
{
  GPtrArray *refunds = till_payment_get_record (payment)->refunds;

  g_assert_cmpuint (refunds->len, ==, 1);

  return g_ptr_array_index (refunds, 0);
}

void
till_test_begin_refund (TillTestRegister  *self,
                        GAsyncResult     **result,
                        char             **id)
{
  g_autoptr(TillPayment) payment = till_test_paid (self);

  *id = g_strdup (till_payment_get_record (payment)->id);
  till_register_refund_async (self->till, payment, 500, NULL, NULL, store_cb, result);
}

void
till_test_die (TillTestRegister  *self,
               GAsyncResult     **result)
{
  g_autoptr(GError) error = NULL;

  till_register_stop (self->till);
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (till_register_refund_finish (self->till, *result, &error));
  g_assert_nonnull (error);
  g_clear_object (result);
  till_test_register_kill (self);
}

TillPayment *
till_test_look_up (TillTestRegister *self,
                   const char       *id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) found = NULL;

  till_register_find_async (self->till, id, NULL, store_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  found = till_register_find_finish (self->till, result, NULL);
  g_assert_cmpuint (found->len, ==, 1);

  return g_object_ref (g_ptr_array_index (found, 0));
}

TillPayment *
till_test_take_up (TillTestRegister *self,
                   const char       *id)
{
  till_register_start (self->till);
  till_test_register_settle (self);

  return till_test_look_up (self, id);
}
