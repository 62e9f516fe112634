/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sqlite3.h>

#include "till-journal-private.h"
#include "till-test-faults.h"
#include "till-test-journal.h"

/* What the office's list reads: each filter, each text, each order, in whole pages and in pages of one row. */

#define NEW(name, func) \
  g_test_add (name, TillTestJournal, NULL, till_test_journal_set_up, func, till_test_journal_tear_down)

#define N_PAYMENTS 9
#define MINUTE G_TIME_SPAN_MINUTE

/* Row by row, a minute apart. */
static const struct
{
  const char             *reference;   /* NULL: the till makes one */
  const char             *description;
  gint64                  amount;
  const char             *currency;
  ConnectIntegrationType  type;
  const char             *who;
  const char             *state;       /* after "waiting" */
} made[N_PAYMENTS] = {
  { "A-1001", "Cappuccino", 1250, "EUR", CONNECT_INTEGRATION_DESKTOP_QR_CODE, "Anna", "paid" },
  { "A-1002", "Beans 1 kg", 3100, "EUR", CONNECT_INTEGRATION_DESKTOP_QR_CODE, "Anna", "refused" },
  { "B-1001", "Tee für Zürich", 420, "EUR", CONNECT_INTEGRATION_URL_INTENT, "Jonas", NULL },
  { NULL, "", 1250, "JPY", CONNECT_INTEGRATION_DESKTOP_QR_CODE, "", "paid" },
  { "1250", "a reference like an amount", 99, "EUR", CONNECT_INTEGRATION_DESKTOP_QR_CODE, "", "cancelled" },
  { "C-7", "cappuccino to go", 4800, "EUR", CONNECT_INTEGRATION_URL_INTENT, "Jonas", "paid" },
  { "C-8", "茶", 12, "EUR", CONNECT_INTEGRATION_DESKTOP_QR_CODE, "Anna", "confirming" },
  { "C-9", "", 1250, "CHF", CONNECT_INTEGRATION_DESKTOP_QR_CODE, "Mei", "paid" },
  { "d-%_", "", 700, "EUR", CONNECT_INTEGRATION_DESKTOP_QR_CODE, "Mei", "expired" },
};

static TillRecord *
make (TillTestJournal *f,
      guint            i)
{
  const TillOrderFields fields = {
    .money.amount = made[i].amount,
    .type = made[i].type,
    .reference = made[i].reference,
    .description = made[i].description,
    .country = "DE",
    .customer_ip = "192.0.2.7",
  };
  TillOrderFields whole = fields;
  g_autoptr(TillOrder) order = NULL;
  TillIntentOutcome outcome;
  TillRecord *record;
  g_autofree char *payment_id = g_strdup_printf ("00000085001000%u", i + 1);
  g_autofree char *wechat_id = g_strdup_printf ("wx%uX", i + 1);

  g_strlcpy (whole.money.currency, made[i].currency, sizeof whole.money.currency);
  order = till_order_new (&whole, NULL);
  till_journal_set_who (f->journal, made[i].who);
  till_test_clock_advance (f->clock, 60 * 1000);
  record = till_test_request_intent (f->journal,
                                     &(TillIntent) { .order = order, .waited_for = TRUE, .endpoint = "training",
                                                     .merchant = "1000", .key_id = "key-1" },
                                     &outcome, NULL);
  till_test_append (f->journal, &record, TILL_EVENT_SHOWN, "state", "waiting", "shown", "1",
                    "payment-id", payment_id, "wechat-id", wechat_id, NULL);
  if (made[i].state != NULL)
    till_test_append (f->journal, &record, TILL_EVENT_STATUS, "state", made[i].state, NULL);

  return record;
}

static void
give_back (TillTestJournal  *f,
           TillRecord      **record,
           const char       *id,
           const char       *amount,
           const char       *state)
{
  till_test_append (f->journal, record, TILL_EVENT_REFUND, "refund", id, "refund-state", "unknown",
                    "refund-amount", amount, "refund-reference", id, "refund-key", id, NULL);
  if (state != NULL)
    till_test_append (f->journal, record, TILL_EVENT_REFUND, "refund", id, "refund-state", state, NULL);
}

