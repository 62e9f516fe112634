/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-context.h"
#include "ctl-options.h"
#include "ctl-output.h"
#include "ctl-table.h"
#include "till-text.h"
#include "till-words.h"

#define LIMIT_DEFAULT 100

#define MINUTES_FORM "T00:00"

/* GLib wants a time, and seconds in it; ISO 8601 does not. */
static char *
complete_time (const char *text)
{
  const char *time = strchr (text, 'T');

  if (time == NULL)
    return g_strconcat (text, "T00:00:00", NULL);
  if (strlen (time) == strlen (MINUTES_FORM))
    return g_strconcat (text, ":00", NULL);

  return g_strdup (text);
}

/* The start of a day, or a moment, in local time. */
static gboolean
parse_since (const char *text,
             gint64     *since)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *whole = complete_time (text);
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (whole, zone);

  if (time == NULL)
    return FALSE;

  /* 0 would mean: any time. */
  *since = MAX (g_date_time_to_unix (time) * G_USEC_PER_SEC, 1);

  return TRUE;
}

static int
fill_filter (CtlCall        *call,
             const char     *state,
             const char     *since,
             int             limit,
             TillListFilter *filter)
{
  filter->only_unresolved = g_strcmp0 (state, "unresolved") == 0;
  if (state != NULL && !filter->only_unresolved)
    {
      TillPaymentState wanted;

      if (!till_payment_state_from_string (state, &wanted))
        return ctl_usage (call, _("There is no such state."));
      filter->states = TILL_STATES (wanted);
    }

  if (since != NULL && !parse_since (since, &filter->since))
    return ctl_usage (call, _("This is not a date such as 2026-11-23."));

  if (limit < 0)
    return ctl_usage (call, _("The limit is a number of payments, or 0 for all."));
  filter->limit = limit;

  return CTL_GO_ON;
}

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
      || (status = fill_filter (call, state, since, limit, &filter)) != CTL_GO_ON
      || (status = ctl_context_open (call->training, &context)) != CTL_GO_ON)
    return status;

  return print_list (context, &filter, json);
}
