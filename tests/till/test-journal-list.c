/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-journal-private.h"
#include "till-test-faults.h"
#include "till-test-journal.h"

/* What is read: found, listed, added up; in pages, by index. */

#define NEW(name, func) \
  g_test_add (name, TillTestJournal, NULL, till_test_journal_set_up, func, till_test_journal_tear_down)

static TillRecord *
first_of (GPtrArray *list)
{
  g_assert_cmpuint (list->len, >, 0);

  return g_ptr_array_index (list, 0);
}

static void
assert_found (TillTestJournal *f,
              const char      *text,
              guint            n,
              gint64           first_row)
{
  g_autoptr(GPtrArray) found = till_test_find (f->journal, text);

  g_test_message ("%s", text);
  g_assert_cmpuint (found->len, ==, n);
  if (n > 0)
    g_assert_cmpint (first_of (found)->row, ==, first_row);
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
test_find (TillTestJournal *f,
           gconstpointer    data)
{
  g_autoptr(TillRecord) one = till_test_request (f->journal, 100, "A");
  g_autoptr(TillRecord) two = NULL;
  g_autoptr(TillRecord) three = NULL;

  till_test_append (f->journal, &one, TILL_EVENT_STATUS, "state", "refused", "payment-id", "4711", NULL);
  two = till_test_request (f->journal, 100, "A");
  three = till_test_request (f->journal, 100, "4711");
  till_journal_unlock (f->journal, two->row);

  assert_found (f, one->id, 1, 1);
  assert_found (f, "4711", 1, 1);
  till_test_append (f->journal, &two, TILL_EVENT_STATUS, "other-payment-id", "4712", NULL);
  assert_found (f, "4712", 1, 2);
  assert_found (f, two->merchant_reference, 1, 2);
  assert_found (f, "A", 2, 2);
  assert_found (f, three->merchant_reference, 1, 3);
  assert_found (f, "a", 0, 0);
  assert_found (f, "", 0, 0);
}

static void
assert_listed (TillTestJournal      *f,
               const TillListFilter *filter,
               const char           *rows)
{
  g_autoptr(GPtrArray) list = till_test_list (f->journal, filter);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, ((TillRecord *) g_ptr_array_index (list, i))->row);
  g_assert_cmpstr (text->str, ==, rows);
}

/* Six payments, a minute apart: 1 paid, 2 refused, 3 waiting, 4 settled, 5 requested, 6 paid with a clock that
 * was set back to before all others. */
static void
make_six (TillTestJournal  *f,
          TillRecord      **records)
{
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *reference = g_strdup_printf ("R-%u", i + 1);

      till_test_clock_advance (f->clock, 60 * 1000);
      if (i == 5)
        till_test_clock_set_wall_time (f->clock, TILL_TEST_CLOCK_START - G_USEC_PER_SEC);
      records[i] = till_test_request (f->journal, 100, reference);
    }
  pay (f, &records[0]);
  till_test_append (f->journal, &records[1], TILL_EVENT_STATUS, "state", "refused", NULL);
  till_test_append (f->journal, &records[2], TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
  till_test_append (f->journal, &records[3], TILL_EVENT_CLOSED, "settled", "cash", NULL);
  pay (f, &records[5]);
}

static void
test_list (TillTestJournal *f,
           gconstpointer    data)
{
  const gint64 minute = G_TIME_SPAN_MINUTE;
  TillRecord *records[6];

  make_six (f, records);

  assert_listed (f, &(TillListFilter) { 0, }, "654321");
  assert_listed (f, &(TillListFilter) { .limit = 2 }, "65");
  assert_listed (f, &(TillListFilter) { .limit = 6 }, "654321");
  assert_listed (f, &(TillListFilter) { .limit = 7 }, "654321");
  assert_listed (f, &(TillListFilter) { .only_open = TRUE }, "543");
  assert_listed (f, &(TillListFilter) { .only_unresolved = TRUE }, "53");
  assert_listed (f, &(TillListFilter) { .only_unresolved = TRUE, .limit = 1 }, "5");
  assert_listed (f, &(TillListFilter) { .states = TILL_STATES (TILL_PAYMENT_PAID) }, "61");
  assert_listed (f, &(TillListFilter) { .states = TILL_STATES (TILL_PAYMENT_REQUESTED) }, "54");
  assert_listed (f, &(TillListFilter) { .states = TILL_STATES (TILL_PAYMENT_VOID) }, "");
  assert_listed (f, &(TillListFilter) { .since = TILL_TEST_CLOCK_START + 2 * minute }, "5432");
  assert_listed (f, &(TillListFilter) { .since = TILL_TEST_CLOCK_START + 2 * minute + 1 }, "543");
  assert_listed (f, &(TillListFilter) { .until = TILL_TEST_CLOCK_START + 2 * minute }, "61");
  assert_listed (f, &(TillListFilter) { .until = TILL_TEST_CLOCK_START + 2 * minute + 1 }, "621");
  assert_listed (f, &(TillListFilter) { .since = TILL_TEST_CLOCK_START + 2 * minute,
                                        .until = TILL_TEST_CLOCK_START + 4 * minute }, "32");
  assert_listed (f, &(TillListFilter) { .states = TILL_STATES (TILL_PAYMENT_PAID),
                                        .since = TILL_TEST_CLOCK_START }, "1");
  assert_listed (f, &(TillListFilter) { .only_unresolved = TRUE, .until = TILL_TEST_CLOCK_START + 4 * minute }, "3");
  assert_listed (f, &(TillListFilter) { .only_open = TRUE, .states = TILL_STATES (TILL_PAYMENT_WAITING) }, "3");
  assert_listed (f, &(TillListFilter) { .order = records[2]->order }, "3");
  assert_listed (f, &(TillListFilter) { .order = "no such order" }, "");

  for (guint i = 0; i < 6; i++)
    till_record_unref (records[i]);
}

