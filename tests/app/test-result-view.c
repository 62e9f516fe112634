/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "made-up.h"
#include "till-result-view.h"

#define CANNOT_PAY   "Nobody can pay this one. You can charge again."
#define DO_NOT       "Do not charge again. Do not hand over."
#define PAID_ACTIONS (TILL_RESULT_REFUND | TILL_RESULT_PRINT_RECEIPT)
#define CAME_LATE    "The money came after the wait was left."

typedef struct
{
  const char       *situation;
  TillTone          tone;
  TillShape         shape;
  const char       *word;
  const char       *reason;    /* (nullable) */
  const char       *money;     /* (nullable) */
  const char       *order;     /* (nullable) */
  TillResultAction  actions;
  gboolean          watched;
} Row;

static const Row rows[] =
{
  { "paid", TILL_TONE_PAID, TILL_SHAPE_PAID, "Paid", NULL, NULL, NULL, PAID_ACTIONS },
  { "paid-late", TILL_TONE_DOUBT, TILL_SHAPE_PAID_LATE, "Paid late", CAME_LATE, NULL,
    "Hand over only to the customer who paid it.", PAID_ACTIONS },
  { "paid-late", TILL_TONE_PAID, TILL_SHAPE_PAID, "Paid", CAME_LATE, NULL, NULL, PAID_ACTIONS, .watched = TRUE },
  { "paid-twice", TILL_TONE_DOUBT, TILL_SHAPE_ATTENTION, "Paid twice", "The money for this order came twice.", NULL,
    "Hand over once. Call the manager.", PAID_ACTIONS },
  { "refund-failed", TILL_TONE_DOUBT, TILL_SHAPE_ATTENTION, "Refund failed",
    "The money is paid, and the refund did not go through.", NULL, "Call the manager.", PAID_ACTIONS },
  { "refused", TILL_TONE_REFUSED, TILL_SHAPE_REFUSED, "Refused", "WeChat Pay declined the payment.",
    "No money came.", NULL, TILL_RESULT_TRY_AGAIN },
  { "refused-request", TILL_TONE_REFUSED, TILL_SHAPE_REFUSED, "Refused",
    "The payment service did not accept this request.", "No money came.", NULL, TILL_RESULT_TRY_AGAIN },
  { "refused-not-offered", TILL_TONE_REFUSED, TILL_SHAPE_REFUSED, "Refused",
    "WeChat Pay is not switched on for this shop and currency.", "No money came.", NULL, TILL_RESULT_TRY_AGAIN },
  { "cancelled", TILL_TONE_OVER, TILL_SHAPE_CANCELLED, "Cancelled",
    "The payment service confirmed that it is cancelled.", "No money came.", NULL, TILL_RESULT_TRY_AGAIN },
  { "not-paid", TILL_TONE_OVER, TILL_SHAPE_NOT_PAID, "Not paid", "Nobody paid in time, and the code has expired.",
    "No money came.", NULL, TILL_RESULT_TRY_AGAIN },
  { "nothing", TILL_TONE_OVER, TILL_SHAPE_NOTHING, "Nothing was charged", "The payment service knows no such payment.",
    NULL, NULL, TILL_RESULT_TRY_AGAIN },
  { "nothing-offline", TILL_TONE_OVER, TILL_SHAPE_NOTHING, "Nothing was charged",
    "There is no connection to the payment service.", "Check the network.", NULL, TILL_RESULT_TRY_AGAIN },
  { "nothing-key", TILL_TONE_OVER, TILL_SHAPE_NOTHING, "Nothing was charged",
    "The payment service did not accept this till’s key.", "Check key ID, secret and merchant ID.", NULL,
    TILL_RESULT_TRY_AGAIN | TILL_RESULT_SET_UP },
  { "nothing-clock", TILL_TONE_OVER, TILL_SHAPE_NOTHING, "Nothing was charged", "This computer’s clock is 7 min slow.",
    "Set the clock, then try again.", NULL, TILL_RESULT_TRY_AGAIN },
  { "no-code", TILL_TONE_OVER, TILL_SHAPE_NOTHING, "No code came",
    "The payment service sent an answer that the till cannot use.", NULL, CANNOT_PAY, TILL_RESULT_CHARGE_AGAIN },
  { "left-early", TILL_TONE_OVER, TILL_SHAPE_NOTHING, "No code came", NULL, NULL, CANNOT_PAY, TILL_RESULT_CHARGE_AGAIN },
  { "left", TILL_TONE_DOUBT, TILL_SHAPE_DOUBT, "Not certain", NULL, NULL, DO_NOT, TILL_RESULT_CHECK_NOW },
  { "timed-out", TILL_TONE_DOUBT, TILL_SHAPE_DOUBT, "Not certain", "There is no connection to the payment service.",
    NULL, DO_NOT, TILL_RESULT_CHECK_NOW },
  { "left-confirming", TILL_TONE_DOUBT, TILL_SHAPE_DOUBT, "Not certain", NULL, NULL, DO_NOT, TILL_RESULT_CHECK_NOW },
  { "waiting", TILL_TONE_DOUBT, TILL_SHAPE_DOUBT, "Not certain", NULL, NULL, DO_NOT, TILL_RESULT_CHECK_NOW },
  { "amount-differs", TILL_TONE_REFUSED, TILL_SHAPE_ATTENTION, "Do not hand over: call the manager",
    "WeChat Pay says that €1.25 was paid; the order was €12.50.", NULL, NULL, TILL_RESULT_SHOW_UNRESOLVED },
  { "reversed", TILL_TONE_REFUSED, TILL_SHAPE_ATTENTION, "Do not hand over: call the manager",
    "The money was taken back after it had come.", NULL, NULL, TILL_RESULT_SHOW_UNRESOLVED },
  { "other-account", TILL_TONE_REFUSED, TILL_SHAPE_ATTENTION, "Do not hand over: call the manager",
    "This payment belongs to another account, so this till cannot ask about it.", NULL, NULL, TILL_RESULT_SHOW_UNRESOLVED },
  { "stuck", TILL_TONE_REFUSED, TILL_SHAPE_ATTENTION, "Do not hand over: call the manager",
    "The payment service does not say what became of this payment.", NULL, NULL, TILL_RESULT_SHOW_UNRESOLVED },
};

