/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-judge.h"
#include "till-schedule.h"
#include "till-test-record.h"

/* What is to be done next, and when: each rule of the rhythm a row.  Times are in milliseconds. */

#define SECOND 1000
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define NOW    (10 * HOUR)

/* What is known of the payment. */
typedef enum
{
  ASKED,          /* requested, nothing answered */
  ANSWERED,       /* requested, with an id */
  WAITING,
  CONFIRMING,
  LINK,           /* waiting, urlIntent */
  APP,            /* waiting, miniProgram */
  PAGE,           /* waiting, hostedCheckout */
  PAGE_DELETING,  /* the same, to be deleted */
  PAGE_DELETED,   /* … and deleted */
  PAID_DELETING,  /* paid, and the page is to be deleted */
  PAID_DELETED,
  PAID_OVER,      /* … and nothing can come of it any more */
  OTHER,          /* waiting, and a repeat named a second payment */
  DIFFERS,        /* confirming, with amount-differs */
  STUCK,
  SETTLED,        /* waiting, closed by a person */
  REFUSED,
  VOID,
} Stage;

static TillRecord *
show (TillRecord *record)
{
  record = till_test_record_add (record, TILL_EVENT_SHOWN, TILL_FACT_SHOWN, "1");

  return till_test_record_add (record, TILL_EVENT_SHOWN, TILL_FACT_STATE, "waiting");
}

static TillRecord *
new_shown (const char *type)
{
  TillRecord *record = till_test_record_new (type);

  record = till_test_record_add (record, TILL_EVENT_ANSWERED, TILL_FACT_PAYMENT_ID, "id-1");

  return show (record);
}

static TillRecord *
new_page (const char *page,
          gboolean    is_paid)
{
  TillRecord *record = till_test_record_new ("hostedCheckout");

  record = show (till_test_record_add (record, TILL_EVENT_ANSWERED, TILL_FACT_CHECKOUT_ID, "c-1"));
  if (is_paid)
    record = till_test_record_add (record, TILL_EVENT_STATUS, TILL_FACT_PAYMENT_ID, "id-1");
  if (is_paid)
    record = till_test_record_add (record, TILL_EVENT_STATUS, TILL_FACT_STATE, "paid");

  return till_test_record_add (record, TILL_EVENT_STATUS, TILL_FACT_CHECKOUT_PAGE, page);
}

static TillRecord *
new_at (Stage stage)
{
  TillRecord *record;

  switch (stage)
    {
    case ASKED:
      return till_test_record_new ("desktopQRCode");
    case ANSWERED:
      record = till_test_record_new ("desktopQRCode");
      return till_test_record_add (record, TILL_EVENT_ANSWERED, TILL_FACT_PAYMENT_ID, "id-1");
    case VOID:
      record = till_test_record_new ("desktopQRCode");
      return till_test_record_add (record, TILL_EVENT_LOOKED, TILL_FACT_STATE, "void");
    case LINK:
      return new_shown ("urlIntent");
    case APP:
      return new_shown ("miniProgram");
    case PAGE:
      return new_page ("live", FALSE);
    case PAGE_DELETING:
      return new_page ("deleting", FALSE);
    case PAGE_DELETED:
      return new_page ("deleted", FALSE);
    case PAID_DELETING:
      return new_page ("deleting", TRUE);
    case PAID_DELETED:
      return new_page ("deleted", TRUE);
    case PAID_OVER:
      return new_page ("over", TRUE);
    case CONFIRMING:
      return till_test_record_add (new_shown ("desktopQRCode"), TILL_EVENT_STATUS, TILL_FACT_STATE, "confirming");
    case OTHER:
      return till_test_record_add (new_shown ("desktopQRCode"), TILL_EVENT_ANSWERED,
                                   TILL_FACT_OTHER_PAYMENT_ID, "id-2");
    case DIFFERS:
      record = till_test_record_add (new_shown ("desktopQRCode"), TILL_EVENT_STATUS, TILL_FACT_PLATFORM_AMOUNT, "1");
      record = till_test_record_add (record, TILL_EVENT_STATUS, TILL_FACT_STATE, "confirming");
      return till_test_record_add (record, TILL_EVENT_STATUS, TILL_FACT_ATTENTION, "amount-differs");
    case STUCK:
      return till_test_record_add (new_shown ("desktopQRCode"), TILL_EVENT_STATUS, TILL_FACT_ATTENTION, "stuck");
    case SETTLED:
      return till_test_record_add (new_shown ("desktopQRCode"), TILL_EVENT_CLOSED, TILL_FACT_SETTLED, "cash");
    case REFUSED:
      return till_test_record_add (new_shown ("desktopQRCode"), TILL_EVENT_STATUS, TILL_FACT_STATE, "refused");
    case WAITING:
    default:
      return new_shown ("desktopQRCode");
    }
}

