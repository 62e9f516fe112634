/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-journal-private.h"
#include "till-journal-stream.h"

/* The index that leaves least to till_list_filter_matches().  Parameters: 1 and 2 where the last page ended (created,
 * row), 3 until, 4 the state. */
static const char *
choose_index (const TillListFilter *filter)
{
  TillPaymentState state;

  if (filter->only_unresolved)
    return "INDEXED BY payments_unresolved WHERE unresolved = 1 AND row > ?2 ORDER BY row";
  if (till_list_filter_is_one_state (filter, &state))
    return "INDEXED BY payments_state WHERE state = ?4 AND (created, row) > (?1, ?2) AND created < ?3"
           " ORDER BY created, row";

  return "INDEXED BY payments_created WHERE (created, row) > (?1, ?2) AND created < ?3 ORDER BY created, row";
}

static TillWorkStatus
stream_job (gpointer   store,
            gpointer   data,
            GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  g_autofree char *sql = till_store_select (choose_index (&job->filter));
  g_autoptr(TillStatement) statement = till_store_prepare (self, sql, error);
  TillPaymentState state;
  TillWorkStatus status;

  if (statement == NULL)
    return TILL_WORK_FAILED;
  if (job->list == NULL)
    job->list = till_new_records ();

  sqlite3_bind_int64 (statement, 1, job->key);
  sqlite3_bind_int64 (statement, 2, job->key_row);
  sqlite3_bind_int64 (statement, 3, job->filter.until != 0 ? job->filter.until : G_MAXINT64);
  if (sqlite3_bind_parameter_count (statement) == 4 && till_list_filter_is_one_state (&job->filter, &state))
    till_bind_text (self, statement, 4, till_payment_state_to_string (state));

  /* A page with something in it is a part: whoever streams has something to do. */
  status = till_store_read_page (self, statement, job, error);

  return status == TILL_WORK_AGAIN && job->list->len > 0 ? TILL_WORK_DONE : status;
}

void
till_journal_stream_async (TillJournal           *self,
                           const TillListFilter  *filter,
                           const TillStreamPlace *after,
                           GCancellable          *cancellable,
                           GAsyncReadyCallback    callback,
                           gpointer               user_data)
{
  gboolean begun = after != NULL && after->begun;
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));
  g_return_if_fail (filter != NULL);

  job = till_journal_new_job (self);
  till_list_filter_copy (filter, job);
  job->filter.limit = 0;
  job->key = begun ? after->created : filter->since;
  job->key_row = begun ? after->row : G_MININT64;

  till_journal_run (self, till_journal_stream_async, stream_job, job, FALSE, cancellable, callback, user_data);
}

GPtrArray *
till_journal_stream_finish (TillJournal      *self,
                            GAsyncResult     *result,
                            TillStreamPlace  *place,
                            GError          **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_stream_async, error);

  if (job == NULL)
    return NULL;

  *place = (TillStreamPlace) { .begun = TRUE, .created = job->key, .row = job->key_row };

  return g_steal_pointer (&job->list);
}
