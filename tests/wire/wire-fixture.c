/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "wire-fixture.h"

#define LIMIT_MS 2000   /* of every call; what stalls has less */

const WireCall wire_calls[] = {
  { "create", "POST" },
  { "status", "GET" },
  { "get", "GET" },
  { "find", "GET" },
  { "cancel", "POST" },
};

static void
start (WireFixture    *f,
       const WireCall *call)
{
  ConnectClient *client = f->base.client;
  ConnectCall *facts = f->base.call;

  if (g_str_equal (call->name, "create"))
    connect_client_create_payment_async (client, f->body, facts, NULL, connect_test_store_cb, &f->base.result);
  else if (g_str_equal (call->name, "status"))
    connect_client_get_third_party_status_async (client, f->payment, facts, NULL, connect_test_store_cb, &f->base.result);
  else if (g_str_equal (call->name, "get"))
    connect_client_get_payment_async (client, f->payment, facts, NULL, connect_test_store_cb, &f->base.result);
  else if (g_str_equal (call->name, "find"))
    connect_client_find_payments_async (client, "W-1", NULL, 0, facts, NULL, connect_test_store_cb, &f->base.result);
  else
    connect_client_cancel_payment_async (client, f->payment, facts, NULL, connect_test_store_cb, &f->base.result);
}

/* The id in what came; NULL with @error when nothing did. */
static char *
finish_create (WireFixture  *f,
               GError      **error)
{
  g_autoptr(ConnectCreated) created = connect_client_create_payment_finish (f->base.client, f->base.result, error);

  return created != NULL ? g_strdup (created->payment->id) : NULL;
}

static char *
finish_find (WireFixture  *f,
             GError      **error)
{
  g_autoptr(ConnectFound) found = connect_client_find_payments_finish (f->base.client, f->base.result, error);
  ConnectPayment *first;

  if (found == NULL)
    return NULL;
  g_assert_cmpuint (found->payments->len, >, 0);
  first = g_ptr_array_index (found->payments, 0);

  return g_strdup (first->id);
}

static char *
finish (WireFixture     *f,
        const WireCall  *call,
        GError         **error)
{
  g_autoptr(ConnectPayment) payment = NULL;
  ConnectThirdPartyStatus status;

  if (g_str_equal (call->name, "create"))
    return finish_create (f, error);
  if (g_str_equal (call->name, "find"))
    return finish_find (f, error);
  if (g_str_equal (call->name, "status"))
    return connect_client_get_third_party_status_finish (f->base.client, f->base.result, &status, error)
           ? g_strdup (f->payment) : NULL;

  if (g_str_equal (call->name, "get"))
    payment = connect_client_get_payment_finish (f->base.client, f->base.result, error);
  else
    payment = connect_client_cancel_payment_finish (f->base.client, f->base.result, error);

  return payment != NULL ? g_strdup (payment->id) : NULL;
}

GBytes *
wire_make_body (const char *reference)
{
  const ConnectPaymentRequest request = {
    .type = CONNECT_INTEGRATION_DESKTOP_QR_CODE,
    .amount = 1250,
    .currency = "EUR",
    .country = "DE",
    .merchant_reference = reference,
    .customer_ip = "192.0.2.7",
  };
  g_autoptr(GError) error = NULL;
  GBytes *body = connect_payment_request_to_body (&request, &error);

  g_assert_no_error (error);

  return body;
}

void
wire_control (WireFixture *f,
              const char  *method,
              const char  *path,
              const char  *body)
{
  g_autofree char *address = g_strdup_printf ("%s/_control/%s", sandbox_get_endpoint (f->sandbox), path);
  g_autoptr(SoupMessage) message = soup_message_new (method, address);
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = NULL;

  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  answer = soup_session_send_and_read (f->base.session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), <, 300);
}

static void
make_cancellable (WireFixture *f)
{
  g_autofree char *path = g_strdup_printf ("payments/%s/set", f->payment);

  wire_control (f, "POST", path, "{\"status\": \"PENDING_APPROVAL\", \"isCancellable\": true}");
}

char *
wire_ask_once (WireFixture     *f,
               const WireCall  *call,
               const char      *key,
               GError         **error)
{
  g_clear_object (&f->base.result);
  g_clear_pointer (&f->base.call, connect_call_unref);
  f->base.call = connect_call_new (key);
  start (f, call);
  connect_test_wait (f->base.result != NULL);

  return finish (f, call, error);
}

char *
wire_ask (WireFixture     *f,
          const WireCall  *call,
          const char      *key,
          GError         **error)
{
  if (g_str_equal (call->name, "cancel"))
    make_cancellable (f);

  return wire_ask_once (f, call, key, error);
}

void
wire_set_up (WireFixture   *f,
             gconstpointer  data)
{
  const WirePlan none = WIRE_PLAN_NONE;
  g_autoptr(GError) error = NULL;

  f->sandbox = sandbox_start (0, NULL, NULL, &error);
  g_assert_no_error (error);
  f->proxy = wire_proxy_new (sandbox_get_endpoint (f->sandbox));
  f->base.session = connect_session_new (NULL, NULL, &error);
  g_assert_no_error (error);
  f->base.signer = connect_signer_new (sandbox_get_api_key_id (f->sandbox),
                                       sandbox_get_secret_api_key (f->sandbox), -1);
  f->base.client = connect_client_new (f->base.session, wire_proxy_get_endpoint (f->proxy),
                                       sandbox_get_merchant_id (f->sandbox), f->base.signer, NULL, NULL);
  connect_client_set_time_limits (f->base.client, LIMIT_MS, LIMIT_MS);
  f->body = wire_make_body ("W-1");

  wire_proxy_plan (f->proxy, &none);
  f->payment = wire_ask (f, &wire_calls[0], "key-1", &error);
  g_assert_no_error (error);
}

void
wire_tear_down (WireFixture   *f,
                gconstpointer  data)
{
  connect_test_drop_session (&f->base);
  g_assert_finalize_object (f->base.signer);
  wire_proxy_free (f->proxy);
  g_object_unref (f->sandbox);
  g_bytes_unref (f->body);
  g_free (f->payment);
}

void
wire_assert_unknown (WireFixture    *f,
                     const WireCall *call,
                     const char     *id,
                     const GError   *error)
{
  g_assert_null (id);
  if (!g_error_matches (error, CONNECT_ERROR, CONNECT_ERROR_NO_ANSWER))
    g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
  g_assert_true (f->base.call->may_have_left);
  g_assert_cmpuint (wire_proxy_n_requests (f->proxy, "POST"), <=, g_str_equal (call->method, "POST") ? 1 : 0);
  g_assert_cmpuint (wire_proxy_n_requests (f->proxy, ""), <=, g_str_equal (call->method, "POST") ? 1 : 2);
}
