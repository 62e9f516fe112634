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

G_END_DECLS
