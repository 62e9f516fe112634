/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "fault-memory.h"

/* Bytes of an SQLite file's header. */
#define CHANGE_COUNTER    24
#define VERSION_VALID_FOR 92

typedef struct _Handle Handle;

typedef struct
{
  GByteArray *data;        /* (owned) */
  guint       n_shared;
  Handle     *reserved;    /* (nullable) (unowned) who holds it */
  Handle     *pending;     /* (nullable) (unowned) nobody new may read; with it, and alone: exclusive */
} File;

struct _Handle
{
  sqlite3_file  base;      /* first */
  File         *file;      /* (unowned) */
  int           level;     /* SQLITE_LOCK_… */
};

static GHashTable *files;  /* (element-type utf8 File) */
static sqlite3_vfs *real;

static void
file_free (gpointer data)
{
  File *self = data;

  g_byte_array_unref (self->data);
  g_free (self);
}

static int
memory_unlock (sqlite3_file *base,
               int           level)
{
  Handle *self = (Handle *) base;

  if (level < SQLITE_LOCK_RESERVED && self->file->reserved == self)
    self->file->reserved = NULL;
  if (level < SQLITE_LOCK_RESERVED && self->file->pending == self)
    self->file->pending = NULL;
  if (level < SQLITE_LOCK_SHARED && self->level >= SQLITE_LOCK_SHARED)
    self->file->n_shared--;
  self->level = MIN (self->level, level);

  return SQLITE_OK;
}

static int
memory_lock (sqlite3_file *base,
             int           level)
{
  Handle *self = (Handle *) base;
  File *file = self->file;

  if (self->level >= level)
    return SQLITE_OK;

  if (level == SQLITE_LOCK_SHARED)
    {
      if (file->pending != NULL)
        return SQLITE_BUSY;
      file->n_shared++;
    }
  else if (level == SQLITE_LOCK_RESERVED)
    {
      if (file->reserved != NULL)
        return SQLITE_BUSY;
      file->reserved = self;
    }
  else
    {
      if ((file->reserved != NULL && file->reserved != self) || (file->pending != NULL && file->pending != self))
        return SQLITE_BUSY;
      file->pending = self;
      if (file->n_shared > 1)
        return SQLITE_BUSY;
    }
  self->level = level;

  return SQLITE_OK;
}

static int
memory_check_reserved (sqlite3_file *base,
                       int          *reserved)
{
  *reserved = ((Handle *) base)->file->reserved != NULL;

  return SQLITE_OK;
}

static int
memory_close (sqlite3_file *base)
{
  return memory_unlock (base, SQLITE_LOCK_NONE);
}

