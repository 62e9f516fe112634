/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-json.h"
#include "sandbox-acts.h"
#include "sandbox-checkouts.h"
#include "sandbox-clock.h"
#include "sandbox-control.h"
#include "sandbox-payments.h"
#include "sandbox-refunds.h"
#include "sandbox-rules.h"

static SandboxAnswer *
refuse (guint       status,
        const char *message)
{
  JsonObject *root = json_object_new ();

  json_object_set_string_member (root, "error", message);

  return sandbox_answer_new_json (status, root);
}

static SandboxAnswer *
refuse_error (GError *error)
{
  return refuse (400, error->message);
}

static SandboxAnswer *
answer_list (const char *name,
             JsonArray  *list)
{
  JsonObject *root = json_object_new ();

  json_object_set_array_member (root, name, list);

  return sandbox_answer_new_json (200, root);
}

static void
set_string (JsonObject *object,
            const char *name,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

static JsonObject *
describe_payment (SandboxCall    *call,
                  SandboxPayment *payment)
{
  JsonObject *object = json_object_new ();
  g_autofree char *phone = g_strdup_printf ("%s/phone/%s", call->server->endpoint, payment->token);

  json_object_set_string_member (object, "id", payment->id);
  set_string (object, "merchantReference", payment->merchant_reference);
  set_string (object, "hostedCheckoutId", payment->checkout_id);
  set_string (object, "integrationType", payment->integration_type);
  json_object_set_int_member (object, "amount", payment->amount);
  json_object_set_string_member (object, "currencyCode", payment->currency);
  json_object_set_string_member (object, "status", payment->status);
  json_object_set_string_member (object, "thirdPartyStatus", payment->third_party_status);
  json_object_set_boolean_member (object, "isScanned", payment->is_scanned != 0);
  json_object_set_boolean_member (object, "isCancellable", payment->is_cancellable != 0);
  json_object_set_boolean_member (object, "isRefundable", payment->is_refundable != 0);
  json_object_set_int_member (object, "amountRefunded", payment->amount_refunded);
  json_object_set_int_member (object, "amountRefundRequested", payment->refund_requested);
  json_object_set_int_member (object, "creates", payment->creates);
  json_object_set_int_member (object, "created", payment->created);
  json_object_set_string_member (object, "wechatPaymentId", payment->wechat_id);
  json_object_set_string_member (object, "phone", phone);

  return object;
}

static JsonObject *
describe_refund (SandboxRefund *refund)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", refund->id);
  json_object_set_string_member (object, "paymentId", refund->payment_id);
  set_string (object, "merchantReference", refund->merchant_reference);
  json_object_set_int_member (object, "amount", refund->amount);
  json_object_set_string_member (object, "currencyCode", refund->currency);
  set_string (object, "refundReason", refund->reason);
  json_object_set_string_member (object, "status", refund->status);
  json_object_set_int_member (object, "requests", refund->requests);
  json_object_set_int_member (object, "created", refund->created);

  return object;
}

static JsonObject *
describe_checkout (SandboxCall     *call,
                   SandboxCheckout *checkout)
{
  JsonObject *object = json_object_new ();
  g_autofree char *page = g_strdup_printf ("%s/checkout/%s", call->server->endpoint, checkout->token);

  json_object_set_string_member (object, "id", checkout->id);
  json_object_set_string_member (object, "merchantReference", checkout->merchant_reference);
  json_object_set_int_member (object, "amount", checkout->amount);
  json_object_set_string_member (object, "currencyCode", checkout->currency);
  json_object_set_string_member (object, "status", sandbox_checkout_status_word (checkout));
  json_object_set_boolean_member (object, "isDeleted", checkout->is_deleted != 0);
  set_string (object, "lastPaymentId", checkout->last_payment_id);
  json_object_set_int_member (object, "created", checkout->created);
  json_object_set_string_member (object, "page", page);

  return object;
}

static SandboxAnswer *
refuse_act (SandboxActResult result)
{
  return result == SANDBOX_ACT_UNKNOWN ? refuse (404, "there is no such act") :
                                         refuse (409, "this cannot happen now");
}

