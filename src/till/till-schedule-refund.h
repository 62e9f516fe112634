/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-schedule.h"

G_BEGIN_DECLS

/** TillRefundProgress: what only this process knows of a refund that it follows; zero-initialized but for @since is one taken up. */
typedef struct
{
  gboolean  may_send;        /* this process wrote the intent, or read a list without it: its key may be repeated … */
  gint64    key_end;         /* … until then */
  gboolean  maybe_taken;     /* a send may have been taken */
  gboolean  listed;          /* a list without it was read */
  gboolean  payment_asked;   /* the payment itself was asked after that */
  gboolean  check_now;       /* somebody wants to know now */
  guint     n_asks;          /* questions and sends so far */
  guint     retry_after;     /* seconds that the platform asked for; 0: none */
  gint64    jitter_ms;
  gint64    since;           /* when it was begun, or taken up */
  gint64    first_try;       /* start of the first send */
  gint64    recorded_try;    /* the last one that was written down */
  gint64    last_end;        /* end of the last answer, or of the lack of one */
  gint64    calm_since;      /* when it became requested here; 0: it was before */
} TillRefundProgress;

/** till_schedule_refund: what is to be done next for one refund, and when (design.md, Rhythm). Pure, as till_schedule(). */
TillPlan till_schedule_refund (TillRecord               *record,
                               const TillRefund         *refund,
                               const TillRefundProgress *progress,
                               gboolean                  can_ask,
                               const char               *boot_id,
                               gint64                    now);

G_END_DECLS
