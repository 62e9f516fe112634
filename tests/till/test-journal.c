/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-test-journal.h"

#define NEW(name, func) \
  g_test_add (name, TillTestJournal, NULL, till_test_journal_set_up, func, till_test_journal_tear_down)

static TillRecord *
first_of (GPtrArray *list)
{
  g_assert_cmpuint (list->len, >, 0);

  return g_ptr_array_index (list, 0);
}

static void
assert_n_payments (TillTestJournal *f,
                   guint            n)
{
  g_autoptr(GPtrArray) list = till_test_list (f->journal, &(TillListFilter) { 0, });

  g_assert_cmpuint (list->len, ==, n);
}

/* Shown and paid, by way of every state between. */
static void
pay (TillTestJournal  *f,
     TillRecord      **record)
{
  till_test_append (f->journal, record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
  till_test_append (f->journal, record, TILL_EVENT_STATUS, "state", "confirming", NULL);
  till_test_append (f->journal, record, TILL_EVENT_STATUS, "state", "paid", "status", "CAPTURED", NULL);
}

static void
test_request (TillTestJournal *f,
              gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 1250, "A-1001");
  g_autoptr(TillOutbound) outbound = till_test_outbound (f->journal, record->id, NULL);
  g_autofree char *hash = NULL;

  g_assert_cmpint (record->row, ==, 1);
  g_assert_cmpint (record->state, ==, TILL_PAYMENT_REQUESTED);
  g_assert_cmpint (record->money.amount, ==, 1250);
  g_assert_cmpstr (record->money.currency, ==, "EUR");
  g_assert_cmpstr (record->reference, ==, "A-1001");
  g_assert_true (record->reference_given);
  g_assert_true (g_str_has_prefix (record->merchant_reference, "A-1001-"));
  g_assert_cmpuint (strlen (record->merchant_reference), ==, strlen ("A-1001-") + 7);
  g_assert_true (record->maybe_sent);
  g_assert_true (record->waited_for);
  g_assert_cmpint (record->created, ==, TILL_TEST_CLOCK_START);
  g_assert_cmpint (record->first_seq, ==, 3);
  g_assert_cmpstr (record->endpoint, ==, "training");
  g_assert_cmpstr (record->till, ==, "T1");
  g_assert_cmpstr (record->program, ==, "test");
  g_assert_true (till_journal_holds_lock (f->journal, record->row));

  g_assert_nonnull (outbound->body);
  g_assert_null (outbound->action);
  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, outbound->body);
  g_assert_cmpstr (record->body_hash, ==, hash);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (outbound->body, NULL), g_bytes_get_size (outbound->body),
                                  record->merchant_reference));
}

static void
test_survives (TillTestJournal *f,
               gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 1250, NULL);
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) events = NULL;

  till_journal_set_who (f->journal, "Ana");
  till_test_append (f->journal, &record, TILL_EVENT_ANSWERED, "payment-id", "4711", "status", "REDIRECTED",
                    "status-code", "50", NULL);
  till_test_clock_advance (f->clock, 1500);
  pay (f, &record);
  g_assert_cmpint (record->paid_time, ==, TILL_TEST_CLOCK_START + 1500 * 1000);
  g_assert_cmpstr (record->reference, ==, "T1-000001");
  g_assert_false (record->reference_given);

  till_test_journal_reopen (f);
  found = till_test_find (f->journal, "4711");
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_true (till_record_equal (first_of (found), record));
  g_assert_cmpint (first_of (found)->last_seq, ==, 7);
  g_assert_cmpint (first_of (found)->updated, ==, record->updated);

  events = till_test_events (f->journal, record->id, NULL);
  g_assert_cmpuint (events->len, ==, 5);
  for (guint i = 0; i < events->len; i++)
    {
      TillEvent *event = g_ptr_array_index (events, i);

      g_assert_cmpint (event->seq, ==, 3 + i);
      g_assert_cmpstr (event->who, ==, i == 0 ? "" : "Ana");
      g_assert_cmpstr (event->payment, ==, record->id);
      g_assert_cmpstr (event->boot_id, ==, "boot-1");
    }
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

