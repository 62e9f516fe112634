/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <unistd.h>
#include <glib/gi18n.h>

#include "connect-currency.h"
#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-context.h"
#include "ctl-options.h"
#include "ctl-output.h"
#include "ctl-signals.h"
#include "ctl-span.h"
#include "till-reconcile.h"
#include "till-text.h"

typedef struct
{
  GCancellable *cancellable;    /* (owned) */
  gboolean      json;
  gboolean      live;           /* standard error is a terminal: progress changes in place */
  gboolean      nobody_reads;
} Reconciling;

#define CLEAR_LINE "\r\033[K"

static const char *
describe_kind (TillFinding *finding)
{
  switch (finding->kind)
    {
    case TILL_FINDING_DIFFERENT:
      return _("Different");
    case TILL_FINDING_ONLY_HERE:
      return _("Only here");
    case TILL_FINDING_ONLY_THERE:
      return _("Only at the platform");
    case TILL_FINDING_OTHER_ACCOUNT:
      return _("Not asked, another account’s");
    case TILL_FINDING_NOT_ANSWERED:
    default:
      return _("No answer");
    }
}

/* "EUR 12.50 paid": not of this language, as it is compared with what stands beside it. */
static char *
describe_side (const char *currency,
               gint64      amount,
               const char *word)
{
  g_autofree char *safe = till_text_for_people (word != NULL ? word : "");
  g_autofree char *text = NULL;
  TillMoney money = { .amount = amount };

  g_strlcpy (money.currency, currency, sizeof money.currency);
  if (amount >= 0 && connect_currency_exponent (currency) != -1)
    text = till_money_format (&money);

  return g_strconcat (text != NULL ? text : "", text != NULL ? " " : "", safe, NULL);
}

static char *
describe_here (TillFinding *finding)
{
  const TillRecord *record = finding->record;
  const TillRefund *refund = finding->refund != NULL ? till_record_get_refund (finding->record, finding->refund) : NULL;

  if (finding->is_refund && refund == NULL)
    return g_strdup ("–");

  return describe_side (record->money.currency, refund != NULL ? refund->amount : record->money.amount,
                        refund != NULL ? refund->state : till_payment_state_to_string (record->state));
}

static void
print_finding (TillFinding *finding)
{
  g_autofree char *here = describe_here (finding);
  g_autofree char *there = finding->there_id != NULL
                           ? describe_side (finding->there_currency, finding->there_amount, finding->there_status)
                           : g_strdup ("–");
  g_autofree char *reference = till_text_for_people (finding->record->reference);

  g_print ("%s  %s%s  ", describe_kind (finding), reference, finding->is_refund ? _(" (refund)") : "");
  /* Translators: %1$s is an amount and a state as the till knows them, %2$s as the platform says */
  g_print (_("here: %1$s, there: %2$s"), here, there);
  g_print ("  %s%s%s\n", finding->record->id, finding->there_id != NULL ? "  " : "",
           finding->there_id != NULL ? finding->there_id : "");
}

static void
say_progress (const TillReconciliation *so_far)
{
  g_autofree char *line = NULL;

  line = g_strdup_printf (ngettext ("%u payment compared", "%u payments compared", so_far->n_payments),
                          so_far->n_payments);
  g_printerr (CLEAR_LINE "%s", line);
}

static void
compared_cb (const TillReconciliation *so_far,
             GPtrArray                *findings,
             gpointer                  func_data)
{
  Reconciling *self = func_data;

  if (self->live && findings->len > 0)
    g_printerr (CLEAR_LINE);
  for (guint i = 0; i < findings->len && !self->nobody_reads; i++)
    {
      TillFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *line = till_finding_to_json (finding);

      if (!self->json)
        print_finding (finding);
      self->nobody_reads = self->json ? !ctl_print_data (line) || !ctl_print_data ("\n") : fflush (stdout) != 0;
    }
  if (self->nobody_reads)
    g_cancellable_cancel (self->cancellable);
  if (self->live)
    say_progress (so_far);
}

