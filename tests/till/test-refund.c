/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-register.h"

/* Money that goes back when all goes well, what the till refuses by itself, and what the platform refuses. */

typedef TillTestRegister Fixture;

#define NO_BODY     "{\"errorId\":\"e\",\"errors\":[{\"code\":\"21000120\",\"message\":\"no\"}]}"
#define RESULT_BODY "{\"errorId\":\"e\",\"errors\":[{\"code\":\"430330\",\"message\":\"Not authorised\"}]," \
                    "\"refundResult\":{\"id\":\"r-1\",\"status\":\"REJECTED\",\"statusOutput\":{\"errors\":" \
                    "[{\"code\":\"430330\",\"message\":\"Not authorised\"}]}}}"

#define MINUTE (60 * 1000)
#define HOUR   (60 * MINUTE)

static guint
count (Fixture           *f,
       TillTestOperation  operation)
{
  return till_test_platform_count (f->platform, operation);
}

static const TillRefund *
get_refund (TillPayment *payment,
            guint        index)
{
  GPtrArray *refunds = till_payment_get_record (payment)->refunds;

  g_assert_cmpuint (index, <, refunds->len);

  return g_ptr_array_index (refunds, index);
}

#define assert_refund(payment, index, expected) g_assert_cmpstr (get_refund (payment, index)->state, ==, expected)

static void
test_full (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autofree char *id = till_test_refund (f, payment, 0, "  broken ", NULL);
  TillTestRefund *there = till_test_platform_get_refund (f->platform, 0);

  g_assert_cmpstr (get_refund (payment, 0)->id, ==, id);
  assert_refund (payment, 0, "requested");
  g_assert_cmpint (get_refund (payment, 0)->amount, ==, 1250);
  g_assert_cmpstr (get_refund (payment, 0)->refund_id, ==, there->id);
  g_assert_cmpstr (get_refund (payment, 0)->reference, ==, there->reference);
  g_assert_cmpstr (get_refund (payment, 0)->key, ==, there->key);
  g_assert_cmpstr (get_refund (payment, 0)->reason, ==, "  broken ");
  g_assert_cmpint (there->amount, ==, 1250);
  g_assert_cmpstr (there->reference, !=, till_payment_get_record (payment)->merchant_reference);
  g_assert_true (till_record_is_open (till_payment_get_record (payment)));

  there->status = "REFUNDED";
  till_test_register_pass (f, 31 * 1000);
  assert_refund (payment, 0, "done");
  till_test_assert_state (payment, "paid");
  g_assert_false (till_record_is_open (till_payment_get_record (payment)));
  g_assert_false (till_payment_is_followed (payment));
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
  till_test_assert_kept (f, payment);
}

static void
test_parts (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autofree char *first = till_test_refund (f, payment, 500, NULL, NULL);
  g_autofree char *second = till_test_refund (f, payment, 700, "RETURN", NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *third = NULL;

  g_assert_cmpstr (first, !=, second);
  g_assert_null (till_test_refund (f, payment, 51, NULL, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_MORE_THAN_LEFT);
  third = till_test_refund (f, payment, 0, NULL, NULL);
  g_assert_cmpint (get_refund (payment, 2)->amount, ==, 50);
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 3);
  g_assert_cmpint (till_record_get_refunded (till_payment_get_record (payment)), ==, 1250);
  g_clear_error (&error);
  g_assert_null (till_test_refund (f, payment, 1, NULL, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_MORE_THAN_LEFT);
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 3);

  /* What was refused is still there to be given back. */
  till_test_platform_get_refund (f->platform, 1)->status = "REJECTED";
  till_test_register_pass (f, 31 * 1000);
  assert_refund (payment, 1, "refused");
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, TILL_ATTENTION_REFUND_FAILED);
  g_free (till_test_refund (f, payment, 700, NULL, NULL));
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 4);
}

