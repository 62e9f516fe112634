/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-journal-private.h"
#include "till-signing-key.h"
#include "till-test-journal.h"

/* What other hands, other programs and bad disks do to the file. */

#define NEW(name, func) \
  g_test_add (name, TillTestJournal, NULL, till_test_journal_set_up, func, till_test_journal_tear_down)

/* Two payments, one of them paid. */
static void
fill (TillTestJournal *f)
{
  g_autoptr(TillRecord) one = till_test_request (f->journal, 1250, "A-1001");
  g_autoptr(TillRecord) two = till_test_request (f->journal, 99, NULL);

  till_test_append (f->journal, &one, TILL_EVENT_ANSWERED, "payment-id", "4711", "status", "REDIRECTED", NULL);
  till_test_append (f->journal, &one, TILL_EVENT_STATUS, "state", "paid", "status", "CAPTURED", NULL);
  g_assert_cmpint (two->row, ==, 2);
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
test_triggers (TillTestJournal *f,
               gconstpointer    data)
{
  static const char *const refused[] = {
    "UPDATE events SET who = 'x' WHERE seq = 3",
    "UPDATE events SET seq = 8 WHERE seq = 6",
    "DELETE FROM events WHERE seq = 6",
    "DELETE FROM events",
    "INSERT INTO events SELECT 8, payment, kind, wall_time, boot_id, boot_time, platform_date, who, program, facts,"
    " hash, signature FROM events WHERE seq = 6",
    "INSERT INTO events SELECT 6, payment, kind, wall_time, boot_id, boot_time, platform_date, who, program, facts,"
    " hash, signature FROM events WHERE seq = 6",
    "INSERT INTO events SELECT NULL, payment, kind, wall_time, boot_id, boot_time, platform_date, who, program,"
    " facts, hash, signature FROM events WHERE seq = 6",
    "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 3",
    "REPLACE INTO events SELECT * FROM events WHERE seq = 6",
    "INSERT INTO events SELECT 7, payment, kind, wall_time, boot_id, boot_time, platform_date, who, program, facts,"
    " x'00', signature FROM events WHERE seq = 6",
    "INSERT INTO events SELECT 7, payment, kind, wall_time, boot_id, boot_time, platform_date, who, program, facts,"
    " hash, NULL FROM events WHERE seq = 6",
    "INSERT INTO events SELECT 7, payment, kind, wall_time, boot_id, boot_time, platform_date, who, program, facts,"
    " hash, x'00' FROM events WHERE seq = 6",
    "UPDATE payments SET amount = 1 WHERE row = 1",
    "UPDATE payments SET key = 'x' WHERE row = 1",
    "UPDATE payments SET row = 9 WHERE row = 1",
    "DELETE FROM payments WHERE row = 1",
    "UPDATE payments SET looks = 'many' WHERE row = 1",
  };

  fill (f);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_test_message ("%s", refused[i]);
      g_assert_cmpint (run_sql (f, refused[i]), ==, SQLITE_CONSTRAINT);
    }
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

/* What the triggers do not hold back, the check finds. */
static void
test_forged (void)
{
  static const struct
  {
    const char *sql;
    gint64      bad_seq;
  } forged[] = {
    { "UPDATE payments SET state = 'paid' WHERE row = 2", 4 },
    { "UPDATE payments SET paid_time = 0, open = 0 WHERE row = 1", 3 },
    { "UPDATE payments SET open = 0 WHERE row = 2", 4 },
    { "UPDATE payments SET unresolved = 0 WHERE row = 2", 4 },
    { "UPDATE payments SET last_seq = 4 WHERE row = 1", 3 },
    { "UPDATE outbound SET body = x'00' WHERE payment = 1", 3 },
    { "UPDATE outbound SET action = 'x' WHERE payment = 1", 3 },
    { "DROP TRIGGER events_are_gapless", 0 },
    { "DROP INDEX payments_open", 0 },
    { "CREATE TABLE more (a)", 0 },
    { "DROP TRIGGER events_are_not_changed; UPDATE events SET who = 'x' WHERE seq = 5;", 0 },
    { "DROP TRIGGER payments_are_not_deleted; DELETE FROM payments WHERE row = 2;"
      "CREATE TRIGGER payments_are_not_deleted BEFORE DELETE ON payments"
      " BEGIN SELECT RAISE (ABORT, 'payments are never deleted'); END;", 0 },
    { "DROP INDEX payments_open; CREATE INDEX payments_open ON payments (row) WHERE open = 0;"
      "PRAGMA writable_schema=ON;"
      "UPDATE sqlite_schema SET sql = replace (sql, 'open = 0', 'open = 1') WHERE name = 'payments_open'", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forged); i++)
    {
      TillTestJournal g = { NULL, };
      g_autoptr(GError) error = NULL;
      gint64 bad_seq = -1;

      till_test_journal_set_up (&g, NULL);
      fill (&g);
      g_test_message ("%s", forged[i].sql);
      g_assert_cmpint (run_sql (&g, forged[i].sql), ==, SQLITE_OK);
      g_assert_false (till_test_verify (g.journal, &bad_seq, &error));
      g_assert_error (error, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED);
      g_assert_cmpint (bad_seq, ==, forged[i].bad_seq);
      till_test_journal_tear_down (&g, NULL);
    }
}

/* Somebody who knows how to put the tables back as they were: the chain tells. */
static void
test_rewritten (void)
{
  static const char tail[] =
    "CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events"
    " BEGIN SELECT RAISE (ABORT, 'events are never changed'); END;";
  static const struct
  {
    const char *sql;
    gint64      bad_seq;
  } rows[] = {
    { "UPDATE events SET facts = replace (facts, 'amount=1250', 'amount=1') WHERE seq = 3;", 3 },
    { "UPDATE events SET wall_time = wall_time + 1 WHERE seq = 6;", 6 },
    { "UPDATE events SET hash = (SELECT hash FROM events WHERE seq = 4) WHERE seq = 5;", 5 },
    { "UPDATE events SET payment = NULL WHERE seq = 6;", 6 },
    { "UPDATE events SET kind = 'something' WHERE seq = 4;", 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TillTestJournal g = { NULL, };
      g_autofree char *sql = g_strconcat ("DROP TRIGGER events_are_not_changed;", rows[i].sql, tail, NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) at_start = NULL;
      gint64 bad_seq = -1;

      till_test_journal_set_up (&g, NULL);
      fill (&g);
      g_test_message ("%s", rows[i].sql);
      g_assert_cmpint (run_sql (&g, sql), ==, SQLITE_OK);
      g_assert_false (till_test_verify (g.journal, &bad_seq, &error));
      g_assert_error (error, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED);
      g_assert_cmpint (bad_seq, ==, rows[i].bad_seq);

      till_test_journal_close (&g);
      g_assert_null (till_test_open (g.path, g.clock, g.random, "T1", &at_start));
      g_assert_error (at_start, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED);
      till_test_journal_tear_down (&g, NULL);
    }
}

/* A good link of the chain about a payment that there is not. */
static void
test_orphan (TillTestJournal *f,
             gconstpointer    data)
{
  g_autoptr(TillEvent) event = till_event_new (TILL_EVENT_LOOKED, "nobody");
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GString) sql = g_string_new ("INSERT INTO events VALUES (7, 'nobody', 'looked', 0, '', 0, NULL, '', '', '', x'");
  g_autofree char *key_path = g_build_filename (f->directory, "till", "signing-key", NULL);
  g_autoptr(TillSigningKey) key = NULL;
  guint8 signature[TILL_SIGNATURE_BYTES];
  g_autoptr(GError) error = NULL;

  fill (f);
  found = till_test_find (f->journal, "4711");
  events = till_test_events (f->journal, ((TillRecord *) found->pdata[0])->id, NULL);
  event->seq = 7;
  till_event_chain (event, ((TillEvent *) events->pdata[events->len - 1])->hash);
  for (guint i = 0; i < TILL_HASH_BYTES; i++)
    g_string_append_printf (sql, "%02x", event->hash[i]);
  g_assert_true (till_signing_key_load (key_path, &key, NULL));
  till_signing_key_sign (key, event->hash, signature);
  g_string_append (sql, "', x'");
  for (guint i = 0; i < TILL_SIGNATURE_BYTES; i++)
    g_string_append_printf (sql, "%02x", signature[i]);
  g_string_append (sql, "')");

  g_assert_cmpint (run_sql (f, sql->str), ==, SQLITE_OK);
  g_assert_false (till_test_verify (f->journal, NULL, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  NEW ("/journal-damage/triggers", test_triggers);
  g_test_add_func ("/journal-damage/forged", test_forged);
  g_test_add_func ("/journal-damage/rewritten", test_rewritten);
  NEW ("/journal-damage/orphan", test_orphan);

  return g_test_run ();
}
