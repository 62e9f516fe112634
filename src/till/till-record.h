/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "connect-request.h"
#include "till-event.h"
#include "till-money.h"
#include "till-payment-state.h"
#include "till-refund.h"

G_BEGIN_DECLS

#define TILL_TYPE_RECORD (till_record_get_type ())

/**
 * TillRecord:
 *
 * All that the journal knows about one payment: the fold of its events.  An immutable snapshot, counted
 * atomically, so that the journal's thread can hand it to the main loop.
 */
typedef struct _TillRecord TillRecord;

struct _TillRecord
{
  gint64                  row;                  /* row in the table of payments; also the byte of its lock */
  char                   *id;                   /* (owned) Till's own id, a UUID */
  char                   *order;                /* (owned) shared by all attempts at one order */
  char                   *request_id;           /* (owned) */
  ConnectIntegrationType  type;
  TillMoney               money;
  char                   *reference;            /* (owned) for people */
  gboolean                reference_given;
  gint64                  counter;              /* 0 unless the till made the reference */
  char                   *merchant_reference;   /* (owned) on the wire */
  char                   *description;          /* (owned) may be "" */
  char                   *key;                  /* (owned) idempotence key */
  char                   *body_hash;            /* (owned) */
  char                   *endpoint;             /* (owned) "training" in training */
  char                   *merchant;             /* (owned) */
  char                   *key_id;               /* (owned) */
  char                   *till;                 /* (owned) till id */
  gboolean                waited_for;
  char                   *who;                  /* (owned) who asked for it */
  char                   *program;              /* (owned) */

  TillPaymentState        state;
  gboolean                maybe_sent;           /* TRUE from the intent on, until a try provably did not leave */
  gboolean                auth_refused;         /* every try so far was answered 401 or 403 in Connect JSON */
  char                   *payment_id;           /* (nullable) (owned) the platform's */
  char                   *other_payment_id;     /* (nullable) (owned) a second one that a repeat made */
  char                   *checkout_id;          /* (nullable) (owned) */
  char                   *wechat_id;            /* (nullable) (owned) */
  char                   *action_hash;          /* (nullable) (owned) */
  char                   *status;               /* (nullable) (owned) the platform's word */
  int                     status_code;          /* 0: not known */
  gint64                  platform_amount;      /* -1 unless it differs */
  gboolean                shown;
  gboolean                abandoned;
  gboolean                late;
  gboolean                reversed;
  TillAttention           attention;
  char                   *settled;              /* (nullable) (owned) reason */
  char                   *error;                /* (nullable) (owned) till_error_to_word() */
  char                   *error_message;        /* (nullable) (owned) */
  char                   *platform_code;        /* (nullable) (owned) */
  char                   *error_id;             /* (nullable) (owned) */
  int                     looks;
  GPtrArray              *refunds;              /* (owned) (element-type TillRefund) */

  /* times of the events that made it so */
  gint64                  first_seq;
  gint64                  last_seq;
  gint64                  created;              /* wall time of "requested", µs since 1970 */
  gint64                  updated;              /* wall time of the last event */
  char                   *created_boot_id;      /* (owned) boot id and … */
  gint64                  created_boot_time;    /* … boot time (ms) of "requested" */
  gint64                  answered_date;        /* platform's Date of "answered", or where it had none of the first look after it, or CONNECT_DATE_UNKNOWN */
  char                   *answered_boot_id;     /* (nullable) (owned) */
  gint64                  answered_boot_time;
  gint64                  sent_date;            /* platform's Date of the last try, or where it had none of the first look after it, or CONNECT_DATE_UNKNOWN */
  char                   *sent_boot_id;         /* (nullable) (owned) last try: "requested", "not-sent" or "unanswered" */
  gint64                  sent_boot_time;
  gint64                  paid_time;            /* wall time at which it became known to be paid; 0 */

  /*< private >*/
  gatomicrefcount         ref_count;
};

GType       till_record_get_type      (void);
TillRecord *till_record_ref           (TillRecord        *self);
void        till_record_unref         (TillRecord        *self);

/**
 * till_record_apply:
 * @self: (nullable): %NULL before the first event of a payment
 * @event: numbered, of this payment
 * @error: %TILL_ERROR_WRONG_STATE: the move is not in the table; %TILL_ERROR_JOURNAL_DAMAGED: a fact that cannot be read
 *
 * The fold, and the one function that writes a state.  Facts that it does not know are kept by the journal and
 * passed over here, so that an older program reads a newer journal's events.
 *
 * Returns: (transfer full): the next snapshot; @self is untouched
 */
TillRecord *till_record_apply         (TillRecord        *self,
                                       TillEvent         *event,
                                       GError           **error);

/** till_record_is_open: not final, or with a refund unknown or requested: what start, sweep and timer look after. */
gboolean    till_record_is_open       (TillRecord        *self);
/** till_record_is_unresolved: open and not settled. */
gboolean    till_record_is_unresolved (TillRecord        *self);
/**
 * till_record_keeps_action:
 *
 * A code or a link is of no more use once somebody left the screen that showed it.  What an app or a page was given
 * still works then, and can be asked for until the payment is final.
 *
 * Returns: whether the merchant action is still of use
 */
gboolean    till_record_keeps_action  (TillRecord        *self);
/** till_record_can_be_paid: it was shown, and what was shown is still of use. */
gboolean    till_record_can_be_paid   (TillRecord        *self);
/** till_record_get_refunded: sum of refunds that are requested or done, minor units. */
gint64      till_record_get_refunded  (TillRecord        *self);
/** till_record_get_committed: sum of refunds that have not failed: unknown, requested or done, minor units. */
gint64      till_record_get_committed (TillRecord        *self);
/** till_record_get_paid_amount: what came, minor units: where it differs from what was asked for, as the platform says. */
gint64      till_record_get_paid_amount (TillRecord      *self);
/** till_record_get_refund: (return) (nullable) (transfer none): the refund with our @id. */
const TillRefund *
            till_record_get_refund    (TillRecord        *self,
                                       const char        *id);
/**
 * till_record_check_refund:
 * @amount: (inout): minor units; 0 becomes all that is left
 * @platform_refunded: what the platform says has gone back, minor units, or CONNECT_AMOUNT_ABSENT
 * @error: %TILL_ERROR_NOT_PAID, _REFUND_OPEN, _MORE_THAN_LEFT
 *
 * Whether so much may be given back: the rule, wherever it is asked.
 */
gboolean    till_record_check_refund  (TillRecord        *self,
                                       gint64            *amount,
                                       gint64             platform_refunded,
                                       GError           **error);
/** till_record_equal: every field but last_seq and updated is the same. */
gboolean    till_record_equal         (TillRecord        *a,
                                       TillRecord        *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillRecord, till_record_unref)

G_END_DECLS
