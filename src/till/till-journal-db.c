/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "till-error.h"
#include "till-file.h"
#include "till-journal-private.h"

/* File systems on which locks or syncs are somebody else's promise.  Numbers that linux/magic.h lacks. */
static const guint32 remote_types[] = {
  NFS_SUPER_MAGIC,
  SMB_SUPER_MAGIC,
  CIFS_SUPER_MAGIC,
  SMB2_SUPER_MAGIC,
  FUSE_SUPER_MAGIC,
  V9FS_MAGIC,
  AFS_SUPER_MAGIC,
  AFS_FS_MAGIC,
  CODA_SUPER_MAGIC,
  CEPH_SUPER_MAGIC,
  NCP_SUPER_MAGIC,
  OCFS2_SUPER_MAGIC,
  0x0bd00bd0,   /* Lustre */
  0x01161970,   /* GFS2 */
  0x47504653,   /* GPFS */
  0x786f4256,   /* folders shared by VirtualBox */
  0xbacbacbc,   /* by VMware */
};

/* Each is set and read back: SQLite says nothing when it does not do what it was told. */
static const struct
{
  const char *name;
  const char *value;
  const char *answer;
} pragmas[] = {
  { "journal_mode", "DELETE", "delete" },
  { "synchronous", "EXTRA", "3" },         /* DELETE with FULL loses the last row at a power cut */
  { "foreign_keys", "ON", "1" },
  { "trusted_schema", "OFF", "0" },
  { "cell_size_check", "ON", "1" },
  { "recursive_triggers", "ON", "1" },     /* without it INSERT OR REPLACE deletes past the triggers */
  { "mmap_size", "0", "0" },
  { "temp_store", "MEMORY", "2" },
  { "secure_delete", "ON", "1" },
};

static const struct
{
  int option;
  int value;
} switches[] = {
  { SQLITE_DBCONFIG_DEFENSIVE, 1 },
  { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
  { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
  { SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },  /* somebody else's file in WAL mode stays as it was */
  { SQLITE_DBCONFIG_DQS_DML, 0 },
  { SQLITE_DBCONFIG_DQS_DDL, 0 },
};

static void
finalize_statement (gpointer data)
{
  sqlite3_finalize (data);
}

TillStore *
till_store_new (const char *path,
                const char *till,
                TillRandom *random)
{
  TillStore *self = g_new0 (TillStore, 1);

  self->path = g_canonicalize_filename (path, NULL);
  self->till = g_strdup (till);
  self->random = g_object_ref (random);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);
  self->page_us = TILL_JOURNAL_PAGE_US;
  self->own = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->room = -1;
  self->halted = -1;
  self->standing = -1;

  return self;
}

void
till_store_free (TillStore *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->statements);
  sqlite3_close (self->db);
  g_clear_pointer (&self->locks, till_locks_free);
  g_clear_pointer (&self->key, till_signing_key_free);
  g_array_unref (self->own);
  g_object_unref (self->random);
  g_free (self->path);
  g_free (self->till);
  g_free (self);
}

gboolean
till_store_is_local (long type)
{
  for (guint i = 0; i < G_N_ELEMENTS (remote_types); i++)
    if ((guint32) type == remote_types[i])
      return FALSE;

  return TRUE;
}

static gboolean
make_directory (TillStore  *self,
                GError    **error)
{
  g_autofree char *directory = g_path_get_dirname (self->path);
  struct statfs fs;

  /* One that was there is left as it is: it need not be ours alone. */
  if (!g_file_test (directory, G_FILE_TEST_IS_DIR)
      && (g_mkdir_with_parents (directory, 0700) != 0 || g_chmod (directory, 0700) != 0))
    return till_file_fail ("directory of the journal", error);

  if (statfs (directory, &fs) != 0)
    return till_file_fail ("file system of the journal", error);
  if (!till_store_is_local (fs.f_type))
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_JOURNAL_REMOTE,
                   "the journal is on a network drive or the like (type %lx)", (unsigned long) fs.f_type);
      return FALSE;
    }

  return TRUE;
}

/* SQLite syncs the folder in which the journal stands; the names of that folder and of those above it, which may
 * have been made a moment ago, are ours.  What we may not even read was there before us. */
