/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-error.h"
#include "till-journal-private.h"
#include "till-report.h"

/* A day's report, read in stages, each a page at a time. */

/** Stage: one read of the report; its statement selects what till_store_read_record() or take_event() wants. */
typedef struct
{
  const char *rest;    /* parameters: 1 and 2 where the last page ended, 3 until */
  gboolean  (*take) (TillReport *report, TillRecord *record, GError **error);
  gboolean    by_paid_time;
} Stage;

static gboolean
take_total (TillReport  *report,
            TillRecord  *record,
            GError     **error)
{
  return till_report_count (report->totals, till_payment_state_to_string (record->state), &record->money, error);
}

static gboolean
take_taking (TillReport  *report,
             TillRecord  *record,
             GError     **error)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (record->paid_time / G_USEC_PER_SEC);
  g_autofree char *hour = g_strdup_printf ("%02d", g_date_time_get_hour (time));

  if (record->late)
    g_ptr_array_add (report->late, g_strdup (record->id));
  if (record->reversed)
    return TRUE;

  return till_report_count (report->takings, "", &record->money, error)
         && till_report_count (report->by_hour, hour, &record->money, error)
         && till_report_count (report->by_person, record->who, &record->money, error);
}

static gboolean
take_unresolved (TillReport  *report,
                 TillRecord  *record,
                 GError     **error)
{
  g_ptr_array_add (report->unresolved, g_strdup (record->id));

  return TRUE;
}

static gboolean
take_attention (TillReport  *report,
                TillRecord  *record,
                GError     **error)
{
  g_ptr_array_add (report->attention, g_strdup (record->id));

  return TRUE;
}

static const Stage stages[] = {
  { "INDEXED BY payments_created WHERE (created, row) > (?1, ?2) AND created < ?3 ORDER BY created, row",
    take_total, FALSE },
  { "INDEXED BY payments_paid WHERE paid_time > 0 AND (paid_time, row) > (?1, ?2) AND paid_time < ?3"
    " ORDER BY paid_time, row",
    take_taking, TRUE },
  { "INDEXED BY payments_unresolved WHERE unresolved = 1 AND row > ?2 ORDER BY row",
    take_unresolved, FALSE },
  { "INDEXED BY payments_attention WHERE attention <> '' AND row > ?2 ORDER BY row",
    take_attention, FALSE },
};

static TillWorkStatus
read_stage (TillStore    *self,
            TillJob      *job,
            const Stage  *stage,
            GError      **error)
{
  g_autofree char *sql = till_store_select (stage->rest);
  g_autoptr(TillStatement) statement = till_store_prepare (self, sql, error);
  gint64 end = till_page_end (self);
  gboolean has_row;

  if (statement == NULL)
    return TILL_WORK_FAILED;
  sqlite3_bind_int64 (statement, 1, job->key);
  sqlite3_bind_int64 (statement, 2, job->key_row);
  sqlite3_bind_int64 (statement, 3, job->filter.until);

  for (;;)
    {
      g_autoptr(TillRecord) record = NULL;

      if (!till_store_step (self, statement, &has_row, error))
        return TILL_WORK_FAILED;
      if (!has_row)
        return TILL_WORK_DONE;
      record = till_store_read_record (statement, error);
      if (record == NULL || !stage->take (job->report, record, error))
        return TILL_WORK_FAILED;

      job->key = stage->by_paid_time ? record->paid_time : record->created;
      job->key_row = record->row;
      if (till_page_is_over (end))
        return TILL_WORK_AGAIN;
    }
}

/* The refund of which @event is the first step, by what is known of it now. */
static gboolean
count_refund (TillStore   *self,
              TillReport  *report,
              TillEvent   *event,
              GError     **error)
{
  const char *id = till_event_get (event, TILL_FACT_REFUND);
  g_autoptr(TillRecord) record = NULL;

  if (id == NULL || till_event_get (event, TILL_FACT_REFUND_AMOUNT) == NULL)
    return TRUE;
  record = till_store_need_record (self, event->payment, error);
  if (record == NULL)
    return FALSE;

  for (guint i = 0; i < record->refunds->len; i++)
    {
      const TillRefund *refund = g_ptr_array_index (record->refunds, i);
      TillMoney money = record->money;

      if (!g_str_equal (refund->id, id))
        continue;
      money.amount = refund->amount;
      return till_report_count (report->refunds, refund->state, &money, error);
    }

  return TRUE;
}

static void
note_link (TillReport *report,
           TillEvent  *event)
{
  if (report->first_seq == 0 || event->seq < report->first_seq)
    report->first_seq = event->seq;
  if (event->seq < report->last_seq)
    return;

  report->last_seq = event->seq;
  memcpy (report->last_hash, event->hash, sizeof report->last_hash);
}

/* By time and not by seq: a clock may have been set back. */
static TillWorkStatus
read_day_events (TillStore  *self,
                 TillJob    *job,
                 GError    **error)
{
  g_autoptr(TillStatement) statement = NULL;
  gint64 end = till_page_end (self);
  gboolean has_row;

  statement = till_store_prepare (self, "SELECT " TILL_EVENT_COLUMNS " FROM events INDEXED BY events_wall_time"
                                  " WHERE (wall_time, seq) > (?, ?) AND wall_time < ? ORDER BY wall_time, seq", error);
  if (statement == NULL)
    return TILL_WORK_FAILED;
  sqlite3_bind_int64 (statement, 1, job->key);
  sqlite3_bind_int64 (statement, 2, job->key_row);
  sqlite3_bind_int64 (statement, 3, job->filter.until);

  for (;;)
    {
      g_autoptr(TillEvent) event = NULL;

      if (!till_store_step (self, statement, &has_row, error))
        return TILL_WORK_FAILED;
      if (!has_row)
        return TILL_WORK_DONE;
      event = till_store_read_event (statement, error);
      if (event == NULL || (event->kind == TILL_EVENT_REFUND && !count_refund (self, job->report, event, error)))
        return TILL_WORK_FAILED;

      note_link (job->report, event);
      job->key = event->wall_time;
      job->key_row = event->seq;
      if (till_page_is_over (end))
        return TILL_WORK_AGAIN;
    }
}

static void
begin_stage (TillJob *job)
{
  job->key = job->filter.since;
  job->key_row = G_MININT64;
}

TillWorkStatus
till_store_report_job (gpointer   store,
                       gpointer   data,
                       GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  TillWorkStatus status;

  if (job->report == NULL)
    {
      job->report = till_report_new (job->filter.since, job->filter.until);
      begin_stage (job);
    }

  for (; job->stage < G_N_ELEMENTS (stages); job->stage++, begin_stage (job))
    {
      status = read_stage (self, job, &stages[job->stage], error);
      if (status != TILL_WORK_DONE)
        return status;
    }

  return read_day_events (self, job, error);
}

void
till_journal_report_async (TillJournal         *self,
                           gint64               since,
                           gint64               until,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));

  job = till_journal_new_job (self);
  job->filter.since = since;
  job->filter.until = until;

  till_journal_run (self, till_journal_report_async, till_store_report_job, job, FALSE,
                    cancellable, callback, user_data);
}

TillReport *
till_journal_report_finish (TillJournal   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_report_async, error);

  return job != NULL ? g_steal_pointer (&job->report) : NULL;
}
