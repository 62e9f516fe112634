/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-selection.h"
#include "till-size-class.h"

G_BEGIN_DECLS

/** till_payments_columns_add: the columns of the list of payments, whose items are TillPaymentItem. Newest first. */
void        till_payments_columns_add          (GtkColumnView *view);
/** till_payments_columns_align: amounts and their titles on one right edge; when the columns stand. */
void        till_payments_columns_align        (GtkColumnView *view);
/** till_payments_columns_fit: takes out what there is no room for, or nothing to say in: @has_people, @has_tills. */
void        till_payments_columns_fit          (GtkColumnView *view,
                                                TillSizeClass  size_class,
                                                gboolean       has_people,
                                                gboolean       has_tills);
/** till_payments_columns_get_sort: by what a person wants them in order, by a press on a title. */
TillSort    till_payments_columns_get_sort     (GtkColumnView *view,
                                                gboolean      *ascending);
/** till_payments_columns_make_actions: (return) (transfer full): an action for each column that may be left out: its visibility. */
GActionGroup *till_payments_columns_make_actions (GtkColumnView *view,
                                                GMenu         *menu);

G_END_DECLS
