/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ctl-output.h"
#include "ctl-span.h"
#include "till-report.h"

/* Which payments: the words that list, export and reconcile share. */

#define MINUTES_FORM "T00:00"

/* GLib wants a time, and seconds in it; ISO 8601 does not. */
static char *
complete_time (const char *text)
{
  const char *time = strchr (text, 'T');

  if (time == NULL)
    return g_strconcat (text, "T00:00:00", NULL);
  if (strlen (time) == strlen (MINUTES_FORM))
    return g_strconcat (text, ":00", NULL);

  return g_strdup (text);
}

/* The start of a day, or a moment, in local time. */
static gboolean
parse_moment (const char *text,
              gint64     *moment)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *whole = complete_time (text);
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (whole, zone);

  if (time == NULL)
    return FALSE;

  /* 0 would mean: any time. */
  *moment = MAX (g_date_time_to_unix (time) * G_USEC_PER_SEC, 1);

  return TRUE;
}

static gboolean
parse_end (const char *text,
           gint64     *end)
{
  gint64 start;

  return strchr (text, 'T') != NULL ? parse_moment (text, end) : till_report_day_bounds (text, 0, &start, end);
}

int
ctl_span_parse (CtlCall        *call,
                const char     *since,
                const char     *until,
                TillListFilter *filter)
{
  if ((since != NULL && !parse_moment (since, &filter->since))
      || (until != NULL && !parse_end (until, &filter->until)))
    return ctl_usage (call, _("This is not a date such as 2026-11-23."));

  return CTL_GO_ON;
}

int
ctl_span_parse_state (CtlCall        *call,
                      const char     *state,
                      TillListFilter *filter)
{
  TillPaymentState wanted;

  filter->only_unresolved = g_strcmp0 (state, "unresolved") == 0;
  if (state == NULL || filter->only_unresolved)
    return CTL_GO_ON;

  if (!till_payment_state_from_string (state, &wanted))
    return ctl_usage (call, _("There is no such state."));
  filter->states = TILL_STATES (wanted);

  return CTL_GO_ON;
}
