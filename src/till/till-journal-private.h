/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "till-error.h"
#include "till-journal.h"
#include "till-needle.h"
#include "till-report.h"
#include "till-selection-private.h"
#include "till-signing-key.h"
#include "till-worker.h"

G_BEGIN_DECLS

#define TILL_JOURNAL_APPLICATION_ID 0x54696c6c   /* "Till" */
#define TILL_JOURNAL_VERSION        2            /* of the tables; a newer one is refused, an older one upgraded */
#define TILL_JOURNAL_BUSY_MS        10000
#define TILL_JOURNAL_PAGE_US        (15 * G_TIME_SPAN_MILLISECOND)   /* 20 ms, less what one more row may take */
#define TILL_JOURNAL_LINKS          1000         /* of the chain, looked at when it is opened */

/* How long a request is kept after its outcome and its last send: as long as the platform remembers its key. */
#define TILL_JOURNAL_KEEP_REQUEST (G_TIME_SPAN_DAY)

/** TillStamp: who and when, taken where the call is made, so that the clock is read by one thread only. */
typedef struct
{
  char   *who;         /* (owned) */
  char   *program;     /* (owned) */
  gint64  wall_time;
  char   *boot_id;     /* (owned) */
  gint64  boot_time;
} TillStamp;

/** TILL_LOCKS_SUFFIX: of the lock file's name. */
#define TILL_LOCKS_SUFFIX "-locks"

/* --- locks: which process follows which payment (till-journal-lock.c) --- */

typedef struct _TillLocks TillLocks;

/** till_locks_open: @error: %TILL_ERROR_JOURNAL_IN_USE while till_locks_open_alone() holds it. */
TillLocks *till_locks_open      (const char   *path,
                                 GError      **error);
