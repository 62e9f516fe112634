/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-answer.h"
#include "sandbox-payment.h"
#include "sandbox-products.h"

#define COLUMN(name, type) { #name, type, G_STRUCT_OFFSET (SandboxPayment, name) }

static const SandboxColumn columns[] = {
  COLUMN (id, 's'),
  COLUMN (token, 's'),
  COLUMN (merchant_reference, 's'),
  COLUMN (has_order_id, 'i'),
  COLUMN (merchant_order_id, 'i'),
  COLUMN (amount, 'i'),
  COLUMN (currency, 's'),
  COLUMN (descriptor, 's'),
  COLUMN (integration_type, 's'),
  COLUMN (checkout_id, 's'),
  COLUMN (wechat_id, 's'),
  COLUMN (action, 's'),
  COLUMN (status, 's'),
  COLUMN (third_party_status, 's'),
  COLUMN (is_scanned, 'i'),
  COLUMN (is_cancellable, 'i'),
  COLUMN (is_refundable, 'i'),
  COLUMN (amount_refunded, 'i'),
  COLUMN (refund_requested, 'i'),
  COLUMN (error_code, 's'),
  COLUMN (creates, 'i'),
  COLUMN (created, 'i'),
  COLUMN (changed, 'i'),
};

const SandboxTable sandbox_payment_table = {
  "payments", sizeof (SandboxPayment), columns, G_N_ELEMENTS (columns),
};

/* What the platform says beside each status (connect-api.md 7.7). */
static const struct
{
  const char *status;
  const char *category;
  int         code;
  gboolean    authorized;
  gboolean    cancellable;
  gboolean    refundable;
} statuses[] = {
  { "CREATED", "CREATED", 0, FALSE, FALSE, FALSE },
  { "PENDING_PAYMENT", "PENDING_PAYMENT", 1020, FALSE, FALSE, FALSE },
  { "REDIRECTED", "PENDING_PAYMENT", 50, FALSE, FALSE, FALSE },
  { "PENDING_APPROVAL", "PENDING_MERCHANT", 600, TRUE, TRUE, FALSE },
  { "CAPTURED", "COMPLETED", 800, TRUE, FALSE, TRUE },
  { "PAID", "COMPLETED", 1000, TRUE, FALSE, TRUE },
  { "CHARGEBACK_NOTIFICATION", "COMPLETED", 1500, TRUE, FALSE, FALSE },
  { "CHARGEBACKED", "REVERSED", 1500, FALSE, FALSE, FALSE },
  { "REVERSED", "REVERSED", 1520, FALSE, FALSE, FALSE },
  { "REFUNDED", "REFUNDED", 1800, FALSE, FALSE, FALSE },
  { "REJECTED", "UNSUCCESSFUL", 100, FALSE, FALSE, FALSE },
  { "REJECTED_CAPTURE", "UNSUCCESSFUL", 1100, FALSE, FALSE, FALSE },
  { "CANCELLED", "UNSUCCESSFUL", 99999, FALSE, FALSE, FALSE },
};

/* -1: a word of a script's own, of which nothing follows. */
static int
status_index (const char *status)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (g_str_equal (statuses[i].status, status))
        return (int) i;
    }

  return -1;
}

static JsonObject *
references_to_json (SandboxPayment *self)
{
  JsonObject *references = json_object_new ();

  if (self->merchant_reference != NULL)
    json_object_set_string_member (references, "merchantReference", self->merchant_reference);
  if (self->has_order_id)
    json_object_set_int_member (references, "merchantOrderId", self->merchant_order_id);
  json_object_set_string_member (references, "paymentReference", "0");

  return references;
}

JsonObject *
sandbox_money_to_json (gint64      amount,
                       const char *currency)
{
  JsonObject *money = json_object_new ();

  json_object_set_int_member (money, "amount", amount);
  json_object_set_string_member (money, "currencyCode", currency);

  return money;
}

static JsonObject *
output_to_json (SandboxPayment *self)
{
  JsonObject *output = json_object_new ();
  JsonObject *method = json_object_new ();

  json_object_set_int_member (method, "paymentProductId", 863);

  json_object_set_object_member (output, "amountOfMoney", sandbox_money_to_json (self->amount, self->currency));
  json_object_set_object_member (output, "references", references_to_json (self));
  json_object_set_string_member (output, "paymentMethod", "redirect");
  json_object_set_object_member (output, "redirectPaymentMethodSpecificOutput", method);
  if (sandbox_payment_is_paid (self) || g_str_equal (self->status, "REFUNDED"))
    {
      json_object_set_int_member (output, "amountCaptured", self->amount);
      json_object_set_int_member (output, "amountPaid", self->amount);
    }
  if (self->amount_refunded > 0)
    json_object_set_int_member (output, "amountRefunded", self->amount_refunded);
  if (self->refund_requested > 0)
    json_object_set_int_member (output, "amountRefundRequested", self->refund_requested);

  return output;
}

