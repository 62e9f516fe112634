/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-test-fixture.h"

/* Calls that end in the wrong turn of the main loop: cancelled in each one of their turns; and on a kept connection
 * that turns out to be dead in the very turn in which the request was written, while more of them are at hand.
 */

#define KEPT 3

typedef struct
{
  GPtrArray *sockets;     /* (element-type GSocket) of all connections */
  gboolean   is_stalled;  /* each request stays in the turn it was written in, until the server has reacted */
} Network;

static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  Network            *network)
{
  if (event == G_SOCKET_CLIENT_CONNECTED)
    g_ptr_array_add (network->sockets,
                     g_object_ref (g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection))));
}

/* Between libsoup's writing and its first look for an answer. */
static void
wrote_body_cb (SoupMessage *message,
               Network     *network)
{
  g_autofree GPollFD *fds = g_new0 (GPollFD, network->sockets->len);
  guint n_fds = 0;

  if (!network->is_stalled)
    return;

  for (guint i = 0; i < network->sockets->len; i++)
    {
      GSocket *socket = g_ptr_array_index (network->sockets, i);

      if (!g_socket_is_closed (socket))
        fds[n_fds++] = (GPollFD) { .fd = g_socket_get_fd (socket), .events = G_IO_IN };
    }
  g_assert_cmpint (g_poll (fds, n_fds, 60 * 1000), ==, 1);
}

static void
request_queued_cb (SoupSession *session,
                   SoupMessage *message,
                   Network     *network)
{
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), network);
  g_signal_connect (message, "wrote-body", G_CALLBACK (wrote_body_cb), network);
}

/* As many requests at once as connections are to be kept: none is answered before the last has been asked. */
static void
open_connections (ConnectTestFixture *f,
                  guint               n_wanted)
{
  const ConnectTestOperation *operation = connect_test_get_operation ("get-payment");
  const ConnectTestAnswer good = { 200, .body = operation->good, .n_awaited = n_wanted };
  GAsyncResult *results[KEPT] = { NULL };

  connect_test_server_script (f->server, &good, 1);
  for (guint i = 0; i < n_wanted; i++)
    operation->start (f->client, NULL, NULL, connect_test_store_cb, &results[i]);
  for (guint i = 0; i < n_wanted; i++)
    {
      connect_test_wait (results[i] != NULL);
      g_assert_true (operation->finish (f->client, results[i], NULL));
      g_object_unref (results[i]);
    }
  g_assert_cmpuint (connect_test_server_n_connections (f->server), ==, n_wanted);
}

static void
set_up (ConnectTestFixture *f,
        Network            *network)
{
  connect_test_set_up (f, NULL);
  network->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  network->is_stalled = FALSE;
  g_signal_connect (f->session, "request-queued", G_CALLBACK (request_queued_cb), network);
}

static void
tear_down (ConnectTestFixture *f,
           Network            *network)
{
  connect_test_tear_down (f, NULL);
  g_ptr_array_unref (network->sockets);
}

/* The answer to the second try is the answer; and there is no third, though more kept connections are there. */
static void
check_dead (ConnectTestEnd end,
            guint          n_dead)
{
  const ConnectTestOperation *operation = connect_test_get_operation ("get-payment");
  const ConnectTestAnswer good = { 200, .body = operation->good };
  const ConnectTestAnswer dead = { .end = end };
  const ConnectTestAnswer answers[] = { dead, n_dead > 1 ? dead : good, good };
  ConnectTestFixture f = { NULL };
  Network network;
  g_autoptr(GError) error = NULL;

  set_up (&f, &network);
  open_connections (&f, KEPT);
  connect_test_server_script (f.server, answers, G_N_ELEMENTS (answers));
  network.is_stalled = TRUE;
  connect_test_ask (&f, operation, NULL, &error);
  if (n_dead > 1)
    g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_NO_ANSWER);
  else
    g_assert_no_error (error);
  g_assert_cmpuint (connect_test_server_n_requests (f.server), ==, 2);
  tear_down (&f, &network);
}

