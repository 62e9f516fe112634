/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "connect-currency.h"
#include "till-order.h"
#include "till-result-view.h"
#include "till-sale-view.h"

static char *
describe_decimals (const char *currency)
{
  int exponent = connect_currency_exponent (currency);

  if (exponent <= 0)
    /* Translators: %s is the code of a currency, such as JPY */
    return g_strdup_printf (_("%s has no decimals."), currency);

  /* Translators: %1$s is the code of a currency, such as EUR; %2$d is 2 or 3 */
  return g_strdup_printf (ngettext ("%1$s has at most %2$d decimal.", "%1$s has at most %2$d decimals.", exponent),
                          currency, exponent);
}

static char *
describe_number (const char *currency)
{
  if (connect_currency_exponent (currency) <= 0)
    return g_strdup (_("An amount is made of digits only."));

  /* Translators: %s is the decimal separator */
  return g_strdup_printf (_("An amount is made of digits and one “%s”, without signs or thousands separators."),
                          till_money_decimal_point ());
}

/* (nullable) */
static char *
describe_amount (const TillSaleFacts *facts)
{
  const char *currency = till_amount_get_currency (facts->amount);

  switch (till_amount_get_fault (facts->amount))
    {
    case TILL_AMOUNT_FINE:
      return NULL;

    case TILL_AMOUNT_UNFINISHED:
      if (!facts->pressed)
        return NULL;
      if (till_amount_is_empty (facts->amount))
        return g_strdup (_("Type an amount first."));
      return g_strdup (_("This is no amount that can be charged yet."));

    case TILL_AMOUNT_NOT_A_NUMBER:
      return describe_number (currency);

    case TILL_AMOUNT_DECIMALS:
      return describe_decimals (currency);

    case TILL_AMOUNT_TOO_LARGE:
      return g_strdup (_("This is more than can be charged at once."));

    default:
      g_return_val_if_reached (NULL);
    }
}

static char *
describe_error (TillError code)
{
  const char *remedy = till_error_remedy (code);

  if (remedy == NULL)
    return g_strdup (till_error_sentence (code));

  return g_strdup_printf ("%s %s", till_error_sentence (code), remedy);
}

static void
set_problem (TillSaleView  *view,
             TillSaleField  field,
             char          *problem)
{
  if (problem == NULL || view->problem != NULL)
    {
      g_free (problem);
      return;
    }

  view->field = field;
  view->problem = problem;
}

void
till_sale_view_init (TillSaleView        *view,
                     const TillSaleFacts *facts)
{
  gboolean can_total = till_amount_get_total (facts->amount, &view->total, NULL);
  gboolean good_reference = *facts->reference == '\0' || till_order_check_reference (facts->reference, NULL);

  *view = (TillSaleView) { .total = view->total };

  /* The first of these stands: what is wrong with the till matters more than a typing error. */
  if (facts->storage_trouble >= 0)
    set_problem (view, TILL_SALE_TILL, g_strdup (_("Nothing new can be charged now: see above.")));
  set_problem (view, TILL_SALE_AMOUNT, describe_amount (facts));
  if (!good_reference)
    set_problem (view, TILL_SALE_REFERENCE, g_strdup (till_error_remedy (TILL_ERROR_INVALID_REFERENCE)));
  if (facts->refusal >= 0)
    set_problem (view, TILL_SALE_TILL, describe_error (facts->refusal));
  if (facts->clock_skew != 0)
    set_problem (view, TILL_SALE_TILL, till_clock_text (facts->clock_skew));

  view->can_charge = can_total && good_reference && facts->storage_trouble < 0 && !facts->charging;
  if (can_total)
    view->charge_amount = till_money_format (&view->total);
  else
    view->charge_hint = _("type an amount");
}

void
till_sale_view_clear (TillSaleView *view)
{
  g_clear_pointer (&view->charge_amount, g_free);
  g_clear_pointer (&view->problem, g_free);
}

gboolean
till_sale_view_asks_first (const TillMoney *total,
                           const char      *confirm_above)
{
  TillMoney limit;

  if (*confirm_above == '\0')
    return FALSE;

  if (!till_money_parse (confirm_above, total->currency, ".", &limit, NULL))
    return TRUE;

  return total->amount > limit.amount;
}

guint
till_sale_view_size_step (const char *display)
{
  static const glong limits[] = { 8, 11, 15 };
  glong length = g_utf8_strlen (display, -1);
  guint step = 0;

  while (step < G_N_ELEMENTS (limits) && length > limits[step])
    step++;

  return step;
}

int
till_sale_view_sum_width (const char *display)
{
  /* How much wider a digit is than one of the sum, in tenths, for each step of the display size. */
  static const int widths[] = { 63, 47, 35, 25 };
  int taken = widths[till_sale_view_size_step (display)] * (int) g_utf8_strlen (display, -1) / 10;

  return MAX (8, 58 - taken);
}
