/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-register-private.h"
#include "till-test-register.h"

/* Several programs on one journal. */

typedef TillTestRegister Fixture;

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

/* What is over, or let go by a stop, others can lock. */
static void
test_unlocked (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(TillPayment) paid = till_test_charge (f);
  g_autoptr(TillPayment) open = till_test_charge (f);
  g_autoptr(TillRecord) locked = NULL;
  TillJournal *journal = till_test_open (f->base.path, f->base.clock, f->base.random, "T1", NULL);

  till_test_platform_get_entry (f->platform, 0)->status = "CAPTURED";
  till_test_register_pass (f, 16 * 1000);
  till_test_assert_state (paid, "paid");
  locked = till_test_lock (journal, till_payment_get_record (paid)->id);
  g_assert_nonnull (locked);
  g_clear_pointer (&locked, till_record_unref);

  g_assert_null (till_test_lock (journal, till_payment_get_record (open)->id));
  till_register_stop (f->till);
  till_test_register_settle (f);
  locked = till_test_lock (journal, till_payment_get_record (open)->id);
  g_assert_nonnull (locked);
  till_journal_close (journal);
  g_assert_finalize_object (journal);
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

/* Who asks is no answer to another who asked before. */
static void
test_two_ask_in_vain (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  g_autofree char *id = g_strdup (till_payment_get_record (payment)->id);
  g_autoptr(TillRecord) held = NULL;
  g_autoptr(TillPayment) theirs = NULL;
  Demanded first = { FALSE }, second = { FALSE }, third = { FALSE };
  TillJournal *deaf;
  Other other;

  g_clear_object (&payment);
  till_test_register_kill (f);
  deaf = till_test_open (f->base.path, f->base.clock, f->base.random, "T1", NULL);
  held = till_test_lock (deaf, id);
  g_assert_nonnull (held);
  payment = find_in (f->till, id);
  open_other (f, &other);
  theirs = find_in (other.till, id);

  till_register_check_async (f->till, payment, NULL, checked_cb, &first);
  pass_both (f, &other, 1000);
  till_register_check_async (other.till, theirs, NULL, checked_cb, &second);
  pass_both (f, &other, 1000);
  till_register_check_async (f->till, payment, NULL, checked_cb, &third);
  pass_both (f, &other, 5000);
  g_assert_false (first.done || second.done || third.done);
  pass_both (f, &other, 7000);
  g_assert_true (first.done && second.done && third.done);
  g_assert_false (first.good || second.good || third.good);

  g_clear_object (&theirs);
  close_other (f, &other);
  till_journal_close (deaf);
  g_assert_finalize_object (deaf);
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
  ADD ("unlocked", test_unlocked);
  ADD ("asked-by-another", test_asked_by_another);
  ADD ("asked-in-vain", test_asked_in_vain);
  ADD ("two-ask-in-vain", test_two_ask_in_vain);
#undef ADD

  return g_test_run ();
}
