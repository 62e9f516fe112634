/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/socket.h>

#include "wire-proxy.h"

#define MAX_MESSAGE     (1024 * 1024)
#define MAX_CONNECTIONS 32

struct _WireProxy
{
  GSocketService *service;     /* (owned) */
  GSocketClient  *client;      /* (owned) */
  char           *upstream;    /* (owned) host and port */
  char           *endpoint;    /* (owned) */
  GCancellable   *stopped;     /* (owned) */

  GMutex          mutex;       /* for all below */
  GCond           idle;
  WirePlan        plan;
  GPtrArray      *requests;    /* (owned) (element-type utf8) heads */
  GString        *last;        /* (nullable) (owned) the server's last answer */
  guint           n_serving;
};

/* 0 when the head names no length. */
static gsize
body_length (const char *head)
{
  g_autofree char *lower = g_ascii_strdown (head, -1);
  const char *found = strstr (lower, "\r\ncontent-length:");

  return found != NULL ? (gsize) g_ascii_strtoull (found + strlen ("\r\ncontent-length:"), NULL, 10) : 0;
}

/* A request or an answer, whole; NULL when the other side has gone. */
static GString *
read_message (WireProxy    *self,
              GInputStream *input)
{
  g_autoptr(GString) message = g_string_new (NULL);
  gsize length;
  gsize head;
  char byte;

  while (!g_str_has_suffix (message->str, "\r\n\r\n"))
    {
      if (message->len > MAX_MESSAGE || g_input_stream_read (input, &byte, 1, self->stopped, NULL) != 1)
        return NULL;
      g_string_append_c (message, byte);
    }

  head = message->len;
  length = body_length (message->str);
  g_string_set_size (message, head + length);
  if (length > 0 && !g_input_stream_read_all (input, message->str + head, length, NULL, self->stopped, NULL))
    return NULL;

  return g_steal_pointer (&message);
}

static gboolean
write_slowly (WireProxy     *self,
              GOutputStream *output,
              const GString *bytes,
              guint          drip_us)
{
  gsize step = drip_us > 0 ? 1 : MAX (bytes->len, 1);

  for (gsize at = 0; at < bytes->len; at += step)
    {
      if (!g_output_stream_write_all (output, bytes->str + at, step, NULL, self->stopped, NULL))
        return FALSE;
      if (drip_us > 0)
        g_usleep (drip_us);
    }

  return TRUE;
}

static void
end_cut (WireProxy         *self,
         GSocketConnection *connection,
         WireEnd            end)
{
  struct linger reset = { .l_onoff = 1, .l_linger = 0 };
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  char byte;

  if (end == WIRE_RESET)
    setsockopt (g_socket_get_fd (g_socket_connection_get_socket (connection)), SOL_SOCKET, SO_LINGER,
                &reset, sizeof reset);
  else if (end == WIRE_STALL)
    while (g_input_stream_read (input, &byte, 1, self->stopped, NULL) == 1)
      ;
}

static WirePlan
note_request (WireProxy     *self,
              const GString *request)
{
  WirePlan plan;

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->requests, g_strdup (request->str));
  plan = self->plan;
  g_mutex_unlock (&self->mutex);

  return plan;
}

/* Whether the connection goes on. */
static gboolean
pass_on (WireProxy         *self,
         GSocketConnection *connection,
         GString           *answer,
         const WirePlan    *plan)
{
  if (plan->repeat_at >= 0 && plan->repeat_at < (gssize) answer->len)
    g_string_insert_c (answer, plan->repeat_at, answer->str[plan->repeat_at]);
  if (plan->twice)
    {
      g_autofree char *copy = g_memdup2 (answer->str, answer->len);

      g_string_append_len (answer, copy, (gssize) answer->len);
    }
  if (plan->cut_at >= 0)
    g_string_truncate (answer, (gsize) plan->cut_at);

  g_usleep (plan->delay_us);
  if (!write_slowly (self, g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer, plan->drip_us))
    return FALSE;
  if (plan->cut_at >= 0)
    end_cut (self, connection, plan->end);

  return plan->cut_at < 0;
}

