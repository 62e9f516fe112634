/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "till-skew.h"
#include "till-test-register.h"

#define MINUTE (60 * 1000)
#define HOUR   (60 * MINUTE)

static void
test_judge (void)
{
  static const struct
  {
    gint64   seconds;
    gboolean refused;
    TillSkew skew;
  } rows[] = {
    { 0, FALSE, TILL_SKEW_FINE }, { 29, FALSE, TILL_SKEW_FINE }, { 30, FALSE, TILL_SKEW_NOTED },
    { 119, FALSE, TILL_SKEW_NOTED }, { 120, FALSE, TILL_SKEW_WRONG }, { 40 * 365 * 86400, FALSE, TILL_SKEW_WRONG },
    { 29, TRUE, TILL_SKEW_FINE }, { 59, TRUE, TILL_SKEW_NOTED }, { 60, TRUE, TILL_SKEW_WRONG },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (till_skew_judge (rows[i].seconds, rows[i].refused), ==, rows[i].skew);
      g_assert_cmpint (till_skew_judge (-rows[i].seconds, rows[i].refused), ==, rows[i].skew);
    }
}

static void
test_text (void)
{
  static const struct
  {
    gint64      seconds;
    const char *text;
  } rows[] = {
    { 30, "This computer’s clock is 30 s slow." },
    { -45, "This computer’s clock is 45 s fast." },
    { 119, "This computer’s clock is 119 s slow." },
    { 120, "This computer’s clock is 2 min slow." },
    { 430, "This computer’s clock is 7 min slow." },
    { -430, "This computer’s clock is 7 min fast." },
    { 7199, "This computer’s clock is 120 min slow." },
    { -7200, "This computer’s clock is 2 h fast." },
    { 86400, "This computer’s clock is 24 h slow." },
    { 2 * 86400, "This computer’s clock is 2 days slow." },
    { -40 * 365 * 86400, "This computer’s clock is 14600 days fast." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = till_skew_to_text (rows[i].seconds);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static gint64
get_skew (TillTestRegister *f)
{
  gint64 skew;

  g_object_get (f->till, "clock-skew", &skew, NULL);

  return skew;
}

static void
ask (TillTestRegister *f,
     TillPayment      *payment,
     guint             n)
{
  for (guint i = 0; i < n; i++)
    g_assert_true (till_test_check (f, payment, NULL));
}

static void
count_cb (TillRegister *reg,
          GParamSpec   *pspec,
          guint        *count)
{
  (*count)++;
}

/* One odd answer, or two, say nothing; what most of five say does. */
static void
test_several_answers (TillTestRegister *f,
                      gconstpointer     data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  guint count = 0;

  g_signal_connect (f->till, "notify::clock-skew", G_CALLBACK (count_cb), &count);
  g_assert_true (till_test_leave (f->till, payment));
  ask (f, payment, 5);
  till_test_platform_set_ahead (f->platform, 300);
  ask (f, payment, 2);
  g_assert_cmpint (get_skew (f), ==, 0);
  ask (f, payment, 1);
  g_assert_cmpint (get_skew (f), ==, 300);
  g_assert_cmpuint (count, ==, 1);

  /* A second more or less is not said again; a clock that was set is. */
  till_test_platform_set_ahead (f->platform, 301);
  ask (f, payment, 5);
  g_assert_cmpint (get_skew (f), ==, 300);
  till_test_platform_set_ahead (f->platform, 0);
  ask (f, payment, 5);
  g_assert_cmpint (get_skew (f), ==, 0);
  g_assert_cmpuint (count, ==, 2);
}

/* A till that is asked about one payment every few minutes of a day, while its clock drifts by @per_hour. */
static void
drift (TillTestRegister *f,
       TillPayment      *payment,
       gint64            per_hour,
       gint64            expected,
       TillSkew          skew)
{
  for (gint64 hour = 6; hour <= 24; hour += 6)
    {
      till_test_register_pass (f, 6 * HOUR);
      till_test_platform_set_ahead (f->platform, hour * per_hour);
      ask (f, payment, 5);
    }
  g_assert_cmpint (get_skew (f), ==, expected);
  g_assert_cmpint (till_skew_judge (get_skew (f), FALSE), ==, skew);
}

static void
test_a_days_drift (TillTestRegister *f,
                   gconstpointer     data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);

  g_assert_true (till_test_leave (f->till, payment));

  /* A usual quartz loses a second a day, a bad one half a minute; two minutes are a battery that is empty. */
  drift (f, payment, 1, 0, TILL_SKEW_FINE);
  till_test_platform_set_ahead (f->platform, 0);
  drift (f, payment, 2, 48, TILL_SKEW_NOTED);
  drift (f, payment, -5, -120, TILL_SKEW_WRONG);

  /* Whatever our clock says: what decides about the payment is the platform's. */
  till_test_assert_state (payment, "expired");
}

#define add(name, func) \
  g_test_add (name, TillTestRegister, NULL, till_test_register_set_up, func, till_test_register_tear_down)

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/skew/judge", test_judge);
  g_test_add_func ("/skew/text", test_text);
  add ("/skew/several-answers", test_several_answers);
  add ("/skew/a-days-drift", test_a_days_drift);

  return g_test_run ();
}
