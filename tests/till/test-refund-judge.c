/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge-refund.h"
#include "till-schedule-refund.h"
#include "till-test-record.h"

/* Each rule about what an answer about a refund means, and when it is asked for, as a row. */

#define T0   G_GINT64_CONSTANT (1795420800)   /* the intent, by the platform's Date */
#define HOUR 3600

/* A paid payment with one refund of 5.00, which is: unknown, requested … */
static TillRecord *
new_with (const char *state,
          const char *refund_id)
{
  TillRecord *record = till_test_record_new ("desktopQRCode");
  TillEvent *event;

  record = till_test_record_add (record, TILL_EVENT_ANSWERED, TILL_FACT_PAYMENT_ID, "id-1");
  record = till_test_record_add (record, TILL_EVENT_STATUS, TILL_FACT_STATE, "paid");
  event = till_event_new (TILL_EVENT_REFUND, "p");
  event->platform_date = T0;
  till_event_set (event, TILL_FACT_REFUND, "f");
  till_event_set (event, TILL_FACT_REFUND_STATE, state);
  till_event_set (event, TILL_FACT_REFUND_AMOUNT, "500");
  till_event_set (event, TILL_FACT_REFUND_REFERENCE, "A-1-R");
  till_event_set (event, TILL_FACT_REFUND_KEY, "key-f");
  till_event_set (event, TILL_FACT_REFUND_ID, refund_id);

  return till_test_record_apply (record, event, 1000);
}

static const TillRefund *
get (TillRecord *record)
{
  return till_record_get_refund (record, "f");
}

static TillRefundSight
sight_at (gint64 date)
{
  const TillRefundSight sight = {
    .now = { .date = date, .boot_id = "boot", .boot_time = 5000 },
    .wanted = TRUE,
    .first_try = 1000,
  };

  return sight;
}

static ConnectRefund *
new_refund (const char *text)
{
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  g_autoptr(GError) error = NULL;
  ConnectRefund *refund;

  g_assert_nonnull (node);
  refund = connect_refund_from_json (json_node_get_object (node), &error);
  g_assert_no_error (error);

  return refund;
}

static void
assert_refund (TillRecord    *record,
               const char    *state,
               TillAttention  attention)
{
  g_assert_cmpstr (get (record)->state, ==, state);
  g_assert_cmpuint (record->attention, ==, attention);
}

#define FAILED TILL_ATTENTION_REFUND_FAILED

/* Its own status, from where it was, and whether somebody waits to hear it. */
static const struct
{
  const char    *from;
  const char    *status;    /* (nullable) not said */
  gboolean       wanted;
  const char    *to;
  TillAttention  attention;
} statuses[] = {
  { "unknown", "CREATED", TRUE, "requested", 0 },
  { "unknown", "PENDING_APPROVAL", TRUE, "requested", 0 },
  { "unknown", "REFUND_REQUESTED", FALSE, "requested", 0 },
  { "unknown", "PAYOUT_REQUESTED", TRUE, "requested", 0 },
  { "unknown", "REFUNDED", TRUE, "done", 0 },
  { "unknown", "ACCOUNT_CREDITED", FALSE, "done", 0 },
  { "unknown", "REJECTED", TRUE, "refused", 0 },
  { "unknown", "REJECTED", FALSE, "refused", FAILED },
  { "unknown", "REJECTED_CAPTURE", FALSE, "refused", FAILED },
  { "unknown", "REJECTED_CREDIT", FALSE, "refused", FAILED },
  { "unknown", "CANCELLED", TRUE, "cancelled", 0 },
  { "unknown", "CANCELLED", FALSE, "cancelled", FAILED },
  { "unknown", "BANANA", TRUE, "requested", 0 },
  { "unknown", NULL, TRUE, "requested", 0 },
  { "requested", "REFUND_REQUESTED", FALSE, "requested", 0 },
  { "requested", "REFUNDED", FALSE, "done", 0 },
  { "requested", "REJECTED", TRUE, "refused", FAILED },
  { "requested", "CANCELLED", FALSE, "cancelled", FAILED },
  { "requested", "BANANA", FALSE, "requested", 0 },
  { "refused", "REFUNDED", FALSE, "done", 0 },
  { "refused", "BANANA", FALSE, "refused", 0 },
  { "void", "REFUNDED", FALSE, "done", 0 },
  { "done", "REJECTED", FALSE, "done", 0 },
  { "done", "BANANA", FALSE, "done", 0 },
};

