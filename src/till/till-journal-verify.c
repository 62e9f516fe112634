/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-error.h"
#include "till-journal-private.h"

/* The whole check, in pages: the tables are ours, the chain is whole, each payment is the fold of its events and
 * found by each index, what is kept outside the chain has the hash that the chain says.  SQLite's own
 * integrity_check would hold everybody's commits for as long as it takes. */

enum
{
  STAGE_TABLES,
  STAGE_CHAIN,
  STAGE_PAYMENTS,
};

/* How each index of payments finds a row, and which rows it holds. */
static const struct
{
  const char *name;
  const char *key;
  const char *holds;
} indexes[] = {
  { "sqlite_autoindex_payments_1", "q.id = p.id", "1" },
  { "sqlite_autoindex_payments_2", "q.request_id = p.request_id", "1" },
  { "sqlite_autoindex_payments_3", "q.merchant_reference = p.merchant_reference", "1" },
  { "sqlite_autoindex_payments_4", "q.key = p.key", "1" },
  { "sqlite_autoindex_payments_5", "q.first_seq = p.first_seq", "1" },
  { "payments_order", "q.\"order\" = p.\"order\"", "1" },
  { "payments_payment_id", "q.payment_id = p.payment_id", "payment_id IS NOT NULL" },
  { "payments_other_payment_id", "q.other_payment_id = p.other_payment_id", "other_payment_id IS NOT NULL" },
  { "payments_reference", "q.reference = p.reference AND q.created = p.created", "1" },
  { "payments_reference_paid", "q.reference = p.reference AND q.paid_time = p.paid_time", "paid_time > 0" },
  { "payments_reference_open", "q.reference = p.reference", "open = 1" },
  { "payments_counter", "q.till = p.till AND q.counter = p.counter", "counter > 0" },
  { "payments_created", "q.created = p.created", "1" },
  { "payments_state", "q.state = p.state AND q.created = p.created", "1" },
  { "payments_paid", "q.paid_time = p.paid_time", "paid_time > 0" },
  { "payments_open", "q.row = p.row", "open = 1" },
  { "payments_unresolved", "q.row = p.row", "unresolved = 1" },
  { "payments_attention", "q.row = p.row", "attention <> ''" },
};

static gboolean
broken (TillJob     *job,
        gint64       seq,
        const char  *what,
        GError     **error)
{
  job->bad_seq = seq;
  job->flaw = job->stage == STAGE_TABLES ? TILL_JOURNAL_FLAW_TABLES : TILL_JOURNAL_FLAW_PAYMENT;
  g_set_error (error, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED, "event %" G_GINT64_FORMAT ": %s", seq, what);

  return FALSE;
}

static gboolean
read_schema (TillStore  *self,
             char      **schema,
             GError    **error)
{
  g_autoptr(TillStatement) statement = NULL;

  statement = till_store_prepare (self, "SELECT group_concat (type || name || tbl_name || ifnull (sql, ''), char (10))"
                                  " FROM (SELECT * FROM sqlite_schema ORDER BY type, name)", error);
  if (statement == NULL || !till_store_step (self, statement, NULL, error))
    return FALSE;
  *schema = g_strdup (till_column_text (statement, 0));

  return TRUE;
}