static void
print_end (const TillReconciliation *so_far,
           gboolean                  whole,
           gboolean                  json)
{
  g_autofree char *line = NULL;

  if (!json)
    {
      g_print (ngettext ("%u payment compared", "%u payments compared", so_far->n_payments), so_far->n_payments);
      /* Translators: what reconciling found, each with its number */
      g_print (_("; different: %1$u, only here: %2$u, only at the platform: %3$u, without an answer: %4$u"),
               so_far->n_findings[TILL_FINDING_DIFFERENT], so_far->n_findings[TILL_FINDING_ONLY_HERE],
               so_far->n_findings[TILL_FINDING_ONLY_THERE], so_far->n_findings[TILL_FINDING_NOT_ANSWERED]);
      g_print ("\n");
      return;
    }

  line = g_strdup_printf ("{\"whole\":%s,\"payments\":%u,\"refunds\":%u,\"different\":%u,\"onlyHere\":%u,"
                          "\"onlyThere\":%u,\"notAnswered\":%u,\"otherAccount\":%u}\n", whole ? "true" : "false",
                          so_far->n_payments, so_far->n_refunds, so_far->n_findings[TILL_FINDING_DIFFERENT],
                          so_far->n_findings[TILL_FINDING_ONLY_HERE], so_far->n_findings[TILL_FINDING_ONLY_THERE],
                          so_far->n_findings[TILL_FINDING_NOT_ANSWERED],
                          so_far->n_findings[TILL_FINDING_OTHER_ACCOUNT]);
  ctl_print_data (line);
}

/* What is not certain goes before what is wrong: the rest is known only when everything was asked. */
static int
judge_end (const TillReconciliation *so_far)
{
  if (so_far->n_findings[TILL_FINDING_NOT_ANSWERED] > 0 || so_far->n_findings[TILL_FINDING_OTHER_ACCOUNT] > 0)
    return CTL_EXIT_NOT_CERTAIN;
  if (so_far->n_findings[TILL_FINDING_DIFFERENT] > 0 || so_far->n_findings[TILL_FINDING_ONLY_HERE] > 0
      || so_far->n_findings[TILL_FINDING_ONLY_THERE] > 0)
    return CTL_EXIT_IN_THE_WAY;

  return CTL_EXIT_DONE;
}

static int
reconcile (CtlContext           *context,
           const TillListFilter *filter,
           gboolean              json)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Reconciling self = { cancellable, json, isatty (STDERR_FILENO), FALSE };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  TillReconciliation so_far;
  gboolean whole;

  ctl_signals_cancel (cancellable);
  till_reconcile_async (context->reg, filter, compared_cb, &self, cancellable, ctl_keep_result, &result);
  ctl_await (&result);
  whole = till_reconcile_finish (context->reg, result, &so_far, &error);
  if (self.live)
    g_printerr (CLEAR_LINE);
  print_end (&so_far, whole, json);
  if (self.nobody_reads)
    return CTL_EXIT_IN_THE_WAY;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return CTL_EXIT_NOT_CERTAIN;

  return whole ? judge_end (&so_far) : ctl_complain (error);
}

int
ctl_reconcile (CtlCall *call)
{
  gboolean json = FALSE;
  g_autofree char *since = NULL;
  g_autofree char *until = NULL;
  const GOptionEntry entries[] = {
    { "since", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &since, N_("The first day (local time)"), N_("DATE") },
    { "until", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &until, N_("The last day (local time)"), N_("DATE") },
    { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &json, N_("Print one JSON object a line"), NULL },
    { NULL }
  };
  g_auto(GStrv) rest = NULL;
  g_autoptr(CtlContext) context = NULL;
  TillListFilter filter = { 0 };
  int status;

  if ((status = ctl_options_parse (call, entries, 0, 0, &rest)) != CTL_GO_ON)
    return status;
  if (since == NULL || until == NULL)
    return ctl_usage (call, _("Name the first and the last day with --since and --until."));
  if ((status = ctl_span_parse (call, since, until, &filter)) != CTL_GO_ON
      || (status = ctl_context_open (call->training, &context)) != CTL_GO_ON)
    return status;
  if (context->account_error != NULL)
    return ctl_complain (context->account_error);

  return reconcile (context, &filter, json);
}
