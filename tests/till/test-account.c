/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "secret-mock.h"
#include "till-account.h"
#include "till-error.h"

#define KEY_ID "5b71c1e2"

/* What LeakSanitizer passes over in this test, beside tests/lsan.supp: libsecret 0.20 keeps the message with a
 * secret that came over D-Bus. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:g_dbus_message_new_from_blob\n";
}

typedef struct
{
  TillSettings *settings;     /* (owned) */
  char         *directory;    /* (owned) of credentials and files */
  SoupServer   *server;       /* (owned) the platform, which looks at signatures */
  char         *seen;         /* (nullable) (owned) the last Authorization … */
  char         *string;       /* (nullable) (owned) … and what was to be signed */
} Fixture;

static void
server_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *f = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr(GArray) list = g_array_new (FALSE, FALSE, sizeof (ConnectHeader));
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_array_append_val (list, ((ConnectHeader) { name, value }));

  f->seen = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  f->string = connect_string_to_sign (soup_server_message_get_method (message),
                                      soup_message_headers_get_one (headers, "Content-Type"),
                                      soup_message_headers_get_one (headers, "Date"),
                                      (gpointer) list->data, list->len, path, TRUE);

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{\"result\":\"OK\"}", 15);
}

static void
set_string (Fixture    *f,
            const char *key,
            const char *value)
{
  g_assert_true (till_settings_set (f->settings, key, g_variant_new_string (value)));
}

static void
set_up (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *endpoint = NULL;
  GSList *uris;

  f->settings = till_settings_new (NULL, &error);
  g_assert_no_error (error);
  f->directory = g_dir_make_tmp ("till-account-XXXXXX", &error);
  g_assert_no_error (error);

  f->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (f->server, NULL, server_cb, f, NULL);
  soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (f->server);
  endpoint = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  set_string (f, "endpoint", endpoint);
  set_string (f, "merchant-id", "1234");
  set_string (f, "api-key-id", KEY_ID);
}

static void
tear_down (Fixture *f)
{
  g_autoptr(GDir) dir = g_dir_open (f->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->directory, name, NULL);

      g_remove (path);
    }
  g_rmdir (f->directory);

  soup_server_disconnect (f->server);
  g_clear_object (&f->server);
  g_assert_finalize_object (f->settings);
  g_free (f->directory);
  g_free (f->seen);
  g_free (f->string);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static char *
write_file (Fixture    *f,
            const char *name,
            const char *text,
            int         mode)
{
  char *path = g_build_filename (f->directory, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, mode), ==, 0);

  return path;
}

static ConnectClient *
open_account (Fixture  *f,
              GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  till_account_open_async (f->settings, NULL, result_cb, &result);
  wait_for (&result);

  return till_account_open_finish (result, error);
}

static void
assert_refused (Fixture *f,
                int      code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConnectClient) client = open_account (f, &error);

  g_assert_error (error, TILL_ERROR, code);
  g_assert_null (client);
}

/* The secret is told by what it signs. */
static void
assert_secret (Fixture    *f,
               const char *secret)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ConnectClient) client = open_account (f, &error);
  g_autoptr(ConnectSigner) signer = connect_signer_new (KEY_ID, secret, -1);
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *signature = NULL;
  g_autofree char *expected = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (connect_client_get_merchant_id (client), ==, "1234");
  g_assert_cmpstr (connect_client_get_key_id (client), ==, KEY_ID);

  connect_client_test_connection_async (client, NULL, NULL, result_cb, &result);
  wait_for (&result);
  g_assert_true (connect_client_test_connection_finish (client, result, &error));
  g_assert_no_error (error);

  signature = connect_signer_sign_string (signer, f->string);
  expected = connect_signer_authorize (signer, signature);
  g_assert_cmpstr (f->seen, ==, expected);
  g_clear_pointer (&f->seen, g_free);
  g_clear_pointer (&f->string, g_free);
}

static void
assert_located (Fixture         *f,
                TillSecretPlace  place)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  till_account_locate_secret_async (f->settings, NULL, result_cb, &result);
  wait_for (&result);
  g_assert_cmpint (till_account_locate_secret_finish (result, &error), ==, place);
  g_assert_no_error (error);
}