/* 30 s for 10 min, then hourly. */
static void
test_rhythm (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  guint before;

  g_free (till_test_refund (f, payment, 500, NULL, NULL));
  till_test_register_pass (f, 10 * MINUTE - 1000);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND_STATUS), >=, 18);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND_STATUS), <=, 20);
  till_test_register_pass (f, MINUTE);
  before = count (f, TILL_TEST_REFUND_STATUS);
  till_test_register_pass (f, 5 * HOUR);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND_STATUS) - before, ==, 5);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 1);
  assert_refund (payment, 0, "requested");
}

/* Every word of the platform, as the first answer and as a later one. */
static const struct
{
  const char *status;
  const char *state;
} words[] = {
  { "CREATED", "requested" },
  { "PENDING_APPROVAL", "requested" },
  { "REFUND_REQUESTED", "requested" },
  { "PAYOUT_REQUESTED", "requested" },
  { "REFUNDED", "done" },
  { "ACCOUNT_CREDITED", "done" },
  { "REJECTED", "refused" },
  { "REJECTED_CAPTURE", "refused" },
  { "REJECTED_CREDIT", "refused" },
  { "CANCELLED", "cancelled" },
  { "BANANA", "requested" },
};

static void
test_words (Fixture       *f,
            gconstpointer  data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr(TillPayment) payment = till_test_paid (f);

  g_free (till_test_refund (f, payment, 500, NULL, NULL));
  till_test_platform_get_refund (f->platform, 0)->status = words[row].status;
  till_test_register_pass (f, 31 * 1000);
  assert_refund (payment, 0, words[row].state);
  g_assert_cmpstr (get_refund (payment, 0)->status, ==, words[row].status);
  g_assert_true (!till_refund_has_failed (get_refund (payment, 0))
                 == !(till_payment_get_record (payment)->attention & TILL_ATTENTION_REFUND_FAILED));
  till_test_assert_kept (f, payment);
}

/* What the till refuses by itself: nothing is sent, nothing written. */
static void
assert_not (Fixture     *f,
            TillPayment *payment,
            gint64       amount,
            const char  *reason,
            TillError    code)
{
  guint n_sent = count (f, TILL_TEST_REFUND);
  guint n_refunds = till_payment_get_record (payment)->refunds->len;
  g_autoptr(GError) error = NULL;

  g_assert_null (till_test_refund (f, payment, amount, reason, &error));
  g_assert_error (error, TILL_ERROR, (int) code);
  till_test_register_pass (f, 2000);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, n_sent);
  g_assert_cmpuint (till_payment_get_record (payment)->refunds->len, ==, n_refunds);
  till_test_assert_kept (f, payment);
}

static void
test_unpaid (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);

  assert_not (f, payment, 500, NULL, TILL_ERROR_NOT_PAID);
  till_test_platform_get_entry (f->platform, 0)->status = "REJECTED";
  till_test_register_pass (f, 20 * 1000);
  till_test_assert_state (payment, "refused");
  assert_not (f, payment, 500, NULL, TILL_ERROR_NOT_PAID);
}

static void
test_too_much (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);

  assert_not (f, payment, 1251, NULL, TILL_ERROR_MORE_THAN_LEFT);
  assert_not (f, payment, -1, NULL, TILL_ERROR_MORE_THAN_LEFT);
  assert_not (f, payment, G_MAXINT64, NULL, TILL_ERROR_MORE_THAN_LEFT);

  /* Given back by another way: the platform's own word counts. */
  till_test_platform_get_entry (f->platform, 0)->amount_refunded = 1000;
  assert_not (f, payment, 251, NULL, TILL_ERROR_MORE_THAN_LEFT);
  g_free (till_test_refund (f, payment, 250, NULL, NULL));
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
}

/* Read anew before sending, whatever was known before. */
static void
test_not_refundable (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  guint n_asked = count (f, TILL_TEST_PAYMENT);

  till_test_platform_get_entry (f->platform, 0)->not_refundable = TRUE;
  assert_not (f, payment, 500, NULL, TILL_ERROR_NOT_REFUNDABLE);
  g_assert_cmpuint (count (f, TILL_TEST_PAYMENT), ==, n_asked + 1);
  till_test_platform_get_entry (f->platform, 0)->not_refundable = FALSE;
  g_free (till_test_refund (f, payment, 500, NULL, NULL));
  assert_refund (payment, 0, "requested");
}

