/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <unistd.h>
#include <glib/gi18n.h>

#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-find.h"
#include "ctl-options.h"
#include "ctl-output.h"
#include "ctl-payment.h"
#include "ctl-terminal.h"
#include "till-json.h"
#include "till-text.h"
#include "till-words.h"

static void
print_field (const char *label,
             const char *value)
{
  g_autofree char *clean = NULL;

  if (value == NULL || *value == '\0')
    return;

  clean = till_text_for_people (value);
  g_print ("  %s: %s\n", label, clean);
}

static void
print_time (const char *label,
            gint64      wall_time)
{
  g_autofree char *text = till_time_to_iso (wall_time);

  print_field (label, text);
}

static void
print_troubles (TillRecord *record)
{
  g_autofree const char **words = till_attention_to_strv (record->attention);
  g_autofree char *attention = g_strjoinv (", ", (char **) words);
  TillError code;

  print_field (_("Attention"), attention);
  print_field (_("Settled"), record->settled);
  if (record->error != NULL && till_error_from_word (record->error, &code))
    print_field (_("Reason"), till_error_sentence (code));
  print_field (_("Platform’s message"), record->error_message);
  print_field (_("Platform’s error ID"), record->error_id);
}

static void
print_refunds (TillRecord *record)
{
  for (guint i = 0; i < record->refunds->len; i++)
    {
      const TillRefund *refund = g_ptr_array_index (record->refunds, i);
      TillMoney money = record->money;
      g_autofree char *amount = NULL;

      money.amount = refund->amount;
      amount = till_money_format (&money);
      print_field (till_refund_state_to_text (refund->state), amount);
      print_field (_("Merchant reference"), refund->reference);
      print_field (_("Reason"), refund->reason);
      print_field (_("Platform’s message"), refund->error_message);
    }
}

static void
print_payment (TillPayment *payment)
{
  TillRecord *record = till_payment_get_record (payment);

  ctl_print_line (record);
  print_field (_("Description"), record->description);
  print_field (_("Type"), connect_integration_type_to_string (record->type));
  print_field (_("Merchant reference"), record->merchant_reference);
  print_field (_("Payment ID at the platform"), record->payment_id);
  print_field (_("Hosted checkout"), record->checkout_id);
  print_field (_("WeChat payment ID"), record->wechat_id);
  print_field (_("Status at the platform"), record->status);
  print_time (_("Created"), record->created);
  print_time (_("Last change"), record->updated);
  print_troubles (record);
  print_refunds (record);

  if (record->type != CONNECT_INTEGRATION_DESKTOP_QR_CODE)
    ctl_print_action (till_payment_get_action (payment), till_payment_get_url (payment));
  else if (till_payment_get_code (payment) != NULL && isatty (STDOUT_FILENO))
    ctl_terminal_print_code (stdout, till_payment_get_code (payment));
}

/* Only what can be paid has an action; one that cannot be read is as good as none here. */
static void
load_action (CtlContext  *context,
             TillPayment *payment)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (!till_record_can_be_paid (till_payment_get_record (payment)))
    return;

  till_register_load_action_async (context->reg, payment, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  if (!till_register_load_action_finish (context->reg, result, &error))
    ctl_complain (error);
}

int
ctl_show (CtlCall *call)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &json, N_("Print one JSON object a line"), NULL },
    { NULL }
  };
  g_auto(GStrv) rest = NULL;
  g_autoptr(CtlContext) context = NULL;
  g_autoptr(GPtrArray) found = NULL;
  int status;

  if ((status = ctl_options_parse (call, entries, 1, 1, &rest)) != CTL_GO_ON
      || (status = ctl_context_open (call->training, &context)) != CTL_GO_ON
      || (status = ctl_find_all (context, rest[0], &found)) != CTL_GO_ON)
    return status;

  for (guint i = 0; i < found->len; i++)
    {
      load_action (context, found->pdata[i]);
      if (json)
        ctl_payment_print_json (found->pdata[i]);
      else
        print_payment (found->pdata[i]);
    }

  return CTL_EXIT_DONE;
}
