/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-json.h"

G_BEGIN_DECLS

/**
 * connect_json_check:
 * @reason: (out): why not, in English (static)
 * @line: (out): where, counted from 1
 *
 * The walk of connect_json_parse(), without the parsing.
 */
gboolean  connect_json_check    (const char   *data,
                                 gsize         length,
                                 const char  **reason,
                                 guint        *line);

/**
 * connect_json_dup_word:
 *
 * Returns: (transfer full) (nullable): the string member @name, cut at @max_chars characters; %NULL when
 *   absent
 */
char     *connect_json_dup_word (JsonObject   *object,
                                 const char   *name,
                                 gsize         max_chars);

/**
 * connect_is_path_safe:
 *
 * Returns: whether @id (nullable) is 1 to 64 of 0-9A-Za-z_- and so may stand in a path
 */
gboolean  connect_is_path_safe  (const char   *id);

/** connect_json_dup_id: (return) (transfer full) (nullable): the string member @name if it is path-safe. */
char     *connect_json_dup_id   (JsonObject   *object,
                                 const char   *name);

/**
 * connect_json_read_amount:
 * @currency: what the amount is of; "" when not known
 *
 * Returns: minor units, %CONNECT_AMOUNT_ABSENT when nothing is said, %CONNECT_AMOUNT_ODD for what is no amount:
 *   that must not pass for something that was not said
 */
gint64    connect_json_read_amount (JsonObject  *object,
                                    const char  *name,
                                    const char  *currency);

/**
 * connect_json_read_money:
 * @money: an "amountOfMoney"
 * @currency: (out): as it came; stays "" when absent, %CONNECT_CURRENCY_ODD when it is no code
 * @amount: (out): as connect_json_read_amount()
 */
void      connect_json_read_money  (JsonObject  *money,
                                    char         currency[4],
                                    gint64      *amount);

/** connect_json_read_first_error: of a statusOutput's "errors": its code and message (nullable), to be freed. */
void      connect_json_read_first_error (JsonObject  *output,
                                         char       **code,
                                         char       **message);

G_END_DECLS
