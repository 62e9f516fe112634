/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "till-journal-private.h"
#include "till-test-faults.h"
#include "till-test-hand.h"
#include "till-test-journal.h"

/* A damaged journal makes room for a new one. */

#define NEW(name, func) \
  g_test_add ("/journal-aside/" name, TillTestJournal, NULL, till_test_journal_set_up, func, till_test_journal_tear_down)

static char *
set_aside (TillTestJournal  *f,
           GError          **error)
{
  return till_test_set_aside (f->path, f->clock, f->random, error);
}

/* Without its triggers, and with an amount that nobody wrote: the last good event is the one before. */
static void
damage (TillTestJournal *f)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "DROP TRIGGER events_are_not_changed;"
                                 "UPDATE events SET facts = 'amount=1' || char (10) WHERE seq = 4;"
                                 "CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events"
                                 " BEGIN SELECT RAISE (ABORT, 'events are never changed'); END;",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* A column of event 1. */
static char *
read_first (const char *path,
            const char *column)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM events WHERE seq = 1", column);
  char *text;
  sqlite3_stmt *statement;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return text;
}

/* Nothing is deleted, and the new one says what went before it, and how far that was good. */
static void
test_damaged_journal_is_kept_and_named (TillTestJournal *f,
                                        gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);
  g_autoptr(TillJournalVerdict) before = till_test_examine (f->path, NULL);
  g_autoptr(TillJournalVerdict) after = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *damaged = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *aside = NULL;
  g_autofree char *facts = NULL;
  g_autofree char *who = NULL;
  g_autofree char *hash = g_strdup_printf ("previous-sha256=%s\n", before->last_hash);
  gsize length, kept_length;

  g_assert_cmpint (before->last_seq, ==, 3);
  till_test_append (f->journal, &record, TILL_EVENT_LOOKED, NULL);
  till_test_journal_close (f);
  damage (f);
  g_assert_true (g_file_get_contents (f->path, &damaged, &length, NULL));
  g_assert_null (till_test_open (f->path, f->clock, f->random, "T1", &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED);

  aside = set_aside (f, NULL);
  g_assert_true (g_str_has_suffix (aside, "/journal.db-damaged-1"));
  g_assert_true (g_file_get_contents (aside, &kept, &kept_length, NULL));
  g_assert_cmpmem (kept, kept_length, damaged, length);

  facts = read_first (f->path, "facts");
  g_assert_nonnull (strstr (facts, "previous=journal.db-damaged-1\n"));
  g_assert_nonnull (strstr (facts, "previous-seq=3\n"));
  g_assert_nonnull (strstr (facts, hash));
  who = read_first (f->path, "who");
  g_assert_cmpstr (who, ==, "Ana");

  till_test_journal_reopen (f);
  g_clear_pointer (&record, till_record_unref);
  record = till_test_request (f->journal, 100, NULL);
  g_assert_cmpint (record->row, ==, 1);
  after = till_test_examine (f->path, NULL);
  g_assert_cmpint (after->flaw, ==, TILL_JOURNAL_FLAW_NONE);
}

/* What is no SQLite file at all: nothing of it is known. */
static void
test_unreadable_journal_is_kept (TillTestJournal *f,
                                 gconstpointer    data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *facts = NULL;

  till_test_journal_close (f);
  g_assert_true (g_file_set_contents (f->path, "something else, which is no database at all", -1, NULL));
  first = set_aside (f, NULL);
  g_assert_true (g_file_set_contents (f->path, "something else, once more in the same place", -1, NULL));
  second = set_aside (f, NULL);
  g_assert_true (g_str_has_suffix (second, "/journal.db-damaged-2"));
  facts = read_first (f->path, "facts");
  g_assert_nonnull (strstr (facts, "previous=journal.db-damaged-2\n"));
  g_assert_null (strstr (facts, "previous-seq"));
}

/* SQLite would roll the damaged one's last transaction back into the new one.  At every step the disk fails once:
 * sometimes before that rollback journal was dealt with. */
