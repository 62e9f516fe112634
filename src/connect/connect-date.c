/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <libsoup/soup.h>

#include "connect-date.h"

#define MAX_DATE_LENGTH 40

char *
connect_date_format (gint64 seconds)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (seconds);

  g_return_val_if_fail (date != NULL, NULL);

  return soup_date_time_to_string (date, SOUP_DATE_HTTP);
}

/* A Date header is GMT always.  libsoup takes other zones too, and an absurd offset for none at all; a clock
 * set by that would refuse every signature.
 */
static gboolean
is_gmt (const char *text)
{
  return strlen (text) <= MAX_DATE_LENGTH
         && g_str_has_suffix (text, " GMT")
         && strpbrk (text, "+-") == NULL;
}

/* libsoup takes years of any length, and moves what is below 1000: "997" becomes 2897. */
static gboolean
says_year_of (const char *text,
              GDateTime  *date)
{
  g_autofree char *year = g_strdup_printf (" %04d ", g_date_time_get_year (date));

  return g_date_time_get_year (date) >= 1000 && strstr (text, year) != NULL;
}

gint64
connect_date_parse (const char *text)
{
  g_autoptr(GDateTime) date = NULL;

  if (text == NULL || !is_gmt (text))
    return CONNECT_DATE_UNKNOWN;

  date = soup_date_time_new_from_http_string (text);

  return date != NULL && says_year_of (text, date) ? g_date_time_to_unix (date) : CONNECT_DATE_UNKNOWN;
}
