/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <unistd.h>

#include <glib/gstdio.h>

#include "till-test-journal.h"

static void
store_result_cb (GObject      *source,
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

/* The last error of a call that must not fail. */
#define OR_END(error_at) (error_at != NULL ? error_at : &unwanted)

TillJournal *
till_test_open (const char     *path,
                TillTestClock  *clock,
                TillRandom     *random,
                const char     *till_id,
                GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) unwanted = NULL;
  TillJournal *journal;

  till_journal_open_async (path, TILL_CLOCK (clock), random, till_id, "test", NULL, store_result_cb, &result);
  journal = till_journal_open_finish (wait_for (&result), OR_END (error));
  g_assert_no_error (unwanted);

  return journal;
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
till_test_journal_in_memory (void)
{
  if (g_access ("/dev/shm", W_OK | X_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
}

void
till_test_journal_set_up_empty (TillTestJournal *self)
{
  self->directory = g_dir_make_tmp ("till-journal-XXXXXX", NULL);
  g_assert_nonnull (self->directory);
  self->path = g_build_filename (self->directory, "till", "journal.db", NULL);
  self->clock = till_test_clock_new ();
  self->random = TILL_RANDOM (till_test_random_new (1));
}

void
till_test_journal_set_up (TillTestJournal *self,
                          gconstpointer    data)
{
  till_test_journal_set_up_empty (self);
  till_test_journal_reopen (self);
}

void
till_test_journal_close (TillTestJournal *self)
{
  if (self->journal == NULL)
    return;

  till_journal_close (self->journal);
  g_assert_finalize_object (g_steal_pointer (&self->journal));
}

void
till_test_journal_reopen (TillTestJournal *self)
{
  till_test_journal_close (self);
  self->journal = till_test_open (self->path, self->clock, self->random, "T1", NULL);
}

void
till_test_journal_tear_down (TillTestJournal *self,
                             gconstpointer    data)
{
  till_test_journal_close (self);
  g_assert_finalize_object (g_steal_pointer (&self->clock));
  g_assert_finalize_object (g_steal_pointer (&self->random));
  remove_tree (self->directory);
  g_free (self->directory);
  g_free (self->path);
}

TillOrder *
till_test_order (gint64      amount,
                 const char *reference)
{
  const TillOrderFields fields = {
    .money = { .amount = amount, .currency = "EUR" },
    .type = CONNECT_INTEGRATION_DESKTOP_QR_CODE,
    .reference = reference,
    .country = "DE",
    .customer_ip = "192.0.2.7",
  };
  g_autoptr(GError) error = NULL;
  TillOrder *order = till_order_new (&fields, &error);

  g_assert_no_error (error);

  return order;
}

TillRecord *
till_test_request_intent (TillJournal        *journal,
                          const TillIntent   *intent,
                          TillIntentOutcome  *outcome,
                          GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) unwanted = NULL;
  TillRecord *record;

  till_journal_request_async (journal, intent, NULL, store_result_cb, &result);
  record = till_journal_request_finish (journal, wait_for (&result), outcome, OR_END (error));
  g_assert_no_error (unwanted);

  return record;
}

TillRecord *
till_test_request (TillJournal *journal,
                   gint64       amount,
                   const char  *reference)
{
  g_autoptr(TillOrder) order = till_test_order (amount, reference);
  const TillIntent intent = {
    .order = order,
    .waited_for = TRUE,
    .endpoint = "training",
    .merchant = "1000",
    .key_id = "key-1",
  };
  TillIntentOutcome outcome;
  TillRecord *record = till_test_request_intent (journal, &intent, &outcome, NULL);

  g_assert_cmpint (outcome, ==, TILL_INTENT_NEW);

  return record;
}

TillRecord *
till_test_append_events (TillJournal  *journal,
                         GPtrArray    *events,
                         const char   *action,
                         GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) unwanted = NULL;
  TillRecord *record;

  till_journal_append_async (journal, events, action, NULL, store_result_cb, &result);
  record = till_journal_append_finish (journal, wait_for (&result), OR_END (error));
  g_assert_no_error (unwanted);

  return record;
}

void
till_test_append (TillJournal    *journal,
                  TillRecord    **record,
                  TillEventKind   kind,
                  ...)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
  TillEvent *event = till_event_new (kind, (*record)->id);
  TillRecord *next;
  const char *fact;
  va_list args;

  va_start (args, kind);
  while ((fact = va_arg (args, const char *)) != NULL)
    till_event_set (event, fact, va_arg (args, const char *));
  va_end (args);

  g_ptr_array_add (events, event);
  next = till_test_append_events (journal, events, NULL, NULL);
  till_record_unref (*record);
  *record = next;
}

