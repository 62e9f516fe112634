/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CTL_SECRET_MAX 1024   /* bytes */

/** CtlSecret: an API secret on its way from standard input to its keeper; wiped when cleared. */
typedef struct
{
  char text[CTL_SECRET_MAX + 1];   /* "" when none was given */
} CtlSecret;

/**
 * ctl_secret_read:
 * @prompt: translated; for a terminal, on which nothing that is typed is shown
 *
 * One line from a terminal, else all that stands on standard input.  An end of line after it is no part of it.
 *
 * Returns: %FALSE when it is longer than a secret can be, or holds more than one line or what nobody can type
 */
gboolean  ctl_secret_read  (CtlSecret   *self,
                            const char  *prompt);
void      ctl_secret_clear (CtlSecret   *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CtlSecret, ctl_secret_clear)

G_END_DECLS
