/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/stat.h>

#include <glib/gstdio.h>

#include "till-journal-private.h"
#include "till-register.h"
#include "till-test-faults.h"
#include "till-test-journal.h"

/* A disk that is full, read-only or failing: no new payment starts, open ones go on. */

#define MEGABYTE (1000 * 1000)

#define JOURNAL(name, func) \
  g_test_add ("/storage/" name, TillTestJournal, NULL, till_test_journal_set_up, func, till_test_journal_tear_down)

static void
assert_no_request (TillTestJournal *f,
                   TillError        code)
{
  g_autoptr(TillOrder) order = till_test_order (100, NULL);
  const TillIntent intent = { .order = order, .endpoint = "training", .merchant = "1000", .key_id = "key-1" };
  g_autoptr(GError) error = NULL;

  g_assert_null (till_test_request_intent (f->journal, &intent, NULL, &error));
  g_assert_error (error, TILL_ERROR, (int) code);
}

static void
assert_no_append (TillTestJournal *f,
                  TillRecord      *record,
                  TillError        code)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (events, till_event_new (TILL_EVENT_LOOKED, record->id));
  g_assert_null (till_test_append_events (f->journal, events, NULL, &error));
  g_assert_error (error, TILL_ERROR, (int) code);
}

static gint64
get_ballast (TillTestJournal *f)
{
  g_autofree char *path = g_strconcat (f->path, "-ballast", NULL);
  struct stat there;

  if (stat (path, &there) != 0)
    return -1;
  g_assert_cmpint (there.st_mode & 07777, ==, 0600);

  return there.st_blocks * 512;
}

/* Below 20 MB no new payment starts; the open one is written on. */
static void
test_nearly_full_disk_starts_nothing_new (TillTestJournal *f,
                                          gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);
  g_autoptr(TillRecord) next = NULL;
  g_autoptr(GError) error = NULL;

  till_journal_set_room (f->journal, 20 * MEGABYTE - 1);
  assert_no_request (f, TILL_ERROR_DISK_FULL);
  g_assert_cmpint (till_journal_get_trouble (f->journal), ==, TILL_ERROR_DISK_FULL);
  till_test_append (f->journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
  g_assert_false (till_test_look (f->journal, TRUE, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_DISK_FULL);

  till_journal_set_room (f->journal, 20 * MEGABYTE);
  next = till_test_request (f->journal, 100, NULL);
  g_assert_cmpint (till_journal_get_trouble (f->journal), ==, -1);
}

/* A write that finds no room takes that of the ballast, which comes back when there is some. */
static void
test_full_disk_takes_the_ballast (TillTestJournal *f,
                                  gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);

  g_assert_cmpint (get_ballast (f), >=, MEGABYTE);
  till_test_faults_arm (TILL_TEST_FAULT_FULL, 1, FALSE);
  till_test_append (f->journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
  g_assert_true (till_test_faults_disarm ());
  g_assert_cmpint (get_ballast (f), ==, -1);

  till_test_faults_arm (TILL_TEST_FAULT_FULL, 1, TRUE);
  assert_no_append (f, record, TILL_ERROR_DISK_FULL);
  g_assert_true (till_test_faults_disarm ());

  g_assert_true (till_test_look (f->journal, FALSE, NULL));
  g_assert_cmpint (get_ballast (f), >=, MEGABYTE);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

/* No sync is tried again after one that failed; nothing is taken until the file was reopened and checked. */
static void
test_failed_sync_stops_until_it_was_checked (TillTestJournal *f,
                                             gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);
  g_autoptr(GPtrArray) found = NULL;
  guint n_syncs;

  till_test_faults_arm (TILL_TEST_FAULT_SYNC, 1, FALSE);
  assert_no_append (f, record, TILL_ERROR_STORAGE_FAULT);
  g_assert_true (till_test_faults_disarm ());
  n_syncs = till_test_faults_get_syncs ();

  assert_no_append (f, record, TILL_ERROR_STORAGE_FAULT);
  assert_no_request (f, TILL_ERROR_STORAGE_FAULT);
  g_assert_cmpint (till_journal_get_trouble (f->journal), ==, TILL_ERROR_STORAGE_FAULT);
  g_assert_cmpuint (till_test_faults_get_syncs (), ==, n_syncs);
  found = till_test_find (f->journal, record->id);
  g_assert_cmpuint (found->len, ==, 1);

  g_assert_true (till_test_recover (f->journal, NULL));
  g_assert_cmpint (till_journal_get_trouble (f->journal), ==, -1);
  g_assert_true (till_journal_holds_lock (f->journal, record->row));
  till_test_append (f->journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

/* SQLite by itself would go on writing into the file that was moved aside. */
static void
test_moved_file_is_not_written_on (TillTestJournal *f,
                                   gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);
  g_autofree char *aside = g_strconcat (f->path, "-aside", NULL);

  g_assert_cmpint (g_rename (f->path, aside), ==, 0);
  assert_no_append (f, record, TILL_ERROR_JOURNAL);
  g_assert_cmpint (g_rename (aside, f->path), ==, 0);
  till_test_append (f->journal, &record, TILL_EVENT_LOOKED, NULL);
}

/* As somebody would who opens the file by other means. */
static void
write_by_hand (TillTestJournal *f,
               const char      *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open_v2 (f->path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static int
get_trouble (TillRegister *reg)
{
  int trouble;

  g_object_get (reg, "storage-trouble", &trouble, NULL);

  return trouble;
}

/* Whole while it is sold beside it; the next day somebody has changed a row. */
static void
test_whole_check_once_a_day (TillTestJournal *f,
                             gconstpointer    data)
{
  g_autoptr(TillRegister) reg = till_register_new (f->journal, NULL, TILL_CLOCK (f->clock), f->random, "training");

  till_record_unref (till_test_request (f->journal, 100, NULL));
  till_journal_set_page (f->journal, 0);
  till_register_check_journal (reg);
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr(TillRecord) next = till_test_request (f->journal, 100, NULL);

      till_test_append (f->journal, &next, TILL_EVENT_STATUS, "state", "refused", NULL);
    }
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
  g_assert_cmpint (get_trouble (reg), ==, -1);

  write_by_hand (f, "UPDATE payments SET description = 'another' WHERE row = 1");
  till_test_clock_advance (f->clock, 24 * 3600 * 1000);
  while (get_trouble (reg) == -1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (get_trouble (reg), ==, TILL_ERROR_JOURNAL_DAMAGED);
  assert_no_request (f, TILL_ERROR_JOURNAL_DAMAGED);
  till_register_stop (reg);
}

int
main (int    argc,
      char **argv)
{
  till_test_journal_in_memory ();
  g_test_init (&argc, &argv, NULL);
  till_test_faults_install ();

  JOURNAL ("nearly-full-disk-starts-nothing-new", test_nearly_full_disk_starts_nothing_new);
  JOURNAL ("full-disk-takes-the-ballast", test_full_disk_takes_the_ballast);
  JOURNAL ("failed-sync-stops-until-it-was-checked", test_failed_sync_stops_until_it_was_checked);
  JOURNAL ("whole-check-once-a-day", test_whole_check_once_a_day);
  JOURNAL ("moved-file-is-not-written-on", test_moved_file_is_not_written_on);

  return g_test_run ();
}
