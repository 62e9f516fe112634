/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge.h"
#include "till-test-record.h"

/* What becomes of a hosted checkout, by what is said of its page and of the payments on it: each rule a row. */

#define T0     G_GINT64_CONSTANT (1795420800)
#define MINUTE 60

static ConnectPayment *
new_found (const char *id,
           const char *status)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":\"%s\",\"status\":\"%s\",\"paymentOutput\":{\"amountOfMoney\":"
                                           "{\"amount\":1250,\"currencyCode\":\"EUR\"},\"references\":"
                                           "{\"merchantReference\":\"" TILL_TEST_REFERENCE "\"}}}", id, status);
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  ConnectPayment *payment = connect_payment_from_json (json_node_get_object (node), NULL);

  g_assert_nonnull (payment);

  return payment;
}

/* A checkout's page: refused tries leave it open while it lives; what became of it is judged when its life is over,
 * and when it was deleted. */
static const struct
{
  TillPage          page;
  const char       *status[2];
  gint64            age;
  gboolean          over;
  TillPaymentState  state;
  TillPage          page_after;
  TillAttention     attention;
  const char       *payment_id;
} page_rows[] = {
#define LIFE TILL_LIFE_SESSION
#define PAGE(page) TILL_PAGE_##page
#define IS(state) TILL_PAYMENT_##state
  { PAGE (LIVE), { NULL }, 0, TRUE, IS (WAITING), PAGE (LIVE) },
  { PAGE (LIVE), { NULL }, LIFE - 1, TRUE, IS (WAITING), PAGE (LIVE) },
  { PAGE (LIVE), { "REJECTED" }, 0, FALSE, IS (WAITING), PAGE (LIVE) },
  { PAGE (LIVE), { "CANCELLED" }, 0, FALSE, IS (WAITING), PAGE (LIVE) },

  /* no end before the page was to be deleted, and that was answered */
  { PAGE (LIVE), { NULL }, LIFE, TRUE, IS (WAITING), PAGE (DELETING) },
  { PAGE (LIVE), { "REJECTED" }, LIFE, FALSE, IS (WAITING), PAGE (DELETING) },
  { PAGE (DELETING), { NULL }, LIFE, TRUE, IS (WAITING), PAGE (DELETING) },
  { PAGE (DELETING), { NULL }, 0, TRUE, IS (WAITING), PAGE (DELETING) },
  { PAGE (DELETED), { NULL }, LIFE, TRUE, IS (EXPIRED), PAGE (DELETED) },
  { PAGE (GONE), { NULL }, LIFE, TRUE, IS (EXPIRED), PAGE (GONE) },
  { PAGE (KEPT), { NULL }, LIFE, TRUE, IS (EXPIRED), PAGE (KEPT) },
  { PAGE (GONE), { NULL }, LIFE, FALSE, IS (WAITING), PAGE (GONE), TILL_ATTENTION_STUCK },
  { PAGE (GONE), { "REJECTED" }, LIFE, FALSE, IS (REFUSED), PAGE (GONE), 0, "id-1" },
  { PAGE (GONE), { "CANCELLED" }, LIFE, FALSE, IS (CANCELLED), PAGE (GONE), 0, "id-1" },
  { PAGE (GONE), { "REJECTED", "REDIRECTED" }, LIFE, FALSE, IS (WAITING), PAGE (GONE), 0, "id-2" },

  /* cancelled: only when the platform took the deletion, and says of the page too that there is nothing */
  { PAGE (DELETED), { NULL }, 60, TRUE, IS (CANCELLED), PAGE (DELETED) },
  { PAGE (DELETED), { NULL }, 60, FALSE, IS (WAITING), PAGE (DELETED) },
  { PAGE (GONE), { NULL }, 60, TRUE, IS (WAITING), PAGE (GONE) },
  { PAGE (KEPT), { NULL }, 60, TRUE, IS (WAITING), PAGE (KEPT) },
  { PAGE (DELETED), { "REJECTED" }, 60, TRUE, IS (REFUSED), PAGE (DELETED), 0, "id-1" },
  { PAGE (DELETED), { "REDIRECTED" }, 60, TRUE, IS (WAITING), PAGE (DELETED), 0, "id-1" },

  /* money */
  { PAGE (LIVE), { "REJECTED", "CAPTURED" }, 0, FALSE, IS (PAID), PAGE (DELETING), 0, "id-2" },
  { PAGE (DELETED), { "CAPTURED" }, 0, FALSE, IS (PAID), PAGE (DELETED), 0, "id-1" },
  { PAGE (KEPT), { "CAPTURED" }, 0, FALSE, IS (PAID), PAGE (DELETING), 0, "id-1" },
  { PAGE (LIVE), { "CAPTURED", "PAID" }, 0, FALSE, IS (PAID), PAGE (DELETING), TILL_ATTENTION_PAID_TWICE, "id-1" },
  { PAGE (LIVE), { "REVERSED" }, 0, FALSE, IS (PAID), PAGE (DELETING), TILL_ATTENTION_REVERSED, "id-1" },
};

