/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>

#include "till-error.h"
#include "till-journal-private.h"

static TillError
error_code (sqlite3 *db)
{
  int system_errno = sqlite3_system_errno (db);
  int extended = sqlite3_extended_errcode (db);

  switch (sqlite3_errcode (db) & 0xff)
    {
    case SQLITE_FULL:
      return TILL_ERROR_DISK_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return TILL_ERROR_JOURNAL_DAMAGED;
    case SQLITE_IOERR:
      /* A full disk may show at the sync only, and a full quota is one to the person who has to make room. */
      if (system_errno == ENOSPC || system_errno == EDQUOT)
        return TILL_ERROR_DISK_FULL;
      return extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC ? TILL_ERROR_STORAGE_FAULT
                                                                                  : TILL_ERROR_JOURNAL;
    default:
      return TILL_ERROR_JOURNAL;
    }
}

/* A second sync after one that failed says "done" of what is lost: nothing is written any more until the file was
 * closed, and read from the disk. */
gboolean
till_store_fail (TillStore  *self,
                 GError    **error)
{
  TillError code = error_code (self->db);

  g_set_error (error, TILL_ERROR, code, "%s (SQLite %d)",
               sqlite3_errmsg (self->db), sqlite3_extended_errcode (self->db));
  if (code == TILL_ERROR_STORAGE_FAULT || code == TILL_ERROR_JOURNAL_DAMAGED)
    till_store_halt (self, code);

  return FALSE;
}

gboolean
till_store_exec (TillStore   *self,
                 const char  *sql,
                 GError     **error)
{
  if (sqlite3_exec (self->db, sql, NULL, NULL, NULL) != SQLITE_OK)
    return till_store_fail (self, error);

  return TRUE;
}

void
till_statement_reset (TillStatement *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

TillStatement *
till_store_prepare (TillStore   *self,
                    const char  *sql,
                    GError     **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL)
    return statement;

  if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    return till_store_fail (self, error), NULL;
  g_hash_table_insert (self->statements, g_strdup (sql), statement);

  return statement;
}

/* The text of a column may need memory when it is asked for, and reads as NULL without it.  All of it is made
 * here, where the want of it is an error and not another value. */
static gboolean
fetch_row (TillStatement *statement)
{
  for (int i = 0; i < sqlite3_data_count (statement); i++)
    {
      int type = sqlite3_column_type (statement, i);

      if (type != SQLITE_NULL && type != SQLITE_BLOB && sqlite3_column_text (statement, i) == NULL)
        return FALSE;
    }

  return TRUE;
}

gboolean
till_store_step (TillStore      *self,
                 TillStatement  *statement,
                 gboolean       *has_row,
                 GError        **error)
{
  int status = self->is_unbound ? SQLITE_NOMEM : sqlite3_step (statement);

  self->is_unbound = FALSE;
  if (status == SQLITE_NOMEM || (status == SQLITE_ROW && !fetch_row (statement)))
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_JOURNAL, "SQLite is out of memory");
      return FALSE;
    }
  if (status != SQLITE_ROW && status != SQLITE_DONE)
    return till_store_fail (self, error);
  if (has_row != NULL)
    *has_row = status == SQLITE_ROW;

  return TRUE;
}

gboolean
till_store_get_number (TillStore   *self,
                       const char  *sql,
                       gint64      *number,
                       GError     **error)
{
  g_autoptr(TillStatement) statement = till_store_prepare (self, sql, error);
  gboolean has_row;

  if (statement == NULL || !till_store_step (self, statement, &has_row, error))
    return FALSE;
  *number = has_row ? sqlite3_column_int64 (statement, 0) : 0;

  return TRUE;
}

/* A transaction is only open here when its ROLLBACK had failed too: that must not be the end of all writing. */
gboolean
till_store_begin_read (TillStore  *self,
                       GError    **error)
{
  till_store_roll_back (self);

  return till_store_exec (self, "BEGIN", error);
}

/* IMMEDIATE: the right to write is waited for here, and not found missing after half of the work. */
gboolean
till_store_begin (TillStore  *self,
                  GError    **error)
{
  till_store_roll_back (self);

  return till_store_may_write (self, error) && till_store_exec (self, "BEGIN IMMEDIATE", error);
}

/* Whatever COMMIT does not answer with OK is not stored. */
gboolean
till_store_commit (TillStore  *self,
                   GError    **error)
{
  if (till_store_exec (self, "COMMIT", error))
    return TRUE;

  till_store_roll_back (self);

  return FALSE;
}

void
till_store_roll_back (TillStore *self)
{
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}

/* A parameter that found no memory is NULL, and would be written or looked for as that. */
void
till_bind_text (TillStore     *self,
                TillStatement *statement,
                int            index,
                const char    *text)
{
  if (sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT) != SQLITE_OK)
    self->is_unbound = TRUE;
}

const char *
till_column_text (TillStatement *statement,
                  int            column)
{
  return (const char *) sqlite3_column_text (statement, column);
}
