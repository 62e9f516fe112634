/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include <glib/gstdio.h>

#include "bench-journal.h"
#include "till-journal-private.h"

/* bench-payments [SMALL LARGE]: the office's list over a small and a large journal, side by side: how long until the
 * first rows are there, until the first of what is looked for, until all is read, and what it takes to hold. */

typedef struct
{
  guint  n;
  double made;
  double first_rows;
  double all_rows;
  double by_reference;
  double by_description;
  double rare_amount;
  double day;
  double mebibytes;
} Figures;

static double
ms_since (gint64 begin)
{
  return (double) (g_get_monotonic_time () - begin) / 1000;
}

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

static void
read_page (TillJournal   *journal,
           TillSelection *selection)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  till_journal_select_async (journal, selection, NULL, store_cb, &result);
  if (!till_journal_select_finish (journal, wait_for (&result), selection, &error))
    g_error ("%s", error->message);
}

/* The rows that a screen holds, as the list asks for them. */
static void
read_records (TillJournal   *journal,
              TillSelection *selection)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GPtrArray) records = NULL;

  for (guint i = 0; i < MIN (selection->chosen->len, 20); i++)
    g_array_append_val (rows, g_array_index (selection->chosen, TillSelected, i).row);
  till_journal_rows_async (journal, rows, NULL, store_cb, &result);
  records = till_journal_rows_finish (journal, wait_for (&result), NULL);
  g_assert (records->len == rows->len);
}

static double
first_result (TillJournal          *journal,
              const TillListFilter *filter)
{
  g_autoptr(TillSelection) selection = till_selection_new (filter, TILL_SORT_TIME, FALSE);
  gint64 begin = g_get_monotonic_time ();

  while (!selection->is_complete && selection->chosen->len == 0)
    read_page (journal, selection);
  g_assert (selection->chosen->len > 0);
  read_records (journal, selection);

  return ms_since (begin);
}

/* The median of five. */
static int
compare (const void *a,
         const void *b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

static double
median (TillJournal          *journal,
        const TillListFilter *filter)
{
  double times[5];

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    times[i] = first_result (journal, filter);
  qsort (times, G_N_ELEMENTS (times), sizeof times[0], compare);

  return times[G_N_ELEMENTS (times) / 2];
}

static double
held (void)
{
  return (double) mallinfo2 ().uordblks / 1024 / 1024;
}

static void
measure (const char *folder,
         Figures    *figures)
{
  g_autofree char *name = g_strdup_printf ("%u", figures->n);
  g_autofree char *path = g_build_filename (folder, name, "journal.db", NULL);
  g_autoptr(TillClock) clock = till_clock_new ();
  g_autoptr(TillRandom) random = till_random_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillSelection) all = NULL;
  g_autoptr(TillJournal) journal = NULL;
  gint64 now = g_get_real_time ();
  gint64 begin = g_get_monotonic_time ();
  double before;

  bench_journal_make (path, figures->n, now, 60 * G_USEC_PER_SEC, TRUE);
  figures->made = ms_since (begin);

  till_journal_open_async (path, clock, random, "T1", "bench", NULL, store_cb, &result);
  journal = till_journal_open_finish (wait_for (&result), NULL);
  before = held ();

  figures->first_rows = median (journal, &(TillListFilter) { 0, });
  figures->by_reference = median (journal, &(TillListFilter) { .text = "T1-000001" });
  figures->by_description = median (journal, &(TillListFilter) { .text = "birthday" });
  figures->rare_amount = first_result (journal, &(TillListFilter) { .text = "1.20" });
  figures->day = median (journal, &(TillListFilter) { .since = now - G_TIME_SPAN_DAY });

  begin = g_get_monotonic_time ();
  all = till_selection_new (&(TillListFilter) { 0, }, TILL_SORT_TIME, FALSE);
  while (!all->is_complete)
    read_page (journal, all);
  figures->all_rows = ms_since (begin);
  figures->mebibytes = held () - before;
  till_journal_close (journal);
}

static void
print (const char *what,
       double      small,
       double      large,
       const char *unit)
{
  printf ("%-44s %12.1f %12.1f %s\n", what, small, large, unit);
}

int
main (int    argc,
      char **argv)
{
  Figures small = { .n = argc > 1 ? (guint) atoi (argv[1]) : 1000 };
  Figures large = { .n = argc > 2 ? (guint) atoi (argv[2]) : 1000000 };
  g_autofree char *folder = g_dir_make_tmp ("till-bench-XXXXXX", NULL);

  measure (folder, &small);
  measure (folder, &large);

  printf ("%-44s %12u %12u payments\n", "", small.n, large.n);
  print ("journal made", small.made, large.made, "ms");
  print ("first rows", small.first_rows, large.first_rows, "ms");
  print ("first rows of a day", small.day, large.day, "ms");
  print ("oldest one found by its reference", small.by_reference, large.by_reference, "ms");
  print ("first found by its description", small.by_description, large.by_description, "ms");
  print ("first found by an amount", small.rare_amount, large.rare_amount, "ms");
  print ("all rows and their sums", small.all_rows, large.all_rows, "ms");
  print ("held for all rows", small.mebibytes, large.mebibytes, "MiB");
  printf ("journals are left in %s\n", folder);

  return 0;
}