/* (nullable): NULL when the server has gone. @server: (inout) (nullable): connected to when it is first needed. */
static GString *
ask_server (WireProxy          *self,
            GSocketConnection **server,
            const GString      *request)
{
  GString *answer;

  if (*server == NULL)
    *server = g_socket_client_connect_to_host (self->client, self->upstream, 80, self->stopped, NULL);
  if (*server == NULL
      || !g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (*server)), request->str,
                                     request->len, NULL, self->stopped, NULL))
    return NULL;

  answer = read_message (self, g_io_stream_get_input_stream (G_IO_STREAM (*server)));
  if (answer != NULL)
    {
      g_mutex_lock (&self->mutex);
      if (self->last != NULL)
        g_string_free (self->last, TRUE);
      self->last = g_string_new_len (answer->str, (gssize) answer->len);
      g_mutex_unlock (&self->mutex);
    }

  return answer;
}

static GString *
last_answer (WireProxy *self)
{
  GString *answer;

  g_mutex_lock (&self->mutex);
  answer = g_string_new_len (self->last->str, (gssize) self->last->len);
  g_mutex_unlock (&self->mutex);

  return answer;
}

static void
serve (WireProxy         *self,
       GSocketConnection *connection)
{
  g_autoptr(GSocketConnection) server = NULL;
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      g_autoptr(GString) request = read_message (self, g_io_stream_get_input_stream (G_IO_STREAM (connection)));
      g_autoptr(GString) answer = NULL;
      WirePlan plan;

      if (request == NULL)
        return;
      plan = note_request (self, request);
      answer = plan.replay ? last_answer (self) : ask_server (self, &server, request);
      goes_on = answer != NULL && pass_on (self, connection, answer, &plan);
    }
}

/* In the thread that accepts, before there is another: so that free() waits for it. */
static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             WireProxy         *self)
{
  g_mutex_lock (&self->mutex);
  self->n_serving++;
  g_mutex_unlock (&self->mutex);

  return FALSE;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        WireProxy              *self)
{
  serve (self, connection);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_main_context_wakeup (NULL);

  g_mutex_lock (&self->mutex);
  self->n_serving--;
  g_cond_signal (&self->idle);
  g_mutex_unlock (&self->mutex);

  return TRUE;
}

WireProxy *
wire_proxy_new (const char *upstream)
{
  const WirePlan none = WIRE_PLAN_NONE;
  WireProxy *self = g_new0 (WireProxy, 1);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_str_has_prefix (upstream, "http://"));
  g_mutex_init (&self->mutex);
  g_cond_init (&self->idle);
  self->upstream = g_strdup (upstream + strlen ("http://"));
  self->client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (self->client, FALSE);
  self->stopped = g_cancellable_new ();
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->plan = none;

  self->service = g_threaded_socket_service_new (MAX_CONNECTIONS);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any_port, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  self->endpoint = g_strdup_printf ("http://127.0.0.1:%u",
                                    g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  g_socket_service_start (self->service);

  return self;
}

void
wire_proxy_free (WireProxy *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->stopped);

  g_mutex_lock (&self->mutex);
  while (self->n_serving > 0)
    g_cond_wait (&self->idle, &self->mutex);
  g_mutex_unlock (&self->mutex);

  g_object_unref (self->service);
  g_object_unref (self->client);
  g_object_unref (self->stopped);
  g_ptr_array_unref (self->requests);
  if (self->last != NULL)
    g_string_free (self->last, TRUE);
  g_free (self->upstream);
  g_free (self->endpoint);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->idle);
  g_free (self);
}

const char *
wire_proxy_get_endpoint (WireProxy *self)
{
  return self->endpoint;
}

void
wire_proxy_plan (WireProxy      *self,
                 const WirePlan *plan)
{
  g_mutex_lock (&self->mutex);
  self->plan = *plan;
  g_ptr_array_set_size (self->requests, 0);
  g_mutex_unlock (&self->mutex);
}

guint
wire_proxy_n_requests (WireProxy  *self,
                       const char *method)
{
  guint n = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->requests->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (self->requests, i), method))
      n++;
  g_mutex_unlock (&self->mutex);

  return n;
}

gsize
wire_proxy_answer_length (WireProxy *self)
{
  gsize length;

  g_mutex_lock (&self->mutex);
  length = self->last != NULL ? self->last->len : 0;
  g_mutex_unlock (&self->mutex);

  return length;
}