/* What is refused leaves nothing behind, not even a gap. */
static void
test_refused_appends (TillTestJournal *f,
                      gconstpointer    data)
{
  static const struct
  {
    const char *fact;
    const char *value;
    const char *id;
    TillError   code;
  } rows[] = {
    { "state", "void", NULL, TILL_ERROR_WRONG_STATE },
    { "amount", "1", NULL, TILL_ERROR_WRONG_STATE },
    { "state", "gone", NULL, TILL_ERROR_JOURNAL_DAMAGED },
    { "state", "paid", "another", TILL_ERROR_NO_SUCH_PAYMENT },
  };
  g_autoptr(TillRecord) record = till_test_request (f->journal, 1250, NULL);

  till_test_append (f->journal, &record, TILL_EVENT_ANSWERED, "payment-id", "4711", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
      const char *id = rows[i].id != NULL ? rows[i].id : record->id;
      TillEvent *event = till_event_new (TILL_EVENT_STATUS, id);
      g_autoptr(GError) error = NULL;

      till_event_set (event, rows[i].fact, rows[i].value);
      g_ptr_array_add (events, till_event_new (TILL_EVENT_LOOKED, id));
      g_ptr_array_add (events, event);
      g_assert_null (till_test_append_events (f->journal, events, NULL, &error));
      g_assert_error (error, TILL_ERROR, (int) rows[i].code);
    }

  till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", "waiting", NULL);
  g_assert_cmpint (record->last_seq, ==, 5);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

static void
test_unknown_payment (TillTestJournal *f,
                      gconstpointer    data)
{
  g_autoptr(GError) events_error = NULL;
  g_autoptr(GError) outbound_error = NULL;

  g_assert_null (till_test_events (f->journal, "nothing", &events_error));
  g_assert_error (events_error, TILL_ERROR, TILL_ERROR_NO_SUCH_PAYMENT);
  g_assert_null (till_test_outbound (f->journal, "nothing", &outbound_error));
  g_assert_error (outbound_error, TILL_ERROR, TILL_ERROR_NO_SUCH_PAYMENT);
}

static void
test_events_may_be_written_again (TillTestJournal *f,
                                  gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 1250, NULL);
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
  g_autoptr(TillRecord) first = NULL;
  g_autoptr(TillRecord) second = NULL;

  g_ptr_array_add (events, till_event_new (TILL_EVENT_LOOKED, record->id));
  first = till_test_append_events (f->journal, events, NULL, NULL);
  second = till_test_append_events (f->journal, events, NULL, NULL);
  g_assert_cmpint (second->last_seq, ==, first->last_seq + 1);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

/* --- calls --- */

static void
count_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GError) error = NULL;
  int *n_cancelled = user_data;

  list = till_journal_list_finish (TILL_JOURNAL (source), result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ++*n_cancelled;
}

