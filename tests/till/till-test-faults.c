/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>

#include <sqlite3.h>

#include "till-test-faults.h"

/* A file of the real file system, behind it in memory. */
typedef struct
{
  sqlite3_file  base;
  sqlite3_file *real;
} File;

static GMutex mutex;           /* guards all below: the journal's thread fails, the test arms */
static sqlite3_vfs *real_vfs;
static sqlite3_mem_methods real_memory;
static TillTestFault armed_fault;
static int countdown;          /* 0: not armed */
static gboolean armed_forever;
static gboolean failing;
static gboolean has_failed;
static guint n_syncs;
static GHashTable *seen_sql;   /* (element-type utf8) */

static gboolean
strikes (TillTestFault fault)
{
  gboolean strike = FALSE;

  g_mutex_lock (&mutex);
  if (fault == armed_fault && countdown > 0 && --countdown == 0)
    {
      strike = has_failed = TRUE;
      failing = armed_forever;
    }
  else if (fault == armed_fault && failing)
    strike = TRUE;
  g_mutex_unlock (&mutex);

  return strike;
}

#define REAL(file) (((File *) (file))->real)
#define CALL(file, method, ...) REAL (file)->pMethods->method (REAL (file), ##__VA_ARGS__)

static int
file_close (sqlite3_file *file)
{
  return CALL (file, xClose);
}

static int
file_read (sqlite3_file  *file,
           void          *data,
           int            length,
           sqlite3_int64  offset)
{
  return strikes (TILL_TEST_FAULT_IO) ? SQLITE_IOERR_READ : CALL (file, xRead, data, length, offset);
}

static int
file_write (sqlite3_file  *file,
            const void    *data,
            int            length,
            sqlite3_int64  offset)
{
  if (strikes (TILL_TEST_FAULT_FULL))
    {
      /* Half of it still found room. */
      CALL (file, xWrite, data, length / 2, offset);
      return SQLITE_FULL;
    }
  if (strikes (TILL_TEST_FAULT_IO))
    {
      CALL (file, xWrite, data, length / 2, offset);
      return SQLITE_IOERR_WRITE;
    }

  return CALL (file, xWrite, data, length, offset);
}

static int
file_truncate (sqlite3_file  *file,
               sqlite3_int64  size)
{
  return strikes (TILL_TEST_FAULT_IO) ? SQLITE_IOERR_TRUNCATE : CALL (file, xTruncate, size);
}

