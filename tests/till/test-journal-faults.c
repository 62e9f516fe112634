/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-test-faults.h"
#include "till-test-hand.h"
#include "till-test-journal.h"

/* The journal on a file system, or an SQLite, that fails at the n-th step: for each n, once and from then on. */

typedef struct
{
  TillJournal *journal;    /* (nullable) (owned) */
  TillRecord  *record;     /* (nullable) (owned) the last that was acknowledged */
  gint64       n_acked;    /* steps of it */
} Sale;

static void
check_error (GError        *error,
             TillTestFault  fault)
{
  g_assert_true (error->domain == TILL_ERROR);
  if (fault == TILL_TEST_FAULT_FULL)
    g_assert_cmpint (error->code, ==, TILL_ERROR_DISK_FULL);
  else if (fault != TILL_TEST_FAULT_IO || error->code != TILL_ERROR_STORAGE_FAULT)
    g_assert_cmpint (error->code, ==, TILL_ERROR_JOURNAL);
}

static TillRecord *
request (TillJournal  *journal,
         GError      **error)
{
  g_autoptr(TillOrder) order = till_test_order (100, "A");
  const TillIntent intent = {
    .order = order, .again = TRUE, .endpoint = "training", .merchant = "1000", .key_id = "key-1"
  };

  return till_test_request_intent (journal, &intent, NULL, error);
}

/* FALSE: it was not acknowledged. */
static gboolean
step (Sale          *sale,
      TillTestFault  fault,
      TillEventKind  kind,
      const char    *state,
      const char    *action)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
  TillEvent *event = till_event_new (kind, sale->record->id);
  g_autoptr(GError) error = NULL;
  TillRecord *record;

  till_event_set (event, TILL_FACT_STATE, state);
  if (kind == TILL_EVENT_ANSWERED)
    till_event_set (event, TILL_FACT_PAYMENT_ID, "4711");
  g_ptr_array_add (events, event);
  record = till_test_append_events (sale->journal, events, action, &error);
  if (record == NULL)
    {
      check_error (error, fault);
      return FALSE;
    }

  till_record_unref (sale->record);
  sale->record = record;
  sale->n_acked++;

  return TRUE;
}

/* Opens, asks, shows, and is paid; goes on behind what failed, as a till does. */
static void
sell (TillTestJournal *f,
      Sale            *sale,
      TillTestFault    fault)
{
  g_autoptr(GError) error = NULL;

  sale->journal = till_test_open (f->path, f->clock, f->random, "T1", &error);
  if (sale->journal == NULL)
    {
      check_error (error, fault);
      return;
    }
  sale->record = request (sale->journal, &error);
  if (sale->record == NULL)
    {
      check_error (error, fault);
      g_assert_false (till_journal_holds_lock (sale->journal, 1));
      return;
    }
  g_assert_true (till_journal_holds_lock (sale->journal, sale->record->row));
  sale->n_acked = 1;

  step (sale, fault, TILL_EVENT_ANSWERED, NULL, "{\"QRCODE\": \"…\"}");
  step (sale, fault, TILL_EVENT_SHOWN, "waiting", NULL);
  step (sale, fault, TILL_EVENT_STATUS, "paid", NULL);
}

static void
check_acknowledged (TillTestJournal *f,
                    Sale            *sale)
{
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(TillRecord) stored = NULL;

  if (sale->record == NULL)
    return;

  events = till_test_events (f->journal, sale->record->id, NULL);
  g_assert_cmpint (events->len, >=, sale->n_acked);
  stored = till_test_lock (f->journal, sale->record->id);
  g_assert_nonnull (stored);
  g_assert_cmpint (stored->last_seq, >=, sale->record->last_seq);
}

/* The trouble is over: the same object goes on, and so does the next one.  When even the ROLLBACK had failed,
 * the next write of the same object makes up for it; else nobody is kept waiting by what failed. */
