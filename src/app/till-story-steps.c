/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-story-view.h"
#include "till-text.h"
#include "till-unresolved-view.h"

/* The story of a payment: an event, a line. */

static void
step_free (gpointer data)
{
  TillStep *step = data;

  g_free (step->day);
  g_free (step->time);
  g_free (step->title);
  g_free (step->detail);
  g_free (step);
}

static void
say (TillStep   *step,
     const char *title,
     const char *detail)
{
  g_free (step->title);
  g_free (step->detail);
  step->title = g_strdup (title);
  step->detail = g_strdup (detail);
}

static void
sign (TillStep  *step,
      TillShape  shape)
{
  step->has_shape = TRUE;
  step->shape = shape;
}

static gboolean
has_flag (TillEvent  *event,
          const char *fact)
{
  return g_strcmp0 (till_event_get (event, fact), "1") == 0;
}

static void
tell_requested (TillStep   *step,
                TillRecord *record)
{
  g_autofree char *who = till_text_for_people (record->who);
  g_autofree char *till = till_text_for_people (record->till);
  g_autofree char *detail = NULL;

  if (*who != '\0')
    /* Translators: a person, and the short name of a till */
    detail = g_strdup_printf (_("By %1$s at till %2$s. Written down before it was sent."), who, till);
  else
    /* Translators: the short name of a till */
    detail = g_strdup_printf (_("At till %s. Written down before it was sent."), till);
  say (step, _("Asked for"), detail);
}

static void
tell_shown (TillStep   *step,
            TillRecord *record)
{
  switch (record->type)
    {
    case CONNECT_INTEGRATION_DESKTOP_QR_CODE:
      say (step, _("Code shown"), _("From here on the customer could pay."));
      break;
    case CONNECT_INTEGRATION_URL_INTENT:
      say (step, _("Link shown"), _("From here on the customer could pay."));
      break;
    case CONNECT_INTEGRATION_HOSTED_CHECKOUT:
      say (step, _("Payment page given out"), _("From here on the customer could pay."));
      break;
    case CONNECT_INTEGRATION_NATIVE_IN_APP:
    case CONNECT_INTEGRATION_JAVASCRIPT_API:
    case CONNECT_INTEGRATION_MINI_PROGRAM:
    default:
      say (step, _("Given to the app"), _("From here on the customer could pay."));
      break;
    }
}

/* FALSE: no state of which there is more to say than of the event. */
static gboolean
tell_state (TillStep  *step,
            TillEvent *event)
{
  const char *word = till_event_get (event, TILL_FACT_STATE);
  TillPaymentState state;

  if (word == NULL || !till_payment_state_from_string (word, &state))
    return FALSE;

  switch (state)
    {
    case TILL_PAYMENT_CONFIRMING:
      say (step, _("Customer done in WeChat"), _("Not paid yet: the outcome is fetched."));
      sign (step, TILL_SHAPE_CONFIRMING);
      return TRUE;
    case TILL_PAYMENT_PAID:
      say (step, has_flag (event, TILL_FACT_LATE) ? _("Paid, late") : _("Paid"),
           _("The payment’s own status says so."));
      sign (step, has_flag (event, TILL_FACT_LATE) ? TILL_SHAPE_PAID_LATE : TILL_SHAPE_PAID);
      return TRUE;
    case TILL_PAYMENT_REFUSED:
      say (step, _("Refused"), _("WeChat Pay said no: no money came."));
      sign (step, TILL_SHAPE_REFUSED);
      return TRUE;
    case TILL_PAYMENT_CANCELLED:
      say (step, _("Cancelled"), _("WeChat Pay confirmed it: it can no longer be paid."));
      sign (step, TILL_SHAPE_CANCELLED);
      return TRUE;
    case TILL_PAYMENT_EXPIRED:
      say (step, _("Not paid"), _("The time in which it could be paid passed, and a last look said that nobody did."));
      sign (step, TILL_SHAPE_NOT_PAID);
      return TRUE;
    case TILL_PAYMENT_VOID:
      say (step, _("Nothing was charged"), _("Nothing that could be paid ever came of it."));
      sign (step, TILL_SHAPE_NOTHING);
      return TRUE;
    case TILL_PAYMENT_REQUESTED:
    case TILL_PAYMENT_WAITING:
    default:
      return FALSE;
    }
}

static void
tell_attention (TillStep  *step,
                TillEvent *event)
{
  const char *words = till_event_get (event, TILL_FACT_ATTENTION);
  TillAttention attention = 0;

  till_attention_from_text (words != NULL ? words : "", &attention);
  if (attention == 0)
    {
      say (step, _("No longer needs a person"), "");
      return;
    }
  say (step, _("A person is needed"), till_unresolved_view_attention (attention));
  sign (step, TILL_SHAPE_ATTENTION);
}

static void
tell_acknowledged (TillStep  *step,
                   TillEvent *event)
{
  const char *as = till_event_get (event, TILL_FACT_AS);
  g_autofree char *who = till_text_for_people (event->who);

  if (g_strcmp0 (as, "handed-over") == 0)
    say (step, _("Handed over"), who);
  else if (g_strcmp0 (as, "refunded") == 0)
    say (step, _("Given back"), who);
  else
    say (step, _("Seen to"), who);
  sign (step, TILL_SHAPE_PAID);
}

