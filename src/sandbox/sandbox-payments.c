/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-action.h"
#include "sandbox-find.h"
#include "sandbox-idempotence.h"
#include "sandbox-payments.h"
#include "sandbox-random.h"
#include "sandbox-rules.h"

#define INPUT_863 "redirectPaymentMethodSpecificInput.paymentProduct863SpecificInput"

/* Merchant id, order number, effort and attempt, as in the ids that the platform gives. */
static char *
next_id (SandboxServer *server)
{
  gint64 number = sandbox_store_get_number (server->store, "orderNumber", 10000);

  sandbox_store_set_number (server->store, "orderNumber", number + 1);

  return g_strdup_printf ("%010" G_GINT64_FORMAT "%010" G_GINT64_FORMAT "0000100001",
                          g_ascii_strtoll (server->account->merchant_id, NULL, 10), number);
}

static SandboxPayment *
payment_from_body (SandboxCall *call)
{
  SandboxPayment *payment = sandbox_payments_new (call);
  JsonObject *body = call->body;

  payment->amount = sandbox_rules_get_integer (body, "order.amountOfMoney.amount");
  payment->currency = g_strdup (sandbox_rules_get_string (body, "order.amountOfMoney.currencyCode"));
  payment->merchant_reference = g_strdup (sandbox_rules_get_string (body, "order.references.merchantReference"));
  payment->descriptor = g_strdup (sandbox_rules_get_string (body, "order.references.descriptor"));
  payment->has_order_id = sandbox_rules_has (body, "order.references.merchantOrderId");
  payment->merchant_order_id = sandbox_rules_get_integer (body, "order.references.merchantOrderId");
  payment->integration_type = g_strdup (sandbox_rules_get_string (body, INPUT_863 ".integrationType"));
  payment->creates = 1;

  if (call->decline_code != NULL)
    {
      payment->error_code = g_strdup (call->decline_code);
      sandbox_payment_set_status (payment, "REJECTED", call->now);
    }

  return payment;
}

static gboolean
add_action (SandboxCall    *call,
            SandboxPayment *payment,
            GError        **error)
{
  g_autofree char *phone_url = g_strdup_printf ("%s/phone/%s", call->server->endpoint, payment->token);

  if (payment->error_code != NULL)
    return TRUE;

  payment->action = sandbox_action_make (payment, phone_url, call->third_party_form, call->now, error);

  return payment->action != NULL;
}

static SandboxAnswer *
create_payment (SandboxCall *call)
{
  g_autoptr(SandboxPayment) payment = payment_from_body (call);
  g_autoptr(GError) error = NULL;
  SandboxAnswer *answer;

  if (!add_action (call, payment, &error))
    return sandbox_answer_new_error (500, "9999", "UNKNOWN_SERVER_ERROR", NULL, error->message);

  sandbox_payment_save (payment, call->server->store);
  sandbox_call_note_payment (call, payment->id, payment->merchant_reference);
  answer = sandbox_payments_created_answer (call, payment, payment->error_code != NULL ? 402 : 201);
  sandbox_idempotence_keep (call, answer, payment->id, NULL);

  return answer;
}

SandboxAnswer *
sandbox_payments_create (SandboxCall *call)
{
  SandboxAnswer *answer = sandbox_idempotence_replay (call);
  JsonArray *errors;

  if (answer != NULL)
    return answer;

  errors = sandbox_rules_check_payment (call->body);
  if (errors == NULL)
    return create_payment (call);

  answer = sandbox_answer_new_errors (400, errors, NULL, NULL);
  sandbox_idempotence_keep (call, answer, NULL, NULL);

  return answer;
}

SandboxAnswer *
sandbox_payments_created_answer (SandboxCall    *call,
                                 SandboxPayment *payment,
                                 guint           status)
{
  JsonObject *result = json_object_new ();
  SandboxAnswer *answer;
  g_autofree char *location = NULL;
  JsonArray *errors;

  json_object_set_object_member (result, "creationOutput", sandbox_payment_creation_output (payment));
  if (payment->action != NULL)
    json_object_set_member (result, "merchantAction", json_from_string (payment->action, NULL));
  json_object_set_object_member (result, "payment", sandbox_payment_to_json (payment));

  if (status == 402)
    {
      errors = json_array_new ();
      sandbox_errors_add (errors, 402, payment->error_code, NULL, NULL, "Not authorised");
      return sandbox_answer_new_errors (402, errors, "paymentResult", result);
    }

  location = g_strdup_printf ("%s/v1/%s/payments/%s", call->server->endpoint,
                              call->server->account->merchant_id, payment->id);
  answer = sandbox_answer_new_json (201, result);
  sandbox_answer_set_header (answer, "Location", location);

  return answer;
}

