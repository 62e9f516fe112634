/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "till-event.h"

G_BEGIN_DECLS

/**
 * TillRefund:
 *
 * One refund of a payment, as the journal knows it: a part of the payment's record, and immutable with it.
 */
typedef struct
{
  char      *id;                   /* (owned) ours */
  char      *reference;            /* (owned) merchantReference of the refund */
  char      *state;                /* (owned) unknown, requested, done, refused, cancelled, void */
  gint64     amount;               /* minor units */

  char      *key;                  /* (nullable) (owned) idempotence key */
  char      *body_hash;            /* (nullable) (owned) of the request, which stands in outbound */
  char      *refund_id;            /* (nullable) (owned) the platform's */
  char      *status;               /* (nullable) (owned) the platform's word */
  char      *reason;               /* (nullable) (owned) as a person gave it; stays with us */
  char      *who;                  /* (nullable) (owned) who asked for it */
  char      *error;                /* (nullable) (owned) till_error_to_word() */
  char      *error_message;        /* (nullable) (owned) the platform's text */
  char      *platform_code;        /* (nullable) (owned) */
  gint64     created;              /* wall time of its intent, µs since 1970 */
  gint64     asked_date;           /* its intent, by the platform's Date, or CONNECT_DATE_UNKNOWN … */
  char      *asked_boot_id;        /* (nullable) (owned) … and by our clocks */
  gint64     asked_boot_time;
  gint64     sent_date;            /* the last try that was written down; where it had no Date, the first answer after it */
  char      *sent_boot_id;         /* (nullable) (owned) */
  gint64     sent_boot_time;
} TillRefund;

TillRefund *till_refund_new            (const char       *id,
                                        const char       *reference,
                                        gint64            amount);
TillRefund *till_refund_copy           (const TillRefund *self);
void        till_refund_free           (TillRefund       *self);

/** till_refund_state_is_known: one of the six words. */
gboolean    till_refund_state_is_known (const char       *word);
/** till_refund_is_unknown: its answer is missing: nothing more is given back of that payment meanwhile. */
gboolean    till_refund_is_unknown     (const TillRefund *self);
/** till_refund_is_open: unknown or requested: followed to its end. */
gboolean    till_refund_is_open        (const TillRefund *self);
/** till_refund_has_failed: refused, cancelled or void: its money is still with the shop. */
gboolean    till_refund_has_failed     (const TillRefund *self);

/**
 * till_refund_apply:
 * @is_first: the event is its intent
 *
 * Takes over what @event says of it.
 *
 * Returns: (nullable): %NULL, or the fact that cannot be read or is no legal move (static)
 */
const char *till_refund_apply          (TillRefund       *self,
                                        TillEvent        *event,
                                        gboolean          is_first);

/** till_refund_append: one line, no word of which holds a blank. */
void        till_refund_append         (const TillRefund *self,
                                        GString          *text);
/** till_refund_from_line: (return) (transfer full) (nullable): %NULL: it cannot be read. */
TillRefund *till_refund_from_line      (const char       *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillRefund, till_refund_free)

G_END_DECLS
