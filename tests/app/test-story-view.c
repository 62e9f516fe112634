/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "made-up.h"
#include "till-story-view.h"

/* What can be done with a payment, and why the rest cannot: "+" can, "-" cannot, " " does not come into it. */
static const struct
{
  const char *situation;
  const char *acts;      /* handed over, refund, print, check, cancel, close */
  TillStoryAct why;      /* of this one the reason begins with … */
  const char *reason;
} rows[] = {
  { "paid", " +++--", TILL_STORY_CANCEL, "It is over" },
  { "paid-late", "++++-+", TILL_STORY_HANDED_OVER, "The customer has the goods" },
  { "reversed", "---+-+", TILL_STORY_REFUND, "The money was taken back already." },
  { "refused", " --+--", TILL_STORY_PRINT, "Only money that is here" },
  { "nothing", " --+--", TILL_STORY_CLOSE, "Nothing about it is open." },
  { "left", " --++-", TILL_STORY_CLOSE, "Till is still asking" },
  { "waiting", " --++-", TILL_STORY_CANCEL, "Leaves it" },
  { "other-account", " ----+", TILL_STORY_CHECK, "Only a till with the account" },
  { "stuck", " --+++", TILL_STORY_CLOSE, "You know what became of this money" },
};

static void
test_acts (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr(TillRecord) record = made_up_record (made_up_find (rows[i].situation));
  char found[TILL_N_STORY_ACTS + 1] = { 0 };

  for (TillStoryAct act = 0; act < TILL_N_STORY_ACTS; act++)
    {
      g_auto(TillStoryActView) view = { 0 };

      till_story_view_act (&view, act, record);
      found[act] = !view.is_visible ? ' ' : view.can ? '+' : '-';
      g_assert_cmpstr (view.title, !=, "");
      g_assert_cmpstr (view.detail, !=, "");
      if (act == rows[i].why)
        g_assert_true (g_str_has_prefix (view.detail, rows[i].reason));
    }
  g_assert_cmpstr (found, ==, rows[i].acts);
}

static void
tell (GPtrArray     *events,
      gint64         seconds,
      TillEventKind  kind,
      const char    *who,
      ...)
{
  TillEvent *event = till_event_new (kind, "id");
  const char *fact;
  va_list args;

  va_start (args, who);
  while ((fact = va_arg (args, const char *)) != NULL)
    till_event_set (event, fact, va_arg (args, const char *));
  va_end (args);
  g_free (event->who);
  event->who = g_strdup (who);
  event->wall_time = seconds * G_USEC_PER_SEC;
  g_ptr_array_add (events, event);
}

/* A day has another number behind it, and only then; what moved the payment has a shape. */
static void
test_steps (void)
{
  g_autoptr(TillRecord) record = made_up_record (made_up_find ("paid-late"));
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
  g_autoptr(GPtrArray) steps = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  const gint64 noon = G_GINT64_CONSTANT (1795608000);

  tell (events, noon, TILL_EVENT_REQUESTED, "Anna", "state", "requested", NULL);
  tell (events, noon + 1, TILL_EVENT_UNANSWERED, "Anna", NULL);
  tell (events, noon + 2, TILL_EVENT_ANSWERED, "Anna", "payment-id", "4711", NULL);
  tell (events, noon + 2, TILL_EVENT_SHOWN, "Anna", "state", "waiting", "shown", "1", NULL);
  tell (events, noon + 60, TILL_EVENT_ABANDONED, "Anna", "abandoned", "1", NULL);
  tell (events, noon + 86400, TILL_EVENT_STATUS, "", "state", "confirming", NULL);
  tell (events, noon + 86401, TILL_EVENT_STATUS, "", "state", "paid", "late", "1", NULL);
  tell (events, noon + 86401, TILL_EVENT_ATTENTION, "", "attention", "paid-late", NULL);
  tell (events, noon + 86500, TILL_EVENT_ACKNOWLEDGED, "Mei", "as", "handed-over", "attention", "", NULL);

  steps = till_story_view_steps (record, events);
  for (guint i = 0; i < steps->len; i++)
    {
      const TillStep *step = steps->pdata[i];

      g_assert_cmpuint (strlen (step->time), ==, 8);
      g_string_append_printf (text, "%s%s%s|", step->day != NULL ? "day: " : "", step->title, step->has_shape ? "*" : "");
    }
  g_assert_cmpstr (text->str, ==, "Asked for|No answer*|WeChat Pay answered|Code shown|Left by Anna*|"
                   "day: Customer done in WeChat*|Paid, late*|A person is needed*|Handed over*|");
  g_assert_cmpstr (((TillStep *) steps->pdata[7])->detail, ==, "paid late");
  g_assert_cmpstr (((TillStep *) steps->pdata[8])->detail, ==, "Mei");
}

/* An event of each kind, with no fact at all, has words. */
static void
test_every_kind (void)
{
  g_autoptr(TillRecord) record = made_up_record (made_up_find ("paid"));
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
  g_autoptr(GPtrArray) steps = NULL;

  for (guint kind = 0; kind < TILL_N_EVENT_KINDS; kind++)
    tell (events, 1000, (TillEventKind) kind, "", NULL);
  steps = till_story_view_steps (record, events);
  g_assert_cmpuint (steps->len, ==, TILL_N_EVENT_KINDS);
  for (guint i = 0; i < steps->len; i++)
    {
      g_assert_cmpstr (((TillStep *) steps->pdata[i])->title, !=, "");
      g_assert_nonnull (((TillStep *) steps->pdata[i])->detail);
    }
}

static void
test_headlines (void)
{
  for (const MadeUp *made_up = made_up_all (); made_up->name != NULL; made_up++)
    {
      g_autoptr(TillRecord) record = made_up_record (made_up);
      g_autofree char *headline = till_story_view_headline (record, FALSE, record->created);

      g_assert_cmpstr (headline, !=, "");
      if (record->state == TILL_PAYMENT_REFUSED)
        g_assert_cmpstr (headline, ==, "No money came.");
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
      g_autofree char *path = g_strconcat ("/story-view/acts/", rows[i].situation, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_acts);
    }
  g_test_add_func ("/story-view/steps", test_steps);
  g_test_add_func ("/story-view/every-kind", test_every_kind);
  g_test_add_func ("/story-view/headlines", test_headlines);

  return g_test_run ();
}
