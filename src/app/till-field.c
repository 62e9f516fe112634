/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-field.h"

struct _TillField
{
  GtkWidget  parent_instance;

  GtkBox    *box;
  GtkLabel  *title;
  GtkImage  *icon;
  GtkEntry  *entry;   /* (nullable) a child of the box */
};

G_DEFINE_FINAL_TYPE (TillField, till_field, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_TITLE = 1,
  PROP_ICON_NAME,
  PROP_ENTRY,
} TillFieldProperty;

static GParamSpec *properties[PROP_ENTRY + 1];

static void
pressed_cb (TillField *self)
{
  if (self->entry != NULL)
    gtk_entry_grab_focus_without_selecting (self->entry);
}

static void
till_field_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  TillField *self = TILL_FIELD (object);

  switch ((TillFieldProperty) prop_id)
    {
    case PROP_TITLE:
      gtk_label_set_label (self->title, g_value_get_string (value));
      break;

    case PROP_ICON_NAME:
      gtk_image_set_from_icon_name (self->icon, g_value_get_string (value));
      gtk_widget_set_visible (GTK_WIDGET (self->icon), g_value_get_string (value) != NULL);
      break;

    case PROP_ENTRY:
      self->entry = g_value_get_object (value);
      if (self->entry != NULL)
        gtk_box_append (self->box, GTK_WIDGET (self->entry));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_field_dispose (GObject *object)
{
  TillField *self = TILL_FIELD (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->entry = NULL;

  G_OBJECT_CLASS (till_field_parent_class)->dispose (object);
}

static void
till_field_class_init (TillFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = till_field_set_property;
  object_class->dispose = till_field_dispose;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ICON_NAME] =
    g_param_spec_string ("icon-name", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ENTRY] =
    g_param_spec_object ("entry", NULL, NULL, GTK_TYPE_ENTRY, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "fieldbox");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-field.ui");
  gtk_widget_class_bind_template_child (widget_class, TillField, box);
  gtk_widget_class_bind_template_child (widget_class, TillField, title);
  gtk_widget_class_bind_template_child (widget_class, TillField, icon);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
}

static void
till_field_init (TillField *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
