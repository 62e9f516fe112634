/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-amount.h"
#include "till-error.h"

/* Longer than any amount that can be charged, short enough to be shown whole. */
#define MAX_TYPED 20

struct _TillAmount
{
  char     currency[4];
  GString *text;      /* (owned) what is being typed */
  GArray  *addends;   /* (owned) (element-type TillMoney) what plus has taken */
};

TillAmount *
till_amount_new (const char *currency)
{
  TillAmount *self = g_new0 (TillAmount, 1);

  g_strlcpy (self->currency, currency, sizeof self->currency);
  self->text = g_string_new (NULL);
  self->addends = g_array_new (FALSE, FALSE, sizeof (TillMoney));

  return self;
}

void
till_amount_free (TillAmount *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->addends);
  g_free (self);
}

TillAmount *
till_amount_copy (const TillAmount *self)
{
  TillAmount *copy = till_amount_new (self->currency);

  g_string_assign (copy->text, self->text->str);
  g_array_append_vals (copy->addends, self->addends->data, self->addends->len);

  return copy;
}

const char *
till_amount_get_currency (const TillAmount *self)
{
  return self->currency;
}

void
till_amount_clear (TillAmount *self)
{
  g_string_truncate (self->text, 0);
  g_array_set_size (self->addends, 0);
}

void
till_amount_set_text (TillAmount *self,
                      const char *text)
{
  g_string_assign (self->text, text);
}

const char *
till_amount_get_text (const TillAmount *self)
{
  return self->text->str;
}

void
till_amount_type (TillAmount *self,
                  const char *key)
{
  glong length = g_utf8_strlen (self->text->str, -1) + g_utf8_strlen (key, -1);

  if (length <= MAX_TYPED)
    g_string_append (self->text, key);
}

void
till_amount_backspace (TillAmount *self)
{
  if (self->text->len > 0)
    {
      const char *last = g_utf8_prev_char (self->text->str + self->text->len);

      g_string_truncate (self->text, last - self->text->str);
    }
  else if (self->addends->len > 0)
    {
      TillMoney *last = &g_array_index (self->addends, TillMoney, self->addends->len - 1);
      g_autofree char *text = till_money_format_plain (last);

      g_string_assign (self->text, text);
      g_array_set_size (self->addends, self->addends->len - 1);
    }
}

gboolean
till_amount_add (TillAmount  *self,
                 GError     **error)
{
  TillMoney total, typed;

  /* The whole has to stay an amount that can be charged, not only the part. */
  if (!till_amount_get_total (self, &total, error)
      || !till_money_parse (self->text->str, self->currency, NULL, &typed, error))
    return FALSE;

  g_array_append_val (self->addends, typed);
  g_string_truncate (self->text, 0);

  return TRUE;
}

gboolean
till_amount_has_sum (const TillAmount *self)
{
  return self->addends->len > 0;
}

gboolean
till_amount_is_empty (const TillAmount *self)
{
  return self->text->len == 0 && self->addends->len == 0;
}

gboolean
till_amount_get_total (const TillAmount  *self,
                       TillMoney         *total,
                       GError           **error)
{
  TillMoney sum = { 0 };

  g_strlcpy (sum.currency, self->currency, sizeof sum.currency);

  /* After a plus an empty text is a plus too many, not a fault. */
  if ((self->text->len > 0 || self->addends->len == 0)
      && !till_money_parse (self->text->str, self->currency, NULL, &sum, error))
    return FALSE;

  for (guint i = 0; i < self->addends->len; i++)
    {
      if (!till_money_add (&sum, &g_array_index (self->addends, TillMoney, i), &sum))
        {
          g_set_error_literal (error, TILL_ERROR, TILL_ERROR_INVALID_AMOUNT, "the sum is too large");
          return FALSE;
        }
    }

  *total = sum;

  return TRUE;
}

char *
till_amount_to_display (const TillAmount *self)
{
  TillMoney total;

  if (self->addends->len > 0 && till_amount_get_total (self, &total, NULL))
    return till_money_format_plain (&total);

  return g_strdup (self->text->str);
}

char *
till_amount_to_sum (const TillAmount *self)
{
  g_autoptr(GString) sum = g_string_new (NULL);

  if (self->addends->len == 0)
    return g_strdup ("");

  for (guint i = 0; i < self->addends->len; i++)
    {
      g_autofree char *text = till_money_format_plain (&g_array_index (self->addends, TillMoney, i));

      g_string_append_printf (sum, "%s + ", text);
    }
  g_string_append (sum, self->text->str);

  return g_strchomp (g_strdup (sum->str));
}

/* Each part may be fine, and their sum too large. */
TillMoneyFault
till_amount_find_fault (const TillAmount *self)
{
  TillMoneyFault fault;
  TillMoney total;

  if (till_amount_get_total (self, &total, NULL))
    return TILL_MONEY_FINE;

  fault = till_money_find_fault (self->text->str, self->currency);

  return fault != TILL_MONEY_FINE ? fault : TILL_MONEY_TOO_LARGE;
}
