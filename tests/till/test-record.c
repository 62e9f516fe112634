/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-date.h"
#include "till-error.h"
#include "till-record-private.h"

#define ID "0b44cc1c-6c2b-4bb4-9b3c-2f6a5a0e2a10"

static const char *const intent[][2] = {
  { TILL_FACT_ORDER, "o-1" },
  { TILL_FACT_REQUEST_ID, "r-1" },
  { TILL_FACT_TYPE, "desktopQRCode" },
  { TILL_FACT_AMOUNT, "1250" },
  { TILL_FACT_CURRENCY, "EUR" },
  { TILL_FACT_REFERENCE, "A-1001" },
  { TILL_FACT_REFERENCE_GIVEN, "1" },
  { TILL_FACT_MERCHANT_REFERENCE, "A-1001-7KQ2M9X" },
  { TILL_FACT_KEY, "k-1" },
  { TILL_FACT_ENDPOINT, "training" },
  { TILL_FACT_MERCHANT, "1000" },
};

/* The n-th event of a payment: a second after the one before. */
static TillEvent *
make (TillEventKind kind,
      gint64        seq)
{
  TillEvent *event = till_event_new (kind, ID);

  event->seq = seq;
  event->wall_time = seq * G_USEC_PER_SEC;
  event->boot_time = seq * 1000;
  g_free (event->boot_id);
  event->boot_id = g_strdup_printf ("boot-%" G_GINT64_FORMAT, seq);

  return event;
}

static TillEvent *
make_requested (void)
{
  TillEvent *event = make (TILL_EVENT_REQUESTED, 2);

  g_free (event->who);
  event->who = g_strdup ("Ana");
  for (guint i = 0; i < G_N_ELEMENTS (intent); i++)
    till_event_set (event, intent[i][0], intent[i][1]);

  return event;
}

static TillRecord *
begin (void)
{
  g_autoptr(TillEvent) event = make_requested ();
  g_autoptr(GError) error = NULL;
  TillRecord *record = till_record_apply (NULL, event, &error);

  g_assert_no_error (error);

  return record;
}

/* Replaces *@record by the next one; must not fail. */
static void
apply (TillRecord **record,
       TillEvent   *taken)
{
  g_autoptr(TillEvent) event = taken;
  g_autoptr(GError) error = NULL;
  TillRecord *next = till_record_apply (*record, event, &error);

  g_assert_no_error (error);
  till_record_unref (*record);
  *record = next;
}

static void
apply_fact (TillRecord   **record,
            TillEventKind  kind,
            const char    *fact,
            const char    *value)
{
  TillEvent *event = make (kind, (*record)->last_seq + 1);

  till_event_set (event, fact, value);
  apply (record, event);
}

/* The next event, with a Date of the platform's. */
static void
apply_dated (TillRecord    **record,
             TillEventKind   kind,
             gint64          platform_date)
{
  TillEvent *event = make (kind, (*record)->last_seq + 1);

  event->platform_date = platform_date;
  apply (record, event);
}

static void
assert_refused (TillRecord  *record,
                const char  *fact,
                const char  *value,
                TillError    code)
{
  g_autoptr(TillEvent) event = make (TILL_EVENT_STATUS, record->last_seq + 1);
  g_autoptr(TillRecord) before = till_record_copy (record);
  g_autoptr(GError) error = NULL;

  g_test_message ("%s=%s", fact, value);
  till_event_set (event, fact, value);
  g_assert_null (till_record_apply (record, event, &error));
  g_assert_error (error, TILL_ERROR, (int) code);
  g_assert_true (till_record_equal (record, before));
}

