/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** till_accessible_hide_other_pages: GTK 4.8 leaves a stack's pages that are not shown in the tree that assistive technology reads; this takes them out. */
void till_accessible_hide_other_pages (GtkStack *stack);
/** till_accessible_name_inner_buttons: for widgets that keep buttons without words inside: a drop-down's, a password's eye. */
void till_accessible_name_inner_buttons (GtkWidget  *widget,
                                         const char *name);

G_END_DECLS
