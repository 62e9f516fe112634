/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "connect-json.h"
#include "sandbox-script.h"

/* The line on which the fault with this number begins, counted from 0, in a text that is a script: behind so many
 * commas of its list.
 */
static guint
line_of_fault (const char *text,
               guint       number)
{
  guint line = 1;
  guint depth = 0;
  guint list_depth = text[strspn (text, " \t\r\n")] == '[' ? 1 : 2;
  gboolean in_string = FALSE;
  gboolean in_list = FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (in_list && number == 0 && !g_ascii_isspace (*p))
        break;
      if (*p == '\n')
        line++;
      else if (in_string && *p == '\\')
        p++;
      else if (*p == '"')
        in_string = !in_string;
      else if (in_string)
        continue;
      else if (*p == '[' || *p == '{')
        in_list |= ++depth == list_depth && *p == '[';
      else if (*p == ']' || *p == '}')
        depth--;
      else if (*p == ',' && in_list && depth == list_depth)
        number--;
    }

  return line;
}

static gboolean
is_script (JsonObject *script)
{
  static const char * const known[] = { "faults", "tolerance", "skew", "offset", NULL };
  g_autoptr(GList) names = script != NULL ? json_object_get_members (script) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      if (!g_strv_contains (known, l->data))
        return FALSE;
    }

  return script != NULL && connect_json_get_array (script, "faults") != NULL;
}

static JsonObject *
parse_script (const char  *text,
              GError     **error)
{
  /* A bare list is a script too.  No line is added, so that those of errors are right. */
  gboolean is_list = text[strspn (text, " \t\r\n")] == '[';
  g_autofree char *whole = is_list ? g_strconcat ("{\"faults\":", text, "}", NULL) : g_strdup (text);
  g_autoptr(GError) unread = NULL;
  g_autoptr(JsonObject) script = connect_json_parse (whole, strlen (whole), &unread);

  if (script == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, unread->message);
  else if (!is_script (script))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "a script is a JSON list of faults, or an object with \"faults\" and perhaps "
                         "\"tolerance\", \"skew\", \"offset\"");
  else
    return g_steal_pointer (&script);

  return NULL;
}

static gboolean
add_faults (SandboxFaults  *faults,
            JsonArray      *list,
            const char     *text,
            GError        **error)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      g_autoptr(GError) refused = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        g_set_error_literal (&refused, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "a fault is an object");
      else
        sandbox_faults_add (faults, json_node_get_object (node), &refused);
      if (refused != NULL)
        {
          g_propagate_prefixed_error (error, g_steal_pointer (&refused), "line %u: fault %u: ",
                                      line_of_fault (text, i), i + 1);
          return FALSE;
        }
    }

  return TRUE;
}

JsonObject *
sandbox_script_read (const char     *file,
                     SandboxFaults  *faults,
                     GError        **error)
{
  g_autofree char *text = NULL;
  g_autoptr(JsonObject) script = NULL;

  if (!g_file_get_contents (file, &text, NULL, error))
    return NULL;

  script = parse_script (text, error);
  if (script == NULL || !add_faults (faults, connect_json_get_array (script, "faults"), text, error))
    {
      g_prefix_error (error, "%s: ", file);
      return NULL;
    }

  return g_steal_pointer (&script);
}
