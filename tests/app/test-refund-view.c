/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "made-up.h"
#include "till-refund-view.h"

#define NOT_GIVEN "Nothing was given back."
#define UNDONE    "The money goes back to the customer’s WeChat.\nThis cannot be undone."

/* What is typed into the dialog over a payment of €12.50, and what it then shows. */
typedef struct
{
  const char *name;
  const char *text;
  gint64      refunded;     /* given back before */
  gint64      money;        /* what the button gives back; 0: it is shut */
  const char *button;
  const char *stays;
  const char *most;
  const char *problem;      /* (nullable) */
  gboolean    is_valid;     /* the problem is not the amount */
  gboolean    under_way;
  gboolean    slow;
  int         error;        /* TillError + 1; 0: none */
} Row;

static const Row rows[] =
{
  { "all", "12.50", 0, 1250, "Refund €12.50", "Stays paid: €0.00", "at most €12.50" },
  { "part", "4.50", 0, 450, "Refund €4.50", "Stays paid: €8.00", "at most €12.50" },
  { "smallest", "0.01", 0, 1, "Refund €0.01", "Stays paid: €12.49", "at most €12.50" },
  { "rest", "7.50", 500, 750, "Refund €7.50", "Stays paid: €0.00", "at most €7.50" },
  { "above-paid", "12.51", 0, 0, "Refund", "", "at most €12.50", "At most €12.50 can be given back." },
  { "above-rest", "7.51", 500, 0, "Refund", "", "at most €7.50", "At most €7.50 can be given back." },
  { "empty", "", 0, 0, "Refund", "", "at most €12.50" },
  { "zero", "0", 0, 0, "Refund", "", "at most €12.50" },
  { "unfinished", "4.", 0, 0, "Refund", "", "at most €12.50" },
  { "negative", "-4.50", 0, 0, "Refund", "", "at most €12.50",
    "An amount is made of digits and one “.”, without signs or thousands separators." },
  { "decimals", "4.505", 0, 0, "Refund", "", "at most €12.50", "EUR has at most 2 decimals." },
  { "under-way", "4.50", 0, 0, "Refund €4.50", "Stays paid: €8.00", "at most €12.50", .under_way = TRUE },
  { "slow", "4.50", 0, 0, "Refunding…", "Stays paid: €8.00", "at most €12.50", .under_way = TRUE, .slow = TRUE },
  { "not-refundable", "4.50", 0, 450, "Refund €4.50", "Stays paid: €8.00", "at most €12.50",
    "The payment service does not let this payment be refunded now. Nothing was sent.",
    .is_valid = TRUE, .error = TILL_ERROR_NOT_REFUNDABLE + 1 },
  { "offline", "4.50", 0, 450, "Refund €4.50", "Stays paid: €8.00", "at most €12.50",
    "There is no connection to the payment service. " NOT_GIVEN, .is_valid = TRUE, .error = TILL_ERROR_NO_CONNECTION + 1 },
};

static TillRefund *
add_refund (TillRecord *record,
            const char *state,
            gint64      amount)
{
  TillRefund *refund = till_refund_new ("r1", "T1-000042-R", amount);

  g_free (refund->state);
  refund->state = g_strdup (state);
  g_ptr_array_add (record->refunds, refund);

  return refund;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr(TillRecord) record = made_up_record (made_up_find ("paid"));
  const TillRefundFacts facts = {
    .text = row->text, .under_way = row->under_way, .slow = row->slow, .error = row->error - 1,
  };
  g_auto(TillRefundView) view = { 0 };

  if (row->refunded > 0)
    add_refund (record, "done", row->refunded);
  till_refund_view_init (&view, record, &facts);

  g_assert_cmpint (view.money.amount, ==, row->money);
  g_assert_cmpstr (view.money.currency, ==, "EUR");
  g_assert_cmpstr (view.button, ==, row->button);
  g_assert_cmpstr (view.stays, ==, row->stays);
  g_assert_cmpstr (view.most, ==, row->most);
  g_assert_cmpstr (view.problem, ==, row->problem);
  g_assert_cmpint (view.is_invalid, ==, row->problem != NULL && !row->is_valid);
  g_assert_cmpint (view.can_edit, ==, !row->under_way);
  g_assert_cmpstr (view.keep, ==, row->under_way ? "Close" : "Keep it");
  g_assert_false (view.is_over);
  g_assert_cmpstr (view.title, ==, "Refund of T1-000042");
  g_assert_cmpstr (view.before, ==, row->refunded > 0 ? "Paid €12.50. Refunded so far: €5.00."
                                                      : "Paid €12.50. Nothing refunded so far.");
  if (!row->slow)
    g_assert_cmpstr (view.note, ==, UNDONE);
}

/* What becomes of a refund of €5.00. */
typedef struct
{
  const char *state;
  const char *error;      /* (nullable) */
  TillShape   shape;
  const char *word;
  const char *detail;
} Outcome;

#define ASKS_ON "Till goes on asking. Until it is known, no other refund of this payment is sent. " \
                "Do not give the money back in another way."

