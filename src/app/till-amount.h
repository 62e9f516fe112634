/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-money.h"

G_BEGIN_DECLS

/**
 * TillAmount:
 *
 * The amount in the making: what plus has taken already, and the text that is still being typed.  Nothing in it
 * is ever corrected or guessed: a text that cannot be read stays as it is, and the total says so.
 */
typedef struct _TillAmount TillAmount;

TillAmount *till_amount_new          (const char        *currency);
void        till_amount_free         (TillAmount        *self);
TillAmount *till_amount_copy         (const TillAmount  *self);

const char *till_amount_get_currency (const TillAmount  *self);
void        till_amount_clear        (TillAmount        *self);
/** till_amount_set_text: what is being typed, as a whole: from a keyboard, a clipboard, a screen reader. */
void        till_amount_set_text     (TillAmount        *self,
                                      const char        *text);
const char *till_amount_get_text     (const TillAmount  *self);
/** till_amount_type: a key of the keypad, "7", "00" or the separator. Refused where it could only make the text longer than any amount. */
void        till_amount_type         (TillAmount        *self,
                                      const char        *key);
/** till_amount_backspace: takes back the last character, or the last plus. */
void        till_amount_backspace    (TillAmount        *self);
/** till_amount_add: plus: what was typed is taken, the next one can be typed. @error: as till_amount_get_total(); also when nothing was typed. */
gboolean    till_amount_add          (TillAmount        *self,
                                      GError           **error);
/** till_amount_has_sum: plus was pressed; then the total is shown large, and what makes it up beside it. */
gboolean    till_amount_has_sum      (const TillAmount  *self);
/** till_amount_is_empty: nothing typed, nothing added. */
gboolean    till_amount_is_empty     (const TillAmount  *self);

/** till_amount_get_total: @error: %TILL_ERROR_INVALID_AMOUNT, _INVALID_CURRENCY. */
gboolean    till_amount_get_total    (const TillAmount  *self,
                                      TillMoney         *total,
                                      GError           **error);
/** till_amount_to_display: (return) (transfer full): what stands large: the text, or the total of a sum. */
char       *till_amount_to_display   (const TillAmount  *self);
/** till_amount_to_sum: (return) (transfer full): "8.40 + 4.10", or "". */
char       *till_amount_to_sum       (const TillAmount  *self);

/** till_amount_find_fault: what is wrong with the text or the sum, for till_money_describe_fault(). */
TillMoneyFault till_amount_find_fault (const TillAmount *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillAmount, till_amount_free)

G_END_DECLS
