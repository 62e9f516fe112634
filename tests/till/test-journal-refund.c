/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-currency.h"
#include "connect-date.h"
#include "till-journal-private.h"
#include "till-test-journal.h"

/* What the journal lets be given back: checked in one transaction, and once more by the database. */

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **at = user_data;

  *at = g_object_ref (result);
}

static TillRecord *
refund (TillJournal  *journal,
        const char   *payment,
        gint64        amount,
        GBytes      **body,
        GError      **error)
{
  const TillRefundIntent intent = {
    .amount = amount,
    .reason = "OTHER",
    .platform_refunded = CONNECT_AMOUNT_ABSENT,
    .platform_date = 7,
  };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) unused = NULL;

  till_journal_refund_async (journal, payment, &intent, NULL, store_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return till_journal_refund_finish (journal, result, body != NULL ? body : &unused, error);
}

static GBytes *
read_body (TillJournal *journal,
           const char  *payment,
           const char  *refund_id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GBytes *body;

  till_journal_refund_body_async (journal, payment, refund_id, NULL, store_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  body = till_journal_refund_body_finish (journal, result, &error);
  g_assert_no_error (error);

  return body;
}

static gboolean
has_body (TillTestJournal *f,
          const char      *payment,
          const char      *refund_id)
{
  g_autoptr(GBytes) body = read_body (f->journal, payment, refund_id);

  return body != NULL;
}

static TillRecord *
new_paid (TillTestJournal *f)
{
  TillRecord *record = till_test_request (f->journal, 1250, "A-1");

  till_test_append (f->journal, &record, TILL_EVENT_ANSWERED, TILL_FACT_PAYMENT_ID, "id-1", NULL);
  till_test_append (f->journal, &record, TILL_EVENT_STATUS, TILL_FACT_STATE, "paid", NULL);

  return record;
}

static const TillRefund *
get_last (TillRecord *record)
{
  return g_ptr_array_index (record->refunds, record->refunds->len - 1);
}

static void
assert_not (TillTestJournal *f,
            const char      *payment,
            gint64           amount,
            TillError        code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (refund (f->journal, payment, amount, NULL, &error));
  g_assert_error (error, TILL_ERROR, (int) code);
}

static void
answer (TillTestJournal  *f,
        TillRecord      **record,
        const char       *state)
{
  g_autofree char *id = g_strdup (get_last (*record)->id);

  till_test_append (f->journal, record, TILL_EVENT_REFUND, TILL_FACT_REFUND, id, TILL_FACT_REFUND_STATE, state, NULL);
}

static void
test_written (TillTestJournal *f,
              gconstpointer    data)
{
  g_autoptr(TillRecord) paid = new_paid (f);
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GBytes) kept = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(TillRecord) record = refund (f->journal, paid->id, 500, &body, &error);
  const TillRefund *made;

  g_assert_no_error (error);
  made = get_last (record);
  g_assert_cmpstr (made->state, ==, "unknown");
  g_assert_cmpint (made->amount, ==, 500);
  g_assert_cmpstr (made->reason, ==, "OTHER");
  g_assert_true (g_str_has_prefix (made->reference, "A-1-"));
  g_assert_cmpstr (made->reference, !=, record->merchant_reference);
  g_assert_cmpstr (made->key, !=, record->key);
  g_assert_cmpint (made->asked_date, ==, 7);
  kept = read_body (f->journal, record->id, made->id);
  g_assert_true (g_bytes_equal (kept, body));
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (body, NULL), g_bytes_get_size (body), made->reference));
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

static void
test_sum (TillTestJournal *f,
          gconstpointer    data)
{
  g_autoptr(TillRecord) record = new_paid (f);

  assert_not (f, record->id, 1251, TILL_ERROR_MORE_THAN_LEFT);
  till_record_unref (record);
  record = refund (f->journal, "nothing", 1, NULL, NULL);
  g_assert_null (record);
}

