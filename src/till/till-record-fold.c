/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-date.h"
#include "till-error.h"
#include "till-record-private.h"

static gboolean
refuse_fact (TillEvent   *event,
             const char  *fact,
             GError     **error)
{
  g_set_error (error, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED,
               "event %" G_GINT64_FORMAT " (%s): fact \"%s\" cannot be read",
               event->seq, till_event_kind_to_string (event->kind), fact);

  return FALSE;
}

/* The only function that writes a state.  A payment that the platform knows, or that somebody could have
 * paid, is never void: calling it nothing would lose money. */
static gboolean
move (TillRecord   *self,
      TillEvent    *event,
      GError      **error)
{
  const char *word = till_event_get (event, TILL_FACT_STATE);
  TillPaymentState to;

  if (word == NULL)
    return TRUE;
  if (!till_payment_state_from_string (word, &to))
    return refuse_fact (event, TILL_FACT_STATE, error);
  if (to == self->state)
    return TRUE;

  if (!till_payment_state_can_move (self->state, to)
      || (to == TILL_PAYMENT_VOID && (self->payment_id != NULL || self->shown)))
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_WRONG_STATE, "no move from %s to %s",
                   till_payment_state_to_string (self->state), word);
      return FALSE;
    }

  self->state = to;
  if (to == TILL_PAYMENT_PAID)
    self->paid_time = event->wall_time;

  return TRUE;
}

/* What was asked for never changes: a second amount or key would be another payment. */
static gboolean
check_intent (TillRecord       *self,
              TillEvent        *event,
              const TillField  *field,
              const char       *value,
              GError          **error)
{
  g_autofree char *before = till_field_to_text (field, self);

  if (g_strcmp0 (before, value) == 0)
    return TRUE;

  g_set_error (error, TILL_ERROR, TILL_ERROR_WRONG_STATE, "event %s would change \"%s\" of the intent",
               till_event_kind_to_string (event->kind), field->name);

  return FALSE;
}

static gboolean
apply_facts (TillRecord  *self,
             TillEvent   *event,
             gboolean     is_first,
             GError     **error)
{
  const TillField *fields;
  gsize n_fields;

  fields = till_record_get_fields (&n_fields);
  for (const TillField *field = fields; field < fields + n_fields; field++)
    {
      const char *value = till_event_get (event, field->name);
      gboolean missing = value == NULL || *value == '\0';

      if (!(field->flags & TILL_FIELD_FACT) || field->kind == TILL_FIELD_STATE)
        continue;
      if (is_first && missing && (field->flags & TILL_FIELD_REQUIRED))
        return refuse_fact (event, field->name, error);
      if (value == NULL)
        continue;
      if (!is_first && (field->flags & TILL_FIELD_INTENT))
        {
          if (!check_intent (self, event, field, value, error))
            return FALSE;
        }
      else if (!till_field_from_text (field, self, value))
        return refuse_fact (event, field->name, error);
    }

  return TRUE;
}

static gboolean
apply_page (TillRecord  *self,
            TillEvent   *event,
            GError     **error)
{
  const char *word = till_event_get (event, TILL_FACT_CHECKOUT_PAGE);

  if (word == NULL)
    return TRUE;
  if (self->checkout_id == NULL || !till_page_from_string (word, &self->page))
    return refuse_fact (event, TILL_FACT_CHECKOUT_PAGE, error);

  return TRUE;
}

static TillRefund *
add_refund (TillRecord  *self,
            TillEvent   *event,
            GError     **error)
{
  const char *id = till_event_get (event, TILL_FACT_REFUND);
  const char *reference = till_event_get (event, TILL_FACT_REFUND_REFERENCE);
  const char *amount_text = till_event_get (event, TILL_FACT_REFUND_AMOUNT);
  TillRefund *refund;
  gint64 amount;

  if (*id == '\0' || strpbrk (id, " \n") != NULL)
    return refuse_fact (event, TILL_FACT_REFUND, error), NULL;
  if (reference == NULL || *reference == '\0' || strpbrk (reference, " \n") != NULL)
    return refuse_fact (event, TILL_FACT_REFUND_REFERENCE, error), NULL;
  if (amount_text == NULL || !g_ascii_string_to_signed (amount_text, 10, 1, G_MAXINT64, &amount, NULL))
    return refuse_fact (event, TILL_FACT_REFUND_AMOUNT, error), NULL;

  refund = till_refund_new (id, reference, amount);
  g_ptr_array_add (self->refunds, refund);

  return refund;
}

