/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/stat.h>

#include <glib/gstdio.h>

#include "till-journal-private.h"
#include "till-test-hand.h"
#include "till-test-journal.h"

#define NEW(name, func) \
  g_test_add (name, TillTestJournal, NULL, till_test_journal_set_up, func, till_test_journal_tear_down)

static gboolean
lock_here (TillTestJournal *f,
           const char      *id)
{
  g_autoptr(TillRecord) record = till_test_lock (f->journal, id);

  g_assert_true (record == NULL || till_journal_holds_lock (f->journal, record->row));

  return record != NULL;
}

static gboolean
lock_there (TillTestHand *hand,
            const char   *id)
{
  g_autofree char *answer = till_test_hand_ask (hand, "lock", id);

  return g_str_equal (answer, "1");
}

/* Waits until the queue has come to it. */
static void
unlock_here (TillTestJournal *f,
             TillRecord      *record)
{
  g_autoptr(GPtrArray) list = NULL;

  till_journal_unlock (f->journal, record->row);
  list = till_test_find (f->journal, record->id);
  g_assert_false (till_journal_holds_lock (f->journal, record->row));
}

static gboolean
take (TillLocks *locks,
      gint64     row)
{
  g_autoptr(GError) error = NULL;
  gboolean taken = FALSE;

  till_locks_take (locks, row, &taken, &error);
  g_assert_no_error (error);

  return taken;
}

static void
test_locks (TillTestJournal *f,
            gconstpointer    data)
{
  g_autofree char *path = g_build_filename (f->directory, "locks", NULL);
  TillLocks *one = till_locks_open (path, NULL);
  TillLocks *two = till_locks_open (path, NULL);

  g_assert_true (take (one, 1));
  g_assert_true (take (one, 1));
  g_assert_true (till_locks_hold (one, 1));
  g_assert_true (till_locks_is_held (one, 1));
  g_assert_false (till_locks_is_held (one, 2));
  g_assert_false (take (two, 1));
  g_assert_false (till_locks_hold (two, 1));
  g_assert_true (till_locks_is_held (two, 1));

  /* The neighbours are free; the numbers may be large. */
  g_assert_true (take (two, 2));
  g_assert_true (take (two, 0));
  g_assert_true (take (two, G_GINT64_CONSTANT (1) << 60));
  g_assert_false (take (one, 2));

  till_locks_drop (one, 1);
  till_locks_drop (one, 7);
  g_assert_false (till_locks_is_held (two, 1));
  g_assert_true (take (two, 1));

  till_locks_free (two);
  g_assert_true (take (one, 2));
  till_locks_free (one);
}

static void
test_file (TillTestJournal *f,
           gconstpointer    data)
{
  g_autofree char *path = g_strconcat (f->path, "-locks", NULL);
  g_autofree char *elsewhere = g_build_filename (f->directory, "elsewhere", NULL);
  g_autofree char *link = g_build_filename (f->directory, "link", NULL);
  struct stat there;

  g_assert_cmpint (stat (path, &there), ==, 0);
  g_assert_cmpint (there.st_mode & 07777, ==, 0600);

  g_assert_cmpint (symlink (elsewhere, link), ==, 0);
  g_assert_null (till_locks_open (link, NULL));
  g_assert_false (g_file_test (elsewhere, G_FILE_TEST_EXISTS));
}

/* Somebody "cleaned up": two programs would follow one payment. */
static void
test_replaced_file (TillTestJournal *f,
                    gconstpointer    data)
{
  g_autofree char *path = g_build_filename (f->directory, "locks", NULL);
  TillLocks *locks = till_locks_open (path, NULL);
  g_autoptr(GError) gone = NULL;
  g_autoptr(GError) other = NULL;
  gboolean taken;

  g_assert_true (take (locks, 1));
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_false (till_locks_take (locks, 2, &taken, &gone));
  g_assert_error (gone, TILL_ERROR, TILL_ERROR_JOURNAL);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_false (till_locks_take (locks, 2, &taken, &other));
  g_assert_error (other, TILL_ERROR, TILL_ERROR_JOURNAL);
  till_locks_free (locks);
}