/* Sets what it is told, whatever was before: what the acts do not allow. */
static void
set_freely (SandboxCall    *call,
            SandboxPayment *payment)
{
  const char *status = connect_json_get_string (call->body, "status", 64);
  const char *third_party = connect_json_get_string (call->body, "thirdPartyStatus", 64);

  if (status != NULL)
    sandbox_payment_set_status (payment, status, call->now);
  if (third_party != NULL)
    {
      g_free (payment->third_party_status);
      payment->third_party_status = g_strdup (third_party);
    }
  if (json_object_has_member (call->body, "isCancellable"))
    payment->is_cancellable = connect_json_get_boolean (call->body, "isCancellable");
  if (json_object_has_member (call->body, "isRefundable"))
    payment->is_refundable = connect_json_get_boolean (call->body, "isRefundable");

  sandbox_payment_save (payment, call->server->store);
}

SandboxAnswer *
sandbox_control_list_payments (SandboxCall *call)
{
  g_autoptr(GPtrArray) payments = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_payment_free);
  JsonArray *list = json_array_new ();

  sandbox_record_list (&sandbox_payment_table, call->server->store, payments, "ORDER BY rowid", "");
  for (guint i = 0; i < payments->len; i++)
    json_array_add_object_element (list, describe_payment (call, g_ptr_array_index (payments, i)));

  return answer_list ("payments", list);
}

SandboxAnswer *
sandbox_control_get_payment (SandboxCall *call)
{
  g_autoptr(SandboxPayment) payment = sandbox_payment_find_by_any (call->server->store, call->args[0]);

  if (payment == NULL)
    return refuse (404, "there is no such payment");

  return sandbox_answer_new_json (200, describe_payment (call, payment));
}

SandboxAnswer *
sandbox_control_act (SandboxCall *call)
{
  SandboxStore *store = call->server->store;
  g_autoptr(SandboxPayment) payment = sandbox_payment_find_by_any (store, call->args[0]);
  const char *word = call->args[1];
  SandboxActResult result;

  if (payment == NULL)
    return refuse (404, "there is no such payment");

  if (g_str_equal (word, "forget"))
    {
      sandbox_store_run (store, "DELETE FROM payments WHERE id = ?", "s", payment->id);
      return sandbox_answer_new_empty (204);
    }

  if (g_str_equal (word, "set"))
    {
      if (call->body == NULL)
        return refuse (400, "the body is no JSON object");
      set_freely (call, payment);
      return sandbox_answer_new_json (200, describe_payment (call, payment));
    }

  result = sandbox_acts_play (store, payment, word, call->now);

  return result == SANDBOX_ACTED ? sandbox_answer_new_json (200, describe_payment (call, payment)) :
                                   refuse_act (result);
}

SandboxAnswer *
sandbox_control_list_refunds (SandboxCall *call)
{
  g_autoptr(GPtrArray) refunds = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_refund_free);
  JsonArray *list = json_array_new ();

  sandbox_record_list (&sandbox_refund_table, call->server->store, refunds, "ORDER BY rowid", "");
  for (guint i = 0; i < refunds->len; i++)
    json_array_add_object_element (list, describe_refund (g_ptr_array_index (refunds, i)));

  return answer_list ("refunds", list);
}

SandboxAnswer *
sandbox_control_get_refund (SandboxCall *call)
{
  g_autoptr(SandboxRefund) refund = sandbox_refund_find_by_any (call->server->store, call->args[0]);

  if (refund == NULL)
    return refuse (404, "there is no such refund");

  return sandbox_answer_new_json (200, describe_refund (refund));
}

