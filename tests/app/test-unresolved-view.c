/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "made-up.h"
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
} Row;

static const Row rows[] =
{
  { "left", TILL_STANDING_NOT_CERTAIN, "the wait was left",
    "The code was shown, and the customer may still pay until ", FALSE },
  { "left-early", TILL_STANDING_NOT_CERTAIN, "the wait was left",
    "No code was shown, so nobody can pay it. You can charge again.", FALSE },
  { "no-code", TILL_STANDING_NOT_CERTAIN, "no answer",
    "No code was shown, so nobody can pay it. You can charge again.", FALSE },
  { "timed-out", TILL_STANDING_NOT_CERTAIN, "no answer",
    "The code was shown, and the customer may still pay until ", FALSE },
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

/* A notice is for what is final: what is open stands among the unresolved ones. */
static void
test_notice (void)
{
  static const struct
  {
    const char *situation;
    gboolean    noticed;
  } cases[] = {
    { "paid", FALSE },
    { "refused", FALSE },
    { "left", FALSE },
    { "stuck", FALSE },
    { "amount-differs", FALSE },
    { "paid-late", TRUE },
    { "paid-twice", TRUE },
    { "reversed", TRUE },
    { "refund-failed", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TillRecord) record = made_up_record (made_up_find (cases[i].situation));

      g_test_message ("%s", cases[i].situation);
      g_assert_cmpint (till_notice_is_for (record), ==, cases[i].noticed);
      g_assert_cmpint (strlen (till_notice_explain (record)), >, 10);
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
  g_test_add_func ("/unresolved-view/notice", test_notice);

  return g_test_run ();
}
