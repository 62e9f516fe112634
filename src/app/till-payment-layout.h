/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TILL_TYPE_PAYMENT_LAYOUT (till_payment_layout_get_type ())

/**
 * TillPaymentLayout:
 *
 * Lays out the six children of the payment page, in the order of #TillPaymentPart.  A wide window has the card
 * as high as the page and a column beside it; an upright one has everything below each other: whichever leaves
 * the larger card.  The notice has room in what is free, so that nothing moves when it comes.
 */
G_DECLARE_FINAL_TYPE (TillPaymentLayout, till_payment_layout, TILL, PAYMENT_LAYOUT, GtkLayoutManager)

typedef enum
{
  TILL_PAYMENT_HEADER,   /* across the whole page */
  TILL_PAYMENT_HEAD,     /* amount and reference */
  TILL_PAYMENT_CARD,
  TILL_PAYMENT_WORDS,    /* for the customer */
  TILL_PAYMENT_NOTICE,
  TILL_PAYMENT_FOOT,     /* status and the way out */
} TillPaymentPart;

#define TILL_N_PAYMENT_PARTS 6

/** TillPaymentSpace: what there is to lay out; heights are those that the parts want at @column or at the whole width. */
typedef struct
{
  int width;
  int height;        /* below the header bar */
  int margin;
  int gap;           /* between card and column */
  int spacing;       /* between parts */
  int column;        /* least width of the column */
} TillPaymentSpace;

/** till_payment_space_card: (return) the side that a square card gets in a wide window, and, with @upright and the height that the other parts want, in an upright one. Pure. */
int till_payment_space_card (const TillPaymentSpace *space,
                             gboolean                upright,
                             int                     others);

G_END_DECLS
