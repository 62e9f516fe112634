/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-error.h"
#include "till-journal-private.h"

/* What a day brought. */

static gboolean
add_taking (TillDay    *day,
            const char *currency,
            gint64      amount)
{
  TillMoney money = { .amount = amount };

  for (guint i = 0; i < day->takings->len; i++)
    {
      TillMoney *sum = &g_array_index (day->takings, TillMoney, i);

      if (g_str_equal (sum->currency, currency))
        return !__builtin_add_overflow (sum->amount, amount, &sum->amount);
    }

  g_strlcpy (money.currency, currency, sizeof money.currency);
  g_array_append_val (day->takings, money);

  return TRUE;
}

/* By when it was known, then by row: columns 0 and 1 say where a page ended. */
static TillWorkStatus
read_takings (TillStore  *self,
              TillJob    *job,
              GError    **error)
{
  g_autoptr(TillStatement) statement = NULL;
  gint64 end = till_page_end (self);
  gboolean has_row;

  statement = till_store_prepare (self, "SELECT paid_time, row, currency, amount FROM payments INDEXED BY payments_paid"
                                  " WHERE paid_time > 0 AND (paid_time, row) > (?, ?) AND reversed = 0"
                                  " ORDER BY paid_time, row", error);
  if (statement == NULL)
    return TILL_WORK_FAILED;
  sqlite3_bind_int64 (statement, 1, job->key);
  sqlite3_bind_int64 (statement, 2, job->key_row);

  for (;;)
    {
      if (!till_store_step (self, statement, &has_row, error))
        return TILL_WORK_FAILED;
      if (!has_row)
        return TILL_WORK_DONE;

      job->key = sqlite3_column_int64 (statement, 0);
      job->key_row = sqlite3_column_int64 (statement, 1);
      job->day->n_paid++;
      if (!add_taking (job->day, till_column_text (statement, 2), sqlite3_column_int64 (statement, 3)))
        {
          g_set_error_literal (error, TILL_ERROR, TILL_ERROR_INTERNAL, "the day's takings overflow");
          return TILL_WORK_FAILED;
        }
      if (till_page_is_over (end))
        return TILL_WORK_AGAIN;
    }
}

TillWorkStatus
till_store_day_job (gpointer   store,
                    gpointer   data,
                    GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  gint64 n_unresolved, counter;
  TillWorkStatus status;

  if (job->day == NULL)
    {
      job->day = g_new0 (TillDay, 1);
      job->day->takings = g_array_new (FALSE, FALSE, sizeof (TillMoney));
      job->key = job->since;
      job->key_row = G_MININT64;
    }

  status = read_takings (self, job, error);
  if (status != TILL_WORK_DONE)
    return status;

  if (!till_store_get_number (self, "SELECT count(*) FROM payments INDEXED BY payments_unresolved"
                              " WHERE unresolved = 1", &n_unresolved, error))
    return TILL_WORK_FAILED;
  job->day->n_unresolved = n_unresolved;
  job->day->next_reference = till_store_next_reference (self, &counter, error);

  return job->day->next_reference != NULL ? TILL_WORK_DONE : TILL_WORK_FAILED;
}
