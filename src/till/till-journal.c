/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-error.h"
#include "till-journal-private.h"

struct _TillJournal
{
  GObject     parent_instance;

  TillClock  *clock;      /* (owned) */
  char       *program;    /* (owned) */
  char       *who;        /* (owned) */
  char       *path;       /* (owned) */
  TillStore  *store;      /* (nullable) (owned) used by the worker alone while there is one */
  TillWorker *worker;     /* (nullable) (owned) NULL: closed */
};

G_DEFINE_FINAL_TYPE (TillJournal, till_journal, G_TYPE_OBJECT)

static void
free_intent (TillIntent *intent)
{
  g_clear_object (&intent->order);
  g_free ((char *) intent->request_id);
  g_free ((char *) intent->same_order);
  g_free ((char *) intent->endpoint);
  g_free ((char *) intent->merchant);
  g_free ((char *) intent->key_id);
}

void
till_job_free (TillJob *job)
{
  till_stamp_clear (&job->stamp);
  g_free (job->id);
  g_clear_pointer (&job->events, g_ptr_array_unref);
  g_free (job->action);
  free_intent (&job->intent);
  g_free ((char *) job->refund_intent.reason);
  g_free (job->refund);
  till_list_filter_clear (job);
  g_clear_pointer (&job->rows, g_array_unref);
  g_clear_pointer (&job->record, till_record_unref);
  g_clear_pointer (&job->list, g_ptr_array_unref);
  g_clear_pointer (&job->asked, g_ptr_array_unref);
  g_clear_pointer (&job->changed, g_hash_table_unref);
  g_clear_pointer (&job->outbound, till_outbound_free);
  g_clear_pointer (&job->day, till_day_free);
  g_clear_pointer (&job->report, till_report_free);
  g_clear_pointer (&job->page, till_selection_page_free);
  g_clear_pointer (&job->walk.keys, g_array_unref);
  g_clear_pointer (&job->copy, till_copy_free);
  g_free (job);
}

/* What has to be read here and not in the worker's thread: the clock, and in whose name. */
TillJob *
till_journal_new_job (TillJournal *self)
{
  TillJob *job = g_new0 (TillJob, 1);

  till_stamp_fill (&job->stamp, self->clock, self->who, self->program);

  return job;
}

static void
push (TillJournal  *self,
      GTask        *task,
      TillWorkFunc  func)
{
  if (self->worker != NULL)
    {
      till_worker_push (self->worker, task, func);
      return;
    }

  g_task_return_new_error (task, TILL_ERROR, TILL_ERROR_JOURNAL, "the journal is closed");
  g_object_unref (task);
}

void
till_journal_run (TillJournal         *self,
                  gpointer             tag,
                  TillWorkFunc         func,
                  TillJob             *job,
                  gboolean             is_write,
                  GCancellable        *cancellable,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, !is_write);
  g_task_set_task_data (task, job, (GDestroyNotify) till_job_free);
  push (self, task, func);
}

TillJob *
till_journal_finish (TillJournal   *self,
                     GAsyncResult  *result,
                     gpointer       tag,
                     GError       **error)
{
  g_autoptr(GError) why = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), &why))
    {
      /* What a read found is in the file; what a write found may be in what was to be written. */
      if (g_task_get_check_cancellable (G_TASK (result)) && self->store != NULL
          && g_error_matches (why, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED))
        till_store_halt (self->store, why->code);
      g_propagate_error (error, g_steal_pointer (&why));
      return NULL;
    }

  return g_task_get_task_data (G_TASK (result));
}

static void
till_journal_dispose (GObject *object)
{
  till_journal_close (TILL_JOURNAL (object));

  G_OBJECT_CLASS (till_journal_parent_class)->dispose (object);
}

static void
till_journal_finalize (GObject *object)
{
  TillJournal *self = TILL_JOURNAL (object);

  g_clear_object (&self->clock);
  g_free (self->program);
  g_free (self->who);
  g_free (self->path);

  G_OBJECT_CLASS (till_journal_parent_class)->finalize (object);
}

static void
till_journal_class_init (TillJournalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = till_journal_dispose;
  object_class->finalize = till_journal_finalize;
}

static void
till_journal_init (TillJournal *self)
{
  self->who = g_strdup ("");
}

/* The opening: the task has no source yet, so the journal is part of its data. */
typedef struct
{
  TillJournal *journal;   /* (nullable) (owned) taken by the finish function */
  TillJob     *job;       /* (owned) */
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_object (&opening->journal);
  till_job_free (opening->job);
  g_free (opening);
}

static TillWorkStatus
open_job (gpointer   store,
          gpointer   data,
          GError   **error)
{
  Opening *opening = data;

  return till_store_open (store, &opening->job->stamp, error) ? TILL_WORK_DONE : TILL_WORK_FAILED;
}

