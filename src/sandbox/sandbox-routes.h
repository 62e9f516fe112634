/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-call.h"

G_BEGIN_DECLS

/**
 * sandbox_routes_find:
 * @path: still encoded
 * @args: (out) (transfer full): what the pattern's stars stand for, decoded
 * @wrong_method: (out): the path is known, but not with this method
 *
 * Returns: (nullable): what serves it
 */
const SandboxRoute *sandbox_routes_find (const char   *method,
                                         const char   *path,
                                         char       ***args,
                                         gboolean     *wrong_method);
/** sandbox_routes_has_word: whether an operation of the API is called so in scripts. */
gboolean            sandbox_routes_has_word (const char   *word);

G_END_DECLS
