/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <adwaita.h>

#include "made-up.h"
#include "till-notice.h"
#include "till-payments-page.h"
#include "till-resources.h"
#include "till-sale-page-private.h"
#include "till-story-acts.h"
#include "till-story-page.h"
#include "till-trouble-page.h"
#include "till-unresolved-page.h"
#include "till-window-private.h"

#define TARGET       48
#define KEY          64
#define DEADLINE_MS  20000

/* Runs the main loop until @ready holds. */
static void
wait_until (gboolean  (*ready) (gpointer data),
            gpointer    data)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_MS * 1000;

  while (!ready (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
type (TillSalePage *page,
      const char   *keys)
{
  for (const char *p = keys; *p != '\0'; p++)
    {
      char key[2] = { *p, '\0' };

      if (*p == '+')
        gtk_widget_activate_action (GTK_WIDGET (page), "sale.add", NULL);
      else if (*p == '<')
        gtk_widget_activate_action (GTK_WIDGET (page), "sale.backspace", NULL);
      else
        gtk_widget_activate_action (GTK_WIDGET (page), "sale.type", "s", key);
    }
}

static TillSalePage *
make_sale_page (const char *currency)
{
  TillSalePage *page = g_object_new (TILL_TYPE_SALE_PAGE, NULL);

  till_amount_entry_set_currency (page->amount, currency);

  return g_object_ref_sink (page);
}

/* Each page comes from its template without a word, and goes with all that it held. */
static void
test_templates (void)
{
  const GType types[] = {
    TILL_TYPE_SALE_PAGE, TILL_TYPE_UNRESOLVED_PAGE, TILL_TYPE_TROUBLE_PAGE,
    TILL_TYPE_PAYMENTS_PAGE, TILL_TYPE_STORY_PAGE, TILL_TYPE_STORY_ACTS,
    TILL_TYPE_AMOUNT_ENTRY, TILL_TYPE_KEYPAD, TILL_TYPE_RECENT_LIST, TILL_TYPE_ENTRY_BOX,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *widget = g_object_ref_sink (g_object_new (types[i], NULL));

      g_test_message ("%s", g_type_name (types[i]));
      g_assert_finalize_object (widget);
    }
}

static void
test_keypad (void)
{
  TillSalePage *page = make_sale_page ("EUR");
  GtkEditable *entry = GTK_EDITABLE (gtk_widget_get_last_child (GTK_WIDGET (page->amount)));

  type (page, "8.40");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "8.40");
  g_assert_true (gtk_editable_get_editable (entry));
  g_assert_true (page->can_charge);

  type (page, "+");
  g_assert_false (gtk_editable_get_editable (entry));
  type (page, "4.10");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "12.50");

  type (page, "<<<<<<");
  g_assert_true (gtk_editable_get_editable (entry));
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "8.4");

  till_sale_page_begin (page);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "");
  g_assert_false (page->can_charge);
  g_assert_finalize_object (page);
}

/* What a screen reader or the clipboard puts into the field counts as typed. */
static void
test_set_text (void)
{
  TillSalePage *page = make_sale_page ("EUR");
  GtkEditable *entry = GTK_EDITABLE (gtk_widget_get_last_child (GTK_WIDGET (page->amount)));

  gtk_editable_set_text (entry, "12.50");
  g_assert_true (page->can_charge);
  gtk_editable_set_text (entry, "1,250.00");
  g_assert_false (page->can_charge);
  g_assert_cmpstr (gtk_label_get_text (page->problem), !=, "");
  g_assert_finalize_object (page);
}

/* A sale that is being charged takes no more keys. */
static void
test_charging (void)
{
  TillSalePage *page = make_sale_page ("EUR");
  GtkEditable *entry = GTK_EDITABLE (gtk_widget_get_last_child (GTK_WIDGET (page->amount)));

  type (page, "5");
  page->charging = TRUE;
  till_sale_page_update (page);
  g_assert_false (page->can_charge);
  type (page, "0<+");
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "5");
  g_assert_finalize_object (page);
}

/* A look at another page costs nobody the sale that was begun; a sale that was charged is over. */
static void
test_resume (void)
{
  TillSalePage *page = make_sale_page ("EUR");
  GtkEditable *entry = GTK_EDITABLE (gtk_widget_get_last_child (GTK_WIDGET (page->amount)));

  type (page, "5");
  till_sale_page_resume (page);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "5");
  page->charging = TRUE;
  till_sale_page_resume (page);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "");
  g_assert_finalize_object (page);
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *action_target)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GVariant *target = GTK_IS_BUTTON (child) ? gtk_actionable_get_action_target_value (GTK_ACTIONABLE (child)) : NULL;
      GtkWidget *found;

      if (target != NULL && g_str_equal (g_variant_get_string (target, NULL), action_target))
        return child;
      if ((found = find_button (child, action_target)) != NULL)
        return found;
    }

  return NULL;
}

