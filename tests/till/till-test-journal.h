/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-error.h"
#include "till-journal.h"
#include "till-report.h"
#include "till-test-clock.h"
#include "till-test-random.h"

G_BEGIN_DECLS

/* Every call of the journal, waited for.  With @error NULL a failure ends the test. */

/** TillTestJournal: a directory of its own with a journal in it. */
typedef struct
{
  char          *directory;   /* (owned) removed with all that is in it */
  char          *path;        /* (owned) of journal.db in it */
  TillTestClock *clock;       /* (owned) */
  TillRandom    *random;      /* (owned) */
  TillJournal   *journal;     /* (nullable) (owned) */
} TillTestJournal;

/** till_test_journal_in_memory: where the disk's own time is not the subject; first of all in main(). */
void           till_test_journal_in_memory (void);
void           till_test_journal_set_up    (TillTestJournal      *self,
                                            gconstpointer         data);
/** till_test_journal_set_up_empty: the directory only. */
void           till_test_journal_set_up_empty (TillTestJournal   *self);
void           till_test_journal_tear_down (TillTestJournal      *self,
                                            gconstpointer         data);
/** till_test_journal_close: and sees that it dies. */
void           till_test_journal_close     (TillTestJournal      *self);
/** till_test_journal_reopen: another journal object on the same file. */
void           till_test_journal_reopen    (TillTestJournal      *self);

TillJournal   *till_test_open              (const char           *path,
                                            TillTestClock        *clock,
                                            TillRandom           *random,
                                            const char           *till_id,
                                            GError              **error);
/** till_test_order: @reference: (nullable): the till makes one. A counter payment in EUR. */
TillOrder     *till_test_order             (gint64                amount,
                                            const char           *reference);
TillRecord    *till_test_request_intent    (TillJournal          *journal,
                                            const TillIntent     *intent,
                                            TillIntentOutcome    *outcome,
                                            GError              **error);
/** till_test_request: a new payment; anything else ends the test. */
TillRecord    *till_test_request           (TillJournal          *journal,
                                            gint64                amount,
                                            const char           *reference);
/** till_test_append: one event with pairs of fact and value, NULL at the end. Replaces *@record. */
void           till_test_append            (TillJournal          *journal,
                                            TillRecord          **record,
                                            TillEventKind         kind,
                                            ...) G_GNUC_NULL_TERMINATED;
TillRecord    *till_test_append_events     (TillJournal          *journal,
                                            GPtrArray            *events,
                                            const char           *action,
                                            GError              **error);
TillRecord    *till_test_lock              (TillJournal          *journal,
                                            const char           *id);
GPtrArray     *till_test_find              (TillJournal          *journal,
                                            const char           *text);
GPtrArray     *till_test_list              (TillJournal          *journal,
                                            const TillListFilter *filter);
GPtrArray     *till_test_events            (TillJournal          *journal,
                                            const char           *id,
                                            GError              **error);
TillOutbound  *till_test_outbound          (TillJournal          *journal,
                                            const char           *id,
                                            GError              **error);
GPtrArray     *till_test_changes           (TillJournal          *journal,
                                            GPtrArray           **asked);
TillDay       *till_test_day               (TillJournal          *journal,
                                            gint64                since);
TillReport    *till_test_report            (TillJournal          *journal,
                                            gint64                since,
                                            gint64                until);
gboolean       till_test_verify            (TillJournal          *journal,
                                            gint64               *bad_seq,
                                            GError              **error);
gboolean       till_test_recover           (TillJournal          *journal,
                                            GError              **error);
gboolean       till_test_look              (TillJournal          *journal,
                                            gboolean              probe,
                                            GError              **error);
TillJournalVerdict *
               till_test_examine           (const char           *path,
                                            GError              **error);
char          *till_test_set_aside         (const char           *path,
                                            TillTestClock        *clock,
                                            TillRandom           *random,
                                            GError              **error);
gboolean       till_test_backup            (TillJournal          *journal,
                                            const char           *target,
                                            GError              **error);

G_END_DECLS
