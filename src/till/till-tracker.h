/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-client.h"
#include "till-journal.h"
#include "till-payment.h"

G_BEGIN_DECLS

#define TILL_TYPE_TRACKER (till_tracker_get_type ())

/**
 * TillTracker:
 *
 * Carries one payment from "asked for" to its outcome: does what the schedule says, lets the judge say what the
 * answers mean, and has it written down before anybody acts on it.  One request in flight, one commit at a time.
 *
 * Signals: "stepped": the payment has a new record; "wrote-other" (TillRecord): another attempt at the order got a
 * word; "storage-trouble" (int: TillError or -1): after each commit;
 * "ended": nothing more is to be done for it.
 */
G_DECLARE_FINAL_TYPE (TillTracker, till_tracker, TILL, TRACKER, GObject)

/** TillWait: how somebody waits for it. */
typedef struct
{
  gboolean engaged;           /* somebody wants to hear of it: a wait end comes */
  gboolean wait;              /* to its outcome, in the 3 s rhythm; otherwise only until it can be paid */
  guint    timeout_seconds;   /* 0: none */
} TillWait;

TillTracker *till_tracker_new            (TillPayment          *payment,
                                          TillJournal          *journal,
                                          TillClock            *clock,
                                          TillRandom           *random);
TillPayment *till_tracker_get_payment    (TillTracker          *self);

/** till_tracker_set_account: @client: (nullable); @endpoint: what intents call its endpoint. */
void         till_tracker_set_account    (TillTracker          *self,
                                          ConnectClient        *client,
                                          const char           *endpoint);
/** till_tracker_begin: the intent was written just now, by this process: it may be sent. */
void         till_tracker_begin          (TillTracker          *self,
                                          const TillWait       *wait);
/** till_tracker_take_up: begun by somebody else or before: only asked about, never sent. Its lock is ours now. @wait: (nullable): as before. */
void         till_tracker_take_up        (TillTracker          *self,
                                          const TillWait       *wait);
/** till_tracker_read: another process follows it: nothing is asked or written, the journal is read until the end. */
void         till_tracker_read           (TillTracker          *self,
                                          const TillWait       *wait);
gboolean     till_tracker_is_reading     (TillTracker          *self);
/** till_tracker_is_waiting: somebody here still waits for a wait end. */
gboolean     till_tracker_is_waiting     (TillTracker          *self);
/** till_tracker_hear: the record changed by another's hand. */
void         till_tracker_hear           (TillTracker          *self,
                                          TillRecord           *record);
/** till_tracker_obey: another process wrote a cancel-asked or check-asked. */
void         till_tracker_obey           (TillTracker          *self,
                                          TillEventKind         kind);
/** till_tracker_wake: time went on without the timers, or the network came back: asks now what is open, and takes the time-out at its boot time. */
void         till_tracker_wake           (TillTracker          *self);
/** till_tracker_stop: cuts what is in flight; nothing more happens. */
void         till_tracker_stop           (TillTracker          *self);

/** till_tracker_leave_async: "abandoned" is committed without a look, where it was waited for. */
void         till_tracker_leave_async    (TillTracker          *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     till_tracker_leave_finish   (TillTracker          *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/** till_tracker_cancel_async: leaves, whatever its type, and cancels at the platform where it allows that. */
void         till_tracker_cancel_async   (TillTracker          *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     till_tracker_cancel_finish  (TillTracker          *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/** till_tracker_check_async: asks now. */
void         till_tracker_check_async    (TillTracker          *self,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     till_tracker_check_finish   (TillTracker          *self,
                                          GAsyncResult         *result,
                                          GError              **error);

G_END_DECLS