/* Against tables made anew in memory: a trigger that somebody dropped protects nothing. */
static gboolean
check_tables (TillStore  *self,
              TillJob    *job,
              GError    **error)
{
  g_autoptr(TillStore) model = till_store_new (self->path, self->till, self->random);
  g_autofree char *ours = NULL;
  g_autofree char *there = NULL;

  if (sqlite3_open_v2 (":memory:", &model->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    return till_store_fail (model, error);
  if (!till_store_make_tables (model, self->version, error)
      || !read_schema (model, &ours, error)
      || !read_schema (self, &there, error))
    return FALSE;

  return g_strcmp0 (ours, there) == 0 || broken (job, 0, "the tables are others than Till makes", error);
}

static gboolean
read_next_payment (TillStore   *self,
                   gint64       row,
                   TillRecord **record,
                   GError     **error)
{
  g_autofree char *sql = till_store_select ("WHERE row > ? ORDER BY row LIMIT 1");
  g_autoptr(TillStatement) statement = till_store_prepare (self, sql, error);
  gboolean has_row;

  *record = NULL;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, row);
  if (!till_store_step (self, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *record = till_store_read_record (statement, error);

  return !has_row || *record != NULL;
}

/* A payment as its events tell it. */
typedef struct
{
  TillRecord *record;     /* (nullable) (owned) */
  gint64      due;        /* of its request; 0: not known yet */
  gint64      n_events;   /* as far as the walk along the chain came */
} Story;

static void
story_clear (Story *self)
{
  g_clear_pointer (&self->record, till_record_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Story, story_clear)

static gboolean
fold (TillStore   *self,
      TillJob     *job,
      const char  *id,
      Story       *story,
      GError     **error)
{
  g_autoptr(TillStatement) statement = NULL;
  gboolean has_row;

  statement = till_store_prepare (self, "SELECT " TILL_EVENT_COLUMNS " FROM events INDEXED BY events_payment"
                                  " WHERE payment = ? ORDER BY seq", error);
  if (statement == NULL)
    return FALSE;
  till_bind_text (self, statement, 1, id);

  for (;;)
    {
      g_autoptr(TillEvent) event = NULL;
      g_autoptr(TillRecord) before = g_steal_pointer (&story->record);

      if (!till_store_step (self, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        {
          story->record = g_steal_pointer (&before);
          return TRUE;
        }
      event = till_store_read_event (statement, error);
      story->record = event != NULL ? till_record_apply (before, event, error) : NULL;
      if (story->record == NULL)
        return FALSE;

      till_request_keep (before, story->record, event, &story->due);
      story->n_events += event->seq <= job->walk.last_seq;
    }
}

/* Both columns of the only row have to be the same. */
static gboolean
check_pair (TillStore   *self,
            TillJob     *job,
            TillRecord  *record,
            const char  *sql,
            const char  *what,
            GError     **error)
{
  g_autoptr(TillStatement) statement = till_store_prepare (self, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, record->row);
  if (!till_store_step (self, statement, &has_row, error))
    return FALSE;

  return !has_row
         || sqlite3_column_int64 (statement, 0) == sqlite3_column_int64 (statement, 1)
         || broken (job, record->first_seq, what, error);
}

static gboolean
check_indexes (TillStore   *self,
               TillJob     *job,
               TillRecord  *record,
               GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (indexes); i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("SELECT (%s), (SELECT count (*) FROM payments AS q INDEXED BY %s"
                         " WHERE %s AND %s AND q.row = p.row) FROM payments AS p WHERE row = ?",
                         indexes[i].holds, indexes[i].name, indexes[i].holds, indexes[i].key);

      if (!check_pair (self, job, record, sql, indexes[i].name, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_questions (TillStore   *self,
                 TillJob     *job,
                 TillRecord  *record,
                 GError     **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT open * 2 + unresolved, %d FROM payments WHERE row = ?",
                                          till_record_is_open (record) * 2 + till_record_is_unresolved (record));

  return check_pair (self, job, record, sql, "open or unresolved", error);
}

static gboolean
has_hash (const void *data,
          gsize       length,
          const char *hash)
{
  g_autofree char *computed = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, length);

  return g_strcmp0 (computed, hash) == 0;
}

/* What was found by index is read from the table: else the index would answer for it. */
static const char outbound_sql[] =
  "SELECT o.payment, o.refund, o.due, o.body, o.action"
  " FROM outbound AS i INDEXED BY sqlite_autoindex_outbound_1, outbound AS o"
  " WHERE i.payment = ? AND i.refund = '' AND o.row = i.row";

/* What an index of outbound says against what the table holds. */
static const char *const outbound_pairs[] = {
  "SELECT (SELECT count (*) FROM outbound INDEXED BY sqlite_autoindex_outbound_1"
  "         WHERE payment = p.row AND refund = ''),"
  "       (SELECT count (*) FROM outbound AS i INDEXED BY sqlite_autoindex_outbound_1, outbound AS o"
  "         WHERE i.payment = p.row AND i.refund = '' AND o.row = i.row)"
  " FROM payments AS p WHERE row = ?",

  "SELECT (SELECT count (due) FROM outbound WHERE payment = p.row),"
  "       (SELECT count (*) FROM outbound AS o, outbound AS d INDEXED BY outbound_due"
  "         WHERE o.payment = p.row AND d.due IS NOT NULL AND d.due = o.due AND d.row = o.row)"
  " FROM payments AS p WHERE row = ?",
};

/* A request is there until its time has come, an action until it is of no more use. */
static gboolean
is_whole (TillStatement *statement,
          TillRecord    *record,
          gint64         due)
{
  gboolean has_action = sqlite3_column_type (statement, 4) != SQLITE_NULL;
  gboolean wants_action = record->action_hash != NULL && till_record_keeps_action (record);

  return sqlite3_column_int64 (statement, 0) == record->row
         && g_strcmp0 (till_column_text (statement, 1), "") == 0
         && sqlite3_column_int64 (statement, 2) == due
         && has_hash (sqlite3_column_blob (statement, 3), sqlite3_column_bytes (statement, 3), record->body_hash)
         && has_action == wants_action
         && (!has_action
             || has_hash (sqlite3_column_text (statement, 4), sqlite3_column_bytes (statement, 4),
                          record->action_hash));
}

static gboolean
check_outbound (TillStore   *self,
                TillJob     *job,
                TillRecord  *record,
                gint64       due,
                GError     **error)
{
  g_autoptr(TillStatement) statement = NULL;
  gboolean has_row;

  for (guint i = 0; i < G_N_ELEMENTS (outbound_pairs); i++)
    if (!check_pair (self, job, record, outbound_pairs[i], "an index of the requests", error))
      return FALSE;

  statement = till_store_prepare (self, outbound_sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, record->row);
  if (!till_store_step (self, statement, &has_row, error))
    return FALSE;

  return (has_row ? is_whole (statement, record, due) : due != 0)
         || broken (job, record->first_seq, "the request or its answer is another", error);
}

/* That a page could not be read now is no damage. */
static gboolean
is_damage (const GError *why)
{
  return g_error_matches (why, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED)
         || g_error_matches (why, TILL_ERROR, TILL_ERROR_WRONG_STATE);
}

static gboolean
check_payment (TillStore   *self,
               TillJob     *job,
               TillRecord  *record,
               GError     **error)
{
  g_auto(Story) story = { NULL, };
  g_autoptr(GError) why = NULL;

  if (!fold (self, job, record->id, &story, &why))
    {
      if (is_damage (why))
        return broken (job, record->first_seq, why->message, error);
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }
  if (story.record == NULL)
    return broken (job, record->first_seq, "a payment without events", error);

  story.record->row = job->walk.last_row + 1;
  if (!till_record_equal (record, story.record)
      || record->last_seq != story.record->last_seq
      || record->updated != story.record->updated)
    return broken (job, record->first_seq, "the payment is not what its events say", error);

  job->walk.last_row = record->row;
  job->walk.n_folded += story.n_events;
  job->walk.n_payments -= record->first_seq <= job->walk.last_seq;

  return check_questions (self, job, record, error)
         && check_indexes (self, job, record, error)
         && check_outbound (self, job, record, story.due, error);
}

/* In one read transaction, so that nobody writes between a payment and its events. */
static TillWorkStatus
check_payments (TillStore  *self,
                TillJob    *job,
                GError    **error)
{
  gint64 end = till_page_end (self);

  do
    {
      g_autoptr(TillRecord) record = NULL;

      if (!read_next_payment (self, job->walk.last_row, &record, error))
        return TILL_WORK_FAILED;
      if (record == NULL)
        return TILL_WORK_DONE;
      if (!check_payment (self, job, record, error))
        return TILL_WORK_FAILED;
    }
  while (!till_page_is_over (end));

  return TILL_WORK_AGAIN;
}

static TillWorkStatus
check_payments_page (TillStore  *self,
                     TillJob    *job,
                     GError    **error)
{
  TillWorkStatus status;

  if (!till_store_begin_read (self, error))
    return TILL_WORK_FAILED;
  status = check_payments (self, job, error);
  till_store_roll_back (self);

  if (status != TILL_WORK_DONE || (job->walk.n_folded == job->walk.n_events && job->walk.n_payments == 0))
    return status;

  broken (job, 0, "events without their payment", error);

  return TILL_WORK_FAILED;
}

static TillWorkStatus
check_chain_page (TillStore  *self,
                  TillJob    *job,
                  GError    **error)
{
  if (!till_store_check_links (self, &job->walk, error))
    {
      job->bad_seq = job->walk.bad_seq;
      if (job->bad_seq != 0)
        job->flaw = job->walk.bad_signature ? TILL_JOURNAL_FLAW_SIGNATURE : TILL_JOURNAL_FLAW_CHAIN;
      return TILL_WORK_FAILED;
    }
  if (job->walk.seq == 0)
    job->stage = STAGE_PAYMENTS;

  return TILL_WORK_AGAIN;
}

TillWorkStatus
till_store_verify_job (gpointer   store,
                       gpointer   data,
                       GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;

  switch (job->stage)
    {
    case STAGE_TABLES:
      if (!check_tables (self, job, error))
        return TILL_WORK_FAILED;
      job->walk.seq = 1;
      job->walk.keys = g_array_new (FALSE, FALSE, sizeof (TillKeySpan));
      job->stage = STAGE_CHAIN;
      return TILL_WORK_AGAIN;

    case STAGE_CHAIN:
      return check_chain_page (self, job, error);

    default:
      return check_payments_page (self, job, error);
    }
}
