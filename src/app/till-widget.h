/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** till_widget_hide_other_pages: GTK 4.8 leaves a stack's pages that are not shown in the tree that assistive technology reads; this takes them out. */
void till_widget_hide_other_pages  (GtkStack   *stack);

/** till_widget_set_text: a label without text keeps its room, and is not there for who listens. */
void till_widget_set_text          (GtkLabel   *label,
                                    const char *text);
/** till_widget_set_foreign: a label with what the platform sent or somebody typed: see till_text_for_people(). */
void till_widget_set_foreign       (GtkLabel   *label,
                                    const char *foreign);
/** till_widget_unparent_children: for the dispose of a widget that holds its children by itself: GTK 4.8 does not let go of those of a template. */
void till_widget_unparent_children (GtkWidget  *widget);
/** till_widget_name_inner_buttons: for widgets that keep buttons without words inside: a drop-down's, a password's eye. */
void till_widget_name_inner_buttons (GtkWidget  *widget,
                                     const char *name);

G_END_DECLS
