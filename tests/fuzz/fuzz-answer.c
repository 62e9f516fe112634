/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-answer-private.h"
#include "connect-error.h"
#include "connect-json-private.h"
#include "connect-refund.h"
#include "connect-reply.h"
#include "fuzz.h"

/* An answer of the platform to any call: a line with the call's name, then the answer as on the wire. */

#define ENDPOINT "https://payment.example"
#define OUR_TIME G_GINT64_CONSTANT (1795420800)

/* libsoup sets it from the connection, and there is none here. */
static SoupStatus status_of_answer;

SoupStatus
soup_message_get_status (SoupMessage *message)
{
  return status_of_answer;
}

static void
assert_payment (const ConnectPayment *payment)
{
  const gint64 amounts[] = {
    payment->amount, payment->amount_paid, payment->amount_captured, payment->amount_refunded,
  };

  g_assert_true (connect_is_path_safe (payment->id));
  fuzz_assert_text (payment->status, 64);
  fuzz_assert_text (payment->status_category, 64);
  fuzz_assert_text (payment->error_message, 200);
  g_assert_cmpuint (strlen (payment->currency), <=, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (amounts); i++)
    g_assert_cmpint (amounts[i], >=, CONNECT_AMOUNT_ODD);
}

static gboolean
read_created (JsonObject  *root,
              GError     **error)
{
  g_autoptr(ConnectCreated) created = connect_created_from_json (root, error);

  if (created == NULL)
    return FALSE;

  assert_payment (created->payment);
  if (created->action != NULL)
    fuzz_assert_action (created->action);

  return TRUE;
}

static gboolean
read_payment (JsonObject  *root,
              GError     **error)
{
  g_autoptr(ConnectPayment) payment = connect_payment_from_json (root, error);

  if (payment != NULL)
    assert_payment (payment);

  return payment != NULL;
}

static gboolean
read_cancelled (JsonObject  *root,
                GError     **error)
{
  JsonObject *payment = connect_json_get_object (root, "payment");

  if (payment != NULL)
    return read_payment (payment, error);

  g_set_error_literal (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER, "no payment");

  return FALSE;
}

static gboolean
read_status (JsonObject  *root,
             GError     **error)
{
  ConnectThirdPartyStatus status = CONNECT_THIRD_PARTY_WAITING;
  gboolean is_read = connect_third_party_status_from_json (root, &status, error);

  if (status == CONNECT_THIRD_PARTY_COMPLETED)
    g_assert_cmpstr (connect_json_get_string (root, "thirdPartyStatus", 64), ==, "COMPLETED");

  return is_read;
}

static gboolean
read_found (JsonObject  *root,
            GError     **error)
{
  g_autoptr(ConnectFound) found = connect_found_from_json (root, error);

  for (guint i = 0; found != NULL && i < found->payments->len; i++)
    assert_payment (g_ptr_array_index (found->payments, i));

  return found != NULL;
}

static gboolean
read_checkout (JsonObject  *root,
               GError     **error)
{
  g_autoptr(ConnectCheckout) checkout = connect_checkout_from_json (root, ENDPOINT, error);

  if (checkout == NULL)
    return FALSE;

  g_assert_true (connect_is_path_safe (checkout->id));
  g_assert_true (g_str_has_prefix (checkout->url, "https://"));
  g_assert_true (g_uri_is_valid (checkout->url, G_URI_FLAGS_NONE, NULL));

  return TRUE;
}

static gboolean
read_checkout_status (JsonObject  *root,
                      GError     **error)
{
  g_autoptr(ConnectCheckoutStatus) status = connect_checkout_status_from_json (root, error);

  if (status != NULL && status->payment != NULL)
    assert_payment (status->payment);

  return status != NULL;
}

