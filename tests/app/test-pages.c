/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "made-up.h"
#include "till-code-view.h"
#include "till-fit-label.h"
#include "till-payment-page.h"
#include "till-result-page.h"

#define BEGAN (MADE_UP_NOW - 8000)

typedef struct
{
  TillClock   *clock;
  TillPayment *payment;
  GtkWidget   *window;
  GtkWidget   *page;
} Fixture;

typedef struct
{
  const char *situation;
  gboolean    result;
} Case;

static const Case waiting = { "waiting", FALSE };
static const Case asking = { "asking", FALSE };
static const Case left = { "left", TRUE };

static void
set_up (Fixture    *f,
        const Case *data)
{
  f->clock = made_up_clock (BEGAN);
  f->payment = made_up_payment (made_up_find (data->situation));
  f->page = g_object_new (data->result ? TILL_TYPE_RESULT_PAGE : TILL_TYPE_PAYMENT_PAGE,
                          "clock", f->clock,
                          "payment", f->payment,
                          NULL);
  f->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1280, 800);
  gtk_window_set_child (GTK_WINDOW (f->window), g_object_ref_sink (f->page));
  gtk_window_present (GTK_WINDOW (f->window));

  while (!gtk_widget_get_mapped (f->page))
    g_main_context_iteration (NULL, TRUE);
}

/* Nothing listens still, no timer runs, and the page goes with its window. */
static void
tear_down (Fixture    *f,
           const Case *data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_finalize_object (f->page);
  g_assert_cmpuint (made_up_clock_count (f->clock), ==, 0);
  g_assert_cmpuint (g_signal_handler_find (f->payment, G_SIGNAL_MATCH_ID, g_signal_lookup ("notify", G_TYPE_OBJECT),
                                           0, NULL, NULL, NULL), ==, 0);
  g_assert_finalize_object (f->payment);
  g_assert_finalize_object (f->clock);
}

static GtkWidget *
find (GtkWidget *widget,
      GType      type,
      guint     *n)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (G_TYPE_CHECK_INSTANCE_TYPE (child, type) && (*n)-- == 0)
        return child;

      found = find (child, type, n);
      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The @n-th of its kind on the page. */
static GtkWidget *
get (Fixture *f,
     GType    type,
     guint    n)
{
  GtkWidget *widget = find (f->page, type, &n);

  g_assert_nonnull (widget);

  return widget;
}

static gboolean
has_label (GtkWidget  *widget,
           const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget) &&
      g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (has_label (child, text))
        return TRUE;
    }

  return FALSE;
}

static void
become (Fixture    *f,
        const char *situation)
{
  g_autoptr(TillRecord) record = made_up_record (made_up_find (situation));

  record->last_seq = till_payment_get_record (f->payment)->last_seq + 1;
  till_payment_set_record (f->payment, record);
}

static void
test_code_goes (Fixture    *f,
                const Case *data)
{
  TillCodeView *code = TILL_CODE_VIEW (get (f, TILL_TYPE_CODE_VIEW, 0));

  g_assert_nonnull (till_code_view_get_code (code));
  become (f, "confirming");
  g_assert_null (till_code_view_get_code (code));
  g_assert_true (has_label (f->page, "Confirming"));
}

static void
test_code_goes_with_the_payment (Fixture    *f,
                                 const Case *data)
{
  TillCodeView *code = TILL_CODE_VIEW (get (f, TILL_TYPE_CODE_VIEW, 0));

  till_payment_page_set_payment (TILL_PAYMENT_PAGE (f->page), NULL);
  g_assert_null (till_code_view_get_code (code));
}

static void
test_countdown (Fixture    *f,
                const Case *data)
{
  g_assert_true (has_label (f->page, "5:00 left"));
  made_up_clock_set (f->clock, MADE_UP_NOW);
  g_assert_true (has_label (f->page, "4:52 left"));
  made_up_clock_set (f->clock, MADE_UP_NOW + 60000);
  g_assert_true (has_label (f->page, "3:52 left"));
  g_assert_true (has_label (f->page, "Last answer 62 s ago"));
}

