/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-payment.h"
#include "till-shape.h"

G_BEGIN_DECLS

/** TILL_LATE_ANSWER_MS: an answer older than this is shown with its age. */
#define TILL_LATE_ANSWER_MS 6000

/** TILL_WAITING_APPEARS_MS: a waiting state that is over sooner is never seen: no flicker. */
#define TILL_WAITING_APPEARS_MS 200

/** TillPaymentFacts: what is true of a payment in this process alone; times are boot times in ms, -1: none. */
typedef struct
{
  gboolean has_code;
  int      trouble;        /* TillError, or -1 */
  gint64   began;          /* when the page began to show it */
  gint64   deadline;
  gint64   last_answer;
} TillPaymentFacts;

/** TillPaymentView: what the payment page shows.  Strings without a note are static and translated. */
typedef struct
{
  TillStanding  standing;
  TillShape     shape;
  gboolean      code;               /* the code stands on its card */
  gboolean      moment;             /* "one moment" stands on the card */
  const char   *customer_chinese;   /* for the customer; not translated */
  const char   *customer;           /* the same in the till's language */
  const char   *heading;            /* (nullable) for the cashier, where the customer has nothing to do */
  const char   *detail;             /* (nullable) */
  const char   *trouble;            /* (nullable) what is in the way, in a few words */
  const char   *trouble_advice;     /* (nullable) what that means now */
  char         *age;                /* (nullable) (owned) "Last answer 9 s ago" */
  char         *time_left;          /* (nullable) (owned) "4:52 left" */
  double        left;               /* of the wait, 0 to 1; -1: it has no end */
} TillPaymentView;

/** till_payment_view_init: fills @view; @now is boot time in ms. Pure. */
void till_payment_view_init  (TillPaymentView        *view,
                              TillRecord             *record,
                              const TillPaymentFacts *facts,
                              gint64                  now);
void till_payment_view_clear (TillPaymentView        *view);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TillPaymentView, till_payment_view_clear)

/** till_age_text: (return) (transfer full): "9 s ago", "2 min ago". */
char *till_age_text          (gint64                  ms);

G_END_DECLS
