/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "till-words.h"

enum
{
  WAITED    = 1 << 0,   /* somebody waits right now */
  ABANDONED = 1 << 1,
  SETTLED   = 1 << 2,
  ERROR     = 1 << 3,
  REVERSED  = 1 << 4,
  LATE      = 1 << 5,
  ALL_FLAGS = (1 << 6) - 1,
};

#define ALL_ATTENTION ((TILL_ATTENTION_REFUND_FAILED << 1) - 1)

static TillStanding
standing (TillPaymentState state,
          int              flags,
          TillAttention    attention)
{
  TillRecord record = { 0 };

  record.state = state;
  record.shown = state == TILL_PAYMENT_WAITING;
  record.abandoned = (flags & ABANDONED) != 0;
  record.settled = (char *) (flags & SETTLED ? "the customer paid in cash" : NULL);
  record.error = (char *) (flags & ERROR ? "no-answer" : NULL);
  record.reversed = (flags & REVERSED) != 0;
  record.late = (flags & LATE) != 0;
  record.attention = attention;

  return till_standing_of (&record, (flags & WAITED) != 0);
}

static const struct
{
  TillPaymentState state;
  int              flags;
  TillAttention    attention;
  const char      *text;
} rows[] = {
  { TILL_PAYMENT_REQUESTED, WAITED, 0, "Asking WeChat Pay" },
  { TILL_PAYMENT_REQUESTED, WAITED | ERROR, 0, "Asking WeChat Pay" },
  { TILL_PAYMENT_REQUESTED, 0, 0, "Asking WeChat Pay" },
  { TILL_PAYMENT_REQUESTED, ERROR, 0, "Not certain" },
  { TILL_PAYMENT_REQUESTED, ABANDONED, 0, "Not certain" },
  { TILL_PAYMENT_REQUESTED, ABANDONED | WAITED, 0, "Not certain" },
  { TILL_PAYMENT_REQUESTED, SETTLED, 0, "Not certain" },
  { TILL_PAYMENT_WAITING, WAITED, 0, "Waiting for the customer" },
  { TILL_PAYMENT_WAITING, WAITED | ERROR, 0, "Waiting for the customer" },
  { TILL_PAYMENT_WAITING, 0, 0, "Waiting for the customer" },
  { TILL_PAYMENT_WAITING, ERROR, 0, "Not certain" },
  { TILL_PAYMENT_WAITING, ABANDONED, 0, "Not certain" },
  { TILL_PAYMENT_WAITING, SETTLED, 0, "Not certain" },
  { TILL_PAYMENT_CONFIRMING, WAITED, 0, "Confirming" },
  { TILL_PAYMENT_CONFIRMING, 0, 0, "Confirming" },
  { TILL_PAYMENT_CONFIRMING, ERROR, 0, "Not certain" },
  { TILL_PAYMENT_CONFIRMING, ABANDONED, 0, "Not certain" },
  { TILL_PAYMENT_CONFIRMING, SETTLED, 0, "Not certain" },
  { TILL_PAYMENT_PAID, 0, 0, "Paid" },
  { TILL_PAYMENT_PAID, WAITED, 0, "Paid" },
  { TILL_PAYMENT_PAID, ABANDONED | ERROR | SETTLED, 0, "Paid" },
  { TILL_PAYMENT_PAID, LATE, 0, "Paid" },                              /* acknowledged */
  { TILL_PAYMENT_PAID, LATE, TILL_ATTENTION_PAID_LATE, "Paid late" },
  { TILL_PAYMENT_PAID, 0, TILL_ATTENTION_PAID_TWICE, "Paid twice" },
  { TILL_PAYMENT_PAID, LATE, TILL_ATTENTION_PAID_TWICE | TILL_ATTENTION_PAID_LATE, "Paid twice" },
  { TILL_PAYMENT_PAID, 0, TILL_ATTENTION_REFUND_FAILED, "Refund failed" },
  { TILL_PAYMENT_PAID, 0, TILL_ATTENTION_REFUND_FAILED | TILL_ATTENTION_PAID_LATE, "Paid late" },
  { TILL_PAYMENT_PAID, REVERSED, 0, "Do not hand over: call the manager" },
  { TILL_PAYMENT_PAID, REVERSED, TILL_ATTENTION_REVERSED, "Do not hand over: call the manager" },
  { TILL_PAYMENT_PAID, REVERSED, TILL_ATTENTION_PAID_LATE, "Do not hand over: call the manager" },
  { TILL_PAYMENT_PAID, 0, TILL_ATTENTION_AMOUNT_DIFFERS | TILL_ATTENTION_PAID_TWICE,
    "Do not hand over: call the manager" },
  { TILL_PAYMENT_REFUSED, 0, 0, "Refused" },
  { TILL_PAYMENT_REFUSED, ABANDONED | ERROR, 0, "Refused" },
  { TILL_PAYMENT_CANCELLED, ABANDONED, 0, "Cancelled" },
  { TILL_PAYMENT_EXPIRED, ABANDONED, 0, "Not paid" },
  { TILL_PAYMENT_VOID, ERROR, 0, "Nothing was charged" },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TillStanding found = standing (rows[i].state, rows[i].flags, rows[i].attention);

      g_assert_cmpstr (till_standing_to_text (found), ==, rows[i].text);
    }
}

