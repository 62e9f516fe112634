/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "till-journal-private.h"
#include "till-test-faults.h"
#include "till-test-hand.h"
#include "till-test-journal.h"

/* A journal of version 1 becomes one of ours, or stays what it was. */

#define N_PAYMENTS 1

/* A journal of version 1, made once. */
static char *version_1;
static gsize version_1_length;

/* An event as version 1 wrote it. */
static void
insert_event (TillStore *store,
              TillEvent *event)
{
  static const char sql[] =
    "INSERT INTO events (seq, payment, kind, wall_time, boot_id, boot_time, platform_date, who, program, facts, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)";
  g_autoptr(TillStatement) statement = till_store_prepare (store, sql, NULL);
  g_autofree char *canonical = till_event_to_canonical (event);
  const char *facts = strstr (canonical, "\nkind=") + 1;

  sqlite3_bind_int64 (statement, 1, event->seq);
  till_bind_text (store, statement, 2, event->payment);
  till_bind_text (store, statement, 3, till_event_kind_to_string (event->kind));
  sqlite3_bind_int64 (statement, 4, event->wall_time);
  till_bind_text (store, statement, 5, event->boot_id);
  sqlite3_bind_int64 (statement, 6, event->boot_time);
  till_bind_text (store, statement, 7, event->who);
  till_bind_text (store, statement, 8, event->program);
  till_bind_text (store, statement, 9, strchr (facts, '\n') + 1);
  sqlite3_bind_blob (statement, 10, event->hash, TILL_HASH_BYTES, SQLITE_TRANSIENT);
  g_assert_true (till_store_step (store, statement, NULL, NULL));
}

static void
add_event (TillStore *store,
           TillEvent *event,
           guint8     hash[TILL_HASH_BYTES],
           gint64    *seq)
{
  event->seq = ++*seq;
  till_event_chain (event, hash);
  memcpy (hash, event->hash, TILL_HASH_BYTES);
  insert_event (store, event);
}

static void
insert_outbound (TillStore    *store,
                 gint64        row,
                 TillOutbound *outbound)
{
  g_autoptr(TillStatement) statement = NULL;
  gsize length;
  gconstpointer body = g_bytes_get_data (outbound->body, &length);

  statement = till_store_prepare (store, "INSERT INTO outbound (payment, refund, body) VALUES (?, '', ?)", NULL);
  sqlite3_bind_int64 (statement, 1, row);
  sqlite3_bind_blob (statement, 2, body, length, SQLITE_TRANSIENT);
  g_assert_true (till_store_step (store, statement, NULL, NULL));
}

static void
add_payment (TillStore   *store,
             TillJournal *model,
             guint8       hash[TILL_HASH_BYTES],
             gint64      *seq)
{
  g_autoptr(TillRecord) made = till_test_request (model, 1250, NULL);
  g_autoptr(TillOutbound) outbound = till_test_outbound (model, made->id, NULL);
  g_autoptr(TillRecord) record = NULL;
  g_autoptr(GPtrArray) events = NULL;

  till_test_append (model, &made, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
  events = till_test_events (model, made->id, NULL);
  for (guint i = 0; i < events->len; i++)
    {
      g_autoptr(TillRecord) before = g_steal_pointer (&record);

      add_event (store, events->pdata[i], hash, seq);
      record = till_record_apply (before, events->pdata[i], NULL);
    }
  record->row = made->row;
  g_assert_true (till_store_insert_record (store, record, NULL));
  insert_outbound (store, record->row, outbound);
}

/* By the SQL of version 1, which a new journal still begins with. */
static void
build_version_1 (TillTestJournal *f)
{
  g_autofree char *model_path = g_build_filename (f->directory, "model", "journal.db", NULL);
  TillJournal *model = till_test_open (model_path, f->clock, f->random, "T1", NULL);
  TillStore *store = till_store_new (f->path, "T1", f->random);
  g_autoptr(TillEvent) opened = till_event_new (TILL_EVENT_JOURNAL_OPENED, NULL);
  guint8 hash[TILL_HASH_BYTES] = { 0, };
  gint64 seq = 0;

  g_assert_cmpint (sqlite3_open (f->path, &store->db), ==, SQLITE_OK);
  g_assert_true (till_store_exec (store, "BEGIN", NULL));
  g_assert_true (till_store_make_tables (store, 1, NULL));
  till_event_set (opened, TILL_FACT_TILL, "T1");
  add_event (store, opened, hash, &seq);
  for (guint i = 0; i < N_PAYMENTS; i++)
    add_payment (store, model, hash, &seq);
  g_assert_true (till_store_exec (store, "COMMIT", NULL));

  till_store_free (store);
  till_journal_close (model);
  g_assert_finalize_object (model);
  g_assert_true (g_file_get_contents (f->path, &version_1, &version_1_length, NULL));
}

static void
make_version_1 (TillTestJournal *f)
{
  g_autofree char *directory = g_path_get_dirname (f->path);

  g_assert_cmpint (g_mkdir (directory, 0700), ==, 0);
  if (version_1 == NULL)
    build_version_1 (f);
  else
    g_assert_true (g_file_set_contents (f->path, version_1, version_1_length, NULL));
}

/* A transaction that was cut off is rolled back, as whoever opens the file next does. */
static void
roll_back (const char *path)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "SELECT count (*) FROM sqlite_schema", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
assert_whole (const char *path,
              int         version)
{
  g_autoptr(TillJournalVerdict) verdict = till_test_examine (path, NULL);

  g_assert_cmpint (verdict->flaw, ==, TILL_JOURNAL_FLAW_NONE);
  g_assert_cmpint (verdict->version, ==, version);
  g_assert_cmpuint (verdict->keys->len, ==, version - 1);
  g_assert_cmpint (verdict->last_seq, ==, 1 + 2 * N_PAYMENTS + (version > 1));
}

/* How many files beside the journal begin with @prefix. */
static guint
count_files (TillTestJournal *f,
             const char      *prefix)
{
  g_autofree char *directory = g_path_get_dirname (f->path);
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, prefix);

  return n;
}

