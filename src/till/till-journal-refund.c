/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-refund-request.h"
#include "till-error.h"
#include "till-journal-private.h"

/* Refunds are part of their payment's row; what is sent for them stands in outbound. */

/* Only where a refund is added: what the platform did with those that are there is written down as it is.  Each line
 * of the column is "id state amount …", so cutting at its first blanks tells the words. */
static const char guard_sql[] =
  "PRAGMA temp_store=MEMORY;"
  "CREATE TEMP TRIGGER IF NOT EXISTS refunds_do_not_exceed BEFORE UPDATE OF refunds ON main.payments"
  " WHEN length (NEW.refunds) - length (replace (NEW.refunds, char (10), ''))"
  "    > length (OLD.refunds) - length (replace (OLD.refunds, char (10), ''))"
  "  AND (SELECT coalesce (sum (CAST (substr (tail, instr (tail, ' ') + 1) AS INTEGER)), 0)"
  "         FROM (SELECT substr (value, instr (value, ' ') + 1) AS tail"
  "                 FROM json_each ('[\"' || replace (NEW.refunds, char (10), '\",\"') || '\"]'))"
  "        WHERE tail LIKE 'unknown %' OR tail LIKE 'requested %' OR tail LIKE 'done %')"
  "    > CASE WHEN NEW.platform_amount >= 0 THEN NEW.platform_amount ELSE NEW.amount END"
  " BEGIN SELECT RAISE (ABORT, 'more would be given back than was paid'); END;";

gboolean
till_store_guard_refunds (TillStore  *self,
                          GError    **error)
{
  return till_store_exec (self, guard_sql, error);
}

static GBytes *
make_body (TillRecord  *record,
           gint64       amount,
           const char  *reference,
           const char  *reason,
           GError     **error)
{
  const ConnectRefundRequest request = {
    .amount = amount,
    .currency = record->money.currency,
    .merchant_reference = reference,
    .reason = connect_is_refund_reason (reason) ? reason : CONNECT_REFUND_REASON,
  };
  g_autoptr(GError) why = NULL;
  GBytes *body = connect_refund_request_to_body (&request, &why);

  if (body == NULL)
    g_set_error_literal (error, TILL_ERROR, TILL_ERROR_INVALID_AMOUNT, why->message);

  return body;
}

static TillEvent *
make_event (TillStore   *self,
            TillJob     *job,
            TillRecord  *record,
            gint64       amount,
            GBytes     **body,
            GError     **error)
{
  g_autofree char *id = till_random_uuid (self->random);
  g_autofree char *key = till_random_uuid (self->random);
  g_autofree char *suffix = till_make_suffix (self);
  g_autofree char *reference = till_reference_to_wire (record->reference, suffix);
  g_autofree char *hash = NULL;
  TillEvent *event;

  *body = make_body (record, amount, reference, job->refund_intent.reason, error);
  if (*body == NULL)
    return NULL;

  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, *body);
  event = till_event_new (TILL_EVENT_REFUND, record->id);
  event->platform_date = job->refund_intent.platform_date;
  till_event_set (event, TILL_FACT_REFUND, id);
  till_event_set (event, TILL_FACT_REFUND_STATE, "unknown");
  till_event_set_int (event, TILL_FACT_REFUND_AMOUNT, amount);
  till_event_set (event, TILL_FACT_REFUND_REFERENCE, reference);
  till_event_set (event, TILL_FACT_REFUND_KEY, key);
  till_event_set (event, TILL_FACT_REFUND_BODY_HASH, hash);
  till_event_set (event, TILL_FACT_REFUND_REASON, job->refund_intent.reason);
  till_stamp_event (&job->stamp, event);

  return event;
}

static gboolean
insert_body (TillStore   *self,
             gint64       row,
             const char  *refund,
             GBytes      *body,
             GError     **error)
{
  g_autoptr(TillStatement) statement = NULL;

  statement = till_store_prepare (self, "INSERT INTO outbound (payment, refund, body) VALUES (?, ?, ?)", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, row);
  till_bind_text (self, statement, 2, refund);
  sqlite3_bind_blob (statement, 3, g_bytes_get_data (body, NULL), g_bytes_get_size (body), SQLITE_TRANSIENT);

  return till_store_step (self, statement, NULL, error);
}

/* The rule is asked of what the journal holds now, inside the transaction: whatever the caller has seen. */
static TillRecord *
add_refund (TillStore  *self,
            TillJob    *job,
            GBytes    **body,
            GError    **error)
{
  g_autoptr(TillRecord) before = till_store_need_record (self, job->id, error);
  g_autoptr(TillRecord) after = NULL;
  g_autoptr(TillEvent) event = NULL;
  gint64 amount = job->refund_intent.amount;

  if (before == NULL)
    return NULL;
  if (!till_locks_hold (self->locks, before->row))
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_FOLLOWED_ELSEWHERE, "the payment is not followed here");
      return NULL;
    }
  if (!till_record_check_refund (before, &amount, job->refund_intent.platform_refunded, error))
    return NULL;

  event = make_event (self, job, before, amount, body, error);
  if (event == NULL || !till_store_add_event (self, event, error))
    return NULL;
  after = till_record_apply (before, event, error);
  if (after == NULL
      || !till_store_update_record (self, before, after, error)
      || !insert_body (self, before->row, till_event_get (event, TILL_FACT_REFUND), *body, error)
      || !till_store_empty_outbound (self, job->stamp.wall_time, error))
    return NULL;

  return g_steal_pointer (&after);
}

