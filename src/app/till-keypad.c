/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-fit-label.h"
#include "till-keypad.h"

struct _TillKeypad
{
  GtkWidget     parent_instance;

  GtkWidget    *grid;
  GtkWidget    *zero;
  GtkWidget    *decimal_point;
  GtkWidget    *charge;
  TillFitLabel *charge_text;
  GtkWidget    *hint;
};

G_DEFINE_FINAL_TYPE (TillKeypad, till_keypad, GTK_TYPE_WIDGET)

static void
till_keypad_dispose (GObject *object)
{
  TillKeypad *self = TILL_KEYPAD (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);

  G_OBJECT_CLASS (till_keypad_parent_class)->dispose (object);
}

static void
till_keypad_class_init (TillKeypadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = till_keypad_dispose;

  g_type_ensure (TILL_TYPE_FIT_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-keypad.ui");
  gtk_widget_class_bind_template_child (widget_class, TillKeypad, grid);
  gtk_widget_class_bind_template_child (widget_class, TillKeypad, zero);
  gtk_widget_class_bind_template_child (widget_class, TillKeypad, decimal_point);
  gtk_widget_class_bind_template_child (widget_class, TillKeypad, charge);
  gtk_widget_class_bind_template_child (widget_class, TillKeypad, charge_text);
  gtk_widget_class_bind_template_child (widget_class, TillKeypad, hint);
}

static void
till_keypad_init (TillKeypad *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* A number pad is the same everywhere. */
  gtk_widget_set_direction (self->grid, GTK_TEXT_DIR_LTR);
}

void
till_keypad_set_decimal_point (TillKeypad *self,
                               const char *decimal_point)
{
  GtkLayoutManager *layout;
  GtkLayoutChild *zero;
  gboolean has_point = decimal_point != NULL && *decimal_point != '\0';

  g_return_if_fail (TILL_IS_KEYPAD (self));

  layout = gtk_widget_get_layout_manager (self->grid);
  zero = gtk_layout_manager_get_layout_child (layout, self->zero);
  gtk_grid_layout_child_set_column_span (GTK_GRID_LAYOUT_CHILD (zero), has_point ? 1 : 2);
  gtk_widget_set_visible (self->decimal_point, has_point);

  if (has_point)
    {
      gtk_button_set_label (GTK_BUTTON (self->decimal_point), decimal_point);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->decimal_point), "s", decimal_point);
    }
}

void
till_keypad_set_charge (TillKeypad *self,
                        const char *text,
                        gboolean    ready)
{
  g_return_if_fail (TILL_IS_KEYPAD (self));

  till_fit_label_set_label (self->charge_text, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->charge),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);

  /* An insensitive suggested button would still be blue. */
  if (ready)
    gtk_widget_add_css_class (self->charge, "suggested-action");
  else
    gtk_widget_remove_css_class (self->charge, "suggested-action");
  gtk_widget_set_visible (self->hint, ready);
}
