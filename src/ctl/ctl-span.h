/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-command.h"
#include "till-journal.h"

G_BEGIN_DECLS

/**
 * ctl_span_parse:
 * @since: (nullable): a day or a moment, ISO 8601 in local time
 * @until: (nullable): the same; a day is meant with all of it, a moment is not itself meant
 * @filter: (inout): its since and until are set
 *
 * Says on stderr what is wrong.
 *
 * Returns: %CTL_GO_ON or %CTL_EXIT_USAGE
 */
int ctl_span_parse        (CtlCall        *call,
                           const char     *since,
                           const char     *until,
                           TillListFilter *filter);
/** ctl_span_parse_state: @state: (nullable): a state, or "unresolved"; the same. */
int ctl_span_parse_state  (CtlCall        *call,
                           const char     *state,
                           TillListFilter *filter);

G_END_DECLS
