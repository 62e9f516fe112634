/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A preload that tells how long the main thread is busy between two waits.  GLib's main loop waits in poll();
 * what lies between the return of one and the call of the next is work in one go, computing and blocking alike.
 * What the kernel says it spent waiting for a processor is taken off: that is the machine's, not the program's.
 * Each stretch above 10 ms goes to the file named by TILL_BUSY_LOG as "END_MS BUSY_MS" on the monotonic clock.
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

/* How long the main thread has been ready to run and did not, since it began (proc(5), schedstat). */
static double
queued_ms (void)
{
  static int schedstat_fd = -2;
  char text[96];
  ssize_t length;
  unsigned long long ran, queued = 0;

  if (schedstat_fd == -2)
    schedstat_fd = open ("/proc/self/schedstat", O_RDONLY | O_CLOEXEC);
  length = schedstat_fd >= 0 ? pread (schedstat_fd, text, sizeof text - 1, 0) : -1;
  if (length <= 0)
    return 0.0;

  text[length] = '\0';
  return sscanf (text, "%llu %llu", &ran, &queued) == 2 ? (double) queued / 1000000.0 : 0.0;
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
  static double awake_since, queued_since;
  double busy;
  int result;

  if (real_poll == NULL)
    *(void **) &real_poll = dlsym (RTLD_NEXT, "poll");
  if (syscall (SYS_gettid) != getpid ())
    return real_poll (fds, n_fds, timeout);

  busy = now_ms () - awake_since - (queued_ms () - queued_since);
  if (awake_since > 0.0 && busy > 10.0)
    tell (now_ms (), busy);
  result = real_poll (fds, n_fds, timeout);
  queued_since = queued_ms ();
  awake_since = now_ms ();
  return result;
}
