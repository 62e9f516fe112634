/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-json.h"
#include "sandbox-call.h"
#include "sandbox-wire.h"

static char *
request_target (SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);
  const char *query = g_uri_get_query (uri);

  return g_strconcat (g_uri_get_path (uri), query != NULL ? "?" : NULL, query, NULL);
}

static GHashTable *
read_query (SoupServerMessage *message)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  GHashTable *table = NULL;

  if (query != NULL)
    table = g_uri_parse_params (query, -1, "&", G_URI_PARAMS_NONE, NULL);

  return table != NULL ? table : g_hash_table_new (g_str_hash, g_str_equal);
}

static JsonObject *
read_body (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(GBytes) bytes = NULL;
  const char *data;
  gsize length;

  /* One that was too large was not kept. */
  if (body->length == 0 || !soup_message_body_get_accumulate (body))
    return NULL;

  bytes = soup_message_body_flatten (body);
  data = g_bytes_get_data (bytes, &length);

  return connect_json_parse (data, length, NULL);
}

SandboxCall *
sandbox_call_new (SandboxServer     *server,
                  SoupServerMessage *message)
{
  SandboxCall *self = g_new0 (SandboxCall, 1);

  self->server = server;
  self->message = g_object_ref (message);
  self->target = request_target (message);
  self->query = read_query (message);
  self->body = read_body (message);
  self->delivery.stop_at = -1;
  self->entry = sandbox_log_add (server->log, soup_server_message_get_method (message), self->target);
  self->entry->idempotence_key = g_strdup (sandbox_call_header (self, "X-GCS-Idempotence-Key"));

  return self;
}

void
sandbox_call_free (SandboxCall *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_clear_pointer (&self->wire, sandbox_wire_free);
  sandbox_log_entry_end (self->entry);
  sandbox_log_entry_unref (self->entry);
  g_clear_pointer (&self->answer, sandbox_answer_free);
  g_clear_pointer (&self->faults, g_ptr_array_unref);
  g_clear_pointer (&self->body, json_object_unref);
  g_hash_table_unref (self->query);
  g_strfreev (self->args);
  g_free (self->target);
  g_object_unref (self->message);
  g_free (self);
}

const char *
sandbox_call_header (SandboxCall *self,
                     const char  *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (self->message), name);
}

const char *
sandbox_call_query (SandboxCall *self,
                    const char  *name)
{
  return g_hash_table_lookup (self->query, name);
}

void
sandbox_call_wait (SandboxCall *self,
                   guint        ms,
                   GSourceFunc  callback)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);

  self->timer = ms > 0 ? g_timeout_source_new (ms) : g_idle_source_new ();
  g_source_set_priority (self->timer, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->timer, callback, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

void
sandbox_call_note_payment (SandboxCall *self,
                           const char  *id,
                           const char  *merchant_reference)
{
  g_free (self->entry->payment_id);
  self->entry->payment_id = g_strdup (id);
  if (merchant_reference != NULL)
    {
      g_free (self->entry->merchant_reference);
      self->entry->merchant_reference = g_strdup (merchant_reference);
    }
}
