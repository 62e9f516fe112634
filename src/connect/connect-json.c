/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-error.h"
#include "connect-json-private.h"

#define MAX_ID_LENGTH 64

/* The member as a plain value of @type, or NULL. */
static JsonNode *
get_value (JsonObject *object,
           const char *name,
           GType       type)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;

  return node;
}

JsonObject *
connect_json_parse (const char  *data,
                    gsize        length,
                    GError     **error)
{
  g_autoptr(JsonParser) parser = NULL;
  g_autoptr(JsonNode) root = NULL;
  const char *reason = NULL;
  guint line;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (!connect_json_check (data, length, &reason, &line))
    {
      g_set_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER, "JSON, line %u: %s", line, reason);
      return NULL;
    }

  parser = json_parser_new ();
  if (json_parser_load_from_data (parser, data, length, NULL))
    root = json_parser_steal_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER, "JSON: cannot be read");
      return NULL;
    }

  return json_node_dup_object (root);
}

const char *
connect_json_get_string (JsonObject *object,
                         const char *name,
                         gsize       max_chars)
{
  JsonNode *node = get_value (object, name, G_TYPE_STRING);
  const char *text = node != NULL ? json_node_get_string (node) : NULL;

  if (text == NULL || (gsize) g_utf8_strlen (text, -1) > max_chars)
    return NULL;

  return text;
}

gint64
connect_json_get_integer (JsonObject *object,
                          const char *name,
                          gint64      absent)
{
  JsonNode *node = get_value (object, name, G_TYPE_INT64);

  return node != NULL ? json_node_get_int (node) : absent;
}

gboolean
connect_json_get_boolean (JsonObject *object,
                          const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_BOOLEAN);

  return node != NULL && json_node_get_boolean (node);
}

JsonObject *
connect_json_get_object (JsonObject *object,
                         const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
connect_json_get_array (JsonObject *object,
                        const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

char *
connect_json_dup_word (JsonObject *object,
                       const char *name,
                       gsize       max_chars)
{
  const char *text = connect_json_get_string (object, name, G_MAXSIZE);

  if (text == NULL)
    return NULL;

  return g_utf8_substring (text, 0, MIN (max_chars, (gsize) g_utf8_strlen (text, -1)));
}

gboolean
connect_is_path_safe (const char *id)
{
  gsize length = id != NULL ? strlen (id) : 0;

  return length > 0
         && length <= MAX_ID_LENGTH
         && strspn (id, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-") == length;
}

char *
connect_json_dup_id (JsonObject *object,
                     const char *name)
{
  const char *id = connect_json_get_string (object, name, MAX_ID_LENGTH);

  return connect_is_path_safe (id) ? g_strdup (id) : NULL;
}
