/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "till-error.h"
#include "till-file.h"

gboolean
till_file_fail (const char  *what,
                GError     **error)
{
  int code = errno;

  g_set_error (error, TILL_ERROR,
               code == ENOSPC || code == EDQUOT ? TILL_ERROR_DISK_FULL
               : code == EEXIST ? TILL_ERROR_FILE_EXISTS : TILL_ERROR_JOURNAL,
               "%s: %s", what, g_strerror (code));

  return FALSE;
}

static gboolean
write_all (int         fd,
           const char *bytes,
           gsize       length)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno != EINTR)
        return FALSE;
      if (n > 0)
        {
          bytes += n;
          length -= n;
        }
    }

  return TRUE;
}

gboolean
till_file_write_new (const char  *path,
                     const void  *bytes,
                     gsize        length,
                     GError     **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    return till_file_fail (path, error);

  if (fchmod (fd, 0600) == 0 && write_all (fd, bytes, length) && fsync (fd) == 0)
    {
      close (fd);
      return TRUE;
    }

  till_file_fail (path, error);
  close (fd);
  g_unlink (path);

  return FALSE;
}

char *
till_file_make_part (const char  *path,
                     GError     **error)
{
  g_autofree char *part = g_strconcat (path, ".part-XXXXXX", NULL);
  int fd = g_mkstemp_full (part, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    return till_file_fail (part, error), NULL;

  /* Whatever the umask was. */
  if (fchmod (fd, 0600) != 0)
    {
      till_file_fail (part, error);
      close (fd);
      g_unlink (part);
      return NULL;
    }
  close (fd);

  return g_steal_pointer (&part);
}

static gboolean
sync_opened (const char  *path,
             int          flags,
             GError     **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | flags);
  gboolean synced;

  if (fd < 0)
    return till_file_fail (path, error);

  synced = fsync (fd) == 0 || till_file_fail (path, error);
  close (fd);

  return synced;
}

gboolean
till_file_sync (const char  *path,
                GError     **error)
{
  return sync_opened (path, 0, error);
}

gboolean
till_file_sync_directory_of (const char  *path,
                             GError     **error)
{
  g_autofree char *directory = g_path_get_dirname (path);

  return sync_opened (directory, O_DIRECTORY, error);
}

/* Not every file system (FAT) can rename without replacing; there a look before has to do. */
static gboolean
rename_new (const char *from,
            const char *to)
{
  struct stat there;

  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;

  if (lstat (to, &there) == 0)
    {
      errno = EEXIST;
      return FALSE;
    }

  return errno == ENOENT && rename (from, to) == 0;
}

gboolean
till_file_move_new (const char  *from,
                    const char  *to,
                    GError     **error)
{
  return rename_new (from, to) ? till_file_sync_directory_of (to, error) : till_file_fail (to, error);
}