static void
test_statuses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(TillRecord) before = new_with (statuses[i].from, "r-1");
      g_autofree char *text = statuses[i].status != NULL
                              ? g_strdup_printf ("{\"id\":\"r-1\",\"status\":\"%s\"}", statuses[i].status)
                              : g_strdup ("{\"id\":\"r-1\"}");
      g_autoptr(ConnectRefund) answer = new_refund (text);
      TillRefundSight sight = sight_at (T0);
      g_autoptr(TillRecord) after = NULL;

      g_test_message ("%s %s", statuses[i].from, statuses[i].status);
      sight.wanted = statuses[i].wanted;
      after = till_test_record_judged (before, till_judge_refund (before, get (before), &sight, answer));
      assert_refund (after, statuses[i].to, statuses[i].attention);
    }
}

/* An answer that speaks of another refund is believed in nothing; absence is no difference. */
static const struct
{
  const char *refund_id;   /* (nullable) that we hold */
  const char *json;
  gboolean    believed;
} compared[] = {
  { NULL, "{\"id\":\"r-1\",\"status\":\"REFUNDED\"}", TRUE },
  { "r-1", "{\"id\":\"r-1\",\"status\":\"REFUNDED\"}", TRUE },
  { "r-1", "{\"id\":\"r-2\",\"status\":\"REFUNDED\"}", FALSE },
  { NULL, "{\"id\":\"r-1\",\"status\":\"REFUNDED\",\"refundOutput\":{\"amountOfMoney\":"
    "{\"amount\":500,\"currencyCode\":\"EUR\"},\"references\":{\"merchantReference\":\"A-1-R\"}}}", TRUE },
  { NULL, "{\"id\":\"r-1\",\"status\":\"REFUNDED\",\"refundOutput\":{\"amountOfMoney\":"
    "{\"amount\":501,\"currencyCode\":\"EUR\"}}}", FALSE },
  { NULL, "{\"id\":\"r-1\",\"status\":\"REFUNDED\",\"refundOutput\":{\"amountOfMoney\":"
    "{\"amount\":500,\"currencyCode\":\"USD\"}}}", FALSE },
  { NULL, "{\"id\":\"r-1\",\"status\":\"REFUNDED\",\"refundOutput\":{\"amountOfMoney\":"
    "{\"amount\":5.5,\"currencyCode\":\"EUR\"}}}", FALSE },
  { NULL, "{\"id\":\"r-1\",\"status\":\"REFUNDED\",\"refundOutput\":{\"references\":"
    "{\"merchantReference\":\"A-1-S\"}}}", FALSE },
};

static void
test_compared (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (compared); i++)
    {
      g_autoptr(TillRecord) before = new_with ("unknown", compared[i].refund_id);
      g_autoptr(ConnectRefund) answer = new_refund (compared[i].json);
      const TillRefundSight sight = sight_at (T0);
      g_autoptr(TillRecord) after =
        till_test_record_judged (before, till_judge_refund (before, get (before), &sight, answer));

      g_test_message ("%s", compared[i].json);
      assert_refund (after, compared[i].believed ? "done" : "unknown", compared[i].believed ? 0 : FAILED);
      g_assert_cmpstr (get (after)->refund_id, ==, compared[i].believed ? "r-1" : compared[i].refund_id);
    }
}