/* Nothing here cuts the power: a real sync would only cost time. */
static int
file_sync (sqlite3_file *file,
           int           flags)
{
  g_mutex_lock (&mutex);
  n_syncs++;
  g_mutex_unlock (&mutex);

  return strikes (TILL_TEST_FAULT_IO) || strikes (TILL_TEST_FAULT_SYNC) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int
file_size (sqlite3_file  *file,
           sqlite3_int64 *size)
{
  return strikes (TILL_TEST_FAULT_IO) ? SQLITE_IOERR_FSTAT : CALL (file, xFileSize, size);
}

static int
file_lock (sqlite3_file *file,
           int           level)
{
  return strikes (TILL_TEST_FAULT_IO) ? SQLITE_IOERR_LOCK : CALL (file, xLock, level);
}

static int
file_unlock (sqlite3_file *file,
             int           level)
{
  return CALL (file, xUnlock, level);
}

static int
file_check_lock (sqlite3_file *file,
                 int          *reserved)
{
  return strikes (TILL_TEST_FAULT_IO) ? SQLITE_IOERR_CHECKRESERVEDLOCK : CALL (file, xCheckReservedLock, reserved);
}

static int
file_control (sqlite3_file *file,
              int           op,
              void         *data)
{
  return CALL (file, xFileControl, op, data);
}

static int
file_sector_size (sqlite3_file *file)
{
  return CALL (file, xSectorSize);
}

static int
file_characteristics (sqlite3_file *file)
{
  return CALL (file, xDeviceCharacteristics);
}

static const sqlite3_io_methods methods = {
  .iVersion = 1,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_lock,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_characteristics,
};

static int
vfs_open (sqlite3_vfs  *vfs,
          const char   *name,
          sqlite3_file *file,
          int           flags,
          int          *out_flags)
{
  File *self = (File *) file;
  int status;

  memset (self, 0, sizeof *self);
  if (strikes (TILL_TEST_FAULT_IO))
    return SQLITE_CANTOPEN;

  self->real = (sqlite3_file *) (self + 1);
  status = real_vfs->xOpen (real_vfs, name, self->real, flags, out_flags);
  if (status == SQLITE_OK)
    self->base.pMethods = &methods;

  return status;
}

/* The directory's sync is part of it: not done here either, but it may fail with the file gone already. */
static int
vfs_delete (sqlite3_vfs *vfs,
            const char  *name,
            int          sync_dir)
{
  int status;

  if (strikes (TILL_TEST_FAULT_IO))
    return SQLITE_IOERR_DELETE;

  status = real_vfs->xDelete (real_vfs, name, FALSE);

  return status == SQLITE_OK && sync_dir && strikes (TILL_TEST_FAULT_IO) ? SQLITE_IOERR_DIR_FSYNC : status;
}

static void *
allocate (int size)
{
  return strikes (TILL_TEST_FAULT_ALLOCATION) ? NULL : real_memory.xMalloc (size);
}

static void *
reallocate (void *memory,
            int   size)
{
  return strikes (TILL_TEST_FAULT_ALLOCATION) ? NULL : real_memory.xRealloc (memory, size);
}

/* Before anything else of SQLite; each allocation is one of its own, and not a place in a pool. */
static void
install_memory (void)
{
  sqlite3_mem_methods memory;

  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_GETMALLOC, &real_memory), ==, SQLITE_OK);
  memory = real_memory;
  memory.xMalloc = allocate;
  memory.xRealloc = reallocate;
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_MALLOC, &memory), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_LOOKASIDE, 0, 0), ==, SQLITE_OK);
}

static int
trace_cb (unsigned  type,
          void     *data,
          void     *statement,
          void     *sql)
{
  sqlite3 *db = data;

  g_mutex_lock (&mutex);
  g_hash_table_add (seen_sql, g_strdup (sqlite3_sql (statement)));
  g_mutex_unlock (&mutex);

  if (strikes (TILL_TEST_FAULT_KILL))
    raise (SIGKILL);
  if (strikes (TILL_TEST_FAULT_STATEMENT))
    sqlite3_interrupt (db);

  return 0;
}

static int
connection_cb (sqlite3     *db,
               const char **message,
               const void  *api)
{
  return sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, trace_cb, db);
}

void
till_test_faults_install (void)
{
  static sqlite3_vfs vfs;

  seen_sql = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  install_memory ();
  real_vfs = sqlite3_vfs_find (NULL);
  vfs = *real_vfs;
  vfs.zName = "faults";
  vfs.szOsFile = sizeof (File) + real_vfs->szOsFile;
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, TRUE), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_auto_extension ((void (*) (void)) connection_cb), ==, SQLITE_OK);
}

void
till_test_faults_arm (TillTestFault fault,
                      int           n,
                      gboolean      forever)
{
  g_mutex_lock (&mutex);
  armed_fault = fault;
  countdown = n;
  armed_forever = forever;
  failing = has_failed = FALSE;
  g_mutex_unlock (&mutex);
}

gboolean
till_test_faults_disarm (void)
{
  gboolean had;

  g_mutex_lock (&mutex);
  had = has_failed;
  countdown = 0;
  failing = FALSE;
  g_mutex_unlock (&mutex);

  return had;
}

guint
till_test_faults_get_syncs (void)
{
  guint n;

  g_mutex_lock (&mutex);
  n = n_syncs;
  g_mutex_unlock (&mutex);

  return n;
}

GPtrArray *
till_test_faults_take_sql (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer sql;

  g_mutex_lock (&mutex);
  g_hash_table_iter_init (&iter, seen_sql);
  while (g_hash_table_iter_next (&iter, &sql, NULL))
    {
      g_hash_table_iter_steal (&iter);
      g_ptr_array_add (list, sql);
    }
  g_mutex_unlock (&mutex);

  return list;
}
