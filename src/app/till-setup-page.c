/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-widget.h"
#include "till-account-check.h"
#include "till-account-keep.h"
#include "till-account.h"
#include "till-choice.h"
#include "till-error.h"
#include "till-setup-page.h"

/* After the last key: long enough that a whole word is one check, short enough that nobody waits. */
#define TYPING_MS 600

struct _TillSetupPage
{
  GtkWidget         parent_instance;

  GtkWidget        *back;
  GtkEditable      *endpoint;
  GtkEditable      *merchant_id;
  GtkEditable      *api_key_id;
  GtkEditable      *secret;
  GtkEditable      *secret_file;
  GtkLabel         *secret_hint;
  GtkDropDown      *currency;
  GtkDropDown      *country;
  GtkBox           *lines;
  GtkLabel         *problem;
  GtkWidget        *start;
  GtkWidget        *try_training;

  TillSettings     *settings;      /* (nullable) (owned) */
  TillAccountCheck *check;         /* (nullable) (owned) as long as there are settings */
  GCancellable     *cancellable;   /* (owned) */
  gboolean          filling;       /* the page fills its fields itself: nobody types */
  gboolean          keeping;
};

G_DEFINE_FINAL_TYPE (TillSetupPage, till_setup_page, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_SETTINGS = 1,
} TillSetupPageProperty;

static GParamSpec *properties[PROP_SETTINGS + 1];

enum
{
  SIGNAL_ACCOUNT_READY,
  SIGNAL_TRY_TRAINING,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GtkWidget *
make_line (const TillCheckLine *line)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   "icon-name", till_shape_to_icon_name (line->shape),
                                   "valign", GTK_ALIGN_START,
                                   NULL);
  const char *line_texts[] = { line->text, line->detail };

  gtk_widget_add_css_class (image, till_shape_to_css_class (line->shape));
  gtk_box_append (GTK_BOX (row), image);
  gtk_box_append (GTK_BOX (row), texts);

  for (guint i = 0; i < G_N_ELEMENTS (line_texts) && line_texts[i] != NULL; i++)
    {
      GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                       "label", line_texts[i],
                                       "xalign", .0f,
                                       "wrap", TRUE,
                                       "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                       NULL);

      gtk_widget_add_css_class (label, i == 0 ? "check-text" : "dim");
      gtk_box_append (GTK_BOX (texts), label);
    }

  if (line->detail != NULL)
    gtk_widget_add_css_class (row, "fault");

  return row;
}

static void
show_lines (TillSetupPage *self)
{
  g_autoptr(GPtrArray) lines = till_account_report_lines (till_account_check_get_report (self->check),
                                                          till_account_check_get_fields (self->check));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->lines))) != NULL)
    gtk_box_remove (self->lines, child);

  for (guint i = 0; i < lines->len; i++)
    gtk_box_append (self->lines, make_line (g_ptr_array_index (lines, i)));
}

/* One suggested button a page: when the account can take payments, it is that one. */
static void
set_suggested (GtkWidget *button,
               gboolean   suggested)
{
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

static void
update (TillSetupPage *self)
{
  gboolean passed = till_account_report_passed (till_account_check_get_report (self->check)) && !self->keeping;

  show_lines (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.start", passed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.check-again", !self->keeping);
  set_suggested (self->start, passed);
  set_suggested (self->try_training, !passed);
}

static TillChoice *
get_choice (GtkDropDown *drop_down)
{
  return gtk_drop_down_get_selected_item (drop_down);
}

static TillAccountFields
get_fields (TillSetupPage *self)
{
  TillChoice *country = get_choice (self->country);
  TillChoice *currency = get_choice (self->currency);

  return (TillAccountFields) {
    .endpoint = gtk_editable_get_text (self->endpoint),
    .merchant_id = gtk_editable_get_text (self->merchant_id),
    .api_key_id = gtk_editable_get_text (self->api_key_id),
    .secret = gtk_editable_get_text (self->secret),
    .country = country != NULL ? till_choice_get_code (country) : "",
    .country_name = country != NULL ? till_choice_get_name (country) : "",
    .currency = currency != NULL ? till_choice_get_code (currency) : "",
  };
}

static void
check (TillSetupPage *self,
       guint          delay_ms)
{
  TillAccountFields fields = get_fields (self);

  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  till_account_check_set (self->check, &fields, delay_ms);
}

static void
typed (TillSetupPage *self)
{
  if (!self->filling && self->check != NULL)
    check (self, TYPING_MS);
}

static void
check_again_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  TillSetupPage *self = TILL_SETUP_PAGE (widget);

  if (self->check != NULL)
    check (self, 0);
}

