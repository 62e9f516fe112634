/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "json-meaning.h"

typedef struct
{
  const char *at;
  const char *end;
} Text;

static gboolean append_value (Text    *text,
                              GString *meaning);
static void     append_node  (JsonNode *node,
                              GString  *meaning);

/* Length first: whatever a string holds, two different ones never look alike. */
static void
append_string (GString    *meaning,
               const char *string)
{
  g_string_append_printf (meaning, "\"%" G_GSIZE_FORMAT ":%s\"", strlen (string), string);
}

static void
append_double (GString *meaning,
               double   number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (meaning, "~%s", g_ascii_dtostr (digits, sizeof digits, number));
}

/* Members by name: json-glib keeps no order that could be compared. */
static void
append_members (GString    *meaning,
                GHashTable *members)
{
  g_autoptr(GList) names = g_list_sort (g_hash_table_get_keys (members), (GCompareFunc) strcmp);

  g_string_append_c (meaning, '{');
  for (GList *l = names; l != NULL; l = l->next)
    {
      append_string (meaning, l->data);
      g_string_append (meaning, g_hash_table_lookup (members, l->data));
    }
  g_string_append_c (meaning, '}');
}

/* json-glib */

static void
append_node_object (JsonObject *object,
                    GString    *meaning)
{
  g_autoptr(GHashTable) members = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr(GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    g_hash_table_insert (members, l->data, json_meaning_of_node (json_object_get_member (object, l->data)));
  append_members (meaning, members);
}

static void
append_node_value (JsonNode *node,
                   GString  *meaning)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      append_string (meaning, json_node_get_string (node));
      break;
    case G_TYPE_INT64:
      g_string_append_printf (meaning, "%" G_GINT64_FORMAT ";", json_node_get_int (node));
      break;
    case G_TYPE_DOUBLE:
      append_double (meaning, json_node_get_double (node));
      break;
    default:
      g_string_append (meaning, json_node_get_boolean (node) ? "true" : "false");
    }
}

static void
append_node (JsonNode *node,
             GString  *meaning)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      append_node_object (json_node_get_object (node), meaning);
      break;
    case JSON_NODE_ARRAY:
      g_string_append_c (meaning, '[');
      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        append_node (json_array_get_element (json_node_get_array (node), i), meaning);
      g_string_append_c (meaning, ']');
      break;
    case JSON_NODE_VALUE:
      append_node_value (node, meaning);
      break;
    case JSON_NODE_NULL:
    default:
      g_string_append (meaning, "null");
    }
}

char *
json_meaning_of_node (JsonNode *node)
{
  GString *meaning = g_string_new (NULL);

  append_node (node, meaning);

  return g_string_free (meaning, FALSE);
}

/* RFC 8259 */

static gboolean
skip (Text *text,
      char  wanted)
{
  while (text->at < text->end && strchr (" \t\r\n", *text->at) != NULL)
    text->at++;
  if (text->at == text->end || *text->at != wanted)
    return FALSE;
  text->at++;

  return TRUE;
}

static gboolean
read_unit (Text     *text,
           gunichar *unit)
{
  char digits[5] = { 0 };
  char *end;

  if (text->end - text->at < 4)
    return FALSE;
  memcpy (digits, text->at, 4);
  text->at += 4;
  *unit = (gunichar) g_ascii_strtoull (digits, &end, 16);

  return *end == '\0';
}

static gboolean
append_escape (Text    *text,
               GString *string)
{
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  char letter = text->at < text->end ? *text->at++ : '\0';
  const char *found = letter != '\0' ? strchr (letters, letter) : NULL;
  gunichar unit, low;

  if (found != NULL)
    {
      g_string_append_c (string, meanings[found - letters]);
      return TRUE;
    }
  if (letter != 'u' || !read_unit (text, &unit))
    return FALSE;
  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      if (text->end - text->at < 2 || memcmp (text->at, "\\u", 2) != 0)
        return FALSE;
      text->at += 2;
      if (!read_unit (text, &low))
        return FALSE;
      unit = 0x10000 + (unit - 0xd800) * 0x400 + (low - 0xdc00);
    }
  g_string_append_unichar (string, unit);

  return TRUE;
}

/* After the opening quote. */
static char *
read_string (Text *text)
{
  g_autoptr(GString) string = g_string_new (NULL);

  while (text->at < text->end)
    {
      char byte = *text->at++;

      if (byte == '"')
        return g_string_free (g_steal_pointer (&string), FALSE);
      if (byte != '\\')
        g_string_append_c (string, byte);
      else if (!append_escape (text, string))
        return NULL;
    }

  return NULL;
}

static gboolean
append_number (Text    *text,
               GString *meaning)
{
  gsize length = strspn (text->at, "-0123456789.");
  g_autofree char *digits = g_strndup (text->at, length);

  text->at += length;
  if (length == 0)
    return FALSE;
  if (strchr (digits, '.') != NULL)
    append_double (meaning, g_ascii_strtod (digits, NULL));
  else
    g_string_append_printf (meaning, "%" G_GINT64_FORMAT ";", g_ascii_strtoll (digits, NULL, 10));

  return TRUE;
}

static gboolean
append_object (Text    *text,
               GString *meaning)
{
  g_autoptr(GHashTable) members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gboolean is_closed = skip (text, '}');

  while (!is_closed)
    {
      g_autoptr(GString) value = g_string_new (NULL);
      char *name = skip (text, '"') ? read_string (text) : NULL;

      if (name == NULL)
        return FALSE;
      if (!skip (text, ':') || !append_value (text, value))
        {
          g_free (name);
          return FALSE;
        }
      g_hash_table_insert (members, name, g_string_free (g_steal_pointer (&value), FALSE));
      is_closed = skip (text, '}');
      if (!is_closed && !skip (text, ','))
        return FALSE;
    }
  append_members (meaning, members);

  return TRUE;
}

static gboolean
append_array (Text    *text,
              GString *meaning)
{
  gboolean is_closed = skip (text, ']');

  g_string_append_c (meaning, '[');
  while (!is_closed)
    {
      if (!append_value (text, meaning))
        return FALSE;
      is_closed = skip (text, ']');
      if (!is_closed && !skip (text, ','))
        return FALSE;
    }
  g_string_append_c (meaning, ']');

  return TRUE;
}

static gboolean
append_word (Text    *text,
             GString *meaning)
{
  static const char * const words[] = { "true", "false", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strncmp (text->at, words[i], strlen (words[i])) == 0)
      {
        g_string_append (meaning, words[i]);
        text->at += strlen (words[i]);
        return TRUE;
      }

  return append_number (text, meaning);
}

static gboolean
append_value (Text    *text,
              GString *meaning)
{
  if (skip (text, '{'))
    return append_object (text, meaning);
  if (skip (text, '['))
    return append_array (text, meaning);
  if (skip (text, '"'))
    {
      g_autofree char *string = read_string (text);

      if (string != NULL)
        append_string (meaning, string);
      return string != NULL;
    }

  return append_word (text, meaning);
}

char *
json_meaning_of_text (const char *text,
                      gsize       length)
{
  g_autofree char *copy = g_strndup (text, length);
  Text rest = { copy, copy + strlen (copy) };
  g_autoptr(GString) meaning = g_string_new (NULL);

  if (!append_value (&rest, meaning) || skip (&rest, '\0') || rest.at != rest.end)
    return NULL;

  return g_string_free (g_steal_pointer (&meaning), FALSE);
}