/* A new payment is ours from the commit on; whoever takes it after us reads what we wrote last. */
static void
test_one_holder (TillTestJournal *f,
                 gconstpointer    data)
{
  g_autoptr(TillTestHand) hand = till_test_hand_new (f->path);
  g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);
  g_autoptr(TillRecord) fresh = NULL;
  g_autofree char *seq = NULL;
  g_autofree char *ok = NULL;

  g_assert_false (lock_there (hand, record->id));
  g_assert_true (lock_here (f, record->id));

  unlock_here (f, record);
  g_assert_true (lock_there (hand, record->id));
  g_assert_false (lock_here (f, record->id));

  seq = till_test_hand_ask (hand, "ask", record->id);
  ok = till_test_hand_ask (hand, "unlock", record->id);
  fresh = till_test_lock (f->journal, record->id);
  g_assert_nonnull (fresh);
  g_assert_cmpint (fresh->last_seq, ==, g_ascii_strtoll (seq, NULL, 10));
}

static void
test_killed_holder (TillTestJournal *f,
                    gconstpointer    data)
{
  g_autoptr(TillTestHand) hand = till_test_hand_new (f->path);
  g_autofree char *id = till_test_hand_ask (hand, "request", NULL);

  g_assert_false (lock_here (f, id));
  till_test_hand_kill (hand);
  g_assert_true (lock_here (f, id));
}

static void
test_ended_holder (TillTestJournal *f,
                   gconstpointer    data)
{
  g_autoptr(TillTestHand) hand = till_test_hand_new (f->path);
  g_autofree char *id = till_test_hand_ask (hand, "request", NULL);

  g_assert_false (lock_here (f, id));
  g_clear_pointer (&hand, till_test_hand_free);
  g_assert_true (lock_here (f, id));
}

/* A program that we started and that lives on keeps no lock of ours. */
static void
test_not_inherited (TillTestJournal *f,
                    gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                      | G_SUBPROCESS_FLAGS_INHERIT_FDS, &error, "cat", NULL);
  g_autoptr(TillTestHand) hand = till_test_hand_new (f->path);

  g_assert_no_error (error);
  g_assert_false (lock_there (hand, record->id));
  till_test_journal_close (f);
  g_assert_true (lock_there (hand, record->id));

  g_output_stream_close (g_subprocess_get_stdin_pipe (child), NULL, NULL);
  g_assert_true (g_subprocess_wait_check (child, NULL, NULL));
}

/* Two processes sell at the same time: no gap, no fork in the chain, each learns of the other's payments; and
 * there is no moment at which one can be seen but is not followed. */
static void
test_two_sell (TillTestJournal *f,
               gconstpointer    data)
{
  g_autoptr(TillTestHand) hand = till_test_hand_new (f->path);
  g_autoptr(GHashTable) heard = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) list = NULL;
  const guint n = 20;
  guint n_theirs = 0;

  till_test_hand_tell (hand, "sell", "20");
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);
      g_autoptr(GPtrArray) changed = NULL;

      till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", "refused", NULL);
      changed = till_test_changes (f->journal, NULL);
      for (guint j = 0; j < changed->len; j++)
        {
          TillRecord *theirs = g_ptr_array_index (changed, j);

          g_assert_false (lock_here (f, theirs->id));
          g_hash_table_add (heard, g_strdup (theirs->id));
        }
    }

  for (;;)
    {
      g_autofree char *id = till_test_hand_read (hand);
      g_autoptr(GPtrArray) changed = NULL;

      if (g_str_equal (id, "done"))
        break;
      n_theirs++;
      changed = till_test_changes (f->journal, NULL);
      for (guint j = 0; j < changed->len; j++)
        g_hash_table_add (heard, g_strdup (((TillRecord *) changed->pdata[j])->id));
      g_assert_true (g_hash_table_contains (heard, id));
    }

  g_assert_cmpuint (n_theirs, ==, n);
  g_assert_cmpuint (g_hash_table_size (heard), ==, n);
  list = till_test_list (f->journal, &(TillListFilter) { 0, });
  g_assert_cmpuint (list->len, ==, 2 * n);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  NEW ("/journal-lock/locks", test_locks);
  NEW ("/journal-lock/file", test_file);
  NEW ("/journal-lock/replaced-file", test_replaced_file);
  NEW ("/journal-lock/one-holder", test_one_holder);
  NEW ("/journal-lock/killed-holder", test_killed_holder);
  NEW ("/journal-lock/ended-holder", test_ended_holder);
  NEW ("/journal-lock/not-inherited", test_not_inherited);
  NEW ("/journal-lock/two-sell", test_two_sell);

  return g_test_run ();
}