/* No result: what is a no, what is none, and what only says that this one send was not taken. */
static const struct
{
  guint         http_status;
  const char   *code;          /* (nullable) no Connect JSON */
  gboolean      is_repeat;
  gboolean      maybe_taken;   /* by an earlier send */
  gboolean      left;
  ConnectError  error;
  gint64        age;           /* ms since the first try */
  const char   *to;
  const char   *word;
} no_results[] = {
  { 400, "1", FALSE, FALSE, TRUE, CONNECT_ERROR_REFUSED, 0, "refused", "invalid-request" },
  { 402, "1", FALSE, FALSE, TRUE, CONNECT_ERROR_REFUSED, 0, "refused", "declined" },
  { 404, "1", FALSE, FALSE, TRUE, CONNECT_ERROR_NOT_FOUND, 0, "refused", "invalid-request" },
  { 405, "1", FALSE, FALSE, TRUE, CONNECT_ERROR_REFUSED, 0, "refused", "invalid-request" },
  { 410, "1", FALSE, FALSE, TRUE, CONNECT_ERROR_NOT_FOUND, 0, "refused", "invalid-request" },
  { 409, "300620", FALSE, FALSE, TRUE, CONNECT_ERROR_REFUSED, 0, "refused", "invalid-request" },
  { 400, "1", FALSE, TRUE, TRUE, CONNECT_ERROR_REFUSED, 0, "unknown", "invalid-request" },
  { 400, "1", TRUE, TRUE, TRUE, CONNECT_ERROR_REFUSED, 0, "refused", "invalid-request" },
  { 409, "1409", TRUE, TRUE, TRUE, CONNECT_ERROR_BUSY, 0, "unknown", "busy" },
  { 409, "1409", FALSE, FALSE, TRUE, CONNECT_ERROR_BUSY, 0, "unknown", "busy" },
  { 400, NULL, FALSE, FALSE, TRUE, CONNECT_ERROR_BAD_ANSWER, 0, "unknown", "bad-answer" },
  { 408, "1", TRUE, TRUE, TRUE, CONNECT_ERROR_TRY_LATER, 0, "unknown", "busy" },
  { 429, "1", FALSE, FALSE, TRUE, CONNECT_ERROR_TRY_LATER, 0, "unknown", "busy" },
  { 500, "1", TRUE, TRUE, TRUE, CONNECT_ERROR_TRY_LATER, 0, "unknown", "busy" },
  { 201, NULL, FALSE, FALSE, TRUE, CONNECT_ERROR_BAD_ANSWER, 0, "unknown", "bad-answer" },
  { 302, NULL, FALSE, FALSE, TRUE, CONNECT_ERROR_BAD_ANSWER, 0, "unknown", "bad-answer" },
  { 401, "9002", FALSE, FALSE, TRUE, CONNECT_ERROR_KEY_REFUSED, 0, "void", "key-refused" },
  { 403, "9002", FALSE, FALSE, TRUE, CONNECT_ERROR_CLOCK_WRONG, 0, "void", "clock-wrong" },
  { 403, "9002", FALSE, TRUE, TRUE, CONNECT_ERROR_KEY_REFUSED, 0, "unknown", "key-refused" },
  { 403, NULL, FALSE, FALSE, TRUE, CONNECT_ERROR_BAD_ANSWER, 0, "unknown", "bad-answer" },
  { 0, NULL, FALSE, FALSE, TRUE, CONNECT_ERROR_NO_ANSWER, 60000, "unknown", "no-answer" },
  { 0, NULL, FALSE, FALSE, FALSE, CONNECT_ERROR_OFFLINE, 9999, "unknown", "no-connection" },
  { 0, NULL, FALSE, FALSE, FALSE, CONNECT_ERROR_OFFLINE, 10000, "void", "no-connection" },
  { 0, NULL, FALSE, FALSE, FALSE, CONNECT_ERROR_NOT_TRUSTED, 10000, "void", "not-trusted" },
  { 0, NULL, FALSE, TRUE, FALSE, CONNECT_ERROR_OFFLINE, 60000, "unknown", "no-connection" },
};

static ConnectCall *
new_call (guint       status,
          const char *code,
          gboolean    is_repeat,
          gboolean    left)
{
  ConnectCall *call = connect_call_new ("key-f");

  call->http_status = status;
  call->is_connect_json = code != NULL;
  call->first_request = is_repeat ? 1 : -1;
  call->may_have_left = left;
  if (code != NULL)
    {
      ConnectApiError *error = g_new0 (ConnectApiError, 1);

      error->code = g_strdup (code);
      error->message = g_strdup ("no");
      g_ptr_array_add (call->errors, error);
    }

  return call;
}

