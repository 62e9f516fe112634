/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-register.h"
#include "till-settings.h"

G_BEGIN_DECLS

#define TILL_TYPE_SALE_PAGE (till_sale_page_get_type ())

/**
 * TillSalePage:
 *
 * Where a sale begins: amount, reference, description, keypad and Charge; beside them the last payments.
 *
 * Properties: "register" (TillRegister, nullable), "settings" (TillSettings, nullable), "size-class"
 * (TillSizeClass), "title" and "subtitle" (strings of the header bar).
 * Signals: "charged" (TillPayment): written down, being asked for.  Charge stays shut until till_sale_page_begin().
 */
G_DECLARE_FINAL_TYPE (TillSalePage, till_sale_page, TILL, SALE_PAGE, GtkWidget)

/** till_sale_page_begin: a new sale: empty fields, the focus where digits go. */
void        till_sale_page_begin           (TillSalePage      *self);
/** till_sale_page_resume: back from another page: a new sale when the last one was charged, else the one that was begun. */
void        till_sale_page_resume          (TillSalePage      *self);
/** till_sale_page_show_problem: a charge from elsewhere (another try) came back with @code; shown where charges are. */
void        till_sale_page_show_problem    (TillSalePage      *self,
                                            TillError          code);
/** till_sale_page_show_notice: the notice about @payment, which needs a person, comes before the others. */
void        till_sale_page_show_notice     (TillSalePage      *self,
                                            TillPayment       *payment);

G_END_DECLS
