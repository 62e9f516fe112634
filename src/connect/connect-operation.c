/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-answer-private.h"
#include "connect-call-private.h"
#include "connect-date.h"
#include "connect-exchange-private.h"
#include "connect-json-private.h"
#include "connect-operation-private.h"

#define JSON_TYPE      "application/json"
#define MAX_KEY_LENGTH 40

typedef struct
{
  /* input */
  const ConnectOperation *operation;
  char                   *target;     /* (owned) as in the request line */
  GBytes                 *body;       /* (nullable) (owned) */
  ConnectCall            *call;       /* (owned) */

  /* in progress */
  SoupMessage            *message;    /* (nullable) (owned) */
  gint64                  deadline;   /* of g_get_monotonic_time() */
  gint64                  offset;     /* seconds added to our clock for this signature */
  gint64                  sent_at;    /* our clock */
  gboolean                is_second;  /* signed by the platform's time, after a refusal */
} Run;

static void send_request (GTask        *task);
static void answered_cb  (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data);

static void
run_free (gpointer data)
{
  Run *self = data;

  g_free (self->target);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->call, connect_call_unref);
  g_clear_object (&self->message);
  g_free (self);
}

static gint64
our_clock (const ConnectClientCore *core)
{
  return core->now != NULL ? core->now (core->now_data) : g_get_real_time () / G_USEC_PER_SEC;
}

/* The headers, and the signature over these very values: libsoup adds none that is signed. */
static void
put_headers (Run                     *self,
             const ConnectClientCore *core)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (self->message);
  const char *content_type = self->body != NULL ? JSON_TYPE : NULL;
  g_autofree char *date = connect_date_format (self->sent_at + self->offset);
  g_autofree char *signature = NULL;
  g_autofree char *authorization = NULL;
  const char *key = self->operation->needs_key || g_strcmp0 (self->operation->method, "GET") != 0
                    ? self->call->idempotence_key : NULL;
  const ConnectHeader signed_headers[] = {
    { "X-GCS-ServerMetaInfo", core->meta },
    { "X-GCS-Idempotence-Key", key },
  };
  gsize n_signed = key != NULL ? 2 : 1;

  signature = connect_signer_sign (core->signer, self->operation->method, content_type, date,
                                   signed_headers, n_signed, self->target);
  authorization = connect_signer_authorize (core->signer, signature);

  soup_message_headers_replace (headers, "Date", date);
  soup_message_headers_replace (headers, "Authorization", authorization);
  for (gsize i = 0; i < n_signed; i++)
    soup_message_headers_replace (headers, signed_headers[i].name, signed_headers[i].value);
  if (self->body != NULL)
    soup_message_set_request_body_from_bytes (self->message, content_type, self->body);
}

static void
send_request (GTask *task)
{
  Run *self = g_task_get_task_data (task);
  ConnectClientCore *core = connect_client_get_core (g_task_get_source_object (task));
  g_autofree char *address = g_strconcat (core->endpoint, self->target, NULL);
  g_autoptr(GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);

  g_clear_object (&self->message);
  self->message = soup_message_new_from_uri (self->operation->method, uri);
  self->sent_at = our_clock (core);
  put_headers (self, core);
  connect_call_forget_answer (self->call);

  connect_exchange_run_async (core->session, self->message, self->call, self->deadline,
                              g_task_get_cancellable (task), answered_cb, g_object_ref (task));
}

/* The platform refuses what is signed by a clock that is off. Its own time is in its answer, so one more try
 * by that time tells a wrong clock from a wrong key, and lets the sale go on.
 */
static gboolean
should_sign_again (Run *self)
{
  gint64 difference = self->call->clock_skew - self->offset;

  return (self->call->http_status == 401 || self->call->http_status == 403)
         && self->call->is_connect_json
         && self->call->platform_date != CONNECT_DATE_UNKNOWN
         && ABS (difference) >= CONNECT_CLOCK_TOLERANCE
         && !self->is_second;
}

