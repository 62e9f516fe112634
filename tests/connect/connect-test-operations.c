/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-test-fixture.h"

#define BASE "/v1/" CONNECT_TEST_MERCHANT

/* A start and a finish of one shape, whatever the operation takes and gives. */
#define OPERATION(name, start_arguments, clear)                               \
  static void                                                                 \
  start_##name (ConnectClient       *client,                                  \
                ConnectCall         *call,                                    \
                GCancellable        *cancellable,                             \
                GAsyncReadyCallback  callback,                                \
                gpointer             user_data)                               \
  {                                                                           \
    g_autoptr(GBytes) body = g_bytes_new_static (CONNECT_TEST_BODY, sizeof CONNECT_TEST_BODY - 1); \
    (void) body;                                                              \
    connect_client_##name##_async start_arguments;                            \
  }                                                                           \
                                                                              \
  static gboolean                                                             \
  finish_##name (ConnectClient  *client,                                      \
                 GAsyncResult   *result,                                      \
                 GError        **error)                                       \
  {                                                                           \
    gpointer found = connect_client_##name##_finish (client, result, error);  \
                                                                              \
    if (found != NULL)                                                        \
      clear (found);                                                          \
                                                                              \
    return found != NULL;                                                     \
  }

OPERATION (get_product, (client, "CN", "USD", call, cancellable, callback, user_data), connect_product_free)
OPERATION (list_products, (client, "CN", "USD", call, cancellable, callback, user_data), g_array_unref)
OPERATION (create_payment, (client, body, call, cancellable, callback, user_data), connect_created_free)
OPERATION (get_payment, (client, CONNECT_TEST_PAYMENT, call, cancellable, callback, user_data), connect_payment_unref)
OPERATION (find_payments, (client, "A-1001/7", NULL, 100, call, cancellable, callback, user_data), connect_found_free)
OPERATION (cancel_payment, (client, CONNECT_TEST_PAYMENT, call, cancellable, callback, user_data), connect_payment_unref)
OPERATION (create_checkout, (client, body, call, cancellable, callback, user_data), connect_checkout_free)
OPERATION (get_checkout, (client, CONNECT_TEST_CHECKOUT, call, cancellable, callback, user_data), connect_checkout_status_free)

OPERATION (refund_payment, (client, CONNECT_TEST_PAYMENT, body, call, cancellable, callback, user_data), connect_refunded_free)
OPERATION (list_refunds, (client, CONNECT_TEST_PAYMENT, call, cancellable, callback, user_data), g_ptr_array_unref)
OPERATION (get_refund, (client, CONNECT_TEST_REFUND, call, cancellable, callback, user_data), connect_refund_unref)

static void
start_delete_checkout (ConnectClient       *client,
                       ConnectCall         *call,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  connect_client_delete_checkout_async (client, CONNECT_TEST_CHECKOUT, call, cancellable, callback, user_data);
}

static void
start_third_party_status (ConnectClient       *client,
                          ConnectCall         *call,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  connect_client_get_third_party_status_async (client, CONNECT_TEST_PAYMENT, call, cancellable, callback, user_data);
}

static gboolean
finish_third_party_status (ConnectClient  *client,
                           GAsyncResult   *result,
                           GError        **error)
{
  ConnectThirdPartyStatus status;

  return connect_client_get_third_party_status_finish (client, result, &status, error);
}

#define PAYMENT "{\"id\":\"" CONNECT_TEST_PAYMENT "\",\"status\":\"REDIRECTED\"}"

#define REFUND "{\"id\":\"" CONNECT_TEST_REFUND "\",\"status\":\"REFUND_REQUESTED\"}"

const ConnectTestOperation connect_test_operations[] = {
  { "test-connection", "GET", BASE "/services/testconnection", FALSE, FALSE,
    "{\"result\":\"OK\"}",
    connect_client_test_connection_async, connect_client_test_connection_finish },
  { "get-product", "GET", BASE "/products/863?countryCode=CN&currencyCode=USD", FALSE, FALSE,
    "{\"id\":863}",
    start_get_product, finish_get_product },
  { "list-products", "GET", BASE "/products?countryCode=CN&currencyCode=USD", FALSE, FALSE,
    "{\"paymentProducts\":[{\"id\":863}]}",
    start_list_products, finish_list_products },
  { "create-payment", "POST", BASE "/payments", TRUE, TRUE,
    "{\"payment\":" PAYMENT "}",
    start_create_payment, finish_create_payment },
  { "get-payment", "GET", BASE "/payments/" CONNECT_TEST_PAYMENT, FALSE, FALSE,
    PAYMENT,
    start_get_payment, finish_get_payment },
  { "third-party-status", "GET", BASE "/payments/" CONNECT_TEST_PAYMENT "/thirdpartystatus", FALSE, FALSE,
    "{\"thirdPartyStatus\":\"WAITING\"}",
    start_third_party_status, finish_third_party_status },
  { "find-payments", "GET", BASE "/payments?merchantReference=A-1001%2F7&offset=100&limit=100", FALSE, FALSE,
    "{\"payments\":[" PAYMENT "]}",
    start_find_payments, finish_find_payments },
  { "cancel-payment", "POST", BASE "/payments/" CONNECT_TEST_PAYMENT "/cancel", FALSE, FALSE,
    "{\"payment\":" PAYMENT "}",
    start_cancel_payment, finish_cancel_payment },
  { "create-checkout", "POST", BASE "/hostedcheckouts", TRUE, TRUE,
    "{\"hostedCheckoutId\":\"" CONNECT_TEST_CHECKOUT "\",\"partialRedirectUrl\":\"pay1.example.com/x\"}",
    start_create_checkout, finish_create_checkout },
  { "get-checkout", "GET", BASE "/hostedcheckouts/" CONNECT_TEST_CHECKOUT, FALSE, FALSE,
    "{\"status\":\"IN_PROGRESS\"}",
    start_get_checkout, finish_get_checkout },
  { "refund-payment", "POST", BASE "/payments/" CONNECT_TEST_PAYMENT "/refund", TRUE, TRUE,
    REFUND,
    start_refund_payment, finish_refund_payment },
  { "list-refunds", "GET", BASE "/payments/" CONNECT_TEST_PAYMENT "/refunds", FALSE, FALSE,
    "{\"refunds\":[" REFUND "]}",
    start_list_refunds, finish_list_refunds },
  { "get-refund", "GET", BASE "/refunds/" CONNECT_TEST_REFUND, FALSE, FALSE,
    REFUND,
    start_get_refund, finish_get_refund },
  { "delete-checkout", "DELETE", BASE "/hostedcheckouts/" CONNECT_TEST_CHECKOUT, FALSE, FALSE,
    "{}",
    start_delete_checkout, connect_client_delete_checkout_finish },
};

const guint connect_test_n_operations = G_N_ELEMENTS (connect_test_operations);

const ConnectTestOperation *
connect_test_get_operation (const char *name)
{
  for (guint i = 0; i < connect_test_n_operations; i++)
    if (g_str_equal (connect_test_operations[i].name, name))
      return &connect_test_operations[i];

  g_error ("no operation %s", name);
}
