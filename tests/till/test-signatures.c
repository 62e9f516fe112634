/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "till-journal-private.h"
#include "till-test-journal.h"

/* Who wrote the events: the key, where it comes from, and what a forger meets. */

#define NEW(name, func) \
  g_test_add ("/signatures/" name, TillTestJournal, NULL, till_test_journal_set_up, func, till_test_journal_tear_down)

/* RFC 8032, 7.1, test 1. */
#define VECTOR_SEED   "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
#define VECTOR_PUBLIC "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

static char *
get_key_path (TillTestJournal *f)
{
  return g_build_filename (f->directory, "till", "signing-key", NULL);
}

static void
run_sql (TillTestJournal *f,
         const char      *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
assert_keys (TillTestJournal *f,
             const gint64    *seqs,
             guint            n)
{
  g_autoptr(TillJournalVerdict) verdict = till_test_examine (f->path, NULL);

  g_assert_cmpint (verdict->flaw, ==, TILL_JOURNAL_FLAW_NONE);
  g_assert_cmpuint (verdict->keys->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (((TillJournalKey *) verdict->keys->pdata[i])->seq, ==, seqs[i]);
}

static void
assert_flaw (TillTestJournal *f,
             TillJournalFlaw  flaw,
             gint64           bad_seq)
{
  g_autoptr(TillJournalVerdict) verdict = till_test_examine (f->path, NULL);

  g_assert_cmpint (verdict->flaw, ==, flaw);
  g_assert_cmpint (verdict->bad_seq, ==, bad_seq);
  g_assert_cmpint (verdict->last_seq, ==, bad_seq - 1);
}

/* Made with the journal, private, and named by the second event; from there on everything is signed. */
static void
test_first_start_makes_a_key (TillTestJournal *f,
                              gconstpointer    data)
{
  g_autofree char *path = get_key_path (f);
  g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);
  g_autoptr(TillJournalVerdict) verdict = till_test_examine (f->path, NULL);
  g_autofree char *text = NULL;
  struct stat there;

  g_assert_cmpint (stat (path, &there), ==, 0);
  g_assert_cmpint (there.st_mode & 07777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpuint (strlen (text), ==, 65);

  assert_keys (f, (const gint64[]) { 2 }, 1);
  g_assert_cmpint (verdict->version, ==, 2);
  g_assert_cmpint (verdict->last_seq, ==, record->last_seq);
  g_assert_cmpuint (strlen (verdict->last_hash), ==, 64);
  g_assert_null (strstr (text, ((TillJournalKey *) verdict->keys->pdata[0])->text));

  till_test_journal_reopen (f);
  till_test_append (f->journal, &record, TILL_EVENT_LOOKED, NULL);
  assert_keys (f, (const gint64[]) { 2 }, 1);
}

/* A key that is lost, no key any more, or open to others: the next one is an event, which it signs itself. */
static void
test_next_key_is_an_event (TillTestJournal *f,
                           gconstpointer    data)
{
  g_autofree char *path = get_key_path (f);
  g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);
  struct stat there;

  g_assert_cmpint (g_remove (path), ==, 0);
  till_test_journal_reopen (f);
  till_test_append (f->journal, &record, TILL_EVENT_LOOKED, NULL);
  assert_keys (f, (const gint64[]) { 2, 4 }, 2);

  g_assert_true (g_file_set_contents (path, "half", -1, NULL));
  till_test_journal_reopen (f);
  till_test_append (f->journal, &record, TILL_EVENT_LOOKED, NULL);
  assert_keys (f, (const gint64[]) { 2, 4, 6 }, 3);

  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  till_test_journal_reopen (f);
  till_test_append (f->journal, &record, TILL_EVENT_LOOKED, NULL);
  assert_keys (f, (const gint64[]) { 2, 4, 6, 8 }, 4);
  g_assert_cmpint (stat (path, &there), ==, 0);
  g_assert_cmpint (there.st_mode & 07777, ==, 0600);
}

/* Each says again whose the events are when the other one wrote in between. */
static void
test_two_programs_with_two_keys (TillTestJournal *f,
                                 gconstpointer    data)
{
  g_autofree char *path = get_key_path (f);
  g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);
  TillJournal *other;

  g_assert_cmpint (g_remove (path), ==, 0);
  other = till_test_open (f->path, f->clock, f->random, "T1", NULL);
  till_test_append (other, &record, TILL_EVENT_LOOKED, NULL);
  till_test_append (other, &record, TILL_EVENT_LOOKED, NULL);
  till_test_append (f->journal, &record, TILL_EVENT_LOOKED, NULL);
  till_test_append (other, &record, TILL_EVENT_LOOKED, NULL);
  assert_keys (f, (const gint64[]) { 2, 4, 7, 9 }, 4);

  till_journal_close (other);
  g_assert_finalize_object (other);
}

