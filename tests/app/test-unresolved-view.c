/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "made-up.h"
#include "till-again.h"
#include "till-alarm.h"
#include "till-notice.h"
#include "till-unresolved-view.h"
#include "till-when.h"

#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

typedef struct
{
  const char   *situation;
  TillStanding  standing;
  const char   *reason;
  const char   *explanation;    /* how it begins */
  gboolean      needs_person;
  gboolean      can_recharge;
} Row;

static const Row rows[] =
{
  { "left", TILL_STANDING_NOT_CERTAIN, "the wait was left",
    "The code was shown, and the customer may still pay until ", FALSE, TRUE },
  { "left-early", TILL_STANDING_NOT_CERTAIN, "the wait was left",
    "No code was shown, so nobody can pay it. You can charge again.", FALSE, TRUE },
  { "no-code", TILL_STANDING_NOT_CERTAIN, "no answer",
    "No code was shown, so nobody can pay it. You can charge again.", FALSE, TRUE },
  { "timed-out", TILL_STANDING_NOT_CERTAIN, "no answer",
    "The code was shown, and the customer may still pay until ", FALSE, TRUE },
  { "left-confirming", TILL_STANDING_NOT_CERTAIN, "the wait was left",
    "The customer is done in WeChat; the outcome has not come yet.", FALSE },
  { "amount-differs", TILL_STANDING_CALL_MANAGER, "amount differs",
    "WeChat says €1.25 was paid; the order was €12.50. Till does not count it as paid", TRUE },
  { "other-account", TILL_STANDING_CALL_MANAGER, "another account",
    "It was made with the account of corner-coffee-1.", TRUE },
  { "stuck", TILL_STANDING_CALL_MANAGER, "no outcome",
    "WeChat Pay gave no outcome in all the time that a code can be paid.", TRUE },
  { "reversed", TILL_STANDING_CALL_MANAGER, "taken back",
    "The money was taken back. Do not hand over.", TRUE },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  const MadeUp *made_up = made_up_find (row->situation);
  g_autoptr(TillRecord) record = made_up_record (made_up);
  TillUnresolvedFacts facts = { .trouble = made_up->trouble - 1, .last_answer = -1, .next_look = -1 };
  g_auto(TillUnresolvedView) view = { 0 };
  g_autofree char *when = NULL;
  g_autofree char *detail = NULL;

  till_unresolved_view_init (&view, record, &facts, MADE_UP_NOW, record->created + MINUTE);
  when = till_when_to_text (record->created, record->created + MINUTE);
  detail = g_strdup_printf ("%s · %s", when, row->reason);

  g_assert_cmpint (view.standing, ==, row->standing);
  g_assert_cmpstr (view.detail, ==, detail);
  g_assert_true (g_str_has_prefix (view.explanation, row->explanation));
  g_assert_cmpstr (view.amount, ==, "€12.50");
  g_assert_cmpint (view.needs_person, ==, row->needs_person);
  g_assert_cmpint (view.can_recharge, ==, row->can_recharge);
  g_assert_null (view.rhythm);
}

/* The code's life is 2 h, and a quarter of an hour more. */
static void
test_life (void)
{
  g_autoptr(TillRecord) record = made_up_record (made_up_find ("left"));
  TillUnresolvedFacts facts = { -1, -1, -1 };
  g_auto(TillUnresolvedView) before = { 0 };
  g_auto(TillUnresolvedView) after = { 0 };

  till_unresolved_view_init (&before, record, &facts, MADE_UP_NOW, record->created + 134 * MINUTE);
  till_unresolved_view_init (&after, record, &facts, MADE_UP_NOW, record->created + 136 * MINUTE);

  g_assert_true (g_str_has_prefix (before.explanation, "The code was shown, and the customer may still pay until "));
  g_assert_true (g_str_has_prefix (after.explanation, "The code was shown and can no longer be paid"));
  g_assert_true (g_str_has_suffix (before.explanation, "do not charge again."));
  g_assert_true (g_str_has_suffix (after.explanation, "do not charge again."));
}

static void
test_rhythm (void)
{
  static const struct
  {
    int         next;    /* seconds */
    int         last;    /* seconds ago; -1: none */
    const char *rhythm;
  } cases[] = {
    { 18, 12, "Asked again in 18 s; last answer 12 s ago." },
    { 240, 130, "Asked again in 4 min; last answer 2 min ago." },
    { 18, -1, "Asked again in 18 s; no answer since Till was started." },
    { -5, 12, "Asked again in 0 s; last answer 12 s ago." },
  };
  g_autoptr(TillRecord) record = made_up_record (made_up_find ("left"));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(TillUnresolvedView) view = { 0 };
      TillUnresolvedFacts facts = {
        .trouble = -1,
        .last_answer = cases[i].last >= 0 ? MADE_UP_NOW - 1000 * cases[i].last : -1,
        .next_look = MADE_UP_NOW + 1000 * cases[i].next,
      };

      till_unresolved_view_init (&view, record, &facts, MADE_UP_NOW, record->created + MINUTE);
      g_assert_cmpstr (view.rhythm, ==, cases[i].rhythm);
    }
}