static TillResultFacts
facts_of (TillPayment *payment)
{
  return (TillResultFacts) {
    .wait_end = till_payment_get_wait_end (payment),
    .trouble = till_payment_get_trouble (payment),
    .last_answer = till_payment_get_last_answer (payment),
    .clock_skew = 430,
  };
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr(TillPayment) payment = made_up_payment (made_up_find (row->situation));
  TillResultFacts facts = facts_of (payment);
  g_auto(TillResultView) view = { 0, };

  facts.watched = row->watched;
  till_result_view_init (&view, till_payment_get_record (payment), &facts, MADE_UP_NOW);

  g_assert_cmpint (view.tone, ==, row->tone);
  g_assert_cmpint (view.shape, ==, row->shape);
  g_assert_cmpstr (view.word, ==, row->word);
  g_assert_cmpstr (view.reason, ==, row->reason);
  g_assert_cmpstr (view.money, ==, row->money);
  g_assert_cmpstr (view.order, ==, row->order);
  g_assert_cmpint (view.actions, ==, row->actions);
  g_assert_cmpstr (view.time, ==, "12:09:32");
}

/* Green is for money that came and for nothing else, in every combination of what a record can say. */
static void
test_green_is_paid (void)
{
  for (guint state = 0; state < TILL_N_PAYMENT_STATES; state++)
    {
      for (guint bits = 0; bits < 1 << 9; bits++)
        {
          MadeUp made_up = {
            .name = "any",
            .state = state,
            .shown = TRUE,
            .attention = bits & 0x7f,
            .reversed = (bits & 0x80) != 0,
            .abandoned = (bits & 0x100) != 0,
          };
          g_autoptr(TillRecord) record = made_up_record (&made_up);
          TillResultFacts facts = { .trouble = -1, .last_answer = -1, .watched = TRUE };
          g_auto(TillResultView) view = { 0, };

          till_result_view_init (&view, record, &facts, MADE_UP_NOW);
          if (view.tone == TILL_TONE_PAID)
            {
              g_assert_cmpint (state, ==, TILL_PAYMENT_PAID);
              g_assert_false (made_up.reversed);
              g_assert_cmpint (made_up.attention & ~TILL_ATTENTION_PAID_LATE, ==, 0);
            }
        }
    }
}

/* Whoever may still pay is never to be charged again. */
static void
test_never_charge_what_can_be_paid (void)
{
  for (const MadeUp *made_up = made_up_all (); made_up->name != NULL; made_up++)
    {
      g_autoptr(TillPayment) payment = made_up_payment (made_up);
      TillResultFacts facts = facts_of (payment);
      g_auto(TillResultView) view = { 0, };

      till_result_view_init (&view, till_payment_get_record (payment), &facts, MADE_UP_NOW);
      if (made_up->shown && !till_payment_state_is_final (made_up->state))
        g_assert_cmpint (view.actions & (TILL_RESULT_CHARGE_AGAIN | TILL_RESULT_TRY_AGAIN), ==, 0);
    }
}

static void
test_facts (void)
{
  g_autoptr(TillPayment) left = made_up_payment (made_up_find ("left"));
  g_autoptr(TillPayment) paid = made_up_payment (made_up_find ("paid"));
  TillResultFacts facts = facts_of (left);
  g_auto(TillResultView) view = { 0, };
  g_auto(TillResultView) paid_view = { 0, };

  till_result_view_init (&view, till_payment_get_record (left), &facts, MADE_UP_NOW);
  g_assert_cmpstr (view.last_answer, ==, "12 s ago");
  g_assert_null (view.wechat_number);
  g_assert_nonnull (strstr (view.order_detail, "14:24"));

  facts = facts_of (paid);
  till_result_view_init (&paid_view, till_payment_get_record (paid), &facts, MADE_UP_NOW);
  g_assert_cmpstr (paid_view.wechat_number, ==, "4200 0019 8820 2611 2377 0410 1234");
  g_assert_null (paid_view.last_answer);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/result-view/%s%s", rows[i].situation, rows[i].watched ? "-watched" : "");

      g_test_add_data_func (path, &rows[i], test_row);
    }

  g_test_add_func ("/result-view/green-is-paid", test_green_is_paid);
  g_test_add_func ("/result-view/never-charge-what-can-be-paid", test_never_charge_what_can_be_paid);
  g_test_add_func ("/result-view/facts", test_facts);

  return g_test_run ();
}
