/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-test-listener.h"

#define MAX_CONNECTIONS 64

struct _ConnectTestListener
{
  ConnectTestServe  serve;
  gpointer          user_data;
  GSocketService   *service;     /* (owned) */
  GCancellable     *stopped;     /* (owned) */
  guint16           port;

  GMutex            mutex;       /* for what is below */
  GCond             idle;
  guint             n_serving;
};

/* In the thread that accepts, before there is another: so that free() waits for it. */
static gboolean
incoming_cb (GSocketService      *service,
             GSocketConnection   *connection,
             GObject             *source,
             ConnectTestListener *self)
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
        ConnectTestListener    *self)
{
  self->serve (connection, self->stopped, self->user_data);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_main_context_wakeup (NULL);

  g_mutex_lock (&self->mutex);
  self->n_serving--;
  g_cond_signal (&self->idle);
  g_mutex_unlock (&self->mutex);

  return TRUE;
}

ConnectTestListener *
connect_test_listener_new (ConnectTestServe serve,
                           gpointer         user_data)
{
  ConnectTestListener *self = g_new0 (ConnectTestListener, 1);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GError) error = NULL;

  self->serve = serve;
  self->user_data = user_data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->idle);
  self->stopped = g_cancellable_new ();

  self->service = g_threaded_socket_service_new (MAX_CONNECTIONS);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any_port, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  g_socket_service_start (self->service);

  return self;
}

void
connect_test_listener_free (ConnectTestListener *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->stopped);

  g_mutex_lock (&self->mutex);
  while (self->n_serving > 0)
    g_cond_wait (&self->idle, &self->mutex);
  g_mutex_unlock (&self->mutex);

  g_object_unref (self->service);
  g_object_unref (self->stopped);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->idle);
  g_free (self);
}

guint16
connect_test_listener_get_port (ConnectTestListener *self)
{
  return self->port;
}
