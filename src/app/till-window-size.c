/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-window-private.h"

static void
set_size_class (TillWindow    *self,
                TillSizeClass  size_class)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), till_size_class_to_css_class (self->size_class));
  gtk_widget_add_css_class (GTK_WIDGET (self), till_size_class_to_css_class (size_class));
  if (self->size_class == size_class)
    return;

  self->size_class = size_class;
  g_object_notify (G_OBJECT (self), "size-class");
}

void
till_window_follow_size (TillWindow *self,
                         int         width,
                         int         height)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));
  int dpi = 0;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  set_size_class (self, till_size_class_for (width, height, dpi));
}

static gboolean
follow_size_cb (gpointer user_data)
{
  TillWindow *self = TILL_WINDOW (user_data);

  self->size_id = 0;
  till_window_follow_size (self, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));

  return G_SOURCE_REMOVE;
}

/* A size cannot be asked for while one is given. */
void
till_window_queue_follow_size (TillWindow *self)
{
  if (self->size_id == 0)
    self->size_id = g_idle_add_full (GDK_PRIORITY_REDRAW - 1, follow_size_cb, self, NULL);
}

/* Where the screen is smaller than the window was, the window is as large as the screen. */
static gboolean
fit_screen (TillWindow *self,
            int        *width,
            int        *height)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr(GdkMonitor) monitor = g_list_model_get_item (monitors, 0);
  GdkRectangle screen;

  if (monitor == NULL)
    return TRUE;

  gdk_monitor_get_geometry (monitor, &screen);
  if (*width <= screen.width && *height <= screen.height)
    return TRUE;

  *width = MIN (*width, screen.width);
  *height = MIN (*height, screen.height);

  return FALSE;
}

void
till_window_restore_size (TillWindow *self)
{
  int width = till_settings_get_int (self->settings, "window-width");
  int height = till_settings_get_int (self->settings, "window-height");
  gboolean fits = fit_screen (self, &width, &height);

  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (!fits || till_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

void
till_window_save_size (TillWindow *self)
{
  gboolean maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  int width, height;

  if (self->settings == NULL)
    return;

  till_settings_set (self->settings, "window-maximized", g_variant_new_boolean (maximized));
  if (maximized || gtk_window_is_fullscreen (GTK_WINDOW (self)))
    return;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  till_settings_set (self->settings, "window-width", g_variant_new_int32 (width));
  till_settings_set (self->settings, "window-height", g_variant_new_int32 (height));
}
