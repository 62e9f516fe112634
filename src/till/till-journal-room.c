/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "till-error.h"
#include "till-journal-private.h"

/* What stands in the way of new payments.  They stop while there is still room to write the open ones to their
 * end; and when even that is used up, a file that is there for nothing else is given away. */

#define ROOM_MIN       (20 * 1000 * 1000)
#define BALLAST_BYTES  (1000 * 1000)
#define BALLAST_SUFFIX "-ballast"

static char *
get_ballast_path (TillStore *self)
{
  return g_strconcat (self->path, BALLAST_SUFFIX, NULL);
}

/* Allocated and not written: a file system that compresses would keep a megabyte of zeros in no room at all. */
static void
keep_ballast (TillStore *self)
{
  g_autofree char *path = get_ballast_path (self);
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    return;

  /* Without it Till works as well; it is tried again with the next look. */
  if (posix_fallocate (fd, 0, BALLAST_BYTES) != 0)
    g_unlink (path);
  close (fd);
}

gboolean
till_store_free_ballast (TillStore *self)
{
  g_autofree char *path = get_ballast_path (self);

  return g_unlink (path) == 0;
}

void
till_store_halt (TillStore *self,
                 TillError  code)
{
  g_atomic_int_set (&self->halted, code);
  g_atomic_int_set (&self->standing, code);
}

gboolean
till_store_may_write (TillStore  *self,
                      GError    **error)
{
  int moved = FALSE;

  if (g_atomic_int_get (&self->halted) == TILL_ERROR_STORAGE_FAULT)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_STORAGE_FAULT, "a sync failed before: not until it was reopened");
      return FALSE;
    }

  /* SQLite would go on writing to a file that was moved aside. */
  sqlite3_file_control (self->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  if (moved)
    g_set_error_literal (error, TILL_ERROR, TILL_ERROR_JOURNAL, "journal.db was moved or replaced");

  return !moved;
}

static gboolean
look_at_disk (TillStore  *self,
              GError    **error)
{
  g_autofree char *directory = g_path_get_dirname (self->path);
  struct statvfs disk;
  gint64 room;

  if (statvfs (directory, &disk) != 0)
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_JOURNAL, "disk of the journal: %s", g_strerror (errno));
      return FALSE;
    }
  room = self->room >= 0 ? self->room : (gint64) disk.f_bavail * (gint64) disk.f_frsize;

  if ((disk.f_flag & ST_RDONLY) != 0)
    g_set_error_literal (error, TILL_ERROR, TILL_ERROR_JOURNAL, "the disk of the journal is read-only");
  else if (room < ROOM_MIN)
    g_set_error (error, TILL_ERROR, TILL_ERROR_DISK_FULL, "only %" G_GINT64_FORMAT " bytes are free", room);
  else if (room > ROOM_MIN + BALLAST_BYTES)
    keep_ballast (self);

  return (disk.f_flag & ST_RDONLY) == 0 && room >= ROOM_MIN;
}

gboolean
till_store_look (TillStore  *self,
                 GError    **error)
{
  int halted = g_atomic_int_get (&self->halted);
  g_autoptr(GError) why = NULL;

  if (halted >= 0)
    g_set_error_literal (&why, TILL_ERROR, halted, "the journal has to be reopened and checked first");
  else
    look_at_disk (self, &why);

  g_atomic_int_set (&self->standing, why != NULL ? why->code : -1);
  if (why == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&why));

  return FALSE;
}

/* Writes what is there already: whether anything can be written at all. */
static gboolean
probe (TillStore  *self,
       GError    **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version=%d", TILL_JOURNAL_VERSION);

  return till_store_begin (self, error)
         && till_store_exec (self, sql, error)
         && till_store_commit (self, error);
}

TillWorkStatus
till_store_look_job (gpointer   store,
                     gpointer   data,
                     GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;

  return till_store_look (self, error) && (!job->probe || probe (self, error)) ? TILL_WORK_DONE : TILL_WORK_FAILED;
}

/* What was not synced may still stand in the kernel's memory, and be read from there as if it were on disk.
 * Closing this descriptor would drop our locks, but between two jobs there are none. */
static void
drop_memory_of (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return;

  posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  close (fd);
}

/* The old connection stays until there is a new one: payments are shown all the while. */
static gboolean
reopen (TillStore        *self,
        const TillStamp  *stamp,
        GError          **error)
{
  g_autoptr(TillStore) fresh = till_store_new (self->path, self->till, self->random);
  sqlite3 *db;
  GHashTable *statements;

  till_store_roll_back (self);
  drop_memory_of (self->path);
  if (!till_store_open_file (fresh, stamp, error))
    return FALSE;

  db = g_steal_pointer (&fresh->db);
  statements = g_steal_pointer (&fresh->statements);
  fresh->db = g_steal_pointer (&self->db);
  fresh->statements = g_steal_pointer (&self->statements);
  self->db = db;
  self->statements = statements;
  self->data_version = -1;

  return TRUE;
}

TillWorkStatus
till_store_recover_job (gpointer   store,
                        gpointer   data,
                        GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  TillWorkStatus status;

  if (!job->reopened && g_atomic_int_get (&self->halted) < 0)
    {
      job->probe = TRUE;
      return till_store_look_job (store, data, error);
    }

  if (!job->reopened)
    {
      job->reopened = TRUE;
      return reopen (self, &job->stamp, error) ? TILL_WORK_AGAIN : TILL_WORK_FAILED;
    }

  status = till_store_verify_job (store, data, error);
  if (status != TILL_WORK_DONE)
    return status;

  g_atomic_int_set (&self->halted, -1);

  return till_store_look (self, error) ? TILL_WORK_DONE : TILL_WORK_FAILED;
}
