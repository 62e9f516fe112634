/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-register-private.h"
#include "till-test-register.h"

/* Accounts, people's words, money that comes twice or goes again, and lists. */

typedef TillTestRegister Fixture;

#define MINUTE (60 * 1000)

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

static void
test_other_account (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  g_autoptr(ConnectClient) foreign = till_test_platform_client (f->platform, "5678");
  g_autoptr(GError) error = NULL;

  till_register_set_client (f->till, foreign);
  till_test_register_pass (f, 20 * 1000);
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, TILL_ATTENTION_OTHER_ACCOUNT);
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_ATTENTION);
  g_assert_cmpuint (count (f, TILL_TEST_THIRD_PARTY), ==, 0);
  g_assert_false (till_test_check (f, payment, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_OTHER_ACCOUNT);

  till_register_set_client (f->till, f->client);
  till_test_platform_get_entry (f->platform, 0)->status = "CAPTURED";
  till_test_register_pass (f, 31 * 1000);
  till_test_assert_state (payment, "paid");

  /* Nobody waited any more: it is told as what comes late. */
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, TILL_ATTENTION_PAID_LATE);
  g_assert_true (till_payment_get_record (payment)->late);
}

static void
test_no_account (Fixture       *f,
                 gconstpointer  data)
{
  const TillCharge charge = { .wait = TRUE };
  g_autoptr(GError) error = NULL;

  till_register_set_client (f->till, NULL);
  g_assert_null (till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, NULL, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_NO_ACCOUNT);
}

static gboolean
acknowledge (Fixture     *f,
             TillPayment *payment,
             const char  *as,
             GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  till_register_acknowledge_async (f->till, payment, as, NULL, store_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return till_register_acknowledge_finish (f->till, result, error);
}

static void
test_paid_twice (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(TillPayment) first = till_test_charge (f);
  g_autofree char *id = g_strdup (till_payment_get_record (first)->id);
  const TillCharge charge = { .wait = TRUE, .same_order = id };
  g_autoptr(TillPayment) second = NULL;
  g_autoptr(GError) error = NULL;

  till_test_leave (f->till, first);
  second = till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, NULL, NULL);
  till_test_register_settle (f);
  g_assert_cmpstr (till_payment_get_record (first)->order, ==, till_payment_get_record (second)->order);
  till_test_platform_get_entry (f->platform, 1)->status = "CAPTURED";
  till_test_register_pass (f, 16 * 1000);
  till_test_assert_state (second, "paid");
  g_assert_cmpuint (till_payment_get_record (second)->attention, ==, 0);

  till_test_platform_get_entry (f->platform, 0)->status = "CAPTURED";
  till_test_register_pass (f, 31 * 1000);
  g_assert_cmpuint (till_payment_get_record (first)->attention, ==,
                    TILL_ATTENTION_PAID_LATE | TILL_ATTENTION_PAID_TWICE);
  g_assert_cmpuint (till_payment_get_record (second)->attention, ==, TILL_ATTENTION_PAID_TWICE);

  /* What a person has seen does not come back. */
  g_assert_false (acknowledge (f, first, "sold", &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_INVALID_DESCRIPTION);
  g_assert_true (acknowledge (f, first, "refunded", NULL));
  g_assert_cmpuint (till_payment_get_record (first)->attention, ==, 0);
  g_assert_true (till_test_check (f, first, NULL));
  till_test_register_settle (f);
  g_assert_cmpuint (till_payment_get_record (first)->attention, ==, 0);
}

static void
test_reversed (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  TillTestEntry *entry = till_test_platform_get_entry (f->platform, 0);

  entry->status = "CAPTURED";
  till_test_register_pass (f, 16 * 1000);
  till_test_assert_state (payment, "paid");
  entry->status = "CHARGEBACKED";
  g_assert_true (till_test_check (f, payment, NULL));
  till_test_assert_state (payment, "paid");
  g_assert_true (till_payment_get_record (payment)->reversed);
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, TILL_ATTENTION_REVERSED);
  till_test_assert_kept (f, payment);
}

