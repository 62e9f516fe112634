/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-order.h"
#include "till-skew.h"
#include "till-sale-view.h"

/* (nullable) */
static char *
describe_amount (const TillSaleFacts *facts)
{
  TillMoneyFault fault = till_amount_find_fault (facts->amount);

  if (fault != TILL_MONEY_UNFINISHED)
    return till_money_describe_fault (fault, till_amount_get_currency (facts->amount));
  if (!facts->pressed)
    return NULL;

  return g_strdup (till_amount_is_empty (facts->amount) ? _("Type an amount first.")
                                                        : _("This is no amount that can be charged yet."));
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
    set_problem (view, TILL_SALE_TILL, till_skew_to_text (facts->clock_skew));

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