static void
test_no_results (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (no_results); i++)
    {
      g_autoptr(TillRecord) before = new_with ("unknown", NULL);
      g_autoptr(ConnectCall) call = new_call (no_results[i].http_status, no_results[i].code, no_results[i].is_repeat,
                                              no_results[i].left);
      g_autoptr(GError) error = g_error_new_literal (CONNECT_ERROR, (int) no_results[i].error, "no");
      TillRefundSight sight = sight_at (T0);
      g_autoptr(TillRecord) after = NULL;

      g_test_message ("%" G_GSIZE_FORMAT ": %u %s", i, no_results[i].http_status, no_results[i].code);
      sight.maybe_taken = no_results[i].maybe_taken;
      sight.first_try = sight.now.boot_time - no_results[i].age;
      after = till_test_record_judged (before, till_judge_refunded (before, get (before), &sight, call, NULL, error));
      assert_refund (after, no_results[i].to, 0);
      g_assert_cmpstr (get (after)->error, ==, no_results[i].word);
    }
}

/* The same once more is no news: the journal does not grow by it. */
static void
test_no_news (void)
{
  g_autoptr(TillRecord) before = new_with ("unknown", NULL);
  g_autoptr(ConnectCall) call = new_call (503, "1", FALSE, TRUE);
  g_autoptr(GError) error = g_error_new_literal (CONNECT_ERROR, CONNECT_ERROR_TRY_LATER, "no");
  const TillRefundSight sight = sight_at (T0);
  g_autoptr(TillRecord) after =
    till_test_record_judged (before, till_judge_refunded (before, get (before), &sight, call, NULL, error));
  g_autoptr(GPtrArray) again = till_judge_refunded (after, get (after), &sight, call, NULL, error);

  g_assert_cmpuint (again->len, ==, 0);
}

#define OURS "{\"id\":\"r-1\",\"status\":\"REFUNDED\",\"refundOutput\":{\"references\":{\"merchantReference\":\"A-1-R\"}}}"
#define THEIRS "{\"id\":\"r-9\",\"status\":\"REFUNDED\",\"refundOutput\":{\"references\":{\"merchantReference\":\"X\"}}}"

/* The list of a payment's refunds. */
static const struct
{
  const char    *one;        /* (nullable) */
  const char    *two;        /* (nullable) */
  gint64         age;        /* seconds since the last send */
  const char    *payment;    /* (nullable) what it says itself: not asked */
  const char    *to;
  TillAttention  attention;
} lists[] = {
  { OURS, NULL, 0, NULL, "done", 0 },
  { THEIRS, OURS, 0, NULL, "done", 0 },
  { OURS, OURS, 0, NULL, "unknown", FAILED },
  { NULL, NULL, 0, NULL, "unknown", 0 },
  { NULL, NULL, 25 * HOUR - 1, "{\"id\":\"id-1\",\"status\":\"CAPTURED\"}", "unknown", 0 },
  { NULL, NULL, 25 * HOUR, NULL, "unknown", 0 },
  { NULL, NULL, 25 * HOUR, "{\"id\":\"id-1\",\"status\":\"CAPTURED\"}", "void", 0 },
  { NULL, NULL, 25 * HOUR, "{\"id\":\"id-1\",\"status\":\"PAID\",\"paymentOutput\":{\"amountOfMoney\":"
    "{\"amount\":1250,\"currencyCode\":\"EUR\"},\"amountRefunded\":0}}", "void", 0 },
  { NULL, NULL, 25 * HOUR, "{\"id\":\"id-1\",\"status\":\"PAID\",\"paymentOutput\":{\"amountOfMoney\":"
    "{\"amount\":1250,\"currencyCode\":\"EUR\"},\"amountRefunded\":500}}", "unknown", FAILED },
  { NULL, NULL, 25 * HOUR, "{\"id\":\"id-1\",\"status\":\"PAID\",\"paymentOutput\":{\"amountOfMoney\":"
    "{\"amount\":1250,\"currencyCode\":\"EUR\"},\"amountRefunded\":\"x\"}}", "unknown", FAILED },
  { NULL, NULL, 25 * HOUR, "{\"id\":\"id-1\",\"status\":\"REFUNDED\"}", "unknown", FAILED },
  { THEIRS, NULL, 25 * HOUR, "{\"id\":\"id-1\",\"status\":\"CAPTURED\"}", "unknown", FAILED },
};

