/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-journal-private.h"

/* A page of a selection: of a million payments the few columns that choose, sort and add up.  What somebody looks
 * for is found by its beginning first, where there is an index, and then by reading all. */

#define MAX_EARLY 50   /* rows of one index: more are found soon enough by reading all */
#define FIRST_PAGE 3   /* the first page takes this part of the time: somebody waits for it */

enum
{
  COLUMN_ROW,
  COLUMN_CREATED,
  COLUMN_STATE,
  COLUMN_TYPE,
  COLUMN_AMOUNT,
  COLUMN_CURRENCY,
  COLUMN_ORDER,
  COLUMN_TILL,
  COLUMN_WHO,
  COLUMN_OPEN,
  COLUMN_UNRESOLVED,
  COLUMN_ATTENTION,
  COLUMN_REVERSED,
  COLUMN_REFUNDS,
  COLUMN_REFERENCE,
  COLUMN_DESCRIPTION,
  COLUMN_IDS,   /* the first of TILL_N_LIST_IDS */
};

#define COLUMNS \
  "row, created, state, type, amount, currency, \"order\", till, who, open, unresolved, attention, reversed, refunds," \
  " reference, description, merchant_reference, payment_id, wechat_id, other_payment_id, checkout_id, id"

/* Parameters: 1 what it begins with, 2 what is behind all that begins so. */
static const char *const early_stages[] = {
  "INDEXED BY payments_reference WHERE reference >= ?1 AND reference < ?2 ORDER BY reference DESC, created DESC",
  "WHERE merchant_reference >= ?1 AND merchant_reference < ?2 ORDER BY merchant_reference DESC",
  "INDEXED BY payments_payment_id WHERE payment_id >= ?1 AND payment_id < ?2 ORDER BY payment_id DESC",
  "WHERE id >= ?1 AND id < ?2 ORDER BY id DESC",
};

static const char *
column_word (TillStatement *statement,
             int            column)
{
  const char *word = till_column_text (statement, column);

  return word != NULL ? word : "";
}

static void
read_texts (TillStatement *statement,
            TillListLine  *line)
{
  line->reference = till_column_text (statement, COLUMN_REFERENCE);
  line->description = till_column_text (statement, COLUMN_DESCRIPTION);
  for (int i = 0; i < TILL_N_LIST_IDS; i++)
    line->ids[i] = till_column_text (statement, COLUMN_IDS + i);
}

static gboolean
read_line (TillStatement  *statement,
           gboolean        with_texts,
           TillListLine   *line,
           GError        **error)
{
  *line = (TillListLine) {
    .row = sqlite3_column_int64 (statement, COLUMN_ROW),
    .created = sqlite3_column_int64 (statement, COLUMN_CREATED),
    .money.amount = sqlite3_column_int64 (statement, COLUMN_AMOUNT),
    .order = till_column_text (statement, COLUMN_ORDER),
    .till = till_column_text (statement, COLUMN_TILL),
    .who = till_column_text (statement, COLUMN_WHO),
    .is_open = sqlite3_column_int (statement, COLUMN_OPEN) != 0,
    .is_unresolved = sqlite3_column_int (statement, COLUMN_UNRESOLVED) != 0,
    .needs_person = *column_word (statement, COLUMN_ATTENTION) != '\0',
  };
  g_strlcpy (line->money.currency, column_word (statement, COLUMN_CURRENCY), sizeof line->money.currency);
  if (with_texts)
    read_texts (statement, line);

  return (till_payment_state_from_string (column_word (statement, COLUMN_STATE), &line->state)
          && connect_integration_type_from_string (column_word (statement, COLUMN_TYPE), &line->type))
         || till_row_is_damaged ("payment", line->row, error);
}

