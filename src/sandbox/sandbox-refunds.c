/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-find.h"
#include "sandbox-idempotence.h"
#include "sandbox-payments.h"
#include "sandbox-refunds.h"
#include "sandbox-rules.h"

#define PENDING "CREATED PENDING_APPROVAL REFUND_REQUESTED"

/* Everything that can happen to a refund. */
static const struct
{
  const char *word;
  const char *from;         /* statuses at which it can happen */
  const char *status;
  const char *error_code;   /* (nullable) */
} acts[] = {
  { "pending-approval", "CREATED REFUND_REQUESTED", "PENDING_APPROVAL", NULL },
  { "request", "CREATED PENDING_APPROVAL", "REFUND_REQUESTED", NULL },
  { "done", PENDING, "REFUNDED", NULL },
  { "reject", PENDING, "REJECTED", "430330" },
  { "reject-capture", PENDING, "REJECTED_CAPTURE", "430330" },
  { "cancel", PENDING, "CANCELLED", NULL },
};

/* The payment's first 20 digits, then the second effort, as in the ids that the platform gives. */
static char *
next_id (SandboxStore *store,
         const char   *payment_id)
{
  gint64 number = sandbox_store_get_number (store, "refundNumber", 1);

  sandbox_store_set_number (store, "refundNumber", number + 1);

  return g_strdup_printf ("%.20s00002%05" G_GINT64_FORMAT, payment_id, number);
}

static SandboxRefund *
refund_from_body (SandboxCall    *call,
                  SandboxPayment *payment,
                  gint64          rest)
{
  SandboxRefund *refund = g_new0 (SandboxRefund, 1);
  JsonObject *body = call->body;

  refund->id = next_id (call->server->store, payment->id);
  refund->payment_id = g_strdup (payment->id);
  refund->currency = g_strdup (payment->currency);
  refund->amount = rest;
  if (body != NULL && sandbox_rules_has (body, "amountOfMoney"))
    refund->amount = sandbox_rules_get_integer (body, "amountOfMoney.amount");
  if (body != NULL)
    {
      refund->merchant_reference = g_strdup (sandbox_rules_get_string (body, "refundReferences.merchantReference"));
      refund->reason = g_strdup (sandbox_rules_get_string (body, "refundReason"));
    }
  refund->error_code = g_strdup (call->decline_code);
  refund->requests = 1;
  refund->created = call->now;
  sandbox_refund_set_status (refund, call->server->store,
                             call->decline_code != NULL ? "REJECTED" : "REFUND_REQUESTED", call->now);

  return refund;
}

/* Nothing at all means everything; something that cannot be read does not. */
static JsonArray *
check_body (SandboxCall    *call,
            SandboxPayment *payment,
            gint64          rest)
{
  if (call->body == NULL && soup_server_message_get_request_body (call->message)->length == 0)
    return NULL;

  return sandbox_rules_check_refund (call->body, payment->currency, rest);
}

static SandboxAnswer *
refuse (SandboxCall   *call,
        SandboxAnswer *answer)
{
  sandbox_idempotence_keep (call, answer, NULL, NULL);

  return answer;
}

static SandboxAnswer *
make_refund (SandboxCall    *call,
             SandboxPayment *payment)
{
  gint64 rest = payment->amount - payment->amount_refunded - payment->refund_requested;
  g_autoptr(SandboxRefund) refund = NULL;
  SandboxAnswer *answer;
  JsonArray *errors;

  if (!sandbox_payment_is_paid (payment) || !payment->is_refundable || rest <= 0)
    return refuse (call, sandbox_answer_new_error (405, "300850", "ACTION_NOT_ALLOWED", NULL,
                                                   "a payment can be refunded at CAPTURED or PAID, as long as something"
                                                   " is left and isRefundable says so"));

  errors = check_body (call, payment, rest);
  if (errors != NULL)
    return refuse (call, sandbox_answer_new_errors (400, errors, NULL, NULL));

  refund = refund_from_body (call, payment, rest);
  answer = sandbox_refunds_created_answer (call, refund, refund->error_code != NULL ? 402 : 201);
  sandbox_idempotence_keep (call, answer, NULL, refund->id);

  return answer;
}

SandboxAnswer *
sandbox_refunds_create (SandboxCall *call)
{
  SandboxAnswer *answer = sandbox_idempotence_replay (call);
  g_autoptr(SandboxPayment) payment = NULL;

  if (answer != NULL)
    return answer;

  payment = sandbox_payments_of_path (call);
  if (payment == NULL)
    return sandbox_payments_unknown ("paymentId", "UNKNOWN_PAYMENT_ID");

  return make_refund (call, payment);
}