SandboxAnswer *
sandbox_payments_unknown (const char *property,
                          const char *message)
{
  return sandbox_answer_new_error (404, "300240", "UNKNOWN_PAYMENT_ID", property, message);
}

SandboxPayment *
sandbox_payments_new (SandboxCall *call)
{
  SandboxPayment *payment = g_new0 (SandboxPayment, 1);
  g_autofree char *random = sandbox_random_text (28, SANDBOX_HEX);

  payment->id = next_id (call->server);
  payment->token = sandbox_random_text (16, SANDBOX_ALNUM);
  payment->wechat_id = g_strconcat ("wx", random, NULL);
  payment->third_party_status = g_strdup ("WAITING");
  payment->created = call->now;
  sandbox_payment_set_status (payment, "REDIRECTED", call->now);

  return payment;
}

SandboxPayment *
sandbox_payments_of_path (SandboxCall *call)
{
  SandboxPayment *payment = sandbox_payment_find (call->server->store, call->args[1]);

  sandbox_call_note_payment (call, call->args[1], payment != NULL ? payment->merchant_reference : NULL);

  return payment;
}

SandboxAnswer *
sandbox_payments_get (SandboxCall *call)
{
  g_autoptr(SandboxPayment) payment = sandbox_payments_of_path (call);

  if (payment == NULL)
    return sandbox_payments_unknown ("paymentId", "UNKNOWN_PAYMENT_ID");

  return sandbox_answer_new_json (200, sandbox_payment_to_json (payment));
}

SandboxAnswer *
sandbox_payments_get_third_party_status (SandboxCall *call)
{
  g_autoptr(SandboxPayment) payment = sandbox_payments_of_path (call);
  JsonObject *root;

  if (payment == NULL)
    return sandbox_payments_unknown ("paymentId", "UNKNOWN_PAYMENT_ID");

  root = json_object_new ();
  json_object_set_string_member (root, "thirdPartyStatus", payment->third_party_status);

  return sandbox_answer_new_json (200, root);
}

SandboxAnswer *
sandbox_payments_cancel (SandboxCall *call)
{
  g_autoptr(SandboxPayment) payment = sandbox_payments_of_path (call);
  JsonObject *root;

  if (payment == NULL)
    return sandbox_payments_unknown ("paymentId", "UNKNOWN_PAYMENT_ID");

  if (!payment->is_cancellable || !g_str_equal (payment->status, "PENDING_APPROVAL"))
    return sandbox_answer_new_error (405, "300850", "ACTION_NOT_ALLOWED", NULL,
                                     "a payment can be cancelled at PENDING_APPROVAL, when isCancellable says so");

  sandbox_payment_set_status (payment, "CANCELLED", call->now);
  sandbox_payment_save (payment, call->server->store);
  root = json_object_new ();
  json_object_set_object_member (root, "payment", sandbox_payment_to_json (payment));

  return sandbox_answer_new_json (200, root);
}

#define FIND_WHERE "(?1 IS NULL OR merchant_reference = ?1) AND (?2 IS NULL OR checkout_id = ?2) AND " \
                   "(?3 < 0 OR (has_order_id AND merchant_order_id = ?3))"

static gint64
count_found (SandboxStore    *store,
             const SandboxFind *query)
{
  g_autoptr(sqlite3_stmt) count =
    sandbox_store_query (store, "SELECT count(*) FROM payments WHERE " FIND_WHERE, "ssi",
                         query->reference, query->checkout_id, query->order_id);

  return count != NULL && sandbox_store_step (store, count) ? sqlite3_column_int64 (count, 0) : 0;
}

static SandboxAnswer *
find_payments (SandboxStore    *store,
               const SandboxFind *query)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_payment_free);
  JsonObject *root = json_object_new ();
  JsonArray *payments = json_array_new ();

  sandbox_record_list (&sandbox_payment_table, store, found,
                       "WHERE " FIND_WHERE " ORDER BY rowid DESC LIMIT ?4 OFFSET ?5", "ssiii",
                       query->reference, query->checkout_id, query->order_id, query->limit, query->offset);
  for (guint i = 0; i < found->len; i++)
    json_array_add_object_element (payments, sandbox_payment_to_json (g_ptr_array_index (found, i)));

  sandbox_find_describe (query, root, count_found (store, query));
  json_object_set_array_member (root, "payments", payments);

  return sandbox_answer_new_json (200, root);
}

SandboxAnswer *
sandbox_payments_find (SandboxCall *call)
{
  SandboxFind query;
  SandboxAnswer *wrong = sandbox_find_read (call, &query);

  if (wrong != NULL)
    return wrong;

  sandbox_call_note_payment (call, NULL, query.reference);

  return find_payments (call->server->store, &query);
}
