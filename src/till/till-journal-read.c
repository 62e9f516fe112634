/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-error.h"
#include "till-journal-private.h"

/* While a statement is open no process can commit.  So a read is a page, closed at the latest after
 * TILL_JOURNAL_PAGE_US, and the next page is another turn in the queue. */

gint64
till_page_end (TillStore *self)
{
  return g_get_monotonic_time () + self->page_us;
}

gboolean
till_page_is_over (gint64 end)
{
  return g_get_monotonic_time () >= end;
}

GPtrArray *
till_new_records (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) till_record_unref);
}

GPtrArray *
till_new_events (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
}

int
till_compare_newest_first (gconstpointer a,
                           gconstpointer b)
{
  const TillRecord *one = *(TillRecord *const *) a;
  const TillRecord *other = *(TillRecord *const *) b;

  return one->row > other->row ? -1 : one->row < other->row ? 1 : 0;
}

gboolean
till_list_filter_is_one_state (const TillListFilter *filter,
                               TillPaymentState     *state)
{
  *state = (TillPaymentState) g_bit_nth_lsf (filter->states, -1);

  return filter->states != 0 && filter->states == TILL_STATES (*state);
}

/* Parameters: 1 the order or the state, 2 and 3 where the last page ended (created, row), 4 since. */
const char *
till_list_filter_choose_index (const TillListFilter *filter)
{
  TillPaymentState state;

  if (filter->order != NULL)
    return "INDEXED BY payments_order WHERE \"order\" = ?1 AND row < ?3 ORDER BY row DESC";
  if (filter->only_unresolved)
    return "INDEXED BY payments_unresolved WHERE unresolved = 1 AND row < ?3 ORDER BY row DESC";
  if (filter->only_open)
    return "INDEXED BY payments_open WHERE open = 1 AND row < ?3 ORDER BY row DESC";
  if (filter->only_attention)
    return "INDEXED BY payments_attention WHERE attention <> '' AND row < ?3 ORDER BY row DESC";
  if (till_list_filter_is_one_state (filter, &state))
    return "INDEXED BY payments_state WHERE state = ?1 AND created >= ?4 AND (created, row) < (?2, ?3)"
           " ORDER BY created DESC, row DESC";
  if (filter->since != 0 || filter->until != 0)
    return "INDEXED BY payments_created WHERE created >= ?4 AND (created, row) < (?2, ?3)"
           " ORDER BY created DESC, row DESC";

  return "WHERE row < ?3 ORDER BY row DESC";
}

/* A page of a reading that goes by @text. */
static void
bind_page (TillStore     *self,
           TillStatement *statement,
           TillJob       *job,
           const char    *text)
{
  till_bind_text (self, statement, 1, text);
  sqlite3_bind_int64 (statement, 2, job->key);
  sqlite3_bind_int64 (statement, 3, job->key_row);
  sqlite3_bind_int64 (statement, 4, job->filter.since);
}

void
till_list_filter_bind (TillStore     *self,
                       TillStatement *statement,
                       TillJob       *job)
{
  const TillListFilter *filter = &job->filter;
  TillPaymentState state;

  if (filter->order != NULL || !till_list_filter_is_one_state (filter, &state))
    bind_page (self, statement, job, filter->order);
  else
    bind_page (self, statement, job, till_payment_state_to_string (state));
}

TillWorkStatus
till_store_read_page (TillStore      *self,
                      TillStatement  *statement,
                      TillJob        *job,
                      GError        **error)
{
  const TillListFilter *filter = &job->filter;
  gint64 end = till_page_end (self);
  TillListLine line;
  gboolean has_row;

  for (;;)
    {
      g_autoptr(TillRecord) record = NULL;

      if (!till_store_step (self, statement, &has_row, error))
        return TILL_WORK_FAILED;
      if (!has_row)
        return TILL_WORK_DONE;
      record = till_store_read_record (statement, error);
      if (record == NULL)
        return TILL_WORK_FAILED;

      job->key = record->created;
      job->key_row = record->row;
      till_list_line_from_record (&line, record);
      if (till_list_filter_matches (filter, job->needle, &line))
        g_ptr_array_add (job->list, g_steal_pointer (&record));
      if (filter->limit != 0 && job->list->len >= filter->limit)
        return TILL_WORK_DONE;
      if (till_page_is_over (end))
        return TILL_WORK_AGAIN;
    }
}

void
till_list_filter_begin (TillJob *job)
{
  const TillListFilter *filter = &job->filter;
  gboolean by_row = filter->order != NULL || filter->only_unresolved || filter->only_open || filter->only_attention;

  job->key = filter->until != 0 ? filter->until : G_MAXINT64;
  job->key_row = filter->until != 0 && !by_row ? G_MININT64 : G_MAXINT64;
}

static void
begin_list (TillJob *job)
{
  job->list = till_new_records ();
  till_list_filter_begin (job);
}

