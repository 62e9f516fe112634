/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-entry-box.h"
#include "till-widget.h"

struct _TillEntryBox
{
  GtkWidget  parent_instance;

  GtkBox    *box;
  GtkLabel  *title;
  GtkImage  *icon;
  GtkEntry  *entry;   /* (nullable) a child of the box */
};

G_DEFINE_FINAL_TYPE (TillEntryBox, till_entry_box, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_TITLE = 1,
  PROP_ICON_NAME,
  PROP_ENTRY,
} TillEntryBoxProperty;

static GParamSpec *properties[PROP_ENTRY + 1];

static void
pressed_cb (TillEntryBox *self)
{
  if (self->entry != NULL)
    gtk_entry_grab_focus_without_selecting (self->entry);
}

static void
till_entry_box_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  TillEntryBox *self = TILL_ENTRY_BOX (object);

  switch ((TillEntryBoxProperty) prop_id)
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
till_entry_box_dispose (GObject *object)
{
  TillEntryBox *self = TILL_ENTRY_BOX (object);

  till_widget_unparent_children (GTK_WIDGET (self));
  self->entry = NULL;

  G_OBJECT_CLASS (till_entry_box_parent_class)->dispose (object);
}

static void
till_entry_box_class_init (TillEntryBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = till_entry_box_set_property;
  object_class->dispose = till_entry_box_dispose;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ICON_NAME] =
    g_param_spec_string ("icon-name", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ENTRY] =
    g_param_spec_object ("entry", NULL, NULL, GTK_TYPE_ENTRY, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "entrybox");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-entry-box.ui");
  gtk_widget_class_bind_template_child (widget_class, TillEntryBox, box);
  gtk_widget_class_bind_template_child (widget_class, TillEntryBox, title);
  gtk_widget_class_bind_template_child (widget_class, TillEntryBox, icon);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
}

static void
till_entry_box_init (TillEntryBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
