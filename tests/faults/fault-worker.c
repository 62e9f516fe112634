/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fault-worker.h"
#include "till-error.h"
#include "till-journal-private.h"

/* Takes the place of TillWorker (the linker's --wrap): the journal's jobs run in the order in which they were
 * pushed, one at a time, in the main loop.  So a history runs the same at each time, and a process can die
 * between any two of them, before a commit or after it. */

TillWorker *__wrap_till_worker_new  (const char   *name,
                                     gpointer      context);
void        __wrap_till_worker_push (TillWorker   *worker,
                                     GTask        *task,
                                     TillWorkFunc  func);
void        __wrap_till_worker_free (TillWorker   *worker);

typedef struct
{
  GTask        *task;   /* (owned) */
  TillWorkFunc  func;
} Work;

typedef struct
{
  FaultProcess *process;   /* (nullable) (unowned) NULL: of no process */
  gpointer      context;
  GQueue        queue;     /* (element-type Work) */
  GSource      *idle;      /* (nullable) (owned) */
} FaultWorker;

static FaultProcess *opening;

void
fault_worker_open_for (FaultProcess *process)
{
  opening = process;
}

static gboolean
is_write (TillWorkFunc func)
{
  return func == till_store_request_job || func == till_store_append_job;
}

static gboolean
is_dead (FaultWorker *self)
{
  return self->process != NULL && self->process->dead;
}

/* TRUE when the process dies at this write, at this side of the commit. */
static gboolean
dies_now (FaultProcess *process,
          gboolean      before)
{
  if (process == NULL || process->die_at_write != process->n_writes || process->die_before != before)
    return FALSE;

  fault_world_tell (process->world, "process %u dies %s its write %u", process->index,
                    before ? "before" : "after", process->n_writes);
  fault_process_die (process);

  return TRUE;
}

static TillWorkStatus
fail (GError     **error,
      TillError    code,
      const char  *message)
{
  g_clear_error (error);
  g_set_error_literal (error, TILL_ERROR, code, message);

  return TILL_WORK_FAILED;
}

static TillWorkStatus
run_write (FaultWorker  *self,
           Work         *work,
           GError      **error)
{
  FaultProcess *process = self->process;
  FaultDisk disk = process != NULL ? process->disk : FAULT_DISK_WELL;
  TillWorkStatus status;

  if (process != NULL)
    process->n_writes++;
  if (dies_now (process, TRUE))
    return fail (error, TILL_ERROR_JOURNAL, "killed");
  if (disk != FAULT_DISK_WELL)
    process->has_failed_writes = TRUE;
  if (disk == FAULT_DISK_FULL)
    return fail (error, TILL_ERROR_DISK_FULL, "no room");

  status = work->func (self->context, g_task_get_task_data (work->task), error);
  dies_now (process, FALSE);
  if (disk == FAULT_DISK_DOUBTFUL)
    return fail (error, TILL_ERROR_JOURNAL, "not known whether it was written");

  return status;
}

static gboolean run_next_cb (gpointer user_data);

static void
wake (FaultWorker *self)
{
  if (self->idle != NULL)
    return;

  self->idle = g_idle_source_new ();
  g_source_set_priority (self->idle, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->idle, run_next_cb, self, NULL);
  g_source_attach (self->idle, NULL);
}

static void
run (FaultWorker *self,
     Work        *work)
{
  TillWorkStatus status = TILL_WORK_FAILED;
  GError *error = NULL;

  if (is_dead (self))
    fail (&error, TILL_ERROR_JOURNAL, "killed");
  else if (g_task_get_check_cancellable (work->task)
           && g_cancellable_set_error_if_cancelled (g_task_get_cancellable (work->task), &error))
    status = TILL_WORK_FAILED;
  else if (is_write (work->func))
    status = run_write (self, work, &error);
  else
    status = work->func (self->context, g_task_get_task_data (work->task), &error);

  if (status == TILL_WORK_AGAIN)
    {
      g_queue_push_tail (&self->queue, work);
      wake (self);
      return;
    }

  if (error != NULL)
    g_task_return_error (work->task, error);
  else
    g_task_return_boolean (work->task, TRUE);
  g_object_unref (work->task);
  g_free (work);
}

static gboolean
run_next_cb (gpointer user_data)
{
  FaultWorker *self = user_data;
  Work *work = g_queue_pop_head (&self->queue);

  if (g_queue_is_empty (&self->queue))
    {
      g_source_destroy (self->idle);
      g_clear_pointer (&self->idle, g_source_unref);
    }
  run (self, work);

  return G_SOURCE_CONTINUE;
}

TillWorker *
__wrap_till_worker_new (const char *name,
                        gpointer    context)
{
  FaultWorker *self = g_new0 (FaultWorker, 1);

  self->process = opening;
  self->context = context;
  g_queue_init (&self->queue);

  return (TillWorker *) self;
}

void
__wrap_till_worker_push (TillWorker   *worker,
                         GTask        *task,
                         TillWorkFunc  func)
{
  FaultWorker *self = (FaultWorker *) worker;
  Work *work = g_new0 (Work, 1);

  work->task = task;
  work->func = func;
  g_queue_push_tail (&self->queue, work);
  wake (self);
}

void
__wrap_till_worker_free (TillWorker *worker)
{
  FaultWorker *self = (FaultWorker *) worker;

  while (!g_queue_is_empty (&self->queue))
    run (self, g_queue_pop_head (&self->queue));
  if (self->idle != NULL)
    g_source_destroy (self->idle);
  g_clear_pointer (&self->idle, g_source_unref);
  g_free (self);
}
