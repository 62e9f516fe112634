/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-life.h"
#include "till-record.h"

G_BEGIN_DECLS

/*
 * What is to be done next for one payment, and when.  Pure: all of design.md's rhythm stands here and nowhere
 * else.  Times are boot times in milliseconds.
 */

typedef enum
{
  TILL_STEP_NOTHING,          /* no longer followed */
  TILL_STEP_REST,             /* nothing to ask as things are (no account, not ours, held by another) */
  TILL_STEP_CREATE,           /* POST /payments or /hostedcheckouts, with the stored body and key */
  TILL_STEP_NEVER_SENT,       /* no try ever left and there will be none: to be written down as void */
  TILL_STEP_FIND,             /* GET /payments?merchantReference= */
  TILL_STEP_THIRD_PARTY,
  TILL_STEP_PAYMENT,
  TILL_STEP_OTHER_PAYMENT,    /* the second payment that a repeat made */
  TILL_STEP_CHECKOUT,
  TILL_STEP_CHECKOUT_FOUND,   /* GET /payments?hostedCheckoutId= */
  TILL_STEP_DELETE,           /* DELETE /hostedcheckouts/{id} */
  TILL_STEP_CANCEL,           /* POST /payments/{id}/cancel */
  TILL_STEP_REFUND,           /* POST /payments/{id}/refund, with the stored body and key */
  TILL_STEP_REFUNDS,          /* GET /payments/{id}/refunds */
  TILL_STEP_REFUND_STATUS,    /* GET /refunds/{id} */
  TILL_STEP_REFUND_PAYMENT,   /* GET /payments/{id}, for what it says about a refund */
} TillStep;

/** TillProgress: what only this process knows of a payment that it follows; zero-initialized is a payment taken up. */
typedef struct
{
  gboolean  can_ask;            /* there is an account, and it is this payment's */
  gboolean  may_send;           /* this process wrote the intent: only then a POST, never after a restart */
  gboolean  waiting;            /* somebody waits: 3 s */
  gboolean  left;               /* the wait was left or timed out, or sending was given up */
  gboolean  check_now;          /* somebody wants to know now */
  gboolean  cancel_wanted;      /* somebody wants it cancelled at the platform */
  gboolean  is_cancellable;     /* the last answer allows that */
  gboolean  completed;          /* the customer is done: the payment is to be got at once */
  gboolean  asked_here;         /* this process has asked at least once */
  gboolean  page_asked;         /* the page was asked to be deleted since its payments were looked for */
  gboolean  other_asked;        /* the other payment was asked since the payment itself was */

  guint     n_tries;            /* sends so far */
  gboolean  maybe_taken;        /* one of them may have been */
  guint     bad_codes;          /* answers that held nothing to show */
  guint     n_polls;            /* third-party polls since the payment itself was asked */
  guint     n_errors;           /* questions in a row that were not answered */
  guint     retry_after;        /* seconds that the platform asked for; 0: none */
  gint64    jitter_ms;          /* drawn by the tracker for each delay: 0 to TILL_SCHEDULE_JITTER_MS */

  gint64    first_try;          /* start of the first send */
  gint64    last_try;           /* end of the last send */
  gint64    last_end;           /* end of the last answer to a question, or of the lack of one */
  gint64    calm_since;         /* when the wait ended, or when it was taken up */
  gint64    look_since;         /* last send, or when it was taken up: look-ups count from here */
  guint     n_looks;            /* look-ups that were answered in this process */
  gint64    life_end;           /* when the session's life is over by our clocks; 0: not known */
} TillProgress;

typedef struct
{
  TillStep step;
  gint64   at;     /* not before; meaningless for NOTHING and REST */
} TillPlan;

#define TILL_SCHEDULE_POLL_MS     3000
#define TILL_SCHEDULE_JITTER_MS   250
#define TILL_SCHEDULE_POLLS       4       /* the fifth question is about the payment itself */
#define TILL_SCHEDULE_LAST_GET_MS 1500    /* what a time-out grants to one last look */
#define TILL_SCHEDULE_CHECK_MS    10000   /* so long another program may take to answer a check */

TillPlan till_schedule         (TillRecord         *record,
                                const TillProgress *progress,
                                const char         *boot_id,
                                gint64              now);

/** till_schedule_is_sending: whether a POST may still be made for it. */
gboolean till_schedule_is_sending (TillRecord         *record,
                                   const TillProgress *progress,
                                   gint64              now);

G_END_DECLS