static const Outcome outcomes[] =
{
  { "requested", NULL, TILL_SHAPE_REFUNDED, "Refund requested: €5.00", "The money goes back to the customer’s WeChat." },
  { "done", NULL, TILL_SHAPE_REFUNDED, "Refunded: €5.00", "The money goes back to the customer’s WeChat." },
  { "unknown", NULL, TILL_SHAPE_DOUBT, "Refund not confirmed: €5.00", ASKS_ON },
  { "refused", NULL, TILL_SHAPE_REFUSED, "Refund refused: €5.00", NOT_GIVEN },
  { "refused", "invalid-request", TILL_SHAPE_REFUSED, "Refund refused: €5.00",
    "The payment service did not accept this request. " NOT_GIVEN },
  { "cancelled", NULL, TILL_SHAPE_REFUSED, "Refund cancelled: €5.00", NOT_GIVEN },
  { "void", "no-connection", TILL_SHAPE_REFUSED, "Refund not sent: €5.00",
    "There is no connection to the payment service. " NOT_GIVEN },
};

static void
test_outcome (gconstpointer data)
{
  const Outcome *outcome = data;
  g_autoptr(TillRecord) record = made_up_record (made_up_find ("paid"));
  TillRefund *refund = add_refund (record, outcome->state, 500);
  const TillRefundFacts facts = { .text = "5.00", .refund = refund, .error = -1 };
  g_auto(TillRefundView) view = { 0 };

  refund->error = g_strdup (outcome->error);
  till_refund_view_init (&view, record, &facts);

  g_assert_true (view.is_over);
  g_assert_cmpint (view.money.amount, ==, 0);
  g_assert_cmpint (view.shape, ==, outcome->shape);
  g_assert_cmpstr (view.word, ==, outcome->word);
  g_assert_cmpstr (view.detail, ==, outcome->detail);
  g_assert_cmpstr (view.keep, ==, "Close");
  g_assert_cmpstr (view.before, ==, outcome->shape == TILL_SHAPE_REFUNDED ? "Paid €12.50. Refunded so far: €5.00."
                                                                         : "Paid €12.50. Nothing refunded so far.");
}

/* Nothing to ask: an earlier refund has no answer, nothing is left, nothing came; and then nothing leads here. */
static void
test_blocked (void)
{
  static const struct
  {
    const char *situation;
    const char *state;     /* (nullable) of an earlier refund … */
    gint64      amount;    /* … of so much */
    const char *word;
    const char *detail;
  } blocked[] = {
    { "paid", "unknown", 100, "Refund not confirmed", ASKS_ON },
    { "paid", "requested", 1250, "Nothing to refund", "All that was paid was given back before." },
    { "waiting", NULL, 0, "Nothing to refund",
      "This payment was not paid, so nothing can be given back. Nothing was sent." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (blocked); i++)
    {
      g_autoptr(TillRecord) record = made_up_record (made_up_find (blocked[i].situation));
      const TillRefundFacts facts = { .text = "1.00", .error = -1 };
      g_auto(TillRefundView) view = { 0 };

      if (blocked[i].state != NULL)
        add_refund (record, blocked[i].state, blocked[i].amount);
      till_refund_view_init (&view, record, &facts);

      g_assert_true (view.is_over);
      g_assert_cmpint (view.money.amount, ==, 0);
      g_assert_cmpstr (view.word, ==, blocked[i].word);
      g_assert_cmpstr (view.detail, ==, blocked[i].detail);
      g_assert_false (till_refund_view_is_offered (record));
    }
}

/* Another program may have given it back: whoever presses again could do it twice. */
static void
test_elsewhere_is_over (void)
{
  g_autoptr(TillRecord) record = made_up_record (made_up_find ("paid"));
  const TillRefundFacts facts = { .text = "1.00", .error = TILL_ERROR_FOLLOWED_ELSEWHERE };
  g_auto(TillRefundView) view = { 0 };

  till_refund_view_init (&view, record, &facts);

  g_assert_true (view.is_over);
  g_assert_cmpint (view.shape, ==, TILL_SHAPE_DOUBT);
  g_assert_cmpint (view.money.amount, ==, 0);
}

/* Only money that came has a button that gives it back. */
static void
test_offered (void)
{
  for (const MadeUp *made_up = made_up_all (); made_up->name != NULL; made_up++)
    {
      g_autoptr(TillRecord) record = made_up_record (made_up);

      g_assert_cmpint (till_refund_view_is_offered (record), ==,
                       made_up->state == TILL_PAYMENT_PAID && !made_up->reversed);
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
      g_autofree char *path = g_strdup_printf ("/refund-view/form/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/refund-view/outcome/%s%s%s", outcomes[i].state,
                                               outcomes[i].error != NULL ? "-" : "",
                                               outcomes[i].error != NULL ? outcomes[i].error : "");

      g_test_add_data_func (path, &outcomes[i], test_outcome);
    }
  g_test_add_func ("/refund-view/blocked", test_blocked);
  g_test_add_func ("/refund-view/elsewhere-is-over", test_elsewhere_is_over);
  g_test_add_func ("/refund-view/offered", test_offered);

  return g_test_run ();
}
