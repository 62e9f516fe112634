/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <sys/resource.h>

#include "till-register-private.h"
#include "till-test-register.h"

/* Several programs on one journal, people's words, lists, and a journal that cannot be written. */

typedef TillTestRegister Fixture;

#define MINUTE (60 * 1000)

static guint
count (Fixture           *f,
       TillTestOperation  operation)
{
  return till_test_platform_count (f->platform, operation);
}

/* Another program on the same journal. */
typedef struct
{
  TillJournal  *journal;   /* (owned) */
  TillRegister *till;      /* (owned) */
} Other;

static void
open_other (Fixture *f,
            Other   *other)
{
  other->journal = till_test_open (f->base.path, f->base.clock, f->base.random, "T1", NULL);
  other->till = till_register_new (other->journal, f->client, TILL_CLOCK (f->base.clock), f->base.random, NULL);
}

static void
close_other (Fixture *f,
             Other   *other)
{
  till_register_stop (other->till);
  till_test_register_settle (f);
  till_journal_close (other->journal);
  till_test_register_settle (f);
  g_assert_finalize_object (other->till);
  g_assert_finalize_object (other->journal);
}

/* Time passes for both: the other's threads and calls get their turn after each second. */
static void
pass_both (Fixture *f,
           Other   *other,
           gint64   ms)
{
  for (; ms > 0; ms -= 500)
    {
      till_test_register_pass (f, MIN (ms, 500));
      for (guint i = 0; i < 3; i++)
        {
          g_ptr_array_unref (till_test_find (other->journal, "nothing of this name"));
          till_test_register_settle (f);
        }
    }
}

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **at = user_data;

  *at = g_object_ref (result);
}

static TillPayment *
find_in (TillRegister *till,
         const char   *text)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) error = NULL;

  till_register_find_async (till, text, NULL, store_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  found = till_register_find_finish (till, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);

  return g_object_ref (g_ptr_array_index (found, 0));
}

static void
test_same_request (Fixture       *f,
                   gconstpointer  data)
{
  const TillCharge charge = { .request_id = "r-1", .wait = TRUE, .timeout_seconds = 60 };
  g_autoptr(TillPayment) first = NULL;
  g_autoptr(TillPayment) again = NULL;
  g_autoptr(TillPayment) theirs = NULL;
  TillIntentOutcome outcome;
  Other other;

  first = till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, &outcome, NULL);
  g_assert_cmpint (outcome, ==, TILL_INTENT_NEW);
  till_test_register_settle (f);
  again = till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, &outcome, NULL);
  g_assert_cmpint (outcome, ==, TILL_INTENT_SAME_REQUEST);
  g_assert_true (again == first);

  /* Another program reads along, shows no code, and hears of the end. */
  open_other (f, &other);
  theirs = till_test_charge_full (other.till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, &outcome, NULL);
  g_assert_cmpint (outcome, ==, TILL_INTENT_SAME_REQUEST);
  g_assert_null (till_payment_get_code (theirs));
  g_assert_true (till_payment_is_waiting (theirs));
  g_assert_false (till_payment_is_followed (theirs));
  till_test_platform_get_entry (f->platform, 0)->third_party = "COMPLETED";
  till_test_platform_get_entry (f->platform, 0)->status = "CAPTURED";
  pass_both (f, &other, 6000);
  till_test_assert_state (first, "paid");
  till_test_assert_state (theirs, "paid");
  g_assert_cmpint (till_payment_get_wait_end (theirs), ==, TILL_WAIT_FINAL);
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 1);
  g_assert_cmpuint (count (f, TILL_TEST_PAYMENT), ==, 1);

  g_clear_object (&theirs);
  close_other (f, &other);
}

/* A reader's own end ends only itself; when the holder dies, the reader goes on in its stead. */
static void
test_reader (Fixture       *f,
             gconstpointer  data)
{
  const TillCharge charge = { .request_id = "r-1", .wait = TRUE, .timeout_seconds = 600 };
  const TillCharge brief = { .request_id = "r-1", .wait = TRUE, .timeout_seconds = 2 };
  g_autoptr(TillPayment) payment = NULL;
  g_autoptr(TillPayment) theirs = NULL;
  g_autoptr(TillRecord) kept = NULL;
  Other other;

  open_other (f, &other);
  theirs = till_test_charge_full (other.till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, NULL, NULL);
  pass_both (f, &other, 500);
  till_test_assert_state (theirs, "waiting");
  payment = till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &brief, NULL, NULL);
  pass_both (f, &other, 2500);
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_TIMED_OUT);
  kept = till_test_get (f, till_payment_get_record (payment)->id);
  g_assert_false (kept->abandoned);

  g_clear_object (&theirs);
  close_other (f, &other);
  till_register_start (f->till);
  till_test_register_pass (f, 31 * 1000);
  g_assert_true (till_payment_is_followed (payment));
  g_assert_true (till_payment_get_record (payment)->abandoned);
}

/* A caller's retry after a crash goes on with the wait, code and all. */
static void
test_retry_after_crash (Fixture       *f,
                        gconstpointer  data)
{
  const TillCharge charge = { .request_id = "r-1", .wait = TRUE, .timeout_seconds = 60 };
  g_autoptr(TillPayment) payment = NULL;
  TillIntentOutcome outcome;

  payment = till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, NULL, NULL);
  till_test_register_settle (f);
  g_clear_object (&payment);
  till_test_register_kill (f);
  payment = till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, &outcome, NULL);
  g_assert_cmpint (outcome, ==, TILL_INTENT_SAME_REQUEST);
  till_test_register_settle (f);
  g_assert_nonnull (till_payment_get_code (payment));
  g_assert_true (till_payment_is_waiting (payment));
  g_assert_false (till_payment_get_record (payment)->abandoned);
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 1);
}

