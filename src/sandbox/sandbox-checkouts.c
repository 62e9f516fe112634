/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-checkouts.h"
#include "sandbox-payments.h"
#include "sandbox-random.h"
#include "sandbox-rules.h"

static SandboxCheckout *
checkout_from_body (SandboxCall *call)
{
  SandboxCheckout *checkout = g_new0 (SandboxCheckout, 1);
  JsonObject *body = call->body;
  JsonObject *input = json_object_get_object_member (body, "hostedCheckoutSpecificInput");

  checkout->id = g_uuid_string_random ();
  checkout->token = sandbox_random_text (16, SANDBOX_ALNUM);
  checkout->return_mac = g_uuid_string_random ();
  checkout->amount = sandbox_rules_get_integer (body, "order.amountOfMoney.amount");
  checkout->currency = g_strdup (sandbox_rules_get_string (body, "order.amountOfMoney.currencyCode"));
  checkout->merchant_reference = g_strdup (sandbox_rules_get_string (body, "order.references.merchantReference"));
  if (checkout->merchant_reference == NULL)
    checkout->merchant_reference = sandbox_random_text (20, SANDBOX_DIGITS);
  checkout->descriptor = g_strdup (sandbox_rules_get_string (body, "order.references.descriptor"));
  checkout->has_order_id = sandbox_rules_has (body, "order.references.merchantOrderId");
  checkout->merchant_order_id = sandbox_rules_get_integer (body, "order.references.merchantOrderId");
  checkout->return_url = g_strdup (sandbox_rules_get_string (body, "hostedCheckoutSpecificInput.returnUrl"));
  checkout->return_cancel_state = json_object_get_boolean_member_with_default (input, "returnCancelState", FALSE);
  checkout->created = call->now;

  return checkout;
}

/* The full address is a subdomain, "payment" always being one, a dot and this (connect-api.md 8); every name
 * below localhost is this machine. */
static char *
partial_url (SandboxCall     *call,
             SandboxCheckout *checkout)
{
  g_autoptr(GUri) endpoint = g_uri_parse (call->server->endpoint, G_URI_FLAGS_NONE, NULL);

  return g_strdup_printf ("localhost:%d/checkout/%s", g_uri_get_port (endpoint), checkout->token);
}

static SandboxAnswer *
unknown_checkout (void)
{
  return sandbox_answer_new_error (404, "1002", "UNKNOWN_HOSTED_CHECKOUT", "hostedCheckoutId", "UNKNOWN_HOSTED_CHECKOUT");
}

static SandboxAnswer *
gone_checkout (void)
{
  return sandbox_answer_new_error (410, "1002", "HOSTED_CHECKOUT_REMOVED", "hostedCheckoutId", "HOSTED_CHECKOUT_REMOVED");
}

static const char *
coarse_category (SandboxPayment *payment)
{
  static const char * const rejected[] = { "CREATED", "REJECTED", "REJECTED_CAPTURE", "CANCELLED", NULL };

  if (g_strv_contains (rejected, payment->status))
    return "REJECTED";

  return g_str_equal (payment->status, "REDIRECTED") ? "STATUS_UNKNOWN" : "SUCCESSFUL";
}

static JsonObject *
created_payment_output (SandboxPayment *payment)
{
  JsonObject *output = json_object_new ();

  json_object_set_object_member (output, "payment", sandbox_payment_to_json (payment));
  json_object_set_object_member (output, "paymentCreationReferences", sandbox_payment_creation_output (payment));
  json_object_set_string_member (output, "paymentStatusCategory", coarse_category (payment));

  return output;
}

static void
add_payment (SandboxCall     *call,
             SandboxCheckout *checkout,
             JsonObject      *root)
{
  g_autoptr(SandboxPayment) payment = NULL;

  if (checkout->last_payment_id == NULL)
    return;

  payment = sandbox_payment_find (call->server->store, checkout->last_payment_id);
  if (payment != NULL)
    json_object_set_object_member (root, "createdPaymentOutput", created_payment_output (payment));
}

