/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge.h"
#include "till-test-record.h"

/* Each rule about what an answer means, as a row. */

#define T0    G_GINT64_CONSTANT (1795420800)   /* the create's answer, by the platform's Date */
#define LIFE  TILL_LIFE_SESSION

/* What a record is made of before something is judged. */
typedef enum
{
  AT_REQUESTED,     /* nothing answered yet */
  AT_ANSWERED,      /* an id, nothing shown */
  AT_WAITING,
  AT_CONFIRMING,
  AT_LEFT,          /* waiting and abandoned */
  AT_PAID,
  AT_REFUSED,
  AT_EXPIRED,
  AT_VOID,
} Stage;

static TillEvent *
new_event (TillEventKind kind,
           const char   *fact,
           const char   *value)
{
  TillEvent *event = till_event_new (kind, "p");

  if (fact != NULL)
    till_event_set (event, fact, value);

  return event;
}

static TillRecord *
move (TillRecord    *record,
      TillEventKind  kind,
      const char    *state)
{
  return till_test_record_apply (record, new_event (kind, TILL_FACT_STATE, state), 2000);
}

static TillRecord *
new_at (Stage stage)
{
  TillRecord *record = till_test_record_new ("desktopQRCode");
  TillEvent *answered;

  if (stage == AT_REQUESTED)
    return record;
  if (stage == AT_VOID)
    return move (record, TILL_EVENT_LOOKED, "void");

  answered = new_event (TILL_EVENT_ANSWERED, TILL_FACT_PAYMENT_ID, "id-1");
  answered->platform_date = T0;
  record = till_test_record_apply (record, answered, 1000);
  if (stage == AT_ANSWERED)
    return record;

  answered = new_event (TILL_EVENT_SHOWN, TILL_FACT_SHOWN, "1");
  till_event_set (answered, TILL_FACT_STATE, "waiting");
  record = till_test_record_apply (record, answered, 1000);
  switch (stage)
    {
    case AT_CONFIRMING:
      return move (record, TILL_EVENT_STATUS, "confirming");
    case AT_LEFT:
      return till_test_record_apply (record, new_event (TILL_EVENT_ABANDONED, TILL_FACT_ABANDONED, "1"), 2000);
    case AT_PAID:
      return move (record, TILL_EVENT_STATUS, "paid");
    case AT_REFUSED:
      return move (record, TILL_EVENT_STATUS, "refused");
    case AT_EXPIRED:
      return move (record, TILL_EVENT_STATUS, "expired");
    case AT_REQUESTED:
    case AT_ANSWERED:
    case AT_WAITING:
    case AT_VOID:
    default:
      return record;
    }
}

static ConnectPayment *
new_payment (const char *status,
             const char *output)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":\"id-1\",\"status\":\"%s\",\"paymentOutput\":{%s}}", status,
                                           output != NULL ? output : "\"amountOfMoney\":{\"amount\":1250,"
                                           "\"currencyCode\":\"EUR\"},\"references\":"
                                           "{\"merchantReference\":\"A-1-7KQ2M9X\"}");
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  g_autoptr(GError) error = NULL;
  ConnectPayment *payment;

  g_assert_nonnull (node);
  payment = connect_payment_from_json (json_node_get_object (node), &error);
  g_assert_no_error (error);

  return payment;
}

static TillSight
sight_at (gint64 date)
{
  const TillSight sight = {
    .now = { .date = date, .boot_id = "boot", .boot_time = 5000 },
    .sent_here = TRUE,
  };

  return sight;
}

#define A(word) TILL_ATTENTION_##word

