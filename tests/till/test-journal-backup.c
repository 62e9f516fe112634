/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "till-journal-private.h"
#include "till-test-faults.h"
#include "till-test-journal.h"

/* Copies of a journal that is at work. */

#define NEW(name, func) \
  g_test_add ("/journal-backup/" name, TillTestJournal, NULL, set_up, func, tear_down)

#define N_PAYMENTS 60

static char *target;

static void
set_up (TillTestJournal *f,
        gconstpointer    data)
{
  till_test_journal_set_up (f, data);
  target = g_build_filename (f->directory, "backup.db", NULL);
}

static void
tear_down (TillTestJournal *f,
           gconstpointer    data)
{
  g_clear_pointer (&target, g_free);
  till_test_journal_tear_down (f, data);
}

static void
fill (TillTestJournal *f,
      guint            n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(TillRecord) record = till_test_request (f->journal, 100 + i, NULL);

      till_test_append (f->journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
      if (i % 2 == 0)
        till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", "paid", NULL);
    }
}

static void
assert_whole (const char *path)
{
  g_autoptr(TillJournalVerdict) verdict = till_test_examine (path, NULL);

  g_assert_cmpint (verdict->flaw, ==, TILL_JOURNAL_FLAW_NONE);
}

static guint
count_files (TillTestJournal *f,
             const char      *prefix)
{
  g_autoptr(GDir) dir = g_dir_open (f->directory, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, prefix);

  return n;
}

/* The same payments, with what has to be sent for them, in a journal that works. */
static void
assert_same (TillTestJournal *f,
             guint            n)
{
  TillJournal *copy = till_test_open (target, f->clock, f->random, "T1", NULL);
  g_autoptr(GPtrArray) payments = till_test_list (f->journal, &(TillListFilter) { 0, });
  g_autoptr(TillRecord) next = NULL;

  g_assert_cmpuint (payments->len, ==, n);
  for (guint i = 0; i < payments->len; i++)
    {
      TillRecord *record = payments->pdata[i];
      g_autoptr(GPtrArray) found = till_test_find (copy, record->id);
      g_autoptr(TillOutbound) ours = till_test_outbound (f->journal, record->id, NULL);
      g_autoptr(TillOutbound) theirs = till_test_outbound (copy, record->id, NULL);

      g_assert_cmpuint (found->len, ==, 1);
      g_assert_true (till_record_equal (found->pdata[0], record));
      g_assert_cmpint (((TillRecord *) found->pdata[0])->row, ==, record->row);
      g_assert_true (g_bytes_equal (ours->body, theirs->body));
      g_assert_cmpstr (ours->action, ==, theirs->action);
    }
  next = till_test_request (copy, 100, NULL);
  g_assert_cmpint (next->row, ==, n + 1);
  till_journal_close (copy);
  g_assert_finalize_object (copy);
}

static void
test_backup_is_a_journal (TillTestJournal *f,
                          gconstpointer    data)
{
  struct stat there;
  mode_t before = umask (0);

  fill (f, 10);
  g_assert_true (till_test_backup (f->journal, target, NULL));
  umask (before);
  g_assert_cmpint (stat (target, &there), ==, 0);
  g_assert_cmpint (there.st_mode & 07777, ==, 0600);
  assert_whole (target);
  assert_same (f, 10);
  g_assert_cmpuint (count_files (f, "backup.db.part"), ==, 0);
}