/* Yen have no decimals, and their keypad no key for them. */
static void
test_decimal_key (void)
{
  TillKeypad *keypad = g_object_ref_sink (g_object_new (TILL_TYPE_KEYPAD, NULL));

  till_keypad_set_decimal_point (keypad, ",");
  g_assert_true (gtk_widget_get_visible (find_button (GTK_WIDGET (keypad), ",")));
  till_keypad_set_decimal_point (keypad, NULL);
  g_assert_false (gtk_widget_get_visible (find_button (GTK_WIDGET (keypad), ",")));
  g_assert_finalize_object (keypad);
}

typedef struct
{
  const char    *name;
  int            width;
  int            height;
  int            text_percent;
  TillSizeClass  size_class;
} Size;

static const Size sizes[] =
{
  { "800x600", 800, 600, 100, TILL_SIZE_COMPACT },
  { "1280x800", 1280, 800, 100, TILL_SIZE_REGULAR },
  { "1920x1080", 1920, 1080, 100, TILL_SIZE_LARGE },
  { "1280x800 with large text", 1280, 800, 200, TILL_SIZE_COMPACT },
};

static void
set_text_percent (int percent)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * percent / 100, NULL);
}

static gboolean
has_size_class (gpointer data)
{
  TillWindow *window = data;
  const Size *size = g_object_get_data (data, "size");

  /* Without a compositor a border of a few pixels is taken off. */
  return gtk_widget_get_width (GTK_WIDGET (window)) > size->width - 20
         && gtk_widget_get_width (GTK_WIDGET (window)) <= size->width
         && gtk_widget_get_height (GTK_WIDGET (window)) <= size->height
         && window->size_class == size->size_class;
}

static gboolean
is_drawn (gpointer data)
{
  return g_object_get_data (data, "drawn") != NULL;
}

static void
drawn_cb (GdkFrameClock *clock,
          GtkWidget     *window)
{
  g_object_set_data (G_OBJECT (window), "drawn", window);
}

/* Everything that a finger may press is large enough, and has a name. */
static void
check_buttons (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      const char *label = GTK_IS_BUTTON (child) ? gtk_button_get_label (GTK_BUTTON (child)) : NULL;
      int least = gtk_widget_has_css_class (child, "key") ? KEY : TARGET;

      if (!gtk_widget_get_child_visible (child) || !gtk_widget_get_visible (child) || GTK_IS_WINDOW_CONTROLS (child))
        continue;

      if (GTK_IS_BUTTON (child))
        {
          g_test_message ("%s: %d x %d", label, gtk_widget_get_width (child), gtk_widget_get_height (child));
          g_assert_cmpint (gtk_widget_get_width (child), >=, least);
          g_assert_cmpint (gtk_widget_get_height (child), >=, least);
          g_assert_true (label != NULL
                         || gtk_test_accessible_has_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL)
                         || GTK_IS_MENU_BUTTON (gtk_widget_get_parent (child)));
        }
      check_buttons (child);
    }
}

static GListModel *
make_payments (void)
{
  GListStore *store = g_list_store_new (TILL_TYPE_PAYMENT);

  for (const MadeUp *made_up = made_up_all (); made_up->name != NULL; made_up++)
    {
      g_autoptr(TillPayment) payment = made_up_payment (made_up);

      g_list_store_append (store, payment);
    }

  return G_LIST_MODEL (store);
}

static void
fill_sale_page (TillWindow *window)
{
  g_autoptr(GListModel) payments = make_payments ();
  g_autoptr(TillPayment) late = made_up_payment (made_up_find ("paid-late"));
  TillSalePage *page = TILL_SALE_PAGE (till_window_show_page (window, TILL_TYPE_SALE_PAGE));

  till_amount_entry_set_currency (page->amount, "EUR");
  till_recent_list_set_model (page->recent, payments);
  till_recent_list_set_notice (page->recent, late, 3);
  gtk_widget_set_visible (page->chip, TRUE);
  type (page, "1234567.50+1");
}

static gboolean
can_be_pressed (gpointer button)
{
  return gtk_widget_is_sensitive (button);
}

/* The next notice comes up under the finger that has dealt with the last one. */
static void
test_notice_settles (void)
{
  GtkWidget *window = gtk_window_new ();
  TillNotice *notice = g_object_new (TILL_TYPE_NOTICE, NULL);
  g_autoptr(TillPayment) first = made_up_payment (made_up_find ("paid-late"));
  g_autoptr(TillPayment) second = made_up_payment (made_up_find ("reversed"));
  GtkWidget *handed_over = find_button (GTK_WIDGET (notice), "handed-over");
  guint tick = g_timeout_add (10, tick_cb, NULL);

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (notice));
  till_notice_set_payment (notice, first);
  g_assert_true (can_be_pressed (handed_over));
  g_assert_true (gtk_widget_get_visible (handed_over));

  till_notice_set_payment (notice, second);
  g_assert_false (can_be_pressed (handed_over));
  g_assert_false (gtk_widget_get_visible (handed_over));
  wait_until (can_be_pressed, handed_over);

  g_source_remove (tick);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
