/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/socket.h>

#include "sandbox-wire.h"

#define FILLER_BLOCK 65536

struct _SandboxWire
{
  SandboxCall     *call;
  SandboxWireDone  done;
  GIOStream       *stream;    /* (nullable) (owned) keeps the connection open */
  GSocket         *socket;    /* (owned) */
  GSource         *source;    /* (nullable) (owned) the one thing that is waited for */

  GString         *head;      /* (owned) */
  gint64           position;  /* bytes written of head, filler and body */
  gint64           end;       /* where to stop */
};

static void advance (SandboxWire *self);

static void
clear_source (SandboxWire *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

static void
wait_for (SandboxWire *self,
          GSource     *source,
          GSourceFunc  callback)
{
  clear_source (self);
  self->source = source;
  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static GString *
make_head (SandboxCall *call)
{
  SandboxAnswer *answer = call->answer;
  SoupMessageHeadersIter iter;
  const char *name, *value;
  GString *head = g_string_new (NULL);

  g_string_append_printf (head, "HTTP/1.1 %u %s\r\n", answer->status, soup_status_get_phrase (answer->status));
  soup_message_headers_iter_init (&iter, answer->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      if (!call->delivery.no_date || g_ascii_strcasecmp (name, "Date") != 0)
        g_string_append_printf (head, "%s: %s\r\n", name, value);
    }
  if (answer->content_type != NULL)
    g_string_append_printf (head, "Content-Type: %s\r\n", answer->content_type);
  g_string_append_printf (head, "Content-Length: %" G_GINT64_FORMAT "\r\nConnection: close\r\n\r\n",
                          call->delivery.filler + (gint64) g_bytes_get_size (answer->body));

  return head;
}

/* The bytes from the current position on, as many as lie together in memory. */
static const char *
next_bytes (SandboxWire *self,
            gsize       *length)
{
  static const char filler[FILLER_BLOCK] = { [0 ... FILLER_BLOCK - 1] = ' ' };
  gint64 at = self->position - (gint64) self->head->len;
  const char *body;
  gsize size;

  if (at < 0)
    {
      *length = (gsize) -at;
      return self->head->str + self->position;
    }

  if (at < self->call->delivery.filler)
    {
      *length = (gsize) MIN (self->call->delivery.filler - at, FILLER_BLOCK);
      return filler;
    }

  body = g_bytes_get_data (self->call->answer->body, &size);
  *length = size - (gsize) (at - self->call->delivery.filler);

  return body + (at - self->call->delivery.filler);
}

static gboolean
finish_cb (gpointer user_data)
{
  SandboxWire *self = user_data;

  self->done (self->call);

  return G_SOURCE_REMOVE;
}

static void
finish (SandboxWire *self)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  if (self->call->delivery.reset)
    setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  g_socket_close (self->socket, NULL);
  wait_for (self, g_idle_source_new (), finish_cb);
}

/* Nothing is sent any more; ends when the client does. */
static gboolean
hung_cb (GSocket      *socket,
         GIOCondition  condition,
         gpointer      user_data)
{
  SandboxWire *self = user_data;
  char buffer[4096];

  if (g_socket_receive_with_blocking (socket, buffer, sizeof buffer, FALSE, NULL, NULL) <= 0)
    finish (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
writable_cb (GSocket      *socket,
             GIOCondition  condition,
             gpointer      user_data)
{
  advance (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
paced_cb (gpointer user_data)
{
  advance (user_data);

  return G_SOURCE_CONTINUE;
}

static void
wait_to_go_on (SandboxWire *self)
{
  gboolean paced = self->call->delivery.pace > 0 && self->position >= (gint64) self->head->len;

  if (paced)
    wait_for (self, g_timeout_source_new (self->call->delivery.pace), paced_cb);
  else
    wait_for (self, g_socket_create_source (self->socket, G_IO_OUT, NULL), G_SOURCE_FUNC (writable_cb));
}

static void
advance (SandboxWire *self)
{
  g_autoptr(GError) error = NULL;
  const char *bytes;
  gsize length;
  gssize written;

  if (self->position >= self->end)
    {
      if (self->call->delivery.hang)
        wait_for (self, g_socket_create_source (self->socket, G_IO_IN | G_IO_HUP, NULL), G_SOURCE_FUNC (hung_cb));
      else
        finish (self);
      return;
    }

  bytes = next_bytes (self, &length);
  length = MIN (length, (gsize) (self->end - self->position));
  if (self->call->delivery.pace > 0 && self->position >= (gint64) self->head->len)
    length = 1;

  written = g_socket_send_with_blocking (self->socket, bytes, length, FALSE, NULL, &error);
  if (written > 0)
    self->position += written;
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    self->end = self->position;   /* the client has gone */

  wait_to_go_on (self);
}

static gboolean
start_cb (gpointer user_data)
{
  advance (user_data);

  return G_SOURCE_CONTINUE;
}

/* libsoup gives back a wrapper of the connection that it was given. */
static GSocket *
find_socket (GIOStream *stream)
{
  g_autoptr(GIOStream) base = NULL;

  if (G_IS_SOCKET_CONNECTION (stream))
    return g_object_ref (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)));

  g_object_get (stream, "base-iostream", &base, NULL);

  return g_object_ref (g_socket_connection_get_socket (G_SOCKET_CONNECTION (base)));
}

SandboxWire *
sandbox_wire_new (SandboxCall     *call,
                  SandboxWireDone  done)
{
  SandboxWire *self = g_new0 (SandboxWire, 1);

  self->call = call;
  self->done = done;
  self->stream = soup_server_message_steal_connection (call->message);
  self->socket = find_socket (self->stream);

  if (call->answer == NULL || call->delivery.silent)
    self->head = g_string_new (NULL);
  else
    {
      self->head = make_head (call);
      self->end = call->delivery.filler + (gint64) g_bytes_get_size (call->answer->body);
      if (call->delivery.stop_at >= 0)
        self->end = MIN (self->end, call->delivery.stop_at);
      self->end += (gint64) self->head->len;
    }

  wait_for (self, g_idle_source_new (), start_cb);

  return self;
}

void
sandbox_wire_free (SandboxWire *self)
{
  clear_source (self);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->stream);
  g_object_unref (self->socket);
  g_string_free (self->head, TRUE);
  g_free (self);
}