/* Checked as it is in version 1; then signed from the first event that is ours, with the old one beside it. */
static void
test_upgraded (void)
{
  TillTestJournal f = { NULL, };
  g_autofree char *backup = NULL;
  g_autoptr(GPtrArray) payments = NULL;
  g_autoptr(TillJournalVerdict) verdict = NULL;
  struct stat there;

  till_test_journal_set_up_empty (&f);
  make_version_1 (&f);
  backup = g_strconcat (f.path, "-version-1", NULL);
  assert_whole (f.path, 1);

  till_test_journal_reopen (&f);
  assert_whole (f.path, 2);
  assert_whole (backup, 1);
  g_assert_cmpint (stat (backup, &there), ==, 0);
  g_assert_cmpint (there.st_mode & 07777, ==, 0600);
  verdict = till_test_examine (f.path, NULL);
  g_assert_cmpint (((TillJournalKey *) verdict->keys->pdata[0])->seq, ==, 2 + 2 * N_PAYMENTS);

  payments = till_test_list (f.journal, &(TillListFilter) { 0, });
  g_assert_cmpuint (payments->len, ==, N_PAYMENTS);
  for (guint i = 0; i < payments->len; i++)
    {
      g_autoptr(TillRecord) record = till_record_ref (payments->pdata[i]);
      g_autoptr(TillOutbound) outbound = till_test_outbound (f.journal, record->id, NULL);

      g_assert_nonnull (outbound->body);
      till_test_append (f.journal, &record, TILL_EVENT_STATUS, "state", "paid", NULL);
    }
  g_assert_true (till_test_verify (f.journal, NULL, NULL));
  g_assert_cmpuint (count_files (&f, "journal.db-version"), ==, 1);
  till_test_journal_tear_down (&f, NULL);
}

static int
get_version (const char *path)
{
  g_autoptr(TillJournalVerdict) verdict = till_test_examine (path, NULL);

  return verdict->version;
}

/* Returns whether anything failed.  @n_left: counts those that left version 1: the others failed behind the commit. */
static gboolean
fail_at (TillTestFault  fault,
         int            n,
         gboolean       forever,
         int           *n_left)
{
  g_autoptr(GError) error = NULL;
  TillTestJournal f = { NULL, };
  gboolean failed;

  g_test_message ("fault %d, step %d%s", fault, n, forever ? " and on" : "");
  till_test_journal_set_up_empty (&f);
  make_version_1 (&f);

  till_test_faults_arm (fault, n, forever);
  f.journal = till_test_open (f.path, f.clock, f.random, "T1", &error);
  failed = till_test_faults_disarm ();
  roll_back (f.path);
  assert_whole (f.path, f.journal != NULL ? 2 : get_version (f.path));
  *n_left += get_version (f.path) == 1;
  g_assert_cmpuint (count_files (&f, "journal.db-version-1.part"), ==, 0);

  till_test_journal_reopen (&f);
  assert_whole (f.path, 2);
  till_test_journal_tear_down (&f, NULL);

  return failed;
}

