/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-json-private.h"

/* json-glib 1.6 recurses without a limit, reads numbers that do not fit as others that do, and takes
 * comments, second roots and lone surrogates.  This walk has no recursion and takes nothing but RFC 8259,
 * within bounds; what it lets pass, json-glib reads as it is meant.
 */

#define MAX_DIGITS 18   /* always fits gint64 */

typedef struct
{
  char        closer;   /* '}' or ']' */
  GHashTable *names;    /* (nullable) (owned) set of the members so far, made with the first */
} Level;

typedef struct
{
  const char *at;
  const char *end;
  const char *reason;   /* (nullable) set once, where the walk stopped */
  guint       depth;
  guint       tokens;
  GString    *text;     /* (owned) the last string, unescaped */
  Level       levels[CONNECT_JSON_MAX_DEPTH];
} Walk;

static gboolean
stop (Walk       *walk,
      const char *reason)
{
  walk->reason = reason;

  return FALSE;
}

static char
peek (Walk *walk)
{
  return walk->at < walk->end ? *walk->at : '\0';
}

static char
next_after_space (Walk *walk)
{
  while (walk->at < walk->end && strchr (" \t\r\n", *walk->at) != NULL)
    walk->at++;

  return peek (walk);
}

static gboolean
count_token (Walk *walk)
{
  return ++walk->tokens <= CONNECT_JSON_MAX_TOKENS || stop (walk, "too many values");
}

static gboolean
walk_hex (Walk     *walk,
          gunichar *unit)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++, walk->at++)
    {
      if (!g_ascii_isxdigit (peek (walk)))
        return stop (walk, "bad \\u escape");
      *unit = *unit << 4 | (gunichar) g_ascii_xdigit_value (*walk->at);
    }

  return TRUE;
}

static gboolean
walk_unicode_escape (Walk *walk)
{
  gunichar unit;
  gunichar low;

  if (!walk_hex (walk, &unit))
    return FALSE;
  if (unit == 0)
    return stop (walk, "a NUL in a string");

  if (unit >= 0xd800 && unit < 0xdc00)
    {
      if (walk->end - walk->at < 2 || walk->at[0] != '\\' || walk->at[1] != 'u')
        return stop (walk, "a lone surrogate");
      walk->at += 2;
      if (!walk_hex (walk, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return stop (walk, "a lone surrogate");
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  else if (unit >= 0xdc00 && unit < 0xe000)
    {
      return stop (walk, "a lone surrogate");
    }
  g_string_append_unichar (walk->text, unit);

  return TRUE;
}

static gboolean
walk_escape (Walk *walk)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  char letter = peek (walk);
  const char *found;

  if (letter == 'u')
    {
      walk->at++;
      return walk_unicode_escape (walk);
    }

  found = letter != '\0' ? strchr (escapes, letter) : NULL;
  if (found == NULL)
    return stop (walk, "bad escape");
  g_string_append_c (walk->text, meanings[found - escapes]);
  walk->at++;

  return TRUE;
}

/* From the opening quote to after the closing one. */
static gboolean
walk_string (Walk *walk)
{
  g_string_truncate (walk->text, 0);
  walk->at++;
  while (walk->at < walk->end)
    {
      char byte = *walk->at++;

      if (byte == '"')
        return TRUE;
      if ((guchar) byte < 0x20)
        return stop (walk, "a control character in a string");
      if (byte != '\\')
        g_string_append_c (walk->text, byte);
      else if (!walk_escape (walk))
        return FALSE;
    }

  return stop (walk, "ends within a string");
}

static gsize
walk_digits (Walk *walk)
{
  const char *start = walk->at;

  while (g_ascii_isdigit (peek (walk)))
    walk->at++;

  return walk->at - start;
}

static gboolean
walk_number (Walk *walk)
{
  const char *first;
  gsize digits;

  if (peek (walk) == '-')
    walk->at++;
  first = walk->at;
  digits = walk_digits (walk);
  if (digits == 0 || (digits > 1 && *first == '0'))
    return stop (walk, "bad number");

  if (peek (walk) == '.')
    {
      gsize decimals;

      walk->at++;
      decimals = walk_digits (walk);
      if (decimals == 0)
        return stop (walk, "bad number");
      digits += decimals;
    }
  if (peek (walk) == 'e' || peek (walk) == 'E')
    return stop (walk, "a number with an exponent");

  return digits <= MAX_DIGITS || stop (walk, "a number with too many digits");
}

static gboolean
walk_word (Walk       *walk,
           const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (walk->end - walk->at) < length || memcmp (walk->at, word, length) != 0)
    return stop (walk, "no JSON value");
  walk->at += length;

  return TRUE;
}

/* A member's name and colon; stands on the value afterwards. */
static gboolean
walk_name (Walk *walk)
{
  Level *level = &walk->levels[walk->depth - 1];

  if (next_after_space (walk) != '"')
    return stop (walk, "a member without a name");
  if (!walk_string (walk))
    return FALSE;
  if (level->names == NULL)
    level->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_hash_table_add (level->names, g_strdup (walk->text->str)))
    return stop (walk, "a member twice");
  if (next_after_space (walk) != ':')
    return stop (walk, "a name without a value");
  walk->at++;

  return TRUE;
}

