/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-money.h"

G_BEGIN_DECLS

/**
 * TillNeedle:
 *
 * What somebody looks for among payments, as it is typed: a part of a reference or a description, whatever the
 * case of its letters; how an id begins, or six characters and more of it; or a whole amount, written as amounts
 * are (till_money_parse()).
 */
typedef struct _TillNeedle TillNeedle;

/** till_needle_new: @text: (nullable). Returns: (nullable): %NULL when there is nothing to look for, which is in everything. */
TillNeedle *till_needle_new       (const char       *text);
void        till_needle_free      (TillNeedle       *self);
/** till_needle_get_text: without the blanks around it, as it was typed. */
const char *till_needle_get_text  (TillNeedle       *self);
/** till_needle_is_in: @text: (nullable) */
gboolean    till_needle_is_in     (TillNeedle       *self,
                                   const char       *text);
/** till_needle_is_in_id: @id: (nullable): a number that means nothing to people: two digits stand somewhere in most of them. */
gboolean    till_needle_is_in_id  (TillNeedle       *self,
                                   const char       *id);
/** till_needle_is_amount: it is this amount, in full. */
gboolean    till_needle_is_amount (TillNeedle       *self,
                                   const TillMoney  *money);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillNeedle, till_needle_free)

G_END_DECLS
