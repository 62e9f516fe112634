/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-error.h"
#include "connect-json-private.h"
#include "connect-payment.h"

#define MAX_WORD 64

static void
read_status (ConnectPayment *self,
             JsonObject     *object)
{
  JsonObject *output = connect_json_get_object (object, "statusOutput");

  self->status = connect_json_dup_word (object, "status", MAX_WORD);
  if (output == NULL)
    return;

  self->status_category = connect_json_dup_word (output, "statusCategory", MAX_WORD);
  self->status_code = (int) CLAMP (connect_json_get_integer (output, "statusCode", 0), 0, G_MAXINT);
  self->status_changed = connect_json_dup_word (output, "statusCodeChangeDateTime", MAX_WORD);
  self->is_cancellable = connect_json_get_boolean (output, "isCancellable");
  self->is_refundable = connect_json_get_boolean (output, "isRefundable");
  self->is_retriable = connect_json_get_boolean (output, "isRetriable");

  connect_json_read_first_error (output, &self->error_code, &self->error_message);
}

static void
read_output (ConnectPayment *self,
             JsonObject     *output)
{
  JsonObject *money = connect_json_get_object (output, "amountOfMoney");
  JsonObject *references = connect_json_get_object (output, "references");

  if (money != NULL)
    connect_json_read_money (money, self->currency, &self->amount);
  self->amount_paid = connect_json_read_amount (output, "amountPaid", self->currency);
  self->amount_captured = connect_json_read_amount (output, "amountCaptured", self->currency);
  self->amount_refunded = connect_json_read_amount (output, "amountRefunded", self->currency);
  if (references != NULL)
    self->merchant_reference = connect_json_dup_word (references, "merchantReference", MAX_WORD);
}

ConnectPayment *
connect_payment_from_json (JsonObject  *object,
                           GError     **error)
{
  g_autofree char *id = NULL;
  ConnectPayment *self;
  JsonObject *part;

  g_return_val_if_fail (object != NULL, NULL);

  id = connect_json_dup_id (object, "id");
  if (id == NULL)
    {
      g_set_error_literal (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER, "a payment without a usable id");
      return NULL;
    }

  self = g_new0 (ConnectPayment, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_steal_pointer (&id);
  self->amount = CONNECT_AMOUNT_ABSENT;
  self->amount_paid = CONNECT_AMOUNT_ABSENT;
  self->amount_captured = CONNECT_AMOUNT_ABSENT;
  self->amount_refunded = CONNECT_AMOUNT_ABSENT;

  read_status (self, object);
  part = connect_json_get_object (object, "paymentOutput");
  if (part != NULL)
    read_output (self, part);
  part = connect_json_get_object (object, "hostedCheckoutSpecificOutput");
  if (part != NULL)
    self->hosted_checkout_id = connect_json_dup_word (part, "hostedCheckoutId", MAX_WORD);

  return self;
}

ConnectPayment *
connect_payment_ref (ConnectPayment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
connect_payment_unref (ConnectPayment *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_free (self->status);
  g_free (self->status_category);
  g_free (self->status_changed);
  g_free (self->merchant_reference);
  g_free (self->hosted_checkout_id);
  g_free (self->error_code);
  g_free (self->error_message);
  g_free (self);
}
