/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-json.h"
#include "sandbox-fault-edits.h"

#define MAX_TEXT (64 * 1024)

/* 65 bytes that claim 60 000 × 60 000 pixels, and a white picture without a code. */
#define PICTURE_BOMB \
  "iVBORw0KGgoAAAANSUhEUgAA6mAAAOpgCAIAAAAPsOIVAAAACElEQVR42gMAAAAAAW/dyZEAAAAASUVORK5CYII="
#define PICTURE_BLANK \
  "iVBORw0KGgoAAAANSUhEUgAAASgAAAEoAQAAAADDfFG0AAAAPElEQVR42u3KoQEAAAwCIP9/Wl9YW4FMehHLsizLsizLsizLsiz" \
  "LsizLsizLsizLsizLsizLsh7WAPAMn6/+nKVEAAAAAElFTkSuQmCC"

static JsonNode *
parse_answer (SandboxCall *call)
{
  gsize length;
  const char *data;
  g_autofree char *text = NULL;

  if (call->answer == NULL)
    return NULL;

  data = g_bytes_get_data (call->answer->body, &length);
  text = g_strndup (data, length);

  return json_from_string (text, NULL);
}

static void
set_json (SandboxCall *call,
          JsonNode    *root)
{
  char *text = json_to_string (root, FALSE);

  sandbox_answer_set_body (call->answer, g_bytes_new_take (text, strlen (text)));
}

static gboolean
find_position (JsonArray  *array,
               const char *name,
               guint64    *position)
{
  return json_array_get_length (array) > 0
         && g_ascii_string_to_unsigned (name, 10, 0, json_array_get_length (array) - 1, position, NULL);
}

/* One step of a path: a member of an object or an element of a list. */
static JsonNode *
step_into (JsonNode   *node,
           const char *name)
{
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), name);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      guint64 position;

      if (find_position (array, name, &position))
        return json_array_get_element (array, (guint) position);
    }

  return NULL;
}

static void
set_picture_value (JsonArray  *pairs,
                   guint       index,
                   const char *value)
{
  JsonNode *node = json_array_get_element (pairs, index);

  if (JSON_NODE_HOLDS_OBJECT (node) &&
      g_strcmp0 (connect_json_get_string (json_node_get_object (node), "key", 64), "QRCODE") == 0)
    json_object_set_string_member (json_node_get_object (node), "value", value);
}

/* The first half of the picture that the answer holds. */
static char *
half_picture (JsonArray *pairs)
{
  for (guint i = 0; i < json_array_get_length (pairs); i++)
    {
      JsonNode *node = json_array_get_element (pairs, i);
      const char *value = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        value = connect_json_get_string (json_node_get_object (node), "value", MAX_TEXT);
      if (value != NULL && g_str_has_prefix (value, "iVBOR"))
        return g_strndup (value, strlen (value) / 8 * 4);
    }

  return g_strdup ("");
}

static char *
make_picture (JsonObject *spec,
              JsonArray  *pairs)
{
  const char *kind = connect_json_get_string (spec, "kind", 16);
  const char *base64 = connect_json_get_string (spec, "base64", MAX_TEXT);

  if (base64 != NULL)
    return g_strdup (base64);
  if (g_strcmp0 (kind, "blank") == 0)
    return g_strdup (PICTURE_BLANK);
  if (g_strcmp0 (kind, "half") == 0)
    return half_picture (pairs);
  if (g_strcmp0 (kind, "text") == 0)
    return g_base64_encode ((const guint8 *) "no picture", 10);

  return g_strdup (PICTURE_BOMB);
}

void
sandbox_fault_garble (JsonObject  *spec,
                      SandboxCall *call)
{
  guint8 *garbled;
  gsize length;

  if (call->answer == NULL)
    return;

  garbled = g_bytes_unref_to_data (g_steal_pointer (&call->answer->body), &length);
  for (gsize i = length / 2; i < length; i++)
    garbled[i] ^= 0x80;
  call->answer->body = g_bytes_new_take (garbled, length);
}