static void
try_training_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_TRY_TRAINING], 0);
}

static void
show_problem (TillSetupPage *self,
              const GError  *error)
{
  const char *sentence = till_error_describe (error);
  g_autofree char *text = NULL;

  if (sentence == NULL)
    return;

  if (g_error_matches (error, TILL_ERROR, TILL_ERROR_SECRET_REFUSED))
    {
      /* Typed once more it would be refused once more: only another place helps. */
      gtk_widget_set_visible (GTK_WIDGET (self->secret_file), TRUE);
      text = g_strdup_printf ("%s %s", sentence,
                              _("Or put the secret into a file that only this user can read, and name it above."));
    }

  gtk_label_set_text (self->problem, text != NULL ? text : sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(TillSetupPage) self = TILL_SETUP_PAGE (user_data);
  g_autoptr(ConnectClient) client = NULL;
  g_autoptr(GError) error = NULL;

  client = till_account_keep_finish (result, &error);
  if (self->check == NULL)   /* the window has gone */
    return;

  self->keeping = FALSE;
  update (self);

  if (client == NULL)
    {
      show_problem (self, error);
      return;
    }

  gtk_editable_set_text (self->secret, "");
  g_signal_emit (self, signals[SIGNAL_ACCOUNT_READY], 0, client);
}

static void
start_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  TillSetupPage *self = TILL_SETUP_PAGE (widget);
  const TillAccountFields *fields = till_account_check_get_fields (self->check);
  const char *file = gtk_editable_get_text (self->secret_file);

  self->keeping = TRUE;
  update (self);
  till_account_keep_async (self->settings, fields, *file != '\0' ? file : NULL,
                           self->cancellable, kept_cb, g_object_ref (self));
}

static const char *
describe_place (TillSecretPlace place)
{
  switch (place)
    {
    case TILL_SECRET_CREDENTIAL:
      return _("The secret is a credential of the system service. Leave the field empty to keep it.");
    case TILL_SECRET_SERVICE:
      return _("The secret is in the keyring. Leave the field empty to keep it.");
    case TILL_SECRET_FILE:
      return _("The secret is in a private file. Leave the field empty to keep it.");
    case TILL_SECRET_NOWHERE:
    default:
      return NULL;
    }
}

static void
located_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(TillSetupPage) self = TILL_SETUP_PAGE (user_data);
  const char *hint = describe_place (till_account_locate_secret_finish (result, NULL));

  if (self->check == NULL || hint == NULL)
    return;

  gtk_label_set_text (self->secret_hint, hint);
  gtk_widget_set_visible (GTK_WIDGET (self->secret_hint), TRUE);
}

static void
fill_text (TillSetupPage *self,
           GtkEditable   *editable,
           const char    *key)
{
  g_autofree char *text = till_settings_get_string (self->settings, key);

  gtk_editable_set_text (editable, text);
  gtk_widget_set_sensitive (GTK_WIDGET (editable), till_settings_is_writable (self->settings, key));
}

static void
fill_choice (TillSetupPage *self,
             GtkDropDown   *drop_down,
             GListModel    *choices,
             const char    *key)
{
  g_autofree char *code = till_settings_get_string (self->settings, key);

  till_choices_fill (drop_down, choices, code);
  gtk_widget_set_sensitive (GTK_WIDGET (drop_down), till_settings_is_writable (self->settings, key));
}

