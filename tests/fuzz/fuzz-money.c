/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-currency.h"
#include "connect-json.h"
#include "connect-request.h"
#include "fuzz.h"
#include "till-error.h"
#include "till-order.h"

/* Lines: a currency, a decimal separator, an amount, an order reference, a description.  What is taken can be
 * sent, and is the same on the wire. */

/* Of an amount that was read. */
static void
assert_money (const TillMoney *money)
{
  g_autofree char *decimal = till_money_to_decimal (money);
  g_autofree char *shown = till_money_format (money);
  g_autofree char *plain = till_money_format_plain (money);
  TillMoney again;
  gint64 wire;

  g_assert_cmpint (money->amount, >, 0);
  g_assert_true (connect_amount_to_wire (money->amount, money->currency, &wire, NULL));
  g_assert_cmpint (wire, <=, G_GINT64_CONSTANT (999999999999));
  g_assert_cmpint (connect_amount_from_wire (wire, money->currency), ==, money->amount);
  fuzz_assert_text (shown, 64);

  g_assert_true (till_money_parse (decimal, money->currency, ".", &again, NULL));
  g_assert_true (till_money_equal (money, &again));
  g_assert_true (till_money_parse (plain, money->currency, NULL, &again, NULL));
  g_assert_true (till_money_equal (money, &again));
}

static void
assert_order (TillOrder *order)
{
  const TillOrderFields *fields = till_order_get_fields (order);
  g_autofree char *wire = till_reference_to_wire (fields->reference != NULL ? fields->reference : "T1-000001", "7KQ2M9X");
  const ConnectPaymentRequest request = {
    .type = fields->type,
    .amount = fields->money.amount,
    .currency = fields->money.currency,
    .country = fields->country,
    .merchant_reference = wire,
    .customer_ip = fields->customer_ip,
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(JsonObject) root = NULL;

  fuzz_assert_text (fields->reference, TILL_REFERENCE_MAX);
  fuzz_assert_text (fields->description, TILL_DESCRIPTION_MAX);
  g_assert_cmpuint (strlen (wire), <=, 30);
  body = connect_payment_request_to_body (&request, &error);
  g_assert_no_error (error);
  root = connect_json_parse (g_bytes_get_data (body, NULL), g_bytes_get_size (body), &error);
  g_assert_no_error (error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { (const char *) data, size };
  g_autofree char *currency = fuzz_take_line (&input);
  g_autofree char *point = fuzz_take_line (&input);
  g_autofree char *amount = fuzz_take_line (&input);
  g_autofree char *reference = fuzz_take_line (&input);
  g_autofree char *description = fuzz_take_text (&input);
  TillOrderFields fields = {
    .money = { 1250, "EUR" },
    .type = CONNECT_INTEGRATION_DESKTOP_QR_CODE,
    .reference = reference,
    .description = description,
    .country = "DE",
    .customer_ip = "192.0.2.7",
  };
  g_autoptr(TillOrder) order = NULL;
  g_autoptr(GError) error = NULL;

  if (till_money_parse (amount, currency, point[0] != '\0' ? point : NULL, &fields.money, &error))
    assert_money (&fields.money);
  else
    g_assert_true (error->domain == TILL_ERROR);
  g_clear_error (&error);

  order = till_order_new (&fields, &error);
  if (order != NULL)
    assert_order (order);
  else
    g_assert_true (error->domain == TILL_ERROR);

  return 0;
}
