/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "till-journal-private.h"
#include "till-test-journal.h"

/* The file and its place: modes, names, file systems; files of other programs and of newer versions. */

#define NEW(name, func) \
  g_test_add (name, TillTestJournal, NULL, till_test_journal_set_up, func, till_test_journal_tear_down)
#define EMPTY(name, func) \
  g_test_add (name, TillTestJournal, NULL, set_up_empty, func, till_test_journal_tear_down)

static void
set_up_empty (TillTestJournal *f,
              gconstpointer    data)
{
  g_autofree char *directory = NULL;

  till_test_journal_set_up_empty (f);
  directory = g_path_get_dirname (f->path);
  g_assert_cmpint (g_mkdir (directory, 0700), ==, 0);
}

/* With recursive_triggers off, as any other program has it. */
static int
run_sql (TillTestJournal *f,
         const char      *sql)
{
  sqlite3 *db;
  int status;

  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  status = sqlite3_exec (db, sql, NULL, NULL, NULL);
  sqlite3_close (db);

  return status;
}

static void
assert_refused_untouched (TillTestJournal *f,
                          TillError        code)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  struct stat was, is;
  gsize length, length_after;

  g_assert_true (g_file_get_contents (f->path, &before, &length, NULL));
  g_assert_cmpint (stat (f->path, &was), ==, 0);
  g_assert_null (till_test_open (f->path, f->clock, f->random, "T1", &error));
  g_assert_error (error, TILL_ERROR, (int) code);
  g_assert_true (g_file_get_contents (f->path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length, after, length_after);
  g_assert_cmpint (stat (f->path, &is), ==, 0);
  g_assert_cmpint (is.st_mode, ==, was.st_mode);
  g_assert_cmpint (is.st_mtim.tv_sec, ==, was.st_mtim.tv_sec);
  g_assert_cmpint (is.st_mtim.tv_nsec, ==, was.st_mtim.tv_nsec);
}

static void
test_foreign (TillTestJournal *f,
              gconstpointer    data)
{
  static const char *const makers[] = {
    "CREATE TABLE t (a); INSERT INTO t VALUES (1)",
    "PRAGMA application_id=7",
    "PRAGMA user_version=1",
    "PRAGMA journal_mode=WAL; CREATE TABLE t (a)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      g_remove (f->path);
      g_assert_cmpint (run_sql (f, makers[i]), ==, SQLITE_OK);
      g_test_message ("%s", makers[i]);
      assert_refused_untouched (f, TILL_ERROR_JOURNAL_FOREIGN);
    }

  g_remove (f->path);
  g_assert_true (g_file_set_contents (f->path, "no database, but long enough to be looked at", -1, NULL));
  assert_refused_untouched (f, TILL_ERROR_JOURNAL_DAMAGED);
}

static void
copy (const char *from,
      const char *to)
{
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 0);
  g_assert_true (g_file_set_contents (to, contents, length, NULL));
}

