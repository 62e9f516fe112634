/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-judge.h"

G_BEGIN_DECLS

/*
 * What an answer about a refund means.  Pure, as till-judge.h: every rule of design.md about a refund's states,
 * a definite no, void and refund-failed stands here and nowhere else.
 */

#define TILL_JUDGE_RECORD_REFUND_MS (3600 * 1000)   /* a send is written down at least this often, so that a crash hides little */

/** TillRefundSight: what is known beside the record when an answer is judged. */
typedef struct
{
  TillMoment      now;           /* date: of the answer that is judged; the rest: this boot's clock */
  gboolean        maybe_taken;   /* an earlier send with this key may have been taken */
  gboolean        wanted;        /* who asked for it waits here for the answer: a no needs no word of attention */
  gint64          first_try;     /* boot time (ms) of the first send */
  ConnectPayment *payment;       /* (nullable) what the payment's own answer said just now */
} TillRefundSight;

/** till_judge_refund_state: (return) (static): what the platform's word makes of @refund. A word that we do not know says that it exists, and nothing of its end. */
const char *till_judge_refund_state  (const TillRefund       *refund,
                                      const char             *status);
/** till_judge_refunded: POST /payments/{id}/refund; @answer NULL: @error says why. */
GPtrArray *till_judge_refunded       (TillRecord             *record,
                                      const TillRefund       *refund,
                                      const TillRefundSight  *sight,
                                      ConnectCall            *call,
                                      ConnectRefunded        *answer,
                                      const GError           *error);
/** till_judge_refund: GET /refunds/{id}. */
GPtrArray *till_judge_refund         (TillRecord             *record,
                                      const TillRefund       *refund,
                                      const TillRefundSight  *sight,
                                      ConnectRefund          *answer);
/** till_judge_refunds_listed: GET /payments/{id}/refunds; @listed: (element-type ConnectRefund). */
GPtrArray *till_judge_refunds_listed (TillRecord             *record,
                                      const TillRefund       *refund,
                                      const TillRefundSight  *sight,
                                      GPtrArray              *listed);
/** till_judge_refund_tried: it is about to be sent once more. */
GPtrArray *till_judge_refund_tried   (TillRecord             *record,
                                      const TillRefund       *refund);
/** till_judge_refund_key_end: boot time (ms) up to which its key may be repeated; 0: that cannot be said, so it may not. */
gint64     till_judge_refund_key_end (const TillRefund       *refund,
                                      const TillMoment       *now);

G_END_DECLS