TillRecord *
till_test_lock (TillJournal *journal,
                const char  *id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  TillRecord *record;

  till_journal_lock_async (journal, id, NULL, store_result_cb, &result);
  record = till_journal_lock_finish (journal, wait_for (&result), &error);
  g_assert_no_error (error);

  return record;
}

GPtrArray *
till_test_find (TillJournal *journal,
                const char  *text)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *list;

  till_journal_find_async (journal, text, NULL, store_result_cb, &result);
  list = till_journal_find_finish (journal, wait_for (&result), &error);
  g_assert_no_error (error);

  return list;
}

GPtrArray *
till_test_list (TillJournal          *journal,
                const TillListFilter *filter)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *list;

  till_journal_list_async (journal, filter, NULL, store_result_cb, &result);
  list = till_journal_list_finish (journal, wait_for (&result), &error);
  g_assert_no_error (error);

  return list;
}

GPtrArray *
till_test_events (TillJournal  *journal,
                  const char   *id,
                  GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) unwanted = NULL;
  GPtrArray *list;

  till_journal_events_async (journal, id, NULL, store_result_cb, &result);
  list = till_journal_events_finish (journal, wait_for (&result), OR_END (error));
  g_assert_no_error (unwanted);

  return list;
}

TillOutbound *
till_test_outbound (TillJournal  *journal,
                    const char   *id,
                    GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) unwanted = NULL;
  TillOutbound *outbound;

  till_journal_outbound_async (journal, id, NULL, store_result_cb, &result);
  outbound = till_journal_outbound_finish (journal, wait_for (&result), OR_END (error));
  g_assert_no_error (unwanted);

  return outbound;
}

GPtrArray *
till_test_changes (TillJournal  *journal,
                   GPtrArray   **asked)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *list;

  till_journal_changes_async (journal, NULL, store_result_cb, &result);
  list = till_journal_changes_finish (journal, wait_for (&result), asked, &error);
  g_assert_no_error (error);

  return list;
}

TillDay *
till_test_day (TillJournal *journal,
               gint64       since)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  TillDay *day;

  till_journal_day_async (journal, since, NULL, store_result_cb, &result);
  day = till_journal_day_finish (journal, wait_for (&result), &error);
  g_assert_no_error (error);

  return day;
}

TillReport *
till_test_report (TillJournal *journal,
                  gint64       since,
                  gint64       until)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  TillReport *report;

  till_journal_report_async (journal, since, until, NULL, store_result_cb, &result);
  report = till_journal_report_finish (journal, wait_for (&result), &error);
  g_assert_no_error (error);

  return report;
}

gboolean
till_test_verify (TillJournal  *journal,
                  gint64       *bad_seq,
                  GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) unwanted = NULL;
  gboolean whole;

  till_journal_verify_async (journal, NULL, store_result_cb, &result);
  whole = till_journal_verify_finish (journal, wait_for (&result), bad_seq, OR_END (error));
  g_assert_no_error (unwanted);

  return whole;
}

gboolean
till_test_recover (TillJournal  *journal,
                   GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) unwanted = NULL;
  gboolean recovered;

  till_journal_recover_async (journal, NULL, store_result_cb, &result);
  recovered = till_journal_recover_finish (journal, wait_for (&result), OR_END (error));
  g_assert_no_error (unwanted);

  return recovered;
}

gboolean
till_test_look (TillJournal  *journal,
                gboolean      probe,
                GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) unwanted = NULL;
  gboolean well;

  till_journal_look_async (journal, probe, NULL, store_result_cb, &result);
  well = till_journal_look_finish (journal, wait_for (&result), OR_END (error));
  g_assert_no_error (unwanted);

  return well;
}

TillJournalVerdict *
till_test_examine (const char  *path,
                   GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) unwanted = NULL;
  TillJournalVerdict *verdict;

  till_journal_examine_async (path, FALSE, NULL, store_result_cb, &result);
  verdict = till_journal_examine_finish (wait_for (&result), OR_END (error));
  g_assert_no_error (unwanted);

  return verdict;
}

gboolean
till_test_backup (TillJournal  *journal,
                  const char   *target,
                  GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) unwanted = NULL;
  gboolean written;

  till_journal_backup_async (journal, target, NULL, store_result_cb, &result);
  written = till_journal_backup_finish (journal, wait_for (&result), OR_END (error));
  g_assert_no_error (unwanted);

  return written;
}

char *
till_test_set_aside (const char     *path,
                     TillTestClock  *clock,
                     TillRandom     *random,
                     GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) unwanted = NULL;
  char *aside;

  till_journal_set_aside_async (path, TILL_CLOCK (clock), random, "T1", "Ana", "test", NULL, store_result_cb, &result);
  aside = till_journal_set_aside_finish (wait_for (&result), OR_END (error));
  g_assert_no_error (unwanted);

  return aside;
}