void
till_journal_open_async (const char          *path,
                         TillClock           *clock,
                         TillRandom          *random,
                         const char          *till_id,
                         const char          *program,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  TillJournal *self;
  Opening *opening;
  GTask *task;

  g_return_if_fail (path != NULL && till_id != NULL && program != NULL);
  g_return_if_fail (TILL_IS_CLOCK (clock));
  g_return_if_fail (TILL_IS_RANDOM (random));

  self = g_object_new (TILL_TYPE_JOURNAL, NULL);
  self->clock = g_object_ref (clock);
  self->program = g_strdup (program);
  self->store = till_store_new (path, till_id, random);
  self->path = g_strdup (self->store->path);
  self->worker = till_worker_new ("journal", self->store);

  opening = g_new0 (Opening, 1);
  opening->journal = self;
  opening->job = till_journal_new_job (self);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, till_journal_open_async);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  push (self, task, open_job);
}

TillJournal *
till_journal_open_finish (GAsyncResult  *result,
                          GError       **error)
{
  Opening *opening;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, till_journal_open_async), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  opening = g_task_get_task_data (G_TASK (result));

  return g_steal_pointer (&opening->journal);
}

void
till_journal_close (TillJournal *self)
{
  g_return_if_fail (TILL_IS_JOURNAL (self));

  g_clear_pointer (&self->worker, till_worker_free);
  g_clear_pointer (&self->store, till_store_free);
}

void
till_journal_set_page (TillJournal *self,
                       gint64       page_us)
{
  self->store->page_us = page_us;
}

void
till_journal_set_room (TillJournal *self,
                       gint64       room)
{
  self->store->room = room;
}

int
till_journal_get_trouble (TillJournal *self)
{
  g_return_val_if_fail (TILL_IS_JOURNAL (self), -1);

  return self->worker != NULL ? g_atomic_int_get (&self->store->standing) : -1;
}

void
till_journal_set_who (TillJournal *self,
                      const char  *who)
{
  g_return_if_fail (TILL_IS_JOURNAL (self));
  g_return_if_fail (who != NULL);

  g_free (self->who);
  self->who = g_strdup (who);
}

const char *
till_journal_get_path (TillJournal *self)
{
  g_return_val_if_fail (TILL_IS_JOURNAL (self), NULL);

  return self->path;
}

void
till_journal_request_async (TillJournal         *self,
                            const TillIntent    *intent,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));
  g_return_if_fail (intent != NULL && TILL_IS_ORDER (intent->order));

  job = till_journal_new_job (self);
  job->intent = *intent;
  g_object_ref (job->intent.order);
  job->intent.request_id = g_strdup (intent->request_id);
  job->intent.same_order = g_strdup (intent->same_order);
  job->intent.endpoint = g_strdup (intent->endpoint);
  job->intent.merchant = g_strdup (intent->merchant);
  job->intent.key_id = g_strdup (intent->key_id);

  till_journal_run (self, till_journal_request_async, till_store_request_job, job, TRUE,
                    cancellable, callback, user_data);
}

TillRecord *
till_journal_request_finish (TillJournal        *self,
                             GAsyncResult       *result,
                             TillIntentOutcome  *outcome,
                             GError            **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_request_async, error);

  if (job == NULL)
    return NULL;
  if (outcome != NULL)
    *outcome = job->outcome;

  return g_steal_pointer (&job->record);
}

void
till_journal_append_async (TillJournal         *self,
                           GPtrArray           *events,
                           const char          *action,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));
  g_return_if_fail (events != NULL && events->len > 0);

  job = till_journal_new_job (self);
  job->events = g_ptr_array_ref (events);
  job->action = g_strdup (action);

  till_journal_run (self, till_journal_append_async, till_store_append_job, job, TRUE,
                    cancellable, callback, user_data);
}

TillRecord *
till_journal_append_finish (TillJournal   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_append_async, error);

  return job != NULL ? g_steal_pointer (&job->record) : NULL;
}

void
till_journal_lock_async (TillJournal         *self,
                         const char          *id,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));
  g_return_if_fail (id != NULL);

  job = till_journal_new_job (self);
  job->id = g_strdup (id);

  till_journal_run (self, till_journal_lock_async, till_store_lock_job, job, TRUE,
                    cancellable, callback, user_data);
}

TillRecord *
till_journal_lock_finish (TillJournal   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_lock_async, error);

  return job != NULL ? g_steal_pointer (&job->record) : NULL;
}

/* A task without a source: nobody waits for it, so it must not keep the journal alive. */
void
till_journal_unlock (TillJournal *self,
                     gint64       row)
{
  GTask *task;
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));

  job = till_journal_new_job (self);
  job->row = row;

  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, till_journal_unlock);
  g_task_set_task_data (task, job, (GDestroyNotify) till_job_free);
  push (self, task, till_store_unlock_job);
}

gboolean
till_journal_holds_lock (TillJournal *self,
                         gint64       row)
{
  g_return_val_if_fail (TILL_IS_JOURNAL (self), FALSE);

  return self->worker != NULL && till_locks_hold (self->store->locks, row);
}
