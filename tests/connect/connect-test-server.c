/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/socket.h>

#include "connect-test-server.h"

#define MAX_HEAD (64 * 1024)
#define BLOCK    (64 * 1024)
#define MAX_CONNECTIONS 64

struct _ConnectTestServer
{
  GSocketService          *service;       /* (owned) */
  GTlsCertificate         *certificate;   /* (nullable) (owned) */
  char                    *endpoint;      /* (owned) */
  GCancellable            *stopped;       /* (owned) */

  GMutex                   mutex;         /* for all below */
  GCond                    idle;
  ConnectTestAnswer       *answers;       /* (owned) */
  guint                    n_answers;
  GPtrArray               *requests;      /* (owned) (element-type ConnectTestRequest) */
  guint                    n_connections;
  guint                    n_serving;
  char                    *protocol;      /* (nullable) (owned) */
};

/* NULL when the client has gone. */
static ConnectTestRequest *
read_request (ConnectTestServer *self,
              GInputStream      *input)
{
  g_autoptr(GString) head = g_string_new (NULL);
  ConnectTestRequest *request;
  const char *length;
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      if (head->len > MAX_HEAD || g_input_stream_read (input, &byte, 1, self->stopped, NULL) != 1)
        return NULL;
      g_string_append_c (head, byte);
    }

  request = connect_test_request_parse (head->str);
  length = connect_test_request_get (request, "Content-Length");
  request->body_length = length != NULL ? (gsize) g_ascii_strtoull (length, NULL, 10) : 0;
  request->body = g_malloc0 (request->body_length + 1);
  if (request->body_length > 0
      && !g_input_stream_read_all (input, request->body, request->body_length, NULL, self->stopped, NULL))
    g_clear_pointer (&request, connect_test_request_free);

  return request;
}

static gboolean
write_bytes (ConnectTestServer *self,
             GOutputStream     *output,
             const char        *bytes,
             gsize              length,
             guint              drip_us)
{
  gsize step = drip_us > 0 ? 1 : MAX (length, 1);

  for (gsize at = 0; at < length; at += step)
    {
      if (!g_output_stream_write_all (output, bytes + at, step, NULL, self->stopped, NULL))
        return FALSE;
      if (drip_us > 0)
        g_usleep (drip_us);
    }

  return TRUE;
}

static gboolean
send_answer (ConnectTestServer       *self,
             GOutputStream           *output,
             const ConnectTestAnswer *answer)
{
  g_autoptr(GString) text = answer->status > 0 ? connect_test_answer_write (answer) : g_string_new (NULL);
  g_autofree char *block = NULL;

  if (answer->cut_after > 0)
    g_string_truncate (text, answer->cut_after);
  if (!write_bytes (self, output, text->str, text->len, answer->drip_us))
    return FALSE;

  block = g_malloc (BLOCK);
  memset (block, ' ', BLOCK);
  for (gsize left = answer->filler; left > 0; left -= MIN (left, BLOCK))
    if (!write_bytes (self, output, block, MIN (left, BLOCK), answer->drip_us))
      return FALSE;

  return TRUE;
}

static void
end_connection (ConnectTestServer *self,
                GSocketConnection *connection,
                GInputStream      *input,
                ConnectTestEnd     how)
{
  struct linger reset = { .l_onoff = 1, .l_linger = 0 };
  int fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  char byte;

  if (how == CONNECT_TEST_HANG)
    while (g_input_stream_read (input, &byte, 1, self->stopped, NULL) == 1)
      ;
  if (how == CONNECT_TEST_RESET)
    setsockopt (fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
}

/* Notes the request, and gives the answer that is due. */
static ConnectTestAnswer
note_request (ConnectTestServer  *self,
              ConnectTestRequest *request)
{
  ConnectTestAnswer answer;

  g_mutex_lock (&self->mutex);
  answer = self->answers[MIN (self->requests->len, self->n_answers - 1)];
  g_ptr_array_add (self->requests, request);
  g_mutex_unlock (&self->mutex);
  g_main_context_wakeup (NULL);

  return answer;
}

static GIOStream *
start_tls (ConnectTestServer *self,
           GSocketConnection *connection)
{
  static const char * const protocols[] = { "h2", "http/1.1", NULL };
  g_autoptr(GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);

  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), self->stopped, NULL))
    return NULL;

  g_mutex_lock (&self->mutex);
  g_free (self->protocol);
  self->protocol = g_strdup (g_tls_connection_get_negotiated_protocol (G_TLS_CONNECTION (tls)));
  g_mutex_unlock (&self->mutex);

  return g_steal_pointer (&tls);
}

