/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "connect-json.h"
#include "sandbox-fault-kinds.h"
#include "sandbox-fault-members.h"
#include "sandbox-faults.h"
#include "sandbox-routes.h"

#define MAX_FAULTS 1000

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
  if (!sandbox_fault_members_check (self->spec, word, self->kind->members, error))
    return FALSE;

  self->reference = connect_json_get_string (self->spec, "reference", 64);
  self->nth = connect_json_get_integer (self->spec, "nth", 0);
  self->from = connect_json_get_integer (self->spec, "from", 0);
  self->every = connect_json_get_integer (self->spec, "every", 0);
  self->times = connect_json_get_integer (self->spec, "times", 0);

  return TRUE;
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
    sandbox_answer_set_header (answer, l->data, connect_json_get_string (headers, l->data, 1024));
}
