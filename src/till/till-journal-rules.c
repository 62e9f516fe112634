/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-error.h"
#include "till-journal-private.h"

#define REQUEST_ID_MAX 64

/* How long a reference, amount and currency mean the same order, and a second payment of it a mistake. */
#define SAME_ORDER (G_TIME_SPAN_DAY)

static gboolean
check_request_id (const char  *id,
                  GError     **error)
{
  gsize length = strlen (id);
  gboolean printable = TRUE;

  for (gsize i = 0; i < length; i++)
    printable &= g_ascii_isprint (id[i]);
  if (printable && length >= 1 && length <= REQUEST_ID_MAX)
    return TRUE;

  g_set_error (error, TILL_ERROR, TILL_ERROR_INVALID_REQUEST_ID,
               "a request id has 1 to %d printable ASCII characters", REQUEST_ID_MAX);

  return FALSE;
}

static gboolean
is_same_request (TillRecord            *record,
                 const TillOrderFields *fields)
{
  gboolean given = fields->reference != NULL;

  return till_money_equal (&record->money, &fields->money)
         && record->type == fields->type
         && record->reference_given == given
         && (!given || g_str_equal (record->reference, fields->reference));
}

/* The payment that this request id made, if any, is the answer; never a second one. */
static gboolean
find_request (TillStore   *self,
              TillIntent  *intent,
              TillEarlier *earlier,
              GError     **error)
{
  g_autofree char *sql = till_store_select ("WHERE request_id = ?");
  g_autoptr(TillStatement) statement = NULL;
  g_autoptr(TillRecord) record = NULL;
  gboolean has_row;

  if (intent->request_id == NULL)
    return TRUE;
  if (!check_request_id (intent->request_id, error))
    return FALSE;

  statement = till_store_prepare (self, sql, error);
  if (statement == NULL)
    return FALSE;
  till_bind_text (self, statement, 1, intent->request_id);
  if (!till_store_step (self, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  record = till_store_read_record (statement, error);
  if (record == NULL)
    return FALSE;
  if (!is_same_request (record, till_order_get_fields (intent->order)))
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_REQUEST_DIFFERS,
                           "this request id belongs to a payment of another amount, currency, type or reference");
      return FALSE;
    }
  earlier->record = g_steal_pointer (&record);

  return TRUE;
}

/* The newest first.  @since: (nullable): bound to the second parameter. */
static GPtrArray *
select_earlier (TillStore     *self,
                const char    *rest,
                const char    *reference,
                const gint64  *since,
                GError       **error)
{
  g_autofree char *sql = till_store_select (rest);
  g_autoptr(TillStatement) statement = till_store_prepare (self, sql, error);
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) till_record_unref);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  till_bind_text (self, statement, 1, reference);
  if (since != NULL)
    sqlite3_bind_int64 (statement, 2, *since);

  for (;;)
    {
      TillRecord *record;

      if (!till_store_step (self, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&records);
      record = till_store_read_record (statement, error);
      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }
}

/* Rule (a): somebody can pay it still, or is about to be shown how. */
static gboolean
may_still_be_paid (TillStore  *self,
                   TillRecord *record)
{
  return !till_payment_state_is_final (record->state)
         && (record->shown || till_locks_is_held (self->locks, record->row));
}

static gboolean
find_open (TillStore   *self,
           TillIntent  *intent,
           TillEarlier *earlier,
           GError     **error)
{
  const TillOrderFields *fields = till_order_get_fields (intent->order);
  g_autoptr(GPtrArray) records = NULL;
  TillRecord *same = NULL;
  gboolean other = FALSE;

  records = select_earlier (self, "INDEXED BY payments_reference_open WHERE reference = ? AND open = 1"
                            " ORDER BY row DESC", fields->reference, NULL, error);
  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len && same == NULL; i++)
    {
      TillRecord *record = g_ptr_array_index (records, i);

      if (!may_still_be_paid (self, record))
        continue;
      if (till_money_equal (&record->money, &fields->money))
        same = record;
      else
        other = TRUE;
    }

  if (same != NULL)
    {
      earlier->order = g_strdup (same->order);
      if (!intent->again)
        earlier->record = till_record_ref (same);
    }
  else if (other && !intent->again)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_REFERENCE_OPEN,
                           "a payment of another amount with this reference may still be paid");
      return FALSE;
    }

  return TRUE;
}

/* Rule (b).  A time in the future (the clock was set back) counts as now. */
static gboolean
find_paid (TillStore   *self,
           TillIntent  *intent,
           gint64       since,
           TillEarlier *earlier,
           GError     **error)
{
  const TillOrderFields *fields = till_order_get_fields (intent->order);
  g_autoptr(GPtrArray) records = NULL;

  records = select_earlier (self, "INDEXED BY payments_reference_paid"
                            " WHERE reference = ? AND paid_time > 0 AND paid_time >= ?"
                            " ORDER BY paid_time DESC", fields->reference, &since, error);
  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      TillRecord *record = g_ptr_array_index (records, i);

      if (!till_money_equal (&record->money, &fields->money)
          || till_record_get_refunded (record) >= record->money.amount)
        continue;
      if (!intent->again)
        {
          g_set_error_literal (error, TILL_ERROR, TILL_ERROR_ALREADY_PAID,
                               "this reference and amount was paid within a day");
          return FALSE;
        }
      if (earlier->order == NULL)
        earlier->order = g_strdup (record->order);
    }

  return TRUE;
}

/* Rule (c). */
static gboolean
find_order (TillStore   *self,
            TillIntent  *intent,
            gint64       since,
            TillEarlier *earlier,
            GError     **error)
{
  const TillOrderFields *fields = till_order_get_fields (intent->order);
  g_autoptr(GPtrArray) records = NULL;

  if (earlier->order != NULL)
    return TRUE;

  records = select_earlier (self, "INDEXED BY payments_reference WHERE reference = ? AND created >= ?"
                            " ORDER BY created DESC", fields->reference, &since, error);
  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len && earlier->order == NULL; i++)
    {
      TillRecord *record = g_ptr_array_index (records, i);

      if (till_money_equal (&record->money, &fields->money))
        earlier->order = g_strdup (record->order);
    }

  return TRUE;
}

static gboolean
find_earlier (TillStore    *self,
              TillJob    *job,
              TillEarlier *earlier,
              GError    **error)
{
  gint64 since = job->stamp.wall_time - SAME_ORDER;

  if (till_order_get_fields (job->intent.order)->reference == NULL)
    return TRUE;

  if (!find_open (self, &job->intent, earlier, error))
    return FALSE;
  if (earlier->record != NULL)
    return TRUE;

  return find_paid (self, &job->intent, since, earlier, error)
         && find_order (self, &job->intent, since, earlier, error);
}

void
till_earlier_clear (TillEarlier *self)
{
  g_clear_pointer (&self->record, till_record_unref);
  g_clear_pointer (&self->order, g_free);
}

gboolean
till_store_find_in_the_way (TillStore    *self,
                            TillJob      *job,
                            TillEarlier  *earlier,
                            GError      **error)
{
  job->outcome = TILL_INTENT_SAME_REQUEST;
  if (!find_request (self, &job->intent, earlier, error))
    return FALSE;
  if (earlier->record != NULL)
    return TRUE;
  if (job->intent.endpoint == NULL)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_NO_ACCOUNT, "there is no account to charge with");
      return FALSE;
    }

  job->outcome = TILL_INTENT_REFERENCE_OPEN;
  if (!find_earlier (self, job, earlier, error))
    return FALSE;
  if (earlier->record == NULL)
    job->outcome = TILL_INTENT_NEW;

  return TRUE;
}
