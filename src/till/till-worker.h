/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** TillWorker: one thread with a queue of its own, for what blocks. */
typedef struct _TillWorker TillWorker;

typedef enum
{
  TILL_WORK_DONE,
  TILL_WORK_AGAIN,     /* one page is done: let the others in the queue go first, then call once more */
  TILL_WORK_FAILED,    /* with an error */
} TillWorkStatus;

/**
 * TillWorkFunc:
 * @context: what the worker was made with
 * @data: the task's data: inputs, what is in progress, and results
 *
 * Runs in the worker's thread.
 */
typedef TillWorkStatus (*TillWorkFunc) (gpointer   context,
                                        gpointer   data,
                                        GError   **error);

TillWorker *till_worker_new  (const char    *name,
                              gpointer       context);

/**
 * till_worker_push:
 * @task: (transfer full)
 *
 * Runs @func with the task's data, then returns the task in its own context: %TRUE, or the error.  The worker
 * keeps no reference once the task has returned, so that no object ever ends in the worker's thread.
 */
void        till_worker_push (TillWorker    *self,
                              GTask         *task,
                              TillWorkFunc   func);

/** till_worker_free: runs what is queued (of long work its next page only), and waits for it. */
void        till_worker_free (TillWorker    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillWorker, till_worker_free)

G_END_DECLS
