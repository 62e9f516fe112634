/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ctl-await.h"
#include "ctl-output.h"
#include "ctl-pay-options.h"
#include "ctl-pay-wait.h"
#include "ctl-payment.h"
#include "ctl-qr-file.h"
#include "till-wake.h"

static int
make_order (CtlCall             *call,
            const CtlPayOptions *options,
            CtlContext          *context,
            TillOrder          **order)
{
  g_autoptr(GError) error = NULL;

  if (ctl_pay_options_lacks_address (options, context))
    return ctl_usage (call, _("This type needs the customer’s address: --customer-ip."));

  *order = ctl_pay_options_make_order (options, context, &error);

  return *order != NULL ? CTL_GO_ON : ctl_complain (error);
}

/* A picture that cannot be written is found out before anything is sent. */
static int
prepare_qr_file (CtlCall             *call,
                 const CtlPayOptions *options,
                 CtlQrFile          **qr_file)
{
  g_autoptr(GError) error = NULL;

  if (options->qr_file == NULL)
    return CTL_GO_ON;

  *qr_file = ctl_qr_file_new (options->qr_file, &error);
  if (*qr_file != NULL)
    return CTL_GO_ON;

  g_debug ("%s", error->message);

  return ctl_usage (call, _("The file for the code cannot be written."));
}

static int
charge (CtlContext          *context,
        const CtlPayOptions *options,
        TillOrder           *order,
        TillPayment        **payment,
        TillIntentOutcome   *outcome)
{
  g_autofree char *made_id = g_uuid_string_random ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  const TillCharge how = {
    .request_id = options->request_id != NULL ? options->request_id : made_id,
    .again = options->again,
    .wait = ctl_pay_options_waits (options),
    .timeout_seconds = ctl_pay_options_get_timeout (options),
  };

  till_register_charge_async (context->reg, order, &how, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  *payment = till_register_charge_finish (context->reg, result, outcome, &error);

  if (*payment != NULL)
    return CTL_GO_ON;

  /* Why there is none is the better answer. */
  if (g_error_matches (error, TILL_ERROR, TILL_ERROR_NO_ACCOUNT) && context->account_error != NULL)
    return ctl_complain (context->account_error);

  return ctl_complain (error);
}

/* A repeated request is answered from the journal, account or not: what was paid is paid.  Nobody here can ask about
 * one that is open. */
static int
end_without_account (CtlContext  *context,
                     TillPayment *payment,
                     gboolean     json)
{
  TillRecord *record = till_payment_get_record (payment);
  int status;

  ctl_print_record (record, json);
  if (!till_payment_state_is_final (record->state))
    {
      ctl_complain (context->account_error);
      return CTL_EXIT_NOT_CERTAIN;
    }

  status = ctl_payment_get_status (payment);
  ctl_payment_explain (payment, status);

  return status;
}

/* An earlier payment with this reference stands in the way: that one is what the caller gets to see. */
static int
end_with_earlier (TillPayment *payment,
                  gboolean     json)
{
  ctl_print_record (till_payment_get_record (payment), json);
  ctl_complain_code (TILL_ERROR_REFERENCE_OPEN);

  return CTL_EXIT_NOT_CERTAIN;
}

static int
open_for_charging (CtlContext *context)
{
  g_autoptr(GError) error = NULL;

  return ctl_context_open_register (context, &error) ? CTL_GO_ON : ctl_complain (error);
}

/* What can be known to be wrong without a journal or an account is said first. */
static int
begin (CtlCall             *call,
       const CtlPayOptions *options,
       CtlContext         **context)
{
  g_autoptr(GError) error = NULL;
  int status;

  *context = ctl_context_new (call->training, &error);
  if (*context == NULL)
    return ctl_complain (error);
  status = ctl_pay_options_check_amount (options, *context);

  return status == CTL_GO_ON ? open_for_charging (*context) : status;
}

/* (nullable) A till that waits may sleep meanwhile. */
static TillWake *
watch_for_waking (CtlContext          *context,
                  const CtlPayOptions *options)
{
  TillWake *wake;

  if (!ctl_pay_options_waits (options))
    return NULL;

  wake = till_wake_new (till_register_get_clock (context->reg));
  g_signal_connect_object (wake, "woke", G_CALLBACK (till_register_wake), context->reg, G_CONNECT_SWAPPED);
  till_wake_add_system (wake);

  return wake;
}

int
ctl_pay (CtlCall *call)
{
  g_auto(CtlPayOptions) options = { 0 };
  g_autoptr(CtlContext) context = NULL;
  g_autoptr(CtlQrFile) qr_file = NULL;
  g_autoptr(TillOrder) order = NULL;
  g_autoptr(TillPayment) payment = NULL;
  g_autoptr(CtlPayWait) wait = NULL;
  g_autoptr(TillWake) wake = NULL;
  TillIntentOutcome outcome;
  int status;

  if ((status = ctl_pay_options_parse (&options, call)) != CTL_GO_ON
      || (status = begin (call, &options, &context)) != CTL_GO_ON
      || (status = make_order (call, &options, context, &order)) != CTL_GO_ON
      || (status = prepare_qr_file (call, &options, &qr_file)) != CTL_GO_ON)
    return status;

  wait = ctl_pay_wait_new (context, &options, qr_file);
  status = charge (context, &options, order, &payment, &outcome);
  if (status != CTL_GO_ON)
    return status;
  if (outcome == TILL_INTENT_REFERENCE_OPEN)
    return end_with_earlier (payment, options.json);
  if (context->account_error != NULL)
    return end_without_account (context, payment, options.json);

  /* From here on it looks after what others left, too, and hears what other programs write. */
  till_register_start (context->reg);
  wake = watch_for_waking (context, &options);

  return ctl_pay_wait_run (wait, payment);
}
