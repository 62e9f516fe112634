/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-error.h"
#include "connect-exchange-private.h"
#include "connect-idle-private.h"
#include "connect-json.h"

#define CONNECT_MS 5000          /* to a connection on which the request can start */
#define CHUNK      (16 * 1024)

typedef struct
{
  /* input */
  SoupSession  *session;          /* (owned) */
  SoupMessage  *message;          /* (owned) */
  ConnectCall  *call;             /* (owned) */

  /* in progress */
  GCancellable *inner;            /* (owned) what libsoup gets: ends by the caller's will, or by time */
  GSource      *caller_source;    /* (nullable) (owned) */
  GSource      *connect_source;   /* (nullable) (owned) */
  GSource      *total_source;     /* (nullable) (owned) */
  GSource      *read_source;      /* (nullable) (owned) */
  GInputStream *stream;           /* (nullable) (owned) */
  gboolean      is_over;          /* the task has returned; what libsoup still says is dropped */

  /* result */
  GByteArray   *body;             /* (owned) */
} Exchange;

static void sent_cb        (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data);
static void read_available (GTask        *task);

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
exchange_free (gpointer data)
{
  Exchange *self = data;

  /* Only now: an exchange that was cancelled is over for its caller before libsoup is done with it. */
  connect_idle_end (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->message);
  g_clear_pointer (&self->call, connect_call_unref);
  g_clear_object (&self->inner);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_free (self);
}

static gboolean
is_distrust (const GError *cause)
{
  return g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE)
         || g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE)
         || g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_NOT_TLS);
}

/* What a failure means to the caller follows from one fact: whether the request had started. */
static GError *
explain (Exchange     *self,
         const GError *cause)
{
  if (cause->domain == CONNECT_ERROR || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);
  if (self->call->may_have_left)
    return g_error_new (CONNECT_ERROR, CONNECT_ERROR_NO_ANSWER, "no whole answer: %s", cause->message);
  if (is_distrust (cause))
    return g_error_new (CONNECT_ERROR, CONNECT_ERROR_NOT_TRUSTED, "not trusted: %s", cause->message);

  return g_error_new (CONNECT_ERROR, CONNECT_ERROR_OFFLINE, "no connection: %s", cause->message);
}

static void
close_stream (Exchange *self)
{
  if (self->stream != NULL)
    g_input_stream_close (self->stream, self->inner, NULL);
  g_clear_object (&self->stream);
}

/* The only way out.  It does not wait for libsoup, which looks at no cancellable while a request waits for
 * one of the connections; a cancelled request that gets one later is dropped by libsoup before its first byte.
 */
static void
end (GTask        *task,
     const GError *cause)
{
  Exchange *self = g_task_get_task_data (task);

  self->is_over = TRUE;
  g_signal_handlers_disconnect_by_data (self->message, self);
  clear_source (&self->caller_source);
  clear_source (&self->connect_source);
  clear_source (&self->total_source);
  clear_source (&self->read_source);

  /* Closing waits for what has not been read yet, unless it is told that nobody wants it. */
  if (cause != NULL)
    g_cancellable_cancel (self->inner);
  close_stream (self);

  if (cause != NULL)
    g_task_return_error (task, explain (self, cause));
  else
    g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&self->body)),
                           (GDestroyNotify) g_bytes_unref);
}

static void
end_badly (GTask      *task,
           const char *reason)
{
  g_autoptr(GError) error = g_error_new_literal (CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER, reason);

  end (task, error);
}

static gboolean
caller_cancelled_cb (GCancellable *cancellable,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");

  end (task, error);

  return G_SOURCE_REMOVE;
}

static gboolean
time_is_up_cb (gpointer user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "the time is up");

  end (task, error);

  return G_SOURCE_REMOVE;
}

/* The last thing that libsoup does before it writes: until then not a byte of the request has left, from then
 * on nobody can say.
 */
static void
starting_cb (SoupMessage *message,
             Exchange    *self)
{
  self->call->may_have_left = TRUE;
  clear_source (&self->connect_source);
}

/* libsoup sends a read once more, when the connection that it had kept was dead.  Never on another one that it had
 * kept: that may be dead as well; and libsoup 3.2 would send at once, and where the first failure was found out in
 * the turn of the main loop that wrote the request, take its late news for the end of the second try: that one's
 * answer is lost, and a CRITICAL says so (async_send_request_return_result: assertion 'item->task != NULL').  A new
 * connection takes turns to make, and what fails on it is not sent a third time.  This holds beyond the exchange's
 * end(), as libsoup comes to it a turn later.
 */
