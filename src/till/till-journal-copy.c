/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "till-error.h"
#include "till-file.h"
#include "till-journal-private.h"

/* Columns of outbound, in the order of copy_columns. */
static const char copy_columns[] = "payment, refund, body, action, due";

enum
{
  N_COPY_COLUMNS = 5,
  COLUMN_OUTBOUND_ROW = N_COPY_COLUMNS,
};

struct _TillCopy
{
  TillStore  *copy;           /* (owned) under the name of the part */
  char       *target;         /* (owned) absolute */
  gboolean    has_part;       /* to be removed */

  gint64      seq;            /* events up to here are copied … */
  gboolean    behind;         /* … and there were more at the end of the last page */
  gint64      outbound_row;   /* requests up to here are copied … */
  gboolean    outbound_read;  /* … which were all */
  GHashTable *again;          /* (owned) (element-type utf8) payments that took a step since their requests were copied */
  TillJob    *check;          /* (nullable) (owned) */
};

void
till_copy_free (TillCopy *self)
{
  g_autofree char *part = g_strdup (self->copy->path);

  g_clear_pointer (&self->check, till_job_free);
  till_store_free (self->copy);
  if (self->has_part)
    g_unlink (part);
  g_hash_table_unref (self->again);
  g_free (self->target);
  g_free (self);
}

/* Nobody else knows the file, and until it is synced as a whole it is nothing: no syncs, no rollback journal. */
static gboolean
open_part (TillCopy   *self,
           int         version,
           GError    **error)
{
  TillStore *copy = self->copy;

  if (sqlite3_open_v2 (copy->path, &copy->db,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK)
    return till_store_fail (copy, error);

  copy->version = version;

  return till_store_exec (copy, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
                          "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; BEGIN", error)
         && till_store_make_tables (copy, version, error)
         && till_store_exec (copy, "COMMIT", error);
}

TillCopy *
till_copy_begin (TillStore   *source,
                 const char  *target,
                 GError     **error)
{
  g_autofree char *part = NULL;
  g_autoptr(TillCopy) self = NULL;

  if (g_file_test (target, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_FILE_EXISTS, "%s exists", target);
      return NULL;
    }
  part = till_file_make_part (target, error);
  if (part == NULL)
    return NULL;

  self = g_new0 (TillCopy, 1);
  self->copy = till_store_new (part, source->till, source->random);
  self->copy->page_us = source->page_us;
  self->has_part = TRUE;
  self->target = g_canonicalize_filename (target, NULL);
  self->again = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->behind = TRUE;

  return open_part (self, source->version, error) ? g_steal_pointer (&self) : NULL;
}

/* The columns of the row that stands in @from, as they are. */
static gboolean
insert_row (TillCopy       *self,
            const char     *sql,
            TillStatement  *from,
            int             n_columns,
            GError        **error)
{
  g_autoptr(TillStatement) statement = till_store_prepare (self->copy, sql, error);

  if (statement == NULL)
    return FALSE;
  for (int i = 0; i < n_columns; i++)
    if (sqlite3_bind_value (statement, 1 + i, sqlite3_column_value (from, i)) != SQLITE_OK)
      return till_store_fail (self->copy, error);

  return till_store_step (self->copy, statement, NULL, error);
}

static gboolean
fold (TillCopy   *self,
      TillEvent  *event,
      GError    **error)
{
  g_autoptr(TillRecord) before = NULL;
  g_autoptr(TillRecord) after = NULL;

  if (!till_store_get_record (self->copy, event->payment, &before, error))
    return FALSE;
  after = till_record_apply (before, event, error);
  if (after == NULL)
    return FALSE;
  if (before != NULL)
    return till_store_update_record (self->copy, before, after, error);

  if (!till_store_get_number (self->copy, "SELECT max(row) FROM payments", &after->row, error))
    return FALSE;
  after->row++;

  return till_store_insert_record (self->copy, after, error);
}

static gboolean
copy_event (TillCopy       *self,
            TillStatement  *from,
            GError        **error)
{
  g_autoptr(TillEvent) event = till_store_read_event (from, error);
  const char *sql = self->copy->version > 1
                    ? "INSERT INTO events (" TILL_EVENT_COLUMNS ", signature) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
                    : "INSERT INTO events (" TILL_EVENT_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?)";

  if (event == NULL || !insert_row (self, sql, from, sqlite3_column_count (from), error))
    return FALSE;

  self->seq = event->seq;
  if (event->payment == NULL)
    return TRUE;
  if (self->outbound_row > 0)
    g_hash_table_add (self->again, g_strdup (event->payment));

  return fold (self, event, error);
}

static gboolean
copy_events (TillCopy   *self,
             TillStore  *source,
             gint64      end,
             GError    **error)
{
  g_autoptr(TillStatement) statement = NULL;
  const char *sql = source->version > 1
                    ? "SELECT " TILL_EVENT_COLUMNS ", signature FROM events WHERE seq > ? ORDER BY seq"
                    : "SELECT " TILL_EVENT_COLUMNS " FROM events WHERE seq > ? ORDER BY seq";

  statement = till_store_prepare (source, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->seq);

  for (;;)
    {
      if (!till_store_step (source, statement, &self->behind, error))
        return FALSE;
      if (!self->behind)
        return TRUE;
      if (!copy_event (self, statement, error))
        return FALSE;
      if (till_page_is_over (end))
        return TRUE;
    }
}

static gboolean
copy_outbound_row (TillCopy       *self,
                   TillStatement  *from,
                   GError        **error)
{
  g_autofree char *sql = g_strdup_printf ("INSERT OR REPLACE INTO outbound (%s) VALUES (?, ?, ?, ?, ?)", copy_columns);

  return insert_row (self, sql, from, N_COPY_COLUMNS, error);
}

