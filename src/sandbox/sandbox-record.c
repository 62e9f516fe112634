/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdarg.h>

#include "sandbox-record.h"

static gpointer
read_row (const SandboxTable *table,
          sqlite3_stmt       *row)
{
  gpointer record = g_malloc0 (table->record_size);

  for (guint i = 0; i < table->n_columns; i++)
    {
      gpointer member = G_STRUCT_MEMBER_P (record, table->columns[i].offset);

      if (table->columns[i].type == 's')
        *(char **) member = g_strdup ((const char *) sqlite3_column_text (row, (int) i));
      else
        *(gint64 *) member = sqlite3_column_int64 (row, (int) i);
    }

  return record;
}

static char *
column_list (const SandboxTable *table,
             const char         *format)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < table->n_columns; i++)
    {
      g_autofree char *item = g_strdup_printf ("%s%s", i > 0 ? ", " : "", format);

      g_string_append (list, item);
      g_string_replace (list, "$", table->columns[i].name, 0);
    }

  return g_string_free (list, FALSE);
}

static sqlite3_stmt *
select_rows (const SandboxTable *table,
             SandboxStore       *store,
             const char         *where,
             const char         *types,
             va_list             args)
{
  g_autofree char *columns = column_list (table, "$");
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s %s", columns, table->name, where);

  return sandbox_store_query_valist (store, sql, types, args);
}

void
sandbox_table_prepare (const SandboxTable *table,
                       SandboxStore       *store)
{
  g_autofree char *create = g_strdup_printf ("CREATE TABLE IF NOT EXISTS %s (%s TEXT PRIMARY KEY NOT NULL) STRICT",
                                             table->name, table->columns[0].name);

  sandbox_store_run (store, create, "");

  for (guint i = 1; i < table->n_columns; i++)
    {
      g_autofree char *alter = NULL;
      g_autoptr(sqlite3_stmt) known =
        sandbox_store_query (store, "SELECT 1 FROM pragma_table_info (?) WHERE name = ?", "ss",
                             table->name, table->columns[i].name);

      if (known == NULL || sandbox_store_step (store, known))
        continue;

      alter = g_strdup_printf ("ALTER TABLE %s ADD COLUMN %s %s", table->name, table->columns[i].name,
                               table->columns[i].type == 's' ? "TEXT" : "INTEGER NOT NULL DEFAULT 0");
      sandbox_store_run (store, alter, "");
    }
}

gpointer
sandbox_record_find (const SandboxTable *table,
                     SandboxStore       *store,
                     const char         *where,
                     const char         *types,
                     ...)
{
  g_autoptr(sqlite3_stmt) rows = NULL;
  va_list args;

  va_start (args, types);
  rows = select_rows (table, store, where, types, args);
  va_end (args);

  if (rows == NULL || !sandbox_store_step (store, rows))
    return NULL;

  return read_row (table, rows);
}

void
sandbox_record_list (const SandboxTable *table,
                     SandboxStore       *store,
                     GPtrArray          *records,
                     const char         *where,
                     const char         *types,
                     ...)
{
  g_autoptr(sqlite3_stmt) rows = NULL;
  va_list args;

  va_start (args, types);
  rows = select_rows (table, store, where, types, args);
  va_end (args);

  while (rows != NULL && sandbox_store_step (store, rows))
    g_ptr_array_add (records, read_row (table, rows));
}

void
sandbox_record_save (const SandboxTable *table,
                     SandboxStore       *store,
                     gconstpointer       record)
{
  g_autofree char *names = column_list (table, "$");
  g_autofree char *values = column_list (table, "?");
  g_autofree char *updates = column_list (table, "$ = excluded.$");
  g_autofree char *sql = g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s",
                                          table->name, names, values, table->columns[0].name, updates);
  g_autoptr(sqlite3_stmt) statement = sandbox_store_query (store, sql, "");

  for (guint i = 0; statement != NULL && i < table->n_columns; i++)
    {
      gconstpointer member = G_STRUCT_MEMBER_P (record, table->columns[i].offset);

      if (table->columns[i].type == 's')
        sqlite3_bind_text (statement, (int) i + 1, *(char * const *) member, -1, SQLITE_TRANSIENT);
      else
        sqlite3_bind_int64 (statement, (int) i + 1, *(const gint64 *) member);
    }

  if (statement != NULL)
    sandbox_store_step (store, statement);
}

void
sandbox_record_free (const SandboxTable *table,
                     gpointer            record)
{
  for (guint i = 0; i < table->n_columns; i++)
    {
      if (table->columns[i].type == 's')
        g_free (G_STRUCT_MEMBER (char *, record, table->columns[i].offset));
    }

  g_free (record);
}