/* The payment's own status decides (design.md, the second table). */
static const struct
{
  Stage             stage;
  const char       *status;
  gint64            age;        /* seconds since the create's answer */
  TillPaymentState  state;
  TillAttention     attention;
  gboolean          late;
  gboolean          reversed;
} statuses[] = {
  { AT_WAITING, "CAPTURED", 0, TILL_PAYMENT_PAID },
  { AT_WAITING, "PAID", 0, TILL_PAYMENT_PAID },
  { AT_WAITING, "REJECTED", 0, TILL_PAYMENT_REFUSED },
  { AT_WAITING, "REJECTED_CAPTURE", 0, TILL_PAYMENT_REFUSED },
  { AT_WAITING, "CANCELLED", 0, TILL_PAYMENT_CANCELLED },
  { AT_WAITING, "CREATED", 0, TILL_PAYMENT_WAITING },
  { AT_WAITING, "REDIRECTED", 0, TILL_PAYMENT_WAITING },
  { AT_WAITING, "PENDING_PAYMENT", LIFE - 1, TILL_PAYMENT_WAITING },
  { AT_WAITING, "CREATED", LIFE, TILL_PAYMENT_EXPIRED },
  { AT_WAITING, "REDIRECTED", LIFE, TILL_PAYMENT_EXPIRED },
  { AT_WAITING, "PENDING_PAYMENT", LIFE, TILL_PAYMENT_EXPIRED },
  { AT_CONFIRMING, "REDIRECTED", LIFE, TILL_PAYMENT_EXPIRED },
  { AT_ANSWERED, "REDIRECTED", LIFE, TILL_PAYMENT_EXPIRED },
  { AT_ANSWERED, "CAPTURED", 0, TILL_PAYMENT_PAID },
  { AT_CONFIRMING, "CAPTURED", LIFE, TILL_PAYMENT_PAID },
  { AT_WAITING, "REVERSED", 0, TILL_PAYMENT_PAID, A (REVERSED), FALSE, TRUE },
  { AT_WAITING, "CHARGEBACKED", 0, TILL_PAYMENT_PAID, A (REVERSED), FALSE, TRUE },
  { AT_WAITING, "CHARGEBACK_NOTIFICATION", 0, TILL_PAYMENT_PAID, A (REVERSED), FALSE, TRUE },
  { AT_WAITING, "REFUNDED", 0, TILL_PAYMENT_PAID, A (REVERSED), FALSE, TRUE },
  { AT_PAID, "REVERSED", 0, TILL_PAYMENT_PAID, A (REVERSED), FALSE, TRUE },
  { AT_PAID, "PAID", 0, TILL_PAYMENT_PAID },
  { AT_PAID, "REJECTED", 0, TILL_PAYMENT_PAID },
  { AT_PAID, "BANANA", LIFE, TILL_PAYMENT_PAID },
  { AT_WAITING, "BANANA", 0, TILL_PAYMENT_WAITING },
  { AT_WAITING, "PENDING_APPROVAL", 0, TILL_PAYMENT_WAITING },
  { AT_WAITING, "CAPTURE_REQUESTED", LIFE - 1, TILL_PAYMENT_WAITING },
  { AT_WAITING, "BANANA", LIFE, TILL_PAYMENT_WAITING, A (STUCK) },
  { AT_WAITING, "captured", LIFE, TILL_PAYMENT_WAITING, A (STUCK) },
  { AT_CONFIRMING, "PENDING_APPROVAL", LIFE, TILL_PAYMENT_CONFIRMING, A (STUCK) },
  { AT_LEFT, "CAPTURED", 0, TILL_PAYMENT_PAID, A (PAID_LATE), TRUE },
  { AT_LEFT, "REVERSED", 0, TILL_PAYMENT_PAID, A (PAID_LATE) | A (REVERSED), TRUE, TRUE },
  { AT_LEFT, "REJECTED", 0, TILL_PAYMENT_REFUSED },
  { AT_REFUSED, "CAPTURED", 0, TILL_PAYMENT_PAID, A (PAID_LATE), TRUE },
  { AT_EXPIRED, "CAPTURED", 0, TILL_PAYMENT_PAID, A (PAID_LATE), TRUE },
  { AT_EXPIRED, "REJECTED", LIFE, TILL_PAYMENT_EXPIRED },
  { AT_EXPIRED, "BANANA", LIFE, TILL_PAYMENT_EXPIRED },
  { AT_REFUSED, "REDIRECTED", LIFE, TILL_PAYMENT_REFUSED },
};

