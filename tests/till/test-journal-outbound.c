/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-test-journal.h"

/* What is kept outside the chain, and forgotten. */

#define NEW(name, func) \
  g_test_add (name, TillTestJournal, NULL, till_test_journal_set_up, func, till_test_journal_tear_down)

static void
append_action (TillTestJournal  *f,
               TillRecord      **record,
               const char       *action)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
  TillEvent *event = till_event_new (TILL_EVENT_ANSWERED, (*record)->id);
  TillRecord *next;

  till_event_set (event, TILL_FACT_PAYMENT_ID, "4711");
  g_ptr_array_add (events, event);
  next = till_test_append_events (f->journal, events, action, NULL);
  till_record_unref (*record);
  *record = next;
}

static void
assert_outbound (TillTestJournal *f,
                 TillRecord      *record,
                 gboolean         body,
                 const char      *action)
{
  g_autoptr(TillOutbound) outbound = till_test_outbound (f->journal, record->id, NULL);

  g_assert_cmpint (outbound->body != NULL, ==, body);
  g_assert_cmpstr (outbound->action, ==, action);
}

static gboolean
file_contains (TillTestJournal *f,
               const char      *text)
{
  g_autofree char *contents = NULL;
  gsize length;

  /* Only while no SQLite has it open: closing this descriptor would drop its locks. */
  g_assert_null (f->journal);
  g_assert_true (g_file_get_contents (f->path, &contents, &length, NULL));

  return memmem (contents, length, text, strlen (text)) != NULL;
}

/* The code goes when somebody leaves the wait, and so that nothing of it stays in the file. */
static void
test_code_goes (TillTestJournal *f,
                gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 1250, NULL);

  append_action (f, &record, "weixin://wxpay/bizpayurl?pr=secretcode");
  g_assert_nonnull (record->action_hash);
  till_test_append (f->journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
  assert_outbound (f, record, TRUE, "weixin://wxpay/bizpayurl?pr=secretcode");
  till_test_journal_close (f);
  g_assert_true (file_contains (f, "secretcode"));

  till_test_journal_reopen (f);
  till_test_append (f->journal, &record, TILL_EVENT_ABANDONED, "abandoned", "1", NULL);
  assert_outbound (f, record, TRUE, NULL);
  till_test_journal_close (f);
  g_assert_false (file_contains (f, "secretcode"));
  g_assert_true (file_contains (f, "192.0.2.7"));
}

/* What an app or a page was given is kept, abandoned or not, until the payment is final. */
static void
test_action_stays (TillTestJournal *f,
                   gconstpointer    data)
{
  const TillOrderFields fields = {
    .money = { .amount = 100, .currency = "EUR" },
    .type = CONNECT_INTEGRATION_HOSTED_CHECKOUT,
    .country = "DE",
  };
  g_autoptr(TillOrder) order = till_order_new (&fields, NULL);
  const TillIntent intent = { .order = order, .endpoint = "training", .merchant = "1000", .key_id = "key-1" };
  g_autoptr(TillRecord) record = till_test_request_intent (f->journal, &intent, NULL, NULL);

  append_action (f, &record, "https://pay1.example/checkout");
  till_test_append (f->journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
  till_test_append (f->journal, &record, TILL_EVENT_ABANDONED, "abandoned", "1", NULL);
  assert_outbound (f, record, TRUE, "https://pay1.example/checkout");
  till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", "cancelled", NULL);
  assert_outbound (f, record, TRUE, NULL);
}

/* The request goes 24 h after the outcome, or after a send that came after it; not before there is an outcome. */
static void
test_request_goes (TillTestJournal *f,
                   gconstpointer    data)
{
  const gint64 day = 24 * 3600 * 1000;
  g_autoptr(TillRecord) record = till_test_request (f->journal, 1250, NULL);
  g_autoptr(TillRecord) other = till_test_request (f->journal, 1, NULL);

  till_test_clock_advance (f->clock, 2 * day);
  till_test_append (f->journal, &other, TILL_EVENT_LOOKED, NULL);
  assert_outbound (f, record, TRUE, NULL);

  till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", "void", NULL);
  till_test_clock_advance (f->clock, day - 1);
  till_test_append (f->journal, &record, TILL_EVENT_STATUS, "status", "x", NULL);
  till_test_append (f->journal, &record, TILL_EVENT_UNANSWERED, NULL);
  till_test_clock_advance (f->clock, day - 1);
  till_test_append (f->journal, &other, TILL_EVENT_LOOKED, NULL);
  assert_outbound (f, record, TRUE, NULL);

  till_test_clock_advance (f->clock, 1);
  till_test_append (f->journal, &other, TILL_EVENT_LOOKED, NULL);
  assert_outbound (f, record, FALSE, NULL);
  assert_outbound (f, other, TRUE, NULL);
  g_assert_true (till_test_verify (f->journal, NULL, NULL));
}

/* Nobody sells any more: the next start forgets. */
static void
test_request_goes_at_start (TillTestJournal *f,
                            gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 1250, NULL);

  till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", "void", NULL);
  till_test_clock_advance (f->clock, 24 * 3600 * 1000);
  till_test_journal_reopen (f);
  assert_outbound (f, record, FALSE, NULL);
  till_test_journal_close (f);
  g_assert_false (file_contains (f, "192.0.2.7"));
}