static void
recover (TillTestJournal *f,
         Sale            *sale,
         gboolean         rolled_back)
{
  g_autoptr(TillRecord) first = NULL;
  g_autoptr(TillRecord) theirs = NULL;
  g_autoptr(TillRecord) ours = NULL;

  if (sale->journal != NULL && till_journal_get_trouble (sale->journal) == TILL_ERROR_STORAGE_FAULT)
    g_assert_true (till_test_recover (sale->journal, NULL));
  else if (sale->journal != NULL && !rolled_back)
    first = request (sale->journal, NULL);

  till_test_journal_reopen (f);
  theirs = request (f->journal, NULL);
  g_assert_nonnull (theirs);

  if (sale->journal != NULL)
    {
      ours = request (sale->journal, NULL);
      g_assert_nonnull (ours);
      till_journal_close (sale->journal);
      g_assert_finalize_object (sale->journal);
    }

  check_acknowledged (f, sale);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
  g_clear_pointer (&sale->record, till_record_unref);
}

/* @is_new: the journal is made while it fails. Returns whether anything failed. */
static gboolean
try (TillTestFault fault,
     int           n,
     gboolean      forever,
     gboolean      is_new)
{
  TillTestJournal f = { NULL, };
  Sale sale = { NULL, };
  gboolean failed;

  g_test_message ("fault %d, step %d%s%s", fault, n, forever ? " and on" : "", is_new ? ", new" : "");
  till_test_journal_set_up_empty (&f);
  if (!is_new)
    {
      till_test_journal_reopen (&f);
      till_test_journal_close (&f);
    }

  till_test_faults_arm (fault, n, forever);
  sell (&f, &sale, fault);
  failed = till_test_faults_disarm ();
  recover (&f, &sale, fault != TILL_TEST_FAULT_STATEMENT || !forever);
  till_test_journal_tear_down (&f, NULL);

  return failed;
}

static void
test_each (gconstpointer data)
{
  TillTestFault fault = GPOINTER_TO_INT (data);

  for (int forever = 0; forever < 2; forever++)
    {
      int n = 1;

      while (try (fault, n, forever, TRUE))
        n++;
      g_assert_cmpint (n, >, 50);
      for (n = 1; try (fault, n, forever, FALSE); n++)
        ;
      g_assert_cmpint (n, >, 30);
    }
}

/* A process that is killed in the middle: what it said is on disk, and what it did not end is not. */
static void
test_killed (void)
{
  TillTestJournal f = { NULL, };
  g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func (g_free);

  till_test_journal_set_up (&f, NULL);
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr(TillTestHand) hand = till_test_hand_new (f.path);
      char *id;

      till_test_hand_tell (hand, "sell", "1000");
      for (guint j = 0; j <= i % 3; j++)
        g_ptr_array_add (said, till_test_hand_read (hand));
      till_test_hand_kill (hand);
      while ((id = till_test_hand_read (hand)) != NULL)
        g_ptr_array_add (said, id);

      till_test_journal_reopen (&f);
      g_assert_true (till_test_verify (f.journal, NULL, NULL));
    }

  g_assert_cmpuint (said->len, >=, 24);
  for (guint i = 0; i < said->len; i++)
    {
      g_autoptr(TillRecord) record = till_test_lock (f.journal, said->pdata[i]);

      g_assert_nonnull (record);
      g_assert_cmpint (record->state, ==, TILL_PAYMENT_PAID);
    }
  till_test_journal_tear_down (&f, NULL);
}

int
main (int    argc,
      char **argv)
{
  till_test_journal_in_memory ();
  g_test_init (&argc, &argv, NULL);
  till_test_faults_install ();

  g_test_add_data_func ("/journal-faults/statement", GINT_TO_POINTER (TILL_TEST_FAULT_STATEMENT), test_each);
  g_test_add_data_func ("/journal-faults/io", GINT_TO_POINTER (TILL_TEST_FAULT_IO), test_each);
  g_test_add_data_func ("/journal-faults/full", GINT_TO_POINTER (TILL_TEST_FAULT_FULL), test_each);
  g_test_add_func ("/journal-faults/killed", test_killed);

  return g_test_run ();
}