static ConnectPayment *
new_payment (const char *text)
{
  g_autoptr(JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  return node != NULL ? connect_payment_from_json (json_node_get_object (node), NULL) : NULL;
}

static void
test_lists (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr(TillRecord) before = new_with ("unknown", NULL);
      g_autoptr(GPtrArray) listed = g_ptr_array_new_with_free_func ((GDestroyNotify) connect_refund_unref);
      g_autoptr(ConnectPayment) payment = new_payment (lists[i].payment);
      TillRefundSight sight = sight_at (T0 + lists[i].age);
      g_autoptr(TillRecord) after = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      if (lists[i].one != NULL)
        g_ptr_array_add (listed, new_refund (lists[i].one));
      if (lists[i].two != NULL)
        g_ptr_array_add (listed, new_refund (lists[i].two));
      sight.payment = payment;
      after = till_test_record_judged (before, till_judge_refunds_listed (before, get (before), &sight, listed));
      assert_refund (after, lists[i].to, lists[i].attention);
    }
}

/* Until when a key may be repeated: by Dates, else within one boot, else not at all. */
static void
test_key_end (void)
{
  g_autoptr(TillRecord) record = new_with ("unknown", NULL);
  TillRefund *dateless = till_refund_copy (get (record));
  const TillMoment dated = { T0 + HOUR, "other boot", 7000 };
  const TillMoment same_boot = { CONNECT_DATE_UNKNOWN, "boot", 7000 };
  const TillMoment other_boot = { CONNECT_DATE_UNKNOWN, "other boot", 7000 };

  dateless->asked_date = CONNECT_DATE_UNKNOWN;
  g_assert_cmpint (till_judge_refund_key_end (get (record), &dated), ==, 7000 + 22 * HOUR * 1000);
  g_assert_cmpint (till_judge_refund_key_end (get (record), &same_boot), ==, 1000 + 23 * HOUR * 1000);
  g_assert_cmpint (till_judge_refund_key_end (get (record), &other_boot), ==, 0);
  g_assert_cmpint (till_judge_refund_key_end (dateless, &dated), ==, 0);
  till_refund_free (dateless);
}

#define MS_MIN (60 * 1000)
#define MS_HOUR (60 * MS_MIN)

