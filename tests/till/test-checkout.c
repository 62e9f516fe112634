/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-register.h"

/* A hosted checkout to its end: the page is deleted when it is paid, left or over, whatever becomes of that call.
 * Connections that break in it are the matrix's: libsoup asks again by itself when one was used before. */

#define SECOND ((gint64) 1000)
#define MINUTE (60 * SECOND)
#define LIFE   (135 * MINUTE)

typedef TillTestRegister Fixture;

/* What the platform does with a deletion; fault -1: what it should. */
typedef struct
{
  const char *name;
  int         fault;
  guint       status;
  guint       n_deletes;    /* how often it is asked for until it is answered */
  gboolean    is_taken;     /* and the answer says that it took it */
  const char *body;         /* (nullable) of the fault */
} Deletion;

#define NO_BODY   "{\"errorId\":\"e-1\",\"errors\":[{\"code\":\"1\",\"message\":\"no\"}]}"
#define NO_FAULT  -1

static const Deletion deletions[] = {
  { "taken", NO_FAULT, 0, 1, TRUE },
  { "500, not done", TILL_TEST_STATUS, 500, 2, TRUE, NO_BODY },
  { "500, done", TILL_TEST_STATUS_DONE, 500, 2, FALSE, NO_BODY },
  { "404 from a proxy", TILL_TEST_STATUS, 404, 2, TRUE, "<html></html>" },
  { "refused", TILL_TEST_STATUS, 405, 1, FALSE, NO_BODY },
  { "not there", TILL_TEST_STATUS, 404, 1, FALSE, NO_BODY },
};

static guint
count (Fixture           *f,
       TillTestOperation  operation)
{
  return till_test_platform_count (f->platform, operation);
}

static void
arm (Fixture        *f,
     const Deletion *deletion)
{
  g_test_message ("%s", deletion->name);
  if (deletion->fault != NO_FAULT)
    till_test_platform_fail (f->platform, TILL_TEST_DELETE, (TillTestFault) deletion->fault, deletion->status,
                             deletion->body);
}

static TillPayment *
open_page (Fixture *f)
{
  const TillCharge charge = { .wait = FALSE };
  TillPayment *payment = till_test_charge_full (f->till, CONNECT_INTEGRATION_HOSTED_CHECKOUT, NULL, &charge, NULL, NULL);

  till_test_register_settle (f);
  till_test_assert_state (payment, "waiting");

  return payment;
}

/* A customer makes a payment on the page. */
static TillTestEntry *
pay (Fixture     *f,
     TillPayment *payment,
     const char  *status)
{
  TillRecord *record = till_payment_get_record (payment);
  TillTestEntry *entry = till_test_platform_add (f->platform, record->merchant_reference, 1250);

  entry->checkout_id = g_strdup (record->checkout_id);
  entry->status = status;

  return entry;
}

/* The record as it is on the disk, which is what a kill would leave. */
static TillPage
get_page (Fixture     *f,
          TillPayment *payment)
{
  g_autoptr(TillRecord) record = till_test_get (f, till_payment_get_record (payment)->id);

  return record->page;
}

static gboolean
is_open (Fixture     *f,
         TillPayment *payment)
{
  g_autoptr(TillRecord) record = till_test_get (f, till_payment_get_record (payment)->id);

  return till_record_is_open (record);
}

/* In each way in which the deletion can go: paid, deleted, looked at once more when the life of the page is over. */
static void
test_paid (Fixture       *f,
           gconstpointer  data)
{
  const Deletion *deletion = data;
  g_autoptr(TillPayment) payment = open_page (f);
  guint n_finds;

  arm (f, deletion);
  pay (f, payment, "CAPTURED");
  till_test_register_pass (f, 90 * SECOND);
  till_test_assert_state (payment, "paid");
  g_assert_cmpuint (count (f, TILL_TEST_DELETE), ==, deletion->n_deletes);
  g_assert_cmpint (get_page (f, payment), !=, TILL_PAGE_DELETING);
  g_assert_true (is_open (f, payment));
  g_assert_false (till_record_is_unresolved (till_payment_get_record (payment)));

  n_finds = count (f, TILL_TEST_FIND);
  till_test_register_pass (f, LIFE - 95 * SECOND);
  g_assert_cmpuint (count (f, TILL_TEST_FIND), ==, n_finds);
  till_test_register_pass (f, 10 * SECOND);
  g_assert_cmpuint (count (f, TILL_TEST_FIND), ==, n_finds + 1);
  g_assert_cmpuint (count (f, TILL_TEST_DELETE), ==, deletion->n_deletes);
  g_assert_cmpint (get_page (f, payment), ==, TILL_PAGE_OVER);
  g_assert_false (is_open (f, payment));
  g_assert_false (till_payment_is_followed (payment));
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
  till_test_assert_kept (f, payment);
}

