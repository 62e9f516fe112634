/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-register.h"

G_BEGIN_DECLS

#define TILL_TYPE_UNRESOLVED_PAGE (till_unresolved_page_get_type ())

/**
 * TillUnresolvedPage:
 *
 * The payments that are not certain: those that need a person first, then those that Till asks about.
 *
 * Properties: "register" (TillRegister, nullable).
 * Actions used: win.new-sale (also by Esc).
 */
G_DECLARE_FINAL_TYPE (TillUnresolvedPage, till_unresolved_page, TILL, UNRESOLVED_PAGE, GtkWidget)

/** till_unresolved_page_set_model: @payments: (element-type TillPayment). */
void till_unresolved_page_set_model (TillUnresolvedPage *self,
                                     GListModel         *payments);

G_END_DECLS