/* Rows 1 to 9; of 6 something was given back, and something is asked back; 8 was taken back; 3 needs a person. */
static void
make_all (TillTestJournal *f)
{
  for (guint i = 0; i < N_PAYMENTS; i++)
    {
      g_autoptr(TillRecord) record = make (f, i);

      if (i == 5)
        {
          give_back (f, &record, "r1", "1200", "done");
          give_back (f, &record, "r2", "500", "refused");
          give_back (f, &record, "r3", "100", NULL);
        }
      if (i == 7)
        till_test_append (f->journal, &record, TILL_EVENT_STATUS, "reversed", "1", NULL);
      if (i == 2)
        till_test_append (f->journal, &record, TILL_EVENT_ATTENTION, "attention", "stuck", NULL);
    }
}

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static TillSelection *
select_all (TillJournal          *journal,
            const TillListFilter *filter,
            TillSort              sort,
            gboolean              ascending)
{
  TillSelection *selection = till_selection_new (filter, sort, ascending);

  while (!selection->is_complete)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      till_journal_select_async (journal, selection, NULL, store_cb, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (till_journal_select_finish (journal, result, selection, &error));
      g_assert_no_error (error);
    }

  return selection;
}

static char *
rows_to_text (TillSelection *selection)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < selection->chosen->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, g_array_index (selection->chosen, TillSelected, i).row);

  return g_string_free (text, FALSE);
}

static void
assert_selected (TillTestJournal      *f,
                 const TillListFilter *filter,
                 TillSort              sort,
                 gboolean              ascending,
                 const char           *rows)
{
  g_autoptr(TillSelection) selection = select_all (f->journal, filter, sort, ascending);
  g_autofree char *text = rows_to_text (selection);

  g_assert_cmpstr (text, ==, rows);
}

static const struct
{
  TillListFilter  filter;
  const char     *rows;
} filters[] = {
  { { 0, }, "987654321" },
  { { .states = TILL_STATES (TILL_PAYMENT_PAID) }, "8641" },
  { { .states = TILL_STATES (TILL_PAYMENT_REFUSED) | TILL_STATES (TILL_PAYMENT_CANCELLED) }, "52" },
  { { .states = TILL_STATES (TILL_PAYMENT_VOID) }, "" },
  { { .only_open = TRUE }, "763" },
  { { .only_unresolved = TRUE }, "763" },
  { { .only_attention = TRUE }, "3" },
  { { .only_open = TRUE, .states = TILL_STATES (TILL_PAYMENT_PAID) }, "6" },
  { { .since = TILL_TEST_CLOCK_START + 7 * MINUTE }, "987" },
  { { .until = TILL_TEST_CLOCK_START + 3 * MINUTE }, "21" },
  { { .since = TILL_TEST_CLOCK_START + 4 * MINUTE, .until = TILL_TEST_CLOCK_START + 6 * MINUTE }, "54" },
  { { .till = "T1" }, "987654321" },
  { { .till = "T2" }, "" },
  { { .who = "Anna" }, "721" },
  { { .who = "" }, "54" },
  { { .has_type = TRUE, .type = CONNECT_INTEGRATION_URL_INTENT }, "63" },
  { { .has_type = TRUE, .type = CONNECT_INTEGRATION_HOSTED_CHECKOUT }, "" },
  { { .who = "Jonas", .states = TILL_STATES (TILL_PAYMENT_PAID), .text = "cap" }, "6" },

  { { .text = "" }, "987654321" },
  { { .text = "  " }, "987654321" },
  { { .text = "A-1001" }, "1" },
  { { .text = " a-1001 " }, "1" },
  { { .text = "a-10" }, "21" },
  { { .text = "1001" }, "31" },
  { { .text = "CAPPUCCINO" }, "61" },
  { { .text = "to go" }, "6" },
  { { .text = "ZÜRICH" }, "3" },
  { { .text = "für" }, "3" },
  { { .text = "Zu\u0308rich" }, "3" },
  { { .text = "茶" }, "7" },
  { { .text = "%" }, "9" },
  { { .text = "_" }, "9" },
  { { .text = "t1-0000" }, "4" },
  { { .text = "000000850010007" }, "7" },
  { { .text = "0000008500100" }, "987654321" },
  { { .text = "wx4" }, "4" },
  { { .text = "WX4x" }, "4" },
  { { .text = "12.50" }, "81" },
  { { .text = "12.5" }, "81" },
  { { .text = "1250" }, "54" },
  { { .text = "4800" }, "" },
  { { .text = "48" }, "6" },
  { { .text = "0.12" }, "7" },
  { { .text = "12.501" }, "" },
  { { .text = "no such thing" }, "" },
};