void
sandbox_fault_set_type (JsonObject  *spec,
                        SandboxCall *call)
{
  const char *type = connect_json_get_string (spec, "type", 128);

  if (call->answer == NULL || type == NULL)
    return;

  g_free (call->answer->content_type);
  call->answer->content_type = g_strdup (type);
}

void
sandbox_fault_set_body (JsonObject  *spec,
                        SandboxCall *call)
{
  const char *text = connect_json_get_string (spec, "text", MAX_TEXT);
  const char *base64 = connect_json_get_string (spec, "base64", MAX_TEXT);
  guchar *bytes;
  gsize length;

  if (call->answer == NULL)
    return;

  sandbox_fault_set_type (spec, call);
  if (base64 != NULL)
    {
      bytes = g_base64_decode (base64, &length);
      sandbox_answer_set_body (call->answer, g_bytes_new_take (bytes, length));
    }
  else
    sandbox_answer_set_body (call->answer, g_bytes_new (text, text != NULL ? strlen (text) : 0));
}

/* @value NULL: removed. */
static void
put_member (JsonObject *object,
            const char *name,
            JsonNode   *value)
{
  if (value != NULL)
    json_object_set_member (object, name, json_node_copy (value));
  else
    json_object_remove_member (object, name);
}

/* A list of json-glib's has no way to put something in the middle: it is made anew, in place. */
static void
put_element (JsonArray  *array,
             const char *name,
             JsonNode   *value)
{
  guint length = json_array_get_length (array);
  guint64 position;

  if (!find_position (array, name, &position))
    return;

  for (guint i = 0; i < length; i++)
    {
      g_autoptr(JsonNode) element = json_array_dup_element (array, 0);

      json_array_remove_element (array, 0);
      if (i != position)
        json_array_add_element (array, g_steal_pointer (&element));
      else if (value != NULL)
        json_array_add_element (array, json_node_copy (value));
    }
}

void
sandbox_fault_replace (JsonObject  *spec,
                       SandboxCall *call)
{
  g_autoptr(JsonNode) root = parse_answer (call);
  const char *member = connect_json_get_string (spec, "member", 256);
  JsonNode *node = root;
  g_auto(GStrv) path = g_strsplit (member != NULL ? member : "", ".", -1);
  guint length = g_strv_length (path);

  for (guint i = 0; i + 1 < length; i++)
    node = step_into (node, path[i]);

  if (node == NULL)
    return;

  if (JSON_NODE_HOLDS_OBJECT (node))
    put_member (json_node_get_object (node), path[length - 1], json_object_get_member (spec, "value"));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    put_element (json_node_get_array (node), path[length - 1], json_object_get_member (spec, "value"));
  set_json (call, root);
}

void
sandbox_fault_set_picture (JsonObject  *spec,
                           SandboxCall *call)
{
  g_autoptr(JsonNode) root = parse_answer (call);
  g_autofree char *picture = NULL;
  JsonNode *pairs = step_into (step_into (root, "merchantAction"), "showData");

  if (pairs == NULL || !JSON_NODE_HOLDS_ARRAY (pairs))
    return;

  picture = make_picture (spec, json_node_get_array (pairs));
  for (guint i = 0; i < json_array_get_length (json_node_get_array (pairs)); i++)
    set_picture_value (json_node_get_array (pairs), i, picture);
  set_json (call, root);
}

void
sandbox_fault_compress (JsonObject  *spec,
                        SandboxCall *call)
{
  g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  g_autoptr(GInputStream) plain = NULL;
  g_autoptr(GInputStream) packed = NULL;
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();

  if (call->answer == NULL)
    return;

  plain = g_memory_input_stream_new_from_bytes (call->answer->body);
  packed = g_converter_input_stream_new (plain, G_CONVERTER (compressor));
  if (g_output_stream_splice (memory, packed, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL) < 0)
    return;

  sandbox_answer_set_body (call->answer, g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory)));
  sandbox_answer_set_header (call->answer, "Content-Encoding", "gzip");
}
