/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-when.h"

static GDateTime *
to_local (gint64 time)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return g_date_time_to_local (utc);
}

char *
till_when_to_text (gint64 time,
                   gint64 now)
{
  g_autoptr(GDateTime) then = to_local (time);

  if (time >= till_when_start_of_day (now))
    /* Translators: time of day as strftime writes it */
    return g_date_time_format (then, _("%H:%M"));

  /* Translators: day and time of day as strftime writes them: 22 Nov, 12:03 */
  return g_date_time_format (then, _("%-d %b, %H:%M"));
}

gint64
till_when_start_of_day (gint64 now)
{
  g_autoptr(GDateTime) local = to_local (now);
  g_autoptr(GDateTime) midnight = g_date_time_new_local (g_date_time_get_year (local),
                                                         g_date_time_get_month (local),
                                                         g_date_time_get_day_of_month (local), 0, 0, 0);

  return g_date_time_to_unix (midnight) * G_USEC_PER_SEC;
}
