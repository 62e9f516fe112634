/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-test-fixture.h"

/* Whom the client trusts, and what it speaks. */

/* LeakSanitizer (of gcc 12) crashes over the thread-local storage of GnuTLS, which GIO loads late; it asks this
 * function.  That objects die is asserted by the fixture all the same.
 */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

static const ConnectTestAnswer good = { 200, "application/json", .body = "{\"payment\":{\"id\":\"7\"}}" };

static char *
tls_file (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "connect", "tls", name, NULL);
}

static void
serve_as (ConnectTestFixture *f,
          const char         *name)
{
  g_autofree char *path = tls_file (name);
  g_autoptr(GError) error = NULL;
  g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  connect_test_server_free (f->server);
  f->server = connect_test_server_new (certificate);
  connect_test_server_script (f->server, &good, 1);
}

static void
use_session (ConnectTestFixture *f,
             const char         *ca_file)
{
  g_autofree char *path = ca_file != NULL ? tls_file (ca_file) : NULL;
  g_autoptr(GError) error = NULL;

  connect_test_drop_session (f);
  f->session = connect_session_new (NULL, path, &error);
  g_assert_no_error (error);
  connect_test_use_endpoint (f, connect_test_server_get_endpoint (f->server));
}

static void
test_trusted (ConnectTestFixture *f,
              gconstpointer       data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *protocol = NULL;

  serve_as (f, "server.pem");
  use_session (f, "authority.pem");
  g_assert_true (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error));
  g_assert_no_error (error);
  g_assert_true (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error));
  g_assert_cmpuint (connect_test_server_n_connections (f->server), ==, 1);

  /* Offered "h2" as well. */
  protocol = connect_test_server_dup_protocol (f->server);
  g_assert_cmpstr (protocol, ==, "http/1.1");
}

static const struct
{
  const char *name;
  const char *certificate;
  const char *ca_file;
} strangers[] = {
  { "unknown-authority", "server.pem", NULL },
  { "other-authority", "server.pem", "elsewhere.pem" },
  { "other-host", "elsewhere.pem", "authority.pem" },
  { "expired", "expired.pem", "authority.pem" },
};

/* No operation tells a stranger anything. */
static void
test_strangers (ConnectTestFixture *f,
                gconstpointer       data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      serve_as (f, strangers[i].certificate);
      use_session (f, strangers[i].ca_file);
      for (guint j = 0; j < connect_test_n_operations; j++)
        {
          g_autoptr(GError) error = NULL;

          g_test_message ("%s: %s", strangers[i].name, connect_test_operations[j].name);
          g_assert_false (connect_test_ask (f, &connect_test_operations[j], NULL, &error));
          g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_NOT_TRUSTED);
          g_assert_false (f->call->may_have_left);
          g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, 0);
        }
    }
}

/* A server that does not speak TLS, and waits for a request that it understands. */
static void
test_no_tls (ConnectTestFixture *f,
             gconstpointer       data)
{
  g_autofree char *endpoint = g_strconcat ("https", connect_test_server_get_endpoint (f->server) + strlen ("http"), NULL);
  g_autoptr(GError) error = NULL;

  connect_test_use_endpoint (f, endpoint);
  connect_client_set_time_limits (f->client, 500, 500);
  g_assert_false (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error));
  g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_OFFLINE);
  g_assert_false (f->call->may_have_left);
}

static void
test_ca_files (ConnectTestFixture *f,
               gconstpointer       data)
{
  g_autofree char *script = tls_file ("make-certificates");
  g_autofree char *nowhere = tls_file ("nowhere.pem");
  const char *files[] = { script, nowhere, "/" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (connect_session_new (NULL, files[i], &error));
      g_assert_nonnull (error);
    }
}

#define ADD(path, function) \
  g_test_add ("/connect/tls/" path, ConnectTestFixture, NULL, connect_test_set_up, function, connect_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("trusted", test_trusted);
  ADD ("strangers", test_strangers);
  ADD ("no-tls", test_no_tls);
  ADD ("ca-files", test_ca_files);

  return g_test_run ();
}
