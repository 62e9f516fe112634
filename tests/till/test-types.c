/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-register.h"

/* Every way in which a customer can meet WeChat Pay. */

typedef TillTestRegister Fixture;

static void
test_types (Fixture       *f,
            gconstpointer  data)
{
  const TillCharge charge = { .wait = FALSE };

  for (guint type = 0; type < CONNECT_INTEGRATION_HOSTED_CHECKOUT; type++)
    {
      gboolean on_screen = type <= CONNECT_INTEGRATION_URL_INTENT;
      g_autoptr(TillPayment) payment = till_test_charge_full (f->till, type, NULL, &charge, NULL, NULL);

      till_test_register_settle (f);
      till_test_assert_state (payment, "waiting");
      g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_DONE);
      g_assert_false (till_payment_is_waiting (payment));
      g_assert_nonnull (till_payment_get_action (payment));
      g_assert_true ((till_payment_get_code (payment) != NULL) == on_screen);
      g_assert_true ((till_payment_get_url (payment) != NULL) == (type == CONNECT_INTEGRATION_URL_INTENT));
      g_assert_nonnull (till_payment_get_record (payment)->wechat_id);

      /* Nobody waits, so no time-out leaves it. */
      till_test_platform_get_entry (f->platform, type)->status = "CAPTURED";
      till_test_register_pass (f, 700 * 1000);
      till_test_assert_state (payment, "paid");
      g_assert_false (till_payment_get_record (payment)->late);
    }
}

static void
test_checkout (Fixture       *f,
               gconstpointer  data)
{
  const TillCharge charge = { .wait = FALSE };
  g_autoptr(TillPayment) payment = NULL;
  TillTestEntry *entry;

  payment = till_test_charge_full (f->till, CONNECT_INTEGRATION_HOSTED_CHECKOUT, NULL, &charge, NULL, NULL);
  till_test_register_settle (f);
  till_test_assert_state (payment, "waiting");
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_DONE);
  g_assert_nonnull (till_payment_get_url (payment));

  /* A refused try leaves the page open. */
  entry = till_test_platform_add (f->platform, till_payment_get_record (payment)->merchant_reference, 1250);
  entry->checkout_id = g_strdup (till_payment_get_record (payment)->checkout_id);
  entry->status = "REJECTED";
  till_test_register_pass (f, 61 * 1000);
  till_test_assert_state (payment, "waiting");

  entry = till_test_platform_add (f->platform, till_payment_get_record (payment)->merchant_reference, 1250);
  entry->checkout_id = g_strdup (till_payment_get_record (payment)->checkout_id);
  entry->status = "CAPTURED";
  till_test_register_pass (f, 61 * 1000);
  till_test_assert_state (payment, "paid");
  g_assert_cmpstr (till_payment_get_record (payment)->payment_id, ==, entry->id);
  g_assert_null (till_payment_get_url (payment));
}

static void
test_checkout_expired (Fixture       *f,
                       gconstpointer  data)
{
  const TillCharge charge = { .wait = FALSE };
  g_autoptr(TillPayment) payment = NULL;

  payment = till_test_charge_full (f->till, CONNECT_INTEGRATION_HOSTED_CHECKOUT, NULL, &charge, NULL, NULL);
  till_test_register_pass (f, (2 * 3600 + 14 * 60) * 1000);
  till_test_assert_state (payment, "waiting");
  till_test_register_pass (f, 15 * 60 * 1000);
  till_test_assert_state (payment, "expired");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/types/" path, Fixture, NULL, till_test_register_set_up, function, till_test_register_tear_down)
  ADD ("each", test_types);
  ADD ("checkout", test_checkout);
  ADD ("checkout-expired", test_checkout_expired);
#undef ADD

  return g_test_run ();
}