static void
test_backup_never_overwrites (TillTestJournal *f,
                              gconstpointer    data)
{
  g_autofree char *kept = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) linked = NULL;
  g_autofree char *nowhere = g_build_filename (f->directory, "nowhere", NULL);

  g_assert_true (g_file_set_contents (target, "mine", -1, NULL));
  g_assert_false (till_test_backup (f->journal, target, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_FILE_EXISTS);
  g_assert_true (g_file_get_contents (target, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "mine");

  g_remove (target);
  g_assert_cmpint (symlink (nowhere, target), ==, 0);
  g_assert_false (till_test_backup (f->journal, target, &linked));
  g_assert_error (linked, TILL_ERROR, TILL_ERROR_FILE_EXISTS);
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
}

/* What goes wrong with a backup is no trouble of the journal, and leaves nothing behind. */
static void
test_failed_backup_leaves_nothing (TillTestJournal *f,
                                   gconstpointer    data)
{
  static const TillTestFault faults[] = { TILL_TEST_FAULT_STATEMENT, TILL_TEST_FAULT_IO, TILL_TEST_FAULT_FULL };
  g_autofree char *far = g_build_filename (f->directory, "no", "backup.db", NULL);
  g_autoptr(GError) gone = NULL;

  fill (f, 1);
  g_assert_false (till_test_backup (f->journal, far, &gone));
  g_assert_error (gone, TILL_ERROR, TILL_ERROR_BACKUP);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    for (int n = 1;; n++)
      {
        g_autoptr(GError) error = NULL;
        gboolean written;

        till_test_faults_arm (faults[i], n, FALSE);
        written = till_test_backup (f->journal, target, &error);
        if (!till_test_faults_disarm ())
          {
            g_assert_true (written);
            g_assert_cmpint (n, >, 10);
            g_remove (target);
            break;
          }
        if (!written)
          g_assert_error (error, TILL_ERROR, TILL_ERROR_BACKUP);
        g_assert_cmpint (g_file_test (target, G_FILE_TEST_EXISTS), ==, written);
        g_assert_cmpuint (count_files (f, "backup.db.part"), ==, 0);
        g_assert_cmpint (till_journal_get_trouble (f->journal), ==, -1);
        g_remove (target);
      }
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

static void
test_damage_is_not_copied (TillTestJournal *f,
                           gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  sqlite3 *db;

  fill (f, 3);
  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "DROP TRIGGER events_are_not_changed;"
                                 "UPDATE events SET facts = replace (facts, 'amount=100', 'amount=1') WHERE seq = 3",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_false (till_test_backup (f->journal, target, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED);
  g_assert_cmpint (till_journal_get_trouble (f->journal), ==, TILL_ERROR_JOURNAL_DAMAGED);
  g_assert_cmpuint (count_files (f, "backup"), ==, 0);
}

static void
backed_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  int *done = user_data;

  g_assert_true (till_journal_backup_finish (TILL_JOURNAL (source), result, &error));
  g_assert_no_error (error);
  *done = TRUE;
}

/* @by: the journal that writes the backup: the same as that which sells, or another program's.  Each page is one
 * row, so that steps come between all of them; a wait for the whole backup would be a wait for hundreds. */
static void
sell_meanwhile (TillTestJournal *f,
                TillJournal     *by)
{
  g_autoptr(GPtrArray) open = till_test_list (f->journal, &(TillListFilter) { .only_open = TRUE });
  guint n_appended = 0;
  gint64 longest = 0;
  gint64 begin = g_get_monotonic_time ();
  gint64 all;
  int done = FALSE;

  till_journal_set_page (by, 0);
  till_journal_backup_async (by, target, NULL, backed_up_cb, &done);
  while (!done)
    {
      gint64 now = g_get_monotonic_time ();

      if (n_appended < open->len)
        {
          g_autoptr(TillRecord) record = till_record_ref (open->pdata[open->len - 1 - n_appended]);

          till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", "paid", NULL);
          n_appended++;
          longest = MAX (longest, g_get_monotonic_time () - now);
        }
      else
        g_main_context_iteration (NULL, TRUE);
    }
  all = g_get_monotonic_time () - begin;

  g_test_message ("%u appends, the longest took %" G_GINT64_FORMAT " µs of %" G_GINT64_FORMAT, n_appended, longest, all);
  g_assert_cmpuint (n_appended, >, 10);
  g_assert_cmpint (longest, <, MAX (all / 2, 200 * G_TIME_SPAN_MILLISECOND));
}

static void
test_sale_goes_on_beside_a_backup (TillTestJournal *f,
                                   gconstpointer    data)
{
  fill (f, N_PAYMENTS);
  sell_meanwhile (f, f->journal);
  assert_whole (target);
}

static void
test_sale_goes_on_beside_another_programs_backup (TillTestJournal *f,
                                                  gconstpointer    data)
{
  TillJournal *other = till_test_open (f->path, f->clock, f->random, "T1", NULL);

  fill (f, N_PAYMENTS);
  sell_meanwhile (f, other);
  assert_whole (target);
  till_journal_close (other);
  g_assert_finalize_object (other);
}

/* Steps of payments whose requests were copied already, on a machine so slow that a page is over as it begins: each
 * page still does something, and the copy comes to its end. */
static void
test_late_steps_are_copied (TillTestJournal *f,
                            gconstpointer    data)
{
  g_autoptr(TillStore) source = till_store_new (f->path, "T1", f->random);
  g_autoptr(TillRecord) record = NULL;
  g_autoptr(TillCopy) copy = NULL;
  TillWorkStatus status = TILL_WORK_AGAIN;
  guint n_pages;

  record = till_test_request (f->journal, 100, NULL);
  till_record_unref (till_test_request (f->journal, 200, NULL));
  g_assert_true (till_store_open_to_read (source, FALSE, NULL));
  source->page_us = 0;
  copy = till_copy_begin (source, target, NULL);
  g_assert_nonnull (copy);

  for (n_pages = 0; status == TILL_WORK_AGAIN && n_pages < 100; n_pages++)
    {
      /* event 1, the key, two intents, the end of them: the sixth page copies the first request */
      if (n_pages == 6)
        till_test_append (f->journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
      status = till_copy_page (copy, source, NULL);
    }
  g_assert_cmpint (status, ==, TILL_WORK_DONE);
  g_assert_cmpuint (n_pages, >, 6);
  g_assert_cmpint (till_copy_get_last_seq (copy), ==, record->last_seq);
}

/* A key that was named in the source is named in the copy, and its signatures hold there. */
static void
test_backup_keeps_signatures (TillTestJournal *f,
                              gconstpointer    data)
{
  g_autoptr(TillJournalVerdict) ours = NULL;
  g_autoptr(TillJournalVerdict) theirs = NULL;

  fill (f, 3);
  g_assert_true (till_test_backup (f->journal, target, NULL));
  ours = till_test_examine (f->path, NULL);
  theirs = till_test_examine (target, NULL);
  g_assert_cmpuint (theirs->keys->len, ==, 1);
  g_assert_cmpstr (theirs->last_hash, ==, ours->last_hash);
}

int
main (int    argc,
      char **argv)
{
  till_test_journal_in_memory ();
  g_test_init (&argc, &argv, NULL);
  till_test_faults_install ();

  NEW ("backup-is-a-journal", test_backup_is_a_journal);
  NEW ("backup-keeps-signatures", test_backup_keeps_signatures);
  NEW ("backup-never-overwrites", test_backup_never_overwrites);
  NEW ("failed-backup-leaves-nothing", test_failed_backup_leaves_nothing);
  NEW ("damage-is-not-copied", test_damage_is_not_copied);
  NEW ("late-steps-are-copied", test_late_steps_are_copied);
  NEW ("sale-goes-on-beside-a-backup", test_sale_goes_on_beside_a_backup);
  NEW ("sale-goes-on-beside-another-programs-backup", test_sale_goes_on_beside_another_programs_backup);

  return g_test_run ();
}