fill_unresolved_page (TillWindow *window)
{
  g_autoptr(GListModel) payments = make_payments ();

  till_unresolved_page_set_model (TILL_UNRESOLVED_PAGE (till_window_show_page (window, TILL_TYPE_UNRESOLVED_PAGE)),
                                  payments);
}

/* The whole window at one size: nothing is wider or higher than it, and every target is as large as it must be. */
static void
test_size (const Size  *size,
           void       (*fill) (TillWindow *window))
{
  TillWindow *window = g_object_new (TILL_TYPE_WINDOW, "training", FALSE, NULL);
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));
  guint tick = g_timeout_add (10, tick_cb, NULL);
  int width, height;

  set_text_percent (size->text_percent);
  g_object_set_data (G_OBJECT (window), "size", (gpointer) size);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), size->width, size->height);
  fill (window);
  gtk_window_present (GTK_WINDOW (window));
  wait_until (has_size_class, window);

  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint", G_CALLBACK (drawn_cb),
                           window, 0);
  gtk_widget_queue_draw (GTK_WIDGET (window));
  wait_until (is_drawn, window);

  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (content), &height, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, gtk_widget_get_width (content));
  g_assert_cmpint (height, <=, gtk_widget_get_height (content));
  check_buttons (gtk_stack_get_visible_child (window->pages));

  gtk_window_destroy (GTK_WINDOW (window));
  set_text_percent (100);
  g_source_remove (tick);
}

static void
test_sale_size (gconstpointer data)
{
  test_size (data, fill_sale_page);
}

static void
test_unresolved_size (gconstpointer data)
{
  test_size (data, fill_unresolved_page);
}

static void
test_stripes (void)
{
  TillWindow *real = g_object_new (TILL_TYPE_WINDOW, "training", FALSE, NULL);
  TillWindow *training = g_object_new (TILL_TYPE_WINDOW, "training", TRUE, NULL);

  g_assert_false (gtk_widget_get_visible (real->stripes));
  g_assert_true (gtk_widget_get_visible (training->stripes));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (real)), !=, gtk_window_get_title (GTK_WINDOW (training)));
  gtk_window_destroy (GTK_WINDOW (real));
  gtk_window_destroy (GTK_WINDOW (training));
}

/* Without any payment the list says what will be there. */
static void
test_recent_list (void)
{
  TillRecentList *list = g_object_ref_sink (g_object_new (TILL_TYPE_RECENT_LIST, NULL));
  g_autoptr(GListStore) store = g_list_store_new (TILL_TYPE_PAYMENT);
  g_autoptr(TillPayment) payment = made_up_payment (made_up_find ("paid"));
  GtkStack *stack = GTK_STACK (gtk_widget_get_first_child (GTK_WIDGET (list)));

  till_recent_list_set_model (list, G_LIST_MODEL (store));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  g_list_store_append (store, payment);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");
  g_list_store_remove_all (store);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  g_assert_finalize_object (list);
}

static void
test_takings (void)
{
  const TillMoney euro = { 61240, "EUR" };
  const TillMoney yen = { 500, "JPY" };
  TillDay day = { .takings = g_array_new (FALSE, FALSE, sizeof (TillMoney)) };
  g_autofree char *none = till_recent_list_takings_to_text (&day, "JPY");
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  g_array_append_val (day.takings, euro);
  one = till_recent_list_takings_to_text (&day, "JPY");
  g_array_append_val (day.takings, yen);
  two = till_recent_list_takings_to_text (&day, "JPY");
  g_array_unref (day.takings);

  g_assert_cmpstr (none, ==, "¥0");
  g_assert_cmpstr (one, ==, "€612.40");
  g_assert_cmpstr (two, ==, "€612.40 + ¥500");
}

static void
add_size_tests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *sale = g_strdup_printf ("/widgets/sale at %s", sizes[i].name);
      g_autofree char *unresolved = g_strdup_printf ("/widgets/unresolved at %s", sizes[i].name);

      g_test_add_data_func (sale, &sizes[i], test_sale_size);
      g_test_add_data_func (unresolved, &sizes[i], test_unresolved_size);
    }
}

/* What the application does by its resource path. */
static void
load_looks (void)
{
  GtkCssProvider *css = gtk_css_provider_new ();

  g_resources_register (till_get_resource ());
  gtk_css_provider_load_from_resource (css, "/org/tillpay/Till/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/org/tillpay/Till/icons");
  g_object_unref (css);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  gtk_disable_setlocale ();
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  load_looks ();

  g_test_add_func ("/widgets/templates", test_templates);
  g_test_add_func ("/widgets/keypad", test_keypad);
  g_test_add_func ("/widgets/set-text", test_set_text);
  g_test_add_func ("/widgets/charging", test_charging);
  g_test_add_func ("/widgets/resume", test_resume);
  g_test_add_func ("/widgets/decimal-key", test_decimal_key);
  g_test_add_func ("/widgets/stripes", test_stripes);
  g_test_add_func ("/widgets/recent-list", test_recent_list);
  g_test_add_func ("/widgets/takings", test_takings);
  g_test_add_func ("/widgets/notice-settles", test_notice_settles);
  add_size_tests ();

  return g_test_run ();
}
