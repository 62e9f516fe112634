/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge.h"
#include "till-test-record.h"

/* What the answer to a create means, and look-ups for what was never answered: each rule a row. */

#define T0     G_GINT64_CONSTANT (1795420800)
#define MINUTE 60

static ConnectCall *
new_call (guint       status,
          const char *code,
          gboolean    is_json,
          gboolean    is_repeat)
{
  ConnectCall *call = connect_call_new ("key");

  call->may_have_left = TRUE;
  call->http_status = status;
  call->is_connect_json = is_json;
  call->first_request = is_repeat ? T0 * 1000 : -1;
  call->platform_date = T0;
  if (code != NULL)
    {
      ConnectApiError *error = g_new0 (ConnectApiError, 1);

      error->code = g_strdup (code);
      error->message = g_strdup ("no");
      g_ptr_array_add (call->errors, error);
    }

  return call;
}

/* What is a definite no: the status alone never is; with the repeat's header, or when nothing was sent before. */
static const struct
{
  guint       status;
  const char *code;
  gboolean    never;     /* never a no, with that header or without */
} answers[] = {
  { 400, "21000120" },
  { 402, "430330" },
  { 404, "300240" },
  { 405, "1" },
  { 410, "1" },
  { 409, "1" },
  { 409, "1409", TRUE },
  { 401, "9002", TRUE },
  { 403, "9002", TRUE },
  { 406, "1", TRUE },
  { 408, "1", TRUE },
  { 422, "1", TRUE },
  { 429, "1", TRUE },
  { 500, "9999", TRUE },
  { 502, "1", TRUE },
  { 503, "1", TRUE },
  { 504, "1", TRUE },
  { 301, "1", TRUE },
  { 302, "1", TRUE },
  { 200, "1", TRUE },
  { 201, NULL, TRUE },
  { 0, NULL, TRUE },
};

static void
test_definite_no (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    for (guint bits = 0; bits < 8; bits++)
      {
        gboolean is_json = bits & 1, is_repeat = bits & 2, maybe_taken = bits & 4;
        g_autoptr(ConnectCall) call = new_call (answers[i].status, answers[i].code, is_json, is_repeat);
        gboolean expected = !answers[i].never && is_json && (!maybe_taken || is_repeat);

        g_test_message ("%u %s: json %d, repeat %d, sent before %d", answers[i].status, answers[i].code,
                        is_json, is_repeat, maybe_taken);
        g_assert_cmpint (till_judge_is_definite_no (call, maybe_taken), ==, expected);
        g_assert_cmpint (till_judge_was_not_taken (call), ==,
                         is_json && (answers[i].status == 401 || answers[i].status == 403));
      }
}