static gboolean
read_product (JsonObject  *root,
              GError     **error)
{
  g_autoptr(ConnectProduct) product = connect_product_from_json (root, error);

  for (gsize i = 0; product != NULL && product->integration_types[i] != NULL; i++)
    fuzz_assert_text (product->integration_types[i], 64);

  return product != NULL;
}

static gboolean
read_refund (JsonObject  *root,
             GError     **error)
{
  g_autoptr(ConnectRefund) refund = connect_refund_from_json (root, error);

  if (refund != NULL)
    g_assert_true (connect_is_path_safe (refund->id));

  return refund != NULL;
}

static const struct
{
  const char *name;
  const char *result;      /* (nullable) the member that makes a result of an error */
  gboolean  (*read) (JsonObject *root, GError **error);
} calls[] = {
  { "create", "paymentResult", read_created },
  { "status", NULL, read_status },
  { "get", NULL, read_payment },
  { "find", NULL, read_found },
  { "cancel", NULL, read_cancelled },
  { "checkout-create", NULL, read_checkout },
  { "checkout-get", NULL, read_checkout_status },
  { "product", NULL, read_product },
  { "refund-get", NULL, read_refund },
};

static gsize
find_call (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    if (strcmp (calls[i].name, name) == 0)
      return i;

  return (guchar) name[0] % G_N_ELEMENTS (calls);
}

/* What the answer says beside the result, whatever it was. */
static void
assert_call (ConnectCall *call)
{
  g_assert_cmpuint (call->retry_after, <=, 60);
  g_assert_cmpint (call->first_request, >=, -1);
  fuzz_assert_text (call->error_id, 64);
  for (guint i = 0; i < call->errors->len; i++)
    {
      const ConnectApiError *entry = g_ptr_array_index (call->errors, i);

      fuzz_assert_text (entry->code, 64);
      fuzz_assert_text (entry->property_name, 200);
      fuzz_assert_text (entry->message, 200);
    }
}

/* A no is a no only when the platform itself said it. */
static void
assert_no_result (ConnectCall  *call,
                  const GError *error)
{
  guint status = call->http_status;

  g_assert_nonnull (error);
  g_assert_true (error->domain == CONNECT_ERROR);
  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    g_assert_cmpint (error->code, ==, CONNECT_ERROR_BAD_ANSWER);
  if (error->code == CONNECT_ERROR_REFUSED || error->code == CONNECT_ERROR_NOT_FOUND)
    g_assert_true (call->is_connect_json && status >= 400 && status < 500 && status != 408 && status != 429);
}

static void
read_answer (gsize        i,
             SoupMessage *message,
             GBytes      *body)
{
  g_autoptr(ConnectCall) call = connect_call_new (NULL);
  g_autoptr(JsonObject) root = connect_answer_read (message, body, OUR_TIME, call);
  g_autoptr(GError) error = NULL;
  gboolean has_result = connect_answer_judge (call, root, calls[i].result, &error) && calls[i].read (root, &error);

  assert_call (call);
  if (!has_result)
    assert_no_result (call, error);
  else if (!SOUP_STATUS_IS_SUCCESSFUL (call->http_status))
    g_assert_nonnull (connect_json_get_object (root, "paymentResult"));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { (const char *) data, size };
  g_autofree char *name = fuzz_take_line (&input);
  g_autofree char *text = g_strndup (input.at, input.left);
  const char *end = strstr (text, "\r\n\r\n");
  gsize head = end != NULL ? (gsize) (end - text) + 2 : 0;
  g_autoptr(SoupMessage) message = soup_message_new ("GET", ENDPOINT);
  g_autoptr(GBytes) body = NULL;
  SoupHTTPVersion version;
  guint status = 0;

  if (end == NULL || !soup_headers_parse_response (text, (int) head, soup_message_get_response_headers (message),
                                                   &version, &status, NULL))
    return 0;

  status_of_answer = status;
  body = g_bytes_new (input.at + head + 2, input.left - head - 2);
  read_answer (find_call (name), message, body);

  return 0;
}
