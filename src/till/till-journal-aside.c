/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include <glib/gstdio.h>

#include "till-error.h"
#include "till-file.h"
#include "till-journal-private.h"

/* A damaged journal makes room for a new one.  It is kept with all that belongs to it, and the new one's first
 * event says that it went before. */

typedef struct
{
  TillStore  *store;     /* (owned) the damaged one */
  TillWorker *worker;    /* (owned) */
  TillJob    *job;       /* (owned) of its check */
  char       *aside;     /* (nullable) (owned) result: where it is now */
} Removal;

static void
removal_free (gpointer data)
{
  Removal *self = data;

  till_worker_free (self->worker);
  till_job_free (self->job);
  till_store_free (self->store);
  g_free (self->aside);
  g_free (self);
}

/* A disk that does not give back what was written is as bad as a file with something else in it. */
static gboolean
is_damaged (TillStore    *store,
            const GError *why)
{
  return g_error_matches (why, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED)
         || (store->db != NULL && (sqlite3_errcode (store->db) & 0xff) == SQLITE_IOERR);
}

/* TRUE when it is damaged; then the job's walk tells how far it is good. */
static gboolean
examine (Removal  *self,
         GError  **error)
{
  g_autoptr(GError) why = NULL;
  TillWorkStatus status = TILL_WORK_FAILED;

  if (till_store_open_to_read (self->store, TRUE, &why))
    do
      status = till_store_verify_job (self->store, self->job, &why);
    while (status == TILL_WORK_AGAIN);

  if (status == TILL_WORK_DONE)
    g_set_error_literal (error, TILL_ERROR, TILL_ERROR_JOURNAL_WHOLE, "the journal is whole");
  else if (!is_damaged (self->store, why))
    g_propagate_error (error, g_steal_pointer (&why));
  else
    return TRUE;

  return FALSE;
}

static char *
find_free_name (const char *path)
{
  for (int i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-damaged-%d", path, i);

      if (!g_file_test (name, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
        return g_steal_pointer (&name);
    }
}

/* Whole and synced under the name that the damaged one will have. */
static gboolean
make_new_journal (Removal     *self,
                  const char  *aside,
                  GError     **error)
{
  g_autoptr(TillStore) fresh = till_store_new (aside, self->store->till, self->store->random);
  g_autofree char *name = g_path_get_basename (aside);
  const TillPrevious previous = { name, &self->job->walk };

  fresh->previous = &previous;
  if (till_store_open_file (fresh, &self->job->stamp, error))
    return TRUE;

  g_unlink (aside);

  return FALSE;
}

/* Its rollback journal goes with it: SQLite would roll it back into the new one. */
static gboolean
exchange (const char  *path,
          const char  *aside,
          GError     **error)
{
  g_autofree char *from = g_strconcat (path, "-journal", NULL);
  g_autofree char *to = g_strconcat (aside, "-journal", NULL);

  if (rename (from, to) != 0 && errno != ENOENT)
    return till_file_fail (from, error);
  if (renameat2 (AT_FDCWD, path, AT_FDCWD, aside, RENAME_EXCHANGE) != 0)
    return till_file_fail (path, error);

  return till_file_sync_directory_of (path, error);
}

static TillWorkStatus
set_aside_job (gpointer   context,
               gpointer   data,
               GError   **error)
{
  Removal *self = data;
  g_autofree char *locks_path = g_strconcat (self->store->path, TILL_LOCKS_SUFFIX, NULL);
  g_autofree char *aside = NULL;

  self->store->locks = till_locks_open_alone (locks_path, error);
  if (self->store->locks == NULL || !examine (self, error))
    return TILL_WORK_FAILED;

  g_hash_table_remove_all (self->store->statements);
  g_clear_pointer (&self->store->db, sqlite3_close);
  aside = find_free_name (self->store->path);
  if (!make_new_journal (self, aside, error))
    return TILL_WORK_FAILED;
  if (!exchange (self->store->path, aside, error))
    {
      g_unlink (aside);
      return TILL_WORK_FAILED;
    }
  self->aside = g_steal_pointer (&aside);

  /* From here on others may open the new one, and so may who called. */
  g_clear_pointer (&self->store->locks, till_locks_free);

  return TILL_WORK_DONE;
}

void
till_journal_set_aside_async (const char          *path,
                              TillClock           *clock,
                              TillRandom          *random,
                              const char          *till_id,
                              const char          *who,
                              const char          *program,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Removal *self = g_new0 (Removal, 1);

  self->store = till_store_new (path, till_id, random);
  self->job = g_new0 (TillJob, 1);
  till_stamp_fill (&self->job->stamp, clock, who, program);
  self->worker = till_worker_new ("set-aside", NULL);
  g_task_set_source_tag (task, till_journal_set_aside_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, removal_free);
  till_worker_push (self->worker, task, set_aside_job);
}

char *
till_journal_set_aside_finish (GAsyncResult  *result,
                               GError       **error)
{
  Removal *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, till_journal_set_aside_async), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  self = g_task_get_task_data (G_TASK (result));

  return g_steal_pointer (&self->aside);
}
