/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-journal.h"

G_BEGIN_DECLS

/** TillReportLine: how many and how much, of one currency and one key. */
typedef struct
{
  const char *key;      /* (interned) a state, an hour "09", a person; "" where there is no key */
  guint       count;
  TillMoney   sum;
} TillReportLine;

/**
 * TillReport:
 *
 * A day as the journal knows it now (design.md, report).  Every list of lines is in order of currency, then key.
 */
typedef struct
{
  gint64     since;         /* µs since 1970: the day's first moment … */
  gint64     until;         /* … and the next day's */
  GArray    *totals;        /* (owned) (element-type TillReportLine) by state now, of what was asked for on this day */
  GArray    *takings;       /* (owned) (element-type TillReportLine) what became known to be paid on this day, less what was taken back */
  GArray    *by_hour;       /* (owned) (element-type TillReportLine) the takings by local hour */
  GArray    *by_person;     /* (owned) (element-type TillReportLine) the takings by who asked for them */
  GArray    *refunds;       /* (owned) (element-type TillReportLine) by state now, of what was asked back on this day */
  GPtrArray *unresolved;    /* (owned) (element-type utf8) ids: open and not settled, of all days */
  GPtrArray *late;          /* (owned) (element-type utf8) ids: late money that became known on this day */
  GPtrArray *attention;     /* (owned) (element-type utf8) ids: words that stand, of all days */
  gint64     first_seq;     /* the day's first and last event; 0: nothing happened */
  gint64     last_seq;
  guint8     last_hash[TILL_HASH_BYTES];   /* the chain's link at last_seq */
} TillReport;

TillReport *till_report_new              (gint64        since,
                                          gint64        until);
void        till_report_free             (TillReport   *self);

/** till_report_add: adds the figures of @line to the line of its currency and key. Errors: %TILL_ERROR_INTERNAL: the sum overflows. */
gboolean    till_report_add              (GArray       *lines,
                                          const TillReportLine *line,
                                          GError      **error);
/** till_report_count: adds @money to the line of its currency and @key. Errors: %TILL_ERROR_INTERNAL: the sum overflows. */
gboolean    till_report_count            (GArray       *lines,
                                          const char   *key,
                                          const TillMoney *money,
                                          GError      **error);

/** till_report_to_json: (return) (transfer full): one line, the contract of design.md, without a line end. */
char       *till_report_to_json          (TillReport   *self);

/**
 * till_report_day_bounds:
 * @date: (nullable): "2026-11-23", a day in local time; %NULL for the day of @now
 * @now: µs since 1970
 *
 * A day has 23 or 25 hours where clocks are changed.
 *
 * Returns: %FALSE when @date is no date
 */
gboolean    till_report_day_bounds       (const char   *date,
                                          gint64        now,
                                          gint64       *since,
                                          gint64       *until);

/** till_journal_report_async: @since, @until: µs since 1970. Reads pages of at most 20 ms. */
void        till_journal_report_async    (TillJournal          *self,
                                          gint64                since,
                                          gint64                until,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
TillReport *till_journal_report_finish   (TillJournal          *self,
                                          GAsyncResult         *result,
                                          GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillReport, till_report_free)

G_END_DECLS
