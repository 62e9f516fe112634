/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** CONNECT_AMOUNT_ABSENT: the answer did not say. */
#define CONNECT_AMOUNT_ABSENT (-1)
/** CONNECT_AMOUNT_ODD: the answer said something that is no whole number of minor units: equals no amount. */
#define CONNECT_AMOUNT_ODD (-2)

/** CONNECT_CURRENCY_ODD: the answer named a currency, but not by three letters: equals no currency. */
#define CONNECT_CURRENCY_ODD "???"

/**
 * connect_currency_exponent:
 * @code: three upper-case letters
 *
 * Which codes exist comes from iso-codes at build time, and a short list of newer ones; what is no money
 * (metals, funds, XDR, XTS, XXX) and what has four decimals is not taken.
 *
 * Returns: the decimals of the currency by ISO 4217 (0, 2 or 3), or -1 for a code that cannot be charged
 */
int       connect_currency_exponent  (const char  *code);

/**
 * connect_currency_list:
 *
 * Returns: (transfer none): every code that can be charged, sorted, %NULL-terminated
 */
const char * const *
          connect_currency_list      (void);

/**
 * connect_amount_to_wire:
 * @minor: a whole number of the currency's ISO 4217 minor units, above 0
 * @wire: (out): the same with the API's two implied decimals: JPY 500 gives 50000 (connect-api.md 10)
 * @error: %CONNECT_ERROR_INVALID: unknown currency, a third decimal that the wire cannot say, more than 12 digits
 *
 * The one place where amounts are scaled, with connect_amount_from_wire().
 */
gboolean  connect_amount_to_wire     (gint64       minor,
                                      const char  *currency,
                                      gint64      *wire,
                                      GError     **error);

/**
 * connect_amount_from_wire:
 *
 * Returns: minor units, or %CONNECT_AMOUNT_ODD when @wire is negative, too large, no whole number of minor
 *   units, or the currency is unknown
 */
gint64    connect_amount_from_wire   (gint64       wire,
                                      const char  *currency);

G_END_DECLS