static void
test_sweep (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  g_autofree char *id = g_strdup (till_payment_get_record (payment)->id);
  g_autoptr(TillPayment) theirs = NULL;
  Other other;

  /* What we follow they leave alone … */
  open_other (f, &other);
  till_register_start (other.till);
  pass_both (f, &other, 2000);
  theirs = find_in (other.till, id);
  g_assert_false (till_payment_is_followed (theirs));
  g_assert_cmpuint (count (f, TILL_TEST_PAYMENT), ==, 0);

  /* … and what nobody follows they take up within 30 s. */
  g_clear_object (&payment);
  till_test_register_kill (f);
  pass_both (f, &other, 31000);
  g_assert_true (till_payment_is_followed (theirs));
  till_test_platform_get_entry (f->platform, 0)->status = "CAPTURED";
  pass_both (f, &other, 31000);
  till_test_assert_state (theirs, "paid");
  g_clear_object (&theirs);
  close_other (f, &other);
}

typedef struct
{
  gboolean done;
  gboolean good;
  gboolean certain;
} Demanded;

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Demanded *demanded = user_data;

  demanded->good = till_register_check_finish (TILL_REGISTER (source), result, NULL);
  demanded->done = TRUE;
}

static void
cancelled_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Demanded *demanded = user_data;

  demanded->good = till_register_cancel_finish (TILL_REGISTER (source), result, &demanded->certain, NULL);
  demanded->done = TRUE;
}

static void
test_asked_by_another (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  g_autoptr(TillPayment) theirs = NULL;
  Demanded check = { FALSE }, cancel = { FALSE };
  Other other;

  open_other (f, &other);
  theirs = find_in (other.till, till_payment_get_record (payment)->id);
  till_register_check_async (other.till, theirs, NULL, checked_cb, &check);
  pass_both (f, &other, 2500);
  g_assert_true (check.done && check.good);
  g_assert_cmpuint (count (f, TILL_TEST_PAYMENT), ==, 1);
  g_assert_true (till_payment_is_waiting (payment));

  till_register_cancel_async (other.till, theirs, NULL, cancelled_cb, &cancel);
  pass_both (f, &other, 2500);
  g_assert_true (cancel.done && cancel.good);
  g_assert_false (cancel.certain);
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_LEFT);
  g_assert_true (till_payment_get_record (theirs)->abandoned);
  g_clear_object (&theirs);
  close_other (f, &other);
}

/* Somebody holds the lock and is deaf. */
static void
test_asked_in_vain (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  g_autofree char *id = g_strdup (till_payment_get_record (payment)->id);
  g_autoptr(TillRecord) held = NULL;
  Demanded check = { FALSE };
  TillJournal *deaf;

  g_clear_object (&payment);
  till_test_register_kill (f);
  deaf = till_test_open (f->base.path, f->base.clock, f->base.random, "T1", NULL);
  held = till_test_lock (deaf, id);
  g_assert_nonnull (held);
  payment = find_in (f->till, id);
  till_register_check_async (f->till, payment, NULL, checked_cb, &check);

  /* Found to be locked, then asked of the holder: two calls of the journal. */
  till_test_register_settle (f);
  till_test_register_settle (f);
  till_test_register_pass (f, 9900);
  g_assert_false (check.done);
  till_test_register_pass (f, 200);
  g_assert_true (check.done);
  g_assert_false (check.good);
  till_journal_close (deaf);
  g_assert_finalize_object (deaf);
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
  g_assert_error (error, TILL_ERROR, TILL_ERROR_WRONG_STATE);

  till_register_set_client (f->till, f->client);
  till_test_platform_get_entry (f->platform, 0)->status = "CAPTURED";
  till_test_register_pass (f, 31 * 1000);
  till_test_assert_state (payment, "paid");
  g_assert_false (till_payment_get_record (payment)->attention & TILL_ATTENTION_OTHER_ACCOUNT);
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
  int trouble;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  g_assert_null (till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, NULL, &error));
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 1);
  till_test_platform_get_entry (f->platform, 0)->status = "CAPTURED";
  till_test_register_pass (f, 16 * 1000);
  till_test_assert_state (payment, "paid");
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_FINAL);
  g_object_get (f->till, "journal-trouble", &trouble, NULL);
  g_assert_cmpint (trouble, !=, -1);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &all), ==, 0);
  kept = till_test_get (f, till_payment_get_record (payment)->id);
  g_assert_cmpint (kept->state, ==, TILL_PAYMENT_WAITING);
  till_test_register_pass (f, 5 * 1000);
  g_object_get (f->till, "journal-trouble", &trouble, NULL);
  g_assert_cmpint (trouble, ==, -1);
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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/follow/" path, Fixture, NULL, till_test_register_set_up, function, till_test_register_tear_down)
  ADD ("same-request", test_same_request);
  ADD ("reader", test_reader);
  ADD ("retry-after-crash", test_retry_after_crash);
  ADD ("sweep", test_sweep);
  ADD ("asked-by-another", test_asked_by_another);
  ADD ("asked-in-vain", test_asked_in_vain);
  ADD ("other-account", test_other_account);
  ADD ("no-account", test_no_account);
  ADD ("paid-twice", test_paid_twice);
  ADD ("reversed", test_reversed);
  ADD ("settled", test_settled);
  ADD ("lists", test_lists);
  ADD ("disk-full", test_disk_full);
  ADD ("disk-full-before-code", test_disk_full_before_code);
#undef ADD

  return g_test_run ();
}
