/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TILL_TYPE_ENTRY_BOX (till_entry_box_get_type ())

/**
 * TillEntryBox:
 *
 * An entry with its title above it, on one surface that a finger finds: wherever it is pressed, the entry gets
 * the focus.  The entry is given, so that whoever uses it has it at hand, and carries the name for assistive
 * technology itself.
 *
 * Properties: "title", "icon-name" (nullable), "entry" (GtkEntry).
 */
G_DECLARE_FINAL_TYPE (TillEntryBox, till_entry_box, TILL, ENTRY_BOX, GtkWidget)

G_END_DECLS
