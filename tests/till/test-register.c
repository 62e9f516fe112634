/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-register-private.h"
#include "till-test-register.h"
#include "till-tracker-private.h"

/* A payment from its charge to its end, while somebody waits for it. */

typedef TillTestRegister Fixture;

static TillTestEntry *
get_entry (Fixture *f)
{
  return till_test_platform_get_entry (f->platform, 0);
}

static guint
count (Fixture           *f,
       TillTestOperation  operation)
{
  return till_test_platform_count (f->platform, operation);
}

static void
test_paid (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  TillTestEntry *entry = get_entry (f);

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
  g_assert_cmpuint (count (f, TILL_TEST_THIRD_PARTY), ==, 0);
  till_test_register_pass (f, 200);
  g_assert_cmpuint (count (f, TILL_TEST_THIRD_PARTY), ==, 1);

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

/* What is on the screen was on the disk before. */
static void
note_code_cb (TillPayment *payment,
              GParamSpec  *pspec,
              Fixture     *f)
{
  g_autoptr(TillRecord) kept = till_test_get (f, till_payment_get_record (payment)->id);

  if (till_payment_get_code (payment) == NULL)
    return;
  g_assert_true (kept->shown);
  g_assert_nonnull (kept->payment_id);
  g_assert_cmpint (kept->state, ==, TILL_PAYMENT_WAITING);
}

static void
test_written_before_shown (Fixture       *f,
                           gconstpointer  data)
{
  const TillCharge charge = { .wait = TRUE };
  g_autoptr(TillPayment) payment = NULL;

  payment = till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, NULL, NULL);
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 0);
  g_signal_connect (payment, "notify::code", G_CALLBACK (note_code_cb), f);
  till_test_register_settle (f);
  g_assert_nonnull (till_payment_get_code (payment));
}

/* COMPLETED is not paid. */
static void
test_confirming (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);

  get_entry (f)->third_party = "COMPLETED";
  till_test_register_pass (f, 3100);
  till_test_assert_state (payment, "confirming");
  g_assert_cmpuint (count (f, TILL_TEST_PAYMENT), ==, 1);
  g_assert_nonnull (till_payment_get_code (payment));

  till_test_register_pass (f, 30000);
  till_test_assert_state (payment, "confirming");
  g_assert_cmpuint (count (f, TILL_TEST_THIRD_PARTY), ==, 1);

  get_entry (f)->status = "CAPTURED";
  till_test_register_pass (f, 3100);
  till_test_assert_state (payment, "paid");
}

/* The third-party status stays WAITING, and the fifth question is about the payment itself. */
static void
test_stuck_poll (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);

  get_entry (f)->status = "PAID";
  till_test_register_pass (f, 12100);
  g_assert_cmpuint (count (f, TILL_TEST_THIRD_PARTY), ==, 4);
  till_test_assert_state (payment, "waiting");
  till_test_register_pass (f, 3000);
  g_assert_cmpuint (count (f, TILL_TEST_THIRD_PARTY), ==, 4);
  till_test_assert_state (payment, "paid");
}

static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);

  get_entry (f)->third_party = "COMPLETED";
  get_entry (f)->status = "REJECTED";
  till_test_register_pass (f, 3100);
  till_test_assert_state (payment, "refused");
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_FINAL);
  g_assert_cmpstr (till_payment_get_record (payment)->error, ==, "declined");
}

static void
test_declined_at_once (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;
  TillRecord *record;

  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_STATUS, 402,
                           "{\"errorId\":\"e-7\",\"errors\":[{\"code\":\"430330\",\"message\":\"Not authorised\"}]}");
  payment = till_test_charge (f);
  record = till_payment_get_record (payment);
  till_test_assert_state (payment, "refused");
  g_assert_cmpstr (record->error, ==, "declined");
  g_assert_cmpstr (record->platform_code, ==, "430330");
  g_assert_cmpstr (record->error_message, ==, "Not authorised");
  g_assert_cmpstr (record->error_id, ==, "e-7");
  g_assert_false (record->shown);
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 1);
}

static void
test_left_and_paid_late (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  TillRecord *record;

  g_assert_true (till_test_leave (f->till, payment));
  g_assert_null (till_payment_get_code (payment));
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_LEFT);
  g_assert_true (till_payment_get_record (payment)->abandoned);
  till_test_assert_state (payment, "waiting");
  till_test_assert_kept (f, payment);
  g_assert_cmpuint (count (f, TILL_TEST_PAYMENT), ==, 0);

  get_entry (f)->status = "CAPTURED";
  till_test_register_pass (f, 31000);
  record = till_payment_get_record (payment);
  till_test_assert_state (payment, "paid");
  g_assert_true (record->late);
  g_assert_cmpuint (record->attention, ==, TILL_ATTENTION_PAID_LATE);
  till_test_assert_kept (f, payment);
}

static void
store_left_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  gboolean *left = user_data;

  *left = till_register_leave_finish (TILL_REGISTER (source), result, NULL);
}