static void
test_day (TillTestJournal *f,
          gconstpointer    data)
{
  g_autoptr(TillDay) all = NULL;
  g_autoptr(TillDay) later = NULL;
  TillRecord *records[6];

  make_six (f, records);
  till_test_append (f->journal, &records[5], TILL_EVENT_STATUS, "reversed", "1", NULL);

  all = till_test_day (f->journal, 0);
  g_assert_cmpuint (all->n_paid, ==, 1);
  g_assert_cmpuint (all->takings->len, ==, 1);
  g_assert_cmpint (g_array_index (all->takings, TillMoney, 0).amount, ==, 100);
  g_assert_cmpstr (g_array_index (all->takings, TillMoney, 0).currency, ==, "EUR");
  g_assert_cmpuint (all->n_unresolved, ==, 2);
  g_assert_cmpstr (all->next_reference, ==, "T1-000001");

  later = till_test_day (f->journal, records[0]->paid_time + 1);
  g_assert_cmpuint (later->n_paid, ==, 0);
  g_assert_cmpuint (later->takings->len, ==, 0);
  g_assert_cmpuint (later->n_unresolved, ==, 2);

  for (guint i = 0; i < 6; i++)
    till_record_unref (records[i]);
}

/* --- pages --- */

/* Two readings at once, and which of them ended first. */
typedef struct
{
  GPtrArray *list;
  GPtrArray *found;
  gboolean   found_first;
} TwoReadings;

static void
list_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  TwoReadings *readings = user_data;

  readings->list = till_journal_list_finish (TILL_JOURNAL (source), result, &error);
  g_assert_no_error (error);
  readings->found_first = readings->found != NULL;
}

static void
find_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  TwoReadings *readings = user_data;

  readings->found = till_journal_find_finish (TILL_JOURNAL (source), result, &error);
  g_assert_no_error (error);
}

static void
keep_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* What is found is all of it, however long the reading takes: as if all had been given one reference. */
static void
assert_found_in_pages (TillTestJournal *f,
                       guint            n)
{
  g_autoptr(GPtrArray) found = NULL;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (till_journal_get_path (f->journal), &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "DROP TRIGGER payments_keep_their_intent;"
                                 " UPDATE payments SET reference = 'A'", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);

  found = till_test_find (f->journal, "A");
  g_assert_cmpuint (found->len, ==, n);
  g_assert_cmpint (first_of (found)->row, ==, n);
}

static void
assert_rows (GPtrArray *list,
             guint      n)
{
  g_assert_cmpuint (list->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (((TillRecord *) list->pdata[i])->row, ==, n - i);
}

/* A long list lets those behind it pass, and nobody waits for its end: it is read in pages; here of one row. */
static void
test_pages (TillTestJournal *f,
            gconstpointer    data)
{
  const guint n = 60;
  const guint n_paid = 6;
  TwoReadings readings = { NULL, NULL, FALSE };
  TillJournal *other = till_test_open (f->path, f->clock, f->random, "T1", NULL);
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GPtrArray) last = NULL;
  g_autoptr(GPtrArray) by_time = NULL;
  g_autoptr(GPtrArray) changes = NULL;
  g_autoptr(TillDay) day = NULL;

  till_journal_set_page (f->journal, 0);
  till_journal_set_page (other, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);

      if (i % 10 == 0)
        till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", "paid", NULL);
      till_test_clock_advance (f->clock, i % 3 == 0 ? 1 : 0);
    }

  till_journal_list_async (f->journal, &(TillListFilter) { 0, }, NULL, list_cb, &readings);
  till_journal_find_async (f->journal, "T1-000060", NULL, find_cb, &readings);
  while (readings.list == NULL || readings.found == NULL)
    g_main_context_iteration (NULL, TRUE);
  list = readings.list;
  last = readings.found;
  g_assert_cmpuint (last->len, ==, 1);
  g_assert_true (readings.found_first);

  by_time = till_test_list (f->journal, &(TillListFilter) { .since = TILL_TEST_CLOCK_START });
  changes = till_test_changes (other, NULL);
  assert_rows (list, n);
  assert_rows (by_time, n);
  assert_rows (changes, n);
  day = till_test_day (f->journal, TILL_TEST_CLOCK_START);
  g_assert_cmpuint (day->n_paid, ==, n_paid);
  g_assert_cmpint (g_array_index (day->takings, TillMoney, 0).amount, ==, n_paid * 100);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
  assert_found_in_pages (f, n);

  till_journal_close (other);
  g_assert_finalize_object (other);
}