/* Unknown holds up every other; refused is no longer counted; all that is left may go. */
static void
test_after_another (TillTestJournal *f,
                    gconstpointer    data)
{
  g_autoptr(TillRecord) paid = new_paid (f);
  TillRecord *record = refund (f->journal, paid->id, 1000, NULL, NULL);

  assert_not (f, paid->id, 1, TILL_ERROR_REFUND_OPEN);
  answer (f, &record, "requested");
  assert_not (f, paid->id, 251, TILL_ERROR_MORE_THAN_LEFT);
  answer (f, &record, "refused");
  till_record_unref (record);
  record = refund (f->journal, paid->id, 0, NULL, NULL);
  g_assert_cmpint (get_last (record)->amount, ==, 1250);
  answer (f, &record, "done");
  assert_not (f, paid->id, 1, TILL_ERROR_MORE_THAN_LEFT);
  assert_not (f, paid->id, 0, TILL_ERROR_MORE_THAN_LEFT);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
  till_record_unref (record);
}

static void
test_not_paid (TillTestJournal *f,
               gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 1250, "A-1");

  assert_not (f, record->id, 1, TILL_ERROR_NOT_PAID);
}

/* Only by who follows it: two programs never give back at once. */
static void
test_not_followed (TillTestJournal *f,
                   gconstpointer    data)
{
  g_autoptr(TillRecord) record = new_paid (f);
  TillJournal *other = till_test_open (f->path, f->clock, f->random, "T1", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (refund (other, record->id, 1, NULL, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_FOLLOWED_ELSEWHERE);
  till_journal_close (other);
  g_assert_finalize_object (other);
}

/* Whoever writes past the rule is stopped by the database; what the platform did is written down as it is. */
static void
test_guard (TillTestJournal *f,
            gconstpointer    data)
{
  g_autoptr(TillRecord) record = new_paid (f);
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
  TillEvent *event = till_event_new (TILL_EVENT_REFUND, record->id);
  g_autoptr(GError) error = NULL;

  till_test_append (f->journal, &record, TILL_EVENT_REFUND, TILL_FACT_REFUND, "f-1", TILL_FACT_REFUND_AMOUNT, "1250",
                    TILL_FACT_REFUND_REFERENCE, "R-1", TILL_FACT_REFUND_STATE, "refused", NULL);
  till_test_append (f->journal, &record, TILL_EVENT_REFUND, TILL_FACT_REFUND, "f-2", TILL_FACT_REFUND_AMOUNT, "1250",
                    TILL_FACT_REFUND_REFERENCE, "R-2", TILL_FACT_REFUND_STATE, "requested",
                    TILL_FACT_REFUND_REASON, "\"a\\\" done 7", NULL);

  till_event_set (event, TILL_FACT_REFUND, "f-3");
  till_event_set (event, TILL_FACT_REFUND_AMOUNT, "1");
  till_event_set (event, TILL_FACT_REFUND_REFERENCE, "R-3");
  g_ptr_array_add (events, event);
  g_assert_null (till_test_append_events (f->journal, events, NULL, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_JOURNAL);

  till_test_append (f->journal, &record, TILL_EVENT_REFUND, TILL_FACT_REFUND, "f-1",
                    TILL_FACT_REFUND_STATE, "done", NULL);
  g_assert_cmpint (till_record_get_refunded (record), ==, 2500);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

/* A request is kept until a day after its refund is no longer unknown. */
static void
test_forgotten (TillTestJournal *f,
                gconstpointer    data)
{
  g_autoptr(TillRecord) paid = new_paid (f);
  TillRecord *record = refund (f->journal, paid->id, 1000, NULL, NULL);
  g_autofree char *id = g_strdup (get_last (record)->id);
  const gint64 day = 24 * 3600 * 1000;

  till_test_clock_advance (f->clock, 3 * day);
  g_assert_true (has_body (f, paid->id, id));
  answer (f, &record, "requested");
  till_test_clock_advance (f->clock, day - 1000);
  answer (f, &record, "requested");
  g_assert_true (has_body (f, paid->id, id));
  till_test_clock_advance (f->clock, 1000);
  answer (f, &record, "done");
  g_assert_false (has_body (f, paid->id, id));
  till_record_unref (record);
}

#define NEW(name, func) \
  g_test_add ("/journal-refund/" name, TillTestJournal, NULL, till_test_journal_set_up, func, till_test_journal_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  NEW ("written", test_written);
  NEW ("sum", test_sum);
  NEW ("after-another", test_after_another);
  NEW ("not-paid", test_not_paid);
  NEW ("not-followed", test_not_followed);
  NEW ("guard", test_guard);
  NEW ("forgotten", test_forgotten);

  return g_test_run ();
}
