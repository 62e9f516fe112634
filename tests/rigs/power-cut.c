/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A preload that cuts the power.  Everything that a program does below the folder POWER_ROOT is counted: making,
 * writing, cutting short, syncing, renaming and removing.  Before the step POWER_CUT_AT what the disk would hold is
 * written to POWER_DISK (see power-disk.h; POWER_SEED garbles what was not synced), and the program is killed.
 * POWER_LOG gets a line for each step.
 */
#undef _FILE_OFFSET_BITS      /* with it open() is open64(), and both are wanted */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "power-disk.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static __thread int inside;          /* what we do ourselves is no step */
static char root[PATH_MAX];          /* "": not wanted */
static const char *disk;
static uint64_t seed;
static long cut_at, n_steps;
static int log_fd = -1;

static long
number_of (const char *name)
{
  const char *text = getenv (name);

  return text != NULL ? atol (text) : 0;
}

static void __attribute__ ((constructor))
start (void)
{
  const char *wanted = getenv ("POWER_ROOT");
  const char *log = getenv ("POWER_LOG");

  inside = 1;
  if (wanted != NULL && realpath (wanted, root) != NULL)
    {
      disk = getenv ("POWER_DISK");
      cut_at = number_of ("POWER_CUT_AT");
      seed = (uint64_t) number_of ("POWER_SEED");
      if (log != NULL)
        log_fd = open (log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
      power_disk_start (root);
    }
  inside = 0;
}

/* The part of @path below the root ("" for the root itself), or NULL. */
static const char *
below (const char *path)
{
  size_t length = strlen (root);

  if (length == 0 || strncmp (path, root, length) != 0)
    return NULL;
  if (path[length] == '\0')
    return path + length;

  return path[length] == '/' ? path + length + 1 : NULL;
}

/* The same for an open file: its path goes to @buffer. */
static const char *
below_fd (int  fd,
          char buffer[PATH_MAX])
{
  char link[64];
  ssize_t length;

  if (root[0] == '\0' || inside)
    return NULL;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, buffer, PATH_MAX - 1);
  if (length <= 0)
    return NULL;
  buffer[length] = '\0';

  return below (buffer);
}

/* Called before each step, with the mutex; the step follows, or the end of the program. */
static void
begin_step (const char *what,
            const char *path)
{
  pthread_mutex_lock (&mutex);
  inside = 1;
  n_steps++;
  if (log_fd >= 0)
    dprintf (log_fd, "%ld %s %s\n", n_steps, what, path);
  if (n_steps == cut_at)
    {
      power_disk_write_out (disk, seed);
      kill (getpid (), SIGKILL);
      for (;;)
        pause ();
    }
}

static void
end_step (void)
{
  inside = 0;
  pthread_mutex_unlock (&mutex);
}

/* The function of this name that we stand before. */
#define REAL(function) \
  static __typeof__ (function) *real; \
  if (real == NULL) \
    *(void **) &real = dlsym (RTLD_NEXT, #function)

static int
open_counted (int       (*real) (const char *, int, ...),
              const char *path,
              int         flags,
              mode_t      mode)
{
  const char *name = inside || !(flags & (O_CREAT | O_TRUNC)) ? NULL : below (path);
  struct stat info;
  int is_new, fd;

  if (name == NULL)
    return real (path, flags, mode);

  is_new = lstat (path, &info) != 0;
  if (!is_new && !(flags & O_TRUNC))
    return real (path, flags, mode);
  begin_step ("make", name);
  fd = real (path, flags, mode);
  if (fd >= 0 && is_new)
    power_disk_created (name, 0);
  end_step ();

  return fd;
}

#define OPEN(name) \
  int \
  name (const char *path, \
        int         flags, \
        ...) \
  { \
    REAL (name); \
    va_list args; \
    mode_t mode = 0; \
    \
    va_start (args, flags); \
    if (flags & (O_CREAT | O_TMPFILE)) \
      mode = va_arg (args, mode_t); \
    va_end (args); \
    \
    return open_counted (real, path, flags, mode); \
  }

OPEN (open)
OPEN (open64)

/* A call about an open file that is a step: @call is made between its beginning and its end. */
#define ON_FILE(what, fd, call) \
  char buffer[PATH_MAX]; \
  const char *name = below_fd (fd, buffer); \
  \
  if (name == NULL) \
    return call; \
  begin_step (what, name); \
  result = call; \
  end_step (); \
  \
  return result

ssize_t
write (int         fd,
       const void *data,
       size_t      length)
{
  REAL (write);
  ssize_t result;

  ON_FILE ("write", fd, real (fd, data, length));
}

#define PWRITE(name_, offset_type) \
  ssize_t \
  name_ (int         fd, \
         const void *data, \
         size_t      length, \
         offset_type offset) \
  { \
    REAL (name_); \
    ssize_t result; \
    \
    ON_FILE ("write", fd, real (fd, data, length, offset)); \
  }

PWRITE (pwrite, off_t)
PWRITE (pwrite64, off64_t)

#define FTRUNCATE(name_, offset_type) \
  int \
  name_ (int         fd, \
         offset_type length) \
  { \
    REAL (name_); \
    int result; \
    \
    ON_FILE ("truncate", fd, real (fd, length)); \
  }

FTRUNCATE (ftruncate, off_t)
FTRUNCATE (ftruncate64, off64_t)

#define SYNC(name_) \
  int \
  name_ (int fd) \
  { \
    REAL (name_); \
    char buffer[PATH_MAX]; \
    const char *name = below_fd (fd, buffer); \
    int result; \
    \
    if (name == NULL) \
      return real (fd); \
    begin_step ("sync", name); \
    result = real (fd); \
    if (result == 0) \
      power_disk_synced (name, fd); \
    end_step (); \
    \
    return result; \
  }

SYNC (fsync)
SYNC (fdatasync)

int
unlink (const char *path)
{
  REAL (unlink);
  const char *name = inside ? NULL : below (path);
  int result;

  if (name == NULL)
    return real (path);
  begin_step ("remove", name);
  result = real (path);
  if (result == 0)
    power_disk_removed (name);
  end_step ();

  return result;
}

int
mkdir (const char *path,
       mode_t      mode)
{
  REAL (mkdir);
  const char *name = inside ? NULL : below (path);
  int result;

  if (name == NULL)
    return real (path, mode);
  begin_step ("make", name);
  result = real (path, mode);
  if (result == 0)
    power_disk_created (name, 1);
  end_step ();

  return result;
}

int
rename (const char *from,
        const char *to)
{
  REAL (rename);
  const char *old = inside ? NULL : below (from);
  const char *new = inside ? NULL : below (to);
  int result;

  if (old == NULL || new == NULL)
    return real (from, to);
  begin_step ("rename", old);
  result = real (from, to);
  if (result == 0)
    power_disk_renamed (old, new);
  end_step ();

  return result;
}
