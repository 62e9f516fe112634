/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-find.h"
#include "ctl-options.h"
#include "ctl-output.h"

/* The wait is left in any case; an answer of the platform that is missing makes that "not certain". */
static int
explain_end (gboolean      certain,
             const GError *error)
{
  int status = CTL_EXIT_DONE;

  if (error != NULL)
    status = ctl_complain (error);
  else if (!certain)
    ctl_say (till_error_sentence (TILL_ERROR_NOT_CANCELLABLE));

  return status == CTL_EXIT_NOT_PAID ? CTL_EXIT_NOT_CERTAIN : status;
}

int
ctl_cancel (CtlCall *call)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &json, N_("Print one JSON object a line"), NULL },
    { NULL }
  };
  g_auto(GStrv) rest = NULL;
  g_autoptr(CtlContext) context = NULL;
  g_autoptr(TillPayment) payment = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean certain = FALSE;
  TillSkew said = TILL_SKEW_FINE;
  int status;

  if ((status = ctl_options_parse (call, entries, 1, 1, &rest)) != CTL_GO_ON
      || (status = ctl_context_open (call->training, &context)) != CTL_GO_ON
      || (status = ctl_find_one (context, rest[0], &payment)) != CTL_GO_ON)
    return status;

  till_register_cancel_async (context->reg, payment, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  till_register_cancel_finish (context->reg, result, &certain, &error);
  ctl_print_record (till_payment_get_record (payment), json);
  ctl_say_clock (context->reg, &said);

  return explain_end (certain, error);
}
