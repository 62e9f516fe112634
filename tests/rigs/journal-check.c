/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-journal.h"

/* journal-check FILE: opens a journal as Till does, and ends with 0 when all of it is whole: header, tables, chain,
 * and payments as the fold of the events. */
int
main (int    argc,
      char **argv)
{
  g_autoptr(TillTestClock) clock = till_test_clock_new ();
  g_autoptr(TillRandom) random = till_random_new ();
  g_autoptr(TillJournal) journal = NULL;
  g_autoptr(GError) error = NULL;
  gint64 bad_seq = 0;

  if (argc != 2)
    return 2;

  journal = till_test_open (argv[1], clock, random, "T1", &error);
  if (journal != NULL && till_test_verify (journal, &bad_seq, &error))
    return 0;

  g_print ("event %" G_GINT64_FORMAT ": %s\n", bad_seq, error->message);

  return 1;
}