/* What becomes of the payment when a create gave no result. */
static const struct
{
  const char       *name;
  guint             status;
  gboolean          is_json;
  gboolean          may_have_left;
  ConnectError      error;
  gboolean          maybe_taken;
  gint64            elapsed;        /* ms since the first try */
  TillPaymentState  state;
  const char       *word;
} outcomes[] = {
  { "refused", 400, TRUE, TRUE, CONNECT_ERROR_REFUSED, FALSE, 0, TILL_PAYMENT_REFUSED, "invalid-request" },
  { "declined", 402, TRUE, TRUE, CONNECT_ERROR_REFUSED, FALSE, 0, TILL_PAYMENT_REFUSED, "declined" },
  { "no such path", 404, TRUE, TRUE, CONNECT_ERROR_NOT_FOUND, FALSE, 0, TILL_PAYMENT_REFUSED, "invalid-request" },
  { "refused after a send", 400, TRUE, TRUE, CONNECT_ERROR_REFUSED, TRUE, 0, TILL_PAYMENT_REQUESTED, "invalid-request" },
  { "html", 404, FALSE, TRUE, CONNECT_ERROR_BAD_ANSWER, FALSE, 0, TILL_PAYMENT_REQUESTED, "bad-answer" },
  { "key", 403, TRUE, TRUE, CONNECT_ERROR_KEY_REFUSED, FALSE, 0, TILL_PAYMENT_VOID, "key-refused" },
  { "clock", 401, TRUE, TRUE, CONNECT_ERROR_CLOCK_WRONG, FALSE, 0, TILL_PAYMENT_VOID, "clock-wrong" },
  { "key after a send", 403, TRUE, TRUE, CONNECT_ERROR_KEY_REFUSED, TRUE, 0, TILL_PAYMENT_REQUESTED, "key-refused" },
  { "key, but whose", 403, FALSE, TRUE, CONNECT_ERROR_BAD_ANSWER, FALSE, 0, TILL_PAYMENT_REQUESTED, "bad-answer" },
  { "offline", 0, FALSE, FALSE, CONNECT_ERROR_OFFLINE, FALSE, 9999, TILL_PAYMENT_REQUESTED, "no-connection" },
  { "offline for 10 s", 0, FALSE, FALSE, CONNECT_ERROR_OFFLINE, FALSE, 10000, TILL_PAYMENT_VOID, "no-connection" },
  { "not trusted", 0, FALSE, FALSE, CONNECT_ERROR_NOT_TRUSTED, FALSE, 10000, TILL_PAYMENT_VOID, "not-trusted" },
  { "offline after a send", 0, FALSE, FALSE, CONNECT_ERROR_OFFLINE, TRUE, 99999, TILL_PAYMENT_REQUESTED, "no-connection" },
  { "lost", 0, FALSE, TRUE, CONNECT_ERROR_NO_ANSWER, FALSE, 99999, TILL_PAYMENT_REQUESTED, "no-answer" },
  { "later", 503, TRUE, TRUE, CONNECT_ERROR_TRY_LATER, FALSE, 99999, TILL_PAYMENT_REQUESTED, "busy" },
};

static void
test_outcomes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_autoptr(TillRecord) before = till_test_record_new ("desktopQRCode");
      g_autoptr(ConnectCall) call = new_call (outcomes[i].status, outcomes[i].is_json ? "7" : NULL,
                                              outcomes[i].is_json, FALSE);
      g_autoptr(GError) error = g_error_new_literal (CONNECT_ERROR, outcomes[i].error, "no");
      g_autoptr(TillRecord) after = NULL;
      const TillSight sight = {
        .now = { T0, "boot", 100000 + outcomes[i].elapsed },
        .maybe_taken = outcomes[i].maybe_taken,
        .sent_here = TRUE,
        .first_try = 100000,
        .recorded_try = 100000,
      };

      g_test_message ("%s", outcomes[i].name);
      call->may_have_left = outcomes[i].may_have_left;
      after = till_test_record_judged (before, till_judge_created (before, &sight, call, NULL, NULL, error));
      g_assert_cmpint (after->state, ==, outcomes[i].state);
      g_assert_cmpstr (after->error, ==, outcomes[i].word);
      g_assert_cmpint (after->maybe_sent, ==, outcomes[i].state != TILL_PAYMENT_VOID);
      if (outcomes[i].is_json)
        g_assert_cmpstr (after->platform_code, ==, "7");
    }
}

/* Written down: the first, when the reason changes, and once a minute. */
static void
test_recorded_tries (void)
{
  TillSight sight = { .now = { CONNECT_DATE_UNKNOWN, "boot", 1000 }, .sent_here = TRUE, .maybe_taken = TRUE };
  g_autoptr(ConnectCall) call = new_call (0, NULL, FALSE, FALSE);
  g_autoptr(GError) lost = g_error_new_literal (CONNECT_ERROR, CONNECT_ERROR_NO_ANSWER, "lost");
  g_autoptr(GError) bad = g_error_new_literal (CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER, "bad");
  g_autoptr(TillRecord) before = till_test_record_new ("desktopQRCode");
  g_autoptr(TillRecord) after = till_test_record_judged (before, till_judge_created (before, &sight, call, NULL, NULL, lost));
  g_autoptr(GPtrArray) again = till_judge_created (after, &sight, call, NULL, NULL, lost);
  g_autoptr(GPtrArray) other = till_judge_created (after, &sight, call, NULL, NULL, bad);
  g_autoptr(GPtrArray) minute = NULL;

  sight.now.boot_time = 60000;
  minute = till_judge_created (after, &sight, call, NULL, NULL, lost);
  g_assert_cmpint (after->last_seq, ==, 2);
  g_assert_cmpuint (again->len, ==, 0);
  g_assert_cmpuint (other->len, ==, 1);
  g_assert_cmpuint (minute->len, ==, 1);
}

