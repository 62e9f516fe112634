/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <sqlite3.h>

#include "till-test-faults.h"
#include "till-test-journal.h"

/* One bit of the file is another: found, or without meaning. */

#define HEADER   100
#define N_RANDOM 300
#define SEED     23   /* others were tried too: 10,000 bits of 25 seeds */

static void
fill (TillTestJournal *f)
{
  static const char *const states[] = { "refused", "paid", "expired", "waiting" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autofree char *reference = g_strdup_printf ("A-%u", i);
      g_autofree char *payment_id = g_strdup_printf ("47%u", i);
      g_autoptr(TillRecord) record = till_test_request (f->journal, 1250, i == 3 ? NULL : reference);
      g_autoptr(TillRecord) shown = NULL;
      g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
      TillEvent *event = till_event_new (TILL_EVENT_ANSWERED, record->id);

      till_event_set (event, TILL_FACT_PAYMENT_ID, payment_id);
      till_event_set (event, TILL_FACT_STATE, "waiting");
      till_event_set (event, TILL_FACT_SHOWN, "1");
      g_ptr_array_add (events, event);
      shown = till_test_append_events (f->journal, events, "{\"QRCODE\": \"iVBORw0KGgo=\"}", NULL);
      till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", states[i], "attention",
                        i == 2 ? "stuck" : "", NULL);
    }
}

static int
dump_row (void  *data,
          int    n_columns,
          char **values,
          char **names)
{
  for (int i = 0; i < n_columns; i++)
    g_string_append_printf (data, "%s|", values[i] != NULL ? values[i] : "NULL");
  g_string_append_c (data, '\n');

  return 0;
}

/* (nullable): NULL when it cannot be read to its end. */
static char *
dump (const char *path)
{
  g_autoptr(GString) text = g_string_new (NULL);
  sqlite3 *db;
  int status;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  status = sqlite3_exec (db, "SELECT *, hex (hash) FROM events; SELECT * FROM payments;"
                         "SELECT *, hex (body) FROM outbound", dump_row, text, NULL);
  sqlite3_close (db);

  return status == SQLITE_OK ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* Says where they differ, and not all that they are. */
static void
assert_same (const char *now,
             const char *original)
{
  gsize i = 0;

  g_assert_nonnull (now);
  while (now[i] != '\0' && now[i] == original[i])
    i++;
  g_test_message ("now: %.60s; then: %.60s", now + i, original + i);
  g_assert_true (now[i] == original[i]);
}

static gboolean
is_found (TillTestJournal *f)
{
  g_autoptr(GError) error = NULL;
  gboolean whole = FALSE;

  f->journal = till_test_open (f->path, f->clock, f->random, "T1", &error);
  if (f->journal != NULL)
    {
      whole = till_test_verify (f->journal, NULL, &error);
      till_test_journal_close (f);
    }

  if (!whole)
    g_assert_true (g_error_matches (error, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED)
                   || g_error_matches (error, TILL_ERROR, TILL_ERROR_JOURNAL_FOREIGN)
                   || g_error_matches (error, TILL_ERROR, TILL_ERROR_JOURNAL));

  return !whole;
}

static void
test_flips (void)
{
  TillTestJournal f = { NULL, };
  g_autofree char *contents = NULL;
  g_autofree char *original = NULL;
  g_autoptr(GRand) rand = g_rand_new_with_seed (SEED);
  gsize length;
  guint n_found = 0;

  till_test_journal_set_up (&f, NULL);
  fill (&f);
  till_test_journal_close (&f);
  g_assert_true (g_file_get_contents (f.path, &contents, &length, NULL));
  original = dump (f.path);

  for (guint i = 0; i < HEADER + N_RANDOM; i++)
    {
      gsize at = i < HEADER ? i : (gsize) g_rand_int_range (rand, HEADER, length);
      int bit = g_rand_int_range (rand, 0, 8);

      contents[at] ^= 1 << bit;
      g_assert_true (g_file_set_contents (f.path, contents, length, NULL));
      if (is_found (&f))
        n_found++;
      else
        {
          g_autofree char *now = dump (f.path);

          g_test_message ("bit %d of byte %" G_GSIZE_FORMAT " means nothing", bit, at);
          assert_same (now, original);
        }
      contents[at] ^= 1 << bit;
    }

  g_test_message ("%u of %d found", n_found, HEADER + N_RANDOM);
  g_assert_cmpuint (n_found, >, 30);
  till_test_journal_tear_down (&f, NULL);
}

/* Every bit of what an event says. */
static void
test_flips_of_facts (void)
{
  static const char needle[] = "currency=EUR";
  TillTestJournal f = { NULL, };
  g_autofree char *contents = NULL;
  char *at;
  gsize length;

  till_test_journal_set_up (&f, NULL);
  fill (&f);
  till_test_journal_close (&f);
  g_assert_true (g_file_get_contents (f.path, &contents, &length, NULL));
  at = memmem (contents, length, needle, strlen (needle));
  g_assert_nonnull (at);

  for (guint bit = 0; bit < 8 * strlen (needle); bit++)
    {
      at[bit / 8] ^= 1 << bit % 8;
      g_assert_true (g_file_set_contents (f.path, contents, length, NULL));
      g_assert_true (is_found (&f));
      at[bit / 8] ^= 1 << bit % 8;
    }

  till_test_journal_tear_down (&f, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  till_test_faults_install ();

  g_test_add_func ("/journal-flips/anywhere", test_flips);
  g_test_add_func ("/journal-flips/facts", test_flips_of_facts);

  return g_test_run ();
}
