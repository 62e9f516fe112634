/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-secret.h"

G_BEGIN_DECLS

#define CTL_SECRET_MAX 1024   /* bytes */

/**
 * ctl_secret_read:
 * @secret: an empty one with room for %CTL_SECRET_MAX bytes and a line end, to be filled
 * @prompt: translated; for a terminal, on which nothing that is typed is shown
 *
 * One line from a terminal, else all that stands on standard input.  An end of line after it is no part of it.
 *
 * Returns: %FALSE when it is longer than a secret can be, or holds more than one line or what nobody can type
 */
gboolean  ctl_secret_read (TillSecret  *secret,
                           const char  *prompt);

G_END_DECLS