static void
test_headline (void)
{
  g_autofree char *none = till_unresolved_view_headline (0);
  g_autofree char *one = till_unresolved_view_headline (1);
  g_autofree char *three = till_unresolved_view_headline (3);

  g_assert_cmpstr (none, ==, "Every payment is certain");
  g_assert_cmpstr (one, ==, "1 payment is not certain yet");
  g_assert_cmpstr (three, ==, "3 payments are not certain yet");
}

/* At the start first what the last run left open, then how many. */
static void
test_chip (void)
{
  const gint64 since = G_GINT64_CONSTANT (1795000000) * G_USEC_PER_SEC;
  const TillOpenFacts one = { 1, 1, since }, three = { 5, 3, since }, answered = { 3, 0, 0 };
  g_autofree char *when = till_when_to_text (since, since + MINUTE);
  g_autofree char *one_text = till_unresolved_view_chip (&one, since + MINUTE);
  g_autofree char *three_text = till_unresolved_view_chip (&three, since + MINUTE);
  g_autofree char *answered_text = till_unresolved_view_chip (&answered, since + MINUTE);
  g_autofree char *one_wanted = g_strdup_printf ("1 open payment from %s: asking …", when);
  g_autofree char *three_wanted = g_strdup_printf ("3 open payments since %s: asking …", when);

  g_assert_cmpstr (one_text, ==, one_wanted);
  g_assert_cmpstr (three_text, ==, three_wanted);
  g_assert_cmpstr (answered_text, ==, "3 unresolved");
}

/* Before an order is charged again: whether it could be paid twice, and what is said about that. */
static void
test_again (void)
{
  static const struct
  {
    const char *situation;
    gboolean    asks;
    const char *answered;      /* (nullable) part of what is said after an answer */
    const char *unanswered;    /* (nullable) … and without one */
  } cases[] = {
    { "left", TRUE, "no money yet, but it may still be paid until", "it may be paid already, or still be paid until" },
    { "amount-differs", TRUE, "may still be paid until", "may be paid already" },
    { "paid-late", TRUE, "and the money came", "and the money came" },
    { "refused", FALSE, NULL, NULL },
    { "cancelled", FALSE, NULL, NULL },
    { "not-paid", FALSE, NULL, NULL },
    { "nothing", FALSE, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TillRecord) record = made_up_record (made_up_find (cases[i].situation));
      g_autofree char *answered = till_again_body (record, TRUE, record->created + MINUTE);
      g_autofree char *unanswered = till_again_body (record, FALSE, record->created + MINUTE);

      g_test_message ("%s", cases[i].situation);
      g_assert_cmpint (till_again_asks (record), ==, cases[i].asks);
      if (!cases[i].asks)
        continue;

      g_assert_nonnull (strstr (answered, cases[i].answered));
      g_assert_nonnull (strstr (unanswered, cases[i].unanswered));
      g_assert_nonnull (strstr (answered, "€12.50"));
    }
}

/* A notice is for what is final: what is open stands among the unresolved ones. */
static void
test_notice (void)
{
  static const struct
  {
    const char       *situation;
    gboolean          noticed;
    TillNoticeChoice  choices;
    const char       *title;     /* (nullable) of the desktop's notification */
  } cases[] = {
    { "paid", FALSE },
    { "refused", FALSE },
    { "left", FALSE },
    { "stuck", FALSE, 0, "Do not hand over: call the manager: €12.50" },
    { "amount-differs", FALSE, TILL_NOTICE_HANDED_OVER | TILL_NOTICE_REFUNDED, "Do not hand over: call the manager: €12.50" },
    { "paid-late", TRUE, TILL_NOTICE_HANDED_OVER | TILL_NOTICE_REFUNDED, "Paid late: €12.50" },
    { "paid-twice", TRUE, TILL_NOTICE_HANDED_OVER | TILL_NOTICE_REFUNDED, "Paid twice: €12.50" },
    { "reversed", TRUE, 0, "Do not hand over: call the manager: €12.50" },
    { "refund-failed", TRUE, TILL_NOTICE_REFUNDED, "Refund failed: €12.50" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TillRecord) record = made_up_record (made_up_find (cases[i].situation));

      g_test_message ("%s", cases[i].situation);
      g_assert_cmpint (till_notice_is_for (record), ==, cases[i].noticed);
      if (cases[i].title != NULL)
        {
          g_autofree char *title = till_alarm_title (record);

          g_assert_cmpint (strlen (till_notice_explain (record)), >, 10);
          g_assert_cmpint (till_notice_choices (record), ==, cases[i].choices);
          g_assert_cmpstr (title, ==, cases[i].title);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/unresolved-view/%s", rows[i].situation);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/unresolved-view/life", test_life);
  g_test_add_func ("/unresolved-view/rhythm", test_rhythm);
  g_test_add_func ("/unresolved-view/headline", test_headline);
  g_test_add_func ("/unresolved-view/chip", test_chip);
  g_test_add_func ("/unresolved-view/again", test_again);
  g_test_add_func ("/unresolved-view/notice", test_notice);

  return g_test_run ();
}
