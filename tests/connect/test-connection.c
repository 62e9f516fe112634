/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-test-fixture.h"

/* How connections are made, kept, lost, and not made. */

#define GOOD { 200, "application/json", .body = "{\"id\":\"7\",\"payment\":{\"id\":\"7\"}}" }

static void
test_kept (ConnectTestFixture *f,
           gconstpointer       data)
{
  static const ConnectTestAnswer good = GOOD;

  connect_test_server_script (f->server, &good, 1);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_true (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, NULL));
      g_assert_true (connect_test_ask (f, connect_test_get_operation ("get-payment"), NULL, NULL));
    }
  g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, 8);
  g_assert_cmpuint (connect_test_server_n_connections (f->server), ==, 1);
}

/* A refused or unread answer does not spoil the connection for the next. */
static void
test_after_bad_answer (ConnectTestFixture *f,
                       gconstpointer       data)
{
  static const ConnectTestAnswer answers[] = {
    { 200, "text/html", .headers = "Content-Encoding: gzip\r\n", .body = "x", .filler = 1000000 },
    { 200, "text/html", .filler = 1000000 },
    { 500, "text/html", .body = "<html>" },
    GOOD,
  };

  connect_test_server_script (f->server, answers, G_N_ELEMENTS (answers));
  for (guint i = 0; i < 3; i++)
    g_assert_false (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, NULL));
  g_assert_true (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, NULL));
  g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, 4);
}

/* The kept connection dies under the second request: a POST is not sent again by the library. */
static void
check_dropped (ConnectTestFixture *f,
               const char         *name,
               ConnectTestEnd      end,
               guint               n_requests)
{
  const ConnectTestOperation *operation = connect_test_get_operation (name);
  const ConnectTestAnswer answers[] = {
    { 200, .body = operation->good }, { .end = end }, { .end = CONNECT_TEST_CLOSE },
  };
  g_autoptr(GError) error = NULL;

  connect_test_server_script (f->server, answers, G_N_ELEMENTS (answers));
  g_assert_true (connect_test_ask (f, operation, NULL, NULL));
  g_assert_false (connect_test_ask (f, operation, NULL, &error));
  g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_NO_ANSWER);
  g_assert_true (f->call->may_have_left);
  g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, n_requests);
}

static void
test_dropped (ConnectTestFixture *f,
              gconstpointer       data)
{
  check_dropped (f, "create-payment", CONNECT_TEST_CLOSE, 2);
  check_dropped (f, "create-payment", CONNECT_TEST_RESET, 2);
  check_dropped (f, "create-checkout", CONNECT_TEST_CLOSE, 2);
  check_dropped (f, "cancel-payment", CONNECT_TEST_CLOSE, 2);

  /* What only reads may be repeated, and is, once. */
  check_dropped (f, "get-payment", CONNECT_TEST_CLOSE, 3);
}

/* The server closes what it said it would keep, between two requests. */
static void
test_closed_idle (ConnectTestFixture *f,
                  gconstpointer       data)
{
  static const ConnectTestAnswer good = { 200, "application/json", .body = "{\"payment\":{\"id\":\"7\"}}", .end = CONNECT_TEST_CLOSE };

  connect_test_server_script (f->server, &good, 1);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr(GError) error = NULL;

      /* Taken, or lost on the way; but never sent twice. */
      if (!connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error))
        g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_NO_ANSWER);
      g_assert_cmpuint (connect_test_server_n_requests (f->server), <=, i + 1);
    }
}

/* A listener whose queue is full answers no SYN: like a host behind a firewall that drops. */
static GSocket *
listen_deaf (GSocket **callers,
             guint     n_callers,
             char    **endpoint)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;
  GSocket *listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_true (g_socket_bind (listener, any_port, FALSE, NULL));
  g_socket_set_listen_backlog (listener, 0);
  g_assert_true (g_socket_listen (listener, NULL));
  address = g_socket_get_local_address (listener, NULL);
  for (guint i = 0; i < n_callers; i++)
    {
      callers[i] = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
      g_socket_set_blocking (callers[i], FALSE);
      g_socket_connect (callers[i], address, NULL, NULL);
    }
  *endpoint = g_strdup_printf ("http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));

  return listener;
}

