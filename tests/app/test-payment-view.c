/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "made-up.h"
#include "till-payment-view.h"

#define BEGAN (MADE_UP_NOW - 8000)

typedef struct
{
  const char   *situation;
  gboolean      code;
  TillStanding  standing;
  TillShape     shape;
  const char   *customer_chinese;
  const char   *heading;    /* (nullable) */
  const char   *trouble;    /* (nullable) */
  const char   *advice;     /* (nullable) */
  const char   *age;        /* (nullable) */
} Row;

#define SCAN   "请使用微信扫一扫付款"
#define MOMENT "请稍候"
#define PHONE  "Wait for Paid here, not on the phone."

static const Row rows[] =
{
  { "asking", FALSE, TILL_STANDING_ASKING, TILL_SHAPE_WAITING, MOMENT,
    "The code comes in a moment.", NULL, NULL, NULL },
  { "asking-offline", FALSE, TILL_STANDING_ASKING, TILL_SHAPE_WAITING, MOMENT,
    "The code comes in a moment.", "No connection", "Nothing was sent yet. Till tries again by itself.", "No answer for 8 s" },
  { "asking-unsure", FALSE, TILL_STANDING_ASKING, TILL_SHAPE_WAITING, MOMENT,
    "The code comes in a moment.", "No answer from the payment service",
    "Not sure yet. Till asks again, and the code comes by itself.", "No answer for 8 s" },
  { "waiting", TRUE, TILL_STANDING_WAITING, TILL_SHAPE_WAITING, SCAN, NULL, NULL, NULL, NULL },
  { "waiting-late-answer", TRUE, TILL_STANDING_WAITING, TILL_SHAPE_WAITING, SCAN,
    NULL, NULL, NULL, "Last answer 9 s ago" },
  { "waiting-offline", TRUE, TILL_STANDING_WAITING, TILL_SHAPE_WAITING, SCAN,
    NULL, "No connection", PHONE, "Last answer 27 s ago" },
  { "waiting-key-refused", TRUE, TILL_STANDING_WAITING, TILL_SHAPE_WAITING, SCAN,
    NULL, "This till’s key was refused", "Hand over only when this page says Paid. Call the manager.", NULL },
  { "confirming", FALSE, TILL_STANDING_CONFIRMING, TILL_SHAPE_CONFIRMING, MOMENT,
    "The customer is done in WeChat.", NULL, NULL, NULL },
};

static TillPaymentFacts
facts_of (TillPayment *payment)
{
  return (TillPaymentFacts) {
    .has_code = till_payment_get_code (payment) != NULL,
    .trouble = till_payment_get_trouble (payment),
    .began = BEGAN,
    .deadline = till_payment_get_deadline (payment),
    .last_answer = till_payment_get_last_answer (payment),
  };
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr(TillPayment) payment = made_up_payment (made_up_find (row->situation));
  TillPaymentFacts facts = facts_of (payment);
  g_auto(TillPaymentView) view = { 0, };

  till_payment_view_init (&view, till_payment_get_record (payment), &facts, MADE_UP_NOW);

  g_assert_cmpint (view.code, ==, row->code);
  g_assert_cmpint (view.moment, ==, !row->code);
  g_assert_cmpint (view.standing, ==, row->standing);
  g_assert_cmpint (view.shape, ==, row->shape);
  g_assert_cmpstr (view.customer_chinese, ==, row->customer_chinese);
  g_assert_cmpstr (view.heading, ==, row->heading);
  g_assert_cmpstr (view.trouble, ==, row->trouble);
  g_assert_cmpstr (view.trouble_advice, ==, row->advice);
  g_assert_cmpstr (view.age, ==, row->age);
  g_assert_cmpstr (view.time_left, ==, "4:52 left");
  g_assert_cmpfloat_with_epsilon (view.left, 292. / 300., .0001);
}

