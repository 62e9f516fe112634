/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-find.h"
#include "ctl-options.h"
#include "ctl-output.h"
#include "ctl-signals.h"
#include "till-text.h"
#include "till-words.h"

/* A signal ends the wait; the intent is written, and whatever Till runs next goes on with it. */
static gboolean
signal_cb (gpointer user_data)
{
  gboolean *signalled = user_data;

  *signalled = TRUE;

  return G_SOURCE_REMOVE;
}

/* Nothing was sent: that is certain, unless an earlier refund is not. */
static int
explain_not_sent (const GError *error)
{
  TillError code = till_error_from_connect (error);
  int status = ctl_complain (error);

  if (status != CTL_EXIT_NOT_CERTAIN || code == TILL_ERROR_REFUND_OPEN || code == TILL_ERROR_FOLLOWED_ELSEWHERE)
    return status;

  ctl_say (_("Nothing was given back."));

  return CTL_EXIT_NOT_PAID;
}

static int
explain_refund (const TillRefund *refund)
{
  TillError code;

  if (till_refund_is_unknown (refund))
    {
      ctl_say (_("The refund is not confirmed. Do not give the money back in another way before “tillctl check” says what became of it."));
      return CTL_EXIT_NOT_CERTAIN;
    }
  if (!till_refund_has_failed (refund))
    return CTL_EXIT_DONE;

  ctl_say (_("Nothing was given back."));
  if (g_strcmp0 (refund->state, "void") != 0 || refund->error == NULL || !till_error_from_word (refund->error, &code))
    return CTL_EXIT_NOT_PAID;

  /* It was never taken: by a till that is in the way itself, or for want of a connection. */
  ctl_complain_code (code);

  return till_error_exit_status (code) == CTL_EXIT_IN_THE_WAY ? CTL_EXIT_IN_THE_WAY : CTL_EXIT_NOT_PAID;
}

static void
print_refund (TillRecord       *record,
              const TillRefund *refund)
{
  TillMoney money = record->money;
  g_autofree char *amount = NULL;

  money.amount = refund->amount;
  amount = till_money_format (&money);

  /* Translators: a refund on one line: "Refund requested: €5.00, reference A-1001, payment 6f1c…" */
  g_print (_("%s: %s, reference %s, payment %s"), till_refund_state_to_text (refund->state), amount, record->reference, record->id);
  g_print ("\n");
  if (refund->error_message != NULL)
    {
      g_autofree char *clean = till_text_for_people (refund->error_message);

      ctl_say (clean);
    }
}

static int
refund (CtlContext  *context,
        TillPayment *payment,
        gint64       amount,
        const char  *reason,
        gboolean     json)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  TillSkew said = TILL_SKEW_FINE;
  gboolean signalled = FALSE;
  TillRecord *record;

  ctl_signals_watch (signal_cb, &signalled);
  till_register_refund_async (context->reg, payment, amount, reason, NULL, ctl_keep_result, &result);
  while (result == NULL && !signalled)
    g_main_context_iteration (NULL, TRUE);
  if (signalled)
    {
      ctl_say (_("The refund is not confirmed. Do not give the money back in another way before “tillctl check” says what became of it."));
      return CTL_EXIT_NOT_CERTAIN;
    }

  id = till_register_refund_finish (context->reg, result, &error);
  ctl_say_clock (context->reg, &said);
  if (id == NULL)
    return explain_not_sent (error);

  record = till_payment_get_record (payment);
  if (json)
    ctl_print_json (record, NULL, NULL);
  else
    print_refund (record, till_record_get_refund (record, id));

  return explain_refund (till_record_get_refund (record, id));
}

int
ctl_refund (CtlCall *call)
{
  g_autofree char *reason = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "reason", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &reason, N_("Why it is given back; stays with the till"), N_("REASON") },
    { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &json, N_("Print one JSON object a line"), NULL },
    { NULL }
  };
  g_auto(GStrv) rest = NULL;
  g_autoptr(CtlContext) context = NULL;
  g_autoptr(TillPayment) payment = NULL;
  g_autoptr(GError) error = NULL;
  TillMoney money = { 0, "" };
  int status;

  if ((status = ctl_options_parse (call, entries, 1, 2, &rest)) != CTL_GO_ON
      || (status = ctl_context_open (call->training, &context)) != CTL_GO_ON
      || (status = ctl_find_one (context, rest[0], &payment)) != CTL_GO_ON)
    return status;

  if (rest[1] != NULL
      && !till_money_parse (rest[1], till_payment_get_record (payment)->money.currency, NULL, &money, &error))
    return ctl_complain (error);
  if (context->account_error != NULL)
    return ctl_complain (context->account_error);

  return refund (context, payment, money.amount, reason, json);
}
