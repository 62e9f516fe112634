/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TILL_TYPE_KEYPAD (till_keypad_get_type ())

/**
 * TillKeypad:
 *
 * Keys for fingers, where a number pad has them, with Charge where its Enter is.  The keys activate the actions
 * "sale.type" (s), "sale.backspace", "sale.add" and "sale.charge" of whoever holds the keypad.  None but Charge
 * takes the focus: who has a keyboard has these keys on it.
 */
G_DECLARE_FINAL_TYPE (TillKeypad, till_keypad, TILL, KEYPAD, GtkWidget)

/** till_keypad_set_decimal_point: ""  or %NULL: the currency has no decimals, and there is no such key. */
void  till_keypad_set_decimal_point (TillKeypad  *self,
                                     const char  *decimal_point);

/**
 * till_keypad_set_charge:
 * @text: what Charge says below its name: the amount, or what is missing
 * @ready: it can be pressed
 */
void  till_keypad_set_charge        (TillKeypad  *self,
                                     const char  *text,
                                     gboolean     ready);

G_END_DECLS