/* What is next, and when. */
static const struct
{
  const char         *state;
  const char         *refund_id;
  TillRefundProgress  progress;
  gint64              now;
  TillStep            step;
  gint64              at;
} plans[] = {
  /* written here: sent at once, then 0.5 s doubling to 8 s for a minute, then every 5 min, up to the end of its key */
  { "unknown", NULL, { .may_send = TRUE, .key_end = 9 * MS_HOUR }, 0, TILL_STEP_REFUND, 0 },
  { "unknown", NULL, { .may_send = TRUE, .key_end = 9 * MS_HOUR, .maybe_taken = TRUE, .n_asks = 1, .last_end = 100 },
    100, TILL_STEP_REFUND, 600 },
  { "unknown", NULL, { .may_send = TRUE, .key_end = 9 * MS_HOUR, .maybe_taken = TRUE, .n_asks = 3, .last_end = 100 },
    100, TILL_STEP_REFUND, 2100 },
  { "unknown", NULL, { .may_send = TRUE, .key_end = 9 * MS_HOUR, .maybe_taken = TRUE, .n_asks = 9, .last_end = 100 },
    100, TILL_STEP_REFUND, 8100 },
  { "unknown", NULL, { .may_send = TRUE, .key_end = 9 * MS_HOUR, .maybe_taken = TRUE, .n_asks = 12, .last_end = MS_MIN },
    MS_MIN, TILL_STEP_REFUND, 6 * MS_MIN },
  { "unknown", NULL, { .may_send = TRUE, .key_end = 9 * MS_HOUR, .maybe_taken = TRUE, .n_asks = 12, .last_end = MS_MIN,
    .check_now = TRUE }, MS_MIN, TILL_STEP_REFUND, MS_MIN },
  { "unknown", NULL, { .may_send = TRUE, .key_end = 9 * MS_HOUR, .maybe_taken = TRUE, .n_asks = 1, .last_end = 100,
    .retry_after = 30 }, 100, TILL_STEP_REFUND, 30100 },
  { "unknown", NULL, { .may_send = TRUE, .key_end = 9 * MS_HOUR, .n_asks = 6, .last_end = 9000 }, 9000,
    TILL_STEP_REFUND, 10000 },
  { "unknown", NULL, { .may_send = TRUE, .key_end = 9 * MS_HOUR, .maybe_taken = TRUE, .n_asks = 99,
    .last_end = 9 * MS_HOUR }, 9 * MS_HOUR, TILL_STEP_REFUNDS, 9 * MS_HOUR + 5 * MS_MIN },

  /* taken up: the list first; what the payment says comes before the list that may end it */
  { "unknown", NULL, { .maybe_taken = TRUE }, 0, TILL_STEP_REFUNDS, 0 },
  { "unknown", NULL, { .maybe_taken = TRUE, .listed = TRUE, .n_asks = 1, .last_end = 100 }, 100,
    TILL_STEP_REFUND_PAYMENT, 600 },
  { "unknown", NULL, { .maybe_taken = TRUE, .listed = TRUE, .payment_asked = TRUE, .n_asks = 2, .last_end = 100 }, 100,
    TILL_STEP_REFUNDS, 1100 },
  { "unknown", NULL, { .maybe_taken = TRUE, .listed = TRUE, .may_send = TRUE, .key_end = MS_HOUR, .n_asks = 1,
    .last_end = 100 }, 100, TILL_STEP_REFUND, 600 },

  /* requested: once at each start, 30 s for 10 min, then hourly */
  { "requested", "r-1", { .n_asks = 0 }, 50, TILL_STEP_REFUND_STATUS, 50 },
  { "requested", NULL, { .n_asks = 0 }, 50, TILL_STEP_REFUNDS, 50 },
  { "requested", "r-1", { .n_asks = 1, .last_end = 100, .calm_since = 100 }, 100, TILL_STEP_REFUND_STATUS, 30100 },
  { "requested", "r-1", { .n_asks = 1, .last_end = 10 * MS_MIN + 100, .calm_since = 100 }, 10 * MS_MIN + 100,
    TILL_STEP_REFUND_STATUS, 70 * MS_MIN + 100 },
  { "requested", "r-1", { .n_asks = 1, .last_end = 2000 }, 2000, TILL_STEP_REFUND_STATUS, 32000 },
  { "done", "r-1", { .n_asks = 1, .check_now = TRUE }, 100, TILL_STEP_NOTHING, 100 },
  { "void", NULL, { .n_asks = 0 }, 100, TILL_STEP_NOTHING, 100 },
};

static void
test_plans (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr(TillRecord) record = new_with (plans[i].state, plans[i].refund_id);
      TillPlan plan = till_schedule_refund (record, get (record), &plans[i].progress, TRUE, "boot", plans[i].now);

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpint (plan.step, ==, plans[i].step);
      g_assert_cmpint (plan.at, ==, plans[i].at);
      if (plan.step == TILL_STEP_NOTHING)
        continue;
      plan = till_schedule_refund (record, get (record), &plans[i].progress, FALSE, "boot", plans[i].now);
      g_assert_cmpint (plan.step, ==, TILL_STEP_REST);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/refund-judge/statuses", test_statuses);
  g_test_add_func ("/refund-judge/compared", test_compared);
  g_test_add_func ("/refund-judge/no-results", test_no_results);
  g_test_add_func ("/refund-judge/no-news", test_no_news);
  g_test_add_func ("/refund-judge/lists", test_lists);
  g_test_add_func ("/refund-judge/key-end", test_key_end);
  g_test_add_func ("/refund-judge/plans", test_plans);

  return g_test_run ();
}