static ConnectCreated *
new_created (const char *status,
             const char *amount,
             gboolean    with_action)
{
  g_autofree char *action = with_action ? g_strdup (",\"merchantAction\":{\"actionType\":\"SHOW_FORM\",\"showData\":"
                                                    "[{\"key\":\"WECHAT_PAYMENTID\",\"value\":\"wx1\"}]}")
                                        : g_strdup ("");
  g_autofree char *text = g_strdup_printf ("{\"payment\":{\"id\":\"id-1\",\"status\":\"%s\",\"paymentOutput\":"
                                           "{\"amountOfMoney\":{\"amount\":%s,\"currencyCode\":\"EUR\"}}}%s}",
                                           status, amount, action);
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  g_autoptr(GError) error = NULL;
  ConnectCreated *created = connect_created_from_json (json_node_get_object (node), &error);

  g_assert_no_error (error);

  return created;
}

/* What an answer with a payment makes of it. */
static const struct
{
  const char       *status;
  const char       *amount;
  gboolean          usable;
  gboolean          left;
  guint             bad_codes;
  TillPaymentState  state;
  gboolean          shown;
  const char       *error;
  TillAttention     attention;
} created_rows[] = {
  { "REDIRECTED", "1250", TRUE, FALSE, 0, TILL_PAYMENT_WAITING, TRUE },
  { "REDIRECTED", "1250", TRUE, FALSE, 2, TILL_PAYMENT_WAITING, TRUE },
  { "BANANA", "1250", TRUE, FALSE, 0, TILL_PAYMENT_WAITING, TRUE },
  { "REDIRECTED", "1250", TRUE, TRUE, 0, TILL_PAYMENT_REQUESTED, FALSE },
  { "REDIRECTED", "1250", FALSE, FALSE, 0, TILL_PAYMENT_REQUESTED, FALSE },
  { "REDIRECTED", "1250", FALSE, FALSE, 2, TILL_PAYMENT_REQUESTED, FALSE, "bad-answer" },
  { "REDIRECTED", "1251", TRUE, FALSE, 0, TILL_PAYMENT_REQUESTED, FALSE },
  { "REDIRECTED", "1251", TRUE, FALSE, 2, TILL_PAYMENT_REQUESTED, FALSE, "bad-answer" },
  { "REJECTED", "1250", FALSE, FALSE, 0, TILL_PAYMENT_REFUSED, FALSE, "declined" },
  { "CAPTURED", "1250", TRUE, FALSE, 0, TILL_PAYMENT_PAID, FALSE },
  { "CAPTURED", "1251", TRUE, FALSE, 0, TILL_PAYMENT_CONFIRMING, FALSE, NULL, TILL_ATTENTION_AMOUNT_DIFFERS },
};

static void
test_created (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (created_rows); i++)
    {
      const TillSight sight = {
        .now = { T0, "boot", 1000 },
        .left = created_rows[i].left,
        .usable = created_rows[i].usable,
        .bad_codes = created_rows[i].bad_codes,
        .sent_here = TRUE,
      };
      g_autoptr(TillRecord) before = till_test_record_new ("desktopQRCode");
      g_autoptr(ConnectCall) call = new_call (201, NULL, TRUE, FALSE);
      g_autoptr(ConnectCreated) created = new_created (created_rows[i].status, created_rows[i].amount, TRUE);
      g_autoptr(TillRecord) after = till_test_record_judged (before, till_judge_created (before, &sight, call, created,
                                                                           "action", NULL));

      g_test_message ("%u", i);
      g_assert_cmpstr (after->payment_id, ==, "id-1");
      g_assert_cmpint (after->state, ==, created_rows[i].state);
      g_assert_cmpint (after->shown, ==, created_rows[i].shown);
      g_assert_cmpstr (after->error, ==, created_rows[i].error);
      g_assert_cmpuint (after->attention, ==, created_rows[i].attention);
      g_assert_true ((after->action_hash != NULL) == created_rows[i].shown);
      g_assert_cmpstr (after->wechat_id, ==, "wx1");
    }
}