static void
test_rollback_journal_goes_along (TillTestJournal *f,
                                  gconstpointer    data)
{
  g_autofree char *hot = g_strconcat (f->path, "-journal", NULL);
  guint n_moved = 0;
  gboolean failed = TRUE;

  till_test_journal_close (f);
  for (int n = 1; failed; n++)
    {
      g_autofree char *aside = NULL;
      g_autofree char *hot_aside = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (g_file_set_contents (f->path, "something else, which is no database at all", -1, NULL));
      g_assert_true (g_file_set_contents (hot, "and its own rollback journal", -1, NULL));
      till_test_faults_arm (TILL_TEST_FAULT_IO, n, FALSE);
      aside = set_aside (f, &error);
      failed = till_test_faults_disarm ();
      if (aside == NULL)
        continue;

      hot_aside = g_strconcat (aside, "-journal", NULL);
      n_moved += g_file_test (hot_aside, G_FILE_TEST_EXISTS);
      g_assert_false (g_file_test (hot, G_FILE_TEST_EXISTS));
      till_test_journal_reopen (f);
      g_assert_true (till_test_verify (f->journal, NULL, NULL));
      till_test_journal_close (f);
    }
  g_assert_cmpuint (n_moved, >, 0);
}

static void
test_whole_journal_stays (TillTestJournal *f,
                          gconstpointer    data)
{
  g_autoptr(GError) error = NULL;

  till_test_journal_close (f);
  g_assert_null (set_aside (f, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_JOURNAL_WHOLE);
  till_test_journal_reopen (f);
}

/* Neither this process nor another may have it open. */
static void
test_journal_in_use_stays (TillTestJournal *f,
                           gconstpointer    data)
{
  g_autoptr(TillTestHand) hand = NULL;
  g_autoptr(GError) ours = NULL;
  g_autoptr(GError) theirs = NULL;
  g_autofree char *aside = NULL;

  g_assert_null (set_aside (f, &ours));
  g_assert_error (ours, TILL_ERROR, TILL_ERROR_JOURNAL_IN_USE);
  till_test_journal_close (f);

  hand = till_test_hand_new (f->path);
  g_free (till_test_hand_ask (hand, "request", NULL));
  g_free (till_test_hand_ask (hand, "request", NULL));
  damage (f);
  g_assert_null (set_aside (f, &theirs));
  g_assert_error (theirs, TILL_ERROR, TILL_ERROR_JOURNAL_IN_USE);
  till_test_hand_kill (hand);
  aside = set_aside (f, NULL);
  g_assert_nonnull (aside);
}

static void
test_no_journal_and_a_newer_one_are_left (TillTestJournal *f,
                                          gconstpointer    data)
{
  g_autoptr(GError) newer = NULL;
  g_autoptr(GError) none = NULL;
  sqlite3 *db;

  till_test_journal_close (f);
  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA user_version=99", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_null (set_aside (f, &newer));
  g_assert_error (newer, TILL_ERROR, TILL_ERROR_JOURNAL_FOREIGN);

  g_remove (f->path);
  g_assert_null (set_aside (f, &none));
  g_assert_error (none, TILL_ERROR, TILL_ERROR_NO_JOURNAL);
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  till_test_journal_in_memory ();
  g_test_init (&argc, &argv, NULL);
  till_test_faults_install ();

  NEW ("damaged-journal-is-kept-and-named", test_damaged_journal_is_kept_and_named);
  NEW ("unreadable-journal-is-kept", test_unreadable_journal_is_kept);
  NEW ("rollback-journal-goes-along", test_rollback_journal_goes_along);
  NEW ("whole-journal-stays", test_whole_journal_stays);
  NEW ("journal-in-use-stays", test_journal_in_use_stays);
  NEW ("no-journal-and-a-newer-one-are-left", test_no_journal_and_a_newer_one_are_left);

  return g_test_run ();
}
