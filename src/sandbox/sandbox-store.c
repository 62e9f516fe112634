/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "sandbox-store.h"

#define APPLICATION_ID  0x54536278   /* "TSbx": a foreign database is not written to */
#define BUSY_TIMEOUT_MS 3000

struct _SandboxStore
{
  sqlite3    *db;           /* (owned) */
  GHashTable *statements;   /* (owned) (element-type utf8 sqlite3_stmt) by SQL text */
  gboolean    failed;       /* since the last sandbox_store_end() */
};

static void
note_failure (SandboxStore *self,
              const char   *what)
{
  g_warning ("sandbox state: %s: %s", what, sqlite3_errmsg (self->db));
  self->failed = TRUE;
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static gboolean
set_sqlite_error (SandboxStore  *self,
                  const char    *file,
                  GError       **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", file, sqlite3_errmsg (self->db));
  return FALSE;
}

/* The file holds a secret, so nobody else may read it.  Only a file that is not there yet is opened: closing
 * a descriptor of one that another connection of this process uses would drop SQLite's locks on it. */
static gboolean
create_private_file (const char  *file,
                     GError     **error)
{
  int fd = g_open (file, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

  if (fd < 0 && errno != EEXIST)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", file, g_strerror (errno));
      return FALSE;
    }

  return fd < 0 || g_close (fd, error);
}

/* TRUE for an empty database and for one of ours. */
static gboolean
is_ours (SandboxStore *self)
{
  g_autoptr(sqlite3_stmt) id = sandbox_store_query (self, "PRAGMA application_id", "");
  g_autoptr(sqlite3_stmt) tables = sandbox_store_query (self, "SELECT count(*) FROM sqlite_schema", "");

  return id != NULL && tables != NULL && sandbox_store_step (self, id) && sandbox_store_step (self, tables) &&
         (sqlite3_column_int (id, 0) == APPLICATION_ID || sqlite3_column_int (tables, 0) == 0);
}

static gboolean
prepare_database (SandboxStore  *self,
                  const char    *file,
                  GError       **error)
{
  g_autofree char *pragma = g_strdup_printf ("PRAGMA application_id = %d", APPLICATION_ID);

  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);

  /* The first look into the file: it may be no database at all. */
  if (sqlite3_exec (self->db, "PRAGMA schema_version", NULL, NULL, NULL) != SQLITE_OK)
    return set_sqlite_error (self, file, error);

  if (!is_ours (self))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s is not a sandbox's state", file);
      return FALSE;
    }

  if (sqlite3_exec (self->db, "PRAGMA trusted_schema = OFF;"
                    "CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
                    NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_exec (self->db, pragma, NULL, NULL, NULL) != SQLITE_OK)
    return set_sqlite_error (self, file, error);

  return TRUE;
}

SandboxStore *
sandbox_store_open (const char  *file,
                    GError     **error)
{
  g_autoptr(SandboxStore) self = g_new0 (SandboxStore, 1);
  const char *name = file != NULL ? file : ":memory:";

  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, finalize_statement);

  if (file != NULL && !create_private_file (file, error))
    return NULL;

  if (sqlite3_open_v2 (name, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK)
    {
      set_sqlite_error (self, name, error);
      return NULL;
    }

  if (!prepare_database (self, name, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
sandbox_store_free (SandboxStore *self)
{
  g_hash_table_unref (self->statements);
  sqlite3_close (self->db);
  g_free (self);
}

gboolean
sandbox_store_begin (SandboxStore *self,
                     gboolean      write)
{
  self->failed = FALSE;
  sandbox_store_run (self, write ? "BEGIN IMMEDIATE" : "BEGIN", "");

  return !self->failed;
}

gboolean
sandbox_store_end (SandboxStore *self)
{
  gboolean ok;

  if (!self->failed)
    sandbox_store_run (self, "COMMIT", "");
  ok = !self->failed;

  /* Also after a COMMIT that failed: a busy one leaves the transaction open. */
  if (sqlite3_get_autocommit (self->db) == 0)
    sandbox_store_run (self, "ROLLBACK", "");
  self->failed = FALSE;

  return ok;
}

static sqlite3_stmt *
lookup_statement (SandboxStore *self,
                  const char   *sql)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL)
    return statement;

  if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    {
      note_failure (self, sql);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer) g_intern_string (sql), statement);

  return statement;
}

sqlite3_stmt *
sandbox_store_query_valist (SandboxStore *self,
                            const char   *sql,
                            const char   *types,
                            va_list       args)
{
  sqlite3_stmt *statement = lookup_statement (self, sql);

  if (statement == NULL)
    return NULL;

  for (int i = 0; types[i] != '\0'; i++)
    {
      if (types[i] == 's')
        sqlite3_bind_text (statement, i + 1, va_arg (args, const char *), -1, SQLITE_TRANSIENT);
      else
        sqlite3_bind_int64 (statement, i + 1, va_arg (args, gint64));
    }

  return statement;
}

sqlite3_stmt *
sandbox_store_query (SandboxStore *self,
                     const char   *sql,
                     const char   *types,
                     ...)
{
  sqlite3_stmt *statement;
  va_list args;

  va_start (args, types);
  statement = sandbox_store_query_valist (self, sql, types, args);
  va_end (args);

  return statement;
}

gboolean
sandbox_store_step (SandboxStore *self,
                    sqlite3_stmt *statement)
{
  int result = sqlite3_step (statement);

  if (result == SQLITE_ROW)
    return TRUE;

  if (result != SQLITE_DONE)
    note_failure (self, sqlite3_sql (statement));

  return FALSE;
}

void
sandbox_store_run (SandboxStore *self,
                   const char   *sql,
                   const char   *types,
                   ...)
{
  g_autoptr(sqlite3_stmt) statement = NULL;
  va_list args;

  va_start (args, types);
  statement = sandbox_store_query_valist (self, sql, types, args);
  va_end (args);

  if (statement != NULL)
    sandbox_store_step (self, statement);
}

char *
sandbox_store_get_fact (SandboxStore *self,
                        const char   *name)
{
  g_autoptr(sqlite3_stmt) statement =
    sandbox_store_query (self, "SELECT value FROM facts WHERE name = ?", "s", name);

  if (statement == NULL || !sandbox_store_step (self, statement))
    return NULL;

  return g_strdup ((const char *) sqlite3_column_text (statement, 0));
}

void
sandbox_store_set_fact (SandboxStore *self,
                        const char   *name,
                        const char   *value)
{
  sandbox_store_run (self, "INSERT INTO facts (name, value) VALUES (?, ?) "
                           "ON CONFLICT (name) DO UPDATE SET value = excluded.value", "ss", name, value);
}

gint64
sandbox_store_get_number (SandboxStore *self,
                          const char   *name,
                          gint64        absent)
{
  g_autofree char *text = sandbox_store_get_fact (self, name);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : absent;
}

void
sandbox_store_set_number (SandboxStore *self,
                          const char   *name,
                          gint64        value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  sandbox_store_set_fact (self, name, text);
}