static void
test_settled (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint n_looks;

  till_register_start (f->till);
  till_test_platform_get_entry (f->platform, 0)->status = "BANANA";
  till_test_leave (f->till, payment);
  till_register_close_async (f->till, payment, "paid in cash", NULL, store_cb, &result);
  till_test_register_settle (f);
  g_assert_true (till_register_close_finish (f->till, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (till_register_get_unresolved (f->till)), ==, 0);

  /* The platform is asked on to the end of the watch, and no longer. */
  till_test_register_pass (f, 140 * MINUTE);
  n_looks = count (f, TILL_TEST_PAYMENT);
  g_assert_cmpuint (n_looks, >, 40);
  till_test_register_pass (f, 120 * MINUTE);
  g_assert_cmpuint (count (f, TILL_TEST_PAYMENT), ==, n_looks);
  till_test_assert_state (payment, "waiting");
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
}

static void
test_lists (Fixture       *f,
            gconstpointer  data)
{
  GListModel *recent = till_register_get_recent (f->till);
  GListModel *unresolved = till_register_get_unresolved (f->till);
  g_autoptr(TillPayment) first = NULL;
  g_autoptr(TillPayment) second = NULL;
  g_autoptr(TillPayment) at = NULL;

  till_register_start (f->till);
  first = till_test_charge (f);
  g_assert_cmpuint (g_list_model_get_n_items (recent), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (unresolved), ==, 0);
  till_test_leave (f->till, first);
  g_assert_cmpuint (g_list_model_get_n_items (unresolved), ==, 1);

  second = till_test_charge (f);
  at = g_list_model_get_item (recent, 0);
  g_assert_true (at == second);
  till_test_platform_get_entry (f->platform, 0)->status = "CAPTURED";
  till_test_platform_get_entry (f->platform, 1)->status = "CAPTURED";
  till_test_register_pass (f, 31 * 1000);
  g_assert_cmpuint (g_list_model_get_n_items (unresolved), ==, 0);

  for (guint i = 0; i < TILL_REGISTER_RECENT; i++)
    g_object_unref (till_test_charge (f));
  g_assert_cmpuint (g_list_model_get_n_items (recent), ==, TILL_REGISTER_RECENT);
}

static guint
count_attention (Fixture *f)
{
  return g_list_model_get_n_items (till_register_get_attention (f->till));
}

/* Money that came late stands there until a person has dealt with it, also for who starts years later. */
static void
test_attention (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;
  g_autoptr(TillPayment) at = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  till_register_start (f->till);
  payment = till_test_charge (f);
  till_test_leave (f->till, payment);
  g_assert_cmpuint (count_attention (f), ==, 0);
  till_test_platform_get_entry (f->platform, 0)->status = "CAPTURED";
  till_test_register_pass (f, 31 * 1000);
  g_assert_cmpuint (count_attention (f), ==, 1);

  g_clear_object (&payment);
  till_test_register_kill (f);
  for (guint i = 0; i < TILL_REGISTER_RECENT + 1; i++)
    g_object_unref (till_test_charge (f));
  till_test_register_kill (f);
  till_register_start (f->till);
  till_test_register_settle (f);
  g_assert_cmpuint (count_attention (f), ==, 1);
  at = g_list_model_get_item (till_register_get_attention (f->till), 0);
  g_assert_cmpint (till_payment_get_record (at)->attention, ==, TILL_ATTENTION_PAID_LATE);

  till_register_acknowledge_async (f->till, at, "handed-over", NULL, store_cb, &result);
  till_test_register_settle (f);
  g_assert_true (till_register_acknowledge_finish (f->till, result, NULL));
  g_assert_cmpuint (count_attention (f), ==, 0);
}

/* After a long night: taken up a few at a time. */
static void
test_many_taken_up (Fixture       *f,
                    gconstpointer  data)
{
  const guint n = 25;

  for (guint i = 0; i < n; i++)
    g_object_unref (till_test_charge (f));
  till_test_register_kill (f);
  for (guint i = 0; i < n; i++)
    till_test_platform_get_entry (f->platform, i)->status = "CAPTURED";
  till_register_start (f->till);
  till_test_register_settle (f);
  g_assert_cmpuint (count (f, TILL_TEST_PAYMENT), <=, 11);
  till_test_register_pass (f, 3000);
  g_assert_cmpuint (count (f, TILL_TEST_PAYMENT), ==, n);
  g_assert_cmpuint (g_list_model_get_n_items (till_register_get_unresolved (f->till)), ==, 0);
}

/* … and stopped in the middle of it. */
static void
test_stopped_taking_up (Fixture       *f,
                        gconstpointer  data)
{
  for (guint i = 0; i < 25; i++)
    g_object_unref (till_test_charge (f));
  till_test_register_kill (f);
  till_register_start (f->till);
  till_test_register_settle (f);
  till_register_stop (f->till);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/people/" path, Fixture, NULL, till_test_register_set_up, function, till_test_register_tear_down)
  ADD ("other-account", test_other_account);
  ADD ("no-account", test_no_account);
  ADD ("paid-twice", test_paid_twice);
  ADD ("reversed", test_reversed);
  ADD ("settled", test_settled);
  ADD ("lists", test_lists);
  ADD ("attention", test_attention);
  ADD ("many-taken-up", test_many_taken_up);
  ADD ("stopped-taking-up", test_stopped_taking_up);
#undef ADD

  return g_test_run ();
}
