/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <sys/time.h>
#include <unistd.h>
#include <glib-unix.h>

#include "ctl-command.h"
#include "ctl-signals.h"

/* Of the 2 s that the contract gives. */
#define END_AFTER_US 1800000

static GSourceFunc leave;
static gpointer    leave_data;

static void
end_now (int number)
{
  _exit (CTL_EXIT_NOT_CERTAIN);
}

/* A journal that another process keeps busy may hold up a commit for 10 s, in a thread that the end would wait
 * for.  What was not committed then is found by the next start, as after a crash. */
static void
arm_the_end (void)
{
  const struct itimerval after = { .it_value = { END_AFTER_US / G_USEC_PER_SEC, END_AFTER_US % G_USEC_PER_SEC } };
  struct sigaction action = { .sa_handler = end_now };

  sigaction (SIGALRM, &action, NULL);
  setitimer (ITIMER_REAL, &after, NULL);
}

static gboolean
signal_cb (gpointer user_data)
{
  static gboolean armed = FALSE;

  if (!armed)
    {
      armed = TRUE;
      arm_the_end ();
      leave (leave_data);
    }

  return G_SOURCE_CONTINUE;
}

void
ctl_signals_watch (GSourceFunc func,
                   gpointer    data)
{
  leave = func;
  leave_data = data;
  g_unix_signal_add (SIGINT, signal_cb, NULL);
  g_unix_signal_add (SIGTERM, signal_cb, NULL);
  g_unix_signal_add (SIGHUP, signal_cb, NULL);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));

  return G_SOURCE_REMOVE;
}

void
ctl_signals_cancel (GCancellable *cancellable)
{
  ctl_signals_watch (cancel_cb, g_object_ref (cancellable));
}
