/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "till-test-journal.h"

/* Another process with the journal open, for tests: till-journal-hand PATH, then commands on stdin, one line of
 * answer each; ends with its input.
 *
 *   request            ID of a new payment, whose lock it holds
 *   lock ID            1 or 0
 *   unlock ID          ok
 *   ask ID             seq of a "check-asked" event
 *   sell N             an ID line for each of N payments with three events, as soon as they are on disk; then done */

static void
answer (const char *text)
{
  printf ("%s\n", text);
  fflush (stdout);
}

static void
sell (TillJournal *journal,
      int          n)
{
  for (int i = 0; i < n; i++)
    {
      g_autoptr(TillRecord) record = till_test_request (journal, 100 + i, NULL);

      till_test_append (journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
      till_test_append (journal, &record, TILL_EVENT_STATUS, "state", "paid", NULL);
      answer (record->id);
    }
  answer ("done");
}

static void
unlock (TillJournal *journal,
        const char  *id)
{
  g_autoptr(GPtrArray) found = till_test_find (journal, id);
  g_autoptr(GPtrArray) after = NULL;

  till_journal_unlock (journal, ((TillRecord *) found->pdata[0])->row);
  after = till_test_find (journal, id);
  answer ("ok");
}

static void
obey (TillJournal *journal,
      char       **words)
{
  g_autoptr(TillRecord) record = NULL;

  if (g_str_equal (words[0], "request"))
    {
      record = till_test_request (journal, 100, NULL);
      answer (record->id);
    }
  else if (g_str_equal (words[0], "lock"))
    {
      record = till_test_lock (journal, words[1]);
      answer (record != NULL ? "1" : "0");
    }
  else if (g_str_equal (words[0], "unlock"))
    unlock (journal, words[1]);
  else if (g_str_equal (words[0], "ask"))
    {
      g_autoptr(GPtrArray) found = till_test_find (journal, words[1]);
      g_autofree char *seq = NULL;

      record = till_record_ref (found->pdata[0]);
      till_test_append (journal, &record, TILL_EVENT_CHECK_ASKED, NULL);
      seq = g_strdup_printf ("%" G_GINT64_FORMAT, record->last_seq);
      answer (seq);
    }
  else if (g_str_equal (words[0], "sell"))
    sell (journal, atoi (words[1]));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(TillTestClock) clock = till_test_clock_new ();
  g_autoptr(TillRandom) random = till_random_new ();
  TillJournal *journal = till_test_open (argv[1], clock, random, "T1", NULL);
  char line[256];

  answer ("open");
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_auto(GStrv) words = g_strsplit (g_strchomp (line), " ", -1);

      obey (journal, words);
    }

  till_journal_close (journal);
  g_object_unref (journal);

  return 0;
}
