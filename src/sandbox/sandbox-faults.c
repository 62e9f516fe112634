/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "connect-json.h"
#include "sandbox-fault-kinds.h"
#include "sandbox-faults.h"
#include "sandbox-routes.h"

#define MAX_FAULTS 1000

#define HEADER_NAME_CHARACTERS "-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

struct _SandboxFault
{
  const SandboxFaultKind *kind;
  JsonObject             *spec;      /* (owned) */
  const char             *call;      /* (nullable) owned by spec; NULL: every operation */
  const char             *reference; /* (nullable) owned by spec */
  gint64                  nth;       /* 0: not given; so are the next three */
  gint64                  from;
  gint64                  every;
  gint64                  times;
  gint64                  seen;
  gint64                  played;
};

struct _SandboxFaults
{
  GPtrArray *list;   /* (owned) (element-type SandboxFault) */
};

static void
fault_clear (gpointer data)
{
  SandboxFault *self = data;

  json_object_unref (self->spec);
}

static void
fault_unref (gpointer data)
{
  g_rc_box_release_full (data, fault_clear);
}

static gboolean refuse (GError     **error,
                        const char  *format,
                        ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError     **error,
        const char  *format,
        ...)
{
  va_list args;

  va_start (args, format);
  g_propagate_error (error, g_error_new_valist (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, format, args));
  va_end (args);

  return FALSE;
}

/* A misspelt member would be a fault that is silently another one. */
static gboolean
check_members (SandboxFault  *self,
               GError       **error)
{
  static const char * const common[] = {
    "call", "reference", "nth", "from", "every", "times", "fault", "executed", "headers", NULL
  };
  g_auto(GStrv) own = g_strsplit (self->kind->members, " ", -1);
  g_autoptr(GList) names = json_object_get_members (self->spec);

  for (GList *l = names; l != NULL; l = l->next)
    {
      if (!g_strv_contains (common, l->data) && !g_strv_contains ((const char * const *) own, l->data))
        return refuse (error, "\"%s\" is not a member of this fault", (char *) l->data);
    }

  return TRUE;
}

static gboolean
read_count (SandboxFault  *self,
            const char    *name,
            gint64        *count,
            GError       **error)
{
  *count = connect_json_get_integer (self->spec, name, 0);
  if (json_object_has_member (self->spec, name) && *count < 1)
    return refuse (error, "\"%s\" has to be a whole number from 1 on", name);

  return TRUE;
}

static gboolean
read_fault (SandboxFault  *self,
            GError       **error)
{
  const char *word = connect_json_get_string (self->spec, "fault", 64);

  self->kind = word != NULL ? sandbox_fault_kind_find (word) : NULL;
  if (self->kind == NULL)
    return refuse (error, "there is no fault \"%s\"", word != NULL ? word : "");

  self->call = connect_json_get_string (self->spec, "call", 64);
  if (g_strcmp0 (self->call, "any") == 0)
    self->call = NULL;
  if (self->call != NULL && !sandbox_routes_has_word (self->call))
    return refuse (error, "there is no call \"%s\"", self->call);
  self->reference = connect_json_get_string (self->spec, "reference", 64);

  return check_members (self, error) &&
         read_count (self, "nth", &self->nth, error) &&
         read_count (self, "from", &self->from, error) &&
         read_count (self, "every", &self->every, error) &&
         read_count (self, "times", &self->times, error);
}

/* What would break the head of an answer is not sent, however it got into a script. */
static gboolean
is_header_safe (const char *name,
                const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    {
      if (g_ascii_iscntrl (*p))
        return FALSE;
    }

  return name[0] != '\0' && name[strspn (name, HEADER_NAME_CHARACTERS)] == '\0';
}

static gboolean
fits (SandboxFault *self,
      const char   *call,
      const char   *merchant_reference)
{
  return (self->call == NULL || g_str_equal (self->call, call)) &&
         (self->reference == NULL || g_strcmp0 (self->reference, merchant_reference) == 0);
}

static gboolean
is_due (SandboxFault *self)
{
  return (self->nth == 0 || self->seen == self->nth) &&
         (self->from == 0 || self->seen >= self->from) &&
         (self->every == 0 || self->seen % self->every == 0) &&
         (self->times == 0 || self->played < self->times);
}