/* Closing ends a long read after its page. */
static void
test_closed_midway (TillTestJournal *f,
                    gconstpointer    data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GError) error = NULL;

  till_journal_set_page (f->journal, 0);
  for (guint i = 0; i < 3; i++)
    till_record_unref (till_test_request (f->journal, 100, NULL));
  till_journal_list_async (f->journal, &(TillListFilter) { 0, }, NULL, keep_cb, &result);
  till_journal_close (f->journal);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  list = till_journal_list_finish (f->journal, result, &error);
  if (list != NULL)
    assert_rows (list, 3);
  else
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* --- indexes --- */

/* A scan is none when it ends at the first row, when all that a partial index holds is wanted, or over the few
 * rows of the schema. */
static gboolean
is_fine (const char *sql,
         const char *detail)
{
  if (strstr (detail, "TEMP B-TREE") != NULL)
    return strstr (sql, "sqlite_schema") != NULL;
  if (!g_str_has_prefix (detail, "SCAN"))
    return TRUE;

  return g_str_has_suffix (sql, "LIMIT 1")
         || strstr (sql, "sqlite_schema") != NULL
         || strstr (detail, "INDEX payments_unresolved") != NULL
         || strstr (detail, "CONSTANT ROW") != NULL;
}

static guint
explain (sqlite3    *db,
         const char *sql)
{
  g_autofree char *question = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  sqlite3_stmt *statement;
  guint n_details = 0;

  g_assert_cmpint (sqlite3_prepare_v2 (db, question, -1, &statement, NULL), ==, SQLITE_OK);
  for (; sqlite3_step (statement) == SQLITE_ROW; n_details++)
    {
      const char *detail = (const char *) sqlite3_column_text (statement, 3);

      g_test_message ("%s: %s", detail, sql);
      g_assert_true (is_fine (sql, detail));
    }
  sqlite3_finalize (statement);

  return n_details;
}

/* Everything there is to ask, once; then each statement that it took is asked for its plan. */
static void
test_plans (TillTestJournal *f,
            gconstpointer    data)
{
  const TillListFilter filters[] = {
    { 0, },
    { .only_open = TRUE },
    { .only_unresolved = TRUE },
    { .states = TILL_STATES (TILL_PAYMENT_PAID) },
    { .since = 1 },
    { .order = "x" },
  };
  g_autoptr(GPtrArray) statements = NULL;
  TillRecord *records[6];
  sqlite3 *db;
  guint n = 0;

  g_ptr_array_unref (till_test_faults_take_sql ());
  make_six (f, records);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    g_ptr_array_unref (till_test_list (f->journal, &filters[i]));
  assert_found (f, "nothing", 0, 0);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr(TillOutbound) outbound = till_test_outbound (f->journal, records[i]->id, NULL);
      g_autoptr(GPtrArray) events = till_test_events (f->journal, records[i]->id, NULL);
      g_autoptr(TillDay) day = till_test_day (f->journal, 0);
      g_autoptr(TillRecord) locked = till_test_lock (f->journal, records[i]->id);
      g_autoptr(GPtrArray) changes = till_test_changes (f->journal, NULL);

      g_assert_nonnull (outbound);
      g_assert_cmpuint (events->len, >, 0);
      g_assert_cmpuint (day->n_paid, ==, 2);
      g_assert_nonnull (locked);
      g_assert_cmpuint (changes->len, ==, 0);
      till_record_unref (records[i]);
    }
  till_test_verify (f->journal, NULL, NULL);
  till_test_journal_reopen (f);

  statements = till_test_faults_take_sql ();
  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  for (guint i = 0; i < statements->len; i++)
    {
      const char *sql = statements->pdata[i];

      if (g_str_has_prefix (sql, "SELECT") || g_str_has_prefix (sql, "UPDATE") || g_str_has_prefix (sql, "DELETE"))
        n += explain (db, sql) > 0;
    }
  g_assert_cmpuint (n, >, 30);
  sqlite3_close (db);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  till_test_faults_install ();

  NEW ("/journal-list/find", test_find);
  NEW ("/journal-list/list", test_list);
  NEW ("/journal-list/day", test_day);
  NEW ("/journal-list/pages", test_pages);
  NEW ("/journal-list/closed-midway", test_closed_midway);
  NEW ("/journal-list/plans", test_plans);

  return g_test_run ();
}
