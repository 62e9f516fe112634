/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-receipt.h"
#include "till-test-record.h"

#define PAYMENT_ID "000000850010000188130000100001"
#define MOMENT     (G_GINT64_CONSTANT (1795424400) * G_USEC_PER_SEC)   /* 2026-11-23 09:00:00 UTC */
#define DAY        (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

/* A part a line, as "kind name: text", for people who read a failed test. */
static char *
to_text (TillReceipt *receipt)
{
  static const char *const kinds[] = { "shop", "mark", "title", "state", "amount", "notice", "fact", "rule", "code" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < receipt->parts->len; i++)
    {
      const TillReceiptPart *part = g_ptr_array_index (receipt->parts, i);

      g_string_append_printf (text, "%s %s: %s\n", kinds[part->kind],
                              part->name != NULL ? part->name : "-", part->text != NULL ? part->text : "-");
    }

  return g_string_free (text, FALSE);
}

static const TillReceiptPart *
find (TillReceipt     *receipt,
      TillReceiptKind  kind,
      const char      *name)
{
  for (guint i = 0; i < receipt->parts->len; i++)
    {
      const TillReceiptPart *part = g_ptr_array_index (receipt->parts, i);

      if (part->kind == kind && (name == NULL || g_strcmp0 (part->name, name) == 0))
        return part;
    }

  return NULL;
}

/* @text: (nullable): %NULL: there is no such part. */
static void
assert_part (TillReceipt     *receipt,
             TillReceiptKind  kind,
             const char      *name,
             const char      *text)
{
  const TillReceiptPart *part = find (receipt, kind, name);
  g_autofree char *all = to_text (receipt);

  if ((part != NULL) == (text != NULL) && (text == NULL || g_str_equal (part->text, text)))
    return;

  g_error ("wanted \"%s\" for %s in\n%s", text != NULL ? text : "nothing", name != NULL ? name : "it", all);
}

static TillRecord *
paid_record (void)
{
  TillRecord *record = till_test_record_new ("desktopQRCode");
  TillEvent *event = till_event_new (TILL_EVENT_STATUS, "p");

  record = till_test_record_add (record, TILL_EVENT_ANSWERED, TILL_FACT_PAYMENT_ID, PAYMENT_ID);
  record = till_test_record_add (record, TILL_EVENT_SHOWN, TILL_FACT_STATE, "waiting");
  event->wall_time = MOMENT;
  till_event_set (event, TILL_FACT_STATE, "paid");
  till_event_set (event, TILL_FACT_WECHAT_ID, "4200001234202611230000000001");

  return till_test_record_apply (record, event, 3000);
}

/* @record: (transfer full): with one more refund of 5.00. */
static TillRecord *
with_refund (TillRecord *record,
             const char *id,
             const char *state)
{
  TillEvent *intent = till_event_new (TILL_EVENT_REFUND, "p");
  TillEvent *event = till_event_new (TILL_EVENT_REFUND, "p");
  g_autofree char *reference = g_strdup_printf ("A-1-%s", id);
  g_autofree char *platform_id = g_strdup_printf ("platform-%s", id);

  intent->wall_time = MOMENT + DAY;
  till_event_set (intent, TILL_FACT_REFUND, id);
  till_event_set (intent, TILL_FACT_REFUND_AMOUNT, "500");
  till_event_set (intent, TILL_FACT_REFUND_REFERENCE, reference);
  till_event_set (intent, TILL_FACT_REFUND_KEY, "refund-key");
  till_event_set (intent, TILL_FACT_REFUND_STATE, "unknown");
  till_event_set (intent, TILL_FACT_REFUND_REASON, "a secret of the shop");
  record = till_test_record_apply (record, intent, 4000);

  till_event_set (event, TILL_FACT_REFUND, id);
  till_event_set (event, TILL_FACT_REFUND_ID, platform_id);
  till_event_set (event, TILL_FACT_REFUND_STATE, state);

  return till_test_record_apply (record, event, 5000);
}

