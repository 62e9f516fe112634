/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <glib/gi18n.h>

#include "ctl-report-print.h"
#include "till-json.h"
#include "till-words.h"

/** NameFunc: what people call a line's key. */
typedef const char *(*NameFunc) (const char *key);

static const char *
name_of_state (const char *key)
{
  TillPaymentState state;

  return till_payment_state_from_string (key, &state) ? till_standing_to_text (till_standing_of_state (state)) : key;
}

/* "  5  €124.35  Paid": numbers first, so that they stand under one another whatever the language. */
static void
print_lines (const char *title,
             GArray     *lines,
             NameFunc    name)
{
  if (lines->len == 0)
    return;

  g_print ("\n%s\n", title);
  for (guint i = 0; i < lines->len; i++)
    {
      const TillReportLine *line = &g_array_index (lines, TillReportLine, i);
      g_autofree char *money = till_money_format (&line->sum);

      g_print ("  %6u  %s%s%s\n", line->count, money, name != NULL ? "  " : "", name != NULL ? name (line->key) : "");
    }
}

static void
print_ids (const char *title,
           GPtrArray  *ids)
{
  if (ids->len == 0)
    return;

  g_print ("\n%s\n", title);
  for (guint i = 0; i < ids->len; i++)
    g_print ("  %s\n", (const char *) ids->pdata[i]);
}

gboolean
ctl_report_print (TillReport *report)
{
  g_autofree char *date = till_time_to_date (report->since);

  g_print ("%s\n", date);
  if (report->takings->len == 0 && report->totals->len == 0)
    g_print ("%s\n", _("Nothing was asked for on this day, and no money came."));
  print_lines (_("Takings"), report->takings, NULL);
  print_lines (_("Asked for on this day, as it stands now"), report->totals, name_of_state);
  print_lines (_("Refunds asked for on this day, as they stand now"), report->refunds, till_refund_state_to_text);
  print_ids (_("Paid late"), report->late);
  print_ids (_("Unresolved"), report->unresolved);
  print_ids (_("Needs a person"), report->attention);
  if (report->last_seq != 0)
    {
      g_autofree char *hash = till_hash_to_text (report->last_hash);
      g_autofree char *first = g_strdup_printf ("%" G_GINT64_FORMAT, report->first_seq);
      g_autofree char *last = g_strdup_printf ("%" G_GINT64_FORMAT, report->last_seq);

      g_print ("\n");
      /* Translators: numbers of the day's first and last step in the till's journal, and the last one's fingerprint */
      g_print (_("Journal %s to %s, %s"), first, last, hash);
      g_print ("\n");
    }

  return fflush (stdout) == 0;
}
