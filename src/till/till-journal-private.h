/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "till-journal.h"
#include "till-report.h"
#include "till-worker.h"

G_BEGIN_DECLS

#define TILL_JOURNAL_APPLICATION_ID 0x54696c6c   /* "Till" */
#define TILL_JOURNAL_VERSION        1            /* of the tables; a newer one is refused */
#define TILL_JOURNAL_BUSY_MS        10000
#define TILL_JOURNAL_PAGE_US        (15 * G_TIME_SPAN_MILLISECOND)   /* 20 ms, less what one more row may take */
#define TILL_JOURNAL_LINKS          1000         /* of the chain, looked at when it is opened */

/** TillStamp: who and when, taken where the call is made, so that the clock is read by one thread only. */
typedef struct
{
  char   *who;         /* (owned) */
  char   *program;     /* (owned) */
  gint64  wall_time;
  char   *boot_id;     /* (owned) */
  gint64  boot_time;
} TillStamp;

/* --- locks: which process follows which payment (till-journal-lock.c) --- */

typedef struct _TillLocks TillLocks;

TillLocks *till_locks_open      (const char   *path,
                                 GError      **error);
void       till_locks_free      (TillLocks    *self);
/** till_locks_take: @taken: %FALSE when another process holds it. Ours already: taken. */
gboolean   till_locks_take      (TillLocks    *self,
                                 gint64        row,
                                 gboolean     *taken,
                                 GError      **error);
void       till_locks_drop      (TillLocks    *self,
                                 gint64        row);
gboolean   till_locks_hold      (TillLocks    *self,
                                 gint64        row);
/** till_locks_is_held: by us or by another living process. */
gboolean   till_locks_is_held   (TillLocks    *self,
                                 gint64        row);

/* --- the store: the journal as its thread sees it --- */

typedef struct
{
  char       *path;          /* (owned) absolute */
  char       *till;          /* (owned) till id */
  TillRandom *random;        /* (owned) */
  TillLocks  *locks;         /* (nullable) (owned) */
  sqlite3    *db;            /* (nullable) (owned) */
  GHashTable *statements;    /* (owned) (element-type utf8 sqlite3_stmt) */
  gint64      data_version;  /* PRAGMA data_version when changes were last looked for */
  gint64      seen_seq;      /* others' events up to here are known */
  gint64      page_us;       /* how long a page of a read may take */
  GArray     *own;           /* (owned) (element-type gint64) seqs above it that we wrote ourselves */
} TillStore;

TillStore     *till_store_new          (const char       *path,
                                        const char       *till,
                                        TillRandom       *random);
void           till_store_free         (TillStore        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillStore, till_store_free)

/* Opening (till-journal-db.c, till-journal-schema.c). */
gboolean       till_store_open         (TillStore        *self,
                                        const TillStamp  *stamp,
                                        GError          **error);
gboolean       till_store_set_up       (TillStore        *self,
                                        const TillStamp  *stamp,
                                        GError          **error);
/** till_store_make_tables: in an empty file, inside a transaction. */
gboolean       till_store_make_tables  (TillStore        *self,
                                        GError          **error);
/** till_store_is_local: whether locks and syncs of a file system can be trusted; @type: statfs.f_type. */
gboolean       till_store_is_local     (long              type);

/* SQLite, with the till's errors (till-journal-sql.c). */
typedef sqlite3_stmt TillStatement;
void           till_statement_reset    (TillStatement    *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillStatement, till_statement_reset)

gboolean       till_store_fail         (TillStore        *self,
                                        GError          **error);
gboolean       till_store_exec         (TillStore        *self,
                                        const char       *sql,
                                        GError          **error);
/** till_store_prepare: (nullable): kept and used again; let go with g_autoptr(TillStatement) before the next one is begun. */
TillStatement *till_store_prepare      (TillStore        *self,
                                        const char       *sql,
                                        GError          **error);
/** till_store_step: @has_row: (nullable): whether there is a row; %NULL: none is expected. */
gboolean       till_store_step         (TillStore        *self,
                                        TillStatement    *statement,
                                        gboolean         *has_row,
                                        GError          **error);
