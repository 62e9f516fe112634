/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-payments-view.h"
#include "till-when.h"

#define WEEK_DAYS  7
#define MONTH_DAYS 31

const char *
till_states_to_text (TillStates states)
{
  switch (states)
    {
    case TILL_STATES_PAID:
      return _("Paid");
    case TILL_STATES_OPEN:
      return _("Not certain");
    case TILL_STATES_ATTENTION:
      /* Translators: payments for which a person has to do something */
      return _("Needs a person");
    case TILL_STATES_REFUSED:
      return _("Refused");
    case TILL_STATES_OTHER:
      /* Translators: payments that were cancelled or never paid, though nobody refused them */
      return _("Came to nothing");
    case TILL_STATES_ALL:
    default:
      /* Translators: payments of all states */
      return _("All");
    }
}

void
till_states_fill (TillStates      states,
                  TillListFilter *filter)
{
  filter->only_unresolved = states == TILL_STATES_OPEN;
  filter->only_attention = states == TILL_STATES_ATTENTION;
  filter->states = 0;
  if (states == TILL_STATES_PAID)
    filter->states = TILL_STATES (TILL_PAYMENT_PAID);
  else if (states == TILL_STATES_REFUSED)
    filter->states = TILL_STATES (TILL_PAYMENT_REFUSED);
  else if (states == TILL_STATES_OTHER)
    filter->states = TILL_STATES (TILL_PAYMENT_CANCELLED) | TILL_STATES (TILL_PAYMENT_EXPIRED)
                     | TILL_STATES (TILL_PAYMENT_VOID);
}

const char *
till_days_to_text (TillDays days)
{
  switch (days)
    {
    case TILL_DAYS_TODAY:
      return _("Today");
    case TILL_DAYS_YESTERDAY:
      return _("Yesterday");
    case TILL_DAYS_WEEK:
      return _("Last 7 days");
    case TILL_DAYS_MONTH:
      return _("Last 31 days");
    case TILL_DAYS_ALL:
    default:
      return _("All days");
    }
}

/* The midnight so many days before today's. */
static gint64
start_of_day_before (gint64 now,
                     int    days)
{
  g_autoptr(GDateTime) today = g_date_time_new_from_unix_local (till_when_start_of_day (now) / G_USEC_PER_SEC);
  /* By the calendar: a day has 23 or 25 hours where clocks are changed. */
  g_autoptr(GDateTime) then = g_date_time_add_days (today, -days);

  return g_date_time_to_unix (then) * G_USEC_PER_SEC;
}

void
till_days_fill (TillDays        days,
                gint64          now,
                TillListFilter *filter)
{
  filter->since = 0;
  filter->until = 0;
  switch (days)
    {
    case TILL_DAYS_TODAY:
      filter->since = start_of_day_before (now, 0);
      break;
    case TILL_DAYS_YESTERDAY:
      filter->since = start_of_day_before (now, 1);
      filter->until = start_of_day_before (now, 0);
      break;
    case TILL_DAYS_WEEK:
      filter->since = start_of_day_before (now, WEEK_DAYS - 1);
      break;
    case TILL_DAYS_MONTH:
      filter->since = start_of_day_before (now, MONTH_DAYS - 1);
      break;
    case TILL_DAYS_ALL:
    default:
      break;
    }
}

const char *
till_payments_view_type (ConnectIntegrationType type)
{
  switch (type)
    {
    case CONNECT_INTEGRATION_DESKTOP_QR_CODE:
      return _("Code on screen");
    case CONNECT_INTEGRATION_URL_INTENT:
      return _("Link");
    case CONNECT_INTEGRATION_NATIVE_IN_APP:
      return _("App");
    case CONNECT_INTEGRATION_JAVASCRIPT_API:
      return _("Official account");
    case CONNECT_INTEGRATION_MINI_PROGRAM:
      return _("Mini program");
    case CONNECT_INTEGRATION_HOSTED_CHECKOUT:
      return _("Payment page");
    default:
      g_return_val_if_reached ("");
    }
}

static void
sum_free (gpointer data)
{
  TillSumView *sum = data;

  g_free (sum->words);
  g_free (sum->amount);
  g_free (sum);
}

static const struct
{
  const char *key;
  TillShape   shape;
} sums[] = {
  { TILL_SUM_PAID, TILL_SHAPE_PAID },
  { TILL_SUM_REFUNDED, TILL_SHAPE_REFUNDED },
  { TILL_SUM_OPEN, TILL_SHAPE_DOUBT },
};

static char *
count_to_text (TillShape shape,
               guint     n)
{
  if (shape == TILL_SHAPE_PAID)
    /* Translators: so many payments were paid */
    return g_strdup_printf (ngettext ("%u paid", "%u paid", n), n);
  if (shape == TILL_SHAPE_REFUNDED)
    return g_strdup_printf (ngettext ("%u refund", "%u refunds", n), n);

  /* Translators: so many payments are not certain yet */
  return g_strdup_printf (ngettext ("%u not certain", "%u not certain", n), n);
}

static void
add_sums_of (GPtrArray           *views,
             const TillSelection *selection,
             guint                kind)
{
  for (guint i = 0; i < selection->sums->len; i++)
    {
      const TillReportLine *line = &g_array_index (selection->sums, TillReportLine, i);
      TillSumView *view;

      if (!g_str_equal (line->key, sums[kind].key))
        continue;
      view = g_new0 (TillSumView, 1);
      view->shape = sums[kind].shape;
      view->has_shape = TRUE;
      view->words = count_to_text (sums[kind].shape, line->count);
      view->amount = till_money_format (&line->sum);
      g_ptr_array_add (views, view);
    }
}

GPtrArray *
till_payments_view_sums (const TillSelection *selection)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (sum_free);
  TillSumView *all = g_new0 (TillSumView, 1);
  guint n = selection->chosen->len;
  g_autofree char *words = g_strdup_printf (ngettext ("%u payment", "%u payments", n), n);

  /* Translators: %s is "1204 payments": they are still being counted */
  all->words = selection->is_complete ? g_steal_pointer (&words) : g_strdup_printf (_("%s so far …"), words);
  all->amount = g_strdup ("");
  g_ptr_array_add (views, all);
  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    add_sums_of (views, selection, i);

  return views;
}

TillEmptyView
till_payments_view_empty (const TillListFilter *filter)
{
  gboolean is_chosen = filter->states != 0 || filter->only_unresolved || filter->only_attention || filter->has_type
                       || filter->till != NULL || filter->who != NULL || filter->text != NULL;
  gboolean has_days = filter->since != 0 || filter->until != 0;

  if (filter->text != NULL)
    return (TillEmptyView) {
      _("Nothing found"),
      _("A reference or a description is found by any part of it, a number by its beginning, an amount written in full."),
      has_days,
    };
  if (is_chosen)
    return (TillEmptyView) { _("No such payments"), _("Payments of this kind will stand here as soon as there are some."),
                             has_days };
  if (has_days)
    return (TillEmptyView) { _("No payments on these days"),
                             _("Each one will stand here from the moment it is charged, with what became of the money."),
                             TRUE };

  return (TillEmptyView) { _("No payments yet"),
                           _("Each one will stand here from the moment it is charged, with what became of the money."),
                           FALSE };
}
