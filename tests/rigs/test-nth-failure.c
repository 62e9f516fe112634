/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rig-size.h"
#include "till-test-faults.h"
#include "till-test-journal.h"

/* The n-th statement, allocation or file operation fails, once or from then on, n = 1, 2, … until a life of a
 * journal passes undisturbed: opened, asked for a payment, written, locked, read in every way, verified, closed.
 * Each call is answered rightly or with the right error.  With a sound disk again, the journal is whole, holds all
 * that was acknowledged, and of what was refused nothing or all of it. */

#define N_EARLIER 2   /* payments in a journal that is not new */

typedef struct
{
  TillTestJournal  base;
  TillTestFault    fault;
  gboolean         is_new;
  TillJournal     *journal;      /* (nullable) (owned) the one that fails */
  TillRecord      *record;       /* (nullable) (owned) as last acknowledged */
  guint            n_refused;    /* payments and events of which nobody said that they are there */
  gboolean         sync_failed;  /* nothing is written by this object any more */
  char            *earlier;      /* (nullable) (owned) id of an open payment that nobody follows */
} Life;

#define FIRST_ALL (RIG_IS_SANITIZED ? 8 : 40)    /* where not each of them is tried: the first so many are, then ever fewer */

static guint n_failures;     /* of all, for the figures */
static guint n_refusals;

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **at = user_data;

  *at = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

/* What a failure may be called: never damage, which would have the journal moved aside. */
static void
check_error (Life   *self,
             GError *error)
{
  TillError expected = self->fault == TILL_TEST_FAULT_FULL ? TILL_ERROR_DISK_FULL : TILL_ERROR_JOURNAL;

  n_refusals++;
  if (self->fault == TILL_TEST_FAULT_IO && g_error_matches (error, TILL_ERROR, TILL_ERROR_STORAGE_FAULT))
    {
      self->sync_failed = TRUE;
      return;
    }
  g_assert_error (error, TILL_ERROR, (int) expected);
}

static gboolean
take (Life       *self,
      TillRecord *record,
      GError     *error)
{
  if (record == NULL)
    {
      check_error (self, error);
      self->n_refused++;
      return FALSE;
    }
  g_clear_pointer (&self->record, till_record_unref);
  self->record = record;

  return TRUE;
}

static gboolean
request (Life *self)
{
  g_autoptr(TillOrder) order = till_test_order (100, "A");
  const TillIntent intent = {
    .order = order, .again = TRUE, .endpoint = "training", .merchant = "1000", .key_id = "key-1"
  };
  g_autoptr(GError) error = NULL;
  TillRecord *record = till_test_request_intent (self->journal, &intent, NULL, &error);

  if (!take (self, record, error))
    return FALSE;
  g_assert_true (till_journal_holds_lock (self->journal, self->record->row));

  return TRUE;
}

static void
append (Life          *self,
        TillEventKind  kind,
        const char    *state,
        const char    *action)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
  TillEvent *event = till_event_new (kind, self->record->id);
  g_autoptr(GError) error = NULL;
  TillRecord *record;

  till_event_set (event, TILL_FACT_STATE, state);
  if (kind == TILL_EVENT_ANSWERED)
    till_event_set (event, TILL_FACT_PAYMENT_ID, "4711");
  g_ptr_array_add (events, event);
  record = till_test_append_events (self->journal, events, action, &error);
  take (self, record, error);
}

static void
lock (Life *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillRecord) record = NULL;
  g_autoptr(GError) error = NULL;

  if (self->earlier == NULL)
    return;

  till_journal_lock_async (self->journal, self->earlier, NULL, store_cb, &result);
  record = till_journal_lock_finish (self->journal, wait_for (&result), &error);
  if (record == NULL)
    check_error (self, error);
  else
    g_assert_cmpstr (record->id, ==, self->earlier);
}

/* A list that comes is complete: what is left out would be forgotten. */
static void
check_list (Life      *self,
            GPtrArray *list,
            GError    *error)
{
  guint least = (self->is_new ? 0 : N_EARLIER) + (self->record != NULL ? 1 : 0);

  if (list == NULL)
    check_error (self, error);
  else
    {
      g_assert_cmpuint (list->len, >=, least);
      g_assert_cmpuint (list->len, <=, least + self->n_refused);
      if (self->record != NULL && self->n_refused == 0)
        g_assert_true (till_record_equal (list->pdata[0], self->record));
    }
}

static void
list (Life *self)
{
  const TillListFilter all = { .limit = 0 };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) error = NULL;

  till_journal_list_async (self->journal, &all, NULL, store_cb, &result);
  found = till_journal_list_finish (self->journal, wait_for (&result), &error);
  check_list (self, found, error);
}

static void
find (Life *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) error = NULL;

  till_journal_find_async (self->journal, "A", NULL, store_cb, &result);
  found = till_journal_find_finish (self->journal, wait_for (&result), &error);
  check_list (self, found, error);
}

static void
changes (Life *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) asked = NULL;
  g_autoptr(GError) error = NULL;

  till_journal_changes_async (self->journal, NULL, store_cb, &result);
  found = till_journal_changes_finish (self->journal, wait_for (&result), &asked, &error);
  if (found == NULL)
    check_error (self, error);
  else
    g_assert_cmpuint (found->len, <=, self->n_refused);
}

static void
day (Life *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillDay) today = NULL;
  g_autoptr(GError) error = NULL;

  till_journal_day_async (self->journal, 0, NULL, store_cb, &result);
  today = till_journal_day_finish (self->journal, wait_for (&result), &error);
  if (today == NULL)
    check_error (self, error);
  else
    {
      g_assert_cmpuint (today->n_paid, <=, N_EARLIER + 1);
      g_assert_nonnull (today->next_reference);
    }
}