static TillReceipt *
receipt_of (TillRecord *record)
{
  const TillReceiptWish wish = { .shop = "Tea House", .now = MOMENT + DAY };

  return till_receipt_new (record, &wish);
}

static void
test_paid (void)
{
  g_autoptr(TillRecord) record = paid_record ();
  g_autoptr(TillReceipt) receipt = receipt_of (record);
  g_autofree char *text = to_text (receipt);

  g_assert_cmpstr (text, ==,
                   "shop -: Tea House\n"
                   "title -: Receipt\n"
                   "state -: Paid\n"
                   "amount -: €12.50\n"
                   "rule -: -\n"
                   "fact Date: 23 November 2026\n"
                   "fact Time: 10:00:00 (UTC+01:00)\n"
                   "fact Reference: A-1\n"
                   "fact Paid by: WeChat Pay\n"
                   "fact WeChat number: 4200001234202611230000000001\n"
                   "fact Payment ID: " PAYMENT_ID "\n"
                   "fact Reference at the platform: " TILL_TEST_REFERENCE "\n"
                   "rule -: -\n"
                   "fact Printed: 2026-11-24 10:00:00 (UTC+01:00)\n"
                   "rule -: -\n"
                   "code Scan for a refund: " PAYMENT_ID "\n");
  g_assert_true (receipt->proof);
  g_assert_null (receipt->across);
}

