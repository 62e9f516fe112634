/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-record.h"

TillRecord *
till_test_record_apply (TillRecord *record,
                        TillEvent  *step,
                        gint64      boot_time)
{
  g_autoptr(TillEvent) event = step;
  g_autoptr(TillRecord) before = record;
  g_autoptr(GError) error = NULL;
  TillRecord *after;

  event->seq = before != NULL ? before->last_seq + 1 : 1;
  event->boot_time = boot_time;
  g_free (event->boot_id);
  event->boot_id = g_strdup ("boot");
  after = till_record_apply (before, event, &error);
  g_assert_no_error (error);

  return after;
}

TillRecord *
till_test_record_add (TillRecord    *record,
                      TillEventKind  kind,
                      const char    *fact,
                      const char    *value)
{
  TillEvent *event = till_event_new (kind, "p");

  till_event_set (event, fact, value);

  return till_test_record_apply (record, event, 2000);
}

TillRecord *
till_test_record_judged (TillRecord *record,
                         GPtrArray  *events)
{
  TillRecord *after = till_record_ref (record);

  for (guint i = 0; i < events->len; i++)
    after = till_test_record_apply (after, till_event_ref (g_ptr_array_index (events, i)), 3000);
  g_ptr_array_unref (events);

  return after;
}

TillRecord *
till_test_record_new (const char *type)
{
  static const char *const facts[][2] = {
    { TILL_FACT_STATE, "requested" },
    { TILL_FACT_ORDER, "o" },
    { TILL_FACT_REQUEST_ID, "r" },
    { TILL_FACT_AMOUNT, "1250" },
    { TILL_FACT_CURRENCY, "EUR" },
    { TILL_FACT_REFERENCE, "A-1" },
    { TILL_FACT_MERCHANT_REFERENCE, TILL_TEST_REFERENCE },
    { TILL_FACT_KEY, "key" },
    { TILL_FACT_ENDPOINT, "https://example.com" },
    { TILL_FACT_MERCHANT, "1234" },
    { TILL_FACT_WAITED_FOR, "1" },
  };
  TillEvent *event = till_event_new (TILL_EVENT_REQUESTED, "p");

  till_event_set (event, TILL_FACT_TYPE, type);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    till_event_set (event, facts[i][0], facts[i][1]);

  return till_test_record_apply (NULL, event, 0);
}
