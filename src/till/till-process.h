/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** TillVariableKind: what an environment variable does to a till that takes money. */
typedef enum
{
  TILL_VARIABLE_HARMLESS,
  TILL_VARIABLE_WARNED,     /* it changes what the program does; there may be a reason for it */
  TILL_VARIABLE_REFUSED,    /* it gives secrets away, or decides whom the till trusts */
} TillVariableKind;

/** till_process_judge_variable: of a variable that is set; one that is set to nothing is harmless. */
TillVariableKind till_process_judge_variable (const char *name);

/** TillProcessKind: what a program needs of the desktop. */
typedef enum
{
  TILL_PROCESS_WINDOW,    /* the desktop's portals look at it from outside, for file dialogs */
  TILL_PROCESS_CONSOLE,
} TillProcessKind;

/**
 * till_process_guard:
 *
 * To be called first in main(), as soon as it can speak (setlocale, textdomain), before any library has read the
 * environment: no core dumps; a console program is closed to other programs of this user as well.  Outside
 * training the environment is looked at: what is refused or warned of is said on stderr.
 *
 * Returns: whether to go on; %FALSE: end with 1
 */
gboolean         till_process_guard          (TillProcessKind  kind,
                                              gboolean         training);

G_END_DECLS
