/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-journal-private.h"

/* The façade's part that looks after the file itself. */

void
till_journal_backup_async (TillJournal         *self,
                           const char          *target,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));
  g_return_if_fail (target != NULL);

  job = till_journal_new_job (self);
  job->id = g_strdup (target);
  till_journal_run (self, till_journal_backup_async, till_store_backup_job, job, FALSE,
                    cancellable, callback, user_data);
}

gboolean
till_journal_backup_finish (TillJournal   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return till_journal_finish (self, result, till_journal_backup_async, error) != NULL;
}

void
till_journal_look_async (TillJournal         *self,
                         gboolean             probe,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));

  job = till_journal_new_job (self);
  job->probe = probe;
  till_journal_run (self, till_journal_look_async, till_store_look_job, job, TRUE, cancellable, callback, user_data);
}

gboolean
till_journal_look_finish (TillJournal   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return till_journal_finish (self, result, till_journal_look_async, error) != NULL;
}

void
till_journal_recover_async (TillJournal         *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (TILL_IS_JOURNAL (self));

  till_journal_run (self, till_journal_recover_async, till_store_recover_job, till_journal_new_job (self), TRUE,
                    cancellable, callback, user_data);
}

gboolean
till_journal_recover_finish (TillJournal   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return till_journal_finish (self, result, till_journal_recover_async, error) != NULL;
}
