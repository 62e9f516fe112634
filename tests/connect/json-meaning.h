/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a JSON text means, read in two ways that know nothing of one another: by json-glib, and by a reader that
 * is nothing but RFC 8259 (for texts that passed the gate, which bounds its recursion). */

/** json_meaning_of_node: (return) (transfer full): values in one spelling, members by name. */
char *json_meaning_of_node (JsonNode   *node);
/** json_meaning_of_text: (return) (transfer full) (nullable): the same from the text itself; %NULL when it is no JSON. */
char *json_meaning_of_text (const char *text,
                            gsize       length);

G_END_DECLS