static ConnectPayment *
new_found (const char *id,
           const char *status,
           const char *amount,
           const char *reference)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":\"%s\",\"status\":\"%s\",\"paymentOutput\":{\"amountOfMoney\":%s,"
                                           "\"references\":{\"merchantReference\":\"%s\"}}}",
                                           id, status, amount, reference);
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  ConnectPayment *payment = connect_payment_from_json (json_node_get_object (node), NULL);

  g_assert_nonnull (payment);

  return payment;
}

#define EUR1250 "{\"amount\":1250,\"currencyCode\":\"EUR\"}"
#define OURS    "A-1-7KQ2M9X"

/* What a look-up by our reference finds; up to two payments. */
static const struct
{
  const char       *status[2];      /* (nullable) */
  const char       *amount;
  const char       *reference;
  gint64            since;          /* seconds since the last send, by the platform's Date */
  gboolean          sent_here;
  TillPaymentState  state;
  TillAttention     attention;
  const char       *payment_id;
} found_rows[] = {
  { { NULL }, NULL, NULL, 0, TRUE, TILL_PAYMENT_REQUESTED },
  { { NULL }, NULL, NULL, 15 * MINUTE - 1, TRUE, TILL_PAYMENT_REQUESTED },
  { { NULL }, NULL, NULL, 15 * MINUTE, TRUE, TILL_PAYMENT_VOID },
  { { NULL }, NULL, NULL, 16 * MINUTE - 1, FALSE, TILL_PAYMENT_REQUESTED },
  { { NULL }, NULL, NULL, 16 * MINUTE, FALSE, TILL_PAYMENT_VOID },
  { { "REDIRECTED" }, EUR1250, OURS, 20 * MINUTE, TRUE, TILL_PAYMENT_REQUESTED, 0, "id-1" },
  { { "CAPTURED" }, EUR1250, OURS, 0, TRUE, TILL_PAYMENT_PAID, 0, "id-1" },
  { { "REJECTED" }, EUR1250, OURS, 0, TRUE, TILL_PAYMENT_REFUSED, 0, "id-1" },
  { { "CAPTURED" }, "{\"amount\":1251,\"currencyCode\":\"EUR\"}", OURS, 20 * MINUTE, TRUE,
    TILL_PAYMENT_REQUESTED, TILL_ATTENTION_AMOUNT_DIFFERS },
  { { "CAPTURED" }, "{\"amount\":1250,\"currencyCode\":\"USD\"}", OURS, 0, TRUE,
    TILL_PAYMENT_REQUESTED, TILL_ATTENTION_AMOUNT_DIFFERS },
  { { "CAPTURED" }, "{}", OURS, 0, TRUE, TILL_PAYMENT_REQUESTED, TILL_ATTENTION_AMOUNT_DIFFERS },
  { { "CAPTURED" }, EUR1250, "A-2", 0, TRUE, TILL_PAYMENT_REQUESTED, TILL_ATTENTION_AMOUNT_DIFFERS },
  { { "REDIRECTED" }, EUR1250, "A-2", 20 * MINUTE, TRUE, TILL_PAYMENT_REQUESTED, TILL_ATTENTION_AMOUNT_DIFFERS },
  { { "REDIRECTED", "CAPTURED" }, EUR1250, OURS, 20 * MINUTE, TRUE, TILL_PAYMENT_REQUESTED, TILL_ATTENTION_STUCK },
  { { "CAPTURED", "PAID" }, EUR1250, OURS, 20 * MINUTE, TRUE, TILL_PAYMENT_REQUESTED, TILL_ATTENTION_PAID_TWICE },
};