#define FRESH   .can_ask = TRUE, .may_send = TRUE
#define HERE    .can_ask = TRUE, .may_send = TRUE, .n_tries = 1, .maybe_taken = TRUE, .asked_here = TRUE, \
                .waiting = TRUE, .last_end = NOW
#define CALM    .can_ask = TRUE, .asked_here = TRUE, .last_end = NOW
#define TAKEN   .can_ask = TRUE, .look_since = NOW, .calm_since = 0

static const struct
{
  const char   *name;
  Stage         stage;
  TillProgress  progress;
  TillStep      step;
  gint64        delay;      /* from NOW */
} rows[] = {
  /* sending */
  { "the first send", ASKED, { FRESH, .first_try = NOW }, TILL_STEP_CREATE, 0 },
  { "second", ASKED, { FRESH, .n_tries = 1, .maybe_taken = TRUE, .first_try = NOW, .last_try = NOW },
    TILL_STEP_CREATE, 500 },
  { "third", ASKED, { FRESH, .n_tries = 2, .maybe_taken = TRUE, .first_try = NOW, .last_try = NOW },
    TILL_STEP_CREATE, 1 * SECOND },
  { "fifth", ASKED, { FRESH, .n_tries = 4, .maybe_taken = TRUE, .first_try = NOW, .last_try = NOW },
    TILL_STEP_CREATE, 4 * SECOND },
  { "sixth", ASKED, { FRESH, .n_tries = 5, .maybe_taken = TRUE, .first_try = NOW, .last_try = NOW },
    TILL_STEP_CREATE, 8 * SECOND },
  { "hundredth", ASKED, { FRESH, .n_tries = 99, .maybe_taken = TRUE, .first_try = NOW, .last_try = NOW },
    TILL_STEP_CREATE, 8 * SECOND },
  { "jitter", ASKED, { FRESH, .n_tries = 1, .maybe_taken = TRUE, .first_try = NOW, .last_try = NOW,
                       .jitter_ms = 200 }, TILL_STEP_CREATE, 700 },
  { "Retry-After", ASKED, { FRESH, .n_tries = 1, .maybe_taken = TRUE, .first_try = NOW, .last_try = NOW,
                            .retry_after = 60 }, TILL_STEP_CREATE, 60 * SECOND },
  { "nothing left: not slept through 10 s", ASKED, { FRESH, .n_tries = 5, .first_try = NOW - 7500, .last_try = NOW },
    TILL_STEP_CREATE, 2500 },
  { "22 h", ASKED, { FRESH, .n_tries = 9, .maybe_taken = TRUE, .first_try = NOW - 22 * HOUR, .last_try = NOW },
    TILL_STEP_CREATE, 8 * SECOND },
  { "the key is too old", ASKED, { FRESH, .n_tries = 9, .maybe_taken = TRUE, .first_try = NOW - 23 * HOUR,
                                   .last_try = NOW, .look_since = NOW }, TILL_STEP_FIND, 0 },
  { "no code yet", ANSWERED, { FRESH, .n_tries = 1, .maybe_taken = TRUE, .bad_codes = 1, .first_try = NOW,
                               .last_try = NOW }, TILL_STEP_CREATE, 500 },
  { "no code for good", ANSWERED, { FRESH, .n_tries = 3, .maybe_taken = TRUE, .bad_codes = 3, .asked_here = TRUE,
                                    .last_end = NOW, .calm_since = NOW }, TILL_STEP_PAYMENT, 30 * SECOND },
  { "differs: never sent again", DIFFERS, { HERE }, TILL_STEP_PAYMENT, 3 * SECOND },
  { "left, and nothing ever left", ASKED, { FRESH, .n_tries = 1, .left = TRUE }, TILL_STEP_NEVER_SENT, 0 },
  { "left before the first send", ASKED, { FRESH, .left = TRUE }, TILL_STEP_NEVER_SENT, 0 },
  { "no account", ASKED, { .may_send = TRUE, .first_try = NOW }, TILL_STEP_REST, 0 },

  /* never answered: look-ups at 0, 1, 5 and 15 min after the last send */
  { "left unanswered", ASKED, { FRESH, .n_tries = 1, .maybe_taken = TRUE, .left = TRUE, .look_since = NOW },
    TILL_STEP_FIND, 0 },
  { "second look", ASKED, { FRESH, .maybe_taken = TRUE, .left = TRUE, .look_since = NOW, .n_looks = 1 },
    TILL_STEP_FIND, 1 * MINUTE },
  { "third look", ASKED, { FRESH, .maybe_taken = TRUE, .left = TRUE, .look_since = NOW, .n_looks = 2 },
    TILL_STEP_FIND, 5 * MINUTE },
  { "fourth look", ASKED, { FRESH, .maybe_taken = TRUE, .left = TRUE, .look_since = NOW, .n_looks = 3 },
    TILL_STEP_FIND, 15 * MINUTE + 2 * SECOND },
  { "taken up: never sent", ASKED, { TAKEN }, TILL_STEP_FIND, 0 },
  { "taken up, fourth look", ASKED, { TAKEN, .n_looks = 3 }, TILL_STEP_FIND, 16 * MINUTE + 2 * SECOND },
  { "a look without an answer", ASKED, { TAKEN, .n_errors = 1, .last_end = NOW }, TILL_STEP_FIND, 3 * SECOND },

  /* somebody waits */
  { "poll", WAITING, { HERE }, TILL_STEP_THIRD_PARTY, 3 * SECOND },
  { "fourth poll", WAITING, { HERE, .n_polls = 3 }, TILL_STEP_THIRD_PARTY, 3 * SECOND },
  { "fifth question", WAITING, { HERE, .n_polls = 4 }, TILL_STEP_PAYMENT, 3 * SECOND },
  { "the customer is done", CONFIRMING, { HERE, .completed = TRUE }, TILL_STEP_PAYMENT, 0 },
  { "… and the look was lost", CONFIRMING, { HERE, .completed = TRUE, .n_errors = 1 }, TILL_STEP_PAYMENT, 3 * SECOND },
  { "confirming", CONFIRMING, { HERE }, TILL_STEP_PAYMENT, 3 * SECOND },
  { "a link on the screen", LINK, { HERE }, TILL_STEP_THIRD_PARTY, 3 * SECOND },
  { "an app, waited for", APP, { HERE }, TILL_STEP_PAYMENT, 3 * SECOND },
  { "a page, waited for", PAGE, { HERE }, TILL_STEP_CHECKOUT, 3 * SECOND },
  { "a page, fifth question", PAGE, { HERE, .n_polls = 4 }, TILL_STEP_CHECKOUT_FOUND, 3 * SECOND },
  { "one poll lost", WAITING, { HERE, .n_errors = 1 }, TILL_STEP_THIRD_PARTY, 3 * SECOND },
  { "two polls lost", WAITING, { HERE, .n_errors = 2 }, TILL_STEP_THIRD_PARTY, 6 * SECOND },
  { "many polls lost", WAITING, { HERE, .n_errors = 9 }, TILL_STEP_THIRD_PARTY, 12 * SECOND },
  { "poll, Retry-After", WAITING, { HERE, .n_errors = 1, .retry_after = 30 }, TILL_STEP_THIRD_PARTY, 30 * SECOND },
  { "check now", WAITING, { HERE, .check_now = TRUE }, TILL_STEP_PAYMENT, 0 },
  { "a second payment", OTHER, { HERE }, TILL_STEP_OTHER_PAYMENT, 3 * SECOND },
  { "a second payment was asked", OTHER, { HERE, .n_polls = 4, .other_asked = TRUE }, TILL_STEP_PAYMENT, 3 * SECOND },

  /* nobody waits */
  { "at once at each start", WAITING, { TAKEN }, TILL_STEP_PAYMENT, 0 },
  { "the first 10 min", WAITING, { CALM, .calm_since = NOW }, TILL_STEP_PAYMENT, 30 * SECOND },
  { "9 min 59 s", WAITING, { CALM, .calm_since = NOW - 10 * MINUTE + 1 }, TILL_STEP_PAYMENT, 30 * SECOND },
  { "then", WAITING, { CALM, .calm_since = NOW - 10 * MINUTE }, TILL_STEP_PAYMENT, 5 * MINUTE },
  { "an old one taken up", WAITING, { CALM }, TILL_STEP_PAYMENT, 5 * MINUTE },
  { "the last look is not put off", WAITING, { CALM, .life_end = NOW + MINUTE }, TILL_STEP_PAYMENT, MINUTE },
  { "after its life", WAITING, { CALM, .life_end = NOW - MINUTE }, TILL_STEP_PAYMENT, 5 * MINUTE },
  { "stuck", STUCK, { CALM, .life_end = NOW - MINUTE }, TILL_STEP_PAYMENT, 1 * HOUR },
  { "differs, within its life", DIFFERS, { CALM, .life_end = NOW + HOUR }, TILL_STEP_PAYMENT, 5 * MINUTE },
  { "differs, after it", DIFFERS, { CALM, .life_end = NOW - HOUR }, TILL_STEP_PAYMENT, 1 * HOUR },
  { "settled, within its life", SETTLED, { CALM, .life_end = NOW + HOUR }, TILL_STEP_PAYMENT, 5 * MINUTE },
  { "settled, after it", SETTLED, { CALM, .life_end = NOW - HOUR }, TILL_STEP_NOTHING, 0 },
  { "settled, taken up after it", SETTLED, { TAKEN, .life_end = NOW - HOUR }, TILL_STEP_PAYMENT, 0 },
  { "settled, slept through its end", SETTLED, { .can_ask = TRUE, .asked_here = TRUE, .last_end = NOW - 2 * HOUR,
                                                 .life_end = NOW - HOUR }, TILL_STEP_PAYMENT, 0 },
  { "settled, no answer after it", SETTLED, { CALM, .life_end = NOW - HOUR, .n_errors = 1 },
    TILL_STEP_PAYMENT, 3 * SECOND },
  { "settled, only polled after it", SETTLED, { CALM, .life_end = NOW - HOUR, .n_polls = 1 },
    TILL_STEP_PAYMENT, 5 * MINUTE },
  { "settled, still on a screen", SETTLED, { HERE, .life_end = NOW - HOUR }, TILL_STEP_THIRD_PARTY, 3 * SECOND },
  { "settled, asked for", SETTLED, { CALM, .life_end = NOW - HOUR, .check_now = TRUE }, TILL_STEP_PAYMENT, 0 },
  { "a page", PAGE, { CALM, .calm_since = NOW }, TILL_STEP_CHECKOUT, 30 * SECOND },
  { "a page's payments", PAGE, { CALM, .calm_since = NOW, .n_polls = 1 }, TILL_STEP_CHECKOUT_FOUND, 0 },
  { "a page that did not answer", PAGE, { CALM, .calm_since = NOW, .n_polls = 1, .n_errors = 1 },
    TILL_STEP_CHECKOUT_FOUND, 3 * SECOND },
  { "a look lost", WAITING, { CALM, .calm_since = NOW, .n_errors = 1, .jitter_ms = 200 }, TILL_STEP_PAYMENT, 3200 },
  { "three looks lost", WAITING, { CALM, .calm_since = NOW, .n_errors = 3 }, TILL_STEP_PAYMENT, 12 * SECOND },
  { "looks lost, never slower than the rhythm", WAITING, { CALM, .calm_since = NOW, .n_errors = 5 },
    TILL_STEP_PAYMENT, 30 * SECOND },
  { "… which may be slow", WAITING, { CALM, .n_errors = 99, .jitter_ms = 200 }, TILL_STEP_PAYMENT, 5 * MINUTE },
  { "a look lost, Retry-After", WAITING, { CALM, .calm_since = NOW, .n_errors = 1, .retry_after = 60 },
    TILL_STEP_PAYMENT, 60 * SECOND },
  { "a page to be deleted", PAGE_DELETING, { CALM, .calm_since = NOW }, TILL_STEP_DELETE, 0 },
  { "… that did not answer", PAGE_DELETING, { CALM, .calm_since = NOW, .n_errors = 1, .page_asked = TRUE },
    TILL_STEP_CHECKOUT, 30 * SECOND },
  { "… was asked about then", PAGE_DELETING, { CALM, .calm_since = NOW, .n_polls = 1, .page_asked = TRUE },
    TILL_STEP_CHECKOUT_FOUND, 0 },
  { "… taken up", PAGE_DELETING, { TAKEN }, TILL_STEP_DELETE, 0 },
  { "a deleted page is looked at", PAGE_DELETED, { CALM, .calm_since = NOW, .page_asked = TRUE }, TILL_STEP_CHECKOUT, 0 },
  { "… with its payments", PAGE_DELETED, { CALM, .calm_since = NOW, .page_asked = TRUE, .n_polls = 1 },
    TILL_STEP_CHECKOUT_FOUND, 0 },
  { "cancel where it is allowed", WAITING, { CALM, .check_now = TRUE, .cancel_wanted = TRUE,
                                             .is_cancellable = TRUE }, TILL_STEP_CANCEL, 0 },
  { "cancel where it is not", WAITING, { CALM, .check_now = TRUE, .cancel_wanted = TRUE }, TILL_STEP_PAYMENT, 0 },
  { "not ours", WAITING, { .asked_here = TRUE }, TILL_STEP_REST, 0 },

  /* a page that is paid */
  { "paid: deleted at once", PAID_DELETING, { CALM, .life_end = NOW + HOUR }, TILL_STEP_DELETE, 0 },
  { "paid: that was lost", PAID_DELETING, { CALM, .life_end = NOW + HOUR, .n_errors = 1, .calm_since = NOW },
    TILL_STEP_DELETE, 30 * SECOND },
  { "paid: taken up, and that was lost", PAID_DELETING, { TAKEN, .last_end = NOW, .n_errors = 1 },
    TILL_STEP_DELETE, 5 * MINUTE },
  { "paid: lost to the end", PAID_DELETING, { CALM, .life_end = NOW, .n_errors = 1 },
    TILL_STEP_CHECKOUT_FOUND, 5 * MINUTE },
  { "paid: the last look", PAID_DELETED, { CALM, .life_end = NOW + HOUR }, TILL_STEP_CHECKOUT_FOUND, 1 * HOUR },
  { "paid: nobody knows when", PAID_DELETED, { CALM }, TILL_STEP_CHECKOUT_FOUND, 5 * MINUTE },
  { "paid: taken up", PAID_DELETED, { TAKEN, .life_end = NOW + HOUR }, TILL_STEP_CHECKOUT_FOUND, 0 },
  { "paid: check now", PAID_DELETED, { CALM, .life_end = NOW + HOUR, .check_now = TRUE }, TILL_STEP_CHECKOUT_FOUND, 0 },
  { "paid: check now, to be deleted", PAID_DELETING, { CALM, .check_now = TRUE }, TILL_STEP_DELETE, 0 },
  { "paid: … and that was asked", PAID_DELETING, { CALM, .check_now = TRUE, .page_asked = TRUE, .n_errors = 1 },
    TILL_STEP_CHECKOUT_FOUND, 0 },
  { "paid: not ours", PAID_DELETED, { .asked_here = TRUE }, TILL_STEP_REST, 0 },
  { "paid, and nothing can come", PAID_OVER, { CALM }, TILL_STEP_NOTHING, 0 },

  /* over */
  { "final", REFUSED, { CALM }, TILL_STEP_NOTHING, 0 },
  { "final, asked for", REFUSED, { CALM, .check_now = TRUE }, TILL_STEP_PAYMENT, 0 },
  { "void", VOID, { CALM }, TILL_STEP_NOTHING, 0 },
  { "void, asked for", VOID, { CALM, .check_now = TRUE }, TILL_STEP_FIND, 0 },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(TillRecord) record = new_at (rows[i].stage);
      TillPlan plan = till_schedule (record, &rows[i].progress, "boot", NOW);

      g_test_message ("%s", rows[i].name);
      g_assert_cmpint (plan.step, ==, rows[i].step);
      if (plan.step != TILL_STEP_NOTHING && plan.step != TILL_STEP_REST)
        g_assert_cmpint (plan.at - NOW, ==, rows[i].delay);
    }
}

/* Age by the clock of the boot in which it was asked for; another boot's tells nothing. */
static void
test_age (void)
{
  const TillProgress calm = { .can_ask = TRUE, .asked_here = TRUE, .last_end = 9 * MINUTE };
  g_autoptr(TillRecord) record = new_at (WAITING);

  g_assert_cmpint (till_schedule (record, &calm, "boot", 9 * MINUTE).at, ==, 9 * MINUTE + 30 * SECOND);
  g_assert_cmpint (till_schedule (record, &calm, "other", 9 * MINUTE).at, ==, 14 * MINUTE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schedule/rows", test_rows);
  g_test_add_func ("/schedule/age", test_age);

  return g_test_run ();
}
