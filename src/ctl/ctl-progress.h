/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-terminal.h"
#include "till-register.h"

G_BEGIN_DECLS

/** CtlProgress: the line under the code, once a second: where it stands, time left, age of the last answer. */
typedef struct _CtlProgress CtlProgress;

CtlProgress *ctl_progress_new  (CtlTerminal   *terminal,
                                TillRegister  *reg,
                                TillPayment   *payment);
void         ctl_progress_free (CtlProgress   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlProgress, ctl_progress_free)

G_END_DECLS