static TillRecord *
new_page (void)
{
  const TillSight sight = { .now = { T0, "boot", 1000 }, .usable = TRUE, .sent_here = TRUE };
  g_autoptr(TillRecord) before = till_test_record_new ("hostedCheckout");
  g_autoptr(ConnectCall) call = connect_call_new ("key");
  ConnectCheckout checkout = { .id = (char *) "c-1", .url = (char *) "https://payment.example.com/c-1" };

  return till_test_record_judged (before, till_judge_checkout_created (before, &sight, call, &checkout, NULL));
}

static TillRecord *
new_page_that_is (TillPage page)
{
  return till_test_record_add (new_page (), TILL_EVENT_STATUS, TILL_FACT_CHECKOUT_PAGE, till_page_to_string (page));
}

/* What is found on the page, by status; the first is id-1. */
static GPtrArray *
new_payments (const char *const status[2])
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) connect_payment_unref);

  for (guint i = 0; i < 2 && status[i] != NULL; i++)
    g_ptr_array_add (found, new_found (i == 0 ? "id-1" : "id-2", status[i]));

  return found;
}

static void
test_pages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (page_rows); i++)
    {
      const TillSight sight = { .now = { T0 + page_rows[i].age, "boot", 5000 }, .checkout_over = page_rows[i].over };
      g_autoptr(GPtrArray) found = new_payments (page_rows[i].status);
      g_autoptr(TillRecord) before = new_page_that_is (page_rows[i].page);
      g_autoptr(TillRecord) after = NULL;
      g_autoptr(GPtrArray) again = NULL;

      g_test_message ("%u", i);
      g_assert_cmpint (before->state, ==, TILL_PAYMENT_WAITING);
      after = till_test_record_judged (before, till_judge_checkout_found (before, &sight, found));
      again = till_judge_checkout_found (after, &sight, found);
      g_assert_cmpint (after->state, ==, page_rows[i].state);
      g_assert_cmpint (after->page, ==, page_rows[i].page_after);
      g_assert_cmpuint (after->attention, ==, page_rows[i].attention);
      g_assert_cmpstr (after->payment_id, ==, page_rows[i].payment_id);
      g_assert_cmpuint (again->len, ==, 0);
    }
}

/* What the answer to a deletion makes of the page. */
static void
test_deleted (void)
{
  static const struct
  {
    int      error;    /* -1: none */
    TillPage page;
  } answers[] = {
    { -1, TILL_PAGE_DELETED },
    { CONNECT_ERROR_NOT_FOUND, TILL_PAGE_GONE },
    { CONNECT_ERROR_REFUSED, TILL_PAGE_KEPT },
    { CONNECT_ERROR_OFFLINE, TILL_PAGE_DELETING },
    { CONNECT_ERROR_NO_ANSWER, TILL_PAGE_DELETING },
    { CONNECT_ERROR_BAD_ANSWER, TILL_PAGE_DELETING },
    { CONNECT_ERROR_BUSY, TILL_PAGE_DELETING },
    { CONNECT_ERROR_TRY_LATER, TILL_PAGE_DELETING },
    { CONNECT_ERROR_KEY_REFUSED, TILL_PAGE_DELETING },
    { CONNECT_ERROR_CLOCK_WRONG, TILL_PAGE_DELETING },
  };
  const TillSight sight = { .now = { T0 + 60, "boot", 5000 } };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(TillRecord) before = new_page_that_is (TILL_PAGE_DELETING);
      g_autoptr(GError) error = answers[i].error != -1
                                ? g_error_new_literal (CONNECT_ERROR, answers[i].error, "no") : NULL;
      g_autoptr(TillRecord) after = till_test_record_judged (before, till_judge_deleted (before, &sight, error));

      g_test_message ("%u", i);
      g_assert_cmpint (after->page, ==, answers[i].page);
      g_assert_cmpint (after->state, ==, TILL_PAYMENT_WAITING);
    }
}

/* Only what is left open is to be deleted because it was left, and only once. */
static void
test_wants_deletion (void)
{
  for (guint page = 0; page < TILL_N_PAGES; page++)
    {
      g_autoptr(TillRecord) open = new_page_that_is (page);
      g_autoptr(TillRecord) refused = till_test_record_add (new_page_that_is (page), TILL_EVENT_STATUS,
                                                            TILL_FACT_STATE, "refused");
      g_autoptr(GPtrArray) of_open = till_judge_wants_deletion (open);
      g_autoptr(GPtrArray) of_refused = till_judge_wants_deletion (refused);

      g_assert_cmpuint (of_open->len, ==, page == TILL_PAGE_LIVE || page == TILL_PAGE_KEPT);
      g_assert_cmpuint (of_refused->len, ==, 0);
    }
}

