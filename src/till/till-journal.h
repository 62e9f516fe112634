/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "till-clock.h"
#include "till-event.h"
#include "till-order.h"
#include "till-random.h"
#include "till-record.h"

G_BEGIN_DECLS

#define TILL_TYPE_JOURNAL (till_journal_get_type ())

/**
 * TillJournal:
 *
 * The durable record of every payment and every step of it: an SQLite file, written by one thread of its own,
 * that several processes may have open (design.md, Journal).  What a _finish function has returned is on disk.
 * Every call is async and served in the order in which it was made; writes set check-cancellable to %FALSE.
 *
 * Errors: %TILL_ERROR_JOURNAL, _JOURNAL_DAMAGED, _DISK_FULL, and what each call names.
 */
G_DECLARE_FINAL_TYPE (TillJournal, till_journal, TILL, JOURNAL, GObject)

/**
 * till_journal_open_async:
 * @path: of journal.db; its directory is made (0700), the lock file stands beside it
 * @till_id: written into event 1; a change is an event
 * @program: "till", "tillctl" …: goes into each event
 *
 * Opens or makes the journal: checks the file system (no network drives), header, application id, version,
 * pragmas (read back), and the last 1,000 links of the chain.  A newer or foreign file is refused, untouched.
 */
void         till_journal_open_async      (const char           *path,
                                           TillClock            *clock,
                                           TillRandom           *random,
                                           const char           *till_id,
                                           const char           *program,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
TillJournal *till_journal_open_finish     (GAsyncResult         *result,
                                           GError              **error);

/** till_journal_close: ends the thread after what is queued; waits for it. Locks are freed. Also done by dispose. */
void         till_journal_close           (TillJournal          *self);

/** till_journal_set_who: the person in whose name events are written from now on; "" for nobody in particular. */
void         till_journal_set_who         (TillJournal          *self,
                                           const char           *who);
const char  *till_journal_get_path        (TillJournal          *self);

/**
 * TillIntent:
 *
 * What a payment is to be begun with.  Borrowed strings, but for @order.
 */
typedef struct
{
  TillOrder   *order;
  const char  *request_id;      /* (nullable) NULL: one is made */
  gboolean     again;           /* pass "reference open" and "already paid" on purpose */
  const char  *same_order;      /* (nullable) id of a payment whose order this is another try at */
  gboolean     waited_for;
  const char  *endpoint;        /* "training" in training; (nullable) NULL: no account, only a known request id is found */
  const char  *merchant;
  const char  *key_id;
} TillIntent;

typedef enum
{
  TILL_INTENT_NEW,              /* written down and locked by us: may be sent */
  TILL_INTENT_SAME_REQUEST,     /* this request id is known: that payment, nothing is to be sent for it as new */
  TILL_INTENT_REFERENCE_OPEN,   /* an earlier payment with the given reference may still be paid: that payment */
} TillIntentOutcome;

/**
 * till_journal_request_async:
 *
 * One transaction: the rules for request id and given reference, the till's own reference from its counter, the
 * order's id, merchant reference, key and body; the payment's lock; the "requested" event and the body in
 * outbound.
 *
 * Errors: %TILL_ERROR_REQUEST_DIFFERS, _REFERENCE_OPEN (other amount or currency), _ALREADY_PAID,
 * _INVALID_REFERENCE, _INVALID_ORDER.
 */
void         till_journal_request_async   (TillJournal          *self,
                                           const TillIntent     *intent,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
TillRecord  *till_journal_request_finish  (TillJournal          *self,
                                           GAsyncResult         *result,
                                           TillIntentOutcome    *outcome,
                                           GError              **error);

/**
 * till_journal_append_async:
 * @events: (element-type TillEvent): of one payment, written in one transaction; at least one
 * @action: (nullable): the merchant action's text, or a checkout's address, to be kept in outbound until the design says otherwise
 *
 * The payment's row is folded in the same transaction.  Outbound is emptied here as its time comes.
 */
void         till_journal_append_async    (TillJournal          *self,
                                           GPtrArray            *events,
                                           const char           *action,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
TillRecord  *till_journal_append_finish   (TillJournal          *self,
                                           GAsyncResult         *result,
                                           GError              **error);

/** TillRefundIntent: what a refund is to be begun with. Borrowed strings. */
typedef struct
{
  gint64       amount;              /* minor units; 0: all that is left */
  const char  *reason;              /* (nullable) at most 100 characters, stays with us */
  gint64       platform_refunded;   /* what the platform says has gone back, minor units, or CONNECT_AMOUNT_ABSENT */
  gint64       platform_date;       /* Date of that answer */
} TillRefundIntent;

/**
 * till_journal_refund_async:
 * @payment: Till's own id; its lock must be ours
 *
 * One transaction: whether so much may be given back (till_record_check_refund(), by what the journal holds at
 * that moment), the refund's own id, reference, key and body; the event, and the body in outbound.
 *
 * Errors: those of till_record_check_refund(), %TILL_ERROR_FOLLOWED_ELSEWHERE, and what keeps new payments back.
 *
 * Returns by finish: the record, whose last refund is the new one; @body: (out): its request
 */
void         till_journal_refund_async    (TillJournal            *self,
                                           const char             *payment,
                                           const TillRefundIntent *intent,
                                           GCancellable           *cancellable,
                                           GAsyncReadyCallback     callback,
                                           gpointer                user_data);
TillRecord  *till_journal_refund_finish   (TillJournal            *self,
                                           GAsyncResult           *result,
                                           GBytes                **body,
                                           GError                **error);

/** till_journal_refund_body_async: the request of a refund, to be repeated. Finish: (nullable): %NULL without error when it is there no more, or is another than was sent. */
void         till_journal_refund_body_async  (TillJournal          *self,
                                              const char           *payment,
                                              const char           *refund,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GBytes      *till_journal_refund_body_finish (TillJournal          *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/**
 * till_journal_lock_async:
 *
 * Tries to become the one process that follows @id, without waiting.  When it is, the events are read anew.
 *
 * Returns by finish: (nullable): the fresh record when the lock is ours; %NULL without error when another holds it
 */
void         till_journal_lock_async      (TillJournal          *self,
                                           const char           *id,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
TillRecord  *till_journal_lock_finish     (TillJournal          *self,
                                           GAsyncResult         *result,
                                           GError              **error);
/** till_journal_unlock: (row: TillRecord.row); queued behind what was asked for before. */
void         till_journal_unlock          (TillJournal          *self,
                                           gint64                row);
/** till_journal_holds_lock: by this process's own list, not by asking the kernel. */
gboolean     till_journal_holds_lock      (TillJournal          *self,
                                           gint64                row);

/**
 * till_journal_find_async:
 * @text: Till's own id, else the platform's payment id, else a merchant reference, else an order reference
 *
 * Returns by finish: (element-type TillRecord): all that match the first of these that anything matches; newest first
 */
void         till_journal_find_async      (TillJournal          *self,
                                           const char           *text,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GPtrArray   *till_journal_find_finish     (TillJournal          *self,
                                           GAsyncResult         *result,
                                           GError              **error);

/** TILL_STATES: for TillListFilter.states, to be joined by "|". */
#define TILL_STATES(state) (1u << (state))

/** TillListFilter: which payments; zero-initialized means all. */
typedef struct
{
  gboolean         only_unresolved;   /* open and not settled */
  gboolean         only_open;
  gboolean         only_attention;    /* a person is needed */
  guint            states;            /* TILL_STATES() of each that is wanted; 0: any */
  gboolean         has_type;
  ConnectIntegrationType type;
  gint64           since;             /* created at or after, µs since 1970; 0: any */
  gint64           until;             /* created before; 0: any */
  const char      *order;             /* (nullable) attempts at one order */
  const char      *till;              /* (nullable) till id */
  const char      *who;               /* (nullable) who asked for it; "": nobody in particular */
  const char      *text;              /* (nullable) what somebody looks for: see TillNeedle */
  guint            limit;             /* 0: all */
} TillListFilter;

/** till_journal_list_async: newest first; reads pages of at most 20 ms. Finish: (element-type TillRecord). */
void         till_journal_list_async      (TillJournal          *self,
                                           const TillListFilter *filter,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GPtrArray   *till_journal_list_finish     (TillJournal          *self,
                                           GAsyncResult         *result,
                                           GError              **error);

/** till_journal_events_async: the story of one payment, in order. Finish: (element-type TillEvent). */
void         till_journal_events_async    (TillJournal          *self,
                                           const char           *id,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GPtrArray   *till_journal_events_finish   (TillJournal          *self,
                                           GAsyncResult         *result,
                                           GError              **error);

/** TillOutbound: what is kept outside the chain while it is needed. */
typedef struct
{
  GBytes *body;     /* (nullable) (owned) the request as first sent */
  char   *action;   /* (nullable) (owned) merchant action's text, or a checkout's address */
} TillOutbound;

void          till_outbound_free           (TillOutbound         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillOutbound, till_outbound_free)
void          till_journal_outbound_async  (TillJournal          *self,
                                            const char           *id,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
TillOutbound *till_journal_outbound_finish (TillJournal          *self,
                                            GAsyncResult         *result,
                                            GError              **error);

/**
 * till_journal_changes_async:
 *
 * What other processes wrote since the last call: nothing but a PRAGMA data_version when they wrote nothing.
 * Finish: (element-type TillRecord): the payments that changed; @asked: (element-type TillEvent): their
 * cancel-asked and check-asked events.
 */
void         till_journal_changes_async   (TillJournal          *self,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GPtrArray   *till_journal_changes_finish  (TillJournal          *self,
                                           GAsyncResult         *result,
                                           GPtrArray           **asked,
                                           GError              **error);

/** TillDay: what the sale page says about today. */
typedef struct
{
  GArray *takings;          /* (owned) (element-type TillMoney) paid, by currency */
  guint   n_paid;
  guint   n_unresolved;     /* of all days */
  char   *next_reference;   /* (owned) a preview of what the till would make: "T1-000042" */
} TillDay;

void         till_day_free                (TillDay              *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillDay, till_day_free)
/** till_journal_day_async: @since: start of the day, µs since 1970 (by the time at which it was known to be paid). */
void         till_journal_day_async       (TillJournal          *self,
                                           gint64                since,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
TillDay     *till_journal_day_finish      (TillJournal          *self,
                                           GAsyncResult         *result,
                                           GError              **error);

/**
 * till_journal_verify_async:
 * Finish: %TRUE when header, tables, chain and fold are whole; else %FALSE with %TILL_ERROR_JOURNAL_DAMAGED, and @bad_seq
 */
void         till_journal_verify_async    (TillJournal          *self,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean     till_journal_verify_finish   (TillJournal          *self,
                                           GAsyncResult         *result,
                                           gint64               *bad_seq,
                                           GError              **error);

/** TillJournalFlaw: what is not whole. */
typedef enum
{
  TILL_JOURNAL_FLAW_NONE,
  TILL_JOURNAL_FLAW_FILE,        /* it cannot be read to its end */
  TILL_JOURNAL_FLAW_HALF_DONE,   /* beside it stands what a crash left half done, which we may not roll back here */
  TILL_JOURNAL_FLAW_TABLES,      /* the tables are others than Till makes */
  TILL_JOURNAL_FLAW_CHAIN,       /* an event is not the one that was written */
  TILL_JOURNAL_FLAW_SIGNATURE,   /* an event's signature is missing, or not that of the key */
  TILL_JOURNAL_FLAW_PAYMENT,     /* a payment is not what its events say */
} TillJournalFlaw;

/** TillJournalKey: a key that signs. */
typedef struct
{
  gint64  seq;     /* from this event on */
  char   *text;    /* (owned) public, Ed25519, hexadecimal */
} TillJournalKey;

/** TillJournalVerdict: what the whole check of a journal's file found. */
typedef struct
{
  int              version;      /* of its tables; 1: without signatures */
  TillJournalFlaw  flaw;
  gint64           bad_seq;      /* the first event that is not whole, 0: none in particular */
  gint64           last_seq;     /* the chain is good up to here … */
  char            *last_hash;    /* (owned) … with this hash, hexadecimal; "" when no event was */
  GPtrArray       *keys;         /* (owned) (element-type TillJournalKey): signatures are checked from the first one's seq on */
} TillJournalVerdict;

void         till_journal_verdict_free    (TillJournalVerdict   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillJournalVerdict, till_journal_verdict_free)

/**
 * till_journal_examine_async:
 * @path: a journal or a copy of one, anywhere, of any version that we know
 * @own: the till's own: what a crash left half done is rolled back first, as at every start
 *
 * The whole check without a till: reads only, in pages of at most 20 ms, from any place.
 * Finish: the verdict, whole or not.
 *
 * Errors: %TILL_ERROR_NO_JOURNAL, _JOURNAL_FOREIGN, _JOURNAL_DAMAGED (no SQLite file), _JOURNAL (cannot be read).
 */
void         till_journal_examine_async   (const char           *path,
                                           gboolean              own,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
TillJournalVerdict *
             till_journal_examine_finish  (GAsyncResult         *result,
                                           GError              **error);

/**
 * till_journal_set_aside_async:
 *
 * By a person's decision, while no program has the journal open: a damaged one is kept under another name beside
 * its place, and a new one begins, whose first event says so.  Payments that were open in the damaged one are no
 * longer followed.
 * Finish: (transfer full): the path of the damaged one.
 *
 * Errors: %TILL_ERROR_JOURNAL_WHOLE, _JOURNAL_IN_USE, _NO_JOURNAL, _JOURNAL_FOREIGN.
 */
void         till_journal_set_aside_async (const char           *path,
                                           TillClock            *clock,
                                           TillRandom           *random,
                                           const char           *till_id,
                                           const char           *who,
                                           const char           *program,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
char        *till_journal_set_aside_finish (GAsyncResult        *result,
                                           GError              **error);

/**
 * till_journal_backup_async:
 * @target: a file that is not there yet
 *
 * A journal of its own (0600) as this one was when the call ended, written page by page while everything goes
 * on; checked and synced before it gets its name.
 *
 * Errors: %TILL_ERROR_FILE_EXISTS, _BACKUP, _JOURNAL_DAMAGED.
 */
void         till_journal_backup_async    (TillJournal          *self,
                                           const char           *target,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean     till_journal_backup_finish   (TillJournal          *self,
                                           GAsyncResult         *result,
                                           GError              **error);

/** till_journal_get_trouble: (return) a TillError that stands in the way of new payments by what the journal knows (disk nearly full, failed sync, damage), or -1. Quick. */
int          till_journal_get_trouble     (TillJournal          *self);

/**
 * till_journal_look_async:
 * @probe: also try a write that changes nothing
 *
 * Looks at the disk.  Finish: %FALSE and why when no new payment may start.
 */
void         till_journal_look_async      (TillJournal          *self,
                                           gboolean              probe,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean     till_journal_look_finish     (TillJournal          *self,
                                           GAsyncResult         *result,
                                           GError              **error);

/**
 * till_journal_recover_async:
 *
 * After a failed sync, or damage: closes the file, reads it from the disk and checks the whole of it; locks are kept.
 * Otherwise as till_journal_look_async() with a probe.
 */
void         till_journal_recover_async   (TillJournal          *self,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean     till_journal_recover_finish  (TillJournal          *self,
                                           GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
