/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-log.h"

#define MAX_ENTRIES 10000

struct _SandboxLog
{
  GQueue  entries;   /* (element-type SandboxLogEntry) (owned) oldest first */
  guint64 count;
};

static void
entry_clear (gpointer data)
{
  SandboxLogEntry *entry = data;

  g_free (entry->method);
  g_free (entry->target);
  g_free (entry->call);
  g_free (entry->payment_id);
  g_free (entry->merchant_reference);
  g_free (entry->idempotence_key);
  g_free (entry->faults);
}

static void
set_string (JsonObject *object,
            const char *name,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

static JsonObject *
entry_to_json (SandboxLogEntry *entry)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "number", (gint64) entry->number);
  json_object_set_string_member (object, "method", entry->method);
  json_object_set_string_member (object, "target", entry->target);
  set_string (object, "call", entry->call);
  set_string (object, "paymentId", entry->payment_id);
  set_string (object, "merchantReference", entry->merchant_reference);
  set_string (object, "idempotenceKey", entry->idempotence_key);
  set_string (object, "faults", entry->faults);
  json_object_set_int_member (object, "status", entry->status);
  json_object_set_int_member (object, "started", entry->started);
  if (entry->ended != 0)
    json_object_set_int_member (object, "ended", entry->ended);

  return object;
}

SandboxLog *
sandbox_log_new (void)
{
  SandboxLog *self = g_new0 (SandboxLog, 1);

  g_queue_init (&self->entries);

  return self;
}

void
sandbox_log_free (SandboxLog *self)
{
  sandbox_log_clear (self);
  g_free (self);
}

SandboxLogEntry *
sandbox_log_add (SandboxLog *self,
                 const char *method,
                 const char *target)
{
  SandboxLogEntry *entry = g_rc_box_new0 (SandboxLogEntry);

  entry->number = ++self->count;
  entry->method = g_strdup (method);
  entry->target = g_strdup (target);
  entry->started = g_get_real_time ();

  g_queue_push_tail (&self->entries, g_rc_box_acquire (entry));
  if (g_queue_get_length (&self->entries) > MAX_ENTRIES)
    sandbox_log_entry_unref (g_queue_pop_head (&self->entries));

  return entry;
}

void
sandbox_log_clear (SandboxLog *self)
{
  g_queue_clear_full (&self->entries, (GDestroyNotify) sandbox_log_entry_unref);
}

JsonArray *
sandbox_log_to_json (SandboxLog *self)
{
  JsonArray *array = json_array_new ();

  for (GList *l = self->entries.head; l != NULL; l = l->next)
    json_array_add_object_element (array, entry_to_json (l->data));

  return array;
}

void
sandbox_log_entry_end (SandboxLogEntry *entry)
{
  if (entry->ended == 0)
    entry->ended = g_get_real_time ();
}

void
sandbox_log_entry_unref (SandboxLogEntry *entry)
{
  g_rc_box_release_full (entry, entry_clear);
}
