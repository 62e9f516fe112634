/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A preload that tells how long the main thread is busy between two waits.  GLib's main loop waits in poll();
 * what lies between the return of one and the call of the next is work in one go.  Each stretch above 10 ms
 * goes to the file named by TILL_BUSY_LOG as "END_MS BUSY_MS" on the monotonic clock.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static double
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec * 1000.0 + (double) now.tv_nsec / 1000000.0;
}

static void
tell (double now,
      double busy)
{
  static int log_fd = -2;
  char line[64];
  int length;

  if (log_fd == -2)
    {
      const char *path = getenv ("TILL_BUSY_LOG");

      log_fd = path != NULL ? open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    }
  length = snprintf (line, sizeof line, "%.1f %.1f\n", now, busy);
  if (log_fd >= 0 && write (log_fd, line, (size_t) length) < 0)
    log_fd = -1;
}

int
poll (struct pollfd *fds,
      nfds_t         n_fds,
      int            timeout)
{
  static int (*real_poll) (struct pollfd *, nfds_t, int);
  static double awake_since;
  int result;

  if (real_poll == NULL)
    *(void **) &real_poll = dlsym (RTLD_NEXT, "poll");
  if (syscall (SYS_gettid) != getpid ())
    return real_poll (fds, n_fds, timeout);

  if (awake_since > 0.0 && now_ms () - awake_since > 10.0)
    tell (now_ms (), now_ms () - awake_since);
  result = real_poll (fds, n_fds, timeout);
  awake_since = now_ms ();
  return result;
}
