/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-context.h"
#include "ctl-options.h"
#include "ctl-output.h"
#include "ctl-signals.h"
#include "ctl-span.h"
#include "till-export.h"

static gboolean
print_cb (const char  *text,
          gsize        length,
          gpointer     write_data,
          GError     **error)
{
  if (ctl_print_data (text))
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, "nobody reads any more");

  return FALSE;
}

/* What was cut off is no export: for a file nothing is left of it, and a pipe is told by the status. */
static int
explain (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return CTL_EXIT_NOT_CERTAIN;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    return CTL_EXIT_IN_THE_WAY;

  return ctl_complain (error);
}

static int
export (CtlContext           *context,
        const TillListFilter *filter,
        TillExportFormat      format,
        const char           *path)
{
  TillJournal *journal = till_register_get_journal (context->reg);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(TillExportFile) file = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (path != NULL && (file = till_export_file_new (path, &error)) == NULL)
    return explain (error);

  ctl_signals_cancel (cancellable);
  till_export_async (journal, filter, format, file != NULL ? till_export_file_write : print_cb, file,
                     cancellable, ctl_keep_result, &result);
  ctl_await (&result);
  if (till_export_finish (journal, result, &error) < 0
      || (file != NULL && !till_export_file_place (file, &error)))
    return explain (error);

  return CTL_EXIT_DONE;
}

int
ctl_export (CtlCall *call)
{
  gboolean csv = FALSE, json = FALSE;
  g_autofree char *state = NULL;
  g_autofree char *since = NULL;
  g_autofree char *until = NULL;
  g_autofree char *output = NULL;
  const GOptionEntry entries[] = {
    { "state", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &state, N_("Only payments in this state, or “unresolved”"), N_("STATE") },
    { "since", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &since, N_("Only payments made since this day (local time)"), N_("DATE") },
    { "until", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &until, N_("Only payments made up to the end of this day (local time)"), N_("DATE") },
    { "csv", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &csv, N_("Write CSV (the default)"), NULL },
    { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &json, N_("Write one JSON object a line"), NULL },
    { "output", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &output, N_("Write to this file, which is there as a whole or not at all (default: standard output)"), N_("FILE") },
    { NULL }
  };
  g_auto(GStrv) rest = NULL;
  g_autoptr(CtlContext) context = NULL;
  TillListFilter filter = { 0 };
  int status;

  if ((status = ctl_options_parse (call, entries, 0, 0, &rest)) != CTL_GO_ON)
    return status;
  if (csv && json)
    return ctl_usage (call, _("It is either --csv or --json."));
  if ((status = ctl_span_parse_state (call, state, &filter)) != CTL_GO_ON
      || (status = ctl_span_parse (call, since, until, &filter)) != CTL_GO_ON
      || (status = ctl_context_open (call->training, &context)) != CTL_GO_ON)
    return status;

  return export (context, &filter, json ? TILL_EXPORT_JSON : TILL_EXPORT_CSV, output);
}