SandboxAnswer *
sandbox_refunds_created_answer (SandboxCall   *call,
                                SandboxRefund *refund,
                                guint          status)
{
  JsonObject *object = sandbox_refund_to_json (refund, call->server->store);
  SandboxAnswer *answer;
  g_autofree char *location = NULL;

  if (status == 402)
    {
      JsonArray *errors = json_array_new ();

      sandbox_errors_add (errors, 402, refund->error_code, NULL, NULL, "Not authorised");
      return sandbox_answer_new_errors (402, errors, "refundResult", object);
    }

  location = g_strdup_printf ("%s/v1/%s/refunds/%s", call->server->endpoint,
                              call->server->account->merchant_id, refund->id);
  answer = sandbox_answer_new_json (201, object);
  sandbox_answer_set_header (answer, "Location", location);

  return answer;
}

static JsonArray *
refunds_to_json (SandboxStore *store,
                 GPtrArray    *refunds)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < refunds->len; i++)
    json_array_add_object_element (list, sandbox_refund_to_json (g_ptr_array_index (refunds, i), store));

  return list;
}

SandboxAnswer *
sandbox_refunds_list (SandboxCall *call)
{
  SandboxStore *store = call->server->store;
  g_autoptr(SandboxPayment) payment = sandbox_payments_of_path (call);
  g_autoptr(GPtrArray) refunds = NULL;
  JsonObject *root;

  if (payment == NULL)
    return sandbox_payments_unknown ("paymentId", "UNKNOWN_PAYMENT_ID");

  refunds = sandbox_refund_list (store, payment->id);
  root = json_object_new ();
  json_object_set_array_member (root, "refunds", refunds_to_json (store, refunds));

  return sandbox_answer_new_json (200, root);
}

SandboxAnswer *
sandbox_refunds_get (SandboxCall *call)
{
  SandboxStore *store = call->server->store;
  g_autoptr(SandboxRefund) refund = sandbox_refund_find (store, call->args[1]);
  g_autoptr(SandboxPayment) payment = NULL;

  if (refund == NULL)
    return sandbox_answer_new_error (404, "300240", "UNKNOWN_REFUND_ID", "refundId", "UNKNOWN_REFUND_ID");

  payment = sandbox_payment_find (store, refund->payment_id);
  if (payment != NULL)
    sandbox_call_note_payment (call, payment->id, payment->merchant_reference);

  return sandbox_answer_new_json (200, sandbox_refund_to_json (refund, store));
}

#define FIND_WHERE "(?1 IS NULL OR merchant_reference = ?1) AND payment_id IN (SELECT id FROM payments WHERE " \
                   "(?2 IS NULL OR checkout_id = ?2) AND (?3 < 0 OR (has_order_id AND merchant_order_id = ?3)))"

static gint64
count_found (SandboxStore      *store,
             const SandboxFind *query)
{
  g_autoptr(sqlite3_stmt) count =
    sandbox_store_query (store, "SELECT count(*) FROM refunds WHERE " FIND_WHERE, "ssi",
                         query->reference, query->checkout_id, query->order_id);

  return count != NULL && sandbox_store_step (store, count) ? sqlite3_column_int64 (count, 0) : 0;
}

SandboxAnswer *
sandbox_refunds_find (SandboxCall *call)
{
  SandboxStore *store = call->server->store;
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_refund_free);
  SandboxFind query;
  SandboxAnswer *wrong = sandbox_find_read (call, &query);
  JsonObject *root;

  if (wrong != NULL)
    return wrong;

  sandbox_record_list (&sandbox_refund_table, store, found,
                       "WHERE " FIND_WHERE " ORDER BY rowid DESC LIMIT ?4 OFFSET ?5", "ssiii",
                       query.reference, query.checkout_id, query.order_id, query.limit, query.offset);
  root = json_object_new ();
  sandbox_find_describe (&query, root, count_found (store, &query));
  json_object_set_array_member (root, "refunds", refunds_to_json (store, found));

  return sandbox_answer_new_json (200, root);
}

SandboxActResult
sandbox_refunds_play (SandboxStore  *store,
                      SandboxRefund *refund,
                      const char    *word,
                      gint64         now)
{
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      if (!g_str_equal (acts[i].word, word))
        continue;
      if (!sandbox_acts_can_happen (acts[i].from, refund->status))
        return SANDBOX_ACT_NOT_NOW;

      if (acts[i].error_code != NULL)
        {
          g_free (refund->error_code);
          refund->error_code = g_strdup (acts[i].error_code);
        }
      sandbox_refund_set_status (refund, store, acts[i].status, now);

      return SANDBOX_ACTED;
    }

  return SANDBOX_ACT_UNKNOWN;
}
