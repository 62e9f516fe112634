/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-register.h"

G_BEGIN_DECLS

#define TILL_TYPE_UNRESOLVED_ROW (till_unresolved_row_get_type ())

/** TillUnresolvedRow: a card for one payment that is not certain: what is known, what Till does, what a person can do. */
G_DECLARE_FINAL_TYPE (TillUnresolvedRow, till_unresolved_row, TILL, UNRESOLVED_ROW, GtkListBoxRow)

/** till_unresolved_row_new: @reg: (nullable). */
GtkWidget *till_unresolved_row_new          (TillRegister       *reg,
                                             TillClock          *clock,
                                             TillPayment        *payment);
/** till_unresolved_row_update: ages and countdowns; once a second while it can be seen. */
void       till_unresolved_row_update       (TillUnresolvedRow  *self);
/** till_unresolved_row_check: as if "Check now" were pressed. */
void       till_unresolved_row_check        (TillUnresolvedRow  *self);
gboolean   till_unresolved_row_needs_person (TillUnresolvedRow  *self);

G_END_DECLS