static void
restarted_cb (SoupMessage *message,
              gpointer     user_data)
{
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
}

/* HTTP/1.1 only: what is not offered in the handshake cannot be chosen. */
static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  gpointer            user_data)
{
  static const char * const protocols[] = { "http/1.1", NULL };

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection))
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
}

static GSource *
attach (GTask       *task,
        GSource     *source,
        GSourceFunc  callback)
{
  g_source_set_callback (source, callback, task, NULL);
  g_source_attach (source, g_task_get_context (task));

  return source;
}

static void
watch_time (GTask  *task,
            gint64  deadline)
{
  Exchange *self = g_task_get_task_data (task);
  gint64 left = MAX (deadline - g_get_monotonic_time (), 0) / 1000;

  self->total_source = attach (task, g_timeout_source_new ((guint) MIN (left, G_MAXINT)), time_is_up_cb);
  self->connect_source = attach (task, g_timeout_source_new (CONNECT_MS), time_is_up_cb);
}

void
connect_exchange_run_async (SoupSession         *session,
                            SoupMessage         *message,
                            ConnectCall         *call,
                            gint64               deadline,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (session, cancellable, callback, user_data);
  Exchange *self = g_new0 (Exchange, 1);

  g_task_set_source_tag (task, connect_exchange_run_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, exchange_free);
  self->session = g_object_ref (session);
  self->message = g_object_ref (message);
  self->call = connect_call_ref (call);
  self->inner = g_cancellable_new ();
  connect_idle_begin (session);
  self->body = g_byte_array_new ();

  if (g_cancellable_is_cancelled (cancellable))
    {
      g_task_return_error_if_cancelled (task);
      return;
    }

  /* By a source, not by g_cancellable_connect(): that would run within the caller's g_cancellable_cancel(). */
  if (cancellable != NULL)
    self->caller_source = attach (task, g_cancellable_source_new (cancellable),
                                  G_SOURCE_FUNC (caller_cancelled_cb));
  watch_time (task, deadline);

  /* Without IDEMPOTENT each POST opens a connection of its own; with it libsoup still sends a POST once. */
  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
  g_signal_connect (message, "starting", G_CALLBACK (starting_cb), self);
  g_signal_connect (message, "restarted", G_CALLBACK (restarted_cb), NULL);
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), self);

  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, self->inner,
                           sent_cb, g_steal_pointer (&task));
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *self = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const char *encoding;
  g_autoptr(GError) error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->is_over)
    {
      close_stream (self);
      return;
    }
  if (self->stream == NULL)
    {
      end (task, error);
      return;
    }
  if (!self->call->may_have_left)
    {
      g_set_error (&error, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED, "the proxy answered %u",
                   soup_message_get_status (self->message));
      end (task, error);
      return;
    }

  encoding = soup_message_headers_get_list (headers, "Content-Encoding");
  if (encoding != NULL && g_ascii_strcasecmp (encoding, "identity") != 0)
    end_badly (task, "the answer is encoded");
  else if (soup_message_headers_get_content_length (headers) > CONNECT_JSON_MAX_BYTES)
    end_badly (task, "the answer is too large");
  else
    read_available (task);
}

static gboolean
readable_cb (GObject  *stream,
             gpointer  user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);
  Exchange *self = g_task_get_task_data (task);

  clear_source (&self->read_source);
  read_available (task);

  return G_SOURCE_REMOVE;
}

/* Keeps the task alive while nothing but this source knows of it. */
static void
wait_for_more (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);

  self->read_source = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (self->stream),
                                                             self->inner);
  g_source_set_callback (self->read_source, G_SOURCE_FUNC (readable_cb), g_object_ref (task), g_object_unref);
  g_source_attach (self->read_source, g_task_get_context (task));
}

static void
read_available (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);
  guint8 chunk[CHUNK];
  g_autoptr(GError) error = NULL;
  gssize n;

  while ((n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (self->stream), chunk,
                                                        sizeof chunk, self->inner, &error)) > 0)
    {
      if (self->body->len + n > CONNECT_JSON_MAX_BYTES)
        {
          end_badly (task, "the answer is too large");
          return;
        }
      g_byte_array_append (self->body, chunk, (guint) n);
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    wait_for_more (task);
  else
    end (task, error);
}

GBytes *
connect_exchange_run_finish (SoupSession   *session,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, session), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, connect_exchange_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
