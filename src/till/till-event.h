/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TillEventKind:
 *
 * What happened; for the story that people read.  What an event *changes* stands in its facts and not in its
 * kind, so that the fold needs no knowledge of kinds.
 */
typedef enum
{
  TILL_EVENT_JOURNAL_OPENED,   /* journal-opened: event 1 (journal, till, version, format) */
  TILL_EVENT_TILL_CHANGED,     /* till-changed */
  TILL_EVENT_REQUESTED,        /* requested: the intent */
  TILL_EVENT_NOT_SENT,         /* not-sent: a try that provably never left, or was answered 401 or 403 */
  TILL_EVENT_UNANSWERED,       /* unanswered: a try of which nothing is known (the first, when the reason changes, once a minute, the last) */
  TILL_EVENT_ANSWERED,         /* answered: the create's answer: payment id, status, action */
  TILL_EVENT_SHOWN,            /* shown: from here on somebody can pay it */
  TILL_EVENT_STATUS,           /* status: the platform's words changed, or the state moved */
  TILL_EVENT_LOOKED,           /* looked: a look-up that counts towards void or expired */
  TILL_EVENT_ABANDONED,        /* abandoned */
  TILL_EVENT_ATTENTION,        /* attention: a word came or went */
  TILL_EVENT_CLOSED,           /* closed: by a person, with a reason */
  TILL_EVENT_ACKNOWLEDGED,     /* acknowledged */
  TILL_EVENT_CANCEL_ASKED,     /* cancel-asked: for the program that follows the payment */
  TILL_EVENT_CHECK_ASKED,      /* check-asked */
  TILL_EVENT_REFUND,           /* refund: a step of a refund */
  TILL_EVENT_SIGNING_KEY,      /* signing-key: this one and all behind it are signed with this key (public-key) */
} TillEventKind;

#define TILL_N_EVENT_KINDS 17
#define TILL_HASH_BYTES 32

const char *till_event_kind_to_string   (TillEventKind   kind);
gboolean    till_event_kind_from_string (const char     *text,
                                         TillEventKind  *kind);

/* Names of facts: what the fold understands.  Values are UTF-8 text; numbers in decimal, flags "1" or "0". */
#define TILL_FACT_STATE             "state"
#define TILL_FACT_ORDER             "order"
#define TILL_FACT_REQUEST_ID        "request-id"
#define TILL_FACT_TYPE              "type"
#define TILL_FACT_AMOUNT            "amount"               /* minor units */
#define TILL_FACT_CURRENCY          "currency"
#define TILL_FACT_REFERENCE         "reference"
#define TILL_FACT_REFERENCE_GIVEN   "reference-given"      /* flag: by a person */
#define TILL_FACT_COUNTER           "counter"              /* of a reference that the till made */
#define TILL_FACT_MERCHANT_REFERENCE "merchant-reference"
#define TILL_FACT_DESCRIPTION       "description"
#define TILL_FACT_KEY               "key"                  /* idempotence key */
#define TILL_FACT_BODY_HASH         "body-sha256"          /* hex; the body itself is in outbound */
#define TILL_FACT_ENDPOINT          "endpoint"             /* "training" in training */
#define TILL_FACT_MERCHANT          "merchant"
#define TILL_FACT_KEY_ID            "key-id"
#define TILL_FACT_TILL              "till"
#define TILL_FACT_WAITED_FOR        "waited-for"           /* flag: a screen or --wait waits for it */
#define TILL_FACT_MAYBE_SENT        "maybe-sent"           /* flag */
#define TILL_FACT_AUTH_REFUSED      "auth-refused"         /* flag: the last try was answered 401 or 403 in Connect JSON */
#define TILL_FACT_PAYMENT_ID        "payment-id"
#define TILL_FACT_OTHER_PAYMENT_ID  "other-payment-id"     /* a repeat of the create named a second payment: both are asked */
#define TILL_FACT_CHECKOUT_ID       "checkout-id"
#define TILL_FACT_CHECKOUT_PAGE     "checkout-page"        /* till_page_to_string(): what is done about the hosted checkout */
#define TILL_FACT_WECHAT_ID         "wechat-id"
#define TILL_FACT_ACTION_HASH       "action-sha256"        /* hex; the action itself is in outbound */
#define TILL_FACT_STATUS            "status"
#define TILL_FACT_STATUS_CODE       "status-code"
#define TILL_FACT_PLATFORM_AMOUNT   "platform-amount"      /* minor units that the platform says were paid, where they differ */
#define TILL_FACT_SHOWN             "shown"
#define TILL_FACT_ABANDONED         "abandoned"
#define TILL_FACT_LATE              "late"
#define TILL_FACT_REVERSED          "reversed"
#define TILL_FACT_ATTENTION         "attention"            /* the words that stand now, comma between; empty: none */
#define TILL_FACT_SETTLED           "settled"              /* reason */
#define TILL_FACT_ERROR             "error"                /* till_error_to_word(); empty: no longer */
#define TILL_FACT_ERROR_MESSAGE     "error-message"        /* the platform's text, at most 200 characters */
#define TILL_FACT_PLATFORM_CODE     "platform-code"
#define TILL_FACT_ERROR_ID          "error-id"
#define TILL_FACT_LOOKS             "looks"                /* how many look-ups counted since the last send */
#define TILL_FACT_AS                "as"                   /* acknowledge: handed-over, refunded, other */
#define TILL_FACT_REFUND            "refund"               /* our id of the refund that the next ones are about */
#define TILL_FACT_REFUND_STATE      "refund-state"         /* unknown, requested, done, refused, cancelled, void */
#define TILL_FACT_REFUND_AMOUNT     "refund-amount"        /* minor units; in the first event of a refund */
#define TILL_FACT_REFUND_REFERENCE  "refund-reference"     /* on the wire; in the first event of a refund */
#define TILL_FACT_REFUND_KEY        "refund-key"           /* idempotence key; in the first event of a refund */
#define TILL_FACT_REFUND_BODY_HASH  "refund-body-sha256"   /* hex; the body itself is in outbound */
#define TILL_FACT_REFUND_REASON     "refund-reason"        /* a person's words */
#define TILL_FACT_REFUND_TRIED      "refund-tried"         /* flag: it is about to be sent once more */
#define TILL_FACT_REFUND_ID         "refund-id"            /* the platform's */
#define TILL_FACT_REFUND_STATUS     "refund-status"        /* the platform's word */
#define TILL_FACT_REFUND_ERROR      "refund-error"         /* till_error_to_word(); empty: no longer */
#define TILL_FACT_REFUND_ERROR_MESSAGE "refund-error-message" /* the platform's text, at most 200 characters */
#define TILL_FACT_REFUND_PLATFORM_CODE "refund-platform-code"
#define TILL_FACT_JOURNAL           "journal"              /* the journal's UUID, in event 1 */
#define TILL_FACT_VERSION           "version"              /* of the program that made the journal */
#define TILL_FACT_FORMAT            "format"               /* of the canonical text */
#define TILL_FACT_PUBLIC_KEY        "public-key"           /* Ed25519, hex */
#define TILL_FACT_PREVIOUS          "previous"             /* in event 1: file name of the damaged journal that was moved aside */
#define TILL_FACT_PREVIOUS_SEQ      "previous-seq"         /* its last event that is whole, where there is one … */
#define TILL_FACT_PREVIOUS_HASH     "previous-sha256"      /* … and the hash of it, hex */

