/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-error.h"
#include "till-event-private.h"
#include "till-journal-private.h"

/* The whole check of a file, without a till: with a thread of its own for as long as it takes. */

typedef struct
{
  TillStore   *store;     /* (owned) */
  TillWorker  *worker;    /* (nullable) (owned) */
  TillJob     *job;       /* (owned) */
  gboolean     own;
  TillJournalVerdict *verdict;   /* (nullable) (owned) */
} Examination;

static void
key_free (gpointer data)
{
  TillJournalKey *key = data;

  g_free (key->text);
  g_free (key);
}

void
till_journal_verdict_free (TillJournalVerdict *self)
{
  g_free (self->last_hash);
  g_ptr_array_unref (self->keys);
  g_free (self);
}

static void
examination_free (gpointer data)
{
  Examination *self = data;

  g_clear_pointer (&self->worker, till_worker_free);
  till_job_free (self->job);
  till_store_free (self->store);
  g_clear_pointer (&self->verdict, till_journal_verdict_free);
  g_free (self);
}

static TillJournalVerdict *
make_verdict (Examination     *self,
              TillJournalFlaw  flaw)
{
  const TillWalk *walk = &self->job->walk;
  TillJournalVerdict *verdict = g_new0 (TillJournalVerdict, 1);

  verdict->version = self->store->version;
  verdict->flaw = flaw;
  verdict->bad_seq = self->job->bad_seq;
  verdict->last_seq = walk->last_seq;
  verdict->last_hash = walk->last_seq > 0 ? till_hash_to_text (walk->last_hash) : g_strdup ("");
  verdict->keys = g_ptr_array_new_with_free_func (key_free);
  for (guint i = 0; walk->keys != NULL && i < walk->keys->len; i++)
    {
      const TillKeySpan *span = &g_array_index (walk->keys, TillKeySpan, i);
      TillJournalKey *key = g_new0 (TillJournalKey, 1);

      key->seq = span->seq;
      key->text = g_strdup (span->text);
      g_ptr_array_add (verdict->keys, key);
    }

  return verdict;
}

static gboolean
is_half_done (TillStore *store)
{
  return store->db != NULL && sqlite3_extended_errcode (store->db) == SQLITE_READONLY_ROLLBACK;
}

static TillWorkStatus
open_store (Examination  *self,
            GError      **error)
{
  g_autoptr(GError) why = NULL;

  if (till_store_open_to_read (self->store, self->own, &why))
    return TILL_WORK_AGAIN;
  if (is_half_done (self->store))
    {
      self->verdict = make_verdict (self, TILL_JOURNAL_FLAW_HALF_DONE);
      return TILL_WORK_DONE;
    }

  g_propagate_error (error, g_steal_pointer (&why));

  return TILL_WORK_FAILED;
}

/* What is not whole is a verdict; that nothing can be said at all is an error. */
static TillWorkStatus
examine_job (gpointer   context,
             gpointer   data,
             GError   **error)
{
  Examination *self = data;
  g_autoptr(GError) why = NULL;
  TillWorkStatus status;

  if (self->store->db == NULL)
    return open_store (self, error);

  status = till_store_verify_job (self->store, self->job, &why);
  if (status == TILL_WORK_DONE)
    self->verdict = make_verdict (self, TILL_JOURNAL_FLAW_NONE);
  else if (status == TILL_WORK_FAILED && g_error_matches (why, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED))
    {
      g_debug ("%s", why->message);
      self->verdict = make_verdict (self, self->job->flaw != TILL_JOURNAL_FLAW_NONE ? self->job->flaw
                                                                                     : TILL_JOURNAL_FLAW_FILE);
      status = TILL_WORK_DONE;
    }
  if (status == TILL_WORK_FAILED)
    g_propagate_error (error, g_steal_pointer (&why));

  return status;
}

void
till_journal_examine_async (const char          *path,
                            gboolean             own,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(TillRandom) random = till_random_new ();
  Examination *self = g_new0 (Examination, 1);

  self->store = till_store_new (path, "", random);
  self->job = g_new0 (TillJob, 1);
  self->own = own;
  self->worker = till_worker_new ("examine", NULL);
  g_task_set_source_tag (task, till_journal_examine_async);
  g_task_set_task_data (task, self, examination_free);
  till_worker_push (self->worker, task, examine_job);
}

TillJournalVerdict *
till_journal_examine_finish (GAsyncResult  *result,
                             GError       **error)
{
  Examination *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, till_journal_examine_async), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  self = g_task_get_task_data (G_TASK (result));

  return g_steal_pointer (&self->verdict);
}
