/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "bench-journal.h"

/* make-journal PATH N [STEP_SECONDS]: a journal of N payments, the newest of a step ago. */
int
main (int    argc,
      char **argv)
{
  gint64 step;

  if (argc < 3)
    {
      g_printerr ("make-journal PATH N [STEP_SECONDS]\n");
      return 2;
    }

  step = (argc > 3 ? g_ascii_strtoll (argv[3], NULL, 10) : 60) * G_USEC_PER_SEC;
  bench_journal_make (argv[1], (guint) atoi (argv[2]), g_get_real_time (), step, argc <= 4);

  return 0;
}
