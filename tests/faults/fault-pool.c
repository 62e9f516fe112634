/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "fault-pool.h"

/* In the place of SQLite's own (the linker's --wrap). */

int __real_sqlite3_open_v2    (const char *path, sqlite3 **db, int flags, const char *vfs);
int __wrap_sqlite3_open_v2    (const char *path, sqlite3 **db, int flags, const char *vfs);
int __real_sqlite3_close      (sqlite3 *db);
int __wrap_sqlite3_close      (sqlite3 *db);
int __real_sqlite3_prepare_v3 (sqlite3 *db, const char *sql, int length, unsigned flags, sqlite3_stmt **statement,
                               const char **tail);
int __wrap_sqlite3_prepare_v3 (sqlite3 *db, const char *sql, int length, unsigned flags, sqlite3_stmt **statement,
                               const char **tail);
int __real_sqlite3_exec       (sqlite3 *db, const char *sql, int (*row) (void *, int, char **, char **), void *data,
                               char **error);
int __wrap_sqlite3_exec       (sqlite3 *db, const char *sql, int (*row) (void *, int, char **, char **), void *data,
                               char **error);
int __real_sqlite3_finalize   (sqlite3_stmt *statement);
int __wrap_sqlite3_finalize   (sqlite3_stmt *statement);

typedef struct
{
  sqlite3    *db;           /* (owned) */
  int         flags;
  gboolean    is_out;
  guint       n_out;        /* statements */
  GHashTable *statements;   /* (owned) (element-type utf8 sqlite3_stmt) nobody has them now */
  GHashTable *pragmas;      /* (owned) (element-type utf8) in force */
} Connection;

static char *pool_path;
static GPtrArray *pool;

static void
connection_free (gpointer data)
{
  Connection *self = data;
  GHashTableIter iter;
  gpointer statement;

  g_assert_false (self->is_out);
  g_hash_table_iter_init (&iter, self->statements);
  while (g_hash_table_iter_next (&iter, NULL, &statement))
    __real_sqlite3_finalize (statement);
  g_hash_table_unref (self->statements);
  g_hash_table_unref (self->pragmas);
  g_assert_cmpint (__real_sqlite3_close (self->db), ==, SQLITE_OK);
  g_free (self);
}

void
fault_pool_set_path (const char *path)
{
  g_clear_pointer (&pool, g_ptr_array_unref);
  g_free (pool_path);
  pool_path = g_strdup (path);
  if (path != NULL)
    pool = g_ptr_array_new_with_free_func (connection_free);
}

static Connection *
find (sqlite3 *db)
{
  for (guint i = 0; pool != NULL && i < pool->len; i++)
    {
      Connection *connection = g_ptr_array_index (pool, i);

      if (connection->db == db)
        return connection;
    }

  return NULL;
}

int
__wrap_sqlite3_open_v2 (const char  *path,
                        sqlite3    **db,
                        int          flags,
                        const char  *vfs)
{
  Connection *connection;
  int status;

  if (g_strcmp0 (path, pool_path) != 0)
    return __real_sqlite3_open_v2 (path, db, flags, vfs);

  for (guint i = 0; i < pool->len; i++)
    {
      connection = g_ptr_array_index (pool, i);
      if (connection->is_out || connection->flags != flags)
        continue;
      connection->is_out = TRUE;
      *db = connection->db;
      return SQLITE_OK;
    }

  status = __real_sqlite3_open_v2 (path, db, flags, vfs);
  if (status != SQLITE_OK)
    return status;
  connection = g_new0 (Connection, 1);
  connection->db = *db;
  connection->flags = flags;
  connection->is_out = TRUE;
  connection->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  connection->pragmas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_ptr_array_add (pool, connection);

  return SQLITE_OK;
}

int
__wrap_sqlite3_close (sqlite3 *db)
{
  Connection *connection = find (db);

  if (connection == NULL)
    return __real_sqlite3_close (db);

  /* Here the real one would say SQLITE_BUSY, and leave the file open. */
  g_assert_cmpuint (connection->n_out, ==, 0);
  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  connection->is_out = FALSE;

  return SQLITE_OK;
}

/* Each PRAGMA that is set makes every prepared statement void, also one that changes nothing.  What is in force is
 * read back by the journal all the same. */
int
__wrap_sqlite3_exec (sqlite3      *db,
                     const char   *sql,
                     int         (*row) (void *, int, char **, char **),
                     void         *data,
                     char        **error)
{
  Connection *connection = g_str_has_prefix (sql, "PRAGMA") ? find (db) : NULL;
  int status;

  if (connection != NULL && g_hash_table_contains (connection->pragmas, sql))
    return SQLITE_OK;

  status = __real_sqlite3_exec (db, sql, row, data, error);
  if (connection != NULL && status == SQLITE_OK)
    g_hash_table_add (connection->pragmas, g_strdup (sql));

  return status;
}

/* What a PRAGMA answers may be settled when it is prepared. */
int
__wrap_sqlite3_prepare_v3 (sqlite3       *db,
                           const char    *sql,
                           int            length,
                           unsigned       flags,
                           sqlite3_stmt **statement,
                           const char   **tail)
{
  Connection *connection = find (db);
  gpointer kept, key;
  int status;

  if (connection == NULL || g_str_has_prefix (sql, "PRAGMA"))
    return __real_sqlite3_prepare_v3 (db, sql, length, flags, statement, tail);

  connection->n_out++;
  if (g_hash_table_steal_extended (connection->statements, sql, &key, &kept))
    {
      g_free (key);
      *statement = kept;
      return SQLITE_OK;
    }

  status = __real_sqlite3_prepare_v3 (db, sql, length, flags, statement, tail);
  if (status != SQLITE_OK)
    connection->n_out--;

  return status;
}

int
__wrap_sqlite3_finalize (sqlite3_stmt *statement)
{
  Connection *connection = statement != NULL ? find (sqlite3_db_handle (statement)) : NULL;
  int status;

  if (connection == NULL || g_str_has_prefix (sqlite3_sql (statement), "PRAGMA"))
    return __real_sqlite3_finalize (statement);

  status = sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  connection->n_out--;
  if (g_hash_table_contains (connection->statements, sqlite3_sql (statement)))
    return __real_sqlite3_finalize (statement);
  g_hash_table_insert (connection->statements, g_strdup (sqlite3_sql (statement)), statement);

  return status;
}