/* Of a program that died: what it wrote last stands beside its file, and stays there. */
static void
test_foreign_wal (TillTestJournal *f,
                  gconstpointer    data)
{
  g_autofree char *from = g_build_filename (f->directory, "other.db", NULL);
  g_autofree char *from_wal = g_strconcat (from, "-wal", NULL);
  g_autofree char *wal = g_strconcat (f->path, "-wal", NULL);
  struct stat there;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (from, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE TABLE t (a); PRAGMA journal_mode=WAL; INSERT INTO t VALUES (1)",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  copy (from, f->path);
  copy (from_wal, wal);
  sqlite3_close (db);

  assert_refused_untouched (f, TILL_ERROR_JOURNAL_FOREIGN);
  g_assert_cmpint (stat (wal, &there), ==, 0);
  g_assert_cmpint (there.st_size, >, 0);
}

static void
test_newer (TillTestJournal *f,
            gconstpointer    data)
{
  till_test_journal_reopen (f);
  till_test_journal_close (f);
  g_assert_cmpint (run_sql (f, "PRAGMA user_version=3"), ==, SQLITE_OK);
  g_assert_cmpint (g_chmod (f->path, 0644), ==, 0);
  assert_refused_untouched (f, TILL_ERROR_JOURNAL_FOREIGN);
}

static void
test_no_version (TillTestJournal *f,
                 gconstpointer    data)
{
  till_test_journal_reopen (f);
  till_test_journal_close (f);
  g_assert_cmpint (run_sql (f, "PRAGMA user_version=0"), ==, SQLITE_OK);
  assert_refused_untouched (f, TILL_ERROR_JOURNAL_DAMAGED);
}

/* An empty file is no journal yet: that of a start that came no further. */
static void
test_empty_file (TillTestJournal *f,
                 gconstpointer    data)
{
  g_autoptr(TillRecord) record = NULL;

  g_assert_true (g_file_set_contents (f->path, "", 0, NULL));
  till_test_journal_reopen (f);
  record = till_test_request (f->journal, 100, NULL);
  g_assert_cmpint (record->row, ==, 1);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

static void
assert_mode (const char *path,
             guint       mode)
{
  struct stat there;

  g_assert_cmpint (stat (path, &there), ==, 0);
  g_assert_cmpint (there.st_mode & 07777, ==, mode);
}

/* For nobody else's eyes, whatever the umask. */
static void
test_modes (TillTestJournal *f,
            gconstpointer    data)
{
  static const mode_t masks[] = { 0, 022, 077, 0177 };
  g_autofree char *locks = g_strconcat (f->path, "-locks", NULL);
  g_autofree char *directory = g_path_get_dirname (f->path);

  for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      mode_t before = umask (masks[i]);

      g_remove (f->path);
      g_remove (locks);
      g_rmdir (directory);
      till_test_journal_reopen (f);
      umask (before);
      assert_mode (directory, 0700);
      assert_mode (f->path, 0600);
      assert_mode (locks, 0600);
      till_test_journal_close (f);
    }

  g_assert_cmpint (g_chmod (f->path, 0644), ==, 0);
  till_test_journal_reopen (f);
  assert_mode (f->path, 0600);
}

/* A name that a URI would take for something else. */
static void
test_odd_path (TillTestJournal *f,
               gconstpointer    data)
{
  g_autofree char *directory = g_build_filename (f->directory, "100% &?mode=ro#é", NULL);
  g_autofree char *path = g_build_filename (directory, "journal.db", NULL);
  TillJournal *journal = till_test_open (path, f->clock, f->random, "T1", NULL);

  g_assert_cmpstr (till_journal_get_path (journal), ==, path);
  till_journal_close (journal);
  g_assert_finalize_object (journal);
  assert_mode (directory, 0700);
  assert_mode (path, 0600);
}

static void
test_file_systems (void)
{
  static const long remote[] = { 0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997, 0x00c36400 };
  static const long local[] = { 0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0x2fc12fc1 };

  for (guint i = 0; i < G_N_ELEMENTS (remote); i++)
    g_assert_false (till_store_is_local (remote[i]));
  g_assert_false (till_store_is_local ((long) (gint32) 0xff534d42));
  for (guint i = 0; i < G_N_ELEMENTS (local); i++)
    g_assert_true (till_store_is_local (local[i]));
}

/* Somebody sits on the file: ten seconds, then it is said.  Nothing can shorten this test. */
static void
test_busy (TillTestJournal *f,
           gconstpointer    data)
{
  sqlite3 *db;
  g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
  g_autoptr(GError) error = NULL;
  gint64 begin;

  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_ptr_array_add (events, till_event_new (TILL_EVENT_LOOKED, record->id));
  begin = g_get_monotonic_time ();
  g_assert_null (till_test_append_events (f->journal, events, NULL, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_JOURNAL);
  g_assert_cmpint (g_get_monotonic_time () - begin, >, 9 * G_USEC_PER_SEC);
  sqlite3_close (db);

  till_test_append (f->journal, &record, TILL_EVENT_LOOKED, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  EMPTY ("/journal-foreign/foreign", test_foreign);
  EMPTY ("/journal-foreign/foreign-wal", test_foreign_wal);
  EMPTY ("/journal-foreign/newer", test_newer);
  EMPTY ("/journal-foreign/no-version", test_no_version);
  EMPTY ("/journal-foreign/empty-file", test_empty_file);
  EMPTY ("/journal-foreign/modes", test_modes);
  EMPTY ("/journal-foreign/odd-path", test_odd_path);
  g_test_add_func ("/journal-foreign/file-systems", test_file_systems);
  NEW ("/journal-foreign/busy", test_busy);

  return g_test_run ();
}
