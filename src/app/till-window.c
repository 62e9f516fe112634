/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-window.h"

struct _TillWindow
{
  AdwApplicationWindow  parent_instance;

  GtkWidget            *stripes;
  GtkStack             *pages;

  gboolean              training;
};

G_DEFINE_FINAL_TYPE (TillWindow, till_window, ADW_TYPE_APPLICATION_WINDOW)

typedef enum
{
  PROP_TRAINING = 1,
} TillWindowProperty;

static GParamSpec *properties[PROP_TRAINING + 1];

/* A page that is not shown stays in the tree that assistive technology reads, unless it is said to be hidden. */
static void
hide_other_pages (TillWindow *self)
{
  GtkWidget *visible = gtk_stack_get_visible_child (self->pages);

  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->pages));
       page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_accessible_update_state (GTK_ACCESSIBLE (page),
                                 GTK_ACCESSIBLE_STATE_HIDDEN, page != visible,
                                 -1);
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
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_window_class_init (TillWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = till_window_set_property;

  properties[PROP_TRAINING] =
    g_param_spec_boolean ("training", NULL, NULL, FALSE,
                          G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TillWindow, stripes);
  gtk_widget_class_bind_template_child (widget_class, TillWindow, pages);
  gtk_widget_class_bind_template_callback (widget_class, hide_other_pages);
}

static void
till_window_init (TillWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