/* One tick a second and nothing else: no frame clock runs through a wait. */
static void
test_quiet (Fixture    *f,
            const Case *data)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock (f->page);
  gint64 counter;

  made_up_clock_set (f->clock, MADE_UP_NOW);
  g_assert_cmpuint (made_up_clock_count (f->clock), ==, 1);

  gdk_frame_clock_request_phase (frames, GDK_FRAME_CLOCK_PHASE_PAINT);
  counter = gdk_frame_clock_get_frame_counter (frames);
  while (gdk_frame_clock_get_frame_counter (frames) == counter)
    g_main_context_iteration (NULL, TRUE);

  /* After that one frame none is asked for. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  counter = gdk_frame_clock_get_frame_counter (frames);
  for (guint i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (gdk_frame_clock_get_frame_counter (frames), ==, counter);
}

static void
test_moment_appears_late (Fixture    *f,
                          const Case *data)
{
  g_assert_false (has_label (f->page, "The code comes in a moment."));
  made_up_clock_set (f->clock, BEGAN + 200);
  g_assert_true (has_label (f->page, "The code comes in a moment."));
}

static void
test_pulse (Fixture    *f,
            const Case *data)
{
  GtkSettings *settings = gtk_widget_get_settings (f->page);
  GtkWidget *shape = NULL;

  for (guint i = 0; shape == NULL; i++)
    {
      GtkWidget *image = get (f, GTK_TYPE_IMAGE, i);

      if (gtk_widget_has_css_class (image, "status-shape"))
        shape = image;
    }

  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  made_up_clock_set (f->clock, BEGAN + 1000);
  g_assert_cmpfloat (gtk_widget_get_opacity (shape), <, .6);
  made_up_clock_set (f->clock, BEGAN + 2000);
  g_assert_cmpfloat (gtk_widget_get_opacity (shape), ==, 1);

  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  for (guint i = 3; i < 6; i++)
    {
      made_up_clock_set (f->clock, BEGAN + 1000 * i);
      g_assert_cmpfloat (gtk_widget_get_opacity (shape), ==, 1);
    }
}

static void
test_turns_to_paid (Fixture    *f,
                    const Case *data)
{
  TillFitLabel *word = TILL_FIT_LABEL (get (f, TILL_TYPE_FIT_LABEL, 0));

  g_assert_cmpstr (till_fit_label_get_label (word), ==, "Not certain");
  g_assert_true (gtk_widget_has_css_class (f->page, "tone-doubt"));

  become (f, "paid-late");
  g_assert_cmpstr (till_fit_label_get_label (word), ==, "Paid");
  g_assert_true (gtk_widget_has_css_class (f->page, "tone-paid"));
  g_assert_false (gtk_widget_has_css_class (f->page, "tone-doubt"));
}

static void
test_long_amount (Fixture    *f,
                  const Case *data)
{
  TillFitLabel *amount = TILL_FIT_LABEL (get (f, TILL_TYPE_FIT_LABEL, 0));
  int minimum, natural, short_natural;

  gtk_widget_measure (GTK_WIDGET (amount), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &short_natural, NULL, NULL);
  till_fit_label_set_label (amount, "VND 9,999,999,999,999");
  gtk_widget_measure (GTK_WIDGET (amount), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);

  g_assert_cmpint (natural, >, short_natural);
  g_assert_cmpint (minimum, <=, natural * 2 / 5);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    const Case *data;
    void (*func) (Fixture *, const Case *);
  } tests[] = {
    { "/pages/code-goes", &waiting, test_code_goes },
    { "/pages/code-goes-with-the-payment", &waiting, test_code_goes_with_the_payment },
    { "/pages/countdown", &waiting, test_countdown },
    { "/pages/quiet", &waiting, test_quiet },
    { "/pages/moment-appears-late", &asking, test_moment_appears_late },
    { "/pages/pulse", &waiting, test_pulse },
    { "/pages/turns-to-paid", &left, test_turns_to_paid },
    { "/pages/long-amount", &waiting, test_long_amount },
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].data, (gpointer) set_up, (gpointer) tests[i].func, (gpointer) tear_down);

  return g_test_run ();
}