/* The credential goes before the file; one that holds no key is not passed over. */
static void
test_credential_is_the_key (TillTestJournal *f,
                            gconstpointer    data)
{
  g_autofree char *credential = g_build_filename (f->directory, "till-signing-key", NULL);
  g_autofree char *path = get_key_path (f);
  g_autofree char *kept = NULL;
  g_autofree char *kept_after = NULL;
  g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
  g_autoptr(TillJournalVerdict) verdict = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_true (g_file_set_contents (credential, VECTOR_SEED, -1, NULL));
  g_setenv ("CREDENTIALS_DIRECTORY", f->directory, TRUE);
  till_test_journal_reopen (f);
  till_test_append (f->journal, &record, TILL_EVENT_LOOKED, NULL);
  verdict = till_test_examine (f->path, NULL);
  g_assert_cmpuint (verdict->keys->len, ==, 2);
  g_assert_cmpstr (((TillJournalKey *) verdict->keys->pdata[1])->text, ==, VECTOR_PUBLIC);

  g_assert_true (g_file_set_contents (credential, "no key", -1, NULL));
  till_test_journal_reopen (f);
  g_ptr_array_add (events, till_event_new (TILL_EVENT_LOOKED, record->id));
  g_assert_null (till_test_append_events (f->journal, events, NULL, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_SIGNING_KEY);

  g_unsetenv ("CREDENTIALS_DIRECTORY");
  g_assert_true (g_file_get_contents (path, &kept_after, NULL, NULL));
  g_assert_cmpstr (kept, ==, kept_after);
}

static void
append_hex (GString      *sql,
            const char   *before,
            const guint8 *bytes,
            gsize         n)
{
  g_string_append_printf (sql, "%sx'", before);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (sql, "%02x", bytes[i]);
  g_string_append_c (sql, '\'');
}

/* Somebody with the file and without the key changes an amount and makes every hash good again. */
static void
test_rewriting_without_the_key_is_found (TillTestJournal *f,
                                         gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 1250, NULL);
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GString) sql = g_string_new ("DROP TRIGGER events_are_not_changed;");
  guint8 previous[TILL_HASH_BYTES];
  TillStore *store;

  till_test_append (f->journal, &record, TILL_EVENT_LOOKED, NULL);
  events = till_test_events (f->journal, record->id, NULL);

  store = till_store_new (f->path, "T1", f->random);
  g_assert_true (till_store_open_to_read (store, FALSE, NULL));
  {
    g_autoptr(TillStatement) statement = till_store_prepare (store, "SELECT hash FROM events WHERE seq = 2", NULL);

    g_assert_true (till_store_step (store, statement, NULL, NULL));
    memcpy (previous, sqlite3_column_blob (statement, 0), TILL_HASH_BYTES);
  }
  till_store_free (store);

  till_event_set (events->pdata[0], TILL_FACT_AMOUNT, "1");
  g_string_append (sql, "UPDATE events SET facts = replace (facts, 'amount=1250', 'amount=1') WHERE seq = 3;");
  for (guint i = 0; i < events->len; i++)
    {
      TillEvent *event = events->pdata[i];

      till_event_chain (event, previous);
      append_hex (sql, "UPDATE events SET hash = ", event->hash, TILL_HASH_BYTES);
      g_string_append_printf (sql, " WHERE seq = %" G_GINT64_FORMAT ";", event->seq);
      memcpy (previous, event->hash, TILL_HASH_BYTES);
    }
  g_string_append (sql, "CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events"
                   " BEGIN SELECT RAISE (ABORT, 'events are never changed'); END;");
  run_sql (f, sql->str);
  assert_flaw (f, TILL_JOURNAL_FLAW_SIGNATURE, 3);
}

