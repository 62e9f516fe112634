/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** TillPaymentState: where a payment stands (design.md, states). */
typedef enum
{
  TILL_PAYMENT_REQUESTED,
  TILL_PAYMENT_WAITING,
  TILL_PAYMENT_CONFIRMING,
  TILL_PAYMENT_PAID,
  TILL_PAYMENT_REFUSED,
  TILL_PAYMENT_CANCELLED,
  TILL_PAYMENT_EXPIRED,
  TILL_PAYMENT_VOID,
} TillPaymentState;

#define TILL_N_PAYMENT_STATES 8

/** till_payment_state_to_string: (return) "waiting" … (static). */
const char *till_payment_state_to_string   (TillPaymentState   state);
gboolean    till_payment_state_from_string (const char        *text,
                                            TillPaymentState  *state);
/** till_payment_state_can_move: the table of legal moves; a pair that is not in it is refused. Staying is no move. */
gboolean    till_payment_state_can_move    (TillPaymentState   from,
                                            TillPaymentState   to);
/** till_payment_state_is_final: no longer asked about by itself. */
gboolean    till_payment_state_is_final    (TillPaymentState   state);

/** TillAttention: words that stand until a person deals with them or their cause ends. */
typedef enum
{
  TILL_ATTENTION_AMOUNT_DIFFERS = 1 << 0,
  TILL_ATTENTION_PAID_TWICE     = 1 << 1,
  TILL_ATTENTION_PAID_LATE      = 1 << 2,
  TILL_ATTENTION_REVERSED       = 1 << 3,
  TILL_ATTENTION_STUCK          = 1 << 4,
  TILL_ATTENTION_OTHER_ACCOUNT  = 1 << 5,
  TILL_ATTENTION_REFUND_FAILED  = 1 << 6,
} TillAttention;

/** till_attention_to_strv: (return) (transfer container): the words, in the order above (static strings). */
const char **till_attention_to_strv        (TillAttention      attention);
gboolean     till_attention_from_string    (const char        *word,
                                            TillAttention     *attention);
/** till_attention_from_text: as the journal keeps them, "stuck,paid-late" or "". %FALSE: a word among them is unknown, and left out. */
gboolean     till_attention_from_text      (const char        *text,
                                            TillAttention     *attention);

G_END_DECLS
