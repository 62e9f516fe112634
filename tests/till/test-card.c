/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "till-card.h"
#include "till-error.h"
#include "till-order.h"

/* Numbers that card schemes publish for tests; none is anybody's. */
static const char * const cards[] = {
  "4111111111111111", "4012 8888 8888 1881", "4111-1111-1111-1111", "5555555555554444", "2223 0000 4841 0010",
  "378282246310005", "3714 496353 98431", "6011 1111 1111 1117", "3530 1113 3330 0000", "6200 0000 0000 0005",
  "6304000000000000", "2200 0000 0000 0004",
  /* among other words, at their ends, and in other digits, blanks and hyphens */
  "card 4111111111111111 please", "4111111111111111.", "Tisch5/4111 1111 1111 1111", "x4111111111111111",
  "12 4111 1111 1111 1111", "4111 1111 1111 1111 12/29", "4111\302\2401111\342\200\2211111\342\200\2231111",
  "４１１１１１１１１１１１１１１１", "٤١١١١١١١١١١١١١١١", "4111 11 1111 11 1111",
};

static const char * const no_cards[] = {
  "", "A-1001", "T1-000042", "4111", "411111111111111", "41111111111111111", "4111111111111112",
  "0000000000000000", "1234567890123456", "9999999999999995", "7000000000000004", "20261127-0001",
  "2026-11-27 12:30", "4111 1111 1111", "4111/1111/1111/1111", "4111  1111  1111  1111", "4111.1111.1111.1111",
  "041111111111111110", "49 170 1234567", "978 3 16 148410 0", "4012345678901", "36000000000008",
};

static void
test_cards (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      g_test_message ("%s", cards[i]);
      g_assert_true (till_card_looks_like_one (cards[i]));
    }
}

static void
test_no_cards (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (no_cards); i++)
    {
      g_test_message ("%s", no_cards[i]);
      g_assert_false (till_card_looks_like_one (no_cards[i]));
    }
}

/* Of a card's 16 digits each one counts: change any, and it is none. */
static void
test_each_digit_counts (void)
{
  for (guint i = 0; i < 16; i++)
    {
      g_autofree char *number = g_strdup ("5555555555554444");

      number[i] = number[i] == '5' ? '6' : '5';
      g_assert_false (till_card_looks_like_one (number));
    }
}

static void
assert_order (const char *reference,
              const char *description,
              gboolean    no_card,
              int         code)
{
  const TillOrderFields fields = {
    .money = { 1250, "EUR" },
    .type = CONNECT_INTEGRATION_DESKTOP_QR_CODE,
    .reference = reference,
    .description = description,
    .no_card = no_card,
    .country = "DE",
    .customer_ip = "192.0.2.7",
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(TillOrder) order = till_order_new (&fields, &error);

  if (code < 0)
    {
      g_assert_no_error (error);
      g_assert_nonnull (order);
      return;
    }

  g_assert_error (error, TILL_ERROR, code);
  /* What was refused is not told on: a message ends in a log. */
  g_assert_null (g_strrstr (error->message, "1111"));
}

static void
test_orders (void)
{
  assert_order ("4111 1111 1111 1111", NULL, FALSE, TILL_ERROR_LOOKS_LIKE_CARD);
  assert_order ("A-1", "paid with 4111-1111-1111-1111", FALSE, TILL_ERROR_LOOKS_LIKE_CARD);
  assert_order (NULL, "4111111111111111", FALSE, TILL_ERROR_LOOKS_LIKE_CARD);
  assert_order ("4111 1111 1111 1111", "4111111111111111", TRUE, -1);
  assert_order ("4111 1111 1111 1112", "Two coffees", FALSE, -1);
  g_assert_true (till_order_check_reference ("4111 1111 1111 1111", NULL));
  g_assert_cmpstr (till_error_to_word (TILL_ERROR_LOOKS_LIKE_CARD), ==, "looks-like-card");
  g_assert_cmpint (till_error_exit_status (TILL_ERROR_LOOKS_LIKE_CARD), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/card/cards", test_cards);
  g_test_add_func ("/card/no-cards", test_no_cards);
  g_test_add_func ("/card/each-digit-counts", test_each_digit_counts);
  g_test_add_func ("/card/orders", test_orders);

  return g_test_run ();
}