/* Signatures that are of another event, of nobody, or not there. */
static void
test_changed_signature_is_found (void)
{
  static const struct
  {
    const char      *sql;
    TillJournalFlaw  flaw;
    gint64           bad_seq;
  } rows[] = {
    { "UPDATE events SET signature = NULL WHERE seq = 4;", TILL_JOURNAL_FLAW_SIGNATURE, 4 },
    { "UPDATE events SET signature = zeroblob (64) WHERE seq = 4;", TILL_JOURNAL_FLAW_SIGNATURE, 4 },
    { "UPDATE events SET signature = (SELECT signature FROM events WHERE seq = 3) WHERE seq = 4;",
      TILL_JOURNAL_FLAW_SIGNATURE, 4 },
    { "UPDATE events SET signature = zeroblob (64) WHERE seq = 1;", TILL_JOURNAL_FLAW_SIGNATURE, 1 },
    { "UPDATE events SET signature = NULL WHERE seq = 2;", TILL_JOURNAL_FLAW_SIGNATURE, 2 },
    { "UPDATE events SET facts = replace (facts, 'public-key=', 'public-key=0') WHERE seq = 2;",
      TILL_JOURNAL_FLAW_CHAIN, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TillTestJournal g = { NULL, };
      g_autoptr(TillRecord) record = NULL;
      g_autofree char *sql = g_strconcat ("DROP TRIGGER events_are_not_changed;", rows[i].sql,
                                          "CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events"
                                          " BEGIN SELECT RAISE (ABORT, 'events are never changed'); END;", NULL);

      g_test_message ("%s", rows[i].sql);
      till_test_journal_set_up (&g, NULL);
      record = till_test_request (g.journal, 100, NULL);
      till_test_append (g.journal, &record, TILL_EVENT_LOOKED, NULL);
      run_sql (&g, sql);
      assert_flaw (&g, rows[i].flaw, rows[i].bad_seq);
      till_test_journal_tear_down (&g, NULL);
    }
}

/* What cannot be prevented, and the manual says so: with the end cut off, the rest is whole. */
static void
test_cut_tail_is_whole (TillTestJournal *f,
                        gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 100, NULL);
  g_autoptr(TillJournalVerdict) before = till_test_examine (f->path, NULL);
  g_autoptr(TillJournalVerdict) after = NULL;

  till_test_append (f->journal, &record, TILL_EVENT_CHECK_ASKED, NULL);
  run_sql (f, "DROP TRIGGER events_are_not_deleted; DELETE FROM events WHERE seq = 4;"
           "UPDATE payments SET last_seq = 3;"
           "CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events"
           " BEGIN SELECT RAISE (ABORT, 'events are never deleted'); END;");
  after = till_test_examine (f->path, NULL);
  g_assert_cmpint (after->flaw, ==, TILL_JOURNAL_FLAW_NONE);
  g_assert_cmpstr (after->last_hash, ==, before->last_hash);
}

int
main (int    argc,
      char **argv)
{
  till_test_journal_in_memory ();
  g_test_init (&argc, &argv, NULL);

  NEW ("first-start-makes-a-key", test_first_start_makes_a_key);
  NEW ("next-key-is-an-event", test_next_key_is_an_event);
  NEW ("two-programs-with-two-keys", test_two_programs_with_two_keys);
  NEW ("credential-is-the-key", test_credential_is_the_key);
  NEW ("rewriting-without-the-key-is-found", test_rewriting_without_the_key_is_found);
  g_test_add_func ("/signatures/changed-signature-is-found", test_changed_signature_is_found);
  NEW ("cut-tail-is-whole", test_cut_tail_is_whole);

  return g_test_run ();
}
