/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-text.h"

#define ELLIPSIS     0x2026
#define REPLACEMENT  0xfffd
#define FIRST_STRONG 0x2068   /* … isolate */
#define POP_ISOLATE  0x2069

/* Of a text of any length no more is looked at. */
#define BYTES_MAX 4096

/* Blocks whose letters are written from right to left (Unicode 15, DerivedBidiClass: R and AL). */
static const struct
{
  gunichar first;
  gunichar last;
} right_to_left[] = {
  { 0x0590, 0x08ff },
  { 0xfb1d, 0xfdff },
  { 0xfe70, 0xfefe },
  { 0x10800, 0x10fff },
  { 0x1e800, 0x1efff },
};

static gboolean
is_joiner (gunichar c)
{
  return c == 0x200c || c == 0x200d;
}

gboolean
till_text_is_invisible (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  if (type == G_UNICODE_FORMAT)
    return !is_joiner (c);

  return type == G_UNICODE_CONTROL
         || type == G_UNICODE_LINE_SEPARATOR
         || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

static gboolean
is_right_to_left (gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS (right_to_left); i++)
    {
      if (c >= right_to_left[i].first && c <= right_to_left[i].last)
        return TRUE;
    }

  return FALSE;
}

/* A line end stands between words; other controls do not. */
static gboolean
is_line_end (gunichar c)
{
  return c == '\n' || c == '\r' || c == '\t' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Appends the next character of @text, if a person can see it, and steps over it. */
static void
take_character (GString     *clean,
                const char **text)
{
  gunichar read = g_utf8_get_char_validated (*text, -1);
  gboolean is_valid = read < (gunichar) -2;
  gunichar c = is_valid ? read : REPLACEMENT;

  *text += is_valid ? g_utf8_skip[(guchar) **text] : 1;

  if (is_line_end (c) && clean->len > 0 && !g_str_has_suffix (clean->str, " "))
    g_string_append_c (clean, ' ');
  else if (!till_text_is_invisible (c))
    g_string_append_unichar (clean, g_unichar_isprint (c) || is_joiner (c) ? c : REPLACEMENT);
}

char *
till_text_on_one_line (const char *foreign)
{
  GString *clean = g_string_new (NULL);
  const char *text = foreign != NULL ? foreign : "";

  while (*text != '\0')
    take_character (clean, &text);

  return g_string_free (clean, FALSE);
}

static gboolean
has_right_to_left (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (is_right_to_left (g_utf8_get_char (p)))
        return TRUE;
    }

  return FALSE;
}

static void
cut (GString *text)
{
  if (g_utf8_strlen (text->str, -1) >= TILL_TEXT_MAX)
    g_string_truncate (text, g_utf8_offset_to_pointer (text->str, TILL_TEXT_MAX - 1) - text->str);
  g_string_append_unichar (text, ELLIPSIS);
}

char *
till_text_for_people (const char *foreign)
{
  gsize length = foreign != NULL ? strlen (foreign) : 0;
  g_autofree char *looked_at = g_strndup (foreign, MIN (length, BYTES_MAX));
  g_autofree char *line = till_text_on_one_line (looked_at);
  GString *text = g_string_new (line);

  if (length > BYTES_MAX || g_utf8_strlen (line, -1) > TILL_TEXT_MAX)
    cut (text);

  if (has_right_to_left (line))
    {
      g_string_prepend_unichar (text, FIRST_STRONG);
      g_string_append_unichar (text, POP_ISOLATE);
    }

  return g_string_free (text, FALSE);
}
