/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-payment-page.h"
#include "till-result-page.h"
#include "till-setup-page.h"
#include "till-widget.h"
#include "till-window-private.h"

G_DEFINE_FINAL_TYPE (TillWindow, till_window, ADW_TYPE_APPLICATION_WINDOW)

typedef enum
{
  PROP_TRAINING = 1,
  PROP_SIZE_CLASS,
  PROP_SHOP_TITLE,
  PROP_TILL_TITLE,
} TillWindowProperty;

static GParamSpec *properties[PROP_TILL_TITLE + 1];

/* Not over a code that a customer is to scan, and not over the colour of an outcome. */
static void
update_banner (TillWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);
  int trouble = -1;

  g_object_get (self->banner, "trouble", &trouble, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->banner),
                          trouble >= 0 && !TILL_IS_PAYMENT_PAGE (page) && !TILL_IS_RESULT_PAGE (page));
}

static void
page_changed_cb (TillWindow *self)
{
  till_widget_hide_other_pages (self->pages);
  update_banner (self);
}

static void
set_title (TillWindow  *self,
           char       **title,
           char        *text,
           GParamSpec  *pspec)
{
  g_free (*title);
  *title = text;
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
update_titles (TillWindow *self)
{
  g_autofree char *shop = till_settings_get_string (self->settings, "shop-name");
  g_autofree char *till_id = till_settings_get_string (self->settings, "till-id");

  set_title (self, &self->shop_title, g_strdup (*shop != '\0' ? shop : _("Till")), properties[PROP_SHOP_TITLE]);
  /* Translators: %s is the short name of this till, such as T1 */
  set_title (self, &self->till_title, g_strdup_printf (_("Till %s"), till_id), properties[PROP_TILL_TITLE]);
}

static gboolean
till_window_close_request (GtkWindow *window)
{
  TillWindow *self = TILL_WINDOW (window);

  if (!till_window_ask_to_leave (self))
    till_window_leave (self);

  return TRUE;
}

/* The first class is that of the size that the window asks for: it would not come back from a larger one. */
static void
till_window_realize (GtkWidget *widget)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (widget), &width, &height);
  till_window_follow_size (TILL_WINDOW (widget), width, height);

  GTK_WIDGET_CLASS (till_window_parent_class)->realize (widget);
}

static void
till_window_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  GTK_WIDGET_CLASS (till_window_parent_class)->size_allocate (widget, width, height, baseline);

  till_window_queue_follow_size (TILL_WINDOW (widget));
}

static void
till_window_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TillWindow *self = TILL_WINDOW (object);

  switch ((TillWindowProperty) prop_id)
    {
    case PROP_TRAINING:
      g_value_set_boolean (value, self->training);
      break;

    case PROP_SIZE_CLASS:
      g_value_set_enum (value, self->size_class);
      break;

    case PROP_SHOP_TITLE:
      g_value_set_string (value, self->shop_title);
      break;

    case PROP_TILL_TITLE:
      g_value_set_string (value, self->till_title);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_window_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  TillWindow *self = TILL_WINDOW (object);

  switch ((TillWindowProperty) prop_id)
    {
    case PROP_TRAINING:
      self->training = g_value_get_boolean (value);
      gtk_widget_set_visible (self->stripes, self->training);
      if (self->training)
        gtk_window_set_title (GTK_WINDOW (self), _("Till — Training"));
      break;

    case PROP_SIZE_CLASS:
    case PROP_SHOP_TITLE:
    case PROP_TILL_TITLE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_window_dispose (GObject *object)
{
  TillWindow *self = TILL_WINDOW (object);

  g_clear_handle_id (&self->leave_id, g_source_remove);
  g_clear_handle_id (&self->size_id, g_source_remove);
  g_clear_handle_id (&self->foresee_id, g_source_remove);
  till_window_drop_payment (self);
  g_clear_weak_pointer (&self->phone);
  g_clear_weak_pointer (&self->question);
  g_clear_weak_pointer (&self->before_story);
  g_clear_object (&self->reg);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (till_window_parent_class)->dispose (object);
}

static void
till_window_finalize (GObject *object)
{
  TillWindow *self = TILL_WINDOW (object);

  g_hash_table_unref (self->receipts);
  g_free (self->shop_title);
  g_free (self->till_title);

  G_OBJECT_CLASS (till_window_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_TRAINING] =
    g_param_spec_boolean ("training", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE_CLASS] =
    g_param_spec_enum ("size-class", NULL, NULL, TILL_TYPE_SIZE_CLASS, TILL_SIZE_REGULAR,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOP_TITLE] =
    g_param_spec_string ("shop-title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TILL_TITLE] =
    g_param_spec_string ("till-title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
till_window_class_init (TillWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = till_window_get_property;
  object_class->set_property = till_window_set_property;
  object_class->dispose = till_window_dispose;
  object_class->finalize = till_window_finalize;
  widget_class->realize = till_window_realize;
  widget_class->size_allocate = till_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = till_window_close_request;

  install_properties (object_class);
  till_window_install_page_actions (widget_class);
  till_window_install_payment_actions (widget_class);
  till_window_install_receipt_actions (widget_class);

  g_type_ensure (TILL_TYPE_STORAGE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TillWindow, stripes);
  gtk_widget_class_bind_template_child (widget_class, TillWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, TillWindow, banner);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_banner);
}

static void
till_window_init (TillWindow *self)
{
  self->size_class = TILL_SIZE_REGULAR;
  self->receipts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->shop_title = g_strdup (_("Till"));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), till_size_class_to_css_class (self->size_class));
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (till_window_queue_follow_size), self, G_CONNECT_SWAPPED);
}

void
till_window_prepare (TillWindow   *self,
                     TillSettings *settings)
{
  g_return_if_fail (TILL_IS_WINDOW (self));

  if (!g_set_object (&self->settings, settings))
    return;

  g_signal_connect_object (settings, "changed::shop-name", G_CALLBACK (update_titles), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::till-id", G_CALLBACK (update_titles), self, G_CONNECT_SWAPPED);
  update_titles (self);
  till_window_restore_size (self);
}

void
till_window_open (TillWindow   *self,
                  TillRegister *reg,
                  Sandbox      *sandbox,
                  gboolean      has_account)
{
  g_return_if_fail (TILL_IS_WINDOW (self));

  g_set_object (&self->reg, reg);
  g_object_set (self->banner, "register", reg, NULL);
  g_set_object (&self->sandbox, sandbox);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.show-phone", sandbox != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.show-setup", !self->training);

  till_window_foresee_pages (self);
  if (has_account)
    till_window_show_sale (self);
  else
    till_window_show_page (self, TILL_TYPE_SETUP_PAGE);
}

void
till_window_shut (TillWindow *self)
{
  GtkWidget *page;

  g_return_if_fail (TILL_IS_WINDOW (self));

  g_clear_handle_id (&self->foresee_id, g_source_remove);
  till_window_drop_payment (self);
  if (self->phone != NULL)
    gtk_window_destroy (GTK_WINDOW (self->phone));
  while ((page = gtk_widget_get_first_child (GTK_WIDGET (self->pages))) != NULL)
    gtk_stack_remove (self->pages, page);

  g_object_set (self->banner, "register", NULL, NULL);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->reg);
}

void
till_window_fail (TillWindow   *self,
                  const GError *error)
{
  g_return_if_fail (TILL_IS_WINDOW (self));

  till_window_show_trouble (self, error);
}
