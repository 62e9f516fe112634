/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "connect-currency.h"
#include "connect-error.h"

#define MAX_WIRE G_GINT64_CONSTANT (999999999999)   /* 12 digits */
#define WIRE_DECIMALS 2

typedef struct
{
  char code[4];
  int  exponent;
} Currency;

/* Sorted by code. */
static const Currency currencies[] = {
#include "connect-currency-table.inc"
};

static int
compare_code (const void *code,
              const void *currency)
{
  return strcmp (code, ((const Currency *) currency)->code);
}

static gboolean
refuse (GError     **error,
        const char  *reason)
{
  g_set_error (error, CONNECT_ERROR, CONNECT_ERROR_INVALID, "amountOfMoney: %s", reason);

  return FALSE;
}

int
connect_currency_exponent (const char *code)
{
  const Currency *found;

  g_return_val_if_fail (code != NULL, -1);

  found = bsearch (code, currencies, G_N_ELEMENTS (currencies), sizeof (Currency), compare_code);

  return found != NULL ? found->exponent : -1;
}

const char * const *
connect_currency_list (void)
{
  static const char *codes[G_N_ELEMENTS (currencies) + 1];
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (currencies); i++)
        codes[i] = currencies[i].code;
      g_once_init_leave (&once, 1);
    }

  return codes;
}

gboolean
connect_amount_to_wire (gint64       minor,
                        const char  *currency,
                        gint64      *wire,
                        GError     **error)
{
  int exponent;

  g_return_val_if_fail (currency != NULL && wire != NULL, FALSE);

  exponent = connect_currency_exponent (currency);
  if (exponent < 0)
    return refuse (error, "currency unknown, or no money that can be charged");
  if (minor <= 0)
    return refuse (error, "amount must be above 0");
  if (minor > MAX_WIRE * 10)
    return refuse (error, "amount has more than 12 digits");
  if (exponent > WIRE_DECIMALS && minor % 10 != 0)
    return refuse (error, "a third decimal cannot be sent");

  if (exponent > WIRE_DECIMALS)
    minor /= 10;
  else if (exponent < WIRE_DECIMALS)
    minor *= 100;
  if (minor > MAX_WIRE)
    return refuse (error, "amount has more than 12 digits");

  *wire = minor;

  return TRUE;
}

gint64
connect_amount_from_wire (gint64      wire,
                          const char *currency)
{
  int exponent;

  g_return_val_if_fail (currency != NULL, CONNECT_AMOUNT_ODD);

  exponent = connect_currency_exponent (currency);
  if (exponent < 0 || wire < 0 || wire > MAX_WIRE)
    return CONNECT_AMOUNT_ODD;
  if (exponent > WIRE_DECIMALS)
    return wire * 10;
  if (exponent == WIRE_DECIMALS)
    return wire;

  return wire % 100 == 0 ? wire / 100 : CONNECT_AMOUNT_ODD;
}
