/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-idle-private.h"
#include "connect-test-fixture.h"

/* How long connections are kept, and what happens to a request that comes in the moment in which that is over. */

static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  GPtrArray          *sockets)
{
  if (event == G_SOCKET_CLIENT_CONNECTED)
    g_ptr_array_add (sockets, g_object_ref (g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection))));
}

static void
request_queued_cb (SoupSession *session,
                   SoupMessage *message,
                   GPtrArray   *sockets)
{
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), sockets);
}

static void
answer_well (ConnectTestFixture *f)
{
  const ConnectTestAnswer good = { 200, .body = connect_test_get_operation ("get-payment")->good };

  connect_test_server_script (f->server, &good, 1);
}

static void
ask (ConnectTestFixture *f)
{
  g_autoptr(GError) error = NULL;

  connect_test_ask (f, connect_test_get_operation ("get-payment"), NULL, &error);
  g_assert_no_error (error);
}

static gboolean
over_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Time itself is what is tried here. */
static void
let_pass (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, over_cb, &over);
  connect_test_wait (over);
}

static void
test_kept (ConnectTestFixture *f,
           gconstpointer       data)
{
  answer_well (f);
  ask (f);
  ask (f);
  g_assert_cmpuint (connect_test_server_n_connections (f->server), ==, 1);
}

static void
test_closed (ConnectTestFixture *f,
             gconstpointer       data)
{
  g_autoptr(GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  gulong handler = g_signal_connect (f->session, "request-queued", G_CALLBACK (request_queued_cb), sockets);

  answer_well (f);
  connect_idle_set_time (f->session, 10);
  ask (f);
  g_assert_cmpuint (sockets->len, ==, 1);
  connect_test_wait (g_socket_is_closed (sockets->pdata[0]));
  ask (f);
  g_assert_cmpuint (connect_test_server_n_connections (f->server), ==, 2);
  g_signal_handler_disconnect (f->session, handler);
}

/* One that waits for its answer is not idle, whatever ends beside it. */
static void
test_under_way (ConnectTestFixture *f,
                gconstpointer       data)
{
  const ConnectTestOperation *operation = connect_test_get_operation ("get-payment");
  const ConnectTestAnswer answers[] = {
    { 200, .body = operation->good, .n_awaited = 3 },
    { 200, .body = operation->good },
  };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  connect_test_server_script (f->server, answers, G_N_ELEMENTS (answers));
  connect_idle_set_time (f->session, 1);
  operation->start (f->client, NULL, NULL, connect_test_store_cb, &result);
  connect_test_wait (connect_test_server_n_requests (f->server) == 1);
  ask (f);
  let_pass (20);
  ask (f);
  connect_test_wait (result != NULL);
  operation->finish (f->client, result, &error);
  g_assert_no_error (error);
}

/* As the looks after a payment come that was left: one every so many seconds, while so many seconds is also how long
 * a connection is kept.
 */
static void
test_at_that_moment (ConnectTestFixture *f,
                     gconstpointer       data)
{
  answer_well (f);
  connect_idle_set_time (f->session, 6);
  for (guint i = 0; i < 300; i++)
    {
      ask (f);
      let_pass (5 + i % 3);
    }
  g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, 300);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/connect/idle/" name, ConnectTestFixture, NULL, connect_test_set_up, function, connect_test_tear_down)

  ADD ("kept", test_kept);
  ADD ("closed", test_closed);
  ADD ("under-way", test_under_way);
  ADD ("at-that-moment", test_at_that_moment);

#undef ADD

  return g_test_run ();
}
