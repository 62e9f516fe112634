/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-refund.h"

/* A refund whose answer stays away: how long it is asked for, what counts as one, and when nothing came of it. */

typedef TillTestRegister Fixture;

#define NO_BODY "{\"errorId\":\"e\",\"errors\":[{\"code\":\"21000120\",\"message\":\"no\"}]}"

#define MINUTE (60 * 1000)
#define HOUR   (60 * MINUTE)

static guint
count (Fixture           *f,
       TillTestOperation  operation)
{
  return till_test_platform_count (f->platform, operation);
}

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **at = user_data;

  *at = g_object_ref (result);
}

/* 0.5 s doubling to 8 s for a minute, then every 5 min; meanwhile nothing more is given back. */
static void
test_unknown (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  guint n_sent;

  till_test_platform_fail_always (f->platform, TILL_TEST_REFUND, 503, NO_BODY);
  id = till_test_refund (f, payment, 500, NULL, NULL);
  till_test_assert_refund (payment, "unknown");
  g_assert_cmpstr (till_test_only_refund (payment)->error, ==, "busy");
  g_assert_true (till_record_is_unresolved (till_payment_get_record (payment)));
  n_sent = count (f, TILL_TEST_REFUND);
  g_assert_cmpuint (n_sent, >=, 10);
  g_assert_cmpuint (n_sent, <=, 12);

  g_assert_null (till_test_refund (f, payment, 1, NULL, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_REFUND_OPEN);
  till_test_register_pass (f, 31 * MINUTE);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND) - n_sent, >=, 6);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND) - n_sent, <=, 7);

  till_test_platform_fail_always (f->platform, TILL_TEST_REFUND, 0, NULL);
  till_test_register_pass (f, 6 * MINUTE);
  till_test_assert_refund (payment, "requested");
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
  g_assert_true (till_test_platform_same_bodies (f->platform));
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
}

/* A no to a repeat that the platform does not know as one says nothing about the sends before it. */
static void
test_no_after_doubt (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autofree char *id = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_LOST, 0, NULL);
  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_STATUS, 400, NO_BODY);
  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_STATUS, 403, NO_BODY);
  id = till_test_refund (f, payment, 500, NULL, NULL);
  till_test_assert_refund (payment, "requested");
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 4);
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
}

/* After a restart any send may have been taken: a no that is no repeat's says nothing, nor does a list that lags. */
static void
test_no_after_restart (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillPayment) payment = NULL;
  g_autofree char *id = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_LOST, 0, NULL);
  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_STATUS, 400, NO_BODY);
  till_test_begin_refund (f, &result, &id);
  while (count (f, TILL_TEST_REFUND) == 0)
    g_main_context_iteration (NULL, TRUE);
  till_test_die (f, &result);

  till_test_platform_fail (f->platform, TILL_TEST_REFUNDS, TILL_TEST_STATUS, 200, "{\"refunds\":[]}");
  payment = till_test_take_up (f, id);
  till_test_register_pass (f, 800);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 2);
  till_test_assert_refund (payment, "unknown");
  till_test_register_pass (f, 5000);
  till_test_assert_refund (payment, "requested");
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
}

/* Its key is over after 23 h; absent for 24 h after the last send it is void, and somebody is told. */
static void
test_void (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autofree char *id = NULL;
  guint n_sent;

  till_test_platform_fail_always (f->platform, TILL_TEST_REFUND, 503, NO_BODY);
  id = till_test_refund (f, payment, 1250, NULL, NULL);
  till_test_register_pass (f, 23 * HOUR);
  till_test_assert_refund (payment, "unknown");
  n_sent = count (f, TILL_TEST_REFUND);
  till_test_register_pass (f, 23 * HOUR);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, n_sent);
  till_test_assert_refund (payment, "unknown");
  till_test_register_pass (f, 2 * HOUR + 10 * MINUTE);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, n_sent);
  till_test_assert_refund (payment, "void");
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, TILL_ATTENTION_REFUND_FAILED);
  g_assert_false (till_record_is_open (till_payment_get_record (payment)));
  till_test_assert_kept (f, payment);
}

typedef enum
{
  SHOWN_AS_AMOUNT,
  SHOWN_AS_STATUS,
  SHOWN_AS_STRANGER,
} Shown;

