/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-test-journal.h"

/* Which intents become a payment: the rules for request id and given reference. */

#define NEW(name, func) \
  g_test_add (name, TillTestJournal, NULL, till_test_journal_set_up, func, till_test_journal_tear_down)

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

/** Ask: an intent, and what has to come of it. */
typedef struct
{
  gint64                  amount;        /* 0: 1250 */
  const char             *currency;      /* NULL: EUR */
  ConnectIntegrationType  type;
  const char             *reference;     /* NULL: "A" */
  gboolean                made;          /* no reference given */
  const char             *request_id;
  gboolean                again;
  const char             *same_order;
} Ask;

static TillRecord *
ask (TillJournal        *journal,
     const Ask          *what,
     TillIntentOutcome  *outcome,
     GError            **error)
{
  TillOrderFields fields = {
    .money = { .amount = what->amount != 0 ? what->amount : 1250 },
    .type = what->type,
    .reference = what->made ? NULL : what->reference != NULL ? what->reference : "A",
    .country = "DE",
    .customer_ip = "192.0.2.7",
  };
  g_autoptr(TillOrder) order = NULL;
  TillIntent intent = {
    .request_id = what->request_id,
    .again = what->again,
    .same_order = what->same_order,
    .endpoint = "training",
    .merchant = "1000",
    .key_id = "key-1",
  };

  g_strlcpy (fields.money.currency, what->currency != NULL ? what->currency : "EUR", 4);
  order = till_order_new (&fields, NULL);
  g_assert_nonnull (order);
  intent.order = order;

  return till_test_request_intent (journal, &intent, outcome, error);
}

/* (transfer full): a new payment, or the end of the test. */
static TillRecord *
ask_new (TillTestJournal *f,
         const Ask       *what)
{
  TillIntentOutcome outcome;
  TillRecord *record = ask (f->journal, what, &outcome, NULL);

  g_assert_cmpint (outcome, ==, TILL_INTENT_NEW);

  return record;
}

static void
assert_that_one (TillTestJournal   *f,
                 const Ask         *what,
                 TillIntentOutcome  expected,
                 TillRecord        *one)
{
  TillIntentOutcome outcome;
  g_autoptr(TillRecord) record = ask (f->journal, what, &outcome, NULL);

  g_assert_cmpint (outcome, ==, expected);
  g_assert_cmpstr (record->id, ==, one->id);
}

static void
assert_not (TillTestJournal *f,
            const Ask       *what,
            TillError        code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) before = till_test_list (f->journal, &(TillListFilter) { 0, });
  g_autoptr(GPtrArray) after = NULL;

  g_assert_null (ask (f->journal, what, NULL, &error));
  g_assert_error (error, TILL_ERROR, (int) code);
  after = till_test_list (f->journal, &(TillListFilter) { 0, });
  g_assert_cmpuint (after->len, ==, before->len);
}

static void
let_go (TillTestJournal *f,
        TillRecord      *record)
{
  g_autoptr(GPtrArray) list = NULL;

  till_journal_unlock (f->journal, record->row);
  list = till_test_find (f->journal, record->id);
  g_assert_false (till_journal_holds_lock (f->journal, record->row));
}

static void
move (TillTestJournal  *f,
      TillRecord      **record,
      const char       *state)
{
  till_test_append (f->journal, record, TILL_EVENT_STATUS, "state", state, NULL);
}

