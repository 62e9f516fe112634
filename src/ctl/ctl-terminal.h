/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "till-code.h"

G_BEGIN_DECLS

/**
 * CtlTerminal:
 *
 * Where the cashier and the customer look during a wait: the code, and under it one line that changes in
 * place.  On standard output when that is a terminal, else on standard error when that is one; else the code
 * goes to standard output all the same (nobody could pay otherwise) and there is no line.
 */
typedef struct _CtlTerminal CtlTerminal;

CtlTerminal *ctl_terminal_new          (void);
/** ctl_terminal_free: takes the line and, on a terminal, the code away. */
void         ctl_terminal_free         (CtlTerminal *self);
/** ctl_terminal_is_live: lines can change in place. */
gboolean     ctl_terminal_is_live      (CtlTerminal *self);
void         ctl_terminal_show_code    (CtlTerminal *self,
                                        TillCode    *code);
/** ctl_terminal_set_line: @line: translated, without a line end. */
void         ctl_terminal_set_line     (CtlTerminal *self,
                                        const char  *line);
/** ctl_terminal_clear: takes line and code away: on every way out, and before anything else is printed. */
void         ctl_terminal_clear        (CtlTerminal *self);

/** ctl_terminal_keep_code: the code that stands there is to stay. */
void         ctl_terminal_keep_code    (CtlTerminal *self);

/** ctl_terminal_print_code: draws @code to stay. Returns the number of lines. */
guint        ctl_terminal_print_code   (FILE        *out,
                                        TillCode    *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlTerminal, ctl_terminal_free)

G_END_DECLS
