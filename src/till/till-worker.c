/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-worker.h"

struct _TillWorker
{
  GThread     *thread;     /* (owned) */
  GAsyncQueue *queue;      /* (owned) (element-type Work) */
  gpointer     context;
  gboolean     stopping;   /* under the queue's lock */
};

/* Without a task: the end of the queue. */
typedef struct
{
  GTask        *task;      /* (nullable) (owned) */
  TillWorkFunc  func;
  GError       *error;     /* (nullable) (owned) */
} Work;

static gboolean
return_cb (gpointer user_data)
{
  Work *work = user_data;

  if (work->error != NULL)
    g_task_return_error (work->task, g_steal_pointer (&work->error));
  else
    g_task_return_boolean (work->task, TRUE);

  g_object_unref (work->task);
  g_free (work);

  return G_SOURCE_REMOVE;
}

static void
return_in_context (Work *work)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (work->task));
  g_source_set_callback (source, return_cb, work, NULL);
  g_source_attach (source, g_task_get_context (work->task));
}

/* A cancelled read is not begun, nor its next page; a write is never cut. */
static gboolean
is_cancelled (Work *work)
{
  return g_task_get_check_cancellable (work->task)
         && g_cancellable_set_error_if_cancelled (g_task_get_cancellable (work->task), &work->error);
}

/* FALSE: the end of the queue is in it already, nothing behind it would run. */
static gboolean
queue_again (TillWorker *self,
             Work       *work)
{
  gboolean queued;

  g_async_queue_lock (self->queue);
  queued = !self->stopping;
  if (queued)
    g_async_queue_push_unlocked (self->queue, work);
  g_async_queue_unlock (self->queue);

  return queued;
}

static void
run (TillWorker *self,
     Work       *work)
{
  TillWorkStatus status = TILL_WORK_FAILED;

  if (!is_cancelled (work))
    status = work->func (self->context, g_task_get_task_data (work->task), &work->error);

  if (status == TILL_WORK_AGAIN && queue_again (self, work))
    return;
  if (status == TILL_WORK_AGAIN)
    g_set_error_literal (&work->error, G_IO_ERROR, G_IO_ERROR_CLOSED, "closed while at work");

  return_in_context (work);
}

static gpointer
thread_func (gpointer user_data)
{
  TillWorker *self = user_data;

  for (;;)
    {
      Work *work = g_async_queue_pop (self->queue);

      if (work->task == NULL)
        {
          g_free (work);
          return NULL;
        }
      run (self, work);
    }
}

TillWorker *
till_worker_new (const char *name,
                 gpointer    context)
{
  TillWorker *self = g_new0 (TillWorker, 1);

  self->context = context;
  self->queue = g_async_queue_new ();
  self->thread = g_thread_new (name, thread_func, self);

  return self;
}

void
till_worker_push (TillWorker   *self,
                  GTask        *task,
                  TillWorkFunc  func)
{
  Work *work;

  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_TASK (task));

  work = g_new0 (Work, 1);
  work->task = task;
  work->func = func;
  g_async_queue_push (self->queue, work);
}

void
till_worker_free (TillWorker *self)
{
  g_return_if_fail (self != NULL);

  g_async_queue_lock (self->queue);
  self->stopping = TRUE;
  g_async_queue_push_unlocked (self->queue, g_new0 (Work, 1));
  g_async_queue_unlock (self->queue);
  g_thread_join (self->thread);
  g_async_queue_unref (self->queue);
  g_free (self);
}