static void
leave_on_sight_cb (TillPayment *payment,
                   GParamSpec  *pspec,
                   gpointer    *data)
{
  Fixture *f = data[0];

  if (till_payment_get_code (payment) != NULL)
    till_register_leave_async (f->till, payment, NULL, store_left_cb, data[1]);
}

/* Who hears of a step may act on it at once. */
static void
test_left_from_within (Fixture       *f,
                       gconstpointer  data)
{
  const TillCharge charge = { .wait = TRUE };
  g_autoptr(TillPayment) payment = NULL;
  gboolean left = FALSE;
  gpointer both[] = { f, &left };

  payment = till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, NULL, NULL);
  g_signal_connect (payment, "notify::code", G_CALLBACK (leave_on_sight_cb), both);
  till_test_register_settle (f);
  till_test_register_settle (f);
  g_assert_true (left);
  g_assert_null (till_payment_get_code (payment));
  g_assert_true (till_payment_get_record (payment)->abandoned);
  till_test_assert_kept (f, payment);
}

static void
leave_on_trouble_cb (TillPayment *payment,
                     GParamSpec  *pspec,
                     gpointer    *data)
{
  Fixture *f = data[0];

  till_register_leave_async (f->till, payment, NULL, store_left_cb, data[1]);
}

/* … also while an answer is being taken. */
static void
test_left_on_trouble (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  gboolean left = FALSE;
  gpointer both[] = { f, &left };

  g_signal_connect (payment, "notify::trouble", G_CALLBACK (leave_on_trouble_cb), both);
  till_test_platform_fail (f->platform, TILL_TEST_THIRD_PARTY, TILL_TEST_LOST, 0, NULL);
  till_test_platform_fail (f->platform, TILL_TEST_THIRD_PARTY, TILL_TEST_LOST, 0, NULL);
  till_test_register_pass (f, 3100);
  till_test_register_settle (f);
  g_assert_true (left);
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_LEFT);
  g_assert_true (till_payment_get_record (payment)->abandoned);
  till_test_assert_kept (f, payment);
}

static void
never_seen_cb (TillPayment *payment,
               GParamSpec  *pspec,
               gpointer     user_data)
{
  g_assert_null (till_payment_get_code (payment));
}

/* Left while "shown" is on its way to the disk: nothing appears any more. */
static void
test_left_while_written (Fixture       *f,
                         gconstpointer  data)
{
  const TillCharge charge = { .wait = TRUE };
  g_autoptr(TillPayment) payment = NULL;
  TillTracker *tracker;
  gboolean left = FALSE;

  payment = till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, NULL, NULL);
  g_signal_connect (payment, "notify::code", G_CALLBACK (never_seen_cb), NULL);
  tracker = till_register_get_tracker (f->till, till_payment_get_record (payment)->id);
  while (tracker->offer == NULL || !tracker->committing)
    g_main_context_iteration (NULL, TRUE);
  till_register_leave_async (f->till, payment, NULL, store_left_cb, &left);
  till_test_register_settle (f);
  till_test_register_settle (f);
  g_assert_true (left);
  g_assert_true (till_payment_get_record (payment)->shown);
  g_assert_true (till_payment_get_record (payment)->abandoned);
  g_assert_null (till_payment_get_code (payment));
}

static void
stop_on_end_cb (TillPayment *payment,
                GParamSpec  *pspec,
                Fixture     *f)
{
  till_register_stop (f->till);
}

static void
test_stopped_from_within (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);

  g_signal_connect (payment, "notify::wait-end", G_CALLBACK (stop_on_end_cb), f);
  get_entry (f)->status = "CAPTURED";
  till_test_register_pass (f, 16 * 1000);
  till_test_assert_state (payment, "paid");
}

static void
test_time_out (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  guint n_looks;

  till_test_register_pass (f, 299500);
  g_assert_true (till_payment_is_waiting (payment));
  n_looks = count (f, TILL_TEST_PAYMENT);
  till_test_register_pass (f, 600);
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_TIMED_OUT);
  g_assert_cmpuint (count (f, TILL_TEST_PAYMENT), ==, n_looks + 1);
  g_assert_true (till_payment_get_record (payment)->abandoned);
  till_test_assert_state (payment, "waiting");
}

/* Paid is paid, up to the last moment. */
static void
test_paid_at_time_out (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);

  till_test_register_pass (f, 299500);
  get_entry (f)->status = "CAPTURED";
  till_test_register_pass (f, 600);
  till_test_assert_state (payment, "paid");
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_FINAL);
  g_assert_false (till_payment_get_record (payment)->abandoned);
  g_assert_false (till_payment_get_record (payment)->late);
}

static void
wait_until_counted (Fixture           *f,
                    TillTestOperation  operation,
                    guint              n)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (count (f, operation) < n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, FALSE);
    }
}