/** till_store_get_number: the first column of the only row; NULL counts as 0. */
gboolean       till_store_get_number   (TillStore        *self,
                                        const char       *sql,
                                        gint64           *number,
                                        GError          **error);
/** till_store_begin_read: for reads that have to see one state; ended by till_store_roll_back(). */
gboolean       till_store_begin_read   (TillStore        *self,
                                        GError          **error);
gboolean       till_store_begin        (TillStore        *self,
                                        GError          **error);
gboolean       till_store_commit       (TillStore        *self,
                                        GError          **error);
void           till_store_roll_back    (TillStore        *self);
void           till_bind_text          (TillStatement    *statement,
                                        int               index,
                                        const char       *text);
const char    *till_column_text        (TillStatement    *statement,
                                        int               column);

/* Events and payments as rows (till-journal-rows.c). */
gboolean       till_store_add_event    (TillStore        *self,
                                        TillEvent        *event,
                                        GError          **error);
/* What a statement for till_store_read_event() selects. */
#define TILL_EVENT_COLUMNS "seq, payment, kind, wall_time, boot_id, boot_time, platform_date, who, program, facts, hash"
TillEvent     *till_store_read_event   (TillStatement    *statement,
                                        GError          **error);
/** till_store_select: (transfer full): "SELECT row, … FROM payments " and @rest, for till_store_read_record(). */
char          *till_store_select       (const char       *rest);
TillRecord    *till_store_read_record  (TillStatement    *statement,
                                        GError          **error);
gboolean       till_store_insert_record (TillStore       *self,
                                        TillRecord       *record,
                                        GError          **error);
gboolean       till_store_update_record (TillStore       *self,
                                        TillRecord       *before,
                                        TillRecord       *after,
                                        GError          **error);
/** till_store_get_record: @record: (nullable): %NULL when there is none. */
gboolean       till_store_get_record   (TillStore        *self,
                                        const char       *id,
                                        TillRecord      **record,
                                        GError          **error);
/** till_store_need_record: the same, but none is %TILL_ERROR_NO_SUCH_PAYMENT. */
TillRecord    *till_store_need_record  (TillStore        *self,
                                        const char       *id,
                                        GError          **error);

/* Writing, inside a transaction (till-journal-write.c). */
void           till_stamp_event        (const TillStamp  *stamp,
                                        TillEvent        *event);
void           till_stamp_clear        (TillStamp        *stamp);
/** till_store_wrote: after the commit: these are our own, no news for till_journal_changes_async(). */
void           till_store_wrote        (TillStore        *self,
                                        gint64            first_seq,
                                        gint64            last_seq);
/** till_request_keep: @due: (inout): until when a request is kept, once @event has told its outcome. */
void           till_request_keep       (TillRecord       *before,
                                        TillRecord       *after,
                                        TillEvent        *event,
                                        gint64           *due);
/** till_action_may_stay: whether the merchant action is still of use. */
gboolean       till_action_may_stay    (TillRecord       *record);
/** till_store_empty_outbound: deletes what nobody will need again. */
gboolean       till_store_empty_outbound (TillStore      *self,
                                        gint64            now,
                                        GError          **error);
/* Reading (till-journal-read.c, till-journal-chain.c). */
/** till_store_next_reference: (return) (transfer full) (nullable): what the till would make now, and its counter. */
char          *till_store_next_reference (TillStore      *self,
                                        gint64           *counter,
                                        GError          **error);

/** TillWalk: a walk along the chain. */
typedef struct
{
  gint64 seq;          /* the next link to look at; 0: the end was reached */
  gint64 last_seq;     /* the last one seen */
  gint64 n_events;     /* of payments, seen so far */
  gint64 n_payments;   /* begun, seen so far */
  gint64 last_row;     /* of payments, seen so far */
  gint64 n_folded;     /* events found by their payment */
  gint64 bad_seq;      /* where it is broken, or 0 */
} TillWalk;

/** till_store_check_links: a page of the chain, from @walk.seq on. */
gboolean       till_store_check_links  (TillStore        *self,
                                        TillWalk         *walk,
                                        GError          **error);