static void
test_deaf (ConnectTestFixture *f,
           gconstpointer       data)
{
  GSocket *callers[4];
  g_autofree char *endpoint = NULL;
  GSocket *listener = listen_deaf (callers, G_N_ELEMENTS (callers), &endpoint);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(ConnectCall) call = connect_call_new (CONNECT_TEST_KEY);
  const ConnectTestOperation *operation = connect_test_get_operation ("create-payment");
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) cancelled = NULL;

  connect_test_use_endpoint (f, endpoint);
  connect_client_set_time_limits (f->client, 300, 300);
  g_assert_false (connect_test_ask (f, operation, NULL, &error));
  g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_OFFLINE);
  g_assert_false (f->call->may_have_left);

  connect_client_set_time_limits (f->client, 20000, 20000);
  operation->start (f->client, call, cancellable, connect_test_store_cb, &result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_cancellable_cancel (cancellable);
  connect_test_wait (result != NULL);
  g_assert_false (operation->finish (f->client, result, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (call->may_have_left);

  for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
    g_object_unref (callers[i]);
  g_object_unref (listener);
}

/* However long a call may take: after 5 s without a connection there is none.  With one, 5 s are nothing. */
static void
test_deaf_for_long (ConnectTestFixture *f,
                    gconstpointer       data)
{
  GSocket *callers[4];
  g_autofree char *endpoint = NULL;
  GSocket *listener = listen_deaf (callers, G_N_ELEMENTS (callers), &endpoint);
  static const ConnectTestAnswer slow = { 200, .body = "{\"payment\":{\"id\":\"7\"}}", .drip_us = 55000 };
  const ConnectTestOperation *operation = connect_test_get_operation ("create-payment");
  g_autoptr(ConnectClient) client = g_object_ref (f->client);
  g_autoptr(ConnectCall) call = connect_call_new (CONNECT_TEST_KEY);
  g_autoptr(GAsyncResult) result = NULL;
  gint64 start = g_get_monotonic_time ();
  gint64 took;
  g_autoptr(GError) error = NULL;

  connect_test_server_script (f->server, &slow, 1);
  operation->start (client, call, NULL, connect_test_store_cb, &result);
  connect_test_use_endpoint (f, endpoint);
  g_assert_false (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error));
  took = (g_get_monotonic_time () - start) / 1000;
  g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_OFFLINE);
  g_assert_false (f->call->may_have_left);
  g_assert_cmpint (took, >=, 4900);
  g_assert_cmpint (took, <, 20000);

  g_assert_null (result);
  connect_test_wait (result != NULL);
  g_assert_true (operation->finish (client, result, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
    g_object_unref (callers[i]);
  g_object_unref (listener);
}

/* A resolver that knows nobody. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())

G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
test_resolver_lookup_async (GResolver                *resolver,
                            const char               *hostname,
                            GResolverNameLookupFlags  flags,
                            GCancellable             *cancellable,
                            GAsyncReadyCallback       callback,
                            gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "nobody is called %s", hostname);
}

static GList *
test_resolver_lookup_finish (GResolver     *resolver,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  G_RESOLVER_CLASS (klass)->lookup_by_name_with_flags_async = test_resolver_lookup_async;
  G_RESOLVER_CLASS (klass)->lookup_by_name_with_flags_finish = test_resolver_lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

static void
test_no_name (ConnectTestFixture *f,
              gconstpointer       data)
{
  g_autoptr(GResolver) system = g_resolver_get_default ();
  g_autoptr(GResolver) nobody = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_autoptr(GError) error = NULL;

  g_resolver_set_default (nobody);
  connect_test_use_endpoint (f, "https://api.connect.example");
  g_assert_false (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error));
  g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_OFFLINE);
  g_assert_false (f->call->may_have_left);
  g_resolver_set_default (system);
}

/* A proxy that lets nobody through: the request itself has not left, and its answer is not the platform's. */
static void
test_proxy_refuses (ConnectTestFixture *f,
                    gconstpointer       data)
{
  static const ConnectTestAnswer refusals[] = {
    { 407, "text/html", .headers = "Proxy-Authenticate: Basic realm=\"x\"\r\n", .body = "no" },
    { 403, "application/json", .body = "{\"errorId\":\"e\",\"errors\":[]}" },
    { 502, "text/html", .body = "no" },
    { .end = CONNECT_TEST_CLOSE },
  };

  connect_test_drop_session (f);
  f->session = connect_session_new (connect_test_server_get_endpoint (f->server), NULL, NULL);
  connect_test_use_endpoint (f, "https://api.connect.example");
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr(GError) error = NULL;

      connect_test_server_script (f->server, &refusals[i], 1);
      g_assert_false (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error));
      g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_OFFLINE);
      g_assert_false (f->call->may_have_left);
      g_assert_false (f->call->is_connect_json);
      g_assert_cmpuint (f->call->http_status, ==, 0);
      g_assert_cmpstr (connect_test_server_get_request (f->server, 0)->method, ==, "CONNECT");
      g_assert_null (connect_test_request_get (connect_test_server_get_request (f->server, 0), "Authorization"));
    }
}