/* "set" takes any word, whatever was before; "forget" leaves the payment's sums as they are. */
SandboxAnswer *
sandbox_control_refund_act (SandboxCall *call)
{
  SandboxStore *store = call->server->store;
  g_autoptr(SandboxRefund) refund = sandbox_refund_find_by_any (store, call->args[0]);
  const char *word = call->args[1];
  const char *status = call->body != NULL ? connect_json_get_string (call->body, "status", 64) : NULL;
  SandboxActResult result = SANDBOX_ACTED;

  if (refund == NULL)
    return refuse (404, "there is no such refund");

  if (g_str_equal (word, "forget"))
    {
      sandbox_store_run (store, "DELETE FROM refunds WHERE id = ?", "s", refund->id);
      return sandbox_answer_new_empty (204);
    }

  if (!g_str_equal (word, "set"))
    result = sandbox_refunds_play (store, refund, word, call->now);
  else if (status == NULL)
    return refuse (400, "the body says no status");
  else
    sandbox_refund_set_status (refund, store, status, call->now);

  return result == SANDBOX_ACTED ? sandbox_answer_new_json (200, describe_refund (refund)) : refuse_act (result);
}

SandboxAnswer *
sandbox_control_list_checkouts (SandboxCall *call)
{
  g_autoptr(GPtrArray) checkouts = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_checkout_free);
  JsonArray *list = json_array_new ();

  sandbox_record_list (&sandbox_checkout_table, call->server->store, checkouts, "ORDER BY rowid", "");
  for (guint i = 0; i < checkouts->len; i++)
    json_array_add_object_element (list, describe_checkout (call, g_ptr_array_index (checkouts, i)));

  return answer_list ("checkouts", list);
}

SandboxAnswer *
sandbox_control_checkout_act (SandboxCall *call)
{
  g_autoptr(SandboxCheckout) checkout = sandbox_checkout_find_by_any (call->server->store, call->args[0]);
  SandboxActResult result;

  if (checkout == NULL)
    return refuse (404, "there is no such hosted checkout");

  result = sandbox_checkouts_play (call, checkout, call->args[1]);

  return result == SANDBOX_ACTED ? sandbox_answer_new_json (200, describe_checkout (call, checkout)) :
                                   refuse_act (result);
}

SandboxAnswer *
sandbox_control_list_requests (SandboxCall *call)
{
  return answer_list ("requests", sandbox_log_to_json (call->server->log));
}

SandboxAnswer *
sandbox_control_clear_requests (SandboxCall *call)
{
  sandbox_log_clear (call->server->log);

  return sandbox_answer_new_empty (204);
}

SandboxAnswer *
sandbox_control_list_faults (SandboxCall *call)
{
  return answer_list ("faults", sandbox_faults_to_json (call->server->faults));
}

SandboxAnswer *
sandbox_control_add_fault (SandboxCall *call)
{
  g_autoptr(GError) error = NULL;

  if (call->body == NULL)
    return refuse (400, "the body is no JSON object");
  if (!sandbox_faults_add (call->server->faults, call->body, &error))
    return refuse_error (error);

  return sandbox_answer_new_empty (204);
}

SandboxAnswer *
sandbox_control_clear_faults (SandboxCall *call)
{
  sandbox_faults_clear (call->server->faults);

  return sandbox_answer_new_empty (204);
}

SandboxAnswer *
sandbox_control_get_clock (SandboxCall *call)
{
  SandboxStore *store = call->server->store;
  JsonObject *root = json_object_new ();

  json_object_set_int_member (root, "now", call->now);
  json_object_set_int_member (root, SANDBOX_CLOCK_OFFSET, sandbox_clock_get (store, SANDBOX_CLOCK_OFFSET));
  json_object_set_int_member (root, SANDBOX_CLOCK_SKEW, sandbox_clock_get (store, SANDBOX_CLOCK_SKEW));
  json_object_set_int_member (root, SANDBOX_CLOCK_TOLERANCE, sandbox_clock_get (store, SANDBOX_CLOCK_TOLERANCE));

  return sandbox_answer_new_json (200, root);
}

SandboxAnswer *
sandbox_control_set_clock (SandboxCall *call)
{
  g_autoptr(GError) error = NULL;

  if (call->body == NULL)
    return refuse (400, "the body is no JSON object");
  if (!sandbox_clock_set_from_json (call->server->store, call->body, &error))
    return refuse_error (error);

  call->now = sandbox_clock_now (call->server->store);

  return sandbox_control_get_clock (call);
}

SandboxAnswer *
sandbox_control_reset (SandboxCall *call)
{
  sandbox_server_reset (call->server);

  return sandbox_answer_new_empty (204);
}