/** till_locks_open_alone: @error: %TILL_ERROR_JOURNAL_IN_USE when any process has it open. */
TillLocks *till_locks_open_alone (const char  *path,
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

/** TillPrevious: the damaged journal that went before. */
typedef struct
{
  const char            *name;   /* of its file, now */
  const struct TillWalk *walk;   /* how far it is good */
} TillPrevious;

typedef struct
{
  char       *path;          /* (owned) absolute */
  char       *till;          /* (owned) till id */
  TillRandom *random;        /* (owned) */
  TillLocks  *locks;         /* (nullable) (owned) */
  sqlite3    *db;            /* (nullable) (owned) */
  int         version;       /* of its tables */
  TillSigningKey *key;       /* (nullable) (owned) NULL until something is written */
  GHashTable *statements;    /* (owned) (element-type utf8 sqlite3_stmt) */
  gboolean    is_unbound;    /* a parameter of the next statement is not what it was meant to be */
  gint64      data_version;  /* PRAGMA data_version when changes were last looked for */
  gint64      seen_seq;      /* others' events up to here are known */
  gint64      page_us;       /* how long a page of a read may take */
  GArray     *own;           /* (owned) (element-type gint64) seqs above it that we wrote ourselves */
  const TillPrevious *previous;   /* (nullable) what a new journal's first event says */
  gint64      room;          /* bytes as if so many were free, or -1: what the disk says */
  int         halted;        /* atomic: TillError that only reopening and checking can end, or -1 */
  int         standing;      /* atomic: TillError that stands in the way of new payments, or -1 */
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
/** till_store_open_file: what opening does but for directory and locks. */
gboolean       till_store_open_file    (TillStore        *self,
                                        const TillStamp  *stamp,
                                        GError          **error);
/** till_store_open_to_read: a file of any version that we know, which stays as it is; @own: but for what a crash left half done. */
gboolean       till_store_open_to_read (TillStore        *self,
                                        gboolean          own,
                                        GError          **error);
gboolean       till_store_set_up       (TillStore        *self,
                                        const TillStamp  *stamp,
                                        GError          **error);
/** till_store_make_tables: of @version, in an empty file, inside a transaction. */
gboolean       till_store_make_tables  (TillStore        *self,
                                        int               version,
                                        GError          **error);
typedef gboolean (*TillStampedFunc) (TillStore *self, const TillStamp *stamp, GError **error);
/** till_store_in_transaction: all or nothing. */
gboolean       till_store_in_transaction (TillStore      *self,
                                        const TillStamp  *stamp,
                                        TillStampedFunc   func,
                                        GError          **error);
/** till_store_upgrade: to our version, in one transaction, behind a backup that is whole (till-journal-upgrade.c). */
gboolean       till_store_upgrade      (TillStore        *self,
                                        const TillStamp  *stamp,
                                        GError          **error);
/** till_store_upgrade_tables: from one version to the next, inside a transaction. */
gboolean       till_store_upgrade_tables (TillStore      *self,
                                        int               from,
                                        GError          **error);
/** till_store_sync_folders: before a new journal is relied on: that its folder is found again after a power cut. */
gboolean       till_store_sync_folders (TillStore        *self,
                                        GError          **error);
/** till_store_is_local: whether locks and syncs of a file system can be trusted; @type: statfs.f_type. */
gboolean       till_store_is_local     (long              type);

/* Storage trouble (till-journal-room.c). */
/** till_store_look: %FALSE and why when no new payment may start: halted, a disk that is read-only or nearly full. */
gboolean       till_store_look         (TillStore        *self,
                                        GError          **error);
/** till_store_may_write: %FALSE and why when nothing at all may be written. */
gboolean       till_store_may_write    (TillStore        *self,
                                        GError          **error);
void           till_store_halt         (TillStore        *self,
                                        TillError         code);
/** till_store_free_ballast: %TRUE when there was some: what found no room may find it now. */
gboolean       till_store_free_ballast (TillStore        *self);

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
/** till_bind_text: what goes wrong here is the error of the next till_store_step(). */
void           till_bind_text          (TillStore        *self,
                                        TillStatement    *statement,
                                        int               index,
                                        const char       *text);
const char    *till_column_text        (TillStatement    *statement,
                                        int               column);

/* The chain's next link, inside a transaction (till-journal-add.c). */
/** till_store_add_event: numbers, chains and signs it; before it an event of its own for a key that is new. */
gboolean       till_store_add_event    (TillStore        *self,
                                        TillEvent        *event,
                                        GError          **error);
/** till_store_declare_key: that event, where it is needed; @like: who and when. */
gboolean       till_store_declare_key  (TillStore        *self,
                                        TillEvent        *like,
                                        GError          **error);

/* Events and payments as rows (till-journal-rows.c). */
/* What a statement for till_store_read_event() selects; behind them stands the signature, from version 2 on. */
#define TILL_EVENT_COLUMNS "seq, payment, kind, wall_time, boot_id, boot_time, platform_date, who, program, facts, hash"
#define TILL_EVENT_SIGNATURE 11
/** till_row_is_damaged: %FALSE, and the error that says so. */
gboolean       till_row_is_damaged     (const char       *what,
                                        gint64            number,
                                        GError          **error);
/** till_store_insert_event: @signature: (nullable) */
gboolean       till_store_insert_event (TillStore        *self,
                                        TillEvent        *event,
                                        const guint8     *signature,
                                        GError          **error);
TillEvent     *till_store_read_event   (TillStatement    *statement,
                                        GError          **error);
/** till_store_read_newest: @which: index and condition; @event: (out) (nullable): %NULL when there is none. */
gboolean       till_store_read_newest  (TillStore        *self,
                                        const char       *which,
                                        TillEvent       **event,
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
void           till_stamp_fill         (TillStamp        *stamp,
                                        TillClock        *clock,
                                        const char       *who,
                                        const char       *program);
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
/** till_store_empty_outbound: deletes what nobody will need again. */
gboolean       till_store_empty_outbound (TillStore      *self,
                                        gint64            now,
                                        GError          **error);

/* Refunds (till-journal-refund.c). */
/** till_store_guard_refunds: a second line, in the database itself: no row gets a refund above what was paid. */
gboolean       till_store_guard_refunds (TillStore       *self,
                                        GError          **error);
/** till_store_keep_refund_requests: until when the requests of refunds are kept, once they are no longer unknown. */
gboolean       till_store_keep_refund_requests (TillStore *self,
                                        gint64            now,
                                        TillRecord       *before,
                                        TillRecord       *after,
                                        GError          **error);
/** till_make_suffix: (return) (transfer full): the end of a merchant reference. */
char          *till_make_suffix        (TillStore        *self);

/* Reading (till-journal-read.c, till-journal-chain.c). */
/** till_store_next_reference: (return) (transfer full) (nullable): what the till would make now, and its counter. */
char          *till_store_next_reference (TillStore      *self,
                                        gint64           *counter,
                                        GError          **error);

/** TillKeySpan: from which event on a key signs. */
typedef struct
{
  gint64 seq;
  char   text[TILL_PUBLIC_KEY_TEXT];
  guint8 key[TILL_PUBLIC_KEY_BYTES];
} TillKeySpan;

/** TillWalk: a walk along the chain. */
typedef struct TillWalk
{
  GArray *keys;        /* (nullable) (element-type TillKeySpan): seen so far; NULL: signatures are not looked at */
  gboolean bad_signature; /* what is broken is the signature */
  gint64 seq;          /* the next link to look at; 0: the end was reached */
  gint64 last_seq;     /* the last one seen … */
  guint8 last_hash[TILL_HASH_BYTES];   /* … and its hash */
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

/**
 * TillCopy:
 *
 * A copy of the journal in the making: events page by page, folded there, so that nobody waits for it; then the
 * requests that are still kept.  Written beside its place under another name, and put there when it is whole.
 */
typedef struct _TillCopy TillCopy;

/** till_copy_begin: @error: %TILL_ERROR_FILE_EXISTS when @target is there. */
TillCopy      *till_copy_begin         (TillStore        *source,
                                        const char       *target,
                                        GError          **error);
/** till_copy_page: done when the copy is as the source was during the last page. */
TillWorkStatus till_copy_page          (TillCopy         *self,
                                        TillStore        *source,
                                        GError          **error);
gint64         till_copy_get_last_seq  (TillCopy         *self);
/** till_copy_check_page: of the check of the whole copy. */
TillWorkStatus till_copy_check_page    (TillCopy         *self,
                                        GError          **error);
/** till_copy_place: syncs it and puts it in its place. */
gboolean       till_copy_place         (TillCopy         *self,
                                        GError          **error);
/** till_copy_free: what was not placed is removed. */
void           till_copy_free          (TillCopy         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillCopy, till_copy_free)

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
  TillRefundIntent   refund_intent; /* so is its reason */
  char              *refund;        /* (nullable) (owned) id */
  TillListFilter     filter;        /* so are its strings */
  TillNeedle        *needle;        /* (nullable) (owned) its text */
  GArray            *rows;          /* (nullable) (owned) (element-type gint64) */
  gint64             since;
  gboolean           probe;         /* look: try a write, too */

  /* in progress */
  gboolean           reopened;      /* recover */
  TillCopy          *copy;          /* (nullable) (owned) backup */
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
  TillSelectionPage *page;          /* (nullable) (owned) */
  gint64             bad_seq;
  TillJournalFlaw    flaw;
} TillJob;

void           till_job_free           (TillJob          *job);

/* What a filter is asked about (till-journal-match.c). */
#define TILL_N_LIST_IDS 6

/** TillListLine: what a filter goes by. Strings are borrowed. */
typedef struct
{
  gint64                  row;
  gint64                  created;
  TillPaymentState        state;
  ConnectIntegrationType  type;
  TillMoney               money;
  const char             *order;
  const char             *till;
  const char             *who;
  gboolean                is_open;
  gboolean                is_unresolved;
  gboolean                needs_person;
  const char             *reference;
  const char             *description;
  const char             *ids[TILL_N_LIST_IDS];   /* (nullable) ours and the platform's */
} TillListLine;

/** till_list_filter_copy: into a new @job, with all that it points to. */
void           till_list_filter_copy   (const TillListFilter *filter,
                                        TillJob              *job);
void           till_list_filter_clear  (TillJob              *job);
void           till_list_line_from_record (TillListLine      *line,
                                        TillRecord           *record);
/** till_list_filter_matches: @needle: (nullable) */
gboolean       till_list_filter_matches (const TillListFilter *filter,
                                        TillNeedle           *needle,
                                        const TillListLine   *line);
/** till_list_filter_is_one_state: @state: (out): the one that is wanted; (return): FALSE: any, or several. */
gboolean       till_list_filter_is_one_state (const TillListFilter *filter,
                                        TillPaymentState     *state);
/** till_list_filter_choose_index: (return) index, condition and order that leave least to till_list_filter_matches(), for till_list_filter_bind(). */
const char    *till_list_filter_choose_index (const TillListFilter *filter);
/** till_list_filter_bind: @statement: with what till_list_filter_choose_index() gave; goes on behind the job's key and key_row. */
void           till_list_filter_bind   (TillStore            *self,
                                        TillStatement        *statement,
                                        TillJob              *job);
/** till_list_filter_begin: sets the job's key and key_row to before the first. */
void           till_list_filter_begin  (TillJob              *job);

/* Pages of a read (till-journal-read.c). */

gint64         till_page_end           (TillStore        *self);
/** till_store_read_page: adds what matches to the job's list, until the page is over or there is no more. */
TillWorkStatus till_store_read_page    (TillStore        *self,
                                        TillStatement    *statement,
                                        TillJob          *job,
                                        GError          **error);
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

/** TillEarlier: what the rules found before an intent is written (till-journal-rules.c). */
typedef struct
{
  TillRecord *record;      /* (nullable) (owned) the payment that stands in the way: the job's outcome says how */
  char       *order;       /* (nullable) (owned) of the earlier attempt that this one belongs to */
} TillEarlier;

void           till_earlier_clear      (TillEarlier      *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TillEarlier, till_earlier_clear)

/** till_store_find_in_the_way: the rules for request id and given reference; sets the job's outcome. */
gboolean       till_store_find_in_the_way (TillStore     *self,
                                        TillJob          *job,
                                        TillEarlier      *earlier,
                                        GError          **error);

/* What the façade has done in the worker: TillWorkFuncs over a TillStore and a TillJob. */
TillWorkStatus till_store_request_job  (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_refund_job  (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_refund_body_job (gpointer store, gpointer job, GError **error);
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
TillWorkStatus till_store_select_job   (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_rows_job     (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_verify_job   (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_backup_job   (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_look_job     (gpointer store, gpointer job, GError **error);
TillWorkStatus till_store_recover_job  (gpointer store, gpointer job, GError **error);

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
/** till_journal_set_room: as if so many bytes were free; -1: as the disk says. For tests; between two calls. */
void           till_journal_set_room   (TillJournal          *self,
                                        gint64                room);
/** till_journal_finish: (return) (transfer none) (nullable): the finished call, owned by @result. */
TillJob       *till_journal_finish     (TillJournal          *self,
                                        GAsyncResult         *result,
                                        gpointer              tag,
                                        GError              **error);

G_END_DECLS