static gboolean
store_secret (Fixture     *f,
              const char  *secret,
              GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  till_account_store_secret_async (f->settings, secret, NULL, result_cb, &result);
  wait_for (&result);

  return till_account_store_secret_finish (result, error);
}

static void
test_no_account (Fixture *f)
{
  static const char * const keys[] = { "endpoint", "merchant-id", "api-key-id" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *before = till_settings_get_string (f->settings, keys[i]);
      g_autoptr(GError) error = NULL;

      set_string (f, keys[i], "");
      assert_refused (f, TILL_ERROR_NO_ACCOUNT);
      assert_located (f, TILL_SECRET_NOWHERE);
      g_assert_false (store_secret (f, "s3cret", &error));
      g_assert_error (error, TILL_ERROR, TILL_ERROR_NO_ACCOUNT);
      set_string (f, keys[i], before);
    }
}

static void
test_invalid_account (Fixture *f)
{
  static const struct { const char *key, *value; } rows[] = {
    { "endpoint", "http://api.connect.worldline-solutions.com" },
    { "endpoint", "https://127.0.0.1/v1" },
    { "endpoint", "nonsense" },
    { "merchant-id", "12/34" },
    { "merchant-id", "12 34" },
    { "merchant-id", "12345678901234567890123456789012345678901234567890123456789012345" },
    { "api-key-id", "key:id" },
    { "api-key-id", "key\nid" },
    { "proxy", "nonsense" },
    { "proxy", "http://" },
    { "ca-file", "/nonexistent.pem" },
    { "ca-file", "/dev/null" },
  };
  g_autofree char *file = write_file (f, "secret", "s3cret", 0600);

  set_string (f, "secret-file", file);
  assert_secret (f, "s3cret");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *before = till_settings_get_string (f->settings, rows[i].key);

      set_string (f, rows[i].key, rows[i].value);
      assert_refused (f, TILL_ERROR_INVALID_ACCOUNT);
      set_string (f, rows[i].key, before);
    }
}

static void
test_nowhere (Fixture *f)
{
  g_autoptr(GError) error = NULL;

  assert_refused (f, TILL_ERROR_SECRET_MISSING);
  assert_located (f, TILL_SECRET_NOWHERE);
  g_assert_false (store_secret (f, "s3cret", &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_SECRET_REFUSED);

  set_string (f, "secret-file", "/nonexistent/secret");
  assert_refused (f, TILL_ERROR_SECRET_MISSING);
  assert_located (f, TILL_SECRET_NOWHERE);
}

/* Credential, then Secret Service, then file. */
static void
test_order (Fixture *f)
{
  g_autofree char *file = write_file (f, "secret", "from the file\n", 0600);
  g_autofree char *credential = NULL;
  g_autoptr(GError) error = NULL;

  secret_mock_start (SECRET_MOCK_KEEPS);
  set_string (f, "secret-file", file);
  assert_secret (f, "from the file");
  assert_located (f, TILL_SECRET_FILE);

  g_assert_true (store_secret (f, "from the service", &error));
  g_assert_no_error (error);
  assert_secret (f, "from the service");
  assert_located (f, TILL_SECRET_SERVICE);

  g_setenv ("CREDENTIALS_DIRECTORY", f->directory, TRUE);
  assert_secret (f, "from the service");

  credential = write_file (f, "till-api-secret", "from the credential", 0440);
  assert_secret (f, "from the credential");
  assert_located (f, TILL_SECRET_CREDENTIAL);

  /* what is there and no good is not passed over */
  g_free (write_file (f, "till-api-secret", "\n", 0440));
  assert_refused (f, TILL_ERROR_SECRET_REFUSED);
}

/* A secret belongs to endpoint, merchant and key together, and goes to no other. */
static void
test_whose (Fixture *f)
{
  static const struct { const char *key, *value; } rows[] = {
    { "endpoint", "https://other.example.com" },
    { "merchant-id", "1235" },
    { "api-key-id", "5b71c1e3" },
  };
  g_autoptr(GError) error = NULL;

  secret_mock_start (SECRET_MOCK_KEEPS);
  g_assert_true (store_secret (f, "s3cret", &error));
  g_assert_no_error (error);
  assert_secret (f, "s3cret");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *before = till_settings_get_string (f->settings, rows[i].key);

      set_string (f, rows[i].key, rows[i].value);
      assert_refused (f, TILL_ERROR_SECRET_MISSING);
      assert_located (f, TILL_SECRET_NOWHERE);
      set_string (f, rows[i].key, before);
    }

  g_assert_true (store_secret (f, "n3wer", &error));
  assert_secret (f, "n3wer");
}

