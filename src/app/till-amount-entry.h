/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-amount.h"

G_BEGIN_DECLS

#define TILL_TYPE_AMOUNT_ENTRY (till_amount_entry_get_type ())

/**
 * TillAmountEntry:
 *
 * The field of the amount: currency and running sum at its left, the digits growing from its right.  What it
 * shows is a TillAmount.  Once plus was pressed it shows the total, and only keys change it, at the end.
 *
 * Signals: "changed".
 */
G_DECLARE_FINAL_TYPE (TillAmountEntry, till_amount_entry, TILL, AMOUNT_ENTRY, GtkWidget)

/** till_amount_entry_get_amount: (return) (transfer none): until the next change. */
const TillAmount *till_amount_entry_get_amount   (TillAmountEntry   *self);
/** till_amount_entry_set_amount: copies @amount. */
void              till_amount_entry_set_amount   (TillAmountEntry   *self,
                                                  const TillAmount  *amount);
/** till_amount_entry_set_currency: empties the field when that is another currency. */
void              till_amount_entry_set_currency (TillAmountEntry   *self,
                                                  const char        *currency);
void              till_amount_entry_set_invalid  (TillAmountEntry   *self,
                                                  gboolean           invalid);

void              till_amount_entry_type         (TillAmountEntry   *self,
                                                  const char        *key);
void              till_amount_entry_backspace    (TillAmountEntry   *self);
/** till_amount_entry_add: plus; does nothing when what was typed is no amount. */
void              till_amount_entry_add          (TillAmountEntry   *self);
void              till_amount_entry_clear        (TillAmountEntry   *self);

/** till_amount_entry_has_selection: text is selected, so that a key replaces it rather than being appended. */
gboolean          till_amount_entry_has_selection (TillAmountEntry  *self);
/** till_amount_entry_select_all: takes the focus, so that what is typed replaces what stands there. */
void              till_amount_entry_select_all    (TillAmountEntry  *self);

G_END_DECLS
