/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-sale-page-private.h"

#define COLUMN_COMPACT  712
#define COLUMN_REGULAR  652
#define COLUMN_LARGE    852
#define SIDE_REGULAR    404
#define SIDE_LARGE      480

/* Compact: one of the two panes; else both. */
static void
update_panes (TillSalePage *self)
{
  gboolean compact = self->size_class == TILL_SIZE_COMPACT;
  gboolean list_only = compact && self->list_shown;

  gtk_widget_set_visible (self->sale_pane, !list_only);
  gtk_widget_set_visible (self->side_pane, !compact || list_only);
  gtk_widget_set_hexpand (self->side_pane, list_only);
  gtk_widget_set_visible (self->show_list, compact);
  gtk_widget_set_visible (self->side_back, list_only);
  gtk_widget_set_size_request (self->side_pane,
                               list_only ? -1 : self->size_class == TILL_SIZE_LARGE ? SIDE_LARGE : SIDE_REGULAR,
                               -1);
  g_object_set (self->sale_buttons, "show-end-title-buttons", compact, NULL);
}

/* The column holds text, so it grows with it. */
static void
update_column (TillSalePage *self)
{
  static const int columns[] = {
    [TILL_SIZE_COMPACT] = COLUMN_COMPACT,
    [TILL_SIZE_REGULAR] = COLUMN_REGULAR,
    [TILL_SIZE_LARGE] = COLUMN_LARGE,
  };
  int dpi = 0;
  int width;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  width = till_size_class_scale (columns[self->size_class], dpi);
  g_object_set (self->clamp, "maximum-size", width, "tightening-threshold", width, NULL);
}

void
till_sale_layout_set_size_class (TillSalePage  *self,
                                 TillSizeClass  size_class)
{
  self->size_class = size_class;
  self->list_shown = self->list_shown && size_class == TILL_SIZE_COMPACT;
  update_column (self);
  update_panes (self);
}

void
till_sale_layout_show_sale (TillSalePage *self)
{
  self->list_shown = FALSE;
  update_panes (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->amount));
}

void
till_sale_layout_show_list (TillSalePage *self)
{
  if (self->size_class != TILL_SIZE_COMPACT)
    return;

  self->list_shown = TRUE;
  update_panes (self);
  gtk_widget_grab_focus (self->side_back);
}

void
till_sale_layout_toggle_list (GtkWidget  *widget,
                              const char *action_name,
                              GVariant   *parameter)
{
  TillSalePage *self = TILL_SALE_PAGE (widget);

  if (self->list_shown)
    till_sale_layout_show_sale (self);
  else
    till_sale_layout_show_list (self);
}

void
till_sale_layout_init (TillSalePage *self)
{
  till_sale_layout_set_size_class (self, TILL_SIZE_REGULAR);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (update_column), self, G_CONNECT_SWAPPED);
}