static void
test_statuses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      const TillSight sight = sight_at (T0 + statuses[i].age);
      g_autoptr(TillRecord) before = new_at (statuses[i].stage);
      g_autoptr(ConnectPayment) payment = new_payment (statuses[i].status, NULL);
      g_autoptr(TillRecord) after = till_test_record_judged (before, till_judge_payment (before, &sight, payment, NULL));
      g_autoptr(GPtrArray) again = till_judge_payment (after, &sight, payment, NULL);

      g_test_message ("%u: %d %s", i, statuses[i].stage, statuses[i].status);
      g_assert_cmpint (after->state, ==, statuses[i].state);
      g_assert_cmpuint (after->attention, ==, statuses[i].attention);
      g_assert_cmpint (after->late, ==, statuses[i].late);
      g_assert_cmpint (after->reversed, ==, statuses[i].reversed);
      g_assert_cmpstr (after->status, ==, statuses[i].status);

      /* Told once: the same answer again is no news. */
      g_assert_cmpuint (again->len, ==, 0);
    }
}

/* What is compared with the intent. */
static const struct
{
  const char *output;
  const char *status;
  gboolean    differs;
  gint64      platform_amount;
} comparisons[] = {
  { "\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"EUR\"}", "CAPTURED", FALSE },
  { "", "CAPTURED", FALSE },
  { "\"amountOfMoney\":{\"amount\":1251,\"currencyCode\":\"EUR\"}", "CAPTURED", TRUE, 1251 },
  { "\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"USD\"}", "CAPTURED", TRUE, 0 },
  { "\"amountOfMoney\":{\"amount\":125000,\"currencyCode\":\"JPY\"}", "CAPTURED", TRUE, 0 },
  { "\"amountPaid\":1250,\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"EUR\"}", "CAPTURED", FALSE },
  { "\"amountPaid\":1000,\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"EUR\"}", "CAPTURED", TRUE, 1000 },
  { "\"amountPaid\":0,\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"EUR\"}", "CAPTURED", FALSE },
  { "\"amountPaid\":0,\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"EUR\"}", "PAID", TRUE, 0 },
  { "\"amountCaptured\":1250,\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"EUR\"}", "PAID", FALSE },
  { "\"amountCaptured\":1,\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"EUR\"}", "CAPTURED", TRUE, 1 },
  { "\"amountCaptured\":0,\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"EUR\"}", "CAPTURED", TRUE, 0 },
  { "\"references\":{\"merchantReference\":\"A-1-7KQ2M9X\"}", "CAPTURED", FALSE },
  { "\"references\":{\"merchantReference\":\"A-2-7KQ2M9X\"}", "CAPTURED", TRUE, 1250 },
};

static void
test_comparisons (void)
{
  const TillSight sight = sight_at (T0);

  for (guint i = 0; i < G_N_ELEMENTS (comparisons); i++)
    {
      g_autoptr(TillRecord) before = new_at (AT_WAITING);
      g_autoptr(ConnectPayment) payment = new_payment (comparisons[i].status, comparisons[i].output);
      g_autoptr(TillRecord) after = till_test_record_judged (before, till_judge_payment (before, &sight, payment, NULL));

      g_test_message ("%u: %s", i, comparisons[i].output);
      g_assert_cmpint (after->state, ==, comparisons[i].differs ? TILL_PAYMENT_CONFIRMING : TILL_PAYMENT_PAID);
      g_assert_cmpuint (after->attention, ==, comparisons[i].differs ? A (AMOUNT_DIFFERS) : 0);
      g_assert_cmpint (after->platform_amount, ==, comparisons[i].differs ? comparisons[i].platform_amount : -1);
    }
}

