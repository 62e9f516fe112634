/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-context.h"
#include "ctl-options.h"
#include "ctl-output.h"
#include "ctl-span.h"
#include "ctl-table.h"
#include "till-text.h"
#include "till-words.h"

#define LIMIT_DEFAULT 100

static void
print_table (GPtrArray *payments)
{
  g_autoptr(CtlTable) table = ctl_table_new (_("Created"), _("Amount"), _("Standing"), _("Reference"), _("ID"));

  ctl_table_align_right (table, 1);
  for (guint i = 0; i < payments->len; i++)
    {
      TillRecord *record = till_payment_get_record (payments->pdata[i]);
      g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (record->created / G_USEC_PER_SEC);
      g_autoptr(GDateTime) local = g_date_time_to_local (utc);
      g_autofree char *created = g_date_time_format (local, "%Y-%m-%d %H:%M");
      g_autofree char *money = till_money_format (&record->money);
      g_autofree char *reference = till_text_for_people (record->reference);

      ctl_table_add (table, created, money, till_standing_to_text (till_standing_of (record, FALSE)),
                     reference, record->id);
    }
  ctl_table_print (table);
}

static int
print_list (CtlContext           *context,
            const TillListFilter *filter,
            gboolean              json)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) payments = NULL;
  g_autoptr(GError) error = NULL;

  till_register_list_async (context->reg, filter, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  payments = till_register_list_finish (context->reg, result, &error);
  if (payments == NULL)
    return ctl_complain (error);

  if (!json && payments->len > 0)
    print_table (payments);
  for (guint i = 0; json && i < payments->len; i++)
    {
      if (!ctl_print_json (till_payment_get_record (payments->pdata[i]), NULL, NULL))
        return CTL_EXIT_IN_THE_WAY;
    }

  return CTL_EXIT_DONE;
}

int
ctl_list (CtlCall *call)
{
  gboolean json = FALSE;
  g_autofree char *state = NULL;
  g_autofree char *since = NULL;
  int limit = LIMIT_DEFAULT;
  const GOptionEntry entries[] = {
    { "state", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &state, N_("Only payments in this state, or “unresolved”"), N_("STATE") },
    { "since", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &since, N_("Only payments made since this day (local time)"), N_("DATE") },
    { "limit", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &limit, N_("At most so many; 0: all (default: 100)"), N_("N") },
    { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &json, N_("Print one JSON object a line"), NULL },
    { NULL }
  };
  g_auto(GStrv) rest = NULL;
  g_autoptr(CtlContext) context = NULL;
  TillListFilter filter = { 0 };
  int status;

  if ((status = ctl_options_parse (call, entries, 0, 0, &rest)) != CTL_GO_ON
      || (status = ctl_span_parse_state (call, state, &filter)) != CTL_GO_ON
      || (status = ctl_span_parse (call, since, NULL, &filter)) != CTL_GO_ON)
    return status;
  if (limit < 0)
    return ctl_usage (call, _("The limit is a number of payments, or 0 for all."));
  filter.limit = limit;
  if ((status = ctl_context_open (call->training, &context)) != CTL_GO_ON)
    return status;

  return print_list (context, &filter, json);
}
