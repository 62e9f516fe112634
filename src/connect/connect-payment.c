/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-error.h"
#include "connect-json-private.h"
#include "connect-payment.h"

#define MAX_WORD    64
#define MAX_MESSAGE 200

static void
read_status (ConnectPayment *self,
             JsonObject     *object)
{
  JsonObject *output = connect_json_get_object (object, "statusOutput");
  JsonArray *errors;
  JsonNode *first;

  self->status = connect_json_dup_word (object, "status", MAX_WORD);
  if (output == NULL)
    return;

  self->status_category = connect_json_dup_word (output, "statusCategory", MAX_WORD);
  self->status_code = (int) CLAMP (connect_json_get_integer (output, "statusCode", 0), 0, G_MAXINT);
  self->status_changed = connect_json_dup_word (output, "statusCodeChangeDateTime", MAX_WORD);
  self->is_cancellable = connect_json_get_boolean (output, "isCancellable");
  self->is_refundable = connect_json_get_boolean (output, "isRefundable");
  self->is_retriable = connect_json_get_boolean (output, "isRetriable");

  errors = connect_json_get_array (output, "errors");
  first = errors != NULL && json_array_get_length (errors) > 0 ? json_array_get_element (errors, 0) : NULL;
  if (first != NULL && JSON_NODE_HOLDS_OBJECT (first))
    {
      self->error_code = connect_json_dup_word (json_node_get_object (first), "code", MAX_WORD);
      self->error_message = connect_json_dup_word (json_node_get_object (first), "message", MAX_MESSAGE);
    }
}

static gboolean
is_said (JsonObject *object,
         const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

/* Something that is said and is no amount must not pass for something that was not said. */
static gint64
read_amount (ConnectPayment *self,
             JsonObject     *object,
             const char     *name)
{
  gint64 wire;

  if (!is_said (object, name))
    return CONNECT_AMOUNT_ABSENT;

  wire = connect_json_get_integer (object, name, -1);

  return connect_amount_from_wire (wire, self->currency);
}

static void
read_amount_of_money (ConnectPayment *self,
                      JsonObject     *money)
{
  const char *currency = connect_json_get_string (money, "currencyCode", strlen (CONNECT_CURRENCY_ODD));

  if (currency != NULL && *currency != '\0' && strlen (currency) < sizeof self->currency)
    g_strlcpy (self->currency, currency, sizeof self->currency);
  else if (is_said (money, "currencyCode"))
    g_strlcpy (self->currency, CONNECT_CURRENCY_ODD, sizeof self->currency);

  self->amount = read_amount (self, money, "amount");
}

static void
read_output (ConnectPayment *self,
             JsonObject     *output)
{
  JsonObject *money = connect_json_get_object (output, "amountOfMoney");
  JsonObject *references = connect_json_get_object (output, "references");

  if (money != NULL)
    read_amount_of_money (self, money);
  self->amount_paid = read_amount (self, output, "amountPaid");
  self->amount_captured = read_amount (self, output, "amountCaptured");
  self->amount_refunded = read_amount (self, output, "amountRefunded");
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