static void
test_begin (void)
{
  g_autoptr(TillRecord) record = begin ();

  g_assert_cmpstr (record->id, ==, ID);
  g_assert_cmpstr (record->order, ==, "o-1");
  g_assert_cmpint (record->type, ==, CONNECT_INTEGRATION_DESKTOP_QR_CODE);
  g_assert_cmpint (record->money.amount, ==, 1250);
  g_assert_cmpstr (record->money.currency, ==, "EUR");
  g_assert_cmpstr (record->description, ==, "");
  g_assert_cmpstr (record->who, ==, "Ana");
  g_assert_cmpint (record->state, ==, TILL_PAYMENT_REQUESTED);
  g_assert_true (record->maybe_sent);
  g_assert_false (record->shown);
  g_assert_cmpint (record->platform_amount, ==, -1);
  g_assert_cmpint (record->first_seq, ==, 2);
  g_assert_cmpint (record->created, ==, 2 * G_USEC_PER_SEC);
  g_assert_cmpstr (record->created_boot_id, ==, "boot-2");
  g_assert_cmpstr (record->sent_boot_id, ==, "boot-2");
  g_assert_cmpint (record->sent_boot_time, ==, 2000);
  g_assert_cmpint (record->sent_date, ==, CONNECT_DATE_UNKNOWN);
  g_assert_null (record->answered_boot_id);
  g_assert_cmpint (record->answered_date, ==, CONNECT_DATE_UNKNOWN);
  g_assert_true (till_record_is_open (record));
}

static void
test_begin_needs_all (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (intent); i++)
    {
      g_autoptr(TillEvent) event = make_requested ();
      g_autoptr(GError) error = NULL;

      if (g_str_equal (intent[i][0], TILL_FACT_REFERENCE_GIVEN))
        continue;

      g_test_message ("without %s", intent[i][0]);
      g_hash_table_remove (event->facts, intent[i][0]);
      g_assert_null (till_record_apply (NULL, event, &error));
      g_assert_error (error, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED);
    }
}

/* Only "requested" begins a payment, and only once. */
static void
test_begin_once (void)
{
  g_autoptr(TillRecord) record = begin ();

  for (guint kind = 0; kind < TILL_N_EVENT_KINDS; kind++)
    {
      g_autoptr(TillEvent) event = make_requested ();
      g_autoptr(GError) error = NULL;

      event->kind = kind;
      if (kind == TILL_EVENT_REQUESTED)
        g_assert_null (till_record_apply (record, event, &error));
      else
        g_assert_null (till_record_apply (NULL, event, &error));
      g_assert_error (error, TILL_ERROR, TILL_ERROR_WRONG_STATE);
    }
}

static void
test_intent_is_fixed (void)
{
  g_autoptr(TillRecord) record = begin ();

  for (guint i = 0; i < G_N_ELEMENTS (intent); i++)
    apply_fact (&record, TILL_EVENT_STATUS, intent[i][0], intent[i][1]);

  assert_refused (record, TILL_FACT_AMOUNT, "1251", TILL_ERROR_WRONG_STATE);
  assert_refused (record, TILL_FACT_CURRENCY, "JPY", TILL_ERROR_WRONG_STATE);
  assert_refused (record, TILL_FACT_KEY, "k-2", TILL_ERROR_WRONG_STATE);
  assert_refused (record, TILL_FACT_REFERENCE, "A-1002", TILL_ERROR_WRONG_STATE);
  assert_refused (record, TILL_FACT_MERCHANT, "1001", TILL_ERROR_WRONG_STATE);
  assert_refused (record, TILL_FACT_ORDER, "o-2", TILL_ERROR_WRONG_STATE);
}

static void
test_bad_facts (void)
{
  static const char *const facts[][2] = {
    { TILL_FACT_STATE, "Paid" },
    { TILL_FACT_STATE, "" },
    { TILL_FACT_SHOWN, "2" },
    { TILL_FACT_SHOWN, "" },
    { TILL_FACT_SHOWN, "yes" },
    { TILL_FACT_STATUS_CODE, "-1" },
    { TILL_FACT_STATUS_CODE, "9999999999" },
    { TILL_FACT_STATUS_CODE, "50 " },
    { TILL_FACT_PLATFORM_AMOUNT, "1.5" },
    { TILL_FACT_PLATFORM_AMOUNT, "9223372036854775808" },
    { TILL_FACT_ATTENTION, "stuck,stuck " },
    { TILL_FACT_ATTENTION, "," },
    { TILL_FACT_LOOKS, "x" },
    { TILL_FACT_REFUND, "" },
    { TILL_FACT_REFUND, "no amount" },
  };
  g_autoptr(TillRecord) record = begin ();

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    assert_refused (record, facts[i][0], facts[i][1], TILL_ERROR_JOURNAL_DAMAGED);
}

