/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-context.h"
#include "ctl-options.h"
#include "ctl-output.h"
#include "ctl-report-print.h"
#include "till-csv.h"

/** Range: the day that is asked for, µs since 1970. */
typedef struct
{
  gint64 since;
  gint64 until;
} Range;

static int
print_summary (CtlContext  *context,
               const Range *range,
               gboolean     json)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillReport) report = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  till_journal_report_async (till_register_get_journal (context->reg), range->since, range->until, NULL,
                             ctl_keep_result, &result);
  ctl_await (&result);
  report = till_journal_report_finish (till_register_get_journal (context->reg), result, &error);
  if (report == NULL)
    return ctl_complain (error);

  if (!json)
    return ctl_report_print (report) ? CTL_EXIT_DONE : CTL_EXIT_IN_THE_WAY;
  text = till_report_to_json (report);

  return ctl_print_data (text) && ctl_print_data ("\n") ? CTL_EXIT_DONE : CTL_EXIT_IN_THE_WAY;
}

static int
print_csv (CtlContext  *context,
           const Range *range)
{
  TillListFilter filter = { .since = range->since, .until = range->until };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) payments = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new (till_csv_header ());

  till_register_list_async (context->reg, &filter, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  payments = till_register_list_finish (context->reg, result, &error);
  if (payments == NULL)
    return ctl_complain (error);

  for (guint i = payments->len; i > 0; i--)
    {
      g_autofree char *line = till_csv_from_record (till_payment_get_record (payments->pdata[i - 1]));

      g_string_append (text, line);
    }

  return ctl_print_data (text->str) ? CTL_EXIT_DONE : CTL_EXIT_IN_THE_WAY;
}

int
ctl_report (CtlCall *call)
{
  gboolean csv = FALSE, json = FALSE;
  g_autofree char *date = NULL;
  const GOptionEntry entries[] = {
    { "date", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &date, N_("The day, such as 2026-11-23 (default: today, local time)"), N_("DATE") },
    { "csv", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &csv, N_("Print the day’s payments as CSV"), NULL },
    { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &json, N_("Print one JSON object"), NULL },
    { NULL }
  };
  g_auto(GStrv) rest = NULL;
  g_autoptr(CtlContext) context = NULL;
  Range range;
  int status;

  if ((status = ctl_options_parse (call, entries, 0, 0, &rest)) != CTL_GO_ON)
    return status;
  if (csv && json)
    return ctl_usage (call, _("It is either --csv or --json."));
  if (!till_report_day_bounds (date, g_get_real_time (), &range.since, &range.until))
    return ctl_usage (call, _("This is not a date such as 2026-11-23."));
  if ((status = ctl_context_open (call->training, &context)) != CTL_GO_ON)
    return status;

  return csv ? print_csv (context, &range) : print_summary (context, &range, json);
}
