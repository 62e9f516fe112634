/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-text.h"
#include "till-widget.h"

void
till_widget_hide_other_pages (GtkStack *stack)
{
  GtkWidget *visible = gtk_stack_get_visible_child (stack);

  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (stack));
       page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_accessible_update_state (GTK_ACCESSIBLE (page),
                                 GTK_ACCESSIBLE_STATE_HIDDEN, page != visible,
                                 -1);
}

void
till_widget_set_text (GtkLabel   *label,
                      const char *text)
{
  gtk_label_set_text (label, text);
  gtk_accessible_update_state (GTK_ACCESSIBLE (label),
                               GTK_ACCESSIBLE_STATE_HIDDEN, *text == '\0',
                               -1);
}

void
till_widget_set_foreign (GtkLabel   *label,
                         const char *foreign)
{
  g_autofree char *text = till_text_for_people (foreign);

  gtk_label_set_text (label, text);
}

void
till_widget_unparent_children (GtkWidget *widget)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

void
till_widget_name_inner_buttons (GtkWidget  *widget,
                                const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_BUTTON (child))
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      else
        till_widget_name_inner_buttons (child, name);
    }
}
