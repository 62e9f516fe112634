/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * sandbox_fault_members_check:
 * @word: the fault's
 * @own: the members that it takes beside those that all take, separated by blanks
 * @error: %G_IO_ERROR_INVALID_ARGUMENT: names the member and what it has to be
 *
 * A member that is misspelt, or holds what it cannot mean, would be a fault that is silently another one.
 */
gboolean sandbox_fault_members_check (JsonObject  *spec,
                                      const char  *word,
                                      const char  *own,
                                      GError     **error);

G_END_DECLS
