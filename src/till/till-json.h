/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-journal.h"
#include "till-payment.h"

G_BEGIN_DECLS

/**
 * till_json_from_record:
 * @action: (nullable): printed by pay and show alone, while it can be paid
 * @url: (nullable): the same
 *
 * Returns: (transfer full): one line of JSON, the contract of design.md, without a line end
 */
char *till_json_from_record (TillRecord            *record,
                             ConnectMerchantAction *action,
                             const char            *url);

/** till_json_from_verdict: (return) (transfer full): one line of JSON: file, whole, version, flaw, badSeq, lastSeq, lastHash, keys. */
char *till_json_from_verdict (TillJournalVerdict *verdict,
                              const char         *file);

/** till_time_to_iso: (return) (transfer full): µs since 1970 as ISO 8601 in local time with offset, "2026-11-23T09:00:00+01:00". */
char *till_time_to_iso      (gint64                 wall_time);

/** till_time_to_date: (return) (transfer full): its day in local time, "2026-11-23". */
char *till_time_to_date     (gint64                 wall_time);

G_END_DECLS
