/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

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
  g_assert_cmpint (record->first_seq, ==, 2);
  g_assert_cmpstr (record->endpoint, ==, "training");
  g_assert_cmpstr (record->till, ==, "T1");
  g_assert_cmpstr (record->program, ==, "test");
  g_assert_true (till_journal_holds_lock (f->journal, record->row));

  g_assert_nonnull (outbound->body);
  g_assert_null (outbound->action);
  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, outbound->body);
  g_assert_cmpstr (record->body_hash, ==, hash);
  g_assert_nonnull (strstr (g_bytes_get_data (outbound->body, NULL), record->merchant_reference));
}

static void
test_survives (TillTestJournal *f,
               gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 1250, NULL);
  g_autoptr(GPtrArray) found = NULL;

  till_test_append (f->journal, &record, TILL_EVENT_ANSWERED, "payment-id", "4711", "status", "REDIRECTED",
                    "status-code", "50", NULL);
  till_test_append (f->journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
  till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", "paid", "status", "CAPTURED", NULL);
  g_assert_cmpint (record->paid_time, ==, TILL_TEST_CLOCK_START);
  g_assert_cmpstr (record->reference, ==, "T1-000001");

  till_test_journal_reopen (f);
  found = till_test_find (f->journal, "4711");
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_true (till_record_equal (first_of (found), record));
  g_assert_cmpint (first_of (found)->last_seq, ==, 5);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  NEW ("/journal/request", test_request);
  NEW ("/journal/survives", test_survives);

  return g_test_run ();
}
