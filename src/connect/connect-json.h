/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define CONNECT_JSON_MAX_BYTES  (256 * 1024)
#define CONNECT_JSON_MAX_DEPTH  32
#define CONNECT_JSON_MAX_TOKENS 4096

/**
 * connect_json_parse:
 * @error: %CONNECT_ERROR_BAD_ANSWER
 *
 * The gate: what arrives is walked without recursion and within bounds before json-glib sees it
 * (reliability.md 6): size, valid UTF-8 without NUL, depth, tokens, numbers of at most 18 digits without
 * exponent, no duplicate member, paired surrogates, one root object and nothing after it.
 *
 * Returns: (transfer full): the root object, or %NULL with @error set
 */
JsonObject *connect_json_parse        (const char  *data,
                                       gsize        length,
                                       GError     **error);

/* Typed reading: json-glib turns types into one another silently, these do not.  A member of another type
 * counts as absent. */

/** connect_json_get_string: (return) (nullable): absent, not a string, or longer than @max_chars: %NULL. Owned by @object. */
const char *connect_json_get_string   (JsonObject  *object,
                                       const char  *name,
                                       gsize        max_chars);
/** connect_json_get_integer: a JSON whole number, or @absent. */
gint64      connect_json_get_integer  (JsonObject  *object,
                                       const char  *name,
                                       gint64       absent);
/** connect_json_get_boolean: absent is %FALSE (connect-api.md 7.7). */
gboolean    connect_json_get_boolean  (JsonObject  *object,
                                       const char  *name);
/** connect_json_get_object: (nullable) (transfer none) */
JsonObject *connect_json_get_object   (JsonObject  *object,
                                       const char  *name);
/** connect_json_get_array: (nullable) (transfer none) */
JsonArray  *connect_json_get_array    (JsonObject  *object,
                                       const char  *name);

G_END_DECLS
