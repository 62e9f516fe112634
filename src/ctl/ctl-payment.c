/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ctl-output.h"
#include "ctl-payment.h"

static gboolean
is_checkout (TillPayment *payment)
{
  return till_payment_get_record (payment)->type == CONNECT_INTEGRATION_HOSTED_CHECKOUT;
}

gboolean
ctl_payment_has_data (TillPayment *payment)
{
  return till_payment_get_action (payment) != NULL || till_payment_get_url (payment) != NULL;
}

gboolean
ctl_payment_print_json (TillPayment *payment)
{
  /* The link of a urlIntent stands in its action; "url" is the address of a hosted checkout alone. */
  return ctl_print_json (till_payment_get_record (payment), till_payment_get_action (payment),
                         is_checkout (payment) ? till_payment_get_url (payment) : NULL);
}

/* The till's own word for what was last wrong with it; FALSE when nothing was. */
static gboolean
get_error (TillPayment *payment,
           TillError   *code)
{
  const char *word = till_payment_get_record (payment)->error;

  if (word != NULL && *word != '\0')
    return till_error_from_word (word, code);

  *code = till_payment_get_trouble (payment);

  return till_payment_get_trouble (payment) >= 0;
}

static gboolean
is_in_the_way (TillPayment *payment)
{
  TillError code;

  return get_error (payment, &code) && till_error_exit_status (code) == CTL_EXIT_IN_THE_WAY;
}

int
ctl_payment_get_status (TillPayment *payment)
{
  TillRecord *record = till_payment_get_record (payment);

  switch (record->state)
    {
    case TILL_PAYMENT_PAID:
      /* Whatever else asks for attention (late, twice), the money came, unless it went or is another sum. */
      return record->reversed || (record->attention & TILL_ATTENTION_AMOUNT_DIFFERS) != 0
             ? CTL_EXIT_NOT_CERTAIN : CTL_EXIT_DONE;

    case TILL_PAYMENT_REFUSED:
    case TILL_PAYMENT_CANCELLED:
    case TILL_PAYMENT_EXPIRED:
      return CTL_EXIT_NOT_PAID;

    case TILL_PAYMENT_VOID:
      return is_in_the_way (payment) ? CTL_EXIT_IN_THE_WAY : CTL_EXIT_NOT_PAID;

    case TILL_PAYMENT_REQUESTED:
      return !record->shown && is_in_the_way (payment) ? CTL_EXIT_IN_THE_WAY : CTL_EXIT_NOT_CERTAIN;

    case TILL_PAYMENT_WAITING:
    case TILL_PAYMENT_CONFIRMING:
    default:
      return CTL_EXIT_NOT_CERTAIN;
    }
}

static const char *
explain_uncertain (TillPayment *payment)
{
  TillRecord *record = till_payment_get_record (payment);

  if (record->reversed)
    return _("The money was taken back. Do not hand over: call the manager.");
  if ((record->attention & TILL_ATTENTION_AMOUNT_DIFFERS) != 0)
    return _("The amount that was paid is not the amount that was asked for. Do not hand over: call the manager.");
  if (till_payment_get_wait_end (payment) == TILL_WAIT_NO_CODE)
    return _("No code came, so nobody can pay this. You can charge again.");
  if (!record->shown)
    return _("Nothing was shown that could be paid. “tillctl check” asks again.");

  return _("The customer may still pay. Do not charge again before “tillctl check” says what became of it.");
}

void
ctl_payment_explain (TillPayment *payment,
                     int          status)
{
  TillError code;

  if (status == CTL_EXIT_DONE)
    return;

  if (status == CTL_EXIT_NOT_CERTAIN)
    ctl_say (explain_uncertain (payment));
  else if (get_error (payment, &code))
    ctl_complain_code (code);
}
