/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-amount.h"
#include "till-error.h"

G_BEGIN_DECLS

/** TillSaleFacts: what the sale page knows; borrowed. */
typedef struct
{
  const TillAmount *amount;
  const char       *reference;        /* as typed; "": the till makes one */
  gboolean          pressed;          /* Charge was pressed: what is not finished is a fault now */
  gboolean          charging;         /* from the press until the page changes */
  int               refusal;          /* TillError that the last charge ended with, or -1 */
  int               storage_trouble;  /* TillError, or -1 */
  gint64            clock_skew;       /* seconds that the platform's clock is ahead of ours; 0: none that matters */
} TillSaleFacts;

/** TillSaleField: what a problem is about. */
typedef enum
{
  TILL_SALE_NOTHING,
  TILL_SALE_AMOUNT,
  TILL_SALE_REFERENCE,
  TILL_SALE_TILL,
} TillSaleField;

/** TillSaleView: what the sale page shows. */
typedef struct
{
  gboolean       can_charge;
  TillMoney      total;            /* what Charge will charge; only with @can_charge */
  char          *charge_amount;    /* (nullable) (owned) "€12.50" */
  const char    *charge_hint;      /* (nullable) translated: what is missing, in place of the amount */
  TillSaleField  field;
  char          *problem;          /* (nullable) (owned) one sentence, and where there is one, the remedy */
} TillSaleView;

/** till_sale_view_init: fills @view. Pure. */
void     till_sale_view_init  (TillSaleView        *view,
                               const TillSaleFacts *facts);
void     till_sale_view_clear (TillSaleView        *view);

/**
 * till_sale_view_asks_first:
 * @confirm_above: the setting: major units with a dot, or "": never
 *
 * Whether @total is so large that the window asks once more.  A setting that cannot be read asks each time:
 * who set it wanted to be asked.
 */
gboolean till_sale_view_asks_first (const TillMoney *total,
                                    const char      *confirm_above);

/** till_sale_view_size_step: how many steps the display size goes down for a text of this length, 0 to 3. */
guint    till_sale_view_size_step  (const char      *display);
/** till_sale_view_sum_width: characters of the running sum that fit beside this text. */
int      till_sale_view_sum_width  (const char          *display);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TillSaleView, till_sale_view_clear)

G_END_DECLS