/* Both readers of a filter agree: the office's list, and the list of whole records. */
static void
assert_listed (TillTestJournal      *f,
               const TillListFilter *filter,
               const char           *rows)
{
  g_autoptr(GPtrArray) list = till_test_list (f->journal, filter);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, ((TillRecord *) list->pdata[i])->row);
  g_assert_cmpstr (text->str, ==, rows);
}

static void
test_filters (TillTestJournal *f,
              gconstpointer    data)
{
  make_all (f);

  for (guint pages = 0; pages < 2; pages++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
        {
          g_test_message ("%u: %s", i, filters[i].filter.text != NULL ? filters[i].filter.text : "-");
          assert_selected (f, &filters[i].filter, TILL_SORT_TIME, FALSE, filters[i].rows);
          assert_listed (f, &filters[i].filter, filters[i].rows);
        }
      till_journal_set_page (f->journal, 0);
    }
}

static void
test_own_ids (TillTestJournal *f,
              gconstpointer    data)
{
  g_autoptr(GPtrArray) list = NULL;
  TillRecord *record;
  g_autofree char *upper = NULL;
  g_autofree char *middle = NULL;

  make_all (f);
  list = till_test_list (f->journal, &(TillListFilter) { 0, });
  record = list->pdata[0];
  upper = g_ascii_strup (record->id, -1);
  middle = g_strndup (record->merchant_reference + 4, 7);

  assert_selected (f, &(TillListFilter) { .text = record->id }, TILL_SORT_TIME, FALSE, "9");
  assert_selected (f, &(TillListFilter) { .text = upper }, TILL_SORT_TIME, FALSE, "9");
  assert_selected (f, &(TillListFilter) { .text = record->merchant_reference }, TILL_SORT_TIME, FALSE, "9");
  assert_selected (f, &(TillListFilter) { .text = middle }, TILL_SORT_TIME, FALSE, "9");
}

static void
test_order (TillTestJournal *f,
            gconstpointer    data)
{
  const TillListFilter all = { 0, };
  const TillListFilter some = { .text = "a-100" };

  make_all (f);

  for (guint pages = 0; pages < 2; pages++)
    {
      assert_selected (f, &all, TILL_SORT_TIME, TRUE, "123456789");
      assert_selected (f, &all, TILL_SORT_AMOUNT, TRUE, "875391264");
      assert_selected (f, &all, TILL_SORT_AMOUNT, FALSE, "462193578");
      assert_selected (f, &all, TILL_SORT_STATE, TRUE, "378641259");
      assert_selected (f, &all, TILL_SORT_REFUNDED, FALSE, "698754321");
      assert_selected (f, &some, TILL_SORT_AMOUNT, FALSE, "21");
      assert_selected (f, &some, TILL_SORT_AMOUNT, TRUE, "12");
      till_journal_set_page (f->journal, 0);
    }
}

static char *
sums_to_text (GArray *sums)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sums->len; i++)
    {
      const TillReportLine *line = &g_array_index (sums, TillReportLine, i);

      g_string_append_printf (text, "%s%s %s %u %" G_GINT64_FORMAT, i > 0 ? ", " : "", line->sum.currency, line->key,
                              line->count, line->sum.amount);
    }

  return g_string_free (text, FALSE);
}

static void
assert_sums (TillTestJournal      *f,
             const TillListFilter *filter,
             const char           *wanted)
{
  g_autoptr(TillSelection) selection = select_all (f->journal, filter, TILL_SORT_AMOUNT, FALSE);
  g_autofree char *text = sums_to_text (selection->sums);

  g_assert_cmpstr (text, ==, wanted);
}

