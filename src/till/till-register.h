/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-client.h"
#include "till-journal.h"
#include "till-payment.h"

G_BEGIN_DECLS

#define TILL_TYPE_REGISTER (till_register_get_type ())

/**
 * TillRegister:
 *
 * The till's façade: charge, leave, check, cancel, close, acknowledge, and the payments that it follows.
 * Windows and commands speak to it and to nothing below it.
 *
 * Properties: "client" (ConnectClient, writable: a new account), "clock-skew" (int64, seconds that the
 * platform's clock is ahead of ours, 0 where it does not matter: see till_skew_judge()), "storage-trouble" (int:
 * TillError for which till_error_is_storage() holds, or -1: while it is not -1 no new payment starts, and open
 * ones are followed and shown from memory; looked at every 30 s).
 * Signals: "changed" (TillPayment): any payment that this register knows took a step; also one that another
 * program wrote.
 */
G_DECLARE_FINAL_TYPE (TillRegister, till_register, TILL, REGISTER, GObject)

/**
 * till_register_new:
 * @client: (nullable): %NULL until there is an account: everything but charging and asking works
 * @account_name: (nullable): what intents call the endpoint: %NULL for the client's own, "training" in training
 */
TillRegister *till_register_new                (TillJournal          *journal,
                                                ConnectClient        *client,
                                                TillClock            *clock,
                                                TillRandom           *random,
                                                const char           *account_name);

/** till_register_start: takes up open payments that nobody follows, now and every 30 s, and notices what others write, once a second. */
void          till_register_start              (TillRegister         *self);
/** till_register_wake: the machine slept, or the network changed: every open payment is asked about now (see TillWake). */
void          till_register_wake               (TillRegister         *self);
/** till_register_stop: cuts what is in flight and frees the locks. Abandons nothing: see till_register_leave_async(). */
void          till_register_stop               (TillRegister         *self);

ConnectClient *till_register_get_client        (TillRegister         *self);
void          till_register_set_client         (TillRegister         *self,
                                                ConnectClient        *client);
TillJournal  *till_register_get_journal        (TillRegister         *self);
TillClock    *till_register_get_clock          (TillRegister         *self);

/** TillCharge: how to charge. */
typedef struct
{
  const char *request_id;        /* (nullable) */
  gboolean    again;             /* on purpose, in spite of an open or paid one with this reference */
  const char *same_order;        /* (nullable) id of the payment that this is another try at */
  gboolean    wait;              /* somebody waits: time-out, 3 s rhythm */
  guint       timeout_seconds;   /* 0: no time-out */
} TillCharge;

/**
 * till_register_charge_async:
 *
 * Writes the intent, then returns the payment; sending begins at once and goes on by itself.  @outcome tells
 * whether it is new.  A charge with @request_id of a payment that nobody follows takes it up.
 *
 * Errors: %TILL_ERROR (nothing was sent), as till_journal_request_async(); %TILL_ERROR_NO_ACCOUNT.
 */
