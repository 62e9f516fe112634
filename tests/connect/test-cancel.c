/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-test-fixture.h"

/* Each operation cancelled before, midway and after, and with nobody there. */

static const ConnectTestAnswer hang = { .end = CONNECT_TEST_HANG };
static const ConnectTestAnswer hang_in_body = {
  200, "application/json", .body = "{\"payment\":{\"id\":\"7\"}}", .cut_after = 110, .end = CONNECT_TEST_HANG,
};

static void
test_before (ConnectTestFixture *f,
             gconstpointer       data)
{
  static const ConnectTestAnswer good = { 200, .body = "{\"payment\":{\"id\":\"7\"}}" };

  /* Leaves a connection behind on which a request could go out at once. */
  connect_test_server_script (f->server, &good, 1);
  g_assert_true (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, NULL));

  connect_test_server_script (f->server, &hang, 1);
  for (guint i = 0; i < connect_test_n_operations; i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GError) error = NULL;

      g_cancellable_cancel (cancellable);
      g_assert_false (connect_test_ask (f, &connect_test_operations[i], cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_false (f->call->may_have_left);
      g_assert_cmpuint (f->call->http_status, ==, 0);
    }

  /* Had one of them left, this one would not be the first. */
  connect_test_server_script (f->server, &good, 1);
  g_assert_true (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, NULL));
  g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, 1);
  g_assert_cmpuint (connect_test_server_n_connections (f->server), ==, 0);
}

static void
check_midway (ConnectTestFixture      *f,
              const ConnectTestAnswer *answer)
{
  for (guint i = 0; i < connect_test_n_operations; i++)
    {
      const ConnectTestOperation *operation = &connect_test_operations[i];
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(ConnectCall) call = connect_call_new (CONNECT_TEST_KEY);
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      connect_test_server_script (f->server, answer, 1);
      operation->start (f->client, call, cancellable, connect_test_store_cb, &result);
      connect_test_wait (connect_test_server_n_requests (f->server) == 1);
      g_assert_null (result);
      g_cancellable_cancel (cancellable);

      /* Not within g_cancellable_cancel(): the caller may hold what the callback wants. */
      g_assert_null (result);
      connect_test_wait (result != NULL);
      g_assert_false (operation->finish (f->client, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true (call->may_have_left);
      g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, 1);
    }
}

static void
test_midway (ConnectTestFixture *f,
             gconstpointer       data)
{
  check_midway (f, &hang);
  check_midway (f, &hang_in_body);
}

/* Whatever was cancelled meanwhile: an answer that is in is given out, for it may be of a payment. */
static void
test_after (ConnectTestFixture *f,
            gconstpointer       data)
{
  for (guint i = 0; i < connect_test_n_operations; i++)
    {
      const ConnectTestOperation *operation = &connect_test_operations[i];
      const ConnectTestAnswer answer = { 200, .body = operation->good };
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(ConnectCall) call = connect_call_new (CONNECT_TEST_KEY);
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      connect_test_server_script (f->server, &answer, 1);
      operation->start (f->client, call, cancellable, connect_test_store_cb, &result);
      connect_test_wait (result != NULL);
      g_cancellable_cancel (cancellable);
      g_assert_true (operation->finish (f->client, result, &error));
      g_assert_no_error (error);
    }
}

static void
test_offline (ConnectTestFixture *f,
              gconstpointer       data)
{
  connect_test_server_free (f->server);
  for (guint i = 0; i < connect_test_n_operations; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (connect_test_ask (f, &connect_test_operations[i], NULL, &error));
      g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_OFFLINE);
      g_assert_false (f->call->may_have_left);
      g_assert_cmpuint (f->call->http_status, ==, 0);
      g_assert_cmpint (f->call->platform_date, ==, CONNECT_DATE_UNKNOWN);
    }
  f->server = connect_test_server_new (NULL);
}

#define CONNECTIONS 10