/* The code is for a payment that can be paid: with every other state it is gone, whatever the facts say. */
static void
test_no_code_but_while_waiting (void)
{
  for (guint i = 0; i < TILL_N_PAYMENT_STATES * 8; i++)
    {
      MadeUp made_up = {
        .name = "any",
        .state = i / 8,
        .shown = (i & 1) != 0,
        .abandoned = (i & 2) != 0,
        .attention = i & 4 ? TILL_ATTENTION_AMOUNT_DIFFERS : 0,
      };
      g_autoptr(TillRecord) record = made_up_record (&made_up);
      TillPaymentFacts facts = { .has_code = TRUE, .trouble = -1, .began = BEGAN, .deadline = -1, .last_answer = -1 };
      g_auto(TillPaymentView) view = { 0, };
      gboolean payable = made_up.state == TILL_PAYMENT_WAITING && made_up.shown && !made_up.abandoned &&
                         made_up.attention == 0;

      till_payment_view_init (&view, record, &facts, MADE_UP_NOW);
      g_assert_cmpint (view.code, ==, payable);
    }
}

/* Every trouble is said, and none with a word that only programs know. */
static void
test_every_trouble (void)
{
  g_autoptr(TillRecord) record = made_up_record (made_up_find ("waiting"));

  for (int error = 0; error < (int) TILL_N_ERRORS; error++)
    {
      TillPaymentFacts facts = { .has_code = TRUE, .trouble = error, .began = BEGAN, .deadline = -1, .last_answer = BEGAN };
      g_auto(TillPaymentView) view = { 0, };

      till_payment_view_init (&view, record, &facts, MADE_UP_NOW);
      g_assert_nonnull (view.trouble);
      g_assert_cmpstr (view.trouble, !=, "");
      g_assert_nonnull (view.trouble_advice);
      g_assert_true (view.code);
    }
}

static void
test_times (void)
{
  static const struct
  {
    gint64      now;           /* after it began */
    gint64      deadline;      /* after it began; -1: none */
    gint64      last_answer;
    gboolean    moment;
    const char *time_left;
    double      left;
    const char *age;
  } times[] = {
    { 0, 300000, -1, FALSE, "5:00 left", 1, NULL },
    { 199, 300000, -1, FALSE, "5:00 left", 299801. / 300000., NULL },
    { 200, 300000, -1, TRUE, "5:00 left", 299800. / 300000., NULL },
    { 6000, 300000, -1, TRUE, "4:54 left", 294. / 300., NULL },
    { 6001, 300000, -1, TRUE, "4:54 left", 293999. / 300000., "No answer for 6 s" },
    { 299999, 300000, 293999, TRUE, "0:01 left", 1. / 300000., NULL },
    { 300000, 300000, 293999, TRUE, "0:00 left", 0, "Last answer 6 s ago" },
    { 400000, 300000, 100000, TRUE, "0:00 left", 0, "Last answer 5 min ago" },
    { 10000, -1, 9000, TRUE, NULL, -1, NULL },
    { 7300000, -1, 0, TRUE, NULL, -1, "Last answer 2 h ago" },
    { 65000, 60000 * 61, 65000, TRUE, "59:55 left", 3595. / 3660., NULL },
  };
  g_autoptr(TillRecord) record = made_up_record (made_up_find ("confirming"));

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      TillPaymentFacts facts = {
        .trouble = -1,
        .began = BEGAN,
        .deadline = times[i].deadline < 0 ? -1 : BEGAN + times[i].deadline,
        .last_answer = times[i].last_answer < 0 ? -1 : BEGAN + times[i].last_answer,
      };
      g_auto(TillPaymentView) view = { 0, };

      till_payment_view_init (&view, record, &facts, BEGAN + times[i].now);
      g_assert_cmpint (view.moment, ==, times[i].moment);
      g_assert_cmpstr (view.time_left, ==, times[i].time_left);
      g_assert_cmpfloat_with_epsilon (view.left, times[i].left, .0001);
      g_assert_cmpstr (view.age, ==, times[i].age);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/payment-view/%s", rows[i].situation);

      g_test_add_data_func (path, &rows[i], test_row);
    }

  g_test_add_func ("/payment-view/no-code-but-while-waiting", test_no_code_but_while_waiting);
  g_test_add_func ("/payment-view/every-trouble", test_every_trouble);
  g_test_add_func ("/payment-view/times", test_times);

  return g_test_run ();
}