static void
show (TillTestJournal  *f,
      TillRecord      **record)
{
  till_test_append (f->journal, record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
}

static void
test_request_id (TillTestJournal *f,
                 gconstpointer    data)
{
  g_autoptr(TillRecord) one = ask_new (f, &(Ask) { .request_id = "r" });
  g_autoptr(TillRecord) made = ask_new (f, &(Ask) { .request_id = "m", .made = TRUE });
  g_autoptr(TillRecord) other = NULL;

  assert_that_one (f, &(Ask) { .request_id = "r" }, TILL_INTENT_SAME_REQUEST, one);
  assert_that_one (f, &(Ask) { .request_id = "r", .again = TRUE }, TILL_INTENT_SAME_REQUEST, one);
  assert_that_one (f, &(Ask) { .request_id = "m", .made = TRUE }, TILL_INTENT_SAME_REQUEST, made);
  assert_not (f, &(Ask) { .request_id = "r", .amount = 1251 }, TILL_ERROR_REQUEST_DIFFERS);
  assert_not (f, &(Ask) { .request_id = "r", .currency = "USD" }, TILL_ERROR_REQUEST_DIFFERS);
  assert_not (f, &(Ask) { .request_id = "r", .type = CONNECT_INTEGRATION_URL_INTENT }, TILL_ERROR_REQUEST_DIFFERS);
  assert_not (f, &(Ask) { .request_id = "r", .reference = "B" }, TILL_ERROR_REQUEST_DIFFERS);
  assert_not (f, &(Ask) { .request_id = "r", .made = TRUE }, TILL_ERROR_REQUEST_DIFFERS);
  assert_not (f, &(Ask) { .request_id = "m", .reference = made->reference }, TILL_ERROR_REQUEST_DIFFERS);

  /* Final or not, after days or at once: that payment. */
  move (f, &one, "refused");
  let_go (f, one);
  till_test_clock_advance (f->clock, 3 * DAY_MS);
  assert_that_one (f, &(Ask) { .request_id = "r" }, TILL_INTENT_SAME_REQUEST, one);

  other = ask_new (f, &(Ask) { .request_id = "s" });
  g_assert_cmpstr (other->key, !=, one->key);
  g_assert_cmpstr (other->merchant_reference, !=, one->merchant_reference);
  g_assert_cmpstr (other->request_id, ==, "s");
}

static void
test_bad_request_ids (TillTestJournal *f,
                      gconstpointer    data)
{
  g_autofree char *longest = g_strnfill (64, 'r');
  g_autofree char *too_long = g_strnfill (65, 'r');
  g_autoptr(TillRecord) record = ask_new (f, &(Ask) { .request_id = longest });

  g_assert_cmpstr (record->request_id, ==, longest);
  assert_not (f, &(Ask) { .request_id = too_long, .made = TRUE }, TILL_ERROR_INVALID_REQUEST_ID);
  assert_not (f, &(Ask) { .request_id = "", .made = TRUE }, TILL_ERROR_INVALID_REQUEST_ID);
  assert_not (f, &(Ask) { .request_id = "a\nb", .made = TRUE }, TILL_ERROR_INVALID_REQUEST_ID);
  assert_not (f, &(Ask) { .request_id = "é", .made = TRUE }, TILL_ERROR_INVALID_REQUEST_ID);
}

/* (a): in hand, or shown and not final. */
static void
test_reference_open (TillTestJournal *f,
                     gconstpointer    data)
{
  g_autoptr(TillRecord) one = ask_new (f, &(Ask) { 0, });
  g_autoptr(TillRecord) again = NULL;

  assert_that_one (f, &(Ask) { 0, }, TILL_INTENT_REFERENCE_OPEN, one);
  assert_not (f, &(Ask) { .amount = 1 }, TILL_ERROR_REFERENCE_OPEN);
  assert_not (f, &(Ask) { .currency = "USD" }, TILL_ERROR_REFERENCE_OPEN);

  show (f, &one);
  let_go (f, one);
  till_test_clock_advance (f->clock, 2 * DAY_MS);
  assert_that_one (f, &(Ask) { 0, }, TILL_INTENT_REFERENCE_OPEN, one);
  assert_not (f, &(Ask) { .amount = 1 }, TILL_ERROR_REFERENCE_OPEN);

  again = ask_new (f, &(Ask) { .again = TRUE });
  g_assert_cmpstr (again->order, ==, one->order);
}

/* Never shown, and nobody follows it: nobody can pay it. */
static void
test_reference_forgotten (TillTestJournal *f,
                          gconstpointer    data)
{
  g_autoptr(TillRecord) one = ask_new (f, &(Ask) { 0, });
  g_autoptr(TillRecord) two = NULL;

  let_go (f, one);
  two = ask_new (f, &(Ask) { 0, });
  g_assert_cmpstr (two->order, ==, one->order);
}

/* Another journal of the same file, as another process has. */
static void
test_reference_in_other_hands (TillTestJournal *f,
                               gconstpointer    data)
{
  TillJournal *other = till_test_open (f->path, f->clock, f->random, "T1", NULL);
  TillIntentOutcome outcome;
  g_autoptr(TillRecord) one = ask (other, &(Ask) { 0, }, &outcome, NULL);

  assert_that_one (f, &(Ask) { 0, }, TILL_INTENT_REFERENCE_OPEN, one);
  g_assert_false (till_journal_holds_lock (f->journal, one->row));
  till_journal_close (other);
  g_assert_finalize_object (other);
  {
    g_autoptr(TillRecord) two = ask_new (f, &(Ask) { 0, });

    g_assert_cmpstr (two->order, ==, one->order);
  }
}

/* (b): paid within a day, and not wholly given back. */
static void
test_already_paid (TillTestJournal *f,
                   gconstpointer    data)
{
  g_autoptr(TillRecord) one = ask_new (f, &(Ask) { 0, });
  g_autoptr(TillRecord) other_amount = NULL;
  g_autoptr(TillRecord) again = NULL;
  g_autoptr(TillRecord) later = NULL;

  show (f, &one);
  till_test_clock_advance (f->clock, 3600 * 1000);
  move (f, &one, "paid");
  let_go (f, one);

  assert_not (f, &(Ask) { 0, }, TILL_ERROR_ALREADY_PAID);
  other_amount = ask_new (f, &(Ask) { .amount = 1 });
  g_assert_cmpstr (other_amount->order, !=, one->order);
  move (f, &other_amount, "void");
  let_go (f, other_amount);

  till_test_clock_advance (f->clock, DAY_MS - 1);
  assert_not (f, &(Ask) { 0, }, TILL_ERROR_ALREADY_PAID);
  again = ask_new (f, &(Ask) { .again = TRUE });
  g_assert_cmpstr (again->order, ==, one->order);
  move (f, &again, "void");
  let_go (f, again);

  till_test_clock_advance (f->clock, DAY_MS + 1);
  later = ask_new (f, &(Ask) { 0, });
  g_assert_cmpstr (later->order, !=, one->order);
}

static void
test_paid_and_refunded (TillTestJournal *f,
                        gconstpointer    data)
{
  g_autoptr(TillRecord) one = ask_new (f, &(Ask) { 0, });
  g_autoptr(TillRecord) two = NULL;

  move (f, &one, "paid");
  till_test_append (f->journal, &one, TILL_EVENT_REFUND, "refund", "f-1", "refund-amount", "1249",
                    "refund-reference", "A-R", "refund-state", "done", NULL);
  let_go (f, one);
  assert_not (f, &(Ask) { 0, }, TILL_ERROR_ALREADY_PAID);
  till_test_append (f->journal, &one, TILL_EVENT_REFUND, "refund", "f-2", "refund-amount", "1",
                    "refund-reference", "A-S", "refund-state", "requested", NULL);
  two = ask_new (f, &(Ask) { 0, });
  g_assert_cmpstr (two->order, ==, one->order);
}

/* The clock was set back: what was paid "tomorrow" was paid within a day. */
static void
test_paid_in_the_future (TillTestJournal *f,
                         gconstpointer    data)
{
  g_autoptr(TillRecord) one = ask_new (f, &(Ask) { 0, });

  move (f, &one, "paid");
  let_go (f, one);
  till_test_clock_set_wall_time (f->clock, TILL_TEST_CLOCK_START - 10 * G_TIME_SPAN_DAY);
  assert_not (f, &(Ask) { 0, }, TILL_ERROR_ALREADY_PAID);
}

/* (c): one order for a day. */
static void
test_same_order (TillTestJournal *f,
                 gconstpointer    data)
{
  g_autoptr(TillRecord) one = ask_new (f, &(Ask) { 0, });
  g_autoptr(TillRecord) two = NULL;
  g_autoptr(TillRecord) three = NULL;
  g_autoptr(TillRecord) other = NULL;
  g_autoptr(TillRecord) chosen = NULL;

  move (f, &one, "refused");
  till_test_clock_advance (f->clock, DAY_MS);
  two = ask_new (f, &(Ask) { 0, });
  g_assert_cmpstr (two->order, ==, one->order);
  move (f, &two, "refused");

  other = ask_new (f, &(Ask) { .reference = "a" });
  g_assert_cmpstr (other->order, !=, one->order);

  till_test_clock_advance (f->clock, DAY_MS + 1);
  three = ask_new (f, &(Ask) { 0, });
  g_assert_cmpstr (three->order, !=, one->order);

  chosen = ask_new (f, &(Ask) { .made = TRUE, .same_order = one->id });
  g_assert_cmpstr (chosen->order, ==, one->order);
  assert_not (f, &(Ask) { .made = TRUE, .same_order = "nothing" }, TILL_ERROR_NO_SUCH_PAYMENT);
}

/* Made references: one counter for each till id; what a person gave before is left out; never the same order. */
static void
test_made_references (TillTestJournal *f,
                      gconstpointer    data)
{
  g_autoptr(TillRecord) given = ask_new (f, &(Ask) { .reference = "T1-000002" });
  g_autoptr(TillRecord) one = ask_new (f, &(Ask) { .made = TRUE });
  g_autoptr(TillRecord) two = ask_new (f, &(Ask) { .made = TRUE });
  g_autoptr(TillDay) day = till_test_day (f->journal, 0);

  g_assert_cmpstr (one->reference, ==, "T1-000001");
  g_assert_cmpint (one->counter, ==, 1);
  g_assert_cmpstr (two->reference, ==, "T1-000003");
  g_assert_cmpint (two->counter, ==, 3);
  g_assert_cmpint (given->counter, ==, 0);
  g_assert_cmpstr (one->order, !=, two->order);
  g_assert_cmpstr (day->next_reference, ==, "T1-000004");
}

static void
test_long_till_id (TillTestJournal *f,
                   gconstpointer    data)
{
  till_test_journal_close (f);
  f->journal = till_test_open (f->path, f->clock, f->random, "a-till-id-of-24-letters.", NULL);
  assert_not (f, &(Ask) { .made = TRUE }, TILL_ERROR_INVALID_REFERENCE);
}

/* A name for people, made safe for the wire, found again. */
static void
test_wire_reference (TillTestJournal *f,
                     gconstpointer    data)
{
  g_autoptr(TillRecord) record = ask_new (f, &(Ask) { .reference = "桌 5/2" });
  g_autoptr(GPtrArray) by_name = till_test_find (f->journal, "桌 5/2");
  g_autoptr(GPtrArray) by_wire = till_test_find (f->journal, record->merchant_reference);

  g_assert_true (g_str_has_prefix (record->merchant_reference, "--5-2-"));
  g_assert_cmpuint (by_name->len, ==, 1);
  g_assert_cmpuint (by_wire->len, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  NEW ("/journal-rules/request-id", test_request_id);
  NEW ("/journal-rules/bad-request-ids", test_bad_request_ids);
  NEW ("/journal-rules/reference-open", test_reference_open);
  NEW ("/journal-rules/reference-forgotten", test_reference_forgotten);
  NEW ("/journal-rules/reference-in-other-hands", test_reference_in_other_hands);
  NEW ("/journal-rules/already-paid", test_already_paid);
  NEW ("/journal-rules/paid-and-refunded", test_paid_and_refunded);
  NEW ("/journal-rules/paid-in-the-future", test_paid_in_the_future);
  NEW ("/journal-rules/same-order", test_same_order);
  NEW ("/journal-rules/made-references", test_made_references);
  NEW ("/journal-rules/long-till-id", test_long_till_id);
  NEW ("/journal-rules/wire-reference", test_wire_reference);

  return g_test_run ();
}