/**
 * TillEvent:
 *
 * One step.  Made with a kind and facts, filled in and numbered by the journal when it is written, immutable
 * from then on.  Reference-counted with atomic operations.
 */
typedef struct _TillEvent TillEvent;

struct _TillEvent
{
  TillEventKind  kind;
  char          *payment;         /* (nullable) (owned) Till's own id */
  GHashTable    *facts;           /* (owned) (element-type utf8 utf8) */
  char          *who;             /* (owned) person, may be "" */
  char          *program;         /* (owned) e.g. "till", "tillctl" */
  gint64         platform_date;   /* seconds since 1970, or CONNECT_DATE_UNKNOWN */

  /* filled by the journal */
  gint64         seq;             /* from 1, without gaps */
  gint64         wall_time;       /* microseconds since 1970 UTC */
  char          *boot_id;         /* (owned) */
  gint64         boot_time;       /* milliseconds */
  guint8         hash[TILL_HASH_BYTES];

  /*< private >*/
  gatomicrefcount ref_count;
};

TillEvent  *till_event_new          (TillEventKind   kind,
                                     const char     *payment);
TillEvent  *till_event_ref          (TillEvent      *self);
void        till_event_unref        (TillEvent      *self);
/** till_event_set: @value NULL does nothing, so that callers need not ask first. */
void        till_event_set          (TillEvent      *self,
                                     const char     *fact,
                                     const char     *value);
void        till_event_set_int      (TillEvent      *self,
                                     const char     *fact,
                                     gint64          value);
/** till_event_get: (return) (nullable): owned by @self. */
const char *till_event_get          (TillEvent      *self,
                                     const char     *fact);

/**
 * till_event_to_canonical:
 *
 * The text that is hashed (format 1): a line each for format, seq, wall time, boot id, boot time, platform's
 * date, who, program, payment, kind, then the facts sorted by name as "name=value"; LF at each end; "\\", LF
 * and CR in values escaped.  Fixed by test vectors: a change needs a new format number.
 *
 * Returns: (transfer full)
 */
char       *till_event_to_canonical (TillEvent      *self);

/** till_event_chain: writes SHA-256 (@previous ‖ canonical text) to self->hash; @previous is all zero before event 1. */
void        till_event_chain        (TillEvent      *self,
                                     const guint8    previous[TILL_HASH_BYTES]);

/** till_hash_to_text: (return) (transfer full): for people and programs: 64 digits in lower case. */
char       *till_hash_to_text       (const guint8    hash[TILL_HASH_BYTES]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillEvent, till_event_unref)

G_END_DECLS