/* The eleventh waits for a connection of the ten: cancelled there, nothing of it has left. */
static void
test_in_queue (ConnectTestFixture *f,
               gconstpointer       data)
{
  const ConnectTestOperation *operation = connect_test_get_operation ("create-payment");
  g_autoptr(GCancellable) first = g_cancellable_new ();
  g_autoptr(GCancellable) last = g_cancellable_new ();
  GAsyncResult *results[CONNECTIONS + 1] = { NULL };
  ConnectCall *calls[CONNECTIONS + 1];

  connect_test_server_script (f->server, &hang, 1);
  for (guint i = 0; i <= CONNECTIONS; i++)
    {
      calls[i] = connect_call_new (CONNECT_TEST_KEY);
      operation->start (f->client, calls[i], i < CONNECTIONS ? first : last, connect_test_store_cb, &results[i]);
    }
  connect_test_wait (connect_test_server_n_requests (f->server) == CONNECTIONS);

  g_cancellable_cancel (last);
  connect_test_wait (results[CONNECTIONS] != NULL);
  g_assert_false (calls[CONNECTIONS]->may_have_left);
  g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, CONNECTIONS);

  g_cancellable_cancel (first);
  for (guint i = 0; i <= CONNECTIONS; i++)
    {
      g_autoptr(GError) error = NULL;

      connect_test_wait (results[i] != NULL);
      g_assert_false (operation->finish (f->client, results[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (calls[i]->may_have_left, ==, i < CONNECTIONS);
      g_object_unref (results[i]);
      connect_call_unref (calls[i]);
    }
}

/* The same, and then one of the ten becomes free: what was cancelled, or ran out of time, is not sent after all. */
static void
test_freed (ConnectTestFixture *f,
            gconstpointer       data)
{
  static const ConnectTestAnswer slow = { 200, .body = "{\"payment\":{\"id\":\"7\"}}", .drip_us = 4000 };
  const ConnectTestOperation *operation = connect_test_get_operation ("create-payment");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *results[CONNECTIONS + 2] = { NULL };
  g_autoptr(ConnectCall) late = connect_call_new (CONNECT_TEST_KEY);

  connect_test_server_script (f->server, &slow, 1);
  for (guint i = 0; i < CONNECTIONS; i++)
    operation->start (f->client, late, NULL, connect_test_store_cb, &results[i]);
  operation->start (f->client, late, cancellable, connect_test_store_cb, &results[CONNECTIONS]);
  connect_test_wait (connect_test_server_n_requests (f->server) == CONNECTIONS);

  g_clear_pointer (&late, connect_call_unref);
  late = connect_call_new (CONNECT_TEST_KEY);
  connect_client_set_time_limits (f->client, 50, 50);
  operation->start (f->client, late, NULL, connect_test_store_cb, &results[CONNECTIONS + 1]);
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(GError) error = NULL;

      connect_test_wait (results[i] != NULL);
      g_assert_cmpint (operation->finish (f->client, results[i], &error), ==, i < CONNECTIONS);
      if (i == CONNECTIONS)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      if (i > CONNECTIONS)
        g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_OFFLINE);
      g_object_unref (results[i]);
    }

  connect_client_set_time_limits (f->client, 20000, 20000);
  g_assert_true (connect_test_ask (f, operation, NULL, NULL));
  g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, CONNECTIONS + 1);
  g_assert_false (late->may_have_left);
}

/* A client that nobody holds any more lives until its last call has ended, and no longer. */
static void
test_dropped (ConnectTestFixture *f,
              gconstpointer       data)
{
  const ConnectTestOperation *operation = connect_test_get_operation ("get-payment");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  ConnectClient *client = f->client;

  connect_test_server_script (f->server, &hang, 1);
  operation->start (client, NULL, cancellable, connect_test_store_cb, &result);
  connect_test_wait (connect_test_server_n_requests (f->server) == 1);

  f->client = NULL;
  connect_test_use_endpoint (f, connect_test_server_get_endpoint (f->server));
  g_object_add_weak_pointer (G_OBJECT (client), (gpointer *) &client);
  g_object_unref (client);
  g_assert_nonnull (client);

  g_cancellable_cancel (cancellable);
  connect_test_wait (result != NULL);
  g_clear_object (&result);
  connect_test_wait (client == NULL);
}

#define ADD(path, function) \
  g_test_add ("/connect/cancel/" path, ConnectTestFixture, NULL, connect_test_set_up, function, connect_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("before", test_before);
  ADD ("midway", test_midway);
  ADD ("after", test_after);
  ADD ("offline", test_offline);
  ADD ("in-queue", test_in_queue);
  ADD ("freed", test_freed);
  ADD ("dropped", test_dropped);

  return g_test_run ();
}
