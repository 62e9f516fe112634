/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-payment-state.h"

static const char *const state_words[TILL_N_PAYMENT_STATES] = {
  [TILL_PAYMENT_REQUESTED] = "requested",
  [TILL_PAYMENT_WAITING] = "waiting",
  [TILL_PAYMENT_CONFIRMING] = "confirming",
  [TILL_PAYMENT_PAID] = "paid",
  [TILL_PAYMENT_REFUSED] = "refused",
  [TILL_PAYMENT_CANCELLED] = "cancelled",
  [TILL_PAYMENT_EXPIRED] = "expired",
  [TILL_PAYMENT_VOID] = "void",
};

#define TO(state) (1u << TILL_PAYMENT_##state)

/* Every move there is.  A pair that is not here is refused.  Money that comes after all moves any ending to
 * paid; nothing moves away from paid. */
static const guint moves[TILL_N_PAYMENT_STATES] = {
  [TILL_PAYMENT_REQUESTED] = TO (WAITING) | TO (CONFIRMING) | TO (PAID) | TO (REFUSED) | TO (CANCELLED)
                           | TO (EXPIRED) | TO (VOID),
  [TILL_PAYMENT_WAITING] = TO (CONFIRMING) | TO (PAID) | TO (REFUSED) | TO (CANCELLED) | TO (EXPIRED),
  [TILL_PAYMENT_CONFIRMING] = TO (PAID) | TO (REFUSED) | TO (CANCELLED) | TO (EXPIRED),
  [TILL_PAYMENT_PAID] = 0,
  [TILL_PAYMENT_REFUSED] = TO (PAID),
  [TILL_PAYMENT_CANCELLED] = TO (PAID),
  [TILL_PAYMENT_EXPIRED] = TO (PAID),
  [TILL_PAYMENT_VOID] = TO (PAID),
};

/* In the order of their bits. */
static const char *const attention_words[] = {
  "amount-differs",
  "paid-twice",
  "paid-late",
  "reversed",
  "stuck",
  "other-account",
  "refund-failed",
};

const char *
till_payment_state_to_string (TillPaymentState state)
{
  g_return_val_if_fail ((guint) state < TILL_N_PAYMENT_STATES, NULL);

  return state_words[state];
}

gboolean
till_payment_state_from_string (const char       *text,
                                TillPaymentState *state)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (guint i = 0; i < TILL_N_PAYMENT_STATES; i++)
    if (g_str_equal (text, state_words[i]))
      {
        *state = i;
        return TRUE;
      }

  return FALSE;
}

gboolean
till_payment_state_can_move (TillPaymentState from,
                             TillPaymentState to)
{
  g_return_val_if_fail ((guint) from < TILL_N_PAYMENT_STATES, FALSE);
  g_return_val_if_fail ((guint) to < TILL_N_PAYMENT_STATES, FALSE);

  return (moves[from] & (1u << to)) != 0;
}

gboolean
till_payment_state_is_final (TillPaymentState state)
{
  return state >= TILL_PAYMENT_PAID;
}

const char **
till_attention_to_strv (TillAttention attention)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (attention_words); i++)
    if (attention & (1u << i))
      g_ptr_array_add (words, (gpointer) attention_words[i]);
  g_ptr_array_add (words, NULL);

  return (const char **) g_ptr_array_steal (words, NULL);
}

gboolean
till_attention_from_string (const char    *word,
                            TillAttention *attention)
{
  g_return_val_if_fail (word != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (attention_words); i++)
    if (g_str_equal (word, attention_words[i]))
      {
        *attention = 1u << i;
        return TRUE;
      }

  return FALSE;
}

gboolean
till_attention_from_text (const char    *text,
                          TillAttention *attention)
{
  g_auto(GStrv) words = NULL;
  gboolean all_known = TRUE;
  TillAttention one;

  g_return_val_if_fail (text != NULL && attention != NULL, FALSE);

  *attention = 0;
  words = g_strsplit (text, ",", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (till_attention_from_string (words[i], &one))
        *attention |= one;
      else
        all_known = FALSE;
    }

  return all_known;
}
