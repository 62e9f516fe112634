/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * till_card_looks_like_one:
 * @text: UTF-8
 *
 * Whether something in @text looks like the number of a payment card: 15 or 16 digits of any script, written in
 * one piece or in groups with single blanks or hyphens between them, that begin as the numbers of card schemes do
 * and end with the right check digit (ISO/IEC 7812-1, Luhn).  A till has no use for one, and must not keep it.
 */
gboolean till_card_looks_like_one (const char *text);

G_END_DECLS
