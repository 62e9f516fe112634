/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/socket.h>

#include "connect-test-listener.h"
#include "wire-proxy.h"

#define MAX_MESSAGE (1024 * 1024)

struct _WireProxy
{
  ConnectTestListener *listener;    /* (owned) */
  GSocketClient       *client;      /* (owned) */
  char                *upstream;    /* (owned) host and port */
  char                *endpoint;    /* (owned) */

  GMutex               mutex;       /* for all below */
  WirePlan             plan;
  GPtrArray           *requests;    /* (owned) (element-type utf8) heads */
  GString             *last;        /* (nullable) (owned) the server's last answer */
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
read_message (GInputStream *input,
              GCancellable *stopped)
{
  g_autoptr(GString) message = g_string_new (NULL);
  gsize length;
  gsize head;
  char byte;

  while (!g_str_has_suffix (message->str, "\r\n\r\n"))
    {
      if (message->len > MAX_MESSAGE || g_input_stream_read (input, &byte, 1, stopped, NULL) != 1)
        return NULL;
      g_string_append_c (message, byte);
    }

  head = message->len;
  length = body_length (message->str);
  g_string_set_size (message, head + length);
  if (length > 0 && !g_input_stream_read_all (input, message->str + head, length, NULL, stopped, NULL))
    return NULL;

  return g_steal_pointer (&message);
}

static gboolean
write_slowly (GOutputStream *output,
              const GString *bytes,
              guint          drip_us,
              GCancellable  *stopped)
{
  gsize step = drip_us > 0 ? 1 : MAX (bytes->len, 1);

  for (gsize at = 0; at < bytes->len; at += step)
    {
      if (!g_output_stream_write_all (output, bytes->str + at, step, NULL, stopped, NULL))
        return FALSE;
      if (drip_us > 0)
        g_usleep (drip_us);
    }

  return TRUE;
}

static void
end_cut (GSocketConnection *connection,
         WireEnd            end,
         GCancellable      *stopped)
{
  struct linger reset = { .l_onoff = 1, .l_linger = 0 };
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  char byte;

  if (end == WIRE_RESET)
    setsockopt (g_socket_get_fd (g_socket_connection_get_socket (connection)), SOL_SOCKET, SO_LINGER,
                &reset, sizeof reset);
  else if (end == WIRE_STALL)
    while (g_input_stream_read (input, &byte, 1, stopped, NULL) == 1)
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
pass_on (GSocketConnection *connection,
         GString           *answer,
         const WirePlan    *plan,
         GCancellable      *stopped)
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
  if (!write_slowly (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer, plan->drip_us, stopped))
    return FALSE;
  if (plan->cut_at >= 0)
    end_cut (connection, plan->end, stopped);

  return plan->cut_at < 0;
}

/* (nullable): NULL when the server has gone. @server: (inout) (nullable): connected to when it is first needed. */
static GString *
ask_server (WireProxy          *self,
            GSocketConnection **server,
            const GString      *request,
            GCancellable       *stopped)
{
  GString *answer;

  if (*server == NULL)
    *server = g_socket_client_connect_to_host (self->client, self->upstream, 80, stopped, NULL);
  if (*server == NULL
      || !g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (*server)), request->str,
                                     request->len, NULL, stopped, NULL))
    return NULL;

  answer = read_message (g_io_stream_get_input_stream (G_IO_STREAM (*server)), stopped);
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
serve (GSocketConnection *connection,
       GCancellable      *stopped,
       gpointer           user_data)
{
  WireProxy *self = user_data;
  g_autoptr(GSocketConnection) server = NULL;
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      g_autoptr(GString) request = read_message (g_io_stream_get_input_stream (G_IO_STREAM (connection)), stopped);
      g_autoptr(GString) answer = NULL;
      WirePlan plan;

      if (request == NULL)
        return;
      plan = note_request (self, request);
      answer = plan.replay ? last_answer (self) : ask_server (self, &server, request, stopped);
      goes_on = answer != NULL && pass_on (connection, answer, &plan, stopped);
    }
}

WireProxy *
wire_proxy_new (const char *upstream)
{
  const WirePlan none = WIRE_PLAN_NONE;
  WireProxy *self = g_new0 (WireProxy, 1);

  g_assert_true (g_str_has_prefix (upstream, "http://"));
  g_mutex_init (&self->mutex);
  self->upstream = g_strdup (upstream + strlen ("http://"));
  self->client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (self->client, FALSE);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->plan = none;

  self->listener = connect_test_listener_new (serve, self);
  self->endpoint = g_strdup_printf ("http://127.0.0.1:%u", connect_test_listener_get_port (self->listener));

  return self;
}

void
wire_proxy_free (WireProxy *self)
{
  connect_test_listener_free (self->listener);
  g_object_unref (self->client);
  g_ptr_array_unref (self->requests);
  if (self->last != NULL)
    g_string_free (self->last, TRUE);
  g_free (self->upstream);
  g_free (self->endpoint);
  g_mutex_clear (&self->mutex);
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
