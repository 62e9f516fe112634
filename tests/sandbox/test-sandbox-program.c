/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/* The program as others run it. */

static GSubprocess *
start (const char * const *args,
       GSubprocessFlags    flags)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) argv = NULL;
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  g_strv_builder_add (builder, g_getenv ("TILL_SANDBOX"));
  for (; *args != NULL; args++)
    g_strv_builder_add (builder, *args);
  argv = g_strv_builder_end (builder);
  process = g_subprocess_newv ((const char * const *) argv,
                               flags | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);

  return process;
}

static void
assert_serves (JsonObject *account)
{
  static const char * const members[] = { "endpoint", "merchantId", "apiKeyId", "secretApiKey" };
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (json_object_get_size (account), ==, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    g_assert_cmpuint (strlen (json_object_get_string_member (account, members[i])), >, 0);

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_uri (client, json_object_get_string_member (account, "endpoint"), 80,
                                               NULL, &error);
  g_assert_no_error (error);
}

/* One line as soon as it serves, and no other; a signal is a good end. */
static void
test_serve (gconstpointer signal_number)
{
  static const char * const args[] = { "--port", "0", NULL };
  g_autoptr(GSubprocess) process = start (args, 0);
  g_autoptr(GDataInputStream) output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr(GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_autofree char *more = NULL;
  g_autoptr(JsonNode) node = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (line);
  node = json_from_string (line, &error);
  g_assert_no_error (error);
  assert_serves (json_node_get_object (node));

  g_subprocess_send_signal (process, GPOINTER_TO_INT (signal_number));
  g_assert_true (g_subprocess_wait (process, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  more = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_assert_null (more);
}

static const struct
{
  const char *name;
  const char *args[4];
  int         status;
  const char *output;   /* (nullable) on stdout */
  const char *message;  /* (nullable) on stderr */
} rows[] = {
  { "version", { "--version" }, 0, PACKAGE_VERSION, NULL },
  { "help", { "--help" }, 0, "--script", NULL },
  { "unknown-option", { "--nonsense" }, 2, NULL, "nonsense" },
  { "argument", { "file" }, 2, NULL, "file" },
  { "port-text", { "--port", "x" }, 2, NULL, "x" },
  { "port-large", { "--port", "65536" }, 2, NULL, "65535" },
  { "no-script", { "--script", "/nowhere/script.json" }, 1, NULL, "/nowhere/script.json" },
  { "no-state", { "--state", "/nowhere/state.db" }, 1, NULL, "/nowhere/state.db" },
};

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr(GSubprocess) process = start (rows[i].args, 0);
  g_autofree char *output = NULL;
  g_autofree char *message = NULL;
  g_autoptr(GError) error = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &message, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, rows[i].status);
  if (rows[i].output != NULL)
    g_assert_nonnull (strstr (output, rows[i].output));
  else
    g_assert_cmpstr (output, ==, "");
  if (rows[i].message != NULL)
    g_assert_nonnull (strstr (message, rows[i].message));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/sandbox/program/serve-until-term", GINT_TO_POINTER (SIGTERM), test_serve);
  g_test_add_data_func ("/sandbox/program/serve-until-int", GINT_TO_POINTER (SIGINT), test_serve);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sandbox/program/%s", rows[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
    }

  return g_test_run ();
}