/* Nothing that is not paid has a proof's title, its large amount or its code; and it says what it is. */
static void
test_never_mistaken (void)
{
  static const struct
  {
    const char *fact;
    const char *value;
    const char *state;
  } rows[] = {
    { TILL_FACT_STATE, "requested", "Asking WeChat Pay" },
    { TILL_FACT_STATE, "waiting", "Waiting for the customer" },
    { TILL_FACT_STATE, "confirming", "Confirming" },
    { TILL_FACT_STATE, "refused", "Refused" },
    { TILL_FACT_STATE, "cancelled", "Cancelled" },
    { TILL_FACT_STATE, "expired", "Not paid" },
    { TILL_FACT_STATE, "void", "Nothing was charged" },
    { TILL_FACT_ABANDONED, "1", "Not certain" },
    { TILL_FACT_ATTENTION, "amount-differs", "Not certain" },
    { TILL_FACT_ATTENTION, "stuck", "Not certain" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(TillRecord) record = till_test_record_add (till_test_record_new ("desktopQRCode"), TILL_EVENT_STATUS,
                                                           rows[i].fact, rows[i].value);
      g_autoptr(TillReceipt) receipt = receipt_of (record);

      g_assert_false (receipt->proof);
      g_assert_false (till_receipt_is_due (record));
      assert_part (receipt, TILL_RECEIPT_TITLE, NULL, "Not a receipt");
      assert_part (receipt, TILL_RECEIPT_STATE, NULL, rows[i].state);
      assert_part (receipt, TILL_RECEIPT_NOTICE, NULL, "This paper is no proof of payment.");
      assert_part (receipt, TILL_RECEIPT_AMOUNT, NULL, NULL);
      assert_part (receipt, TILL_RECEIPT_CODE, NULL, NULL);
      assert_part (receipt, TILL_RECEIPT_FACT, "Paid by", NULL);
      assert_part (receipt, TILL_RECEIPT_FACT, "Asked for", "€12.50");
      assert_part (receipt, TILL_RECEIPT_FACT, "Till’s own ID", "p");
    }
}

static void
test_taken_back (void)
{
  g_autoptr(TillRecord) record = till_test_record_add (paid_record (), TILL_EVENT_STATUS, TILL_FACT_REVERSED, "1");
  g_autoptr(TillReceipt) receipt = receipt_of (record);

  g_assert_false (receipt->proof);
  assert_part (receipt, TILL_RECEIPT_STATE, NULL, "Taken back");
  assert_part (receipt, TILL_RECEIPT_NOTICE, NULL, "This paper is no proof of payment.");
  assert_part (receipt, TILL_RECEIPT_CODE, NULL, NULL);
}

/* What came is what the platform says, and what was asked for is said as well. */
static void
test_another_amount (void)
{
  g_autoptr(TillRecord) record = till_test_record_add (paid_record (), TILL_EVENT_STATUS, TILL_FACT_PLATFORM_AMOUNT, "1200");
  g_autoptr(TillReceipt) receipt = receipt_of (record);

  assert_part (receipt, TILL_RECEIPT_AMOUNT, NULL, "€12.00");
  assert_part (receipt, TILL_RECEIPT_FACT, "Asked for", "€12.50");
}

/* What only the shop is told does not stand on the customer's paper. */
static void
test_words_for_the_shop (void)
{
  static const char *const words[] = { "paid-late", "paid-twice", "refund-failed" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr(TillRecord) record = till_test_record_add (paid_record (), TILL_EVENT_ATTENTION, TILL_FACT_ATTENTION, words[i]);
      g_autoptr(TillReceipt) receipt = receipt_of (record);

      g_assert_true (receipt->proof);
      assert_part (receipt, TILL_RECEIPT_STATE, NULL, "Paid");
    }
}

static void
test_marks (void)
{
  g_autoptr(TillRecord) record = paid_record ();
  const TillReceiptWish wish = { .now = MOMENT, .copy = TRUE };
  g_autoptr(TillReceipt) copy = till_receipt_new (record, &wish);
  g_autoptr(TillReceipt) original = receipt_of (record);
  g_autoptr(TillReceipt) training = NULL;

  assert_part (copy, TILL_RECEIPT_MARK, NULL, "Copy");
  assert_part (copy, TILL_RECEIPT_SHOP, NULL, NULL);
  assert_part (original, TILL_RECEIPT_MARK, NULL, NULL);
  assert_part (original, TILL_RECEIPT_NOTICE, NULL, NULL);

  g_free (record->endpoint);
  record->endpoint = g_strdup ("training");
  training = receipt_of (record);
  g_assert_cmpstr (training->across, ==, "Training");
  assert_part (training, TILL_RECEIPT_NOTICE, NULL, "Training with play money. Nothing was paid.");
}

static void
test_refunds_of_a_payment (void)
{
  g_autoptr(TillRecord) record = with_refund (with_refund (paid_record (), "one", "done"), "two", "refused");
  g_autoptr(TillRecord) unknown = NULL;
  g_autoptr(TillReceipt) receipt = receipt_of (record);
  g_autoptr(TillReceipt) in_doubt = NULL;

  assert_part (receipt, TILL_RECEIPT_AMOUNT, NULL, "€12.50");
  assert_part (receipt, TILL_RECEIPT_FACT, "Refunded", "-€5.00");
  assert_part (receipt, TILL_RECEIPT_FACT, "Refund refused", NULL);
  assert_part (receipt, TILL_RECEIPT_FACT, "Remaining", "€7.50");

  unknown = with_refund (till_record_ref (record), "three", "unknown");
  in_doubt = receipt_of (unknown);
  assert_part (in_doubt, TILL_RECEIPT_FACT, "Refund not confirmed", "-€5.00");
  assert_part (in_doubt, TILL_RECEIPT_FACT, "Remaining", NULL);
}

static void
test_refund_receipt (void)
{
  static const struct
  {
    const char *state;
    const char *text;
    gboolean    proof;
  } rows[] = {
    { "unknown", "Refund not confirmed", FALSE },
    { "requested", "Refund requested", TRUE },
    { "done", "Refunded", TRUE },
    { "refused", "Refund refused", FALSE },
    { "cancelled", "Refund cancelled", FALSE },
    { "void", "Refund not sent", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(TillRecord) record = with_refund (paid_record (), "one", rows[i].state);
      const TillReceiptWish wish = { .now = MOMENT + 2 * DAY, .refund = "one" };
      g_autoptr(TillReceipt) receipt = till_receipt_new (record, &wish);
      g_autofree char *text = to_text (receipt);

      g_assert_cmpint (receipt->proof, ==, rows[i].proof);
      assert_part (receipt, TILL_RECEIPT_TITLE, NULL, rows[i].proof ? "Refund receipt" : "Not a receipt");
      assert_part (receipt, TILL_RECEIPT_STATE, NULL, rows[i].text);
      assert_part (receipt, TILL_RECEIPT_AMOUNT, NULL, rows[i].proof ? "€5.00" : NULL);
      assert_part (receipt, TILL_RECEIPT_NOTICE, NULL, rows[i].proof ? NULL : "This paper is no proof of a refund.");
      assert_part (receipt, TILL_RECEIPT_FACT, "Date", "24 November 2026");
      assert_part (receipt, TILL_RECEIPT_FACT, "Refund reference", "A-1-one");
      assert_part (receipt, TILL_RECEIPT_FACT, "Refund ID", "platform-one");
      assert_part (receipt, TILL_RECEIPT_FACT, "Payment of", "€12.50");
      assert_part (receipt, TILL_RECEIPT_FACT, "Paid on", "2026-11-23 10:00:00 (UTC+01:00)");
      assert_part (receipt, TILL_RECEIPT_FACT, "Payment ID", PAYMENT_ID);
      assert_part (receipt, TILL_RECEIPT_CODE, NULL, rows[i].proof ? PAYMENT_ID : NULL);
      g_assert_null (strstr (text, "secret"));
    }
}

static void
test_which_refund (void)
{
  g_autoptr(TillRecord) record = with_refund (with_refund (paid_record (), "one", "done"), "two", "done");
  const TillReceiptWish wish = { .now = MOMENT, .refund = "three" };

  g_assert_cmpstr (till_receipt_find_refund (record, "two")->id, ==, "two");
  g_assert_cmpstr (till_receipt_find_refund (record, "platform-one")->id, ==, "one");
  g_assert_cmpstr (till_receipt_find_refund (record, "A-1-two")->id, ==, "two");
  g_assert_null (till_receipt_find_refund (record, "A-1"));
  g_assert_null (till_receipt_new (record, &wish));
}

/* Foreign text has the house's bounds, and cannot set the words around it. */
static void
test_foreign_text (void)
{
  g_autoptr(TillRecord) record = paid_record ();
  g_autofree char *long_text = g_strnfill (5000, 'x');
  g_autoptr(TillReceipt) receipt = NULL;
  g_autoptr(TillReceipt) without_code = NULL;
  const TillReceiptPart *part;

  g_free (record->reference);
  record->reference = g_strdup ("\xe2\x80\xae" "A\n\033[1m7");
  g_free (record->description);
  record->description = g_strdup ("شاي");
  g_free (record->wechat_id);
  record->wechat_id = g_strdup (long_text);
  receipt = receipt_of (record);
  assert_part (receipt, TILL_RECEIPT_FACT, "Reference", "A [1m7");
  assert_part (receipt, TILL_RECEIPT_FACT, "Description", "\xe2\x81\xa8شاي\xe2\x81\xa9");
  part = find (receipt, TILL_RECEIPT_FACT, "WeChat number");
  g_assert_cmpint (g_utf8_strlen (part->text, -1), ==, 200);

  g_free (record->payment_id);
  record->payment_id = g_steal_pointer (&long_text);
  without_code = receipt_of (record);
  assert_part (without_code, TILL_RECEIPT_CODE, NULL, NULL);
  g_assert_true (without_code->proof);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/till/receipt/paid", test_paid);
  g_test_add_func ("/till/receipt/never-mistaken", test_never_mistaken);
  g_test_add_func ("/till/receipt/taken-back", test_taken_back);
  g_test_add_func ("/till/receipt/another-amount", test_another_amount);
  g_test_add_func ("/till/receipt/words-for-the-shop", test_words_for_the_shop);
  g_test_add_func ("/till/receipt/marks", test_marks);
  g_test_add_func ("/till/receipt/refunds-of-a-payment", test_refunds_of_a_payment);
  g_test_add_func ("/till/receipt/refund-receipt", test_refund_receipt);
  g_test_add_func ("/till/receipt/which-refund", test_which_refund);
  g_test_add_func ("/till/receipt/foreign-text", test_foreign_text);

  return g_test_run ();
}