static void
read_one (Life *self)
{
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillOutbound) outbound = NULL;
  g_autoptr(GError) error = NULL;

  events = till_test_events (self->journal, self->record->id, &error);
  if (events == NULL)
    check_error (self, error);
  else
    g_assert_cmpint (((TillEvent *) events->pdata[events->len - 1])->seq, >=, self->record->last_seq);
  g_clear_error (&error);

  till_journal_outbound_async (self->journal, self->record->id, NULL, store_cb, &result);
  outbound = till_journal_outbound_finish (self->journal, wait_for (&result), &error);
  if (outbound == NULL)
    check_error (self, error);
  else
    {
      g_assert_nonnull (outbound->body);
      g_assert_true ((outbound->action != NULL) == (self->record->action_hash != NULL) || self->n_refused > 0);
    }
}

static void
verify (Life *self)
{
  g_autoptr(GError) error = NULL;

  if (!till_test_verify (self->journal, NULL, &error))
    check_error (self, error);
}

/* Goes on behind what failed, as a till does. */
static void
live (Life *self)
{
  g_autoptr(GError) error = NULL;

  self->journal = till_test_open (self->base.path, self->base.clock, self->base.random, "T1", &error);
  if (self->journal == NULL)
    {
      check_error (self, error);
      return;
    }

  lock (self);
  day (self);
  if (request (self))
    {
      append (self, TILL_EVENT_ANSWERED, NULL, "{\"QRCODE\": \"…\"}");
      append (self, TILL_EVENT_SHOWN, "waiting", NULL);
      read_one (self);
      changes (self);
      append (self, TILL_EVENT_STATUS, "paid", NULL);
    }
  list (self);
  find (self);
  verify (self);
}

/* The same object first: it has to find its way back by itself.  Then another one looks at what there is. */
static void
recover (Life *self)
{
  TillTestJournal *f = &self->base;
  g_autoptr(TillRecord) after = NULL;

  if (self->journal != NULL)
    {
      TillRecord *acknowledged = self->record;

      self->record = NULL;
      g_assert_true (request (self) != self->sync_failed);
      g_clear_pointer (&self->record, till_record_unref);
      self->record = acknowledged;
      till_journal_close (self->journal);
      g_assert_finalize_object (g_steal_pointer (&self->journal));
    }

  till_test_journal_reopen (f);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
  after = till_test_request (f->journal, 100, "B");
  g_assert_nonnull (after);
  if (self->record != NULL)
    {
      g_autoptr(TillRecord) kept = till_test_lock (f->journal, self->record->id);

      g_assert_nonnull (kept);
      g_assert_cmpint (kept->last_seq, >=, self->record->last_seq);
      if (self->n_refused == 0)
        g_assert_true (till_record_equal (kept, self->record));
    }
}

/* Two payments that were paid or are open, of a till that has gone. */
static void
begin_with_earlier (Life *self)
{
  g_autoptr(TillRecord) record = NULL;

  till_test_journal_reopen (&self->base);
  for (guint i = 0; i < N_EARLIER; i++)
    {
      g_autoptr(TillOrder) order = till_test_order (100, "A");
      const TillIntent intent = {
        .order = order, .again = TRUE, .endpoint = "training", .merchant = "1000", .key_id = "key-1"
      };

      g_clear_pointer (&record, till_record_unref);
      record = till_test_request_intent (self->base.journal, &intent, NULL, NULL);
      till_test_append (self->base.journal, &record, TILL_EVENT_SHOWN, "state", "waiting", NULL);
      if (i == 0)
        till_test_append (self->base.journal, &record, TILL_EVENT_STATUS, "state", "paid", NULL);
    }
  self->earlier = g_strdup (record->id);
  till_test_journal_close (&self->base);
}

/* Returns whether anything failed. */
static gboolean
try (TillTestFault fault,
     int           n,
     gboolean      forever,
     gboolean      is_new)
{
  Life life = { .fault = fault, .is_new = is_new };
  gboolean failed;

  g_test_message ("fault %d, step %d%s%s", fault, n, forever ? " and on" : "", is_new ? ", new" : "");
  till_test_journal_set_up_empty (&life.base);
  if (!is_new)
    begin_with_earlier (&life);

  till_test_faults_arm (fault, n, forever);
  live (&life);
  failed = till_test_faults_disarm ();
  n_failures += failed;
  recover (&life);

  g_clear_pointer (&life.record, till_record_unref);
  g_free (life.earlier);
  till_test_journal_tear_down (&life.base, NULL);

  return failed;
}

static void
test_each (gconstpointer data)
{
  TillTestFault fault = GPOINTER_TO_INT (data);
  gboolean each = rig_is_long () || (!RIG_IS_SANITIZED && fault != TILL_TEST_FAULT_ALLOCATION);

  n_failures = n_refusals = 0;
  for (int forever = 0; forever < 2; forever++)
    for (int is_new = 0; is_new < 2; is_new++)
      {
        int n = 1;

        while (try (fault, n, forever, is_new))
          n += each ? 1 : 1 + g_test_rand_int_range (0, 1 + 2 * n / FIRST_ALL);
        g_assert_cmpint (n, >, 50);
      }
  g_test_message ("%u failures injected, %u calls refused", n_failures, n_refusals);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  till_test_faults_install ();

#define ADD(name, fault) g_test_add_data_func ("/nth-failure/" name, GINT_TO_POINTER (fault), test_each)
  ADD ("statement", TILL_TEST_FAULT_STATEMENT);
  ADD ("file", TILL_TEST_FAULT_IO);
  ADD ("full", TILL_TEST_FAULT_FULL);
  ADD ("allocation", TILL_TEST_FAULT_ALLOCATION);
#undef ADD

  return g_test_run ();
}