static void
fill (TillSetupPage *self)
{
  g_autofree char *merchant_id = till_settings_get_string (self->settings, "merchant-id");

  self->filling = TRUE;
  fill_text (self, self->endpoint, "endpoint");
  fill_text (self, self->merchant_id, "merchant-id");
  fill_text (self, self->api_key_id, "api-key-id");
  fill_choice (self, self->currency, till_currencies_new (), "currency");
  fill_choice (self, self->country, till_countries_new (), "country-code");
  self->filling = FALSE;

  gtk_widget_set_visible (self->back, *merchant_id != '\0');
  till_account_locate_secret_async (self->settings, self->cancellable, located_cb, g_object_ref (self));
}

/* Where there is something to type: the first field that is still empty. */
static void
till_setup_page_map (GtkWidget *widget)
{
  TillSetupPage *self = TILL_SETUP_PAGE (widget);
  GtkEditable *fields[] = { self->endpoint, self->merchant_id, self->api_key_id, self->secret };

  GTK_WIDGET_CLASS (till_setup_page_parent_class)->map (widget);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (*gtk_editable_get_text (fields[i]) != '\0')
        continue;

      gtk_widget_grab_focus (GTK_WIDGET (fields[i]));
      return;
    }
}

static void
set_settings (TillSetupPage *self,
              TillSettings  *settings)
{
  if (!g_set_object (&self->settings, settings))
    return;

  g_clear_object (&self->check);
  if (settings == NULL)
    return;

  self->check = till_account_check_new (settings);
  g_signal_connect_object (self->check, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  fill (self);
  check (self, 0);
}

static void
till_setup_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  TillSetupPage *self = TILL_SETUP_PAGE (object);

  switch ((TillSetupPageProperty) prop_id)
    {
    case PROP_SETTINGS:
      set_settings (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_setup_page_dispose (GObject *object)
{
  TillSetupPage *self = TILL_SETUP_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->check);
  g_clear_object (&self->settings);
  till_widget_unparent_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (till_setup_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TillSetupPage, back);
  gtk_widget_class_bind_template_child (widget_class, TillSetupPage, endpoint);
  gtk_widget_class_bind_template_child (widget_class, TillSetupPage, merchant_id);
  gtk_widget_class_bind_template_child (widget_class, TillSetupPage, api_key_id);
  gtk_widget_class_bind_template_child (widget_class, TillSetupPage, secret);
  gtk_widget_class_bind_template_child (widget_class, TillSetupPage, secret_file);
  gtk_widget_class_bind_template_child (widget_class, TillSetupPage, secret_hint);
  gtk_widget_class_bind_template_child (widget_class, TillSetupPage, currency);
  gtk_widget_class_bind_template_child (widget_class, TillSetupPage, country);
  gtk_widget_class_bind_template_child (widget_class, TillSetupPage, lines);
  gtk_widget_class_bind_template_child (widget_class, TillSetupPage, problem);
  gtk_widget_class_bind_template_child (widget_class, TillSetupPage, start);
  gtk_widget_class_bind_template_child (widget_class, TillSetupPage, try_training);
  gtk_widget_class_bind_template_callback (widget_class, typed);
}

static void
till_setup_page_class_init (TillSetupPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = till_setup_page_set_property;
  object_class->dispose = till_setup_page_dispose;

  widget_class->map = till_setup_page_map;

  properties[PROP_SETTINGS] =
    g_param_spec_object ("settings", NULL, NULL, TILL_TYPE_SETTINGS,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_ACCOUNT_READY] =
    g_signal_new ("account-ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CONNECT_TYPE_CLIENT);
  signals[SIGNAL_TRY_TRAINING] =
    g_signal_new ("try-training", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  g_type_ensure (TILL_TYPE_CHOICE);
  gtk_widget_class_set_css_name (widget_class, "setup-page");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-setup-page.ui");
  gtk_widget_class_install_action (widget_class, "setup.check-again", NULL, check_again_action);
  gtk_widget_class_install_action (widget_class, "setup.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "setup.try-training", NULL, try_training_action);
  bind_children (widget_class);
}

static void
till_setup_page_init (TillSetupPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  till_widget_name_inner_buttons (GTK_WIDGET (self->currency), _("Currency"));
  till_widget_name_inner_buttons (GTK_WIDGET (self->country), _("Country"));
  till_widget_name_inner_buttons (GTK_WIDGET (self->secret), _("Show the secret"));

  self->cancellable = g_cancellable_new ();
}
