/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "connect-currency.h"
#include "connect-date.h"
#include "connect-endpoint.h"
#include "connect-signer.h"

static const struct
{
  gint64      seconds;
  const char *text;
} dates[] = {
  { G_GINT64_CONSTANT (1795420800), "Mon, 23 Nov 2026 08:00:00 GMT" },
  { G_GINT64_CONSTANT (1402061983), "Fri, 06 Jun 2014 13:39:43 GMT" },
  { 0, "Thu, 01 Jan 1970 00:00:00 GMT" },
  { -1, "Wed, 31 Dec 1969 23:59:59 GMT" },
  { G_GINT64_CONSTANT (1709251199), "Thu, 29 Feb 2024 23:59:59 GMT" },
  { G_GINT64_CONSTANT (4102444800), "Fri, 01 Jan 2100 00:00:00 GMT" },
};

static void
check_format (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autofree char *text = connect_date_format (dates[i].seconds);

      g_assert_cmpstr (text, ==, dates[i].text);
      g_assert_cmpint (connect_date_parse (text), ==, dates[i].seconds);
    }
}

static void
test_parse (void)
{
  static const char * const unreadable[] = {
    "", " ", "GMT", "yesterday GMT",
    "Mon, 23 Nov 2026 08:00:00", "Mon, 23 Nov 2026 08:00:00 CET", "Mon, 23 Nov 2026 08:00:00 +0000",
    "Mon, 23 Nov 2026 08:00:00 +9999", "Mon, 23 Nov 2026 08:00:00 +99999999999999 GMT",
    "Mon, 23 Nov 2026 08:00:00 -9999 GMT",
    "Mon, 32 Nov 2026 08:00:00 GMT", "Mon, 00 Nov 2026 08:00:00 GMT", "Sun, 29 Feb 2026 08:00:00 GMT",
    "Mon, 23 Nov 2026 24:00:00 GMT", "Mon, 23 Nov 2026 08:60:00 GMT", "Mon, 23 Nov 2026 08:00:60 GMT",
    "Mon, 23 Nov 99999 08:00:00 GMT", "Mon, 23 Nov 0 08:00:00 GMT",
    "Sat, 23 Nov 997 08:00:00 GMT", "Mon, 23 Nov 0997 08:00:00 GMT", "Mon, 23 Nov 26 08:00:00 GMT",
    "Mon, 23 Xyz 2026 08:00:00 GMT", "Mon, Nov 2026 08:00:00 GMT", "2026-11-23T08:00:00Z",
    "Mon, 23 Nov 2026 08:00 GMT", "Mon, 23 Nov 2026 99999999999999999999:00:00 GMT",
    "\xff\xff\xff GMT",
  };

  g_assert_cmpint (connect_date_parse ("Fri, 6 Jun 2014 13:39:43 GMT"), ==, G_GINT64_CONSTANT (1402061983));
  g_assert_cmpint (connect_date_parse (NULL), ==, CONNECT_DATE_UNKNOWN);
  for (gsize i = 0; i < G_N_ELEMENTS (unreadable); i++)
    {
      g_autofree char *shown = g_strescape (unreadable[i], NULL);

      g_test_message ("%s", shown);
      g_assert_cmpint (connect_date_parse (unreadable[i]), ==, CONNECT_DATE_UNKNOWN);
    }
}

/* Nothing that goes over the wire may follow the language of the desktop. */
static void
check_wire (void)
{
  const ConnectHeader header = { "X-GCS-IDI", "v" };
  g_autofree char *canonical = connect_string_to_sign ("GET", NULL, "d", &header, 1, "/", TRUE);
  g_autofree char *endpoint = connect_endpoint_normalize ("HTTPS://API.I.EXAMPLE.COM", NULL);

  check_format ();
  g_assert_cmpstr (canonical, ==, "GET\n\nd\nx-gcs-idi:v\n/\n");
  g_assert_cmpstr (endpoint, ==, "https://api.i.example.com");
  g_assert_cmpint (connect_currency_exponent ("IDR"), ==, 2);
}

static void
test_locale (gconstpointer data)
{
  g_autofree char *locale = g_strconcat (data, ".UTF-8", NULL);

  if (setlocale (LC_ALL, locale) != NULL)
    check_wire ();
  else
    g_test_skip (locale);
  setlocale (LC_ALL, "C.UTF-8");
}

int
main (int   argc,
      char *argv[])
{
  static const char * const locales[] = { "zh_CN", "de_DE", "ar_EG", "fa_IR", "hi_IN", "ja_JP", "tr_TR" };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connect/date/format", check_wire);
  g_test_add_func ("/connect/date/parse", test_parse);
  for (gsize i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      g_autofree char *path = g_strconcat ("/connect/date/locale/", locales[i], NULL);

      g_test_add_data_func (path, locales[i], test_locale);
    }

  return g_test_run ();
}
