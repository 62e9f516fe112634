/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <sys/resource.h>

#include "till-journal-private.h"
#include "till-register-private.h"
#include "till-test-register.h"

/* A journal that cannot be written. */

typedef TillTestRegister Fixture;

static guint
count (Fixture           *f,
       TillTestOperation  operation)
{
  return till_test_platform_count (f->platform, operation);
}

static int
get_trouble (Fixture *f)
{
  int trouble;

  g_object_get (f->till, "storage-trouble", &trouble, NULL);

  return trouble;
}

/* The disk is full while the customer pays: shown from memory, and kept as soon as that is possible. */
static void
test_disk_full (Fixture       *f,
                gconstpointer  data)
{
  const struct rlimit none = { .rlim_cur = 0, .rlim_max = RLIM_INFINITY };
  const struct rlimit all = { .rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY };
  g_autoptr(TillPayment) payment = till_test_charge (f);
  const TillCharge charge = { .wait = TRUE };
  g_autoptr(TillRecord) kept = NULL;
  g_autoptr(GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  g_assert_null (till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, NULL, &error));
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 1);
  till_test_platform_get_entry (f->platform, 0)->status = "CAPTURED";
  till_test_register_pass (f, 16 * 1000);
  till_test_assert_state (payment, "paid");
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_FINAL);
  g_assert_cmpint (get_trouble (f), !=, -1);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &all), ==, 0);
  kept = till_test_get (f, till_payment_get_record (payment)->id);
  g_assert_cmpint (kept->state, ==, TILL_PAYMENT_WAITING);
  till_test_register_pass (f, 5 * 1000);
  g_assert_cmpint (get_trouble (f), ==, -1);
  till_test_assert_kept (f, payment);
  till_test_assert_state (payment, "paid");
}

/* No code without the journal: an answer that cannot be written shows nothing. */
static void
test_disk_full_before_code (Fixture       *f,
                            gconstpointer  data)
{
  const struct rlimit none = { .rlim_cur = 0, .rlim_max = RLIM_INFINITY };
  const struct rlimit all = { .rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY };
  const TillCharge charge = { .wait = TRUE };
  g_autoptr(TillPayment) payment = NULL;

  signal (SIGXFSZ, SIG_IGN);
  payment = till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, NULL, NULL);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  till_test_register_pass (f, 10 * 1000);
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 1);
  till_test_assert_state (payment, "requested");
  g_assert_null (till_payment_get_code (payment));

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &all), ==, 0);
  till_test_register_pass (f, 3 * 1000);
  till_test_assert_state (payment, "waiting");
  g_assert_nonnull (till_payment_get_code (payment));
  till_test_assert_kept (f, payment);
}

/* The account is another's also while that cannot be written down: the payment is not asked about with it. */
static void
test_disk_full_other_account (Fixture       *f,
                              gconstpointer  data)
{
  const struct rlimit none = { .rlim_cur = 0, .rlim_max = RLIM_INFINITY };
  const struct rlimit all = { .rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY };
  g_autoptr(TillPayment) payment = till_test_charge (f);
  g_autoptr(ConnectClient) foreign = till_test_platform_client (f->platform, "5678");

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  till_register_leave_async (f->till, payment, NULL, NULL, NULL);
  till_register_set_client (f->till, foreign);
  till_test_register_pass (f, 120 * 1000);
  g_assert_cmpuint (count (f, TILL_TEST_PAYMENT), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &all), ==, 0);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  ++*(guint *) user_data;
}

/* The register says so, follows what is open, and takes money again when there is room. */
static void
test_nearly_full (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  const TillCharge charge = { .wait = TRUE };
  g_autoptr(GError) error = NULL;
  guint n_told = 0;

  till_register_start (f->till);
  g_signal_connect (f->till, "notify::storage-trouble", G_CALLBACK (count_cb), &n_told);
  till_journal_set_room (till_register_get_journal (f->till), 0);
  till_test_register_pass (f, 31 * 1000);
  g_assert_cmpint (get_trouble (f), ==, TILL_ERROR_DISK_FULL);
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_null (till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, NULL, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_DISK_FULL);

  till_test_platform_get_entry (f->platform, 0)->status = "CAPTURED";
  till_test_register_pass (f, 16 * 1000);
  till_test_assert_state (payment, "paid");
  till_test_assert_kept (f, payment);
  g_assert_cmpint (get_trouble (f), ==, TILL_ERROR_DISK_FULL);

  till_journal_set_room (till_register_get_journal (f->till), -1);
  till_test_register_pass (f, 31 * 1000);
  g_assert_cmpint (get_trouble (f), ==, -1);
  g_assert_cmpuint (n_told, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/storage-trouble/" path, Fixture, NULL, till_test_register_set_up, function, till_test_register_tear_down)
  ADD ("disk-full", test_disk_full);
  ADD ("disk-full-before-code", test_disk_full_before_code);
  ADD ("disk-full-other-account", test_disk_full_other_account);
  ADD ("nearly-full-disk-is-told-and-open-payments-go-on", test_nearly_full);
#undef ADD

  return g_test_run ();
}
