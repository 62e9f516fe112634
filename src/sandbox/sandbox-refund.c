/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-answer.h"
#include "sandbox-refund.h"

#define COLUMN(name, type) { #name, type, G_STRUCT_OFFSET (SandboxRefund, name) }

static const SandboxColumn columns[] = {
  COLUMN (id, 's'),
  COLUMN (payment_id, 's'),
  COLUMN (merchant_reference, 's'),
  COLUMN (amount, 'i'),
  COLUMN (currency, 's'),
  COLUMN (reason, 's'),
  COLUMN (status, 's'),
  COLUMN (error_code, 's'),
  COLUMN (requests, 'i'),
  COLUMN (created, 'i'),
  COLUMN (changed, 'i'),
};

const SandboxTable sandbox_refund_table = {
  "refunds", sizeof (SandboxRefund), columns, G_N_ELEMENTS (columns),
};

/* What the platform says beside each status (connect-api.md 7.5, 7.7). */
static const struct
{
  const char *status;
  const char *category;
  int         code;
  gboolean    pending;
} statuses[] = {
  { "CREATED", "CREATED", 0, TRUE },
  { "PENDING_APPROVAL", "PENDING_MERCHANT", 600, TRUE },
  { "REFUND_REQUESTED", "PENDING_CONNECT_OR_3RD_PARTY", 800, TRUE },
  { "REFUNDED", "REFUNDED", 1800, FALSE },
  { "REJECTED", "UNSUCCESSFUL", 100, FALSE },
  { "REJECTED_CAPTURE", "UNSUCCESSFUL", 1100, FALSE },
  { "CANCELLED", "UNSUCCESSFUL", 99999, FALSE },
};

#define PENDING "('CREATED', 'PENDING_APPROVAL', 'REFUND_REQUESTED')"

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

void
sandbox_refund_free (SandboxRefund *self)
{
  sandbox_record_free (&sandbox_refund_table, self);
}

SandboxRefund *
sandbox_refund_find (SandboxStore *store,
                     const char   *id)
{
  return sandbox_record_find (&sandbox_refund_table, store, "WHERE id = ?", "s", id);
}

SandboxRefund *
sandbox_refund_find_by_any (SandboxStore *store,
                            const char   *id_or_reference)
{
  SandboxRefund *refund = sandbox_refund_find (store, id_or_reference);

  if (refund != NULL)
    return refund;

  return sandbox_record_find (&sandbox_refund_table, store,
                              "WHERE merchant_reference = ? ORDER BY rowid DESC LIMIT 1", "s", id_or_reference);
}

GPtrArray *
sandbox_refund_list (SandboxStore *store,
                     const char   *payment_id)
{
  GPtrArray *refunds = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_refund_free);

  sandbox_record_list (&sandbox_refund_table, store, refunds, "WHERE payment_id = ? ORDER BY rowid", "s", payment_id);

  return refunds;
}

gint64
sandbox_refund_sum (SandboxStore *store,
                    const char   *payment_id,
                    gboolean      done)
{
  const char *sql = done ? "SELECT sum(amount) FROM refunds WHERE payment_id = ? AND status = 'REFUNDED'"
                         : "SELECT sum(amount) FROM refunds WHERE payment_id = ? AND status IN " PENDING;
  g_autoptr(sqlite3_stmt) sum = sandbox_store_query (store, sql, "s", payment_id);

  return sum != NULL && sandbox_store_step (store, sum) ? sqlite3_column_int64 (sum, 0) : 0;
}

void
sandbox_refund_save (SandboxRefund *self,
                     SandboxStore  *store)
{
  sandbox_record_save (&sandbox_refund_table, store, self);
}

void
sandbox_refund_set_status (SandboxRefund *self,
                           SandboxStore  *store,
                           const char    *status,
                           gint64         now)
{
  g_autoptr(SandboxPayment) payment = sandbox_payment_find (store, self->payment_id);

  g_free (self->status);
  self->status = g_strdup (status);
  self->changed = now;
  sandbox_refund_save (self, store);
  if (payment == NULL)
    return;

  payment->amount_refunded = sandbox_refund_sum (store, self->payment_id, TRUE);
  payment->refund_requested = sandbox_refund_sum (store, self->payment_id, FALSE);
  if (sandbox_payment_is_paid (payment) && payment->amount_refunded >= payment->amount)
    sandbox_payment_set_status (payment, "REFUNDED", now);
  sandbox_payment_save (payment, store);
}

gboolean
sandbox_refund_is_pending (SandboxRefund *self)
{
  int index = status_index (self->status);

  return index >= 0 && statuses[index].pending;
}

static JsonObject *
output_to_json (SandboxRefund *self,
                SandboxStore  *store)
{
  g_autoptr(SandboxPayment) payment = sandbox_payment_find (store, self->payment_id);
  JsonObject *output = json_object_new ();
  JsonObject *references = json_object_new ();
  JsonObject *method = json_object_new ();

  if (self->merchant_reference != NULL)
    json_object_set_string_member (references, "merchantReference", self->merchant_reference);
  json_object_set_string_member (references, "paymentReference", "0");
  if (payment != NULL)
    json_object_set_int_member (method, "totalAmountPaid", payment->amount);
  json_object_set_int_member (method, "totalAmountRefunded", sandbox_refund_sum (store, self->payment_id, TRUE));

  json_object_set_object_member (output, "amountOfMoney", sandbox_money_to_json (self->amount, self->currency));
  json_object_set_object_member (output, "references", references);
  json_object_set_string_member (output, "paymentMethod", "redirect");
  json_object_set_object_member (output, "eWalletRefundMethodSpecificOutput", method);

  return output;
}

static JsonObject *
status_output_to_json (SandboxRefund *self)
{
  JsonObject *output = json_object_new ();
  g_autofree char *changed = sandbox_change_to_text (self->changed);
  int index = status_index (self->status);

  json_object_set_boolean_member (output, "isCancellable", sandbox_refund_is_pending (self));
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

JsonObject *
sandbox_refund_to_json (SandboxRefund *self,
                        SandboxStore  *store)
{
  JsonObject *refund = json_object_new ();

  json_object_set_string_member (refund, "id", self->id);
  json_object_set_object_member (refund, "refundOutput", output_to_json (self, store));
  json_object_set_string_member (refund, "status", self->status);
  json_object_set_object_member (refund, "statusOutput", status_output_to_json (self));

  return refund;
}