static void
test_differs_by_id (void)
{
  const TillSight sight = sight_at (T0);
  g_autoptr(TillRecord) before = new_at (AT_WAITING);
  g_autoptr(ConnectPayment) payment = new_payment ("CAPTURED", NULL);
  g_autoptr(TillRecord) after = NULL;

  g_free (payment->id);
  payment->id = g_strdup ("id-2");
  after = till_test_record_judged (before, till_judge_payment (before, &sight, payment, NULL));
  g_assert_cmpint (after->state, ==, TILL_PAYMENT_CONFIRMING);
  g_assert_cmpuint (after->attention, ==, A (AMOUNT_DIFFERS));
}

/* What differs never expires, keeps a final state, is told once, and ends when its cause does. */
static void
test_differs_on (void)
{
  const TillSight sight = sight_at (T0), late = sight_at (T0 + LIFE);
  const char *less = "\"amountPaid\":1000,\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"EUR\"}";
  g_autoptr(ConnectPayment) captured = new_payment ("CAPTURED", less);
  g_autoptr(ConnectPayment) open = new_payment ("REDIRECTED", NULL);
  g_autoptr(ConnectPayment) good = new_payment ("CAPTURED", NULL);
  g_autoptr(TillRecord) waiting = new_at (AT_WAITING);
  g_autoptr(TillRecord) expired = new_at (AT_EXPIRED);
  g_autoptr(TillRecord) paid = new_at (AT_PAID);
  g_autoptr(TillRecord) differing = till_test_record_judged (waiting, till_judge_payment (waiting, &sight, captured, NULL));
  g_autoptr(TillRecord) known = till_test_record_judged (differing, till_judge_acknowledge (differing, "other", NULL));
  g_autoptr(TillRecord) after = NULL;
  g_autoptr(GPtrArray) none = till_judge_payment (known, &sight, captured, NULL);

  g_assert_cmpuint (none->len, ==, 0);

  after = till_test_record_judged (differing, till_judge_payment (differing, &late, open, NULL));
  g_assert_cmpint (after->state, ==, TILL_PAYMENT_CONFIRMING);
  g_clear_pointer (&after, till_record_unref);

  after = till_test_record_judged (differing, till_judge_payment (differing, &late, good, NULL));
  g_assert_cmpint (after->state, ==, TILL_PAYMENT_PAID);
  g_assert_cmpuint (after->attention, ==, 0);
  g_assert_cmpint (after->platform_amount, ==, -1);
  g_clear_pointer (&after, till_record_unref);

  after = till_test_record_judged (expired, till_judge_payment (expired, &late, captured, NULL));
  g_assert_cmpint (after->state, ==, TILL_PAYMENT_EXPIRED);
  g_assert_cmpuint (after->attention, ==, A (AMOUNT_DIFFERS));
  g_clear_pointer (&after, till_record_unref);

  after = till_test_record_judged (paid, till_judge_payment (paid, &late, captured, NULL));
  g_assert_cmpint (after->state, ==, TILL_PAYMENT_PAID);
  g_assert_cmpuint (after->attention, ==, A (AMOUNT_DIFFERS));
}

static TillRecord *
with_refund (TillRecord *record,
             const char *amount,
             const char *state)
{
  TillEvent *event = new_event (TILL_EVENT_REFUND, TILL_FACT_REFUND, "f");

  till_event_set (event, TILL_FACT_REFUND_REFERENCE, "A-1-R");
  till_event_set (event, TILL_FACT_REFUND_AMOUNT, amount);
  till_event_set (event, TILL_FACT_REFUND_STATE, state);

  return till_test_record_apply (record, event, 2500);
}