TillWorkStatus
till_store_list_job (gpointer   store,
                     gpointer   data,
                     GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  g_autofree char *sql = till_store_select (till_list_filter_choose_index (&job->filter));
  g_autoptr(TillStatement) statement = till_store_prepare (self, sql, error);
  TillWorkStatus status;

  if (statement == NULL)
    return TILL_WORK_FAILED;
  if (job->list == NULL)
    begin_list (job);

  till_list_filter_bind (self, statement, job);
  status = till_store_read_page (self, statement, job, error);
  if (status == TILL_WORK_DONE)
    g_ptr_array_sort (job->list, till_compare_newest_first);

  return status;
}

/* In the order in which a name is understood. */
static const char *const find_stages[] = {
  "WHERE id = ?1 AND row < ?3",
  "INDEXED BY payments_payment_id WHERE payment_id = ?1 AND row < ?3 ORDER BY row DESC",
  "INDEXED BY payments_other_payment_id WHERE other_payment_id = ?1 AND row < ?3 ORDER BY row DESC",
  "WHERE merchant_reference = ?1 AND row < ?3",
  "INDEXED BY payments_reference WHERE reference = ?1 AND (created, row) < (?2, ?3) ORDER BY created DESC, row DESC",
};

TillWorkStatus
till_store_find_job (gpointer   store,
                     gpointer   data,
                     GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  TillWorkStatus status = TILL_WORK_DONE;

  if (job->list == NULL)
    begin_list (job);

  for (; job->stage < G_N_ELEMENTS (find_stages); job->stage++)
    {
      g_autofree char *sql = till_store_select (find_stages[job->stage]);
      g_autoptr(TillStatement) statement = till_store_prepare (self, sql, error);

      if (statement == NULL)
        return TILL_WORK_FAILED;
      bind_page (self, statement, job, job->id);
      status = till_store_read_page (self, statement, job, error);
      if (status != TILL_WORK_DONE || job->list->len > 0)
        break;
    }
  if (status == TILL_WORK_DONE)
    g_ptr_array_sort (job->list, till_compare_newest_first);

  return status;
}

TillWorkStatus
till_store_read_events (TillStore       *self,
                        TillStatement   *statement,
                        TillJob         *job,
                        TillTakeFunc     take,
                        GError         **error)
{
  gint64 end = till_page_end (self);
  gboolean has_row;

  for (;;)
    {
      g_autoptr(TillEvent) event = NULL;

      if (!till_store_step (self, statement, &has_row, error))
        return TILL_WORK_FAILED;
      if (!has_row)
        return TILL_WORK_DONE;
      event = till_store_read_event (statement, error);
      if (event == NULL)
        return TILL_WORK_FAILED;

      job->key = event->seq;
      take (self, job, event);
      if (till_page_is_over (end))
        return TILL_WORK_AGAIN;
    }
}

static void
take_event (TillStore *self,
            TillJob   *job,
            TillEvent *event)
{
  g_ptr_array_add (job->list, till_event_ref (event));
}

TillWorkStatus
till_store_events_job (gpointer   store,
                       gpointer   data,
                       GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  g_autoptr(TillStatement) statement = NULL;
  TillWorkStatus status;

  statement = till_store_prepare (self, "SELECT " TILL_EVENT_COLUMNS " FROM events INDEXED BY events_payment"
                                  " WHERE payment = ? AND seq > ? ORDER BY seq", error);
  if (statement == NULL)
    return TILL_WORK_FAILED;
  if (job->list == NULL)
    job->list = till_new_events ();

  till_bind_text (self, statement, 1, job->id);
  sqlite3_bind_int64 (statement, 2, job->key);
  status = till_store_read_events (self, statement, job, take_event, error);
  if (status != TILL_WORK_DONE || job->list->len > 0)
    return status;

  g_set_error_literal (error, TILL_ERROR, TILL_ERROR_NO_SUCH_PAYMENT, "no such payment");

  return TILL_WORK_FAILED;
}

TillWorkStatus
till_store_outbound_job (gpointer   store,
                         gpointer   data,
                         GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  g_autoptr(TillRecord) record = till_store_need_record (self, job->id, error);
  g_autoptr(TillStatement) statement = NULL;
  gboolean has_row;

  if (record == NULL)
    return TILL_WORK_FAILED;
  statement = till_store_prepare (self, "SELECT body, action FROM outbound WHERE payment = ? AND refund = ''", error);
  if (statement == NULL)
    return TILL_WORK_FAILED;
  sqlite3_bind_int64 (statement, 1, record->row);
  if (!till_store_step (self, statement, &has_row, error))
    return TILL_WORK_FAILED;

  job->outbound = g_new0 (TillOutbound, 1);
  if (has_row && sqlite3_column_type (statement, 0) != SQLITE_NULL)
    job->outbound->body = g_bytes_new (sqlite3_column_blob (statement, 0), sqlite3_column_bytes (statement, 0));
  if (has_row)
    job->outbound->action = g_strdup (till_column_text (statement, 1));

  return TILL_WORK_DONE;
}