/* openId, the customer's address and the code: of none a byte is left in the file, nor in a backup that is written
 * then, when the time has come for all of it. */
static void
test_nothing_personal_is_left (TillTestJournal *f,
                               gconstpointer    data)
{
  static const char *const personal[] = { "oMarkedOpenId", "192.0.2.78", "secretcode" };
  const TillOrderFields fields = {
    .money = { .amount = 100, .currency = "EUR" },
    .type = CONNECT_INTEGRATION_MINI_PROGRAM,
    .country = "DE",
    .customer_ip = "192.0.2.78",
    .open_id = "oMarkedOpenId",
  };
  g_autoptr(TillOrder) order = till_order_new (&fields, NULL);
  const TillIntent intent = { .order = order, .endpoint = "training", .merchant = "1000", .key_id = "key-1" };
  g_autofree char *backup = g_build_filename (f->directory, "backup.db", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  /* Enough of them that pages of the table come and go. */
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr(TillRecord) record = till_test_request_intent (f->journal, &intent, NULL, NULL);

      append_action (f, &record, "weixin://wxpay/bizpayurl?pr=secretcode");
      till_test_append (f->journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1", NULL);
      till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", "cancelled", NULL);
    }
  till_test_journal_close (f);
  g_assert_true (file_contains (f, "oMarkedOpenId"));
  g_assert_true (file_contains (f, "192.0.2.78"));
  g_assert_false (file_contains (f, "secretcode"));

  till_test_clock_advance (f->clock, 24 * 3600 * 1000);
  till_test_journal_reopen (f);
  g_assert_true (till_test_backup (f->journal, backup, NULL));
  till_test_journal_close (f);
  g_assert_true (g_file_get_contents (backup, &bytes, &length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
    {
      g_test_message ("%s", personal[i]);
      g_assert_false (file_contains (f, personal[i]));
      g_assert_null (memmem (bytes, length, personal[i], strlen (personal[i])));
    }
}

static void
test_wrong_action_hash (TillTestJournal *f,
                        gconstpointer    data)
{
  g_autoptr(TillRecord) record = till_test_request (f->journal, 1250, NULL);
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
  TillEvent *event = till_event_new (TILL_EVENT_ANSWERED, record->id);
  g_autoptr(GError) error = NULL;

  till_event_set (event, TILL_FACT_ACTION_HASH, "00");
  g_ptr_array_add (events, event);
  g_assert_null (till_test_append_events (f->journal, events, "{}", &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_INTERNAL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  NEW ("/journal-outbound/code-goes", test_code_goes);
  NEW ("/journal-outbound/action-stays", test_action_stays);
  NEW ("/journal-outbound/request-goes", test_request_goes);
  NEW ("/journal-outbound/request-goes-at-start", test_request_goes_at_start);
  NEW ("/journal-outbound/nothing-personal-is-left", test_nothing_personal_is_left);
  NEW ("/journal-outbound/wrong-action-hash", test_wrong_action_hash);

  return g_test_run ();
}