static int
memory_read (sqlite3_file  *base,
             void          *buffer,
             int            length,
             sqlite3_int64  offset)
{
  GByteArray *data = ((Handle *) base)->file->data;
  sqlite3_int64 there = CLAMP ((sqlite3_int64) data->len - offset, 0, length);

  if (there > 0)
    memcpy (buffer, data->data + offset, there);
  memset ((char *) buffer + there, 0, length - there);

  return there == length ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int
memory_write (sqlite3_file  *base,
              const void    *buffer,
              int            length,
              sqlite3_int64  offset)
{
  GByteArray *data = ((Handle *) base)->file->data;
  guint before = data->len;

  if (offset + length > before)
    g_byte_array_set_size (data, (guint) offset + length);
  if (offset > before)
    memset (data->data + before, 0, offset - before);
  memcpy (data->data + offset, buffer, length);

  return SQLITE_OK;
}

static int
memory_truncate (sqlite3_file  *base,
                 sqlite3_int64  size)
{
  GByteArray *data = ((Handle *) base)->file->data;

  if (size < data->len)
    g_byte_array_set_size (data, (guint) size);

  return SQLITE_OK;
}

static int
memory_sync (sqlite3_file *base,
             int           flags)
{
  return SQLITE_OK;
}

static int
memory_get_size (sqlite3_file  *base,
                 sqlite3_int64 *size)
{
  *size = ((Handle *) base)->file->data->len;

  return SQLITE_OK;
}

static int
memory_control (sqlite3_file *base,
                int           operation,
                void         *argument)
{
  if (operation != SQLITE_FCNTL_MMAP_SIZE)
    return SQLITE_NOTFOUND;
  *(sqlite3_int64 *) argument = 0;

  return SQLITE_OK;
}

static int
memory_get_sector_size (sqlite3_file *base)
{
  return 4096;
}

static int
memory_get_characteristics (sqlite3_file *base)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = {
  .iVersion = 1,
  .xClose = memory_close,
  .xRead = memory_read,
  .xWrite = memory_write,
  .xTruncate = memory_truncate,
  .xSync = memory_sync,
  .xFileSize = memory_get_size,
  .xLock = memory_lock,
  .xUnlock = memory_unlock,
  .xCheckReservedLock = memory_check_reserved,
  .xFileControl = memory_control,
  .xSectorSize = memory_get_sector_size,
  .xDeviceCharacteristics = memory_get_characteristics,
};

static int
memory_open (sqlite3_vfs  *vfs,
             const char   *name,
             sqlite3_file *base,
             int           flags,
             int          *out_flags)
{
  Handle *self = (Handle *) base;
  File *file = g_hash_table_lookup (files, name);

  if (file == NULL)
    {
      file = g_new0 (File, 1);
      file->data = g_byte_array_new ();
      g_hash_table_insert (files, g_strdup (name), file);
    }
  *self = (Handle) { .base.pMethods = &methods, .file = file };
  if (out_flags != NULL)
    *out_flags = flags;

  return SQLITE_OK;
}

static int
memory_delete (sqlite3_vfs *vfs,
               const char  *name,
               int          sync_directory)
{
  return g_hash_table_remove (files, name) ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

static int
memory_access (sqlite3_vfs *vfs,
               const char  *name,
               int          flags,
               int         *result)
{
  *result = g_hash_table_contains (files, name);

  return SQLITE_OK;
}

static int
memory_get_full_path (sqlite3_vfs *vfs,
                      const char  *name,
                      int          length,
                      char        *path)
{
  return g_strlcpy (path, name, length) < (gsize) length ? SQLITE_OK : SQLITE_CANTOPEN;
}

static sqlite3_vfs memory = {
  .iVersion = 1,
  .szOsFile = sizeof (Handle),
  .mxPathname = 512,
  .zName = "memory",
  .xOpen = memory_open,
  .xDelete = memory_delete,
  .xAccess = memory_access,
  .xFullPathname = memory_get_full_path,
};

void
fault_memory_begin (void)
{
  real = sqlite3_vfs_find (NULL);
  memory.xRandomness = real->xRandomness;
  memory.xSleep = real->xSleep;
  memory.xCurrentTime = real->xCurrentTime;
  memory.xGetLastError = real->xGetLastError;
  files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, file_free);
  g_assert_cmpint (sqlite3_vfs_register (&memory, TRUE), ==, SQLITE_OK);
}

void
fault_memory_end (void)
{
  sqlite3_vfs_unregister (&memory);
  g_clear_pointer (&files, g_hash_table_unref);
}

GBytes *
fault_memory_read (const char *path)
{
  File *file = g_hash_table_lookup (files, path);

  return g_bytes_new (file->data->data, file->data->len);
}

static guint32
get_counter (GByteArray *data)
{
  guint32 counter;

  memcpy (&counter, data->data + CHANGE_COUNTER, sizeof counter);

  return GUINT32_FROM_BE (counter);
}

/* What tells a connection that its pages are of another file is the change counter, which the file keeps twice:
 * no two contents share a value. */
void
fault_memory_replace (const char *path,
                      GBytes     *content)
{
  GByteArray *data = ((File *) g_hash_table_lookup (files, path))->data;
  guint32 counter = get_counter (data) + 1;

  counter = GUINT32_TO_BE (counter);
  g_byte_array_set_size (data, 0);
  g_byte_array_append (data, g_bytes_get_data (content, NULL), (guint) g_bytes_get_size (content));
  memcpy (data->data + CHANGE_COUNTER, &counter, sizeof counter);
  memcpy (data->data + VERSION_VALID_FOR, &counter, sizeof counter);
}