/* Only money that came, and was not taken back; what failed to go back is not counted as given back. */
static void
test_sums (TillTestJournal *f,
           gconstpointer    data)
{
  make_all (f);

  for (guint pages = 0; pages < 2; pages++)
    {
      assert_sums (f, &(TillListFilter) { 0, },
                   "EUR open 3 5232, EUR paid 2 6050, EUR refunded 1 1200, JPY paid 1 1250");
      assert_sums (f, &(TillListFilter) { .who = "Anna" }, "EUR open 1 12, EUR paid 1 1250");
      assert_sums (f, &(TillListFilter) { .text = "a-100" }, "EUR paid 1 1250");
      assert_sums (f, &(TillListFilter) { .states = TILL_STATES (TILL_PAYMENT_REFUSED) }, "");
      till_journal_set_page (f->journal, 0);
    }
}

/* Whom and what one may choose among, chosen or not. */
static void
test_words (TillTestJournal *f,
            gconstpointer    data)
{
  g_autoptr(TillSelection) selection = NULL;

  make_all (f);
  selection = select_all (f->journal, &(TillListFilter) { .who = "Mei" }, TILL_SORT_TIME, FALSE);
  g_ptr_array_add (selection->people, NULL);
  g_assert_cmpstrv (selection->people->pdata, ((const char *[]) { "Anna", "Jonas", "Mei", NULL }));
  g_assert_cmpuint (selection->tills->len, ==, 1);
  g_assert_cmpstr (selection->tills->pdata[0], ==, "T1");
}

static void
test_rows (TillTestJournal *f,
           gconstpointer    data)
{
  const gint64 wanted[] = { 7, 1, 99, 3 };
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));

  make_all (f);
  g_array_append_vals (rows, wanted, G_N_ELEMENTS (wanted));
  for (guint pages = 0; pages < 2; pages++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GPtrArray) list = NULL;

      till_journal_rows_async (f->journal, rows, NULL, store_cb, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      list = till_journal_rows_finish (f->journal, result, NULL);
      g_assert_cmpuint (list->len, ==, 3);
      g_assert_cmpint (((TillRecord *) list->pdata[0])->row, ==, 7);
      g_assert_cmpint (((TillRecord *) list->pdata[1])->row, ==, 1);
      g_assert_cmpint (((TillRecord *) list->pdata[2])->row, ==, 3);
      till_journal_set_page (f->journal, 0);
    }
}

/* Each statement goes by an index, row for row: SQLite sorts nothing and skips nothing by itself. */
static void
test_plans (TillTestJournal *f,
            gconstpointer    data)
{
  g_autoptr(GPtrArray) statements = NULL;
  sqlite3 *db;
  guint n = 0;

  make_all (f);
  g_ptr_array_unref (till_test_faults_take_sql ());
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    till_selection_free (select_all (f->journal, &filters[i].filter, TILL_SORT_AMOUNT, FALSE));
  statements = till_test_faults_take_sql ();

  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  for (guint i = 0; i < statements->len; i++)
    {
      g_autofree char *question = g_strconcat ("EXPLAIN QUERY PLAN ", statements->pdata[i], NULL);
      sqlite3_stmt *statement;

      if (!g_str_has_prefix (statements->pdata[i], "SELECT"))
        continue;
      g_assert_cmpint (sqlite3_prepare_v2 (db, question, -1, &statement, NULL), ==, SQLITE_OK);
      for (; sqlite3_step (statement) == SQLITE_ROW; n++)
        {
          const char *detail = (const char *) sqlite3_column_text (statement, 3);

          g_test_message ("%s: %s", detail, (const char *) statements->pdata[i]);
          g_assert_true (g_str_has_prefix (detail, "SEARCH"));
        }
      sqlite3_finalize (statement);
    }
  g_assert_cmpuint (n, >, 8);
  sqlite3_close (db);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  till_test_faults_install ();

  NEW ("/selection/filters", test_filters);
  NEW ("/selection/own-ids", test_own_ids);
  NEW ("/selection/order", test_order);
  NEW ("/selection/sums", test_sums);
  NEW ("/selection/words", test_words);
  NEW ("/selection/rows", test_rows);
  NEW ("/selection/plans", test_plans);

  return g_test_run ();
}