void          till_register_charge_async       (TillRegister         *self,
                                                TillOrder            *order,
                                                const TillCharge     *charge,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
TillPayment  *till_register_charge_finish      (TillRegister         *self,
                                                GAsyncResult         *result,
                                                TillIntentOutcome    *outcome,
                                                GError              **error);

/** till_register_leave_async: the wait ends: "abandoned" is committed, without a look; the payment is followed on. Finish: the commit's error. */
void          till_register_leave_async        (TillRegister         *self,
                                                TillPayment          *payment,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean      till_register_leave_finish       (TillRegister         *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/** till_register_cancel_async: leaves the wait, and cancels at the platform where it allows that. Held by another: asks it to. Finish: @certain: the platform confirmed, or nothing could be paid any more. */
void          till_register_cancel_async       (TillRegister         *self,
                                                TillPayment          *payment,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean      till_register_cancel_finish      (TillRegister         *self,
                                                GAsyncResult         *result,
                                                gboolean             *certain,
                                                GError              **error);

/** till_register_check_async: asks the platform now, whatever the state. Held by another: asks it to, and waits up to 10 s. Finish: %FALSE and why when no answer came. */
void          till_register_check_async        (TillRegister         *self,
                                                TillPayment          *payment,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean      till_register_check_finish       (TillRegister         *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/**
 * till_register_refund_async:
 * @amount: minor units of the payment's currency; 0: all that is left
 * @reason: (nullable): at most 100 characters, stays with us
 *
 * Gives money back: asks the platform whether the payment may be refunded, writes the intent with a key and a
 * reference of its own, sends it, and follows it to its end, whatever becomes of who asked.
 *
 * Returns by finish: (transfer full): our id of the refund (till_record_get_refund()), as soon as the platform
 *   answered; or after a minute without an answer: then its state is "unknown", "Refund not confirmed"
 *
 * Errors, all of which mean that nothing was sent: %TILL_ERROR_NOT_PAID, _MORE_THAN_LEFT (the message, in English,
 * says how much is left), _NOT_REFUNDABLE, _REFUND_OPEN (an earlier one has no answer yet), _FOLLOWED_ELSEWHERE
 * (another program holds the payment), _INVALID_DESCRIPTION and _LOOKS_LIKE_CARD (the reason), _INVALID_AMOUNT,
 * _NO_ACCOUNT, _OTHER_ACCOUNT, the journal's, and what kept the question from its answer
 * (_NO_CONNECTION, _NO_ANSWER, _KEY_REFUSED …).
 */
void          till_register_refund_async       (TillRegister         *self,
                                                TillPayment          *payment,
                                                gint64                amount,
                                                const char           *reason,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
char         *till_register_refund_finish      (TillRegister         *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/** till_register_close_async: a person settles what the platform cannot; @reason: 1 to 100 characters. */
void          till_register_close_async        (TillRegister         *self,
                                                TillPayment          *payment,
                                                const char           *reason,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean      till_register_close_finish       (TillRegister         *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/** till_register_acknowledge_async: @as: "handed-over", "refunded" or "other"; the words of attention go. */
void          till_register_acknowledge_async  (TillRegister         *self,
                                                TillPayment          *payment,
                                                const char           *as,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean      till_register_acknowledge_finish (TillRegister         *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/**
 * till_register_check_journal:
 *
 * From now on the whole journal is checked in the background, at once and then once a day: for a program that runs
 * all day.  Pages of at most 20 ms, so that no sale waits for it.  What it finds is "storage-trouble".
 */
void          till_register_check_journal      (TillRegister         *self);

/**
 * till_register_recover_async:
 *
 * What a person asks for who has seen to the disk: tries to write; after a failed sync, or damage, reopens the
 * journal and checks the whole of it first, which may take a while.  "storage-trouble" says what came of it.
 * Finish: %TRUE when nothing is in the way any more.
 */
void          till_register_recover_async      (TillRegister         *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean      till_register_recover_finish     (TillRegister         *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/** till_register_find_async: as till_journal_find_async(). Finish: (element-type TillPayment). */
void          till_register_find_async         (TillRegister         *self,
                                                const char           *text,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
GPtrArray    *till_register_find_finish        (TillRegister         *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/** till_register_list_async: as till_journal_list_async(). Finish: (element-type TillPayment). */
void          till_register_list_async         (TillRegister         *self,
                                                const TillListFilter *filter,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
GPtrArray    *till_register_list_finish        (TillRegister         *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/** till_register_rows_async: as till_journal_rows_async(). Finish: (element-type TillPayment). */
void          till_register_rows_async         (TillRegister         *self,
                                                GArray               *rows,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
GPtrArray    *till_register_rows_finish        (TillRegister         *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/** till_register_get_recent: (transfer none): GListModel of TillPayment, newest first, the last 50; kept up to date. */
GListModel   *till_register_get_recent         (TillRegister         *self);
/** till_register_get_unresolved: (transfer none): GListModel of TillPayment: open, not settled and not waited for here; attention first, then newest first; kept up to date. */
GListModel   *till_register_get_unresolved     (TillRegister         *self);
/** till_register_get_attention: (transfer none): GListModel of TillPayment: those that need a person, open or final, oldest first; kept up to date. */
GListModel   *till_register_get_attention      (TillRegister         *self);
/** till_register_load_action_async: fills "action", "url" and "code" of a payment that can be paid from the journal. */
void          till_register_load_action_async  (TillRegister         *self,
                                                TillPayment          *payment,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean      till_register_load_action_finish (TillRegister         *self,
                                                GAsyncResult         *result,
                                                GError              **error);

G_END_DECLS