static void
test_cancelled_read (TillTestJournal *f,
                     gconstpointer    data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  int n_cancelled = 0;

  g_cancellable_cancel (cancellable);
  till_journal_list_async (f->journal, &(TillListFilter) { 0, }, cancellable, count_cb, &n_cancelled);
  while (n_cancelled == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
record_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  TillRecord **record = user_data;

  *record = till_journal_request_finish (TILL_JOURNAL (source), result, NULL, &error);
  g_assert_no_error (error);
}

/* A cancel, early or late, never hides an intent that was written. */
static void
test_cancelled_write (TillTestJournal *f,
                      gconstpointer    data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(TillOrder) order = till_test_order (100, NULL);
  const TillIntent intent = { .order = order, .endpoint = "training", .merchant = "1000", .key_id = "key-1" };
  TillRecord *early = NULL, *late = NULL;

  till_journal_request_async (f->journal, &intent, cancellable, record_cb, &late);
  g_cancellable_cancel (cancellable);
  till_journal_request_async (f->journal, &intent, cancellable, record_cb, &early);
  while (early == NULL || late == NULL)
    g_main_context_iteration (NULL, TRUE);

  assert_n_payments (f, 2);
  till_record_unref (early);
  till_record_unref (late);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  int *n_closed = user_data;

  g_assert_null (till_journal_list_finish (TILL_JOURNAL (source), result, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_JOURNAL);
  ++*n_closed;
}

/* What was asked for before is done; what is asked for after is answered with an error. */
static void
test_close (TillTestJournal *f,
            gconstpointer    data)
{
  g_autoptr(TillOrder) order = till_test_order (100, NULL);
  const TillIntent intent = { .order = order, .endpoint = "training", .merchant = "1000", .key_id = "key-1" };
  TillRecord *record = NULL;
  int n_closed = 0;

  till_journal_request_async (f->journal, &intent, NULL, record_cb, &record);
  till_journal_close (f->journal);
  till_journal_close (f->journal);
  till_journal_list_async (f->journal, &(TillListFilter) { 0, }, NULL, closed_cb, &n_closed);
  till_journal_unlock (f->journal, 1);
  while (record == NULL || n_closed == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (till_journal_holds_lock (f->journal, record->row));
  till_test_journal_reopen (f);
  assert_n_payments (f, 1);
  till_record_unref (record);
}

/* --- two journals on one file --- */

static void
test_changes (TillTestJournal *f,
              gconstpointer    data)
{
  TillJournal *other = till_test_open (f->path, f->clock, f->random, "T1", NULL);
  g_autoptr(TillRecord) ours = till_test_request (f->journal, 100, NULL);
  g_autoptr(TillRecord) theirs = till_test_request (other, 200, NULL);
  g_autoptr(GPtrArray) nothing = NULL;
  g_autoptr(GPtrArray) first = NULL;
  g_autoptr(GPtrArray) second = NULL;
  g_autoptr(GPtrArray) third = NULL;
  g_autoptr(GPtrArray) asked = NULL;
  g_autoptr(GPtrArray) asked_later = NULL;

  till_test_append (f->journal, &ours, TILL_EVENT_LOOKED, NULL);
  till_test_append (other, &theirs, TILL_EVENT_LOOKED, NULL);
  first = till_test_changes (f->journal, &asked);
  g_assert_cmpuint (first->len, ==, 1);
  g_assert_true (till_record_equal (first_of (first), theirs));
  g_assert_cmpuint (asked->len, ==, 0);

  till_test_append (f->journal, &ours, TILL_EVENT_LOOKED, NULL);
  nothing = till_test_changes (f->journal, NULL);
  g_assert_cmpuint (nothing->len, ==, 0);

  till_test_append (other, &ours, TILL_EVENT_CANCEL_ASKED, NULL);
  till_test_append (f->journal, &ours, TILL_EVENT_LOOKED, NULL);
  till_test_append (other, &ours, TILL_EVENT_CHECK_ASKED, NULL);
  second = till_test_changes (f->journal, &asked_later);
  g_assert_cmpuint (second->len, ==, 1);
  g_assert_cmpint (first_of (second)->last_seq, ==, ours->last_seq);
  g_assert_cmpuint (asked_later->len, ==, 2);
  g_assert_cmpint (((TillEvent *) asked_later->pdata[0])->kind, ==, TILL_EVENT_CANCEL_ASKED);
  g_assert_cmpint (((TillEvent *) asked_later->pdata[1])->kind, ==, TILL_EVENT_CHECK_ASKED);

  /* The other one has been told nothing yet: our three payments' worth of steps in one. */
  third = till_test_changes (other, NULL);
  g_assert_cmpuint (third->len, ==, 1);

  till_journal_close (other);
  g_assert_finalize_object (other);
}

static void
test_till_changed (TillTestJournal *f,
                   gconstpointer    data)
{
  g_autoptr(TillRecord) one = till_test_request (f->journal, 100, NULL);
  g_autoptr(TillRecord) two = NULL;
  g_autoptr(TillRecord) three = NULL;

  g_assert_cmpstr (one->reference, ==, "T1-000001");
  till_test_journal_close (f);
  f->journal = till_test_open (f->path, f->clock, f->random, "T2", NULL);
  two = till_test_request (f->journal, 100, NULL);
  g_assert_cmpstr (two->reference, ==, "T2-000001");
  g_assert_cmpstr (two->till, ==, "T2");
  g_assert_cmpint (two->first_seq, ==, 5);

  till_test_journal_reopen (f);
  three = till_test_request (f->journal, 100, NULL);
  g_assert_cmpstr (three->reference, ==, "T1-000002");
  g_assert_cmpint (three->first_seq, ==, 7);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  NEW ("/journal/request", test_request);
  NEW ("/journal/survives", test_survives);
  NEW ("/journal/refused-appends", test_refused_appends);
  NEW ("/journal/unknown-payment", test_unknown_payment);
  NEW ("/journal/events-again", test_events_may_be_written_again);
  NEW ("/journal/cancelled-read", test_cancelled_read);
  NEW ("/journal/cancelled-write", test_cancelled_write);
  NEW ("/journal/close", test_close);
  NEW ("/journal/changes", test_changes);
  NEW ("/journal/till-changed", test_till_changed);

  return g_test_run ();
}