static void
test_found (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (found_rows); i++)
    {
      const TillSight sight = {
        .now = { T0 + found_rows[i].since, "boot", 5000 },
        .sent_here = found_rows[i].sent_here,
      };
      g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) connect_payment_unref);
      TillEvent *tried = till_event_new (TILL_EVENT_UNANSWERED, "p");
      g_autoptr(TillRecord) before = NULL;
      g_autoptr(TillRecord) after = NULL;

      g_test_message ("%u", i);
      tried->platform_date = T0;
      before = till_test_record_apply (till_test_record_new ("desktopQRCode"), tried, 500);
      for (guint j = 0; j < 2 && found_rows[i].status[j] != NULL; j++)
        g_ptr_array_add (found, new_found (j == 0 ? "id-1" : "id-2", found_rows[i].status[j],
                                           found_rows[i].amount, found_rows[i].reference));
      after = till_test_record_judged (before, till_judge_found (before, &sight, found));
      g_assert_cmpint (after->state, ==, found_rows[i].state);
      g_assert_cmpuint (after->attention, ==, found_rows[i].attention);
      g_assert_cmpstr (after->payment_id, ==, found_rows[i].payment_id);
    }
}

/* A look-up that is answered with somebody else's payment warns, and the right one takes the warning away. */
static void
test_found_after_foreign (void)
{
  const TillSight sight = { .now = { T0, "boot", 5000 }, .sent_here = TRUE };
  g_autoptr(ConnectPayment) foreign = new_found ("id-9", "CAPTURED", EUR1250, "A-2");
  g_autoptr(ConnectPayment) ours = new_found ("id-1", "REDIRECTED", EUR1250, OURS);
  g_autoptr(GPtrArray) found = g_ptr_array_new ();
  g_autoptr(TillRecord) before = till_test_record_new ("desktopQRCode");
  g_autoptr(TillRecord) warned = NULL;
  g_autoptr(TillRecord) after = NULL;

  g_ptr_array_add (found, foreign);
  warned = till_test_record_judged (before, till_judge_found (before, &sight, found));
  g_assert_cmpuint (warned->attention, ==, TILL_ATTENTION_AMOUNT_DIFFERS);
  g_assert_null (warned->payment_id);

  g_ptr_array_add (found, ours);
  after = till_test_record_judged (warned, till_judge_found (warned, &sight, found));
  g_assert_cmpuint (after->attention, ==, 0);
  g_assert_cmpstr (after->payment_id, ==, "id-1");
}

/* The first look stands in for a Date that the last send did not have, and later ones do not move it. */
static void
test_void_without_date (void)
{
  TillSight sight = { .now = { T0, "other", 0 }, .sent_here = FALSE };
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autoptr(TillRecord) record = till_test_record_new ("desktopQRCode");
  const gint64 looks[] = { 0, MINUTE, 5 * MINUTE, 15 * MINUTE, 16 * MINUTE };

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      TillRecord *after;

      sight.now.date = T0 + looks[i];
      after = till_test_record_judged (record, till_judge_found (record, &sight, none));
      till_record_unref (record);
      record = after;
      g_assert_cmpint (record->sent_date, ==, T0);
      g_assert_cmpint (record->looks, ==, MIN (i + 1, 4));
      g_assert_cmpint (record->state, ==, looks[i] < 16 * MINUTE ? TILL_PAYMENT_REQUESTED : TILL_PAYMENT_VOID);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/judge-create/definite-no", test_definite_no);
  g_test_add_func ("/judge-create/outcomes", test_outcomes);
  g_test_add_func ("/judge-create/recorded-tries", test_recorded_tries);
  g_test_add_func ("/judge-create/created", test_created);
  g_test_add_func ("/judge-create/found", test_found);
  g_test_add_func ("/judge-create/found-after-foreign", test_found_after_foreign);
  g_test_add_func ("/judge-create/void-without-date", test_void_without_date);

  return g_test_run ();
}
