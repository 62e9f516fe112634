/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-text.h"
#include "till-widget.h"
#include "till-choice.h"
#include "till-preference.h"
#include "till-preferences.h"

#define N_TEXTS 9

struct _TillPreferences
{
  AdwPreferencesWindow  parent_instance;

  GtkWidget            *shop_name;
  GtkWidget            *till_id;
  GtkWidget            *descriptor;
  GtkWidget            *confirm_above;
  GtkWidget            *customer_ip_address;
  GtkWidget            *proxy;
  GtkWidget            *ca_file;
  GtkWidget            *secret_file;
  GtkWidget            *locale;
  GtkDropDown          *currency;
  GtkDropDown          *country;
  GtkSpinButton        *timeout;
  GtkWidget            *account_group;
  AdwActionRow         *account;

  TillSettings         *settings;   /* (not nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (TillPreferences, till_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* What a row is about, kept with the row. */
#define KEY   "till-key"
#define TITLE "till-title"

static void
show_problem (GtkWidget  *row,
              const char *problem)
{
  const char *title = g_object_get_data (G_OBJECT (row), TITLE);

  if (problem != NULL)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");

  /* An entry row has no second line: what is wrong stands where its title stood. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), problem != NULL ? problem : title);
}

static const char *
check (TillPreferences *self,
       GtkWidget       *row)
{
  g_autofree char *currency = till_settings_get_string (self->settings, "currency");

  return till_preference_check (g_object_get_data (G_OBJECT (row), KEY),
                                gtk_editable_get_text (GTK_EDITABLE (row)), currency);
}

static void
text_changed_cb (TillPreferences *self,
                 GtkWidget       *row)
{
  show_problem (row, check (self, row));
}

static void
text_applied_cb (TillPreferences *self,
                 GtkWidget       *row)
{
  const char *problem = check (self, row);

  if (problem == NULL &&
      !till_settings_set (self->settings, g_object_get_data (G_OBJECT (row), KEY),
                          g_variant_new_string (gtk_editable_get_text (GTK_EDITABLE (row)))))
    problem = _("This could not be kept");

  show_problem (row, problem);
}

static void
fill_texts (TillPreferences *self)
{
  const struct
  {
    GtkWidget  *row;
    const char *key;
  } texts[N_TEXTS] = {
    { self->shop_name, "shop-name" },
    { self->till_id, "till-id" },
    { self->descriptor, "descriptor" },
    { self->confirm_above, "confirm-above" },
    { self->customer_ip_address, "customer-ip-address" },
    { self->proxy, "proxy" },
    { self->ca_file, "ca-file" },
    { self->secret_file, "secret-file" },
    { self->locale, "locale" },
  };

  for (guint i = 0; i < N_TEXTS; i++)
    {
      g_autofree char *text = till_settings_get_string (self->settings, texts[i].key);
      const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (texts[i].row));

      g_object_set_data (G_OBJECT (texts[i].row), KEY, (gpointer) texts[i].key);
      g_object_set_data_full (G_OBJECT (texts[i].row), TITLE, g_strdup (title), g_free);
      gtk_editable_set_text (GTK_EDITABLE (texts[i].row), text);
      gtk_widget_set_sensitive (texts[i].row, till_settings_is_writable (self->settings, texts[i].key));

      g_signal_connect_object (texts[i].row, "changed", G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (texts[i].row, "apply", G_CALLBACK (text_applied_cb), self, G_CONNECT_SWAPPED);
    }
}

static void
choice_cb (TillPreferences *self,
           GParamSpec      *pspec,
           GtkDropDown     *drop_down)
{
  TillChoice *choice = gtk_drop_down_get_selected_item (drop_down);

  if (choice != NULL)
    till_settings_set (self->settings, g_object_get_data (G_OBJECT (drop_down), KEY),
                       g_variant_new_string (till_choice_get_code (choice)));
}

static void
fill_choice (TillPreferences *self,
             GtkDropDown     *drop_down,
             GListModel      *choices,
             const char      *key)
{
  g_autofree char *code = till_settings_get_string (self->settings, key);

  g_object_set_data (G_OBJECT (drop_down), KEY, (gpointer) key);
  till_choices_fill (drop_down, choices, code);
  gtk_widget_set_sensitive (GTK_WIDGET (drop_down), till_settings_is_writable (self->settings, key));
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (choice_cb), self, G_CONNECT_SWAPPED);
}

static void
timeout_cb (TillPreferences *self)
{
  till_settings_set (self->settings, "payment-timeout",
                     g_variant_new_int32 (gtk_spin_button_get_value_as_int (self->timeout)));
}

static void
fill (TillPreferences *self)
{
  g_autofree char *merchant_id = till_settings_get_string (self->settings, "merchant-id");
  g_autofree char *shown = till_text_for_people (merchant_id);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);

  fill_texts (self);
  fill_choice (self, self->currency, till_currencies_new (), "currency");
  fill_choice (self, self->country, till_countries_new (), "country-code");

  gtk_spin_button_set_value (self->timeout, till_settings_get_int (self->settings, "payment-timeout"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->timeout), till_settings_is_writable (self->settings, "payment-timeout"));
  g_signal_connect_object (self->timeout, "value-changed", G_CALLBACK (timeout_cb), self, G_CONNECT_SWAPPED);

  /* A row's subtitle is markup. */
  adw_action_row_set_subtitle (self->account, escaped);
}

static void
show_setup_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-setup", NULL);

  gtk_window_close (GTK_WINDOW (widget));
}

static void
till_preferences_dispose (GObject *object)
{
  TillPreferences *self = TILL_PREFERENCES (object);

  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), TILL_TYPE_PREFERENCES);

  G_OBJECT_CLASS (till_preferences_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, shop_name);
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, till_id);
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, descriptor);
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, confirm_above);
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, customer_ip_address);
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, proxy);
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, ca_file);
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, secret_file);
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, locale);
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, currency);
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, country);
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, timeout);
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, account_group);
  gtk_widget_class_bind_template_child (widget_class, TillPreferences, account);
}

static void
till_preferences_class_init (TillPreferencesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = till_preferences_dispose;

  g_type_ensure (TILL_TYPE_CHOICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-preferences.ui");
  gtk_widget_class_install_action (widget_class, "preferences.show-setup", NULL, show_setup_action);
  bind_children (widget_class);
}

static void
till_preferences_init (TillPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  till_widget_name_inner_buttons (GTK_WIDGET (self->currency), _("Currency"));
  till_widget_name_inner_buttons (GTK_WIDGET (self->country), _("Country"));
}

void
till_preferences_present (GtkWindow    *parent,
                          TillSettings *settings,
                          gboolean      has_account)
{
  TillPreferences *self;

  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (TILL_IS_SETTINGS (settings));

  self = g_object_new (TILL_TYPE_PREFERENCES, "transient-for", parent, NULL);
  self->settings = g_object_ref (settings);
  fill (self);
  gtk_widget_set_visible (self->account_group, has_account);

  gtk_window_present (GTK_WINDOW (self));
}
