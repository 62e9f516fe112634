/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-journal-private.h"

/* What others wrote. */

static gboolean
is_own (TillStore *self,
        gint64     seq)
{
  for (guint i = 0; i < self->own->len; i++)
    if (g_array_index (self->own, gint64, i) == seq)
      return TRUE;

  return FALSE;
}

static void
take_change (TillStore *self,
             TillJob   *job,
             TillEvent *event)
{
  if (event->payment == NULL || is_own (self, event->seq))
    return;

  g_hash_table_add (job->changed, g_strdup (event->payment));
  if (event->kind == TILL_EVENT_CANCEL_ASKED || event->kind == TILL_EVENT_CHECK_ASKED)
    g_ptr_array_add (job->asked, till_event_ref (event));
}

static TillWorkStatus
read_changes (TillStore  *self,
              TillJob    *job,
              GError    **error)
{
  g_autoptr(TillStatement) statement = NULL;

  statement = till_store_prepare (self, "SELECT " TILL_EVENT_COLUMNS " FROM events WHERE seq > ? ORDER BY seq", error);
  if (statement == NULL)
    return TILL_WORK_FAILED;
  sqlite3_bind_int64 (statement, 1, job->key);

  return till_store_read_events (self, statement, job, take_change, error);
}

static TillWorkStatus
read_changed (TillStore  *self,
              TillJob    *job,
              GError    **error)
{
  gint64 end = till_page_end (self);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, job->changed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      TillRecord *record = till_store_need_record (self, id, error);

      if (record == NULL)
        return TILL_WORK_FAILED;
      g_ptr_array_add (job->list, record);
      g_hash_table_iter_remove (&iter);
      if (till_page_is_over (end))
        return TILL_WORK_AGAIN;
    }

  g_ptr_array_sort (job->list, till_compare_newest_first);

  return TILL_WORK_DONE;
}

/* Only now: what this call did not bring to its end, the next one brings again. */
static void
know_changes (TillStore *self,
              TillJob   *job)
{
  self->data_version = job->data_version;
  self->seen_seq = MAX (self->seen_seq, job->key);
  for (guint i = self->own->len; i > 0; i--)
    if (g_array_index (self->own, gint64, i - 1) <= self->seen_seq)
      g_array_remove_index_fast (self->own, i - 1);
}

TillWorkStatus
till_store_changes_job (gpointer   store,
                        gpointer   data,
                        GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  TillWorkStatus status;

  if (job->list == NULL)
    {
      job->list = till_new_records ();
      job->asked = till_new_events ();
      job->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      job->key = self->seen_seq;
      if (!till_store_get_number (self, "PRAGMA data_version", &job->data_version, error))
        return TILL_WORK_FAILED;
      if (job->data_version == self->data_version)
        return TILL_WORK_DONE;
    }

  if (job->stage == 0)
    {
      status = read_changes (self, job, error);
      if (status != TILL_WORK_DONE)
        return status;
      job->stage++;
    }

  status = read_changed (self, job, error);
  if (status == TILL_WORK_DONE)
    know_changes (self, job);

  return status;
}