static gboolean
apply_refund (TillRecord  *self,
              TillEvent   *event,
              GError     **error)
{
  const char *id = till_event_get (event, TILL_FACT_REFUND);
  const char *wrong;
  TillRefund *refund;
  gboolean is_first;

  if (id == NULL)
    return TRUE;

  refund = (TillRefund *) till_record_get_refund (self, id);
  is_first = refund == NULL;
  if (is_first)
    refund = add_refund (self, event, error);
  if (refund == NULL)
    return FALSE;

  wrong = till_refund_apply (refund, event, is_first);
  if (wrong == NULL)
    return TRUE;
  if (!till_refund_state_is_known (till_event_get (event, TILL_FACT_REFUND_STATE)))
    return refuse_fact (event, wrong, error);

  g_set_error (error, TILL_ERROR, TILL_ERROR_WRONG_STATE, "no move of a refund from %s to %s", refund->state,
               till_event_get (event, TILL_FACT_REFUND_STATE));

  return FALSE;
}

static void
keep_sent (TillRecord *self,
           TillEvent  *event)
{
  g_free (self->sent_boot_id);
  self->sent_boot_id = g_strdup (event->boot_id);
  self->sent_boot_time = event->boot_time;
}

static void
keep_answered (TillRecord *self,
               TillEvent  *event)
{
  g_free (self->answered_boot_id);
  self->answered_boot_id = g_strdup (event->boot_id);
  self->answered_boot_time = event->boot_time;
}

/* A payment that a customer began on a page: it lives from when we first saw it, whatever the page's age. */
static gboolean
is_new_on_page (TillRecord *self,
                TillEvent  *event)
{
  return event->kind == TILL_EVENT_ANSWERED && self->checkout_id != NULL
         && till_event_get (event, TILL_FACT_PAYMENT_ID) != NULL;
}

/* When things happened is no fact but the event's own time.  The life of a code counts from the first answer:
 * a repeated one brings the same code.  Where an answer or a try had no Date, the first look after it stands in
 * for it: that is later, so nothing ends too early. */
static void
apply_times (TillRecord *self,
             TillEvent  *event)
{
  gboolean is_try = event->kind == TILL_EVENT_REQUESTED
                    || event->kind == TILL_EVENT_NOT_SENT
                    || event->kind == TILL_EVENT_UNANSWERED;
  gboolean is_answer = event->kind == TILL_EVENT_ANSWERED;
  gboolean is_look = event->kind == TILL_EVENT_LOOKED;

  self->last_seq = event->seq;
  self->updated = event->wall_time;
  if (is_try)
    keep_sent (self, event);
  if (is_answer && (self->answered_boot_id == NULL || is_new_on_page (self, event)))
    keep_answered (self, event);
  if (is_new_on_page (self, event))
    self->answered_date = event->platform_date;
  if ((is_answer || (is_look && self->answered_boot_id != NULL))
      && self->answered_date == CONNECT_DATE_UNKNOWN)
    self->answered_date = event->platform_date;
  if (is_try || ((is_answer || is_look) && self->sent_date == CONNECT_DATE_UNKNOWN))
    self->sent_date = event->platform_date;
}

static TillRecord *
begin (TillEvent  *event,
       GError    **error)
{
  TillRecord *self;

  if (event->kind != TILL_EVENT_REQUESTED || event->payment == NULL)
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_WRONG_STATE, "no payment begins with \"%s\"",
                   till_event_kind_to_string (event->kind));
      return NULL;
    }

  self = till_record_new_empty ();
  g_free (self->id);
  self->id = g_strdup (event->payment);
  g_free (self->who);
  self->who = g_strdup (event->who);
  g_free (self->program);
  self->program = g_strdup (event->program);
  g_free (self->created_boot_id);
  self->created_boot_id = g_strdup (event->boot_id);
  self->created_boot_time = event->boot_time;
  self->created = event->wall_time;
  self->first_seq = event->seq;
  self->maybe_sent = TRUE;

  return self;
}

TillRecord *
till_record_apply (TillRecord  *self,
                   TillEvent   *event,
                   GError     **error)
{
  g_autoptr(TillRecord) next = NULL;

  g_return_val_if_fail (event != NULL, NULL);

  if (self != NULL && (event->kind == TILL_EVENT_REQUESTED || g_strcmp0 (self->id, event->payment) != 0))
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_WRONG_STATE, "an event of another payment");
      return NULL;
    }

  next = self != NULL ? till_record_copy (self) : begin (event, error);
  if (next == NULL
      || !apply_facts (next, event, self == NULL, error)
      || !apply_page (next, event, error)
      || !apply_refund (next, event, error)
      || !move (next, event, error))
    return NULL;

  apply_times (next, event);

  return g_steal_pointer (&next);
}