/* The zone of statusCodeChangeDateTime is not told; Amsterdam's winter time keeps a client from taking it for UTC. */
char *
sandbox_change_to_text (gint64 milliseconds)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_offset (3600);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (milliseconds / 1000);
  g_autoptr(GDateTime) time = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (time, "%Y%m%d%H%M%S");
}

static JsonObject *
status_output_to_json (SandboxPayment *self)
{
  JsonObject *output = json_object_new ();
  g_autofree char *changed = sandbox_change_to_text (self->changed);
  int index = status_index (self->status);

  json_object_set_boolean_member (output, "isAuthorized", index >= 0 && statuses[index].authorized);
  json_object_set_boolean_member (output, "isCancellable", self->is_cancellable != 0);
  json_object_set_boolean_member (output, "isRefundable", self->is_refundable != 0);
  if (index >= 0)
    {
      json_object_set_string_member (output, "statusCategory", statuses[index].category);
      json_object_set_int_member (output, "statusCode", statuses[index].code);
    }
  json_object_set_string_member (output, "statusCodeChangeDateTime", changed);

  if (self->error_code != NULL)
    {
      JsonArray *errors = json_array_new ();

      sandbox_errors_add (errors, 402, self->error_code, NULL, NULL, "Not authorised");
      json_object_set_array_member (output, "errors", errors);
    }

  return output;
}

void
sandbox_payment_free (SandboxPayment *self)
{
  sandbox_record_free (&sandbox_payment_table, self);
}

SandboxPayment *
sandbox_payment_find (SandboxStore *store,
                      const char   *id)
{
  return sandbox_record_find (&sandbox_payment_table, store, "WHERE id = ?", "s", id);
}

SandboxPayment *
sandbox_payment_find_by_token (SandboxStore *store,
                               const char   *token)
{
  return sandbox_record_find (&sandbox_payment_table, store, "WHERE token = ?", "s", token);
}

SandboxPayment *
sandbox_payment_find_by_any (SandboxStore *store,
                             const char   *id_or_reference)
{
  SandboxPayment *payment = sandbox_payment_find (store, id_or_reference);

  if (payment != NULL)
    return payment;

  return sandbox_record_find (&sandbox_payment_table, store,
                              "WHERE merchant_reference = ? ORDER BY rowid DESC LIMIT 1", "s", id_or_reference);
}

void
sandbox_payment_save (SandboxPayment *self,
                      SandboxStore   *store)
{
  sandbox_record_save (&sandbox_payment_table, store, self);
}

gboolean
sandbox_payment_is_paid (SandboxPayment *self)
{
  return g_str_equal (self->status, "CAPTURED") || g_str_equal (self->status, "PAID");
}

gboolean
sandbox_payment_is_open (SandboxPayment *self)
{
  static const char * const open[] = { "CREATED", "REDIRECTED", "PENDING_PAYMENT", "PENDING_APPROVAL", NULL };

  return g_strv_contains (open, self->status);
}

void
sandbox_payment_set_status (SandboxPayment *self,
                            const char     *status,
                            gint64          now)
{
  int index = status_index (status);

  g_free (self->status);
  self->status = g_strdup (status);
  self->changed = now;
  self->is_cancellable = index >= 0 && statuses[index].cancellable;
  self->is_refundable = index >= 0 && statuses[index].refundable;
}

JsonObject *
sandbox_payment_to_json (SandboxPayment *self)
{
  JsonObject *payment = json_object_new ();

  json_object_set_string_member (payment, "id", self->id);
  json_object_set_object_member (payment, "paymentOutput", output_to_json (self));
  json_object_set_string_member (payment, "status", self->status);
  json_object_set_object_member (payment, "statusOutput", status_output_to_json (self));
  if (self->checkout_id != NULL)
    {
      JsonObject *checkout = json_object_new ();

      json_object_set_string_member (checkout, "hostedCheckoutId", self->checkout_id);
      json_object_set_object_member (payment, "hostedCheckoutSpecificOutput", checkout);
    }

  return payment;
}

JsonObject *
sandbox_payment_creation_output (SandboxPayment *self)
{
  JsonObject *output = json_object_new ();
  g_autofree char *order = g_strndup (self->id, 20);

  json_object_set_string_member (output, "additionalReference", order);
  json_object_set_string_member (output, "externalReference", self->id);

  return output;
}

char *
sandbox_amount_to_text (gint64      amount,
                        const char *currency)
{
  if (!sandbox_products_has_cents (currency))
    return g_strdup_printf ("%" G_GINT64_FORMAT " %s", amount / 100, currency);

  return g_strdup_printf ("%" G_GINT64_FORMAT ".%02d %s", amount / 100, (int) (amount % 100), currency);
}