static void
test_failed_upgrade_leaves_version_1 (gconstpointer data)
{
  int n_left = 0;
  int n = 1;

  while (fail_at (GPOINTER_TO_INT (data), n, n % 2 == 0, &n_left))
    n++;
  g_assert_cmpint (n_left, >, 10);
}

/* The other process of the next test: opens what TILL_TEST_JOURNAL names, and is killed at the n-th statement. */
static void
test_opening (void)
{
  const char *path = g_getenv ("TILL_TEST_JOURNAL");
  const char *at = g_getenv ("TILL_TEST_KILL_AT");
  g_autoptr(TillTestClock) clock = till_test_clock_new ();
  g_autoptr(TillRandom) random = till_random_new ();
  TillJournal *journal;

  till_test_faults_arm (TILL_TEST_FAULT_KILL, atoi (at), FALSE);
  journal = till_test_open (path, clock, random, "T1", NULL);
  till_test_faults_disarm ();
  till_journal_close (journal);
  g_object_unref (journal);
}

static void
test_killed_upgrade_leaves_version_1 (void)
{
  gboolean killed = TRUE;
  int n;

  for (n = 1; killed; n++)
    {
      TillTestJournal f = { NULL, };
      g_autofree char *at = g_strdup_printf ("%d", n);

      till_test_journal_set_up_empty (&f);
      make_version_1 (&f);
      g_setenv ("TILL_TEST_JOURNAL", f.path, TRUE);
      g_setenv ("TILL_TEST_KILL_AT", at, TRUE);
      g_test_trap_subprocess ("/journal-upgrade/subprocess/opening", 0, 0);
      killed = !g_test_trap_has_passed ();

      /* Who opens it next finds the one or the other, whole. */
      till_test_journal_reopen (&f);
      assert_whole (f.path, 2);
      g_assert_cmpuint (count_files (&f, "journal.db-version-1"), >=, 1);
      till_test_journal_tear_down (&f, NULL);
    }
  g_unsetenv ("TILL_TEST_JOURNAL");
  g_assert_cmpint (n, >, 15);
}

/* All at once: one of them upgrades, with one key; and they go on together. */
static void
test_several_processes_upgrade_once (void)
{
  TillTestJournal f = { NULL, };
  TillTestHand *hands[8];

  till_test_journal_set_up_empty (&f);
  make_version_1 (&f);
  for (guint i = 0; i < G_N_ELEMENTS (hands); i++)
    hands[i] = till_test_hand_start (f.path);
  for (guint i = 0; i < G_N_ELEMENTS (hands); i++)
    {
      g_autofree char *open = till_test_hand_read (hands[i]);

      g_assert_cmpstr (open, ==, "open");
    }
  assert_whole (f.path, 2);
  g_assert_cmpuint (count_files (&f, "journal.db-version-1"), ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (hands); i++)
    {
      g_autofree char *id = till_test_hand_ask (hands[i], "request", NULL);

      g_assert_nonnull (id);
      till_test_hand_free (hands[i]);
    }
  till_test_journal_reopen (&f);
  g_assert_true (till_test_verify (f.journal, NULL, NULL));
  till_test_journal_tear_down (&f, NULL);
}

int
main (int    argc,
      char **argv)
{
  till_test_journal_in_memory ();
  g_test_init (&argc, &argv, NULL);
  till_test_faults_install ();

  g_test_add_func ("/journal-upgrade/upgraded", test_upgraded);
  g_test_add_data_func ("/journal-upgrade/failed-statement-leaves-version-1",
                        GINT_TO_POINTER (TILL_TEST_FAULT_STATEMENT), test_failed_upgrade_leaves_version_1);
  g_test_add_data_func ("/journal-upgrade/failed-file-leaves-version-1",
                        GINT_TO_POINTER (TILL_TEST_FAULT_IO), test_failed_upgrade_leaves_version_1);
  g_test_add_data_func ("/journal-upgrade/full-disk-leaves-version-1",
                        GINT_TO_POINTER (TILL_TEST_FAULT_FULL), test_failed_upgrade_leaves_version_1);
  g_test_add_func ("/journal-upgrade/subprocess/opening", test_opening);
  g_test_add_func ("/journal-upgrade/killed-upgrade-leaves-version-1", test_killed_upgrade_leaves_version_1);
  g_test_add_func ("/journal-upgrade/several-processes-upgrade-once", test_several_processes_upgrade_once);

  return g_test_run ();
}
