/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the platform demands of a request body: names, types, lengths (connect-api.md 5 and 8).  Each gives
 * (transfer full) (nullable) a list of errors, %NULL when the body is well. @body: (nullable) */

JsonArray *sandbox_rules_check_payment  (JsonObject *body);
JsonArray *sandbox_rules_check_checkout (JsonObject *body);
/** sandbox_rules_check_refund: @currency, @rest: what the payment was paid in, and how much of it may go back. */
JsonArray *sandbox_rules_check_refund   (JsonObject *body,
                                         const char *currency,
                                         gint64      rest);

/* Reading by path, names with dots; of what was checked. */

/** sandbox_rules_get_string: (return) (nullable) */
const char *sandbox_rules_get_string    (JsonObject *body,
                                         const char *path);
gint64      sandbox_rules_get_integer   (JsonObject *body,
                                         const char *path);
gboolean    sandbox_rules_has           (JsonObject *body,
                                         const char *path);

G_END_DECLS
