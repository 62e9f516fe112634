/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <adwaita.h>
#include <glib/gi18n.h>

#include "made-up.h"
#include "sandbox.h"
#include "till-payment-page.h"
#include "till-phone-window.h"
#include "till-preferences.h"
#include "till-result-page.h"
#include "till-setup-page.h"
#include "till-size-class.h"

/* Shows one page in one made-up situation in a window of the size asked for, prints "ready" when it is drawn, and
 * stays until it is ended: for the tests that look at pixels, and for people who look at pages. */

static int width = 1280;
static int height = 800;
static int text_percent = 100;
static gboolean dark;
static const char *page_name = "payment";
static const char *catalogues;
static Sandbox *sandbox;

static const GOptionEntry entries[] =
{
  { "width", 0, 0, G_OPTION_ARG_INT, &width, NULL, NULL },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, NULL, NULL },
  { "text", 0, 0, G_OPTION_ARG_INT, &text_percent, "Size of the text", "PERCENT" },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, NULL, NULL },
  { "page", 0, 0, G_OPTION_ARG_STRING, &page_name, "payment, result, setup; preferences or phone over it", "PAGE" },
  { "catalogues", 0, 0, G_OPTION_ARG_STRING, &catalogues, "Where the translations are", "FOLDER" },
  { NULL }
};

static TillPayment *
make_payment (const char *name)
{
  const MadeUp *made_up = made_up_find (name);

  if (made_up == NULL)
    g_error ("no situation is called %s", name);

  return made_up_payment (made_up);
}

static GtkWidget *
make_payment_page (GType       type,
                   const char *name)
{
  g_autoptr(TillClock) clock = made_up_clock (MADE_UP_NOW - 8000);
  g_autoptr(TillPayment) payment = make_payment (name);
  GtkWidget *page;

  page = g_object_new (type,
                       "clock", clock,
                       "title", "Corner Coffee",
                       "subtitle", "Till 1 · Anna",
                       "payment", payment,
                       NULL);
  made_up_clock_set (clock, MADE_UP_NOW);
  g_object_set (page, "size-class", till_size_class_for (width, height, text_percent * 96 * 1024 / 100), NULL);
  if (type == TILL_TYPE_RESULT_PAGE)
    g_object_set (page, "clock-skew", (gint64) 430, NULL);

  return page;
}

static void
type_secret (GtkWidget  *widget,
             const char *secret)
{
  if (ADW_IS_PASSWORD_ENTRY_ROW (widget))
    gtk_editable_set_text (GTK_EDITABLE (widget), secret);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    type_secret (child, secret);
}

/* Against a sandbox of its own; @name: a currency, or "empty", or a wrong address. */
static GtkWidget *
make_setup_page (const char *name)
{
  g_autoptr(TillSettings) settings = till_settings_new (NULL, NULL);
  GtkWidget *page;

  sandbox = sandbox_start (0, NULL, NULL, NULL);
  if (!g_str_equal (name, "empty"))
    {
      till_settings_set (settings, "endpoint",
                         g_variant_new_string (strchr (name, ':') != NULL ? name : sandbox_get_endpoint (sandbox)));
      till_settings_set (settings, "merchant-id", g_variant_new_string (sandbox_get_merchant_id (sandbox)));
      till_settings_set (settings, "api-key-id", g_variant_new_string (sandbox_get_api_key_id (sandbox)));
      if (strchr (name, ':') == NULL)
        till_settings_set (settings, "currency", g_variant_new_string (name));
    }

  page = g_object_new (TILL_TYPE_SETUP_PAGE, "settings", settings, NULL);
  if (!g_str_equal (name, "empty"))
    type_secret (page, sandbox_get_secret_api_key (sandbox));

  return page;
}

static GtkWidget *
make_page (const char *name)
{
  if (g_str_equal (page_name, "setup"))
    return make_setup_page (name);

  return make_payment_page (g_str_equal (page_name, "payment") ? TILL_TYPE_PAYMENT_PAGE : TILL_TYPE_RESULT_PAGE, name);
}

static gboolean
say_ready (gpointer user_data)
{
  g_print ("ready\n");

  return G_SOURCE_REMOVE;
}

static void
drawn_cb (GdkFrameClock *clock,
          gpointer       user_data)
{
  g_signal_handlers_disconnect_by_func (clock, drawn_cb, user_data);
  g_timeout_add (g_str_equal (page_name, "setup") ? 1500 : 200, say_ready, NULL);
}

static void
mapped_cb (GtkWidget *window)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (drawn_cb), NULL);
}

static void
nothing (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
}

static void
add_actions (GActionMap *window)
{
  const GActionEntry actions[] = {
    { "new-sale", nothing },
    { "leave-payment", nothing },
    { "show-unresolved", nothing },
    { "show-setup", nothing },
    { "try-again", nothing, "s" },
    { "charge-again", nothing, "s" },
    { "check-payment", nothing, "s" },
    { "refund", nothing, "s" },
  };

  g_action_map_add_action_entries (window, actions, G_N_ELEMENTS (actions), NULL);
}

static void
activate_cb (AdwApplication *app,
             const char     *name)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (app));
  TillSizeClass size_class = till_size_class_for (width, height, text_percent * 96 * 1024 / 100);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_widget_get_settings (window), "gtk-xft-dpi", text_percent * 96 * 1024 / 100, NULL);
  add_actions (G_ACTION_MAP (window));
  gtk_widget_add_css_class (window, till_size_class_to_css_class (size_class));
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), make_page (name));
  g_signal_connect (window, "map", G_CALLBACK (mapped_cb), NULL);
  gtk_window_present (GTK_WINDOW (window));

  if (g_str_equal (page_name, "preferences"))
    {
      g_autoptr(TillSettings) settings = till_settings_new (NULL, NULL);

      till_preferences_present (GTK_WINDOW (window), settings, TRUE);
    }
  else if (g_str_equal (page_name, "phone"))
    {
      g_autoptr(TillPayment) payment = make_payment (name);
      GtkWindow *phone;

      sandbox = sandbox_start (0, NULL, NULL, NULL);
      phone = till_phone_window_new (GTK_WINDOW (window), sandbox);
      till_phone_window_set_payment (TILL_PHONE_WINDOW (phone), payment);
      gtk_window_present (phone);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(AdwApplication) app = NULL;
  g_autoptr(GOptionContext) context = g_option_context_new ("SITUATION");
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2)
    g_error ("%s", error != NULL ? error->message : "no situation given");

  if (catalogues != NULL)
    {
      bindtextdomain (GETTEXT_PACKAGE, catalogues);
      bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
      textdomain (GETTEXT_PACKAGE);
    }

  app = adw_application_new ("org.tillpay.Till", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), argv[1]);

  g_application_run (G_APPLICATION (app), 1, argv);
  g_clear_object (&sandbox);

  return 0;
}