gboolean
till_store_sync_folders (TillStore  *self,
                         GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  while (!g_str_equal (folder, "/"))
    {
      char *above = g_path_get_dirname (folder);
      int fd = open (above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      gboolean synced;

      g_free (folder);
      folder = above;
      if (fd < 0)
        return TRUE;

      /* EINVAL, EROFS: a folder that cannot be synced, and in which nothing was made. */
      synced = fsync (fd) == 0 || errno == EINVAL || errno == EROFS || till_file_fail ("folder of the journal", error);
      close (fd);
      if (!synced)
        return FALSE;
    }

  return TRUE;
}

static gboolean
open_file (TillStore  *self,
           int         flags,
           GError    **error)
{
  int status = sqlite3_open_v2 (self->path, &self->db, flags | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

  if (self->db == NULL)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_JOURNAL, sqlite3_errstr (status));
      return FALSE;
    }
  if (status != SQLITE_OK || sqlite3_busy_timeout (self->db, TILL_JOURNAL_BUSY_MS) != SQLITE_OK)
    return till_store_fail (self, error);

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (sqlite3_db_config (self->db, switches[i].option, switches[i].value, NULL) != SQLITE_OK)
      return till_store_fail (self, error);

  return TRUE;
}

/* FALSE with an error unless the file is new or ours, and of a version that we know.  Only reads. */
static gboolean
check_header (TillStore  *self,
              GError    **error)
{
  gint64 application_id, version, n_tables;

  if (!till_store_get_number (self, "PRAGMA application_id", &application_id, error)
      || !till_store_get_number (self, "PRAGMA user_version", &version, error)
      || !till_store_get_number (self, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;

  self->version = version;
  if (application_id == 0 && version == 0 && n_tables == 0)
    return TRUE;

  if (application_id != TILL_JOURNAL_APPLICATION_ID)
    g_set_error_literal (error, TILL_ERROR, TILL_ERROR_JOURNAL_FOREIGN, "journal.db is a file of another program");
  else if (version > TILL_JOURNAL_VERSION)
    g_set_error (error, TILL_ERROR, TILL_ERROR_JOURNAL_FOREIGN,
                 "the journal was written by a newer version of Till (%" G_GINT64_FORMAT ")", version);
  else if (version < 1 || n_tables == 0)
    g_set_error_literal (error, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED, "the journal has no version or no tables");
  else
    return TRUE;

  return FALSE;
}

static gboolean
set_pragma (TillStore   *self,
            const char  *name,
            const char  *value,
            const char  *answer,
            GError     **error)
{
  g_autofree char *set = g_strdup_printf ("PRAGMA %s=%s", name, value);
  g_autofree char *get = g_strdup_printf ("PRAGMA %s", name);
  sqlite3_stmt *statement;
  gboolean same;

  if (!till_store_exec (self, set, error))
    return FALSE;
  if (sqlite3_prepare_v2 (self->db, get, -1, &statement, NULL) != SQLITE_OK)
    return till_store_fail (self, error);

  same = sqlite3_step (statement) == SQLITE_ROW
         && g_strcmp0 (till_column_text (statement, 0), answer) == 0;
  sqlite3_finalize (statement);
  if (!same)
    g_set_error (error, TILL_ERROR, TILL_ERROR_JOURNAL, "SQLite does not take %s=%s", name, value);

  return same;
}

/* By its name: a descriptor of our own would drop the locks of another connection in this process when it is
 * closed.  A new file is still empty here, and its rollback journals will have the same mode. */
static gboolean
narrow_mode (TillStore  *self,
             GError    **error)
{
  struct stat there;

  if (stat (self->path, &there) != 0)
    return till_file_fail ("journal.db", error);
  if ((there.st_mode & 0777) != 0600 && g_chmod (self->path, 0600) != 0)
    return till_file_fail ("mode of journal.db", error);

  return TRUE;
}

gboolean
till_store_open_file (TillStore        *self,
                      const TillStamp  *stamp,
                      GError          **error)
{
  if (!open_file (self, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error)
      || !check_header (self, error)
      || !narrow_mode (self, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (pragmas); i++)
    if (!set_pragma (self, pragmas[i].name, pragmas[i].value, pragmas[i].answer, error))
      return FALSE;

  return till_store_set_up (self, stamp, error);
}

gboolean
till_store_open_to_read (TillStore  *self,
                         gboolean    own,
                         GError    **error)
{
  if (!g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_NO_JOURNAL, "%s does not exist", self->path);
      return FALSE;
    }
  if (!open_file (self, own ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, error) || !check_header (self, error))
    return FALSE;

  if (self->version > 0)
    return TRUE;
  g_set_error (error, TILL_ERROR, TILL_ERROR_NO_JOURNAL, "%s is empty", self->path);

  return FALSE;
}

gboolean
till_store_open (TillStore        *self,
                 const TillStamp  *stamp,
                 GError          **error)
{
  g_autofree char *locks_path = g_strconcat (self->path, TILL_LOCKS_SUFFIX, NULL);

  if (!make_directory (self, error))
    return FALSE;

  self->locks = till_locks_open (locks_path, error);
  if (self->locks == NULL || !till_store_open_file (self, stamp, error))
    return FALSE;

  /* What is in the way of new payments keeps nobody from looking at those that are there. */
  till_store_look (self, NULL);

  return TRUE;
}
