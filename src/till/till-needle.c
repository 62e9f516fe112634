/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-currency.h"
#include "till-needle.h"

#define MAX_EXPONENT 3
#define MIN_OF_ID    6   /* characters of an id that tell it from others, wherever they stand */

struct _TillNeedle
{
  char     *text;      /* (owned) as typed */
  char     *folded;    /* (owned) in the form in which letters are compared */
  gsize     length;    /* of it, in bytes */
  gboolean  is_ascii;
  gint64    amounts[MAX_EXPONENT + 1];   /* what it is in minor units, by the decimals of the currency; -1: no amount */
};

static char *
fold (const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (composed != NULL ? composed : "", -1);
}

/* What it would be, read once for all currencies with so many decimals. */
static void
read_amounts (TillNeedle *self)
{
  static const char *const currency[MAX_EXPONENT + 1] = { "JPY", NULL, "EUR", "KWD" };

  for (int i = 0; i <= MAX_EXPONENT; i++)
    {
      TillMoney money;

      self->amounts[i] = currency[i] != NULL && till_money_parse (self->text, currency[i], NULL, &money, NULL)
                         ? money.amount
                         : -1;
    }
}

TillNeedle *
till_needle_new (const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
  TillNeedle *self;

  if (valid == NULL || *g_strstrip (valid) == '\0')
    return NULL;

  self = g_new0 (TillNeedle, 1);
  self->text = g_steal_pointer (&valid);
  self->is_ascii = g_str_is_ascii (self->text);
  self->folded = self->is_ascii ? g_ascii_strdown (self->text, -1) : fold (self->text);
  self->length = strlen (self->folded);
  read_amounts (self);

  return self;
}

void
till_needle_free (TillNeedle *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->text);
  g_free (self->folded);
  g_free (self);
}

const char *
till_needle_get_text (TillNeedle *self)
{
  return self->text;
}

/* Without a copy of the text: it is asked a million times. */
static gboolean
is_in_by_ascii (TillNeedle *self,
                const char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_tolower (*text) == self->folded[0] && g_ascii_strncasecmp (text, self->folded, self->length) == 0)
      return TRUE;

  return FALSE;
}

gboolean
till_needle_is_in (TillNeedle *self,
                   const char *text)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (text == NULL)
    return FALSE;
  if (self->is_ascii)
    return is_in_by_ascii (self, text);
  if (g_str_is_ascii (text))
    return FALSE;
  folded = fold (text);

  return strstr (folded, self->folded) != NULL;
}

gboolean
till_needle_is_in_id (TillNeedle *self,
                      const char *id)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (id == NULL || !self->is_ascii)
    return FALSE;

  return self->length >= MIN_OF_ID
         ? is_in_by_ascii (self, id)
         : g_ascii_strncasecmp (id, self->folded, self->length) == 0;
}

gboolean
till_needle_is_amount (TillNeedle      *self,
                       const TillMoney *money)
{
  int exponent;

  g_return_val_if_fail (self != NULL, FALSE);

  /* Most texts are no amount, and most amounts are another: asked before the currency is looked up. */
  if (self->amounts[0] != money->amount && self->amounts[2] != money->amount && self->amounts[3] != money->amount)
    return FALSE;
  exponent = connect_currency_exponent (money->currency);

  return exponent >= 0 && exponent <= MAX_EXPONENT && self->amounts[exponent] == money->amount;
}