/* This computer is not asked for by way of another. */
static void
test_proxy_not_for_loopback (ConnectTestFixture *f,
                             gconstpointer       data)
{
  static const ConnectTestAnswer good = GOOD;
  g_autoptr(ConnectTestServer) proxy = connect_test_server_new (NULL);

  connect_test_drop_session (f);
  f->session = connect_session_new (connect_test_server_get_endpoint (proxy), NULL, NULL);
  connect_test_use_endpoint (f, connect_test_server_get_endpoint (f->server));
  connect_test_server_script (f->server, &good, 1);
  g_assert_true (connect_test_ask (f, connect_test_get_operation ("get-payment"), NULL, NULL));
  g_assert_cmpuint (connect_test_server_n_connections (proxy), ==, 0);
}

/* Proxies that somebody set for other programs are not for money. */
static void
test_proxy_of_environment (ConnectTestFixture *f,
                           gconstpointer       data)
{
  g_assert_null (soup_session_get_proxy_resolver (f->session));
}

static void
test_session (ConnectTestFixture *f,
              gconstpointer       data)
{
  static const ConnectTestAnswer answers[] = {
    { 200, "application/json", .headers = "Set-Cookie: a=b\r\nCache-Control: max-age=1000\r\n", .body = "{\"id\":\"7\"}" },
    GOOD,
  };

  g_assert_false (soup_session_has_feature (f->session, SOUP_TYPE_CONTENT_DECODER));
  g_assert_false (soup_session_has_feature (f->session, SOUP_TYPE_AUTH_MANAGER));
  g_assert_false (soup_session_has_feature (f->session, SOUP_TYPE_COOKIE_JAR));
  g_assert_false (soup_session_has_feature (f->session, SOUP_TYPE_CACHE));

  connect_test_server_script (f->server, answers, G_N_ELEMENTS (answers));
  g_assert_true (connect_test_ask (f, connect_test_get_operation ("get-payment"), NULL, NULL));
  g_assert_true (connect_test_ask (f, connect_test_get_operation ("get-payment"), NULL, NULL));
  g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, 2);
  g_assert_null (connect_test_request_get (connect_test_server_get_request (f->server, 1), "Cookie"));
}

#define ADD(path, function) \
  g_test_add ("/connect/connection/" path, ConnectTestFixture, NULL, connect_test_set_up, function, connect_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("kept", test_kept);
  ADD ("after-bad-answer", test_after_bad_answer);
  ADD ("dropped", test_dropped);
  ADD ("closed-idle", test_closed_idle);
  ADD ("deaf", test_deaf);
  ADD ("deaf-for-long", test_deaf_for_long);
  ADD ("no-name", test_no_name);
  ADD ("proxy/refuses", test_proxy_refuses);
  ADD ("proxy/not-for-loopback", test_proxy_not_for_loopback);
  ADD ("proxy/of-environment", test_proxy_of_environment);
  ADD ("session", test_session);

  return g_test_run ();
}
