/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>

#include "till-journal-private.h"
#include "till-test-journal.h"

#define NEW(name, func) \
  g_test_add (name, TillTestJournal, NULL, till_test_journal_set_up, func, till_test_journal_tear_down)

#define DAY (G_TIME_SPAN_DAY)   /* µs */

/* The clock's own day and nothing before or after it. */
static TillReport *
report_of_today (TillTestJournal *f)
{
  gint64 now = till_clock_get_wall_time (TILL_CLOCK (f->clock));

  return till_test_report (f->journal, now - DAY / 2, now + DAY / 2);
}

static void
assert_lines (GArray     *lines,
              const char *wanted)
{
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const TillReportLine *line = &g_array_index (lines, TillReportLine, i);

      g_string_append_printf (found, "%s%s %s %u %" G_GINT64_FORMAT, i > 0 ? ", " : "", line->sum.currency, line->key,
                              line->count, line->sum.amount);
    }
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
assert_ids (GPtrArray  *ids,
            const char *wanted)
{
  g_assert_cmpuint (ids->len, ==, wanted != NULL ? 1 : 0);
  if (wanted != NULL)
    g_assert_cmpstr (ids->pdata[0], ==, wanted);
}

static TillRecord *
paid (TillTestJournal *f,
      gint64           amount,
      const char      *reference)
{
  TillRecord *record = till_test_request (f->journal, amount, reference);

  till_test_append (f->journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
  till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", "paid", "status", "CAPTURED", NULL);

  return record;
}

static void
test_day (TillTestJournal *f,
          gconstpointer    data)
{
  g_autoptr(TillRecord) one = paid (f, 1250, "A");
  g_autoptr(TillRecord) open = till_test_request (f->journal, 300, "C");
  g_autoptr(TillRecord) back = paid (f, 7000, "D");
  g_autoptr(TillReport) report = NULL;
  g_autoptr(GPtrArray) events = NULL;

  till_record_unref (paid (f, 50, "B"));
  till_test_append (f->journal, &back, TILL_EVENT_STATUS, "reversed", "1", "attention", "reversed", NULL);
  till_test_append (f->journal, &one, TILL_EVENT_REFUND, "refund", "r1", "refund-state", "unknown",
                    "refund-amount", "200", "refund-reference", "A-R", NULL);
  till_test_append (f->journal, &one, TILL_EVENT_REFUND, "refund", "r1", "refund-state", "done", NULL);

  report = report_of_today (f);
  assert_lines (report->totals, "EUR paid 3 8300, EUR requested 1 300");
  assert_lines (report->takings, "EUR  2 1300");
  assert_lines (report->refunds, "EUR done 1 200");
  assert_ids (report->unresolved, open->id);
  assert_ids (report->attention, back->id);
  assert_ids (report->late, NULL);

  events = till_test_events (f->journal, one->id, NULL);
  g_assert_cmpint (report->first_seq, ==, 1);
  g_assert_cmpint (report->last_seq, ==, ((TillEvent *) events->pdata[events->len - 1])->seq);
  g_assert_cmpmem (report->last_hash, TILL_HASH_BYTES, ((TillEvent *) events->pdata[events->len - 1])->hash, TILL_HASH_BYTES);
}

/* Asked for on one day, paid on the next: the first day's total, the second day's taking. */
static void
test_over_midnight (TillTestJournal *f,
                    gconstpointer    data)
{
  gint64 start = till_clock_get_wall_time (TILL_CLOCK (f->clock));
  g_autoptr(TillRecord) record = till_test_request (f->journal, 1250, "A");
  g_autoptr(TillReport) first = NULL;
  g_autoptr(TillReport) second = NULL;

  till_test_append (f->journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
  till_test_append (f->journal, &record, TILL_EVENT_ABANDONED, "abandoned", "1", NULL);
  till_test_clock_set_wall_time (f->clock, start + DAY);
  till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", "paid", "late", "1", "attention", "paid-late", NULL);

  first = till_test_report (f->journal, start - DAY / 2, start + DAY / 2);
  assert_lines (first->totals, "EUR paid 1 1250");
  assert_lines (first->takings, "");
  assert_ids (first->late, NULL);

  second = till_test_report (f->journal, start + DAY / 2, start + 3 * DAY / 2);
  assert_lines (second->totals, "");
  assert_lines (second->takings, "EUR  1 1250");
  assert_ids (second->late, record->id);
  assert_ids (second->attention, record->id);
  g_assert_cmpint (second->first_seq, ==, first->last_seq + 1);
}

/* A page that holds one row only: the same sums.  Paid in another order than asked for, each at a time of its own. */
static void
test_pages (TillTestJournal *f,
            gconstpointer    data)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new ();
  g_autoptr(TillReport) report = NULL;

  till_journal_set_page (f->journal, 0);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *reference = g_strdup_printf ("A%u", i);

      g_ptr_array_add (records, till_test_request (f->journal, 100 + i, reference));
      till_test_clock_advance (f->clock, 1000);
    }
  for (guint i = 10; i > 0; i--)
    {
      g_autoptr(TillRecord) record = records->pdata[i - 1];

      till_test_append (f->journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
      till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", "paid", NULL);
      till_test_append (f->journal, &record, TILL_EVENT_REFUND, "refund", record->id, "refund-state", "requested",
                        "refund-amount", "1", "refund-reference", record->id, NULL);
      till_test_clock_advance (f->clock, 1000);
    }

  report = report_of_today (f);
  assert_lines (report->totals, "EUR paid 10 1045");
  assert_lines (report->takings, "EUR  10 1045");
  assert_lines (report->refunds, "EUR requested 10 10");
  g_assert_cmpuint (report->by_hour->len, ==, 1);
}

static void
test_sums (void)
{
  g_autoptr(GArray) lines = g_array_new (FALSE, FALSE, sizeof (TillReportLine));
  g_autoptr(GError) error = NULL;
  const TillMoney usd = { 5, "USD" }, eur = { 7, "EUR" }, most = { G_MAXINT64, "EUR" };

  g_assert_true (till_report_count (lines, "paid", &usd, NULL));
  g_assert_true (till_report_count (lines, "refused", &eur, NULL));
  g_assert_true (till_report_count (lines, "paid", &eur, NULL));
  g_assert_true (till_report_count (lines, "paid", &eur, NULL));
  assert_lines (lines, "EUR paid 2 14, EUR refused 1 7, USD paid 1 5");

  g_assert_false (till_report_count (lines, "paid", &most, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_INTERNAL);
}

static void
test_bounds (void)
{
  static const char *const wrong[] = { "", "2026-13-01", "2026-02-30", "26-01-01", "2026-1-01", "2026-01-01T00",
                                       "2026/01/01", "today", "2026-01--1", " 2026-01-1" };
  gint64 since, until;

  g_assert_true (till_report_day_bounds ("2026-11-23", 0, &since, &until));
  g_assert_cmpint (until - since, ==, DAY);
  g_assert_true (till_report_day_bounds (NULL, since + 1, &since, &until));
  g_assert_cmpint (until - since, ==, DAY);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (till_report_day_bounds (wrong[i], 0, &since, &until));
}

/* Berlin, 2026: 25 hours when winter time comes, 23 when summer time does. */
static void
test_long_and_short_days (void)
{
  gint64 since, until;

  if (g_test_subprocess ())
    {
      g_assert_true (till_report_day_bounds ("2026-10-25", 0, &since, &until));
      g_assert_cmpint ((until - since) / G_USEC_PER_SEC, ==, 25 * 3600);
      g_assert_true (till_report_day_bounds ("2026-03-29", 0, &since, &until));
      g_assert_cmpint ((until - since) / G_USEC_PER_SEC, ==, 23 * 3600);
      return;
    }

  g_setenv ("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("TZ");
  g_test_trap_assert_passed ();
}

static void
test_json (TillTestJournal *f,
           gconstpointer    data)
{
  g_autoptr(TillReport) report = NULL;
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object, *line;

  till_record_unref (paid (f, 1250, "A"));
  report = report_of_today (f);
  text = till_report_to_json (report);
  node = json_from_string (text, NULL);
  object = json_node_get_object (node);
  line = json_array_get_object_element (json_object_get_array_member (object, "totals"), 0);

  g_assert_cmpstr (json_object_get_string_member (line, "currency"), ==, "EUR");
  g_assert_cmpstr (json_object_get_string_member (line, "state"), ==, "paid");
  g_assert_cmpint (json_object_get_int_member (line, "count"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (line, "amount"), ==, 1250);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const lists[] = { "unresolved", "late", "attention" };

      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, lists[i])), ==, 0);
    }
  g_assert_cmpuint (strlen (json_object_get_string_member (object, "lastHash")), ==, 2 * TILL_HASH_BYTES);
  g_assert_true (json_object_has_member (object, "timezone"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  NEW ("/till/report/day", test_day);
  NEW ("/till/report/over-midnight", test_over_midnight);
  NEW ("/till/report/pages", test_pages);
  NEW ("/till/report/json", test_json);
  g_test_add_func ("/till/report/sums", test_sums);
  g_test_add_func ("/till/report/bounds", test_bounds);
  g_test_add_func ("/till/report/long-and-short-days", test_long_and_short_days);

  return g_test_run ();
}