/* Every pair of states, through the fold. */
static void
test_moves (void)
{
  for (guint from = 0; from < TILL_N_PAYMENT_STATES; from++)
    for (guint to = 0; to < TILL_N_PAYMENT_STATES; to++)
      {
        g_autoptr(TillRecord) record = begin ();
        const char *word = till_payment_state_to_string (to);

        record->state = from;
        if (from == to || till_payment_state_can_move (from, to))
          {
            apply_fact (&record, TILL_EVENT_STATUS, TILL_FACT_STATE, word);
            g_assert_cmpint (record->state, ==, to);
            g_assert_cmpint (record->paid_time, ==, from != to && to == TILL_PAYMENT_PAID ? 3 * G_USEC_PER_SEC : 0);
          }
        else
          assert_refused (record, TILL_FACT_STATE, word, TILL_ERROR_WRONG_STATE);
      }
}

static void
test_never_void_when_known (void)
{
  g_autoptr(TillRecord) known = begin ();
  g_autoptr(TillRecord) shown = begin ();
  g_autoptr(TillEvent) both = make (TILL_EVENT_STATUS, 3);
  g_autoptr(GError) error = NULL;

  apply_fact (&known, TILL_EVENT_ANSWERED, TILL_FACT_PAYMENT_ID, "4711");
  assert_refused (known, TILL_FACT_STATE, "void", TILL_ERROR_WRONG_STATE);

  till_event_set (both, TILL_FACT_STATE, "void");
  till_event_set (both, TILL_FACT_PAYMENT_ID, "4711");
  g_assert_null (till_record_apply (shown, both, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_WRONG_STATE);

  apply_fact (&shown, TILL_EVENT_SHOWN, TILL_FACT_SHOWN, "1");
  assert_refused (shown, TILL_FACT_STATE, "void", TILL_ERROR_WRONG_STATE);
}

static void
test_unknown_facts_are_passed_over (void)
{
  g_autoptr(TillRecord) record = begin ();
  g_autoptr(TillRecord) before = till_record_ref (record);

  apply_fact (&record, TILL_EVENT_STATUS, "what-comes-later", "1");
  g_assert_true (till_record_equal (record, before));
  g_assert_cmpint (record->last_seq, ==, 3);
  g_assert_cmpint (record->updated, ==, 3 * G_USEC_PER_SEC);
}

static void
test_words_come_and_go (void)
{
  g_autoptr(TillRecord) record = begin ();

  apply_fact (&record, TILL_EVENT_STATUS, TILL_FACT_ERROR, "no-answer");
  apply_fact (&record, TILL_EVENT_ATTENTION, TILL_FACT_ATTENTION, "paid-late,stuck");
  g_assert_cmpstr (record->error, ==, "no-answer");
  g_assert_cmpuint (record->attention, ==, TILL_ATTENTION_STUCK | TILL_ATTENTION_PAID_LATE);

  apply_fact (&record, TILL_EVENT_STATUS, TILL_FACT_ERROR, "");
  apply_fact (&record, TILL_EVENT_ATTENTION, TILL_FACT_ATTENTION, "");
  g_assert_null (record->error);
  g_assert_cmpuint (record->attention, ==, 0);
}

/* Which events say when something was sent, answered or looked at. */
static void
test_times (void)
{
  g_autoptr(TillRecord) record = begin ();

  apply (&record, make (TILL_EVENT_UNANSWERED, 3));
  g_assert_cmpstr (record->sent_boot_id, ==, "boot-3");
  g_assert_cmpint (record->sent_boot_time, ==, 3000);
  g_assert_cmpint (record->sent_date, ==, CONNECT_DATE_UNKNOWN);

  apply_dated (&record, TILL_EVENT_NOT_SENT, 400);
  g_assert_cmpstr (record->sent_boot_id, ==, "boot-4");
  g_assert_cmpint (record->sent_date, ==, 400);

  apply_dated (&record, TILL_EVENT_LOOKED, 500);
  g_assert_cmpstr (record->sent_boot_id, ==, "boot-4");
  g_assert_cmpint (record->sent_date, ==, 400);
  g_assert_cmpint (record->answered_date, ==, CONNECT_DATE_UNKNOWN);

  apply_dated (&record, TILL_EVENT_ANSWERED, 600);
  g_assert_cmpstr (record->answered_boot_id, ==, "boot-6");
  g_assert_cmpint (record->answered_boot_time, ==, 6000);
  g_assert_cmpint (record->answered_date, ==, 600);
  g_assert_cmpint (record->sent_date, ==, 400);

  /* A repeated answer brings the same code: its life does not begin anew. */
  apply_dated (&record, TILL_EVENT_ANSWERED, 700);
  g_assert_cmpstr (record->answered_boot_id, ==, "boot-6");
  g_assert_cmpint (record->answered_date, ==, 600);

  apply_dated (&record, TILL_EVENT_STATUS, 800);
  g_assert_cmpint (record->sent_date, ==, 400);
  g_assert_cmpint (record->answered_date, ==, 600);
  g_assert_cmpint (record->updated, ==, 8 * G_USEC_PER_SEC);
  g_assert_cmpint (record->created, ==, 2 * G_USEC_PER_SEC);
}

/* A missing Date is made up for by the first look that has one, never by an earlier one. */
static void
test_missing_dates (void)
{
  g_autoptr(TillRecord) record = begin ();

  apply_dated (&record, TILL_EVENT_NOT_SENT, 300);
  apply (&record, make (TILL_EVENT_UNANSWERED, 4));
  g_assert_cmpint (record->sent_date, ==, CONNECT_DATE_UNKNOWN);
  apply (&record, make (TILL_EVENT_LOOKED, 5));
  g_assert_cmpint (record->sent_date, ==, CONNECT_DATE_UNKNOWN);
  apply_dated (&record, TILL_EVENT_LOOKED, 600);
  apply_dated (&record, TILL_EVENT_LOOKED, 700);
  g_assert_cmpint (record->sent_date, ==, 600);
  g_assert_cmpint (record->answered_date, ==, CONNECT_DATE_UNKNOWN);

  apply (&record, make (TILL_EVENT_ANSWERED, 8));
  g_assert_cmpint (record->answered_date, ==, CONNECT_DATE_UNKNOWN);
  apply_dated (&record, TILL_EVENT_LOOKED, 900);
  apply_dated (&record, TILL_EVENT_LOOKED, 1000);
  g_assert_cmpint (record->answered_date, ==, 900);
}

static TillEvent *
make_refund (gint64      seq,
             const char *id,
             const char *state,
             const char *amount)
{
  TillEvent *event = make (TILL_EVENT_REFUND, seq);

  till_event_set (event, TILL_FACT_REFUND, id);
  till_event_set (event, TILL_FACT_REFUND_STATE, state);
  till_event_set (event, TILL_FACT_REFUND_AMOUNT, amount);
  till_event_set (event, TILL_FACT_REFUND_REFERENCE, "A-1001-R");

  return event;
}

static void
test_refunds (void)
{
  g_autoptr(TillRecord) record = begin ();
  TillRefund *refund;

  apply_fact (&record, TILL_EVENT_STATUS, TILL_FACT_STATE, "paid");
  g_assert_false (till_record_is_open (record));

  apply (&record, make_refund (4, "f-1", NULL, "500"));
  refund = g_ptr_array_index (record->refunds, 0);
  g_assert_cmpstr (refund->state, ==, "unknown");
  g_assert_cmpint (refund->amount, ==, 500);
  g_assert_cmpstr (refund->reference, ==, "A-1001-R");
  g_assert_true (till_record_is_open (record));
  g_assert_cmpint (till_record_get_refunded (record), ==, 0);

  apply (&record, make_refund (5, "f-1", "requested", NULL));
  g_assert_cmpint (till_record_get_refunded (record), ==, 500);
  g_assert_true (till_record_is_open (record));
  apply (&record, make_refund (6, "f-2", "refused", "100"));
  apply (&record, make_refund (7, "f-1", "done", NULL));
  g_assert_cmpuint (record->refunds->len, ==, 2);
  g_assert_cmpint (till_record_get_refunded (record), ==, 500);
  g_assert_false (till_record_is_open (record));
  assert_refused (record, TILL_FACT_REFUND, "f-3", TILL_ERROR_JOURNAL_DAMAGED);
}

static void
test_questions (void)
{
  g_autoptr(TillRecord) record = begin ();

  g_assert_false (till_record_can_be_paid (record));
  apply_fact (&record, TILL_EVENT_SHOWN, TILL_FACT_SHOWN, "1");
  g_assert_true (till_record_can_be_paid (record));
  apply_fact (&record, TILL_EVENT_ABANDONED, TILL_FACT_ABANDONED, "1");
  g_assert_false (till_record_can_be_paid (record));
  g_assert_true (till_record_is_unresolved (record));
  apply_fact (&record, TILL_EVENT_CLOSED, TILL_FACT_SETTLED, "paid in cash");
  g_assert_true (till_record_is_open (record));
  g_assert_false (till_record_is_unresolved (record));
}

/* Each member that has a row in the table is compared, copied, written and read. */
static void
test_every_field (void)
{
  const TillField *fields;
  gsize n_fields;

  fields = till_record_get_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    {
      static const char *const values[] = {
        [TILL_FIELD_TEXT] = "x y", [TILL_FIELD_OPTIONAL] = "x=y", [TILL_FIELD_NUMBER] = "-9223372036854775808",
        [TILL_FIELD_SMALL] = "2147483647", [TILL_FIELD_DATE] = "-9223372036854775807", [TILL_FIELD_FLAG] = "1",
        [TILL_FIELD_CURRENCY] = "JPY", [TILL_FIELD_TYPE] = "hostedCheckout", [TILL_FIELD_STATE] = "void",
        [TILL_FIELD_ATTENTION] = "reversed,stuck", [TILL_FIELD_CHECKOUT] = "c-1 deleting",
        [TILL_FIELD_REFUNDS] = ("f-1 done 500 A-1 key hash id REFUNDED %2D who%20asked no-answer text%0A code 7 8 boot 9 -9 - 10\n"
                                "f-2 void 1 A-2 - - - - - - - - - 0 - - 0 - - 0\n"),
      };
      g_autoptr(TillRecord) empty = till_record_new_empty ();
      g_autoptr(TillRecord) record = till_record_new_empty ();
      g_autoptr(TillRecord) copy = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%s", fields[i].name);
      g_assert_true (till_field_from_text (&fields[i], record, values[fields[i].kind]));
      g_assert_true (till_record_equal (record, empty) == !!(fields[i].flags & TILL_FIELD_MOVES));
      copy = till_record_copy (record);
      g_assert_true (till_record_equal (record, copy));
      text = till_field_to_text (&fields[i], copy);
      g_assert_cmpstr (text, ==, values[fields[i].kind]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/record/begin", test_begin);
  g_test_add_func ("/record/begin-needs-all", test_begin_needs_all);
  g_test_add_func ("/record/begin-once", test_begin_once);
  g_test_add_func ("/record/intent-is-fixed", test_intent_is_fixed);
  g_test_add_func ("/record/bad-facts", test_bad_facts);
  g_test_add_func ("/record/moves", test_moves);
  g_test_add_func ("/record/never-void-when-known", test_never_void_when_known);
  g_test_add_func ("/record/unknown-facts", test_unknown_facts_are_passed_over);
  g_test_add_func ("/record/words-come-and-go", test_words_come_and_go);
  g_test_add_func ("/record/times", test_times);
  g_test_add_func ("/record/missing-dates", test_missing_dates);
  g_test_add_func ("/record/refunds", test_refunds);
  g_test_add_func ("/record/questions", test_questions);
  g_test_add_func ("/record/every-field", test_every_field);

  return g_test_run ();
}