static void
test_refunded_by_us (void)
{
  const TillSight sight = sight_at (T0);
  const char *part = "\"amountRefunded\":500,\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"EUR\"}";
  g_autoptr(ConnectPayment) all = new_payment ("REFUNDED", NULL);
  g_autoptr(ConnectPayment) some = new_payment ("REFUNDED", part);
  g_autoptr(TillRecord) whole = with_refund (new_at (AT_PAID), "1250", "done");
  g_autoptr(TillRecord) less = with_refund (new_at (AT_PAID), "500", "done");
  g_autoptr(TillRecord) a = till_test_record_judged (whole, till_judge_payment (whole, &sight, all, NULL));
  g_autoptr(TillRecord) b = till_test_record_judged (less, till_judge_payment (less, &sight, some, NULL));
  g_autoptr(TillRecord) c = till_test_record_judged (less, till_judge_payment (less, &sight, all, NULL));

  g_assert_false (a->reversed);
  g_assert_cmpuint (a->attention, ==, 0);
  g_assert_false (b->reversed);
  g_assert_true (c->reversed);
}

/* How long a payment has lived. */
static void
test_life (void)
{
  const TillMoment none = { CONNECT_DATE_UNKNOWN, NULL, 0 };
  const TillMoment dated = { T0, "boot", 1000 };
  const TillMoment undated = { CONNECT_DATE_UNKNOWN, "boot", 1000 };
  const struct
  {
    TillMoment from;
    TillMoment to;
    gboolean   passed;
  } rows[] = {
    { dated, { T0 + 100, "other", 0 }, TRUE },
    { dated, { T0 + 99, "boot", 1000000 }, FALSE },                         /* the Dates decide */
    { dated, { T0 + 100, "boot", 1001 }, TRUE },
    { dated, { CONNECT_DATE_UNKNOWN, "boot", 101000 }, TRUE },
    { dated, { CONNECT_DATE_UNKNOWN, "boot", 100999 }, FALSE },
    { dated, { CONNECT_DATE_UNKNOWN, "other", 101000 }, FALSE },            /* another boot: not passed yet */
    { undated, { T0 + 100, "boot", 101000 }, TRUE },
    { undated, { T0 + 100, "other", 101000 }, FALSE },
    { none, { T0 + 100, "boot", 101000 }, FALSE },
    { dated, { T0 - 1000, "boot", 101000 }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%u", i);
      g_assert_cmpint (till_life_passed (&rows[i].from, &rows[i].to, 100), ==, rows[i].passed);
    }
}

/* An answer without a Date, and then another boot: the first Date that is seen stands in. */
static void
test_life_without_date (void)
{
  TillSight sight = sight_at (T0 + 10);
  g_autoptr(ConnectPayment) open = new_payment ("REDIRECTED", NULL);
  g_autoptr(TillRecord) before = till_test_record_new ("desktopQRCode");
  g_autoptr(TillRecord) seen = NULL;
  g_autoptr(TillRecord) after = NULL;

  before = till_test_record_apply (before, new_event (TILL_EVENT_ANSWERED, TILL_FACT_PAYMENT_ID, "id-1"), 1000);
  before = till_test_record_apply (before, new_event (TILL_EVENT_STATUS, TILL_FACT_STATUS, "REDIRECTED"), 1000);
  sight.now.boot_id = "other";
  seen = till_test_record_judged (before, till_judge_payment (before, &sight, open, NULL));
  g_assert_cmpint (seen->answered_date, ==, T0 + 10);
  sight.now.date = T0 + 10 + LIFE;
  after = till_test_record_judged (seen, till_judge_payment (seen, &sight, open, NULL));
  g_assert_cmpint (after->state, ==, TILL_PAYMENT_EXPIRED);
}

static void
test_not_found (void)
{
  const TillSight sight = sight_at (T0), late = sight_at (T0 + LIFE);
  g_autoptr(GError) error = g_error_new_literal (CONNECT_ERROR, CONNECT_ERROR_NOT_FOUND, "404");
  g_autoptr(GError) lost = g_error_new_literal (CONNECT_ERROR, CONNECT_ERROR_NO_ANSWER, "lost");
  g_autoptr(TillRecord) before = new_at (AT_WAITING);
  g_autoptr(TillRecord) at_once = till_test_record_judged (before, till_judge_payment (before, &sight, NULL, error));
  g_autoptr(TillRecord) later = till_test_record_judged (before, till_judge_payment (before, &late, NULL, error));
  g_autoptr(TillRecord) deaf = till_test_record_judged (before, till_judge_payment (before, &late, NULL, lost));

  g_assert_cmpint (at_once->state, ==, TILL_PAYMENT_WAITING);
  g_assert_cmpuint (at_once->attention, ==, 0);
  g_assert_cmpint (later->state, ==, TILL_PAYMENT_WAITING);
  g_assert_cmpuint (later->attention, ==, A (STUCK));
  g_assert_cmpuint (deaf->attention, ==, 0);
}

static void
test_third_party (void)
{
  const TillSight sight = sight_at (T0);
  const struct
  {
    Stage                   stage;
    ConnectThirdPartyStatus status;
    TillPaymentState        state;
  } rows[] = {
    { AT_WAITING, CONNECT_THIRD_PARTY_WAITING, TILL_PAYMENT_WAITING },
    { AT_WAITING, CONNECT_THIRD_PARTY_COMPLETED, TILL_PAYMENT_CONFIRMING },
    { AT_LEFT, CONNECT_THIRD_PARTY_COMPLETED, TILL_PAYMENT_CONFIRMING },
    { AT_CONFIRMING, CONNECT_THIRD_PARTY_COMPLETED, TILL_PAYMENT_CONFIRMING },
    { AT_EXPIRED, CONNECT_THIRD_PARTY_COMPLETED, TILL_PAYMENT_EXPIRED },
    { AT_PAID, CONNECT_THIRD_PARTY_WAITING, TILL_PAYMENT_PAID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(TillRecord) before = new_at (rows[i].stage);
      g_autoptr(TillRecord) after = till_test_record_judged (before, till_judge_third_party (before, &sight, rows[i].status));

      g_assert_cmpint (after->state, ==, rows[i].state);
    }
}

static void
test_people (void)
{
  g_autoptr(TillRecord) waiting = new_at (AT_WAITING);
  g_autoptr(TillRecord) paid = new_at (AT_PAID);
  g_autoptr(TillRecord) twice = till_test_record_judged (paid, till_judge_paid_twice (paid));
  g_autoptr(TillRecord) closed = till_test_record_judged (waiting, till_judge_close (waiting, "paid in cash", NULL));
  g_autoptr(TillRecord) other = till_test_record_judged (waiting, till_judge_account (waiting, "https://example.com", "9"));
  g_autoptr(TillRecord) back = till_test_record_judged (other, till_judge_account (other, "https://example.com", "1234"));
  g_autofree char *long_reason = g_strnfill (101, 'x');

  g_assert_null (till_judge_acknowledge (paid, "other", NULL));
  g_assert_null (till_judge_close (paid, "why", NULL));
  g_assert_null (till_judge_close (waiting, "", NULL));
  g_assert_null (till_judge_close (waiting, long_reason, NULL));
  g_assert_cmpuint (twice->attention, ==, A (PAID_TWICE));
  g_assert_cmpstr (closed->settled, ==, "paid in cash");
  g_assert_cmpint (closed->state, ==, TILL_PAYMENT_WAITING);
  g_assert_cmpuint (other->attention, ==, A (OTHER_ACCOUNT));
  g_assert_cmpuint (back->attention, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/judge/statuses", test_statuses);
  g_test_add_func ("/judge/comparisons", test_comparisons);
  g_test_add_func ("/judge/differs-by-id", test_differs_by_id);
  g_test_add_func ("/judge/differs-on", test_differs_on);
  g_test_add_func ("/judge/refunded-by-us", test_refunded_by_us);
  g_test_add_func ("/judge/life", test_life);
  g_test_add_func ("/judge/life-without-date", test_life_without_date);
  g_test_add_func ("/judge/not-found", test_not_found);
  g_test_add_func ("/judge/third-party", test_third_party);
  g_test_add_func ("/judge/people", test_people);

  return g_test_run ();
}
