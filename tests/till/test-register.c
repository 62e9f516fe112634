/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-register.h"

typedef TillTestRegister Fixture;

static void
test_paid (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  TillTestEntry *entry = till_test_platform_get_entry (f->platform, 0);

  till_test_assert_state (payment, "waiting");
  till_test_assert_kept (f, payment);
  g_assert_nonnull (till_payment_get_code (payment));
  g_assert_nonnull (till_payment_get_action (payment));
  g_assert_true (till_payment_is_waiting (payment));
  g_assert_true (till_payment_is_followed (payment));
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_NONE);
  g_assert_cmpstr (till_payment_get_record (payment)->payment_id, ==, entry->id);
  g_assert_cmpstr (entry->reference, ==, till_payment_get_record (payment)->merchant_reference);

  till_test_register_pass (f, 2900);
  g_assert_cmpuint (till_test_platform_count (f->platform, TILL_TEST_THIRD_PARTY), ==, 0);
  till_test_register_pass (f, 200);
  g_assert_cmpuint (till_test_platform_count (f->platform, TILL_TEST_THIRD_PARTY), ==, 1);

  entry->third_party = "COMPLETED";
  entry->status = "CAPTURED";
  till_test_register_pass (f, 3000);
  till_test_assert_state (payment, "paid");
  till_test_assert_kept (f, payment);
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_FINAL);
  g_assert_null (till_payment_get_code (payment));
  g_assert_null (till_payment_get_action (payment));
  g_assert_false (till_payment_is_waiting (payment));
  g_assert_false (till_payment_is_followed (payment));
  g_assert_false (till_payment_get_record (payment)->late);
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add (path, Fixture, NULL, till_test_register_set_up, function, till_test_register_tear_down)
  ADD ("/register/paid", test_paid);
#undef ADD

  return g_test_run ();
}