static void
test_dead (void)
{
  check_dead (CONNECT_TEST_CLOSE, 1);
  check_dead (CONNECT_TEST_RESET, 1);
  check_dead (CONNECT_TEST_CLOSE, 2);
  check_dead (CONNECT_TEST_RESET, 2);
}

typedef struct
{
  const char     *path;
  const char     *operation;
  guint           n_kept;       /* connections, from calls before */
  gboolean        is_stalled;
  guint           n_dead;       /* so many requests are met with... */
  ConnectTestEnd  end;
} Case;

/* One call, cancelled after @n_turns; (return): whether it still ran then. */
static gboolean
cancel_after (const Case *c,
              guint       n_turns)
{
  const ConnectTestOperation *operation = connect_test_get_operation (c->operation);
  const ConnectTestAnswer good = { 200, .body = operation->good };
  const ConnectTestAnswer dead = { .end = c->end };
  const ConnectTestAnswer answers[] = { c->n_dead > 0 ? dead : good, c->n_dead > 1 ? dead : good, good };
  ConnectTestFixture f = { NULL };
  Network network;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(ConnectCall) call = connect_call_new (CONNECT_TEST_KEY);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean is_running;

  set_up (&f, &network);
  if (c->n_kept > 0)
    open_connections (&f, c->n_kept);
  connect_test_server_script (f.server, answers, G_N_ELEMENTS (answers));
  network.is_stalled = c->is_stalled;

  operation->start (f.client, call, cancellable, connect_test_store_cb, &result);
  for (guint i = 0; i < n_turns && result == NULL; i++)
    g_main_context_iteration (NULL, TRUE);
  is_running = result == NULL;
  g_cancellable_cancel (cancellable);
  connect_test_wait (result != NULL);
  if (!operation->finish (f.client, result, &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_NO_ANSWER);
      g_assert_cmpuint (c->n_dead, >, 0);
    }

  /* What libsoup has not ended yet, it ends now: nobody hears of it, and nothing leaves that is said not to have. */
  g_clear_object (&result);
  connect_test_drop_session (&f);
  g_assert_cmpuint (connect_test_server_n_requests (f.server), <=,
                    !call->may_have_left ? 0 : g_str_equal (operation->method, "POST") ? 1 : 2);
  tear_down (&f, &network);

  return is_running;
}

static void
test_cancelled (gconstpointer data)
{
  const Case *c = data;
  guint n_turns = 0;

  while (cancel_after (c, n_turns))
    g_assert_cmpuint (++n_turns, <, 1000);
  g_assert_cmpuint (n_turns, >=, 2);
}

static const Case cases[] = {
  { "create/new", "create-payment" },
  { "create/kept", "create-payment", 1 },
  { "create/closed", "create-payment", KEPT, FALSE, 1, CONNECT_TEST_CLOSE },
  { "create/closed-at-once", "create-payment", KEPT, TRUE, 1, CONNECT_TEST_CLOSE },
  { "create/reset", "create-payment", KEPT, FALSE, 1, CONNECT_TEST_RESET },
  { "create/reset-at-once", "create-payment", KEPT, TRUE, 1, CONNECT_TEST_RESET },
  { "get/new", "get-payment" },
  { "get/kept", "get-payment", 1 },
  { "get/answered-at-once", "get-payment", 1, TRUE },
  { "get/closed", "get-payment", KEPT, FALSE, 1, CONNECT_TEST_CLOSE },
  { "get/closed-at-once", "get-payment", KEPT, TRUE, 1, CONNECT_TEST_CLOSE },
  { "get/closed-twice", "get-payment", KEPT, TRUE, 2, CONNECT_TEST_CLOSE },
  { "get/reset", "get-payment", KEPT, FALSE, 1, CONNECT_TEST_RESET },
  { "get/reset-at-once", "get-payment", KEPT, TRUE, 1, CONNECT_TEST_RESET },
  { "get/reset-twice", "get-payment", KEPT, TRUE, 2, CONNECT_TEST_RESET },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connect/turns/dead", test_dead);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/connect/turns/cancelled/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_cancelled);
    }

  return g_test_run ();
}
