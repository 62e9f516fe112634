/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sandbox-store.h"

G_BEGIN_DECLS

/* The platform's clock: ours, moved by two facts of the state.
 *
 * "offset" is time travel: it moves everything that the platform dates or lets expire, and requests dated by
 * the real clock are still taken.  "skew" is a clock that runs apart from the client's: a request has to be
 * dated by it, within "tolerance". */

#define SANDBOX_CLOCK_OFFSET    "offset"
#define SANDBOX_CLOCK_SKEW      "skew"
#define SANDBOX_CLOCK_TOLERANCE "tolerance"

/** sandbox_clock_now: milliseconds since 1970. */
gint64   sandbox_clock_now     (SandboxStore *store);
/** sandbox_clock_accepts: whether a request may be dated @date (seconds since 1970). */
gboolean sandbox_clock_accepts (SandboxStore *store,
                                gint64        date);
/** sandbox_clock_get: one of the three facts, in seconds. */
gint64   sandbox_clock_get     (SandboxStore *store,
                                const char   *fact);
/** sandbox_clock_set_from_json: sets those of the three that @object has; @error: %G_IO_ERROR_INVALID_ARGUMENT. */
gboolean sandbox_clock_set_from_json (SandboxStore  *store,
                                      JsonObject    *object,
                                      GError       **error);
void     sandbox_clock_reset   (SandboxStore *store);

G_END_DECLS
