/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "connect-json.h"
#include "sandbox-fault-members.h"

#define MAX_TEXT (64 * 1024)

#define HEADER_NAME_CHARACTERS "-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"
#define BASE64_CHARACTERS      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="

typedef enum
{
  MEMBER_NUMBER,     /* whole, from min to max */
  MEMBER_TEXT,       /* at most max characters */
  MEMBER_WORD,       /* one of words */
  MEMBER_BASE64,
  MEMBER_BOOLEAN,
  MEMBER_HEADERS,    /* an object of names and values that an answer's head can hold */
  MEMBER_ANY,
} MemberType;

/* What each member may be; a row with a fault goes before the others of its name. */
static const struct
{
  const char *fault;   /* (nullable) every fault that takes it */
  const char *name;
  MemberType  type;
  gint64      min;
  gint64      max;
  const char *words;
} rules[] = {
  { NULL, "fault", MEMBER_TEXT, 0, 64, NULL },
  { NULL, "call", MEMBER_TEXT, 0, 64, NULL },
  { NULL, "reference", MEMBER_TEXT, 0, 64, NULL },
  { NULL, "nth", MEMBER_NUMBER, 1, G_MAXINT64, NULL },
  { NULL, "from", MEMBER_NUMBER, 1, G_MAXINT64, NULL },
  { NULL, "every", MEMBER_NUMBER, 1, G_MAXINT64, NULL },
  { NULL, "times", MEMBER_NUMBER, 1, G_MAXINT64, NULL },
  { NULL, "executed", MEMBER_BOOLEAN, 0, 0, NULL },
  { NULL, "headers", MEMBER_HEADERS, 0, 0, NULL },
  { NULL, "at", MEMBER_NUMBER, 0, G_MAXINT64, NULL },
  { NULL, "ms", MEMBER_NUMBER, 0, G_MAXINT64, NULL },
  { NULL, "bytes", MEMBER_NUMBER, 0, G_MAXINT64, NULL },
  { NULL, "depth", MEMBER_NUMBER, 0, G_MAXINT64, NULL },
  { NULL, "values", MEMBER_NUMBER, 0, G_MAXINT64, NULL },
  { NULL, "seconds", MEMBER_NUMBER, G_MININT64, G_MAXINT64, NULL },
  { "status", "code", MEMBER_NUMBER, 200, 599, NULL },
  { "redirect", "code", MEMBER_NUMBER, 300, 399, NULL },
  { NULL, "errorCode", MEMBER_TEXT, 0, 16, NULL },
  { NULL, "location", MEMBER_TEXT, 0, 1024, NULL },
  { NULL, "member", MEMBER_TEXT, 1, 256, NULL },
  { NULL, "value", MEMBER_ANY, 0, 0, NULL },
  { NULL, "text", MEMBER_TEXT, 0, MAX_TEXT, NULL },
  { NULL, "base64", MEMBER_BASE64, 0, MAX_TEXT, NULL },
  { NULL, "kind", MEMBER_WORD, 0, 0, "bomb blank half text" },
  { "status", "type", MEMBER_WORD, 0, 0, "json html empty" },
  { NULL, "type", MEMBER_TEXT, 0, 128, NULL },
};

/* Without these a fault changes nothing. */
static const struct
{
  const char *fault;
  const char *name;
} needed[] = {
  { "replace", "member" },
  { "replace", "value" },
  { "remove", "member" },
};

static gboolean
refuse (GError     **error,
        const char  *name,
        const char  *what)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "\"%s\" %s", name, what);

  return FALSE;
}

static gboolean
is_one_of (const char *word,
           const char *words)
{
  g_auto(GStrv) list = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char * const *) list, word);
}

/* What would break the head of an answer is not sent, however it got into a script. */
static gboolean
are_headers (JsonObject *headers)
{
  g_autoptr(GList) names = json_object_get_members (headers);

  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *name = l->data;
      const char *value = connect_json_get_string (headers, name, 1024);

      if (name[0] == '\0' || name[strspn (name, HEADER_NAME_CHARACTERS)] != '\0' || value == NULL)
        return FALSE;
      for (; *value != '\0'; value++)
        if (g_ascii_iscntrl (*value))
          return FALSE;
    }

  return TRUE;
}