/* A second one that is paid is told at the last look, and told once. */
static void
test_paid_twice (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(TillPayment) payment = open_page (f);
  TillTestEntry *first, *second;

  first = pay (f, payment, "CAPTURED");
  till_test_register_pass (f, 60 * SECOND);
  second = pay (f, payment, "CAPTURED");
  till_test_register_pass (f, LIFE);
  till_test_assert_state (payment, "paid");
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, TILL_ATTENTION_PAID_TWICE);
  g_assert_cmpstr (till_payment_get_record (payment)->payment_id, ==, first->id);
  g_assert_cmpstr (till_payment_get_record (payment)->other_payment_id, ==, second->id);
  g_assert_false (is_open (f, payment));
}

/* Somebody who had begun a second one at the last look has a life to end it; then it is told, or all is over. */
static void
test_begun_twice (Fixture       *f,
                  gconstpointer  data)
{
  gboolean pays = GPOINTER_TO_INT (data);
  g_autoptr(TillPayment) payment = open_page (f);
  TillTestEntry *second;

  pay (f, payment, "CAPTURED");
  till_test_register_pass (f, 60 * SECOND);
  second = pay (f, payment, "REDIRECTED");
  till_test_register_pass (f, LIFE);
  g_assert_cmpint (get_page (f, payment), ==, TILL_PAGE_WATCHED);
  g_assert_true (is_open (f, payment));

  if (pays)
    second->status = "CAPTURED";
  till_test_register_pass (f, LIFE - 5 * MINUTE);
  g_assert_cmpint (get_page (f, payment), ==, TILL_PAGE_WATCHED);
  till_test_register_pass (f, 10 * MINUTE);
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, pays ? TILL_ATTENTION_PAID_TWICE : 0);
  g_assert_false (is_open (f, payment));
}

/* A till that dies with the deletion under way: the next one asks again, and brings it to its end. */
static void
test_killed (Fixture       *f,
             gconstpointer  data)
{
  TillTestFault fate = GPOINTER_TO_INT (data);
  g_autoptr(TillPayment) payment = open_page (f);
  g_autofree char *id = g_strdup (till_payment_get_record (payment)->id);
  g_autoptr(TillRecord) record = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_DELETE, fate, 500, NO_BODY);
  pay (f, payment, "CAPTURED");
  till_test_register_pass (f, 31 * SECOND);
  g_assert_cmpuint (count (f, TILL_TEST_DELETE), ==, 1);
  g_assert_cmpint (get_page (f, payment), ==, TILL_PAGE_DELETING);
  g_clear_object (&payment);

  till_test_register_kill (f);
  till_register_start (f->till);
  till_test_register_pass (f, 31 * SECOND);
  g_assert_cmpuint (count (f, TILL_TEST_DELETE), ==, 2);
  till_test_register_kill (f);
  till_register_start (f->till);
  till_test_register_pass (f, LIFE);
  record = till_test_get (f, id);
  g_assert_cmpint (record->page, ==, TILL_PAGE_OVER);
  g_assert_false (till_record_is_open (record));
  g_assert_cmpuint (count (f, TILL_TEST_DELETE), ==, 2);
}

/* What "cancel" makes of a page on which there is nothing: certain only when the platform took the deletion. */
static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  const Deletion *deletion = data;
  gboolean at_once = deletion->is_taken && deletion->n_deletes == 1;
  g_autoptr(TillPayment) payment = open_page (f);

  arm (f, deletion);
  till_register_cancel_async (f->till, payment, NULL, NULL, NULL);
  till_test_register_settle (f);
  till_test_assert_state (payment, at_once ? "cancelled" : "waiting");
  g_assert_true (till_payment_get_record (payment)->abandoned);

  /* What was lost is made up by itself. */
  till_test_register_pass (f, 2 * MINUTE);
  till_test_assert_state (payment, deletion->is_taken ? "cancelled" : "waiting");
  g_assert_cmpuint (count (f, TILL_TEST_DELETE), ==, deletion->n_deletes);
  till_test_register_pass (f, LIFE + 10 * MINUTE);
  till_test_assert_state (payment, deletion->is_taken ? "cancelled" : "expired");
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
  till_test_assert_kept (f, payment);
}

/* Left in the middle of a wait, between two looks: what they saw before the deletion counts for nothing. */
static void
test_cancelled_in_a_wait (Fixture       *f,
                          gconstpointer  data)
{
  const TillCharge charge = { .wait = TRUE };
  g_autoptr(TillPayment) payment = NULL;

  payment = till_test_charge_full (f->till, CONNECT_INTEGRATION_HOSTED_CHECKOUT, NULL, &charge, NULL, NULL);
  till_test_register_pass (f, 7 * SECOND);
  g_assert_cmpuint (count (f, TILL_TEST_CHECKOUT), >, 0);
  g_assert_cmpuint (count (f, TILL_TEST_FIND), ==, 0);
  till_register_cancel_async (f->till, payment, NULL, NULL, NULL);
  till_test_register_settle (f);
  till_test_assert_state (payment, "cancelled");
  g_assert_cmpuint (count (f, TILL_TEST_DELETE), ==, 1);
}

/* … and of one on which somebody was: with what it is at once, and at the end. */
static const struct
{
  const char *name;
  const char *status;
  const char *at_once;
  const char *at_last;
} tries[] = {
  { "refused", "REJECTED", "refused", "refused" },
  { "taken back", "CANCELLED", "cancelled", "cancelled" },
  { "begun", "REDIRECTED", "waiting", "expired" },
  { "paid", "CAPTURED", "paid", "paid" },
};