static void
test_reason (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autofree char *longest = g_strnfill (100, 'r');
  g_autofree char *too_long = g_strnfill (101, 'r');

  assert_not (f, payment, 100, too_long, TILL_ERROR_INVALID_DESCRIPTION);
  assert_not (f, payment, 100, "a\nb", TILL_ERROR_INVALID_DESCRIPTION);
  assert_not (f, payment, 100, "\xff", TILL_ERROR_INVALID_DESCRIPTION);
  assert_not (f, payment, 100, "4111 1111 1111 1111", TILL_ERROR_LOOKS_LIKE_CARD);
  g_free (till_test_refund (f, payment, 100, longest, NULL));
  g_assert_cmpstr (get_refund (payment, 0)->reason, ==, longest);
  g_free (till_test_refund (f, payment, 100, "-", NULL));
  g_assert_cmpstr (get_refund (payment, 1)->reason, ==, "-");
  till_test_assert_kept (f, payment);
}

/* No answer to the question before it: nothing was sent, and that is certain. */
static void
test_look_fails (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);

  till_test_platform_fail (f->platform, TILL_TEST_PAYMENT, TILL_TEST_STATUS, 503, NO_BODY);
  assert_not (f, payment, 500, NULL, TILL_ERROR_BUSY);
  till_test_platform_fail (f->platform, TILL_TEST_PAYMENT, TILL_TEST_STATUS, 200, "<html>Log in</html>");
  assert_not (f, payment, 500, NULL, TILL_ERROR_BAD_ANSWER);
  till_test_platform_close (f->platform);
  assert_not (f, payment, 500, NULL, TILL_ERROR_NO_CONNECTION);
  till_test_platform_open_again (f->platform);
  g_free (till_test_refund (f, payment, 500, NULL, NULL));
  assert_refund (payment, 0, "requested");
}

static const struct
{
  guint       status;
  const char *body;
  const char *state;
  const char *error;
  const char *code;
} refused[] = {
  { 400, NO_BODY, "refused", "invalid-request", "21000120" },
  { 402, NO_BODY, "refused", "declined", "21000120" },
  { 402, RESULT_BODY, "refused", "declined", "430330" },
  { 404, NO_BODY, "refused", "invalid-request", "21000120" },
  { 405, NO_BODY, "refused", "invalid-request", "21000120" },
  { 403, NO_BODY, "void", "key-refused", "21000120" },
};

/* A no to who waits for it: told once, no word of attention, and all is left to be given back. */
static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autofree char *id = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_STATUS, refused[row].status, refused[row].body);
  id = till_test_refund (f, payment, 1250, NULL, NULL);
  assert_refund (payment, 0, refused[row].state);
  g_assert_cmpstr (get_refund (payment, 0)->error, ==, refused[row].error);
  g_assert_cmpstr (get_refund (payment, 0)->platform_code, ==, refused[row].code);
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
  g_assert_false (till_record_is_open (till_payment_get_record (payment)));
  till_test_register_pass (f, 10 * MINUTE);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 1);

  g_free (till_test_refund (f, payment, 1250, NULL, NULL));
  assert_refund (payment, 1, "requested");
  till_test_assert_kept (f, payment);
}

/* REFUNDED that our own refunds explain changes nothing; what they do not explain is a reversal. */
static void
test_explained (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  TillTestEntry *entry = till_test_platform_get_entry (f->platform, 0);

  g_free (till_test_refund (f, payment, 1250, NULL, NULL));
  entry->status = "REFUNDED";
  entry->amount_refunded = 1250;
  g_assert_true (till_test_check (f, payment, NULL));
  till_test_assert_state (payment, "paid");
  g_assert_false (till_payment_get_record (payment)->reversed);
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
}

