/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-journal-private.h"

void
till_outbound_free (TillOutbound *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->action);
  g_free (self);
}

void
till_day_free (TillDay *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->takings, g_array_unref);
  g_free (self->next_reference);
  g_free (self);
}

void
till_journal_find_async (TillJournal         *self,
                         const char          *text,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));
  g_return_if_fail (text != NULL);

  job = till_journal_new_job (self);
  job->id = g_strdup (text);

  till_journal_run (self, till_journal_find_async, till_store_find_job, job, FALSE,
                    cancellable, callback, user_data);
}

GPtrArray *
till_journal_find_finish (TillJournal   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_find_async, error);

  return job != NULL ? g_steal_pointer (&job->list) : NULL;
}

void
till_journal_list_async (TillJournal          *self,
                         const TillListFilter *filter,
                         GCancellable         *cancellable,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));
  g_return_if_fail (filter != NULL);

  job = till_journal_new_job (self);
  till_list_filter_copy (filter, job);

  till_journal_run (self, till_journal_list_async, till_store_list_job, job, FALSE,
                    cancellable, callback, user_data);
}

GPtrArray *
till_journal_list_finish (TillJournal   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_list_async, error);

  return job != NULL ? g_steal_pointer (&job->list) : NULL;
}

void
till_journal_events_async (TillJournal         *self,
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

  till_journal_run (self, till_journal_events_async, till_store_events_job, job, FALSE,
                    cancellable, callback, user_data);
}

GPtrArray *
till_journal_events_finish (TillJournal   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_events_async, error);

  return job != NULL ? g_steal_pointer (&job->list) : NULL;
}

void
till_journal_outbound_async (TillJournal         *self,
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

  till_journal_run (self, till_journal_outbound_async, till_store_outbound_job, job, FALSE,
                    cancellable, callback, user_data);
}

TillOutbound *
till_journal_outbound_finish (TillJournal   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_outbound_async, error);

  return job != NULL ? g_steal_pointer (&job->outbound) : NULL;
}

void
till_journal_changes_async (TillJournal         *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));

  job = till_journal_new_job (self);

  /* It moves what counts as known: a late cancel must not swallow the news. */
  till_journal_run (self, till_journal_changes_async, till_store_changes_job, job, TRUE,
                    cancellable, callback, user_data);
}

GPtrArray *
till_journal_changes_finish (TillJournal   *self,
                             GAsyncResult  *result,
                             GPtrArray    **asked,
                             GError       **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_changes_async, error);

  if (job == NULL)
    return NULL;
  if (asked != NULL)
    *asked = g_steal_pointer (&job->asked);

  return g_steal_pointer (&job->list);
}

void
till_journal_day_async (TillJournal         *self,
                        gint64               since,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));

  job = till_journal_new_job (self);
  job->since = since;

  till_journal_run (self, till_journal_day_async, till_store_day_job, job, FALSE,
                    cancellable, callback, user_data);
}

TillDay *
till_journal_day_finish (TillJournal   *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_day_async, error);

  return job != NULL ? g_steal_pointer (&job->day) : NULL;
}

void
till_journal_verify_async (TillJournal         *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));

  job = till_journal_new_job (self);

  till_journal_run (self, till_journal_verify_async, till_store_verify_job, job, FALSE,
                    cancellable, callback, user_data);
}

gboolean
till_journal_verify_finish (TillJournal   *self,
                            GAsyncResult  *result,
                            gint64        *bad_seq,
                            GError       **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_verify_async, error);

  if (bad_seq != NULL)
    *bad_seq = ((TillJob *) g_task_get_task_data (G_TASK (result)))->bad_seq;

  return job != NULL;
}
