/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TILL_ERROR:
 *
 * Everything that can be wrong, for people and for programs.  Each code has one word (the contract's
 * "error.code", also what the journal keeps), one sentence for people and one exit status for tillctl, all in
 * one table in till-error.c.
 */
#define TILL_ERROR (till_error_quark ())

typedef enum
{
  /* wrong usage: nothing was sent */
  TILL_ERROR_INVALID_AMOUNT,       /* invalid-amount */
  TILL_ERROR_INVALID_CURRENCY,     /* invalid-currency */
  TILL_ERROR_INVALID_REFERENCE,    /* invalid-reference */
  TILL_ERROR_INVALID_DESCRIPTION,  /* invalid-description */
  TILL_ERROR_LOOKS_LIKE_CARD,      /* looks-like-card: reference or description */
  TILL_ERROR_INVALID_REQUEST_ID,   /* invalid-request-id */
  TILL_ERROR_INVALID_ORDER,        /* invalid-order: country, type, openId, customer's address, return address */
  TILL_ERROR_NO_ACCOUNT,           /* no-account */
  TILL_ERROR_INVALID_ACCOUNT,      /* invalid-account: endpoint, merchant or key id */
  TILL_ERROR_REQUEST_DIFFERS,      /* request-differs */
  TILL_ERROR_REFERENCE_OPEN,       /* reference-open */
  TILL_ERROR_ALREADY_PAID,         /* already-paid */
  TILL_ERROR_AMBIGUOUS,            /* ambiguous: several payments match */
  TILL_ERROR_WRONG_STATE,          /* wrong-state: not possible for this payment now */
  TILL_ERROR_OTHER_ACCOUNT,        /* other-account: the payment was made with another one, so it cannot be asked about */
  TILL_ERROR_NOT_PAID,             /* not-paid: nothing came that could be given back */
  TILL_ERROR_MORE_THAN_LEFT,       /* more-than-left: of what was paid, less what was given back */
  TILL_ERROR_NOT_REFUNDABLE,       /* not-refundable: the platform does not let this payment be refunded (now) */
  TILL_ERROR_FILE_EXISTS,          /* file-exists: a backup never overwrites */

  /* the till itself is in the way */
  TILL_ERROR_NO_SUCH_PAYMENT,      /* no-such-payment */
  TILL_ERROR_SECRET_MISSING,       /* secret-missing */
  TILL_ERROR_SECRET_REFUSED,       /* secret-refused: a file that others can read, a locked keyring */
  TILL_ERROR_NO_TLS,               /* no-tls: no module for secure connections is installed */
  TILL_ERROR_SETTINGS_NOT_KEPT,    /* settings-not-kept */
  TILL_ERROR_KEY_REFUSED,          /* key-refused */
  TILL_ERROR_CLOCK_WRONG,          /* clock-wrong */
  TILL_ERROR_JOURNAL,              /* journal-not-writable: also busy for 10 s */
  TILL_ERROR_JOURNAL_DAMAGED,      /* journal-damaged */
  TILL_ERROR_JOURNAL_FOREIGN,      /* journal-foreign: of another program, or of a newer version */
  TILL_ERROR_JOURNAL_REMOTE,       /* journal-remote: on a network drive */
  TILL_ERROR_JOURNAL_IN_USE,       /* journal-in-use: another program has it open, so it cannot be moved aside */
  TILL_ERROR_JOURNAL_WHOLE,        /* journal-whole: so it is not moved aside */
  TILL_ERROR_NO_JOURNAL,           /* no-journal: no such file */
  TILL_ERROR_DISK_FULL,            /* disk-full: or nearly so */
  TILL_ERROR_STORAGE_FAULT,        /* storage-fault: a sync failed, so nothing is known of what is on disk */
  TILL_ERROR_SIGNING_KEY,          /* signing-key: a credential that holds none */
  TILL_ERROR_BACKUP,               /* backup-failed: its file cannot be written */
  TILL_ERROR_INTERNAL,             /* internal: a bug of ours; the log has the details */

  /* what the platform or the network said */
  TILL_ERROR_DECLINED,             /* declined */
  TILL_ERROR_INVALID_REQUEST,      /* invalid-request: the platform did not take what we sent */
  TILL_ERROR_NO_CONNECTION,        /* no-connection: nothing left */
  TILL_ERROR_NOT_TRUSTED,          /* not-trusted: TLS */
  TILL_ERROR_NO_ANSWER,            /* no-answer */
  TILL_ERROR_BAD_ANSWER,           /* bad-answer: also "no code came" */
  TILL_ERROR_BUSY,                 /* busy: the platform still works on it, or asks for patience */
  TILL_ERROR_NOT_FOUND,            /* not-found: the platform does not know it */
  TILL_ERROR_NOT_CANCELLABLE,      /* not-cancellable */
  TILL_ERROR_REFUND_OPEN,          /* refund-open: another refund of that payment has no answer yet; nothing was sent */
  TILL_ERROR_FOLLOWED_ELSEWHERE,   /* followed-elsewhere: another program holds it and did not answer in time */
  TILL_ERROR_AMOUNT_DIFFERS,       /* amount-differs */
} TillError;

#define TILL_N_ERRORS (TILL_ERROR_AMOUNT_DIFFERS + 1)

GQuark      till_error_quark       (void);

/** till_error_to_word: (return) the contract's word, e.g. "key-refused" (static). */
const char *till_error_to_word     (TillError      code);
gboolean    till_error_from_word   (const char    *word,
                                    TillError     *code);

/**
 * till_error_describe:
 * @error: of any domain
 *
 * Returns: (nullable): the translated sentence for people, never error->message; %NULL for a cancellation,
 *   which is no news to who cancelled
 */
const char *till_error_describe    (const GError  *error);

/** till_error_sentence: (return) the same for a code: what happened and what it means for the money (static, translated). */
const char *till_error_sentence    (TillError      code);

/** till_error_remedy: (return) (nullable): what to do about it (static, translated). */
const char *till_error_remedy      (TillError      code);

/** till_error_exit_status: (return) tillctl's exit status when a command ends with this (design.md, tillctl). */
int         till_error_exit_status (TillError      code);

/** till_error_is_storage: whether the journal cannot be written or trusted: what TillRegister's "storage-trouble" can say. */
gboolean    till_error_is_storage  (TillError      code);

/**
 * till_error_from_connect:
 *
 * Returns: the till's word for an error of any domain that a call to the platform ended with
 */
TillError   till_error_from_connect (const GError *error);

G_END_DECLS
