/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-error.h"
#include "till-shape.h"

G_BEGIN_DECLS

/** TillRefundFacts: where a refund in the making stands. */
typedef struct
{
  const char       *text;        /* the amount, as it was typed */
  gboolean          under_way;   /* the register was asked, and has not answered */
  gboolean          slow;        /* … for long enough to say so */
  const TillRefund *refund;      /* (nullable) what came of it */
  int               error;       /* TillError: why the last try did not begin, or -1 */
} TillRefundFacts;

/** TillRefundView: what the refund dialog shows.  Strings without a note are static and translated. */
typedef struct
{
  char       *title;        /* (owned) "Refund T1-000042" */
  char       *before;       /* (owned) what was paid, and what was given back before */
  char       *stays;        /* (owned) what stays paid; "" while the amount cannot be read */
  char       *most;         /* (owned) what can be given back at most */
  char       *problem;      /* (nullable) (owned) what is wrong with the amount, or why nothing was given back */
  gboolean    is_invalid;   /* … and it is the amount */
  const char *note;
  char       *button;       /* (owned) "Refund €4.50" */
  const char *keep;         /* the answer that changes nothing */
  TillMoney   money;        /* what the button gives back; 0: it cannot be pressed */
  gboolean    can_edit;
  gboolean    is_over;      /* there is nothing more to ask: word and detail stand in place of the fields */
  TillShape   shape;
  char       *word;         /* (nullable) (owned) "Refund requested: €4.50" */
  char       *detail;       /* (nullable) (owned) */
} TillRefundView;

/** till_refund_view_init: fills @view.  Pure; whether so much may be given back is till_record_check_refund()'s to say. */
void till_refund_view_init  (TillRefundView        *view,
                             TillRecord            *record,
                             const TillRefundFacts *facts);
void till_refund_view_clear (TillRefundView        *view);

/** till_refund_view_is_offered: whether a payment has a button that leads to the dialog: its money came, and some of it may go back. */
gboolean till_refund_view_is_offered (TillRecord   *record);

/** till_refund_view_outcome: (return) (transfer full): "Refund requested: €4.50". */
char    *till_refund_view_outcome    (TillRecord       *record,
                                      const TillRefund *refund);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TillRefundView, till_refund_view_clear)

G_END_DECLS
