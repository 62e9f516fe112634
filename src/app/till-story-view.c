/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-notice.h"
#include "till-receipt.h"
#include "till-refund-view.h"
#include "till-story-view.h"
#include "till-text.h"
#include "till-unresolved-view.h"
#include "till-when.h"

static char *
money_to_text (TillRecord *record,
               gint64      amount)
{
  TillMoney money = record->money;

  money.amount = amount;

  return till_money_format (&money);
}

static void
view_handed_over (TillStoryActView *view,
                  TillRecord       *record)
{
  view->title = _("Handed over");
  view->is_visible = till_notice_is_for (record);
  view->can = view->is_visible && record->state == TILL_PAYMENT_PAID && !record->reversed;
  view->detail = g_strdup (view->can ? _("The customer has the goods; this closes the matter.")
                                     : _("This money is not there: do not hand over."));
}

static void
view_refund (TillStoryActView *view,
             TillRecord       *record)
{
  gint64 left = till_record_get_paid_amount (record) - till_record_get_committed (record);
  g_autofree char *amount = money_to_text (record, MAX (left, 0));

  view->title = _("Refund…");
  view->is_visible = TRUE;
  view->can = till_refund_view_is_offered (record);
  if (view->can)
    /* Translators: %s is an amount */
    view->detail = g_strdup_printf (_("%s can be given back."), amount);
  else if (record->reversed)
    view->detail = g_strdup (_("The money was taken back already."));
  else if (record->state != TILL_PAYMENT_PAID)
    view->detail = g_strdup (_("No money came, so none can go back."));
  else if (left <= 0)
    view->detail = g_strdup (_("All of it was given back."));
  else
    view->detail = g_strdup (_("A refund is not confirmed yet: no other one until it is known."));
}

static void
view_print (TillStoryActView *view,
            TillRecord       *record)
{
  view->title = _("Print receipt");
  view->is_visible = TRUE;
  view->can = till_receipt_is_due (record);
  view->detail = g_strdup (view->can ? _("On paper, or as a PDF file.") : _("Only money that is here has a receipt."));
}

static void
view_check (TillStoryActView *view,
            TillRecord       *record)
{
  view->title = _("Check now");
  view->is_visible = TRUE;
  view->can = (record->attention & TILL_ATTENTION_OTHER_ACCOUNT) == 0;
  if (!view->can)
    view->detail = g_strdup (_("Only a till with the account that it was made with can ask."));
  else if (till_payment_state_is_final (record->state))
    view->detail = g_strdup (_("It is certain; asking again would find money that was taken back."));
  else
    view->detail = g_strdup (_("Asks WeChat Pay at once."));
}

static void
view_cancel (TillStoryActView *view,
             TillRecord       *record)
{
  view->title = _("Cancel payment");
  view->is_visible = TRUE;
  view->can = !till_payment_state_is_final (record->state)
              && (record->attention & TILL_ATTENTION_OTHER_ACCOUNT) == 0;
  if (view->can)
    view->detail = g_strdup (_("Leaves it, and cancels it where WeChat Pay allows that; it is followed all the same."));
  else if (till_payment_state_is_final (record->state))
    view->detail = g_strdup (_("It is over: there is nothing to cancel."));
  else
    view->detail = g_strdup (_("Only a till with the account that it was made with can cancel it."));
}

static void
view_close (TillStoryActView *view,
            TillRecord       *record)
{
  view->title = _("Close with a reason…");
  view->is_visible = TRUE;
  view->can = record->settled == NULL && record->attention != 0;
  if (view->can)
    view->detail = g_strdup (_("You know what became of this money, and Till cannot find out."));
  else if (record->settled != NULL)
    {
      g_autofree char *reason = till_text_for_people (record->settled);

      /* Translators: %s is the reason that a person gave */
      view->detail = g_strdup_printf (_("Closed: %s"), reason);
    }
  else if (till_record_is_open (record))
    view->detail = g_strdup (_("Till is still asking; it can be closed when that leads to nothing."));
  else
    view->detail = g_strdup (_("Nothing about it is open."));
}

void
till_story_view_act (TillStoryActView *view,
                     TillStoryAct      act,
                     TillRecord       *record)
{
  *view = (TillStoryActView) { 0 };
  switch (act)
    {
    case TILL_STORY_HANDED_OVER:
      view_handed_over (view, record);
      break;
    case TILL_STORY_REFUND:
      view_refund (view, record);
      break;
    case TILL_STORY_PRINT:
      view_print (view, record);
      break;
    case TILL_STORY_CHECK:
      view_check (view, record);
      break;
    case TILL_STORY_CANCEL:
      view_cancel (view, record);
      break;
    case TILL_STORY_CLOSE:
    default:
      view_close (view, record);
      break;
    }
}

void
till_story_act_clear (TillStoryActView *view)
{
  g_clear_pointer (&view->detail, g_free);
}

char *
till_story_view_headline (TillRecord *record,
                          gboolean    is_waiting,
                          gint64      now)
{
  const TillUnresolvedFacts facts = { .trouble = -1, .last_answer = -1, .next_look = -1 };
  g_auto(TillUnresolvedView) unresolved = { 0 };
  g_autofree char *when = NULL;

  if (till_notice_is_for (record))
    return g_strdup (till_notice_explain (record));
  if (is_waiting)
    return g_strdup (_("Somebody waits for it at this till."));
  if (till_record_is_open (record) && !till_record_is_page_open (record))
    {
      till_unresolved_view_init (&unresolved, record, &facts, 0, now);
      return g_steal_pointer (&unresolved.explanation);
    }
  if (record->state == TILL_PAYMENT_PAID)
    {
      when = till_when_to_text (record->paid_time, now);
      /* Translators: %s is a time of day, or a day and a time of day */
      return g_strdup_printf (_("The money came at %s."), when);
    }
  if (record->state == TILL_PAYMENT_VOID)
    return g_strdup (_("Nothing that could be paid ever came of it."));

  return g_strdup (_("No money came."));
}

char *
till_story_view_subtitle (TillRecord *record,
                          gint64      now)
{
  g_autofree char *when = till_when_to_text (record->created, now);
  g_autofree char *till = till_text_for_people (record->till);
  g_autofree char *who = till_text_for_people (record->who);

  if (*who == '\0')
    /* Translators: "11:51 · Till T1" */
    return g_strdup_printf (_("%1$s · Till %2$s"), when, till);

  /* Translators: "11:51 · Till T1 · Anna" */
  return g_strdup_printf (_("%1$s · Till %2$s · %3$s"), when, till, who);
}