/* Absent, but money went back all the same: never void, a person has to look. */
static void
test_not_void (Fixture       *f,
               gconstpointer  data)
{
  Shown shown = GPOINTER_TO_INT (data);
  g_autoptr(TillPayment) payment = till_test_paid (f);
  TillTestEntry *entry = till_test_platform_get_entry (f->platform, 0);
  g_autofree char *id = NULL;

  till_test_platform_fail_always (f->platform, TILL_TEST_REFUND, 503, NO_BODY);
  id = till_test_refund (f, payment, 1250, NULL, NULL);
  if (shown == SHOWN_AS_AMOUNT)
    entry->amount_refunded = 1250;
  else if (shown == SHOWN_AS_STATUS)
    entry->status = "REFUNDED";
  else
    till_test_platform_add_refund (f->platform, entry->id, "somebody's", 1250);
  till_test_register_pass (f, 49 * HOUR);
  till_test_assert_refund (payment, "unknown");
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, TILL_ATTENTION_REFUND_FAILED);
}

/* Taken up after a restart when its key is over: never sent again. */
static void
test_restart_after_key (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillPayment) payment = NULL;
  g_autofree char *id = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_NOT_DONE, 0, NULL);
  till_test_begin_refund (f, &result, &id);
  while (count (f, TILL_TEST_REFUND) == 0)
    g_main_context_iteration (NULL, TRUE);
  till_test_die (f, &result);
  till_test_clock_advance (f->base.clock, 23 * HOUR + 1000);

  payment = till_test_take_up (f, id);
  till_test_register_pass (f, HOUR);
  till_test_assert_refund (payment, "unknown");
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 1);
  g_assert_cmpuint (count (f, TILL_TEST_REFUNDS), >=, 10);
  till_test_register_pass (f, 2 * HOUR);
  till_test_assert_refund (payment, "void");
}

/* An answer that speaks of another amount is not believed. */
static void
test_other_amount (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autofree char *id = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_OTHER_AMOUNT, 0, NULL);
  till_register_start (f->till);
  {
    g_autoptr(GAsyncResult) result = NULL;

    till_register_refund_async (f->till, payment, 500, NULL, NULL, store_cb, &result);
    till_test_register_settle (f);
    till_test_assert_refund (payment, "unknown");
    g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, TILL_ATTENTION_REFUND_FAILED);
    till_test_register_pass (f, 2000);
    g_assert_nonnull (result);
    id = till_register_refund_finish (f->till, result, NULL);
  }
  till_test_assert_refund (payment, "requested");
  till_test_platform_get_refund (f->platform, 0)->status = "REFUNDED";
  till_test_register_pass (f, MINUTE);
  till_test_assert_refund (payment, "done");
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
}

/* "check" goes all the way: list, send, and the payment last. */
static void
test_check (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillPayment) payment = NULL;
  g_autofree char *id = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_NOT_DONE, 0, NULL);
  till_test_begin_refund (f, &result, &id);
  while (count (f, TILL_TEST_REFUND) == 0)
    g_main_context_iteration (NULL, TRUE);
  till_test_die (f, &result);

  payment = till_test_look_up (f, id);
  g_assert_true (till_test_check (f, payment, NULL));
  till_test_assert_refund (payment, "requested");
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
}

static void
test_check_fails (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autofree char *id = NULL;
  g_autoptr(GError) error = NULL;

  till_test_platform_fail_always (f->platform, TILL_TEST_REFUND, 503, NO_BODY);
  id = till_test_refund (f, payment, 500, NULL, NULL);
  g_assert_false (till_test_check (f, payment, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_BUSY);
  till_test_assert_refund (payment, "unknown");
}

#define NEW(name, func, data) \
  g_test_add ("/refund-unknown/" name, Fixture, data, till_test_register_set_up, func, till_test_register_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  NEW ("rhythm", test_unknown, NULL);
  NEW ("no-after-doubt", test_no_after_doubt, NULL);
  NEW ("no-after-restart", test_no_after_restart, NULL);
  NEW ("void", test_void, NULL);
  NEW ("not-void/amount", test_not_void, GINT_TO_POINTER (SHOWN_AS_AMOUNT));
  NEW ("not-void/status", test_not_void, GINT_TO_POINTER (SHOWN_AS_STATUS));
  NEW ("not-void/stranger", test_not_void, GINT_TO_POINTER (SHOWN_AS_STRANGER));
  NEW ("restart-after-key", test_restart_after_key, NULL);
  NEW ("other-amount", test_other_amount, NULL);
  NEW ("check", test_check, NULL);
  NEW ("check-fails", test_check_fails, NULL);

  return g_test_run ();
}