/* @back: (inout): what was given back. */
static gboolean
count_refunds (TillSelectionPage  *page,
               const TillListLine *line,
               const char         *text,
               TillMoney          *back,
               GError            **error)
{
  g_auto(GStrv) lines = NULL;

  if (*text == '\0')
    return TRUE;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autoptr(TillRefund) refund = till_refund_from_line (lines[i]);
      TillMoney money = line->money;

      if (refund == NULL)
        return till_row_is_damaged ("payment", line->row, error);
      if (till_refund_is_unknown (refund) || till_refund_has_failed (refund))
        continue;
      money.amount = refund->amount;
      back->amount += refund->amount;
      if (!till_report_count (page->sums, TILL_SUM_REFUNDED, &money, error))
        return FALSE;
    }

  return TRUE;
}

static gint64
sort_key (TillSort            sort,
          const TillListLine *line,
          const TillMoney    *back)
{
  switch (sort)
    {
    case TILL_SORT_AMOUNT:
      return till_sort_key_of_money (&line->money);
    case TILL_SORT_REFUNDED:
      return back->amount > 0 ? till_sort_key_of_money (back) : 0;
    case TILL_SORT_STATE:
      return line->state;
    case TILL_SORT_TIME:
    default:
      return line->row;
    }
}

static gboolean
choose (TillSelectionPage   *page,
        TillStatement       *statement,
        const TillListLine  *line,
        GError             **error)
{
  TillMoney back = line->money;
  TillSelected selected = { .row = line->row };

  back.amount = 0;
  if (!count_refunds (page, line, column_word (statement, COLUMN_REFUNDS), &back, error))
    return FALSE;
  if (line->state == TILL_PAYMENT_PAID && sqlite3_column_int (statement, COLUMN_REVERSED) == 0
      && !till_report_count (page->sums, TILL_SUM_PAID, &line->money, error))
    return FALSE;
  if (line->is_unresolved && !till_report_count (page->sums, TILL_SUM_OPEN, &line->money, error))
    return FALSE;

  selected.key = sort_key (page->sort, line, &back);
  g_array_append_val (page->chosen, selected);

  return TRUE;
}

/* @is_early: an index found it before its turn. */
static gboolean
look_at (TillJob        *job,
         TillStatement  *statement,
         gboolean        is_early,
         GError        **error)
{
  TillSelectionPage *page = job->page;
  TillListLine line;

  if (!read_line (statement, job->needle != NULL, &line, error))
    return FALSE;

  job->key = line.created;
  job->key_row = line.row;
  till_selection_page_note (page, line.till, line.who);
  if (!till_list_filter_matches (&job->filter, job->needle, &line)
      || g_hash_table_contains (page->early, &line.row))
    return TRUE;
  if (is_early)
    g_hash_table_add (page->early, g_memdup2 (&line.row, sizeof line.row));

  return choose (page, statement, &line, error);
}