/* Neither the poll in flight nor the last look may hold up the end of the wait. */
static void
test_time_out_without_answers (Fixture       *f,
                               gconstpointer  data)
{
  const TillCharge charge = { .wait = TRUE, .timeout_seconds = 5 };
  g_autoptr(TillPayment) payment = NULL;

  /* What ends these calls is the till, not the patience of the client. */
  connect_client_set_time_limits (f->client, 60000, 60000);
  payment = till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, NULL, NULL);
  till_test_register_settle (f);
  till_test_platform_fail (f->platform, TILL_TEST_THIRD_PARTY, TILL_TEST_HANG, 0, NULL);
  till_test_platform_fail (f->platform, TILL_TEST_PAYMENT, TILL_TEST_HANG, 0, NULL);
  till_test_clock_advance (f->base.clock, 3001);
  wait_until_counted (f, TILL_TEST_THIRD_PARTY, 1);
  till_test_clock_advance (f->base.clock, 2000);
  wait_until_counted (f, TILL_TEST_PAYMENT, 1);
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_NONE);
  till_test_clock_advance (f->base.clock, 1501);
  till_test_register_settle (f);
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_TIMED_OUT);
  g_assert_true (till_payment_get_record (payment)->abandoned);
}

static void
test_amount_differs (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  TillRecord *record;

  get_entry (f)->status = "CAPTURED";
  get_entry (f)->third_party = "COMPLETED";
  get_entry (f)->amount_paid = 1000;
  till_test_register_pass (f, 3100);
  record = till_payment_get_record (payment);
  till_test_assert_state (payment, "confirming");
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_ATTENTION);
  g_assert_cmpuint (record->attention, ==, TILL_ATTENTION_AMOUNT_DIFFERS);
  g_assert_cmpint (record->platform_amount, ==, 1000);

  till_test_register_pass (f, 3 * 3600 * 1000);
  till_test_assert_state (payment, "confirming");
}

static void
test_unknown_status (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);

  get_entry (f)->status = "BANANA";
  till_test_register_pass (f, 301 * 1000);
  till_test_assert_state (payment, "waiting");
  g_assert_cmpstr (till_payment_get_record (payment)->status, ==, "BANANA");

  till_test_register_pass (f, 3 * 3600 * 1000);
  till_test_assert_state (payment, "waiting");
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, TILL_ATTENTION_STUCK);

  get_entry (f)->status = "REJECTED";
  till_test_register_pass (f, 3601 * 1000);
  till_test_assert_state (payment, "refused");
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
}

/* Nobody came: followed to the end of the session's life, and not longer. */
static void
test_expired (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  guint n_looks;

  till_test_register_pass (f, (2 * 3600 + 15 * 60 - 60) * 1000);
  till_test_assert_state (payment, "waiting");
  till_test_register_pass (f, 120 * 1000);
  till_test_assert_state (payment, "expired");
  till_test_assert_kept (f, payment);

  n_looks = count (f, TILL_TEST_PAYMENT);
  till_test_register_pass (f, 3600 * 1000);
  g_assert_cmpuint (count (f, TILL_TEST_PAYMENT), ==, n_looks);

  get_entry (f)->status = "CAPTURED";
  g_assert_true (till_test_check (f, payment, NULL));
  till_test_assert_state (payment, "paid");
  g_assert_true (till_payment_get_record (payment)->late);
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);

  g_assert_false (till_test_cancel (f, payment));
  till_test_assert_state (payment, "waiting");
  g_assert_true (till_payment_get_record (payment)->abandoned);
  g_assert_cmpuint (count (f, TILL_TEST_CANCEL), ==, 0);

  get_entry (f)->is_cancellable = TRUE;
  g_assert_true (till_test_cancel (f, payment));
  till_test_assert_state (payment, "cancelled");
  g_assert_cmpuint (count (f, TILL_TEST_CANCEL), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/register/" path, Fixture, NULL, till_test_register_set_up, function, till_test_register_tear_down)
  ADD ("paid", test_paid);
  ADD ("written-before-shown", test_written_before_shown);
  ADD ("confirming", test_confirming);
  ADD ("stuck-poll", test_stuck_poll);
  ADD ("refused", test_refused);
  ADD ("declined-at-once", test_declined_at_once);
  ADD ("left-and-paid-late", test_left_and_paid_late);
  ADD ("left-from-within", test_left_from_within);
  ADD ("left-on-trouble", test_left_on_trouble);
  ADD ("left-while-written", test_left_while_written);
  ADD ("stopped-from-within", test_stopped_from_within);
  ADD ("time-out", test_time_out);
  ADD ("paid-at-time-out", test_paid_at_time_out);
  ADD ("time-out-without-answers", test_time_out_without_answers);
  ADD ("amount-differs", test_amount_differs);
  ADD ("unknown-status", test_unknown_status);
  ADD ("expired", test_expired);
  ADD ("cancelled", test_cancelled);
#undef ADD

  return g_test_run ();
}