static void
tell_refund (TillStep   *step,
             TillRecord *record,
             TillEvent  *event)
{
  const char *id = till_event_get (event, TILL_FACT_REFUND);
  const char *state = till_event_get (event, TILL_FACT_REFUND_STATE);
  const TillRefund *refund = id != NULL ? till_record_get_refund (record, id) : NULL;
  TillMoney money = record->money;
  g_autofree char *amount = NULL;
  g_autofree char *title = NULL;
  g_autofree char *reason = NULL;

  money.amount = refund != NULL ? refund->amount : 0;
  amount = till_money_format (&money);
  if (till_event_get (event, TILL_FACT_REFUND_AMOUNT) != NULL)
    {
      reason = till_text_for_people (till_event_get (event, TILL_FACT_REFUND_REASON));
      /* Translators: %s is an amount */
      title = g_strdup_printf (_("Refund of %s asked for"), amount);
      say (step, title, *reason != '\0' ? reason : _("Written down before it was sent."));
      return;
    }
  if (state == NULL)
    {
      say (step, _("Refund sent again"), _("The same as before: it goes back once."));
      return;
    }

  /* Translators: an amount, and what became of its refund: "Refund of €4.20: done" */
  title = g_strdup_printf (_("Refund of %1$s: %2$s"), amount, till_refund_state_to_text (state));
  say (step, title, "");
  sign (step, refund != NULL && till_refund_has_failed (refund) ? TILL_SHAPE_ATTENTION : TILL_SHAPE_REFUNDED);
}

static void
tell_left (TillStep  *step,
           TillEvent *event)
{
  g_autofree char *who = till_text_for_people (event->who);
  g_autofree char *title = NULL;

  if (*who != '\0')
    /* Translators: %s is a person who left the wait for a payment */
    title = g_strdup_printf (_("Left by %s"), who);
  say (step, title != NULL ? title : _("The wait was left"),
       _("The code was taken off the screen; the customer could still pay."));
  sign (step, TILL_SHAPE_DOUBT);
}

static void
tell_status (TillStep  *step,
             TillEvent *event)
{
  g_autofree char *status = till_text_for_people (till_event_get (event, TILL_FACT_STATUS));

  say (step, has_flag (event, TILL_FACT_REVERSED) ? _("The money was taken back") : _("WeChat Pay answered"), status);
  if (has_flag (event, TILL_FACT_REVERSED))
    sign (step, TILL_SHAPE_ATTENTION);
}

static void
tell_closed (TillStep  *step,
             TillEvent *event)
{
  g_autofree char *reason = till_text_for_people (till_event_get (event, TILL_FACT_SETTLED));

  say (step, _("Closed by a person"), reason);
  sign (step, TILL_SHAPE_NOTHING);
}

static void
tell_kind (TillStep   *step,
           TillRecord *record,
           TillEvent  *event)
{
  switch (event->kind)
    {
    case TILL_EVENT_REQUESTED:
      tell_requested (step, record);
      break;
    case TILL_EVENT_NOT_SENT:
      say (step, _("Not sent"), _("Nothing reached WeChat Pay."));
      break;
    case TILL_EVENT_UNANSWERED:
      say (step, _("No answer"), _("Whether it arrived is not known; the same is sent again, and counts once."));
      sign (step, TILL_SHAPE_DOUBT);
      break;
    case TILL_EVENT_ANSWERED:
      say (step, _("WeChat Pay answered"),
           till_event_get (event, TILL_FACT_PAYMENT_ID) != NULL ? _("Its payment number is known from here on.") : "");
      break;
    case TILL_EVENT_SHOWN:
      tell_shown (step, record);
      break;
    case TILL_EVENT_LOOKED:
      say (step, _("Asked again"), _("No outcome yet."));
      break;
    case TILL_EVENT_ABANDONED:
      tell_left (step, event);
      break;
    case TILL_EVENT_ATTENTION:
      tell_attention (step, event);
      break;
    case TILL_EVENT_CLOSED:
      tell_closed (step, event);
      break;
    case TILL_EVENT_ACKNOWLEDGED:
      tell_acknowledged (step, event);
      break;
    case TILL_EVENT_CANCEL_ASKED:
      say (step, _("Cancelling was asked for"), "");
      break;
    case TILL_EVENT_CHECK_ASKED:
      say (step, _("A check was asked for"), "");
      break;
    case TILL_EVENT_REFUND:
      tell_refund (step, record, event);
      break;
    case TILL_EVENT_STATUS:
    case TILL_EVENT_JOURNAL_OPENED:
    case TILL_EVENT_TILL_CHANGED:
    case TILL_EVENT_SIGNING_KEY:
    default:
      tell_status (step, event);
      break;
    }
}

GPtrArray *
till_story_view_steps (TillRecord *record,
                       GPtrArray  *events)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func (step_free);
  g_autofree char *last_day = NULL;

  for (guint i = 0; i < events->len; i++)
    {
      TillEvent *event = events->pdata[i];
      g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (event->wall_time / G_USEC_PER_SEC);
      /* Translators: a day as strftime writes it: 22 Nov */
      g_autofree char *day = g_date_time_format (time, _("%-d %b"));
      TillStep *step = g_new0 (TillStep, 1);

      tell_kind (step, record, event);
      if (event->kind != TILL_EVENT_REQUESTED)
        tell_state (step, event);
      /* Translators: time of day with seconds as strftime writes it */
      step->time = g_date_time_format (time, _("%H:%M:%S"));
      if (g_strcmp0 (day, last_day) != 0)
        {
          g_free (last_day);
          last_day = g_strdup (day);
          step->day = i > 0 ? g_steal_pointer (&day) : NULL;
        }
      g_ptr_array_add (steps, step);
    }

  return steps;
}