static gboolean
read_early (TillStore    *self,
            TillJob      *job,
            const char   *stage,
            const char   *text,
            GError      **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT " COLUMNS " FROM payments %s LIMIT %d", stage, MAX_EARLY);
  g_autofree char *behind = g_strconcat (text, "\U0010ffff", NULL);
  g_autoptr(TillStatement) statement = till_store_prepare (self, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  till_bind_text (self, statement, 1, text);
  till_bind_text (self, statement, 2, behind);
  while (till_store_step (self, statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      if (!look_at (job, statement, TRUE, error))
        return FALSE;
    }

  return FALSE;
}

/* As it was typed, in capitals as tills write references, and in small letters as ids are written. */
static gboolean
read_all_early (TillStore  *self,
                TillJob    *job,
                GError    **error)
{
  const char *text = till_needle_get_text (job->needle);
  g_autofree char *upper = g_ascii_strup (text, -1);
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (early_stages); i++)
    if (!read_early (self, job, early_stages[i], text, error)
        || (!g_str_equal (upper, text) && !read_early (self, job, early_stages[i], upper, error))
        || (!g_str_equal (lower, text) && !read_early (self, job, early_stages[i], lower, error)))
      return FALSE;

  return TRUE;
}

static gboolean
read_page (TillStore  *self,
           TillJob    *job,
           GError    **error)
{
  g_autofree char *sql = g_strconcat ("SELECT " COLUMNS " FROM payments ",
                                      till_list_filter_choose_index (&job->filter), NULL);
  g_autoptr(TillStatement) statement = till_store_prepare (self, sql, error);
  gint64 end = till_page_end (self) - (job->stage == 0 ? self->page_us - self->page_us / FIRST_PAGE : 0);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  till_list_filter_bind (self, statement, job);
  for (;;)
    {
      if (!till_store_step (self, statement, &has_row, error))
        return FALSE;
      job->page->is_last = !has_row;
      if (!has_row)
        return TRUE;
      if (!look_at (job, statement, FALSE, error))
        return FALSE;
      if (till_page_is_over (end))
        return TRUE;
    }
}

TillWorkStatus
till_store_select_job (gpointer   store,
                       gpointer   data,
                       GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  gboolean is_early = job->stage == 0 && job->needle != NULL;
  gboolean done = is_early ? read_all_early (self, job, error) : FALSE;

  if (job->stage == 0)
    till_list_filter_begin (job);
  if (!is_early)
    done = read_page (self, job, error);
  job->stage++;
  if (!done)
    return TILL_WORK_FAILED;
  till_selection_page_sort (job->page);

  return TILL_WORK_DONE;
}

TillWorkStatus
till_store_rows_job (gpointer   store,
                     gpointer   data,
                     GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  g_autofree char *sql = till_store_select ("WHERE row = ?1");
  gint64 end = till_page_end (self);

  if (job->list == NULL)
    job->list = till_new_records ();

  while (job->stage < job->rows->len)
    {
      g_autoptr(TillStatement) statement = till_store_prepare (self, sql, error);
      g_autoptr(TillRecord) record = NULL;
      gboolean has_row;

      if (statement == NULL)
        return TILL_WORK_FAILED;
      sqlite3_bind_int64 (statement, 1, g_array_index (job->rows, gint64, job->stage++));
      if (!till_store_step (self, statement, &has_row, error))
        return TILL_WORK_FAILED;
      record = has_row ? till_store_read_record (statement, error) : NULL;
      if (has_row && record == NULL)
        return TILL_WORK_FAILED;
      if (record != NULL)
        g_ptr_array_add (job->list, g_steal_pointer (&record));
      if (till_page_is_over (end) && job->stage < job->rows->len)
        return TILL_WORK_AGAIN;
    }

  return TILL_WORK_DONE;
}

void
till_journal_select_async (TillJournal         *self,
                           TillSelection       *selection,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));
  g_return_if_fail (selection != NULL && !selection->is_complete);

  job = till_journal_new_job (self);
  till_list_filter_copy (&selection->filter, job);
  job->stage = selection->stage;
  job->key = selection->key;
  job->key_row = selection->key_row;
  job->page = till_selection_page_new (selection);

  till_journal_run (self, till_journal_select_async, till_store_select_job, job, FALSE,
                    cancellable, callback, user_data);
}

gboolean
till_journal_select_finish (TillJournal    *self,
                            GAsyncResult   *result,
                            TillSelection  *selection,
                            GError        **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_select_async, error);

  if (job == NULL)
    return FALSE;

  selection->stage = job->stage;
  selection->key = job->key;
  selection->key_row = job->key_row;

  return till_selection_take (selection, job->page, error);
}

void
till_journal_rows_async (TillJournal         *self,
                         GArray              *rows,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  TillJob *job;

  g_return_if_fail (TILL_IS_JOURNAL (self));

  job = till_journal_new_job (self);
  job->rows = g_array_ref (rows);

  till_journal_run (self, till_journal_rows_async, till_store_rows_job, job, FALSE,
                    cancellable, callback, user_data);
}

GPtrArray *
till_journal_rows_finish (TillJournal   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  TillJob *job = till_journal_finish (self, result, till_journal_rows_async, error);

  return job != NULL ? g_steal_pointer (&job->list) : NULL;
}
