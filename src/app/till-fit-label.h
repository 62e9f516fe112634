/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TILL_TYPE_FIT_LABEL (till_fit_label_get_type ())

/**
 * TillFitLabel:
 *
 * A line, or a few, as large as its style says, and smaller by steps where the place is too small: an amount or
 * a result is never cut.  GtkLabel knows only one size.  Figures have one width.
 *
 * Properties: "label" (string), "lines" (uint: it may break into so many), "xalign" (float), "language"
 * (string, construct-only: for words in another language than the till's, so that their letters take its form).
 */
G_DECLARE_FINAL_TYPE (TillFitLabel, till_fit_label, TILL, FIT_LABEL, GtkWidget)

/** till_fit_label_set_label: @label: (nullable). */
void        till_fit_label_set_label (TillFitLabel *self,
                                      const char   *label);
const char *till_fit_label_get_label (TillFitLabel *self);

G_END_DECLS