SandboxFaults *
sandbox_faults_new (void)
{
  SandboxFaults *self = g_new0 (SandboxFaults, 1);

  self->list = g_ptr_array_new_with_free_func (fault_unref);

  return self;
}

void
sandbox_faults_free (SandboxFaults *self)
{
  g_ptr_array_unref (self->list);
  g_free (self);
}

gboolean
sandbox_faults_add (SandboxFaults  *self,
                    JsonObject     *spec,
                    GError        **error)
{
  SandboxFault *fault;

  if (self->list->len >= MAX_FAULTS)
    return refuse (error, "too many faults");

  fault = g_rc_box_new0 (SandboxFault);
  fault->spec = json_object_ref (spec);
  if (!read_fault (fault, error))
    {
      fault_unref (fault);
      return FALSE;
    }
  g_ptr_array_add (self->list, fault);

  return TRUE;
}

void
sandbox_faults_clear (SandboxFaults *self)
{
  g_ptr_array_set_size (self->list, 0);
}

GPtrArray *
sandbox_faults_take (SandboxFaults *self,
                     const char    *call,
                     const char    *merchant_reference)
{
  g_autoptr(GPtrArray) taken = g_ptr_array_new_with_free_func (fault_unref);

  for (guint i = 0; i < self->list->len; i++)
    {
      SandboxFault *fault = g_ptr_array_index (self->list, i);

      if (!fits (fault, call, merchant_reference))
        continue;

      fault->seen++;
      if (is_due (fault))
        {
          fault->played++;
          g_ptr_array_add (taken, g_rc_box_acquire (fault));
        }
    }

  return taken->len > 0 ? g_steal_pointer (&taken) : NULL;
}

JsonArray *
sandbox_faults_to_json (SandboxFaults *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->list->len; i++)
    {
      SandboxFault *fault = g_ptr_array_index (self->list, i);
      g_autoptr(JsonNode) node = json_node_alloc ();
      g_autoptr(JsonNode) copy = NULL;
      JsonObject *object;

      json_node_init_object (node, fault->spec);
      copy = json_node_copy (node);
      object = json_object_new ();
      json_object_set_member (object, "given", g_steal_pointer (&copy));
      json_object_set_int_member (object, "seen", fault->seen);
      json_object_set_int_member (object, "played", fault->played);
      json_array_add_object_element (array, object);
    }

  return array;
}

const char *
sandbox_fault_get_word (SandboxFault *self)
{
  return self->kind->word;
}

void
sandbox_fault_prepare (SandboxFault *self,
                       gpointer      call)
{
  gboolean executed = self->kind->executed;

  if (json_object_has_member (self->spec, "executed"))
    executed = connect_json_get_boolean (self->spec, "executed");
  if (!executed)
    ((SandboxCall *) call)->unexecuted = TRUE;

  if (self->kind->prepare != NULL)
    self->kind->prepare (self->spec, call);
}

void
sandbox_fault_change (SandboxFault *self,
                      gpointer      call)
{
  SandboxAnswer *answer;
  JsonObject *headers = connect_json_get_object (self->spec, "headers");
  g_autoptr(GList) names = headers != NULL ? json_object_get_members (headers) : NULL;

  if (self->kind->change != NULL)
    self->kind->change (self->spec, call);

  answer = ((SandboxCall *) call)->answer;
  for (GList *l = names; l != NULL && answer != NULL; l = l->next)
    {
      const char *value = connect_json_get_string (headers, l->data, 1024);

      if (value != NULL && is_header_safe (l->data, value))
        sandbox_answer_set_header (answer, l->data, value);
    }
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

JsonObject *
sandbox_script_read (const char  *file,
                     GError     **error)
{
  g_autofree char *text = NULL;
  g_autofree char *wrapped = NULL;
  g_autoptr(JsonObject) script = NULL;

  if (!g_file_get_contents (file, &text, NULL, error))
    return NULL;

  /* A bare list is a script too. */
  g_strstrip (text);
  wrapped = text[0] == '[' ? g_strdup_printf ("{\"faults\":%s}", text) : g_strdup (text);

  script = connect_json_parse (wrapped, strlen (wrapped), NULL);
  if (!is_script (script))
    {
      refuse (error, "%s is no script: a JSON list of faults, or an object with \"faults\" "
                     "and perhaps \"tolerance\", \"skew\", \"offset\"", file);
      return NULL;
    }

  return g_steal_pointer (&script);
}