/** TillJob: one call: what it was asked, how far it is, what came of it. */
typedef struct
{
  /* input */
  TillStamp          stamp;
  char              *id;            /* (nullable) (owned) payment, or what to find */
  gint64             row;
  GPtrArray         *events;        /* (nullable) (owned) (element-type TillEvent) */
  char              *action;        /* (nullable) (owned) */
  TillIntent         intent;        /* its strings are owned here */
  TillListFilter     filter;        /* so is its order */
  gint64             since;

  /* in progress */
  gint64             key;           /* where the last page ended … */
  gint64             key_row;
  guint              stage;
  gint64             data_version;  /* changes: as it was at the start */
  TillWalk           walk;          /* verify */

  /* result */
  TillRecord        *record;        /* (nullable) (owned) */
  TillIntentOutcome  outcome;
  GPtrArray         *list;          /* (nullable) (owned) of TillRecord or TillEvent */
  GPtrArray         *asked;         /* (nullable) (owned) (element-type TillEvent) */
  GHashTable        *changed;       /* (nullable) (owned) ids */
  TillOutbound      *outbound;      /* (nullable) (owned) */
  TillDay           *day;           /* (nullable) (owned) */
  TillReport        *report;        /* (nullable) (owned) */
  gint64             bad_seq;
} TillJob;

void           till_job_free           (TillJob          *job);

/* Pages of a read (till-journal-read.c). */
gint64         till_page_end           (TillStore        *self);
gboolean       till_page_is_over       (gint64            end);
GPtrArray     *till_new_records        (void);
GPtrArray     *till_new_events         (void);
/** till_compare_newest_first: for g_ptr_array_sort() of records. */
int            till_compare_newest_first (gconstpointer   a,
                                        gconstpointer     b);
/** TillTakeFunc: takes a reference to what it wants to keep. */
typedef void (*TillTakeFunc) (TillStore *self,
                              TillJob   *job,
                              TillEvent *event);
/** till_store_read_events: a page of events; the job's key is the last one's seq. */
TillWorkStatus till_store_read_events  (TillStore        *self,
                                        TillStatement    *statement,
                                        TillJob          *job,
                                        TillTakeFunc      take,
                                        GError          **error);

/** TillFinding: what the rules found before an intent is written (till-journal-rules.c). */
typedef struct
{
  TillRecord *record;      /* (nullable) (owned) the payment that stands in the way: the job's outcome says how */
  char       *order;       /* (nullable) (owned) of the earlier attempt that this one belongs to */
} TillFinding;

void           till_finding_clear      (TillFinding      *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TillFinding, till_finding_clear)

/** till_store_find_in_the_way: the rules for request id and given reference; sets the job's outcome. */
gboolean       till_store_find_in_the_way (TillStore     *self,
                                        TillJob          *job,
                                        TillFinding      *finding,
                                        GError          **error);

/* What the façade has done in the worker: TillWorkFuncs over a TillStore and a TillJob. */
TillWorkStatus till_store_request_job  (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_append_job   (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_lock_job     (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_unlock_job   (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_find_job     (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_list_job     (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_events_job   (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_outbound_job (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_changes_job  (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_day_job      (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_report_job   (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_verify_job   (gpointer store, gpointer job, GError **error);

/* The façade's two halves (till-journal.c, till-journal-reads.c). */
TillJob       *till_journal_new_job    (TillJournal          *self);
/** till_journal_run: @job: (transfer full) */
void           till_journal_run        (TillJournal          *self,
                                        gpointer              tag,
                                        TillWorkFunc          func,
                                        TillJob              *job,
                                        gboolean              is_write,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
/** till_journal_set_page: how long a page of a read may take; 0: one row. For tests; before any read. */
void           till_journal_set_page   (TillJournal          *self,
                                        gint64                page_us);
/** till_journal_finish: (return) (transfer none) (nullable): the finished call, owned by @result. */
TillJob       *till_journal_finish     (TillJournal          *self,
                                        GAsyncResult         *result,
                                        gpointer              tag,
                                        GError              **error);

G_END_DECLS
