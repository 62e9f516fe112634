/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-reconcile.h"
#include "till-test-record.h"

/* What is the same here and there, and what is not: each rule a row. */

#define D_STATE    TILL_DIFFERENCE_STATE
#define D_AMOUNT   TILL_DIFFERENCE_AMOUNT
#define D_CURRENCY TILL_DIFFERENCE_CURRENCY

static const struct
{
  const char     *state;       /* here */
  const char     *id;          /* (nullable) here */
  const char     *there;       /* (nullable) status of the payment "id-1" there; NULL: none */
  gint64          amount;
  const char     *currency;
  int             kind;        /* -1: they agree */
  TillDifference  differs;
} rows[] = {
  { "paid", "id-1", "CAPTURED", 1250, "EUR", -1 },
  { "paid", "id-1", "PAID", 1250, "EUR", -1 },
  { "paid", "id-1", "REVERSED", 1250, "EUR", TILL_FINDING_DIFFERENT, D_STATE },
  { "paid", "id-1", "REFUNDED", 1250, "EUR", TILL_FINDING_DIFFERENT, D_STATE },
  { "paid", "id-1", "REDIRECTED", 1250, "EUR", TILL_FINDING_DIFFERENT, D_STATE },
  { "paid", "id-1", "SURPRISED", 1250, "EUR", TILL_FINDING_DIFFERENT, D_STATE },
  { "paid", "id-1", "CAPTURED", 1251, "EUR", TILL_FINDING_DIFFERENT, D_AMOUNT },
  { "paid", "id-1", "CAPTURED", 1250, "USD", TILL_FINDING_DIFFERENT, D_CURRENCY },
  { "paid", "id-1", NULL, 0, NULL, TILL_FINDING_ONLY_HERE },
  { "paid", "id-0", "CAPTURED", 1250, "EUR", TILL_FINDING_ONLY_THERE },
  { "refused", "id-1", "REJECTED", 1250, "EUR", -1 },
  { "refused", "id-1", "CAPTURED", 1250, "EUR", TILL_FINDING_DIFFERENT, D_STATE },
  { "refused", NULL, NULL, 0, NULL, -1 },
  { "cancelled", "id-1", "CANCELLED", 1250, "EUR", -1 },
  { "cancelled", "id-1", "REDIRECTED", 1250, "EUR", TILL_FINDING_DIFFERENT, D_STATE },
  { "expired", "id-1", "REDIRECTED", 1250, "EUR", -1 },
  { "expired", "id-1", "CANCELLED", 1250, "EUR", -1 },
  { "expired", "id-1", "CAPTURED", 1250, "EUR", TILL_FINDING_DIFFERENT, D_STATE },
  { "waiting", "id-1", "REDIRECTED", 1250, "EUR", -1 },
  { "waiting", "id-1", "CAPTURED", 1250, "EUR", TILL_FINDING_DIFFERENT, D_STATE },
  { "waiting", "id-1", "REJECTED", 1300, "EUR", TILL_FINDING_DIFFERENT, D_STATE | D_AMOUNT },
  { "void", NULL, NULL, 0, NULL, -1 },
  { "void", NULL, "CAPTURED", 1250, "EUR", TILL_FINDING_ONLY_THERE },
};

static TillRecord *
new_record (const char *type,
            const char *id,
            const char *state)
{
  TillRecord *record = till_test_record_new (type);

  if (id != NULL)
    record = till_test_record_add (record, TILL_EVENT_ANSWERED, TILL_FACT_PAYMENT_ID, id);

  return till_test_record_add (record, TILL_EVENT_STATUS, TILL_FACT_STATE, state);
}

static gpointer
read_json (const char *text,
           gpointer  (*read) (JsonObject *object, GError **error))
{
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  gpointer value = read (json_node_get_object (node), NULL);

  g_assert_nonnull (value);

  return value;
}

static ConnectPayment *
new_payment (const char *id,
             const char *status,
             gint64      amount,
             const char *currency)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{\"id\":\"%s\",\"status\":\"%s\",\"paymentOutput\":{\"amountOfMoney\":{\"amount\":%"
                          G_GINT64_FORMAT ",\"currencyCode\":\"%s\"},\"references\":{\"merchantReference\":\""
                          TILL_TEST_REFERENCE "\"}}}", id, status, amount, currency);

  return read_json (text, (gpointer) connect_payment_from_json);
}

static void
assert_findings (GPtrArray      *findings,
                 int             kind,
                 TillDifference  differs)
{
  gboolean agreed = kind == -1;

  /* Whoever is known only there leaves ours known only here. */
  g_assert_cmpuint (findings->len, >=, !agreed);
  if (agreed)
    {
      g_assert_cmpuint (findings->len, ==, 0);
      return;
    }
  g_assert_cmpint (((TillFinding *) findings->pdata[0])->kind, ==, kind);
  g_assert_cmpuint (((TillFinding *) findings->pdata[0])->differs, ==, differs);
}