static gboolean
was_accepted (Run *self)
{
  return self->call->is_connect_json
         && self->call->http_status != 401
         && self->call->http_status != 403;
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Run *self = g_task_get_task_data (task);
  ConnectClient *client = g_task_get_source_object (task);
  ConnectClientCore *core = connect_client_get_core (client);
  g_autoptr(JsonObject) root = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  gpointer value = NULL;

  body = connect_exchange_run_finish (SOUP_SESSION (source), result, &error);
  if (body != NULL || g_error_matches (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER))
    root = connect_answer_read (self->message, body, (self->sent_at + our_clock (core)) / 2, self->call);
  if (body == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (self->call->is_connect_json && self->call->platform_date != CONNECT_DATE_UNKNOWN)
    connect_client_note_skew (client, self->call->clock_skew);

  if (should_sign_again (self))
    {
      self->is_second = TRUE;
      self->offset = self->call->clock_skew;
      send_request (task);
      return;
    }
  if (self->is_second && was_accepted (self))
    connect_client_set_clock_offset (client, self->offset);

  if (connect_answer_judge (self->call, root, self->operation->takes_result, &error))
    value = self->operation->read (root, core->endpoint, &error);
  if (value != NULL)
    g_task_return_pointer (task, value, self->operation->free_result);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static gboolean
is_key (const char *key)
{
  gsize length = strlen (key);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (key[i]))
      return FALSE;

  return length > 0 && length <= MAX_KEY_LENGTH;
}

static GTask *
new_task (ConnectClient          *client,
          const ConnectOperation *operation,
          GCancellable           *cancellable,
          GAsyncReadyCallback     callback,
          gpointer                user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);

  /* An answer that is in is given out, whatever was cancelled meanwhile: it may be of a payment. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, (gpointer) operation);

  return task;
}

void
connect_operation_refuse_async (ConnectClient          *client,
                                const ConnectOperation *operation,
                                const char             *reason,
                                GCancellable           *cancellable,
                                GAsyncReadyCallback     callback,
                                gpointer                user_data)
{
  g_autoptr(GTask) task = new_task (client, operation, cancellable, callback, user_data);

  g_task_return_new_error (task, CONNECT_ERROR, CONNECT_ERROR_INVALID, "%s", reason);
}

void
connect_operation_run_async (ConnectClient          *client,
                             const ConnectOperation *operation,
                             char                   *path,
                             GBytes                 *body,
                             ConnectCall            *call,
                             GCancellable           *cancellable,
                             GAsyncReadyCallback     callback,
                             gpointer                user_data)
{
  ConnectClientCore *core = connect_client_get_core (client);
  g_autofree char *owned_path = path;
  g_autoptr(GTask) task = NULL;
  guint limit = operation->needs_key ? core->create_ms : core->other_ms;
  Run *self;

  if ((operation->needs_key && (call == NULL || call->idempotence_key == NULL))
      || (call != NULL && call->idempotence_key != NULL && !is_key (call->idempotence_key)))
    {
      connect_operation_refuse_async (client, operation,
                                      "idempotence key: is not 1 to 40 printable ASCII characters",
                                      cancellable, callback, user_data);
      return;
    }

  task = new_task (client, operation, cancellable, callback, user_data);
  self = g_new0 (Run, 1);
  g_task_set_task_data (task, self, run_free);
  self->operation = operation;
  self->target = g_strconcat ("/v1/", core->merchant_id, owned_path, NULL);
  self->body = body != NULL ? g_bytes_ref (body) : NULL;
  self->call = call != NULL ? connect_call_ref (call) : connect_call_new (NULL);
  self->deadline = g_get_monotonic_time () + (gint64) limit * 1000;
  self->offset = core->clock_offset;
  send_request (task);
}

void
connect_operation_ask_about_async (ConnectClient          *client,
                                   const ConnectOperation *operation,
                                   const char             *collection,
                                   const char             *id,
                                   const char             *rest,
                                   ConnectCall            *call,
                                   GCancellable           *cancellable,
                                   GAsyncReadyCallback     callback,
                                   gpointer                user_data)
{
  if (!connect_is_path_safe (id))
    connect_operation_refuse_async (client, operation, "id: is not 1 to 64 of 0-9A-Za-z_-",
                                    cancellable, callback, user_data);
  else
    connect_operation_run_async (client, operation, g_strdup_printf ("/%s/%s%s", collection, id, rest), NULL,
                                 call, cancellable, callback, user_data);
}

gpointer
connect_operation_run_finish (ConnectClient           *client,
                              const ConnectOperation  *operation,
                              GAsyncResult            *result,
                              GError                 **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, (gpointer) operation), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