/* A page that was paid is looked at when its life is over; a second payment that was begun has a life of its own. */
static void
test_paid_page (void)
{
  static const struct
  {
    gint64         age;
    const char    *status[2];
    TillPage       page;
    TillAttention  attention;
    const char    *other;
  } looks[] = {
    { 60, { "CAPTURED" }, TILL_PAGE_DELETED },
    { LIFE - 1, { "CAPTURED", "REDIRECTED" }, TILL_PAGE_DELETED },
    { LIFE, { "CAPTURED", "REDIRECTED" }, TILL_PAGE_WATCHED, 0, "id-2" },
    { 2 * LIFE - 1, { "CAPTURED", "REDIRECTED" }, TILL_PAGE_WATCHED, 0, "id-2" },
    { 2 * LIFE, { "CAPTURED", "REDIRECTED" }, TILL_PAGE_OVER, 0, "id-2" },
  };
  g_autoptr(TillRecord) record = NULL;

  for (guint twice = 0; twice < 2; twice++)
    {
      static const char *const paid[2] = { "CAPTURED", "PAID" };

      g_clear_pointer (&record, till_record_unref);
      record = new_page_that_is (TILL_PAGE_DELETED);
      for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
        {
          const TillSight sight = { .now = { T0 + looks[i].age, "boot", 5000 } };
          gboolean is_second = twice && i == G_N_ELEMENTS (looks) - 1;
          g_autoptr(GPtrArray) found = new_payments (is_second ? paid : looks[i].status);
          TillRecord *after = till_test_record_judged (record, till_judge_checkout_found (record, &sight, found));

          g_test_message ("%u", i);
          till_record_unref (record);
          record = after;
          g_assert_cmpint (record->state, ==, TILL_PAYMENT_PAID);
          g_assert_cmpint (record->page, ==, looks[i].page);
          g_assert_cmpuint (record->attention, ==, is_second ? TILL_ATTENTION_PAID_TWICE : looks[i].attention);
          g_assert_cmpstr (record->other_payment_id, ==, looks[i].other);
          g_assert_cmpstr (record->payment_id, ==, "id-1");
          g_assert_true (till_record_is_open (record) == (looks[i].page != TILL_PAGE_OVER));
          g_assert_false (till_record_is_unresolved (record));
        }
    }
}

/* A page whose answer had no Date, and whose boot is over, lives from the first look that has one. */
static void
test_page_without_date (void)
{
  TillSight sight = { .now = { T0, "boot-2", 5000 }, .checkout_over = TRUE };
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autoptr(TillRecord) before = new_page_that_is (TILL_PAGE_GONE);
  g_autoptr(TillRecord) seen = NULL;
  g_autoptr(TillRecord) after = NULL;

  before->answered_date = CONNECT_DATE_UNKNOWN;
  seen = till_test_record_judged (before, till_judge_checkout_found (before, &sight, none));
  g_assert_cmpint (seen->answered_date, ==, T0);

  sight.now.date += TILL_LIFE_SESSION;
  after = till_test_record_judged (seen, till_judge_checkout_found (seen, &sight, none));
  g_assert_cmpint (after->state, ==, TILL_PAYMENT_EXPIRED);
}

/* What a customer begins on a page late has a whole life from when it was first seen, and then an end: whoever looks. */
static void
test_page_begun_late (void)
{
  static const struct
  {
    gint64            age;
    const char       *boot_id;
    TillPaymentState  state;
  } looks[] = {
    { TILL_LIFE_SESSION + MINUTE, "boot", TILL_PAYMENT_WAITING },
    { 2 * TILL_LIFE_SESSION, "boot-2", TILL_PAYMENT_WAITING },
    { 2 * TILL_LIFE_SESSION + MINUTE, "boot-3", TILL_PAYMENT_EXPIRED },
  };
  g_autoptr(ConnectPayment) begun = new_found ("id-1", "REDIRECTED");
  g_autoptr(GPtrArray) found = g_ptr_array_new ();
  g_autoptr(TillRecord) record = new_page_that_is (TILL_PAGE_GONE);

  g_ptr_array_add (found, begun);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      const TillSight sight = { .now = { T0 + looks[i].age, looks[i].boot_id, 5000 } };
      TillRecord *after = till_test_record_judged (record, till_judge_checkout_found (record, &sight, found));

      till_record_unref (record);
      record = after;
      g_assert_cmpint (record->state, ==, looks[i].state);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/judge-checkout/pages", test_pages);
  g_test_add_func ("/judge-checkout/deleted", test_deleted);
  g_test_add_func ("/judge-checkout/wants-deletion", test_wants_deletion);
  g_test_add_func ("/judge-checkout/paid-page", test_paid_page);
  g_test_add_func ("/judge-checkout/page-without-date", test_page_without_date);
  g_test_add_func ("/judge-checkout/page-begun-late", test_page_begun_late);

  return g_test_run ();
}