/* A bus without a service, and with one that holds nothing: the file is next. */
static void
test_nothing_in_service (Fixture *f)
{
  g_autofree char *file = write_file (f, "secret", "from the file", 0600);

  set_string (f, "secret-file", file);
  assert_secret (f, "from the file");
}

/* A keyring that stays locked is the error, whatever the file holds. */
static void
test_locked (Fixture *f)
{
  g_autofree char *file = write_file (f, "secret", "from the file", 0600);

  secret_mock_start (SECRET_MOCK_LOCKED);
  set_string (f, "secret-file", file);
  assert_refused (f, TILL_ERROR_SECRET_REFUSED);
  assert_located (f, TILL_SECRET_SERVICE);
}

static void
test_empty_service (Fixture *f)
{
  secret_mock_start (SECRET_MOCK_KEEPS);
  test_nothing_in_service (f);
}

static void
test_broken_service (Fixture *f)
{
  g_autofree char *file = write_file (f, "secret", "from the file", 0600);

  secret_mock_start (SECRET_MOCK_FAILS);
  set_string (f, "secret-file", file);
  assert_refused (f, TILL_ERROR_SECRET_REFUSED);
}

static void
test_cancelled (Fixture *f)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  till_account_open_async (f->settings, cancellable, result_cb, &result);
  wait_for (&result);
  g_assert_null (till_account_open_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* GIO looks for its modules once, and finds none here. */
static void
test_no_tls (Fixture *f)
{
  g_autofree char *file = write_file (f, "file", "marker", 0600);

  set_string (f, "secret-file", file);
  set_string (f, "endpoint", "https://payment.example.com");
  assert_refused (f, TILL_ERROR_NO_TLS);
}

typedef struct
{
  const char *name;
  gboolean    has_bus;
  void      (*run) (Fixture *f);
  const char *modules;   /* (nullable) where GIO looks for its own */
} Case;

static const Case cases[] = {
  { "/account/no-account", FALSE, test_no_account },
  { "/account/invalid-account", FALSE, test_invalid_account },
  { "/account/cancelled", FALSE, test_cancelled },
  { "/account/no-bus/nowhere", FALSE, test_nowhere },
  { "/account/no-bus/file", FALSE, test_nothing_in_service },
  { "/account/no-service/nowhere", TRUE, test_nowhere },
  { "/account/no-service/file", TRUE, test_nothing_in_service },
  { "/account/service/empty", TRUE, test_empty_service },
  { "/account/service/order", TRUE, test_order },
  { "/account/service/whose", TRUE, test_whose },
  { "/account/service/locked", TRUE, test_locked },
  { "/account/service/broken", TRUE, test_broken_service },
  { "/account/no-tls", FALSE, test_no_tls, .modules = "/nonexistent" },
};

/* Each in a process of its own: GIO and libsecret choose bus and backend for a process's life. */
static void
run_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr(GTestDBus) bus = NULL;
  Fixture f = { 0 };

  if (g_test_subprocess ())
    {
      set_up (&f);
      c->run (&f);
      tear_down (&f);
      return;
    }

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  if (c->has_bus)
    {
      bus = g_test_dbus_new (G_TEST_DBUS_NONE);
      g_test_dbus_up (bus);
    }

  if (c->modules != NULL)
    g_setenv ("GIO_MODULE_DIR", c->modules, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();

  if (bus != NULL)
    g_test_dbus_down (bus);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_unsetenv ("CREDENTIALS_DIRECTORY");
  g_unsetenv ("SECRET_BACKEND");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].name, &cases[i], run_case);

  return g_test_run ();
}
