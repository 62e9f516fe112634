/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-row-view.h"
#include "till-when.h"

static char *
to_detail (TillRecord   *record,
           TillStanding  standing,
           gint64        now)
{
  const char *words = till_row_view_standing_to_text (standing);
  gint64 refunded = till_record_get_refunded (record);
  g_autofree char *when = NULL;

  if (refunded > 0 && standing == TILL_STANDING_PAID)
    {
      TillMoney money = record->money;
      g_autofree char *amount = NULL;

      money.amount = refunded;
      amount = till_money_format (&money);

      /* Translators: %s is an amount that was given back */
      return g_strdup_printf (_("Paid · refunded %s"), amount);
    }

  when = till_when_to_text (record->paid_time > 0 ? record->paid_time : record->created, now);

  /* Translators: "Paid · 12:03" */
  return g_strdup_printf (_("%1$s · %2$s"), words, when);
}

static const char *
to_amount_css (TillRecord   *record,
               TillStanding  standing)
{
  if (till_standing_is_money (standing))
    return "money";

  switch (standing)
    {
    case TILL_STANDING_REFUSED:
    case TILL_STANDING_CANCELLED:
    case TILL_STANDING_NOT_PAID:
    case TILL_STANDING_NOTHING:
      return "dim";

    case TILL_STANDING_ASKING:
    case TILL_STANDING_WAITING:
    case TILL_STANDING_CONFIRMING:
    case TILL_STANDING_PAID:
    case TILL_STANDING_NOT_CERTAIN:
    case TILL_STANDING_CALL_MANAGER:
    case TILL_STANDING_PAID_LATE:
    case TILL_STANDING_PAID_TWICE:
    case TILL_STANDING_REFUND_FAILED:
    default:
      return "";
    }
}

void
till_row_view_init (TillRowView *view,
                    TillRecord  *record,
                    gboolean     waited_for,
                    gint64       now)
{
  TillStanding standing = till_standing_of (record, waited_for);

  *view = (TillRowView) {
    .shape = till_shape_of (record, waited_for),
    .detail = to_detail (record, standing, now),
    .amount = till_money_format (&record->money),
    .amount_css = to_amount_css (record, standing),
    .can_check = till_record_is_unresolved (record) && record->attention == 0 && !waited_for,
  };
}

void
till_row_view_clear (TillRowView *view)
{
  g_clear_pointer (&view->detail, g_free);
  g_clear_pointer (&view->amount, g_free);
}

const char *
till_row_view_standing_to_text (TillStanding standing)
{
  /* The shape says "do not hand over" here. */
  if (standing == TILL_STANDING_CALL_MANAGER)
    return _("Call the manager");

  return till_standing_to_text (standing);
}
