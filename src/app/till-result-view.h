/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-payment.h"
#include "till-shape.h"

G_BEGIN_DECLS

/** TillTone: the colour of a whole page. */
typedef enum
{
  TILL_TONE_PAID,      /* green: the payment's own status says so */
  TILL_TONE_REFUSED,   /* red: refused, or a person is needed before anything is handed over */
  TILL_TONE_DOUBT,     /* amber */
  TILL_TONE_OVER,      /* slate: over, and no money came of it */
} TillTone;

/** TillResultAction: buttons beside "New sale", which is always there. */
typedef enum
{
  TILL_RESULT_TRY_AGAIN       = 1 << 0,
  TILL_RESULT_CHARGE_AGAIN    = 1 << 1,
  TILL_RESULT_CHECK_NOW       = 1 << 2,
  TILL_RESULT_SHOW_UNRESOLVED = 1 << 3,
  TILL_RESULT_SET_UP          = 1 << 4,
  TILL_RESULT_REFUND          = 1 << 5,
  TILL_RESULT_PRINT_RECEIPT   = 1 << 6,
} TillResultAction;

/** TillResultFacts: what is true of a payment in this process alone; times are boot times in ms, -1: none. */
typedef struct
{
  TillWaitEnd wait_end;
  gboolean    watched;       /* this very page showed the payment before it was paid */
  int         trouble;       /* TillError, or -1 */
  gint64      last_answer;
  gint64      clock_skew;    /* seconds that the platform's clock is ahead of ours */
} TillResultFacts;

/** TillResultView: what the result page shows.  Strings without a note are static and translated. */
typedef struct
{
  TillTone          tone;
  TillShape         shape;
  const char       *word;
  char             *reason;         /* (nullable) (owned) what happened */
  const char       *money;          /* (nullable) what that means for the money */
  const char       *order;          /* (nullable) what the cashier must, or must not, do now */
  char             *order_detail;   /* (nullable) (owned) */
  TillResultAction  actions;
  char             *time;           /* (owned) */
  char             *wechat_number;  /* (nullable) (owned) in groups of four */
  char             *last_answer;    /* (nullable) (owned) "12 s ago" */
} TillResultView;

/** till_result_view_init: fills @view; @now is boot time in ms. Pure, but for the local time zone. */
void till_result_view_init  (TillResultView        *view,
                             TillRecord            *record,
                             const TillResultFacts *facts,
                             gint64                 now);
void till_result_view_clear (TillResultView        *view);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TillResultView, till_result_view_clear)

G_END_DECLS