SandboxAnswer *
sandbox_checkouts_create (SandboxCall *call)
{
  g_autoptr(SandboxCheckout) checkout = NULL;
  g_autofree char *url = NULL;
  JsonArray *errors = sandbox_rules_check_checkout (call->body);
  JsonObject *root;

  if (errors != NULL)
    return sandbox_answer_new_errors (400, errors, NULL, NULL);

  checkout = checkout_from_body (call);
  sandbox_checkout_save (checkout, call->server->store);
  sandbox_call_note_payment (call, checkout->id, checkout->merchant_reference);

  url = partial_url (call, checkout);
  root = json_object_new ();
  json_object_set_string_member (root, "RETURNMAC", checkout->return_mac);
  json_object_set_string_member (root, "hostedCheckoutId", checkout->id);
  json_object_set_array_member (root, "invalidTokens", json_array_new ());
  json_object_set_string_member (root, "merchantReference", checkout->merchant_reference);
  json_object_set_string_member (root, "partialRedirectUrl", url);

  return sandbox_answer_new_json (201, root);
}

SandboxAnswer *
sandbox_checkouts_get (SandboxCall *call)
{
  g_autoptr(SandboxCheckout) checkout = sandbox_checkout_find (call->server->store, call->args[1]);
  JsonObject *root;

  sandbox_call_note_payment (call, call->args[1], checkout != NULL ? checkout->merchant_reference : NULL);
  if (checkout == NULL)
    return unknown_checkout ();
  if (checkout->is_deleted)
    return gone_checkout ();
  if (sandbox_checkout_is_over (checkout, call->now) && checkout->last_payment_id == NULL)
    return unknown_checkout ();

  root = json_object_new ();
  json_object_set_string_member (root, "status", sandbox_checkout_status_word (checkout));
  add_payment (call, checkout, root);

  return sandbox_answer_new_json (200, root);
}

SandboxAnswer *
sandbox_checkouts_delete (SandboxCall *call)
{
  g_autoptr(SandboxCheckout) checkout = sandbox_checkout_find (call->server->store, call->args[1]);

  sandbox_call_note_payment (call, call->args[1], checkout != NULL ? checkout->merchant_reference : NULL);
  if (checkout == NULL)
    return unknown_checkout ();
  if (checkout->is_deleted)
    return gone_checkout ();

  checkout->is_deleted = TRUE;
  sandbox_checkout_save (checkout, call->server->store);

  return sandbox_answer_new_empty (204);
}

static SandboxPayment *
begin_payment (SandboxCall     *call,
               SandboxCheckout *checkout)
{
  SandboxPayment *payment = sandbox_payments_new (call);

  payment->amount = checkout->amount;
  payment->currency = g_strdup (checkout->currency);
  payment->merchant_reference = g_strdup (checkout->merchant_reference);
  payment->has_order_id = checkout->has_order_id;
  payment->merchant_order_id = checkout->merchant_order_id;
  payment->descriptor = g_strdup (checkout->descriptor);
  payment->checkout_id = g_strdup (checkout->id);
  sandbox_payment_save (payment, call->server->store);

  g_free (checkout->last_payment_id);
  checkout->last_payment_id = g_strdup (payment->id);
  checkout->is_cancelled = FALSE;
  sandbox_checkout_save (checkout, call->server->store);

  return payment;
}

/* The one that is open, or a new one as long as the page lives. */
static SandboxPayment *
current_payment (SandboxCall     *call,
                 SandboxCheckout *checkout)
{
  g_autoptr(SandboxPayment) payment = NULL;

  if (checkout->last_payment_id != NULL)
    payment = sandbox_payment_find (call->server->store, checkout->last_payment_id);
  if (payment != NULL && sandbox_payment_is_open (payment))
    return g_steal_pointer (&payment);

  return sandbox_checkout_is_over (checkout, call->now) ? NULL : begin_payment (call, checkout);
}

SandboxActResult
sandbox_checkouts_play (SandboxCall     *call,
                        SandboxCheckout *checkout,
                        const char      *word)
{
  static const char * const words[] = { "open", "pay", "decline", "confirm", NULL };
  g_autoptr(SandboxPayment) payment = NULL;

  if (g_str_equal (word, "cancel"))
    {
      if (sandbox_checkout_is_over (checkout, call->now) || checkout->last_payment_id != NULL)
        return SANDBOX_ACT_NOT_NOW;
      checkout->is_cancelled = TRUE;
      sandbox_checkout_save (checkout, call->server->store);
      return SANDBOX_ACTED;
    }

  if (!g_strv_contains (words, word))
    return SANDBOX_ACT_UNKNOWN;

  payment = current_payment (call, checkout);
  if (payment == NULL)
    return SANDBOX_ACT_NOT_NOW;

  return sandbox_acts_play (call->server->store, payment, g_str_equal (word, "open") ? "scan" : word, call->now);
}