static gboolean
walk_open (Walk *walk)
{
  if (walk->depth == CONNECT_JSON_MAX_DEPTH)
    return stop (walk, "too deep");
  walk->levels[walk->depth++] = (Level) { .closer = *walk->at == '{' ? '}' : ']' };
  walk->at++;

  return TRUE;
}

static void
walk_close (Walk *walk)
{
  walk->depth--;
  g_clear_pointer (&walk->levels[walk->depth].names, g_hash_table_unref);
  walk->at++;
}

/* One value, or only the opening of it. */
static gboolean
walk_value (Walk *walk)
{
  char first = next_after_space (walk);

  if (!count_token (walk))
    return FALSE;
  if (first == '{' || first == '[')
    return walk_open (walk);
  if (first == '"')
    return walk_string (walk);
  if (first == '-' || g_ascii_isdigit (first))
    return walk_number (walk);

  return walk_word (walk, first == 't' ? "true" : first == 'f' ? "false" : "null");
}

/* What follows a value within its container: closings, then a comma unless all is closed. */
static gboolean
walk_after_value (Walk *walk)
{
  while (walk->depth > 0 && next_after_space (walk) == walk->levels[walk->depth - 1].closer)
    walk_close (walk);
  if (walk->depth == 0)
    return TRUE;
  if (next_after_space (walk) != ',')
    return stop (walk, "no comma between values");
  walk->at++;

  return TRUE;
}

static gboolean
walk_next (Walk *walk)
{
  Level *level = &walk->levels[walk->depth - 1];
  guint depth;

  if (level->closer == '}' && !walk_name (walk))
    return FALSE;
  depth = walk->depth;
  if (!walk_value (walk))
    return FALSE;

  /* Opened just now: an empty container is closed at once, another begins with a value and no comma. */
  if (walk->depth > depth && next_after_space (walk) != walk->levels[walk->depth - 1].closer)
    return TRUE;

  return walk_after_value (walk);
}

static gboolean
walk_document (Walk *walk)
{
  if (next_after_space (walk) != '{')
    return stop (walk, "the root is no object");
  walk->tokens = 1;
  if (!walk_open (walk))
    return FALSE;
  if (next_after_space (walk) == '}')
    walk_close (walk);
  while (walk->depth > 0)
    if (!walk_next (walk))
      return FALSE;

  next_after_space (walk);

  return walk->at == walk->end || stop (walk, "something after the root");
}

static guint
count_lines (const char *data,
             const char *end)
{
  guint line = 1;

  for (; data < end; data++)
    if (*data == '\n')
      line++;

  return line;
}

gboolean
connect_json_check (const char  *data,
                    gsize        length,
                    const char **reason,
                    guint       *line)
{
  Walk walk = { .at = data };
  const char *valid_end = data;
  gboolean passed;

  *line = 1;
  if (length > CONNECT_JSON_MAX_BYTES)
    {
      *reason = "too large";
      return FALSE;
    }
  if (length == 0 || !g_utf8_validate_len (data, length, &valid_end))
    {
      *line = count_lines (data, valid_end);
      *reason = length == 0 ? "empty" : "not UTF-8";
      return FALSE;
    }

  walk.end = data + length;
  walk.text = g_string_new (NULL);
  passed = walk_document (&walk);
  *line = count_lines (data, walk.at);

  /* What is still open is let go of; the place does not count any more. */
  while (walk.depth > 0)
    walk_close (&walk);
  g_string_free (walk.text, TRUE);
  *reason = walk.reason;

  return passed;
}
