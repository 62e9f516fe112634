/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connect-json.h"
#include "sandbox-call.h"
#include "sandbox-checkout.h"
#include "sandbox-clock.h"
#include "sandbox-idempotence.h"
#include "sandbox-payment.h"
#include "sandbox-serve.h"
#include "sandbox-script.h"
#include "sandbox-server.h"

static const SandboxTable * const tables[] = {
  &sandbox_payment_table, &sandbox_checkout_table, &sandbox_key_table
};

static void
request_cb (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  sandbox_serve (user_data, message);
}

/* A body beyond the bound is read, but not kept; the request is refused when it has come to its end. */
static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (body->length > SANDBOX_MAX_BODY)
    {
      soup_message_body_set_accumulate (body, FALSE);
      soup_message_body_truncate (body);
    }
}

static void
request_started_cb (SoupServer        *soup,
                    SoupServerMessage *message,
                    gpointer           user_data)
{
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), NULL);
}

static gboolean
play_script (SandboxServer  *self,
             const char     *file,
             GError        **error)
{
  g_autoptr(JsonObject) script = sandbox_script_read (file, self->faults, error);

  if (script == NULL)
    return FALSE;

  if (!sandbox_clock_set_from_json (self->store, script, error))
    {
      g_prefix_error (error, "%s: ", file);
      return FALSE;
    }

  return TRUE;
}

static gboolean
prepare_state (SandboxServer  *self,
               const char     *file,
               GError        **error)
{
  self->store = sandbox_store_open (file, error);
  if (self->store == NULL)
    return FALSE;

  if (sandbox_store_begin (self->store, TRUE))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
        sandbox_table_prepare (tables[i], self->store);
      self->account = sandbox_account_load (self->store);
    }
  if (!sandbox_store_end (self->store) || self->account == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s cannot be written", file);
      return FALSE;
    }

  self->signer = connect_signer_new (self->account->api_key_id, self->account->secret_api_key, -1);

  return TRUE;
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  SandboxServer *self = user_data;
  g_autoptr(GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr(GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);

  /* Answers are written in two pieces; without this the second waits for the client's acknowledgement. */
  g_socket_set_option (g_socket_connection_get_socket (connection), IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  soup_server_accept_iostream (self->soup, G_IO_STREAM (connection), local, remote, NULL);

  return TRUE;
}

/* Not by soup_server_listen_local(): libsoup 3.2 never lets go of the sockets that it accepts. */
static gboolean
listen_locally (SandboxServer  *self,
                guint16         port,
                GError        **error)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr(GSocketAddress) effective = NULL;

  self->service = g_socket_service_new ();
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, error))
    return FALSE;

  self->endpoint = g_strdup_printf ("http://127.0.0.1:%u",
                                    g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective)));

  return TRUE;
}

/* libsoup keeps connections open between requests only while it has a listener.  It gets one to which nobody
 * ever connects. */
static gboolean
add_idle_listener (SandboxServer  *self,
                   GError        **error)
{
  g_autoptr(GSocket) idle = NULL;
  int ends[2];
  gboolean success;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "no socket: %s", g_strerror (errno));
      return FALSE;
    }

  idle = g_socket_new_from_fd (ends[0], error);
  success = idle != NULL && soup_server_listen_socket (self->soup, idle, 0, error);
  close (ends[1]);

  return success;
}

static void
make_soup_server (SandboxServer *self)
{
  /* The path is signed as it came, and split before it is decoded. */
  self->soup = soup_server_new ("server-header", "till-sandbox", "raw-paths", TRUE, NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (request_started_cb), NULL);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
}

SandboxServer *
sandbox_server_new (guint16      port,
                    const char  *state_file,
                    const char  *script_file,
                    GError     **error)
{
  g_autoptr(SandboxServer) self = g_new0 (SandboxServer, 1);

  make_soup_server (self);
  self->faults = sandbox_faults_new ();
  self->log = sandbox_log_new ();
  self->calls = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) sandbox_call_free, NULL);

  if (!prepare_state (self, state_file, error) ||
      (script_file != NULL && !play_script (self, script_file, error)) ||
      !add_idle_listener (self, error) ||
      !listen_locally (self, port, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
sandbox_server_free (SandboxServer *self)
{
  GHashTableIter iter;
  gpointer call;

  g_hash_table_iter_init (&iter, self->calls);
  while (g_hash_table_iter_next (&iter, &call, NULL))
    g_signal_handlers_disconnect_by_data (((SandboxCall *) call)->message, call);
  g_hash_table_unref (self->calls);

  if (self->service != NULL)
    {
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    }
  g_clear_object (&self->service);
  soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  g_clear_object (&self->signer);
  g_clear_pointer (&self->account, sandbox_account_free);
  g_clear_pointer (&self->store, sandbox_store_free);
  sandbox_log_free (self->log);
  sandbox_faults_free (self->faults);
  g_free (self->endpoint);
  g_free (self);
}

void
sandbox_server_reset (SandboxServer *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM %s", tables[i]->name);

      sandbox_store_run (self->store, sql, "");
    }
  sandbox_clock_reset (self->store);
  sandbox_faults_clear (self->faults);
  sandbox_log_clear (self->log);
}