TillWorkStatus
till_store_refund_job (gpointer   store,
                       gpointer   data,
                       GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  g_autoptr(TillRecord) record = NULL;
  g_autoptr(GBytes) body = NULL;

  if (!till_store_look (self, error) || !till_store_begin (self, error))
    return TILL_WORK_FAILED;

  record = add_refund (self, job, &body, error);
  if (record == NULL)
    {
      till_store_roll_back (self);
      return TILL_WORK_FAILED;
    }
  if (!till_store_commit (self, error))
    return TILL_WORK_FAILED;

  till_store_wrote (self, record->last_seq, record->last_seq);
  job->record = g_steal_pointer (&record);
  job->outbound = g_new0 (TillOutbound, 1);
  job->outbound->body = g_steal_pointer (&body);

  return TILL_WORK_DONE;
}

/* What would be sent must be what was written down: a body of other bytes is none. */
static gboolean
is_body_of (TillRecord *record,
            const char *refund_id,
            GBytes     *body)
{
  const TillRefund *refund = till_record_get_refund (record, refund_id);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);

  return refund != NULL && g_strcmp0 (refund->body_hash, hash) == 0;
}

TillWorkStatus
till_store_refund_body_job (gpointer   store,
                            gpointer   data,
                            GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  g_autoptr(TillRecord) record = till_store_need_record (self, job->id, error);
  g_autoptr(TillStatement) statement = NULL;
  g_autoptr(GBytes) body = NULL;
  gboolean has_row;

  if (record == NULL)
    return TILL_WORK_FAILED;
  statement = till_store_prepare (self, "SELECT body FROM outbound WHERE payment = ? AND refund = ?", error);
  if (statement == NULL)
    return TILL_WORK_FAILED;
  sqlite3_bind_int64 (statement, 1, record->row);
  till_bind_text (self, statement, 2, job->refund);
  if (!till_store_step (self, statement, &has_row, error))
    return TILL_WORK_FAILED;

  job->outbound = g_new0 (TillOutbound, 1);
  if (has_row)
    body = g_bytes_new (sqlite3_column_blob (statement, 0), sqlite3_column_bytes (statement, 0));
  if (body != NULL && is_body_of (record, job->refund, body))
    job->outbound->body = g_steal_pointer (&body);

  return TILL_WORK_DONE;
}

static gboolean
keep_until (TillStore   *self,
            gint64       row,
            const char  *refund,
            gint64       due,
            GError     **error)
{
  g_autoptr(TillStatement) statement = NULL;

  statement = till_store_prepare (self, "UPDATE outbound SET due = ? WHERE payment = ? AND refund = ?", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, due);
  sqlite3_bind_int64 (statement, 2, row);
  till_bind_text (self, statement, 3, refund);

  return till_store_step (self, statement, NULL, error);
}

gboolean
till_store_keep_refund_requests (TillStore   *self,
                                 gint64       now,
                                 TillRecord  *before,
                                 TillRecord  *after,
                                 GError     **error)
{
  for (guint i = 0; i < after->refunds->len; i++)
    {
      const TillRefund *refund = g_ptr_array_index (after->refunds, i);
      const TillRefund *was = till_record_get_refund (before, refund->id);

      if (!till_refund_is_unknown (refund) && was != NULL && till_refund_is_unknown (was)
          && !keep_until (self, after->row, refund->id, now + TILL_JOURNAL_KEEP_REQUEST, error))
        return FALSE;
    }

  return TRUE;
}

void
till_journal_refund_async (TillJournal            *self,
                           const char             *payment,
                           const TillRefundIntent *intent,
                           GCancellable           *cancellable,
                           GAsyncReadyCallback     callback,
                           gpointer                user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));
  g_return_if_fail (payment != NULL && intent != NULL);

  job = till_journal_new_job (self);
  job->id = g_strdup (payment);
  job->refund_intent = *intent;
  job->refund_intent.reason = g_strdup (intent->reason);

  till_journal_run (self, till_journal_refund_async, till_store_refund_job, job, TRUE,
                    cancellable, callback, user_data);
}

TillRecord *
till_journal_refund_finish (TillJournal   *self,
                            GAsyncResult  *result,
                            GBytes       **body,
                            GError       **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_refund_async, error);

  if (job == NULL)
    return NULL;
  *body = g_steal_pointer (&job->outbound->body);

  return g_steal_pointer (&job->record);
}

void
till_journal_refund_body_async (TillJournal         *self,
                                const char          *payment,
                                const char          *refund,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));
  g_return_if_fail (payment != NULL && refund != NULL);

  job = till_journal_new_job (self);
  job->id = g_strdup (payment);
  job->refund = g_strdup (refund);

  till_journal_run (self, till_journal_refund_body_async, till_store_refund_body_job, job, FALSE,
                    cancellable, callback, user_data);
}

GBytes *
till_journal_refund_body_finish (TillJournal   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_refund_body_async, error);

  return job != NULL ? g_steal_pointer (&job->outbound->body) : NULL;
}
