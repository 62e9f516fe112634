/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-context.h"

G_BEGIN_DECLS

/**
 * ctl_find_all:
 * @found: (out) (transfer full) (element-type TillPayment): at least one
 *
 * Returns: %CTL_GO_ON, or tillctl's exit status, said on stderr
 */
int  ctl_find_all (CtlContext   *context,
                   const char   *id,
                   GPtrArray   **found);
/**
 * ctl_find_one:
 * @payment: (out) (transfer full)
 *
 * For commands that change something: several matches are wrong usage, and listed on stderr.
 */
int  ctl_find_one (CtlContext   *context,
                   const char   *id,
                   TillPayment **payment);

G_END_DECLS