static gboolean
copy_outbound (TillCopy   *self,
               TillStore  *source,
               gint64      end,
               GError    **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s, row FROM outbound WHERE row > ? ORDER BY row", copy_columns);
  g_autoptr(TillStatement) statement = till_store_prepare (source, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->outbound_row);

  do
    {
      if (!till_store_step (source, statement, &has_row, error))
        return FALSE;
      self->outbound_read = !has_row;
      if (!has_row)
        return TRUE;
      if (!copy_outbound_row (self, statement, error))
        return FALSE;
      self->outbound_row = sqlite3_column_int64 (statement, COLUMN_OUTBOUND_ROW);
    }
  while (!till_page_is_over (end));

  return TRUE;
}

/* What a payment's steps meanwhile changed of its requests. */
static gboolean
copy_again (TillCopy    *self,
            TillStore   *source,
            const char  *id,
            GError     **error)
{
  g_autoptr(TillRecord) record = till_store_need_record (self->copy, id, error);
  g_autoptr(TillStatement) statement = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM outbound WHERE payment = ?", copy_columns);
  g_autofree char *forget = record != NULL
                            ? g_strdup_printf ("DELETE FROM outbound WHERE payment = %" G_GINT64_FORMAT, record->row)
                            : NULL;
  gboolean has_row;

  if (record == NULL || !till_store_exec (self->copy, forget, error))
    return FALSE;
  statement = till_store_prepare (source, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, record->row);

  for (;;)
    {
      if (!till_store_step (source, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (!copy_outbound_row (self, statement, error))
        return FALSE;
    }
}

static gboolean
copy_all_again (TillCopy   *self,
                TillStore  *source,
                gint64      end,
                GError    **error)
{
  GHashTableIter iter;
  gpointer id;

  /* At least one a page, however little of it is left: else a slow machine would never come to the end. */
  g_hash_table_iter_init (&iter, self->again);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (!copy_again (self, source, id, error))
        return FALSE;
      g_hash_table_iter_remove (&iter);
      if (till_page_is_over (end))
        break;
    }

  return TRUE;
}

/* In one read transaction of the source: events first, so that a request's payment is there before it. */
static gboolean
copy_page (TillCopy   *self,
           TillStore  *source,
           GError    **error)
{
  gint64 end = till_page_end (source);

  return copy_events (self, source, end, error)
         && (self->behind || self->outbound_read || copy_outbound (self, source, end, error))
         && (self->behind || !self->outbound_read || copy_all_again (self, source, end, error));
}

TillWorkStatus
till_copy_page (TillCopy   *self,
                TillStore  *source,
                GError    **error)
{
  gboolean copied;

  if (!till_store_exec (self->copy, "BEGIN", error))
    return TILL_WORK_FAILED;
  copied = till_store_begin_read (source, error) && copy_page (self, source, error);
  till_store_roll_back (source);
  if (!copied || !till_store_exec (self->copy, "COMMIT", error))
    return TILL_WORK_FAILED;

  return !self->behind && self->outbound_read && g_hash_table_size (self->again) == 0 ? TILL_WORK_DONE
                                                                                      : TILL_WORK_AGAIN;
}

gint64
till_copy_get_last_seq (TillCopy *self)
{
  return self->seq;
}

TillWorkStatus
till_copy_check_page (TillCopy  *self,
                      GError   **error)
{
  if (self->check == NULL)
    self->check = g_new0 (TillJob, 1);

  return till_store_verify_job (self->copy, self->check, error);
}

gboolean
till_copy_place (TillCopy  *self,
                 GError   **error)
{
  g_autofree char *part = g_strdup (self->copy->path);

  /* Everything has to be in the file before it is synced. */
  g_hash_table_remove_all (self->copy->statements);
  if (sqlite3_close (self->copy->db) != SQLITE_OK)
    return till_store_fail (self->copy, error);
  self->copy->db = NULL;

  if (!till_file_sync (part, error) || !till_file_move_new (part, self->target, error))
    return FALSE;
  self->has_part = FALSE;

  return TRUE;
}

/* The source's own troubles keep their names; the copy's are no trouble of the journal. */
static void
rename_error (GError **error)
{
  if (error != NULL && *error != NULL && (*error)->domain == TILL_ERROR
      && (*error)->code != TILL_ERROR_FILE_EXISTS && (*error)->code != TILL_ERROR_JOURNAL_DAMAGED)
    (*error)->code = TILL_ERROR_BACKUP;
}

static TillWorkStatus
back_up (TillStore  *self,
         TillJob    *job,
         GError    **error)
{
  TillWorkStatus status;

  if (job->copy == NULL)
    {
      job->copy = till_copy_begin (self, job->id, error);
      return job->copy != NULL ? TILL_WORK_AGAIN : TILL_WORK_FAILED;
    }

  if (job->stage == 0)
    {
      status = till_copy_page (job->copy, self, error);
      if (status != TILL_WORK_DONE)
        return status;
      job->stage++;
    }

  status = till_copy_check_page (job->copy, error);
  if (status != TILL_WORK_DONE)
    return status;

  return till_copy_place (job->copy, error) ? TILL_WORK_DONE : TILL_WORK_FAILED;
}

TillWorkStatus
till_store_backup_job (gpointer   store,
                       gpointer   data,
                       GError   **error)
{
  TillWorkStatus status = back_up (store, data, error);

  if (status == TILL_WORK_FAILED)
    rename_error (error);

  return status;
}
