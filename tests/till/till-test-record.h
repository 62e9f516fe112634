/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-record.h"

G_BEGIN_DECLS

/* Records without a journal, for the pure parts. */

#define TILL_TEST_REFERENCE "A-1-7KQ2M9X"

/** till_test_record_new: EUR 12.50, asked for at boot time 0 of boot "boot", waited for. */
TillRecord *till_test_record_new   (const char  *type);
/** till_test_record_apply: (transfer full) @record, @step: what becomes of it; it happened at @boot_time. */
TillRecord *till_test_record_apply (TillRecord  *record,
                                    TillEvent   *step,
                                    gint64       boot_time);
/** till_test_record_add: (transfer full) @record: an event with one fact. */
TillRecord *till_test_record_add   (TillRecord    *record,
                                    TillEventKind  kind,
                                    const char    *fact,
                                    const char    *value);
/** till_test_record_judged: (transfer full) @events: what becomes of a copy of @record. */
TillRecord *till_test_record_judged (TillRecord *record,
                                     GPtrArray  *events);

G_END_DECLS
