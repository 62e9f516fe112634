/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/socket.h>

#include "connect-test-listener.h"
#include "connect-test-server.h"

#define MAX_HEAD (64 * 1024)
#define BLOCK    (64 * 1024)

struct _ConnectTestServer
{
  ConnectTestListener     *listener;      /* (owned) */
  GTlsCertificate         *certificate;   /* (nullable) (owned) */
  char                    *endpoint;      /* (owned) */

  GMutex                   mutex;         /* for all below */
  GCond                    came;          /* another request */
  ConnectTestAnswer       *answers;       /* (owned) */
  guint                    n_answers;
  GPtrArray               *requests;      /* (owned) (element-type ConnectTestRequest) */
  guint                    n_connections;
  char                    *protocol;      /* (nullable) (owned) */
};

/* NULL when the client has gone. */
static ConnectTestRequest *
read_request (GInputStream *input,
              GCancellable *stopped)
{
  g_autoptr(GString) head = g_string_new (NULL);
  ConnectTestRequest *request;
  const char *length;
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      if (head->len > MAX_HEAD || g_input_stream_read (input, &byte, 1, stopped, NULL) != 1)
        return NULL;
      g_string_append_c (head, byte);
    }

  request = connect_test_request_parse (head->str);
  length = connect_test_request_get (request, "Content-Length");
  request->body_length = length != NULL ? (gsize) g_ascii_strtoull (length, NULL, 10) : 0;
  request->body = g_malloc0 (request->body_length + 1);
  if (request->body_length > 0
      && !g_input_stream_read_all (input, request->body, request->body_length, NULL, stopped, NULL))
    g_clear_pointer (&request, connect_test_request_free);

  return request;
}

static gboolean
write_bytes (GOutputStream *output,
             const char    *bytes,
             gsize          length,
             guint          drip_us,
             GCancellable  *stopped)
{
  gsize step = drip_us > 0 ? 1 : MAX (length, 1);

  for (gsize at = 0; at < length; at += step)
    {
      if (!g_output_stream_write_all (output, bytes + at, step, NULL, stopped, NULL))
        return FALSE;
      if (drip_us > 0)
        g_usleep (drip_us);
    }

  return TRUE;
}

static gboolean
send_answer (GOutputStream           *output,
             const ConnectTestAnswer *answer,
             GCancellable            *stopped)
{
  g_autoptr(GString) text = answer->status > 0 ? connect_test_answer_write (answer) : g_string_new (NULL);
  g_autofree char *block = NULL;

  if (answer->cut_after > 0)
    g_string_truncate (text, answer->cut_after);
  if (!write_bytes (output, text->str, text->len, answer->drip_us, stopped))
    return FALSE;

  block = g_malloc (BLOCK);
  memset (block, ' ', BLOCK);
  for (gsize left = answer->filler; left > 0; left -= MIN (left, BLOCK))
    if (!write_bytes (output, block, MIN (left, BLOCK), answer->drip_us, stopped))
      return FALSE;

  return TRUE;
}

static void
end_connection (GSocketConnection *connection,
                GInputStream      *input,
                ConnectTestEnd     how,
                GCancellable      *stopped)
{
  struct linger reset = { .l_onoff = 1, .l_linger = 0 };
  int fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  char byte;

  if (how == CONNECT_TEST_HANG)
    while (g_input_stream_read (input, &byte, 1, stopped, NULL) == 1)
      ;
  if (how == CONNECT_TEST_RESET)
    setsockopt (fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
}

/* Notes the request, and gives the answer that is due, when it is due. */
static ConnectTestAnswer
note_request (ConnectTestServer  *self,
              ConnectTestRequest *request)
{
  gint64 give_up = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  ConnectTestAnswer answer;

  g_mutex_lock (&self->mutex);
  answer = self->answers[MIN (self->requests->len, self->n_answers - 1)];
  g_ptr_array_add (self->requests, request);
  g_cond_broadcast (&self->came);
  g_main_context_wakeup (NULL);
  while (self->requests->len < answer.n_awaited)
    g_assert_true (g_cond_wait_until (&self->came, &self->mutex, give_up));
  g_mutex_unlock (&self->mutex);
  g_main_context_wakeup (NULL);

  return answer;
}

static GIOStream *
start_tls (ConnectTestServer *self,
           GSocketConnection *connection,
           GCancellable      *stopped)
{
  static const char * const protocols[] = { "h2", "http/1.1", NULL };
  g_autoptr(GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);

  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), stopped, NULL))
    return NULL;

  g_mutex_lock (&self->mutex);
  g_free (self->protocol);
  self->protocol = g_strdup (g_tls_connection_get_negotiated_protocol (G_TLS_CONNECTION (tls)));
  g_mutex_unlock (&self->mutex);

  return g_steal_pointer (&tls);
}

static void
serve (GSocketConnection *connection,
       GCancellable      *stopped,
       gpointer           user_data)
{
  ConnectTestServer *self = user_data;
  g_autoptr(GIOStream) stream = NULL;
  ConnectTestAnswer answer = { .end = CONNECT_TEST_KEEP };
  ConnectTestRequest *request;
  gboolean is_sent = TRUE;

  g_mutex_lock (&self->mutex);
  self->n_connections++;
  g_mutex_unlock (&self->mutex);

  stream = self->certificate != NULL ? start_tls (self, connection, stopped) : G_IO_STREAM (g_object_ref (connection));
  while (stream != NULL && is_sent && answer.end == CONNECT_TEST_KEEP)
    {
      request = read_request (g_io_stream_get_input_stream (stream), stopped);
      if (request == NULL)
        return;
      answer = note_request (self, request);
      is_sent = send_answer (g_io_stream_get_output_stream (stream), &answer, stopped);
    }
  if (stream != NULL && is_sent)
    end_connection (connection, g_io_stream_get_input_stream (stream), answer.end, stopped);
}

ConnectTestServer *
connect_test_server_new (GTlsCertificate *certificate)
{
  static const ConnectTestAnswer nothing = { .status = 500 };
  ConnectTestServer *self = g_new0 (ConnectTestServer, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->came);
  self->requests = g_ptr_array_new_with_free_func (connect_test_request_free);
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  connect_test_server_script (self, &nothing, 1);

  self->listener = connect_test_listener_new (serve, self);
  self->endpoint = g_strdup_printf ("%s://127.0.0.1:%u", certificate != NULL ? "https" : "http",
                                    connect_test_listener_get_port (self->listener));

  return self;
}

void
connect_test_server_free (ConnectTestServer *self)
{
  connect_test_listener_free (self->listener);
  g_clear_object (&self->certificate);
  g_ptr_array_unref (self->requests);
  g_free (self->answers);
  g_free (self->protocol);
  g_free (self->endpoint);
  g_cond_clear (&self->came);
  g_mutex_clear (&self->mutex);
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