static void
serve (ConnectTestServer *self,
       GSocketConnection *connection)
{
  g_autoptr(GIOStream) stream = NULL;
  ConnectTestAnswer answer = { .end = CONNECT_TEST_KEEP };
  ConnectTestRequest *request;
  gboolean is_sent = TRUE;

  stream = self->certificate != NULL ? start_tls (self, connection) : G_IO_STREAM (g_object_ref (connection));
  while (stream != NULL && is_sent && answer.end == CONNECT_TEST_KEEP)
    {
      request = read_request (self, g_io_stream_get_input_stream (stream));
      if (request == NULL)
        return;
      answer = note_request (self, request);
      is_sent = send_answer (self, g_io_stream_get_output_stream (stream), &answer);
    }
  if (stream != NULL && is_sent)
    end_connection (self, connection, g_io_stream_get_input_stream (stream), answer.end);
}

/* In the thread that accepts, before there is another: so that free() waits for it. */
static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             ConnectTestServer *self)
{
  g_mutex_lock (&self->mutex);
  self->n_connections++;
  self->n_serving++;
  g_mutex_unlock (&self->mutex);

  return FALSE;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        ConnectTestServer      *self)
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

ConnectTestServer *
connect_test_server_new (GTlsCertificate *certificate)
{
  static const ConnectTestAnswer nothing = { .status = 500 };
  ConnectTestServer *self = g_new0 (ConnectTestServer, 1);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GError) error = NULL;

  g_mutex_init (&self->mutex);
  g_cond_init (&self->idle);
  self->stopped = g_cancellable_new ();
  self->requests = g_ptr_array_new_with_free_func (connect_test_request_free);
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  connect_test_server_script (self, &nothing, 1);

  self->service = g_threaded_socket_service_new (MAX_CONNECTIONS);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any_port, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  self->endpoint = g_strdup_printf ("%s://127.0.0.1:%u", certificate != NULL ? "https" : "http",
                                    g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  g_socket_service_start (self->service);

  return self;
}

void
connect_test_server_free (ConnectTestServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->stopped);

  g_mutex_lock (&self->mutex);
  while (self->n_serving > 0)
    g_cond_wait (&self->idle, &self->mutex);
  g_mutex_unlock (&self->mutex);

  g_object_unref (self->service);
  g_clear_object (&self->certificate);
  g_object_unref (self->stopped);
  g_ptr_array_unref (self->requests);
  g_free (self->answers);
  g_free (self->protocol);
  g_free (self->endpoint);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->idle);
  g_free (self);
}

const char *
connect_test_server_get_endpoint (ConnectTestServer *self)
{
  return self->endpoint;
}

void
connect_test_server_script (ConnectTestServer       *self,
                            const ConnectTestAnswer *answers,
                            guint                    n_answers)
{
  g_mutex_lock (&self->mutex);
  g_free (self->answers);
  self->answers = g_memdup2 (answers, n_answers * sizeof (ConnectTestAnswer));
  self->n_answers = n_answers;
  self->n_connections = 0;
  g_ptr_array_set_size (self->requests, 0);
  g_mutex_unlock (&self->mutex);
}

guint
connect_test_server_n_requests (ConnectTestServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->requests->len;
  g_mutex_unlock (&self->mutex);

  return n;
}

guint
connect_test_server_n_connections (ConnectTestServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_connections;
  g_mutex_unlock (&self->mutex);

  return n;
}

const ConnectTestRequest *
connect_test_server_get_request (ConnectTestServer *self,
                                 guint              index)
{
  const ConnectTestRequest *request;

  g_mutex_lock (&self->mutex);
  g_assert_cmpuint (index, <, self->requests->len);
  request = g_ptr_array_index (self->requests, index);
  g_mutex_unlock (&self->mutex);

  return request;
}

char *
connect_test_server_dup_protocol (ConnectTestServer *self)
{
  char *protocol;

  g_mutex_lock (&self->mutex);
  protocol = g_strdup (self->protocol);
  g_mutex_unlock (&self->mutex);

  return protocol;
}
