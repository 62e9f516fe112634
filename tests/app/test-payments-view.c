/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "till-payments-view.h"
#include "till-when.h"

#define NOW (G_GINT64_CONSTANT (1795600000) * G_USEC_PER_SEC)   /* a day in November */

/* Each chip means what it says; together they leave none out. */
static void
test_states (void)
{
  TillListFilter filter = { 0 };

  till_states_fill (TILL_STATES_PAID, &filter);
  g_assert_cmpuint (filter.states, ==, TILL_STATES (TILL_PAYMENT_PAID));
  till_states_fill (TILL_STATES_OPEN, &filter);
  g_assert_true (filter.only_unresolved && !filter.only_attention && filter.states == 0);
  till_states_fill (TILL_STATES_ATTENTION, &filter);
  g_assert_true (filter.only_attention && !filter.only_unresolved && filter.states == 0);
  till_states_fill (TILL_STATES_REFUSED, &filter);
  g_assert_cmpuint (filter.states, ==, TILL_STATES (TILL_PAYMENT_REFUSED));
  till_states_fill (TILL_STATES_OTHER, &filter);
  g_assert_cmpuint (filter.states, ==, TILL_STATES (TILL_PAYMENT_CANCELLED) | TILL_STATES (TILL_PAYMENT_EXPIRED)
                                       | TILL_STATES (TILL_PAYMENT_VOID));
  till_states_fill (TILL_STATES_ALL, &filter);
  g_assert_true (!filter.only_attention && !filter.only_unresolved && filter.states == 0);

  for (TillStates i = 1; i < TILL_N_STATES; i++)
    g_assert_cmpstr (till_states_to_text (i), !=, till_states_to_text (TILL_STATES_ALL));
}

static void
test_days (void)
{
  const gint64 today = till_when_start_of_day (NOW);
  TillListFilter filter = { 0 };

  till_days_fill (TILL_DAYS_TODAY, NOW, &filter);
  g_assert_cmpint (filter.since, ==, today);
  g_assert_cmpint (filter.until, ==, 0);
  till_days_fill (TILL_DAYS_YESTERDAY, NOW, &filter);
  g_assert_cmpint (filter.since, ==, till_when_start_of_day (today - 1));
  g_assert_cmpint (filter.until, ==, today);
  till_days_fill (TILL_DAYS_WEEK, NOW, &filter);
  g_assert_cmpint (filter.since, ==, today - 6 * G_TIME_SPAN_DAY);
  g_assert_cmpint (filter.until, ==, 0);
  till_days_fill (TILL_DAYS_MONTH, NOW, &filter);
  g_assert_cmpint (filter.since, ==, today - 30 * G_TIME_SPAN_DAY);
  till_days_fill (TILL_DAYS_ALL, NOW, &filter);
  g_assert_true (filter.since == 0 && filter.until == 0);
}

static void
add (TillSelection *selection,
     const char    *key,
     guint          n,
     gint64         amount,
     const char    *currency)
{
  TillReportLine line = { .key = g_intern_string (key), .count = n, .sum.amount = amount };

  g_strlcpy (line.sum.currency, currency, sizeof line.sum.currency);
  g_assert_true (till_report_add (selection->sums, &line, NULL));
}

static void
test_sums (void)
{
  g_autoptr(TillSelection) selection = till_selection_new (&(TillListFilter) { 0, }, TILL_SORT_TIME, FALSE);
  g_autoptr(GPtrArray) views = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  g_array_set_size (selection->chosen, 31);
  add (selection, TILL_SUM_PAID, 21, 61240, "EUR");
  add (selection, TILL_SUM_PAID, 1, 500, "JPY");
  add (selection, TILL_SUM_REFUNDED, 2, 1240, "EUR");
  add (selection, TILL_SUM_OPEN, 3, 2600, "EUR");

  views = till_payments_view_sums (selection);
  for (guint i = 0; i < views->len; i++)
    {
      const TillSumView *view = views->pdata[i];

      g_string_append_printf (text, "%s %s|", view->words, view->amount);
    }
  g_assert_cmpstr (text->str, ==, "31 payments so far … |21 paid €612.40|1 paid ¥500|2 refunds €12.40|3 not certain €26.00|");

  g_ptr_array_unref (g_steal_pointer (&views));
  selection->is_complete = TRUE;
  views = till_payments_view_sums (selection);
  g_assert_cmpstr (((TillSumView *) views->pdata[0])->words, ==, "31 payments");
}

static void
test_empty (void)
{
  TillEmptyView view = till_payments_view_empty (&(TillListFilter) { 0, });

  g_assert_cmpstr (view.title, ==, "No payments yet");
  g_assert_false (view.offers_all);
  view = till_payments_view_empty (&(TillListFilter) { .since = 1 });
  g_assert_cmpstr (view.title, ==, "No payments on these days");
  g_assert_true (view.offers_all);
  view = till_payments_view_empty (&(TillListFilter) { .text = "x", .since = 1 });
  g_assert_cmpstr (view.title, ==, "Nothing found");
  g_assert_true (view.offers_all);
  view = till_payments_view_empty (&(TillListFilter) { .states = TILL_STATES (TILL_PAYMENT_REFUSED) });
  g_assert_cmpstr (view.title, ==, "No such payments");
  g_assert_false (view.offers_all);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/payments-view/states", test_states);
  g_test_add_func ("/payments-view/days", test_days);
  g_test_add_func ("/payments-view/sums", test_sums);
  g_test_add_func ("/payments-view/empty", test_empty);

  return g_test_run ();
}