static void
test_cancelled_after (Fixture       *f,
                      gconstpointer  data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(TillPayment) payment = open_page (f);

  pay (f, payment, tries[i].status);
  till_register_cancel_async (f->till, payment, NULL, NULL, NULL);
  till_test_register_settle (f);
  till_test_assert_state (payment, tries[i].at_once);
  g_assert_cmpuint (count (f, TILL_TEST_DELETE), ==, 1);
  till_test_register_pass (f, 2 * LIFE);
  till_test_assert_state (payment, tries[i].at_last);
  g_assert_false (is_open (f, payment));
}

/* The program that cancels dies after the deletion: the next one finds what there is to find. */
static void
test_cancelled_and_killed (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr(TillPayment) payment = open_page (f);
  g_autofree char *id = g_strdup (till_payment_get_record (payment)->id);
  g_autoptr(TillRecord) record = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_CHECKOUT, TILL_TEST_NOT_DONE, 0, NULL);
  till_register_cancel_async (f->till, payment, NULL, NULL, NULL);
  till_test_register_settle (f);
  till_test_assert_state (payment, "waiting");
  g_assert_cmpint (get_page (f, payment), ==, TILL_PAGE_DELETED);
  g_clear_object (&payment);

  till_test_register_kill (f);
  till_register_start (f->till);
  till_test_register_pass (f, 31 * SECOND);
  record = till_test_get (f, id);
  g_assert_cmpint (record->state, ==, TILL_PAYMENT_CANCELLED);
  g_assert_cmpuint (count (f, TILL_TEST_DELETE), ==, 1);
}

/* Nobody came: not over before the page was deleted and everything was asked anew. */
static void
test_expired (Fixture       *f,
              gconstpointer  data)
{
  const Deletion *deletion = data;
  g_autoptr(TillPayment) payment = open_page (f);

  arm (f, deletion);
  till_test_register_pass (f, LIFE - SECOND);
  till_test_assert_state (payment, "waiting");
  g_assert_cmpuint (count (f, TILL_TEST_DELETE), ==, 0);
  till_test_register_pass (f, 11 * MINUTE);
  till_test_assert_state (payment, "expired");
  g_assert_cmpuint (count (f, TILL_TEST_DELETE), ==, deletion->n_deletes);
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
}

/* A platform that never answers a deletion hides no money. */
static void
test_never_deleted (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(TillPayment) payment = open_page (f);

  till_test_platform_fail_always (f->platform, TILL_TEST_DELETE, 500, NO_BODY);
  till_register_cancel_async (f->till, payment, NULL, NULL, NULL);
  till_test_register_pass (f, LIFE + 20 * MINUTE);
  till_test_assert_state (payment, "waiting");
  g_assert_cmpuint (count (f, TILL_TEST_DELETE), <, 70);
  pay (f, payment, "CAPTURED");
  till_test_register_pass (f, 11 * MINUTE);
  till_test_assert_state (payment, "paid");
  g_assert_true (till_payment_get_record (payment)->late);
  till_test_register_pass (f, 11 * MINUTE);
  g_assert_false (is_open (f, payment));
}

#define ADD(path, data, function) \
  g_test_add (path, Fixture, data, till_test_register_set_up, function, till_test_register_tear_down)

static void
add_rows (const char *path,
          void      (*function) (Fixture       *f,
                                 gconstpointer  data))
{
  for (guint i = 0; i < G_N_ELEMENTS (deletions); i++)
    {
      g_autofree char *name = g_strconcat ("/checkout/", path, "/", deletions[i].name, NULL);

      ADD (g_strdelimit (name, " ", '-'), &deletions[i], function);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_rows ("paid", test_paid);
  add_rows ("cancelled", test_cancelled);
  add_rows ("expired", test_expired);
  for (guint i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      g_autofree char *name = g_strconcat ("/checkout/cancelled-after/", tries[i].name, NULL);

      ADD (g_strdelimit (name, " ", '-'), GUINT_TO_POINTER (i), test_cancelled_after);
    }
  ADD ("/checkout/paid-twice", NULL, test_paid_twice);
  ADD ("/checkout/begun-twice", GINT_TO_POINTER (FALSE), test_begun_twice);
  ADD ("/checkout/begun-twice-and-paid", GINT_TO_POINTER (TRUE), test_begun_twice);
  ADD ("/checkout/killed-before-it-was-done", GINT_TO_POINTER (TILL_TEST_STATUS), test_killed);
  ADD ("/checkout/killed-when-it-was-done", GINT_TO_POINTER (TILL_TEST_STATUS_DONE), test_killed);
  ADD ("/checkout/cancelled-in-a-wait", NULL, test_cancelled_in_a_wait);
  ADD ("/checkout/cancelled-and-killed", NULL, test_cancelled_and_killed);
  ADD ("/checkout/never-deleted", NULL, test_never_deleted);

  return g_test_run ();
}