/* Whatever else is true, these call for the manager, in every state. */
static void
test_manager (void)
{
  static const TillAttention words[] = {
    TILL_ATTENTION_AMOUNT_DIFFERS, TILL_ATTENTION_REVERSED, TILL_ATTENTION_STUCK, TILL_ATTENTION_OTHER_ACCOUNT,
  };

  for (int state = 0; state < TILL_N_PAYMENT_STATES; state++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        {
          for (int flags = 0; flags <= ALL_FLAGS; flags++)
            g_assert_cmpint (standing (state, flags, words[i]), ==, TILL_STANDING_CALL_MANAGER);
        }
    }
}

/* Every state with all flags and words: money and "Paid" come of nothing but a payment that is paid and stays so. */
static void
test_never_green_by_mistake (void)
{
  for (int state = 0; state < TILL_N_PAYMENT_STATES; state++)
    {
      for (int flags = 0; flags <= ALL_FLAGS; flags++)
        {
          for (int attention = 0; attention <= ALL_ATTENTION; attention++)
            {
              TillStanding found = standing (state, flags, attention);

              if (till_standing_is_money (found))
                {
                  g_assert_cmpint (state, ==, TILL_PAYMENT_PAID);
                  g_assert_false (flags & REVERSED);
                }

              if (found == TILL_STANDING_PAID)
                g_assert_cmpint (attention, ==, 0);

              if (!till_payment_state_is_final (state))
                g_assert_true (found <= TILL_STANDING_CONFIRMING || found == TILL_STANDING_NOT_CERTAIN
                               || found == TILL_STANDING_CALL_MANAGER);
            }
        }
    }
}

static void
test_money (void)
{
  static const TillStanding money[] = {
    TILL_STANDING_PAID, TILL_STANDING_PAID_LATE, TILL_STANDING_PAID_TWICE, TILL_STANDING_REFUND_FAILED,
  };
  guint n_money = 0;

  for (guint i = 0; i < G_N_ELEMENTS (money); i++)
    g_assert_true (till_standing_is_money (money[i]));

  for (int i = 0; i < TILL_N_STANDINGS; i++)
    n_money += till_standing_is_money (i);
  g_assert_cmpint (n_money, ==, G_N_ELEMENTS (money));
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/words/table", test_table);
  g_test_add_func ("/words/manager", test_manager);
  g_test_add_func ("/words/never-green-by-mistake", test_never_green_by_mistake);
  g_test_add_func ("/words/money", test_money);

  return g_test_run ();
}