static void
test_not_explained (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  TillTestEntry *entry = till_test_platform_get_entry (f->platform, 0);

  g_free (till_test_refund (f, payment, 500, NULL, NULL));
  entry->status = "REFUNDED";
  entry->amount_refunded = 1250;
  g_assert_true (till_test_check (f, payment, NULL));
  till_test_assert_state (payment, "paid");
  g_assert_true (till_payment_get_record (payment)->reversed);
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, TILL_ATTENTION_REVERSED);
}

/* What came instead of what was asked for can go back, up to what the platform says; then all is settled. */
static void
test_amount_differs (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  TillTestEntry *entry = till_test_platform_get_entry (f->platform, 0);

  entry->status = "PAID";
  entry->amount = 1300;
  till_test_register_pass (f, 20 * 1000);
  till_test_assert_state (payment, "confirming");
  g_assert_cmpint (till_payment_get_record (payment)->platform_amount, ==, 1300);
  assert_not (f, payment, 1301, NULL, TILL_ERROR_MORE_THAN_LEFT);
  g_free (till_test_refund (f, payment, 0, NULL, NULL));
  g_assert_cmpint (get_refund (payment, 0)->amount, ==, 1300);
  till_test_platform_get_refund (f->platform, 0)->status = "REFUNDED";
  till_test_register_pass (f, 31 * 1000);
  assert_refund (payment, 0, "done");
  g_assert_cmpstr (till_payment_get_record (payment)->settled, ==, "refunded");
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
}

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **at = user_data;

  *at = g_object_ref (result);
}

/* A double click: one refund. */
static void
test_at_once (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autoptr(GAsyncResult) one = NULL;
  g_autoptr(GAsyncResult) two = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;

  till_register_refund_async (f->till, payment, 500, NULL, NULL, store_cb, &one);
  till_register_refund_async (f->till, payment, 500, NULL, NULL, store_cb, &two);
  while (one == NULL || two == NULL)
    g_main_context_iteration (NULL, TRUE);
  id = till_register_refund_finish (f->till, one, &error);
  g_assert_no_error (error);
  g_assert_null (till_register_refund_finish (f->till, two, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_REFUND_OPEN);
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
}

/* Another program holds the payment: nothing is sent, nothing written. */
static void
test_two_programs (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  const char *id = till_payment_get_record (payment)->id;
  TillJournal *other = till_test_open (f->base.path, f->base.clock, f->base.random, "T1", NULL);
  g_autoptr(TillRecord) held = till_test_lock (other, id);

  g_assert_nonnull (held);
  assert_not (f, payment, 500, NULL, TILL_ERROR_FOLLOWED_ELSEWHERE);
  till_journal_close (other);
  g_assert_finalize_object (other);
  g_free (till_test_refund (f, payment, 500, NULL, NULL));
  assert_refund (payment, 0, "requested");
}

#define NEW(name, func, data) \
  g_test_add ("/refund/" name, Fixture, data, till_test_register_set_up, func, till_test_register_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  NEW ("full", test_full, NULL);
  NEW ("parts", test_parts, NULL);
  NEW ("rhythm", test_rhythm, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *path = g_strconcat ("/refund/words/", words[i].status, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), till_test_register_set_up, test_words,
                  till_test_register_tear_down);
    }
  NEW ("unpaid", test_unpaid, NULL);
  NEW ("too-much", test_too_much, NULL);
  NEW ("not-refundable", test_not_refundable, NULL);
  NEW ("reason", test_reason, NULL);
  NEW ("look-fails", test_look_fails, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/refund/refused/%u-%s", refused[i].status, refused[i].code);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), till_test_register_set_up, test_refused,
                  till_test_register_tear_down);
    }
  NEW ("explained", test_explained, NULL);
  NEW ("not-explained", test_not_explained, NULL);
  NEW ("amount-differs", test_amount_differs, NULL);
  NEW ("at-once", test_at_once, NULL);
  NEW ("two-programs", test_two_programs, NULL);

  return g_test_run ();
}
