/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-signer.h"

#define SIGNED_PREFIX "x-gcs"

typedef struct
{
  char *name;    /* (owned) lower case */
  char *value;   /* (owned) on one line */
} Line;

static void
line_clear (gpointer data)
{
  Line *line = data;

  g_free (line->name);
  g_free (line->value);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (((const Line *) a)->name, ((const Line *) b)->name);
}

/* A folded header is one line: each break, with the blanks that begin the next line, becomes one space. */
static char *
unfold (const char *value)
{
  GString *text = g_string_new (NULL);

  while (value != NULL && *value != '\0')
    {
      gsize line_break = strncmp (value, "\r\n", 2) == 0 ? 2 : *value == '\n' ? 1 : 0;

      if (line_break > 0)
        {
          value += line_break;
          value += strspn (value, " \t\v\f");
          g_string_append_c (text, ' ');
        }
      else
        {
          g_string_append_c (text, *value++);
        }
    }

  return g_strstrip (g_string_free (text, FALSE));
}

static GArray *
collect_lines (const ConnectHeader *headers,
               gsize                n_headers)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));

  g_array_set_clear_func (lines, line_clear);
  for (gsize i = 0; i < n_headers; i++)
    {
      Line line;

      /* ASCII rules: in a Turkish locale tolower() makes something else of an I. */
      if (g_ascii_strncasecmp (headers[i].name, SIGNED_PREFIX, strlen (SIGNED_PREFIX)) != 0)
        continue;
      line.name = g_ascii_strdown (headers[i].name, -1);
      line.value = unfold (headers[i].value);
      g_array_append_val (lines, line);
    }
  g_array_sort (lines, compare_lines);

  return lines;
}

/* %XX becomes the byte it stands for; what is no such escape stays; so does %00, which would end the text. */
static void
append_decoded (GString    *text,
                const char *query)
{
  for (const char *at = query; *at != '\0'; at++)
    {
      int high = *at == '%' ? g_ascii_xdigit_value (at[1]) : -1;
      int low = high >= 0 ? g_ascii_xdigit_value (at[2]) : -1;

      if (low >= 0 && high + low > 0)
        {
          g_string_append_c (text, (char) (high << 4 | low));
          at += 2;
        }
      else
        {
          g_string_append_c (text, *at);
        }
    }
}

char *
connect_string_to_sign (const char          *method,
                        const char          *content_type,
                        const char          *date,
                        const ConnectHeader *headers,
                        gsize                n_headers,
                        const char          *target,
                        gboolean             decode_query)
{
  g_autoptr(GArray) lines = NULL;
  const char *query;
  GString *text;

  g_return_val_if_fail (method != NULL && date != NULL && target != NULL, NULL);

  text = g_string_new (NULL);
  g_string_append_printf (text, "%s\n%s\n%s\n", method, content_type != NULL ? content_type : "", date);

  lines = collect_lines (headers, n_headers);
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);

      g_string_append_printf (text, "%s:%s\n", line->name, line->value);
    }

  query = decode_query ? strchr (target, '?') : NULL;
  g_string_append_len (text, target, query != NULL ? query - target : -1);
  if (query != NULL)
    append_decoded (text, query);
  g_string_append_c (text, '\n');

  return g_string_free (text, FALSE);
}
