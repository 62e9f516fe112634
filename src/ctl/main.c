/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <signal.h>
#include <glib/gi18n.h>

#include "ctl-command.h"
#include "till-process.h"

static const struct
{
  const char *first;
  const char *second;      /* (nullable) */
  const char *arguments;
  const char *summary;     /* for translation */
  int       (*run) (CtlCall *call);
} commands[] = {
  { "pay", NULL, "AMOUNT", N_("Ask a customer to pay, and wait for the money"), ctl_pay },
  { "show", NULL, "ID", N_("Show a payment as the till knows it"), ctl_show },
  { "list", NULL, "", N_("List payments, newest first"), ctl_list },
  { "check", NULL, "[ID]", N_("Ask the platform now, about one or about everything unresolved"), ctl_check },
  { "refund", NULL, "ID [AMOUNT]", N_("Give money back: all that is left of a payment, or part of it"), ctl_refund },
  { "cancel", NULL, "ID", N_("Leave the wait, and cancel at the platform where it allows that"), ctl_cancel },
  { "close", NULL, "ID", N_("Settle what the platform cannot"), ctl_close },
  { "acknowledge", NULL, "ID", N_("Say what was done about a payment that asks for attention"), ctl_acknowledge },
  { "receipt", NULL, "ID", N_("Write the receipt of a payment, or of one of its refunds, as a PDF file"), ctl_receipt },
  { "report", NULL, "", N_("Say what a day brought"), ctl_report },
  { "reconcile", NULL, "", N_("Compare the journal with what the platform knows"), ctl_reconcile },
  { "export", NULL, "", N_("Write payments for other programs, oldest first"), ctl_export },
  { "verify", NULL, "[FILE]", N_("Check a journal or a copy of one, from its first event to its last"), ctl_verify },
  { "backup", NULL, "FILE", N_("Copy the journal while everything goes on"), ctl_backup },
  { "set-aside", NULL, "", N_("Move a damaged journal aside, and begin a new one"), ctl_set_aside },
  { "account", "set", "", N_("Keep the account; the secret comes from standard input or a file"), ctl_account_set },
  { "account", "show", "", N_("Show the account, and where its secret is found"), ctl_account_show },
};

static char *
list_commands (void)
{
  GString *text = g_string_new (_("Commands:"));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *usage = g_strdup_printf ("%s%s%s %s", commands[i].first,
                                                commands[i].second != NULL ? " " : "",
                                                commands[i].second != NULL ? commands[i].second : "",
                                                commands[i].arguments);

      g_string_append_printf (text, "\n  %-16s %s", usage, _(commands[i].summary));
    }
  g_string_append_printf (text, "\n\n%s", _("“tillctl COMMAND --help” tells more about each."));

  return g_string_free (text, FALSE);
}

/* What stands before the command.  Returns CTL_GO_ON with *training set, or an exit status. */
static int
parse_before_command (int        *argc,
                      char     ***argv,
                      gboolean   *training)
{
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "training", 't', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, training, N_("Play money: a till of its own, nothing leaves this computer"), NULL },
    { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &version, N_("Print the version"), NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (_("COMMAND"));
  g_autoptr(GError) error = NULL;
  g_autofree char *description = list_commands ();

  g_set_prgname ("tillctl");
  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_set_summary (context, _("WeChat Pay at the counter, from the console"));
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return CTL_EXIT_USAGE;
    }
  if (version)
    {
      g_print ("tillctl %s\n", PACKAGE_VERSION);
      return CTL_EXIT_DONE;
    }

  return CTL_GO_ON;
}

static int
run_command (guint     index,
             gboolean  training,
             int       argc,
             char    **argv)
{
  int skip = commands[index].second != NULL ? 1 : 0;
  g_autofree char *name = commands[index].second != NULL
                          ? g_strdup_printf ("%s %s", commands[index].first, commands[index].second)
                          : g_strdup (commands[index].first);
  CtlCall call = {
    .name = name,
    .arguments = commands[index].arguments,
    .summary = _(commands[index].summary),
    .training = training,
    .argc = argc - skip,
    .argv = argv + skip,
  };

  return commands[index].run (&call);
}

int
main (int    argc,
      char **argv)
{
  gboolean training = FALSE;
  int status;

  /* GLib's debug messages would else stand among the lines that a program reads. */
  g_log_writer_default_set_use_stderr (TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* Who reads our output may go away; that is an error of a write, and no death in the middle of a payment. */
  signal (SIGPIPE, SIG_IGN);

  /* What a developer asks for by G_MESSAGES_DEBUG is none of what the caller asked for. */
  g_log_writer_default_set_use_stderr (TRUE);

  status = parse_before_command (&argc, &argv, &training);
  if (status != CTL_GO_ON)
    return status;
  if (!till_process_guard (TILL_PROCESS_CONSOLE, training))
    return CTL_EXIT_IN_THE_WAY;

  argc--;
  argv++;
  for (guint i = 0; argc > 0 && i < G_N_ELEMENTS (commands); i++)
    {
      if (!g_str_equal (argv[0], commands[i].first))
        continue;
      if (commands[i].second == NULL || (argc > 1 && g_str_equal (argv[1], commands[i].second)))
        return run_command (i, training, argc, argv);
    }

  g_printerr ("%s\n", argc > 0 ? _("tillctl knows no such command.") : _("Which command?"));
  g_printerr ("%s\n", _("See “tillctl --help”."));

  return CTL_EXIT_USAGE;
}