static gboolean
is_number (JsonObject *spec,
           const char *name)
{
  return connect_json_get_integer (spec, name, 0) == connect_json_get_integer (spec, name, 1);
}

static gboolean
check_number (JsonObject  *spec,
              gsize        rule,
              GError     **error)
{
  gint64 number = connect_json_get_integer (spec, rules[rule].name, 0);
  g_autofree char *wanted = NULL;

  if (is_number (spec, rules[rule].name) && number >= rules[rule].min && number <= rules[rule].max)
    return TRUE;

  if (rules[rule].min == G_MININT64)
    wanted = g_strdup ("has to be a whole number");
  else if (rules[rule].max == G_MAXINT64)
    wanted = g_strdup_printf ("has to be a whole number from %" G_GINT64_FORMAT " on", rules[rule].min);
  else
    wanted = g_strdup_printf ("has to be a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                              rules[rule].min, rules[rule].max);

  return refuse (error, rules[rule].name, wanted);
}

static gboolean
check_text (JsonObject  *spec,
            gsize        rule,
            GError     **error)
{
  const char *text = connect_json_get_string (spec, rules[rule].name, (gsize) MAX (rules[rule].max, 64));
  g_autofree char *one_of = g_strconcat ("has to be one of: ", rules[rule].words, NULL);

  if (rules[rule].type == MEMBER_WORD)
    return (text != NULL && is_one_of (text, rules[rule].words)) || refuse (error, rules[rule].name, one_of);
  if (text == NULL || (gint64) strlen (text) < rules[rule].min)
    return refuse (error, rules[rule].name, "is no text, or too long");
  if (rules[rule].type == MEMBER_BASE64 && text[strspn (text, BASE64_CHARACTERS)] != '\0')
    return refuse (error, rules[rule].name, "is no Base64");

  return TRUE;
}

static gboolean
check_value (JsonObject  *spec,
             gsize        rule,
             GError     **error)
{
  const char *name = rules[rule].name;
  JsonNode *node = json_object_get_member (spec, name);

  switch (rules[rule].type)
    {
    case MEMBER_NUMBER:
      return check_number (spec, rule, error);
    case MEMBER_TEXT:
    case MEMBER_WORD:
    case MEMBER_BASE64:
      return check_text (spec, rule, error);
    case MEMBER_BOOLEAN:
      return (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
             || refuse (error, name, "has to be true or false");
    case MEMBER_HEADERS:
      return (JSON_NODE_HOLDS_OBJECT (node) && are_headers (json_node_get_object (node)))
             || refuse (error, name, "has to be an object of names and values of headers");
    case MEMBER_ANY:
    default:
      return TRUE;
    }
}

static gboolean
check_member (JsonObject  *spec,
              const char  *word,
              const char  *name,
              const char  *own,
              GError     **error)
{
  static const char common[] = "fault call reference nth from every times executed headers";

  if (!is_one_of (name, common) && !is_one_of (name, own))
    return refuse (error, name, "is not a member of this fault");

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_str_equal (rules[i].name, name) && (rules[i].fault == NULL || g_str_equal (rules[i].fault, word)))
      return check_value (spec, i, error);

  g_return_val_if_reached (FALSE);
}

gboolean
sandbox_fault_members_check (JsonObject  *spec,
                             const char  *word,
                             const char  *own,
                             GError     **error)
{
  g_autoptr(GList) names = json_object_get_members (spec);

  for (GList *l = names; l != NULL; l = l->next)
    if (!check_member (spec, word, l->data, own, error))
      return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    if (g_str_equal (needed[i].fault, word) && !json_object_has_member (spec, needed[i].name))
      return refuse (error, needed[i].name, "is missing");

  return TRUE;
}
