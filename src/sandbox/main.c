/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "sandbox.h"

typedef struct
{
  int       port;
  char     *script;    /* (nullable) (owned) */
  char     *state;     /* (nullable) (owned) */
  gboolean  version;
} Options;

static gboolean
parse_options (Options   *options,
               int       *argc,
               char    ***argv,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &options->port, N_("Listen on this port of 127.0.0.1 (0: any free one)"), "N" },
    { "script", 0, 0, G_OPTION_ARG_FILENAME, &options->script, N_("Play the faults of this file"), "FILE" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &options->state, N_("Keep payments in this file"), "FILE" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_("Show the version"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, _("A stand-in for the Worldline Connect platform, for WeChat Pay."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;

  if (*argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("There is no argument “%s”."), (*argv)[1]);
      return FALSE;
    }
  if (options->port < 0 || options->port > G_MAXUINT16)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("A port is a number from 0 to 65535."));
      return FALSE;
    }

  return TRUE;
}

static void
print_account (Sandbox *sandbox)
{
  g_autoptr(JsonObject) account = json_object_new ();
  g_autoptr(JsonNode) node = json_node_alloc ();
  g_autofree char *line = NULL;

  json_object_set_string_member (account, "endpoint", sandbox_get_endpoint (sandbox));
  json_object_set_string_member (account, "merchantId", sandbox_get_merchant_id (sandbox));
  json_object_set_string_member (account, "apiKeyId", sandbox_get_api_key_id (sandbox));
  json_object_set_string_member (account, "secretApiKey", sandbox_get_secret_api_key (sandbox));
  json_node_init_object (node, account);
  line = json_to_string (node, FALSE);

  g_print ("%s\n", line);
  fflush (stdout);
}

static int
serve_until_told (Options *options)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(Sandbox) sandbox = NULL;
  g_autoptr(GError) error = NULL;

  /* Before the line is printed: who reads it may end us at once. */
  g_unix_signal_add (SIGTERM, G_SOURCE_FUNC (g_main_loop_quit), loop);
  g_unix_signal_add (SIGINT, G_SOURCE_FUNC (g_main_loop_quit), loop);

  sandbox = sandbox_start ((guint16) options->port, options->state, options->script, &error);
  if (sandbox == NULL)
    {
      g_printerr ("till-sandbox: %s\n", error->message);
      return EXIT_FAILURE;
    }

  print_account (sandbox);
  g_main_loop_run (loop);

  return EXIT_SUCCESS;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  Options options = { 0 };
  int status;

  /* GLib's debug messages would else come before the one line that a client reads. */
  g_log_writer_default_set_use_stderr (TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (!parse_options (&options, &argc, &argv, &error))
    {
      g_printerr ("till-sandbox: %s\n", error->message);
      return 2;
    }
  if (options.version)
    {
      g_print ("till-sandbox %s\n", PACKAGE_VERSION);
      return EXIT_SUCCESS;
    }

  status = serve_until_told (&options);
  g_free (options.script);
  g_free (options.state);

  return status;
}
