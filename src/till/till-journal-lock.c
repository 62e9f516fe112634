/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "till-error.h"
#include "till-journal-private.h"

/* Open-file-description locks: not lost when some other descriptor is closed, as POSIX locks are; freed by the
 * kernel when the process dies, however it dies.  Locks of one description never conflict with one another, so
 * the kernel is only asked about rows that are not in the set. */
struct _TillLocks
{
  char       *path;    /* (owned) */
  int         fd;
  GMutex      mutex;   /* guards rows: the journal's thread writes, others ask */
  GHashTable *rows;    /* (owned) (element-type gint64) held by us */
};

#define PRESENCE (G_MAXINT64 - 1)

static gboolean
fail (const char  *what,
      GError     **error)
{
  int code = errno;

  g_set_error (error, TILL_ERROR, code == ENOSPC ? TILL_ERROR_DISK_FULL : TILL_ERROR_JOURNAL,
               "lock file: %s: %s", what, g_strerror (code));

  return FALSE;
}

static int
open_file (const char  *path,
           GError     **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    return fail ("open", error), -1;

  /* Whatever the umask was. */
  if (fchmod (fd, 0600) != 0)
    {
      fail ("chmod", error);
      close (fd);
      return -1;
    }

  return fd;
}

/* The last byte, which is no row's, stands for the journal as a whole: shared by all who have it open. */
static TillLocks *
open_with (const char  *path,
           short        type,
           GError     **error)
{
  struct flock presence = { .l_type = type, .l_whence = SEEK_SET, .l_start = PRESENCE, .l_len = 1 };
  TillLocks *self;
  int fd = open_file (path, error);

  if (fd < 0)
    return NULL;
  if (fcntl (fd, F_OFD_SETLK, &presence) != 0)
    {
      if (errno == EAGAIN || errno == EACCES)
        g_set_error_literal (error, TILL_ERROR, TILL_ERROR_JOURNAL_IN_USE, "another program has the journal open");
      else
        fail ("presence", error);
      close (fd);
      return NULL;
    }

  self = g_new0 (TillLocks, 1);
  self->path = g_strdup (path);
  self->fd = fd;
  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_mutex_init (&self->mutex);

  return self;
}

TillLocks *
till_locks_open (const char  *path,
                 GError     **error)
{
  return open_with (path, F_RDLCK, error);
}

TillLocks *
till_locks_open_alone (const char  *path,
                       GError     **error)
{
  return open_with (path, F_WRLCK, error);
}

void
till_locks_free (TillLocks *self)
{
  g_return_if_fail (self != NULL);

  close (self->fd);
  g_mutex_clear (&self->mutex);
  g_hash_table_unref (self->rows);
  g_free (self->path);
  g_free (self);
}

gboolean
till_locks_hold (TillLocks *self,
                 gint64     row)
{
  gboolean held;

  g_mutex_lock (&self->mutex);
  held = g_hash_table_contains (self->rows, &row);
  g_mutex_unlock (&self->mutex);

  return held;
}

static gboolean
set_lock (TillLocks *self,
          gint64     row,
          short      type)
{
  struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = row, .l_len = 1 };

  return fcntl (self->fd, F_OFD_SETLK, &lock) == 0;
}

/* Somebody who "cleans up" the lock file would have two programs follow one payment, each in a file of its own. */
static gboolean
check_in_place (TillLocks  *self,
                GError    **error)
{
  struct stat ours, there;

  if (fstat (self->fd, &ours) != 0 || stat (self->path, &there) != 0)
    return fail ("stat", error);
  if (ours.st_dev == there.st_dev && ours.st_ino == there.st_ino)
    return TRUE;

  g_set_error_literal (error, TILL_ERROR, TILL_ERROR_JOURNAL, "the lock file was replaced");

  return FALSE;
}

gboolean
till_locks_take (TillLocks  *self,
                 gint64      row,
                 gboolean   *taken,
                 GError    **error)
{
  if (till_locks_hold (self, row))
    {
      *taken = TRUE;
      return TRUE;
    }

  if (!check_in_place (self, error))
    return FALSE;

  *taken = set_lock (self, row, F_WRLCK);
  if (!*taken && errno != EAGAIN && errno != EACCES)
    return fail ("lock", error);
  if (*taken)
    {
      g_mutex_lock (&self->mutex);
      g_hash_table_add (self->rows, g_memdup2 (&row, sizeof row));
      g_mutex_unlock (&self->mutex);
    }

  return TRUE;
}

void
till_locks_drop (TillLocks *self,
                 gint64     row)
{
  gboolean held;

  g_mutex_lock (&self->mutex);
  held = g_hash_table_remove (self->rows, &row);
  g_mutex_unlock (&self->mutex);

  if (held && !set_lock (self, row, F_UNLCK))
    g_warning ("unlock: %s", g_strerror (errno));
}

gboolean
till_locks_is_held (TillLocks *self,
                    gint64     row)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = row, .l_len = 1 };

  if (till_locks_hold (self, row))
    return TRUE;

  /* Not known counts as held: nothing is charged a second time on a guess. */
  return fcntl (self->fd, F_OFD_GETLK, &lock) != 0 || lock.l_type != F_UNLCK;
}