static void
test_payments (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(TillRecord) record = new_record ("desktopQRCode", rows[i].id, rows[i].state);
      g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) connect_payment_unref);
      g_autoptr(GPtrArray) findings = NULL;
      gboolean both_sides = g_strcmp0 (rows[i].id, "id-0") == 0;

      g_test_message ("%u: %s, %s", i, rows[i].state, rows[i].there);
      if (rows[i].there != NULL)
        g_ptr_array_add (found, new_payment ("id-1", rows[i].there, rows[i].amount, rows[i].currency));
      findings = till_reconcile_payments (record, found);
      assert_findings (findings, rows[i].kind, rows[i].differs);
      g_assert_cmpuint (findings->len, ==, (rows[i].kind != -1) + both_sides);
    }
}

/* On a page a customer may have tried several times; only money is more than that. */
static void
test_page (void)
{
  static const struct
  {
    const char *status;
    int         kind;
  } others[] = {
    { "REJECTED", -1 },
    { "CANCELLED", -1 },
    { "REDIRECTED", -1 },
    { "CAPTURED", TILL_FINDING_ONLY_THERE },
    { "SURPRISED", TILL_FINDING_ONLY_THERE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      TillRecord *page = till_test_record_add (till_test_record_new ("hostedCheckout"), TILL_EVENT_ANSWERED,
                                               TILL_FACT_CHECKOUT_ID, "c-1");
      TillRecord *seen = till_test_record_add (page, TILL_EVENT_STATUS, TILL_FACT_PAYMENT_ID, "id-1");
      g_autoptr(TillRecord) record = till_test_record_add (seen, TILL_EVENT_STATUS, TILL_FACT_STATE, "paid");
      g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) connect_payment_unref);
      g_autoptr(GPtrArray) findings = NULL;

      g_test_message ("%s", others[i].status);
      g_ptr_array_add (found, new_payment ("id-1", "CAPTURED", 1250, "EUR"));
      g_ptr_array_add (found, new_payment ("id-2", others[i].status, 1250, "EUR"));
      findings = till_reconcile_payments (record, found);
      assert_findings (findings, others[i].kind, 0);
    }
}

static const struct
{
  const char     *state;      /* (nullable) here: NULL: there is none */
  const char     *there;      /* (nullable) */
  gint64          amount;
  int             kind;
  TillDifference  differs;
} refund_rows[] = {
  { "requested", "REFUND_REQUESTED", 500, -1 },
  { "done", "REFUNDED", 500, -1 },
  { "requested", "REFUNDED", 500, TILL_FINDING_DIFFERENT, D_STATE },
  { "done", "REFUNDED", 501, TILL_FINDING_DIFFERENT, D_AMOUNT },
  { "done", NULL, 0, TILL_FINDING_ONLY_HERE },
  { "unknown", NULL, 0, TILL_FINDING_ONLY_HERE },
  { "unknown", "REFUND_REQUESTED", 500, TILL_FINDING_DIFFERENT, D_STATE },
  { "refused", NULL, 0, -1 },
  { "refused", "REJECTED", 500, -1 },
  { "void", NULL, 0, -1 },
  { "void", "REFUNDED", 500, TILL_FINDING_DIFFERENT, D_STATE },
  { "void", "SURPRISED", 500, TILL_FINDING_DIFFERENT, D_STATE },
  { NULL, "REFUNDED", 500, TILL_FINDING_ONLY_THERE },
};

static TillRecord *
add_refund (TillRecord *record,
            const char *state)
{
  TillEvent *intent = till_event_new (TILL_EVENT_REFUND, record->id);

  till_event_set (intent, TILL_FACT_REFUND, "f-1");
  till_event_set (intent, TILL_FACT_REFUND_STATE, "unknown");
  till_event_set (intent, TILL_FACT_REFUND_AMOUNT, "500");
  till_event_set (intent, TILL_FACT_REFUND_REFERENCE, "R-1");
  record = till_test_record_apply (record, intent, 0);
  if (g_str_equal (state, "unknown"))
    return record;

  intent = till_event_new (TILL_EVENT_REFUND, record->id);
  till_event_set (intent, TILL_FACT_REFUND, "f-1");
  till_event_set (intent, TILL_FACT_REFUND_STATE, state);

  return till_test_record_apply (record, intent, 0);
}

static void
test_refunds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refund_rows); i++)
    {
      g_autoptr(TillRecord) record = new_record ("desktopQRCode", "id-1", "paid");
      g_autoptr(GPtrArray) listed = g_ptr_array_new_with_free_func ((GDestroyNotify) connect_refund_unref);
      g_autoptr(GPtrArray) findings = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%u", i);
      if (refund_rows[i].state != NULL)
        record = add_refund (record, refund_rows[i].state);
      text = g_strdup_printf ("{\"id\":\"r-1\",\"status\":\"%s\",\"refundOutput\":{\"amountOfMoney\":{\"amount\":%"
                              G_GINT64_FORMAT ",\"currencyCode\":\"EUR\"},\"references\":{\"merchantReference\":"
                              "\"R-1\"}}}", refund_rows[i].there, refund_rows[i].amount);
      if (refund_rows[i].there != NULL)
        g_ptr_array_add (listed, read_json (text, (gpointer) connect_refund_from_json));
      findings = till_reconcile_refunds (record, listed);
      assert_findings (findings, refund_rows[i].kind, refund_rows[i].differs);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reconcile/payments", test_payments);
  g_test_add_func ("/reconcile/page", test_page);
  g_test_add_func ("/reconcile/refunds", test_refunds);

  return g_test_run ();
}
