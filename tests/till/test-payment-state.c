/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-payment-state.h"

/* From the row's state to the column's: r w c p - r c e v of the states' order. */
static const char *const legal[TILL_N_PAYMENT_STATES] = {
  /*                 rwcPRCEV */
  /* requested  */  ".xxxxxxx",
  /* waiting    */  "..xxxxx.",
  /* confirming */  "...xxxx.",
  /* paid       */  "........",
  /* refused    */  "...x....",
  /* cancelled  */  "...x....",
  /* expired    */  "...x....",
  /* void       */  "...x....",
};

static void
test_moves (void)
{
  for (guint from = 0; from < TILL_N_PAYMENT_STATES; from++)
    for (guint to = 0; to < TILL_N_PAYMENT_STATES; to++)
      {
        g_test_message ("%s -> %s", till_payment_state_to_string (from), till_payment_state_to_string (to));
        g_assert_cmpint (till_payment_state_can_move (from, to), ==, legal[from][to] == 'x');
      }
}

static void
test_words (void)
{
  static const char *const words[TILL_N_PAYMENT_STATES] = {
    "requested", "waiting", "confirming", "paid", "refused", "cancelled", "expired", "void",
  };
  TillPaymentState state = TILL_PAYMENT_VOID;

  for (guint i = 0; i < TILL_N_PAYMENT_STATES; i++)
    {
      g_assert_cmpstr (till_payment_state_to_string (i), ==, words[i]);
      g_assert_true (till_payment_state_from_string (words[i], &state));
      g_assert_cmpint (state, ==, i);
      g_assert_cmpint (till_payment_state_is_final (i), ==, i >= 3);
    }

  g_assert_false (till_payment_state_from_string ("", &state));
  g_assert_false (till_payment_state_from_string ("Paid", &state));
  g_assert_false (till_payment_state_from_string ("paid ", &state));
}

static void
test_attention (void)
{
  static const char *const words[] = {
    "amount-differs", "paid-twice", "paid-late", "reversed", "stuck", "other-account", "refund-failed",
  };
  g_autofree const char **all = till_attention_to_strv (0x7f);
  g_autofree const char **some = till_attention_to_strv (TILL_ATTENTION_STUCK | TILL_ATTENTION_PAID_LATE);
  g_autofree const char **none = till_attention_to_strv (0);
  TillAttention attention;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_assert_cmpstr (all[i], ==, words[i]);
      g_assert_true (till_attention_from_string (words[i], &attention));
      g_assert_cmpuint (attention, ==, 1u << i);
    }
  g_assert_null (all[G_N_ELEMENTS (words)]);

  g_assert_cmpstr (some[0], ==, "paid-late");
  g_assert_cmpstr (some[1], ==, "stuck");
  g_assert_null (some[2]);
  g_assert_null (none[0]);
  g_assert_false (till_attention_from_string ("", &attention));
  g_assert_false (till_attention_from_string ("paid", &attention));

  g_assert_true (till_attention_from_text ("stuck,paid-late", &attention));
  g_assert_cmpuint (attention, ==, TILL_ATTENTION_STUCK | TILL_ATTENTION_PAID_LATE);
  g_assert_true (till_attention_from_text ("", &attention));
  g_assert_cmpuint (attention, ==, 0);
  g_assert_false (till_attention_from_text ("of-a-newer-version,stuck", &attention));
  g_assert_cmpuint (attention, ==, TILL_ATTENTION_STUCK);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/payment-state/moves", test_moves);
  g_test_add_func ("/payment-state/words", test_words);
  g_test_add_func ("/payment-state/attention", test_attention);

  return g_test_run ();
}
