/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-tracker-private.h"

/* What comes back: finished here, judged by the judge, committed, and counted for the schedule. */

#define PAGES_MAX 500   /* payments of one look-up: more is no answer to it */

static gboolean
has_event (GPtrArray     *events,
           TillEventKind  kind)
{
  for (guint i = 0; i < events->len; i++)
    {
      const TillEvent *event = g_ptr_array_index (events, i);

      if (event->kind == kind)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_state (GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      if (till_event_get (g_ptr_array_index (events, i), TILL_FACT_STATE) != NULL)
        return TRUE;
    }

  return FALSE;
}

gboolean
till_tracker_was_cut (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* "Not found" is an answer; so is a no to what was asked.  Anything else tells nothing of the payment. */
gboolean
till_tracker_is_answer (const GError *error)
{
  return error == NULL
         || g_error_matches (error, CONNECT_ERROR, CONNECT_ERROR_NOT_FOUND)
         || g_error_matches (error, CONNECT_ERROR, CONNECT_ERROR_REFUSED);
}

static void
count_answer (TillTracker  *self,
              const GError *error)
{
  TillProgress *progress = &self->progress;
  gint64 now = till_tracker_get_time (self);

  if (till_tracker_was_cut (error))
    return;

  progress->last_end = now;
  progress->retry_after = self->call->retry_after;
  if (till_tracker_is_answer (error))
    {
      progress->n_errors = 0;
      till_tracker_note_life (self, self->call->platform_date);
      till_payment_set_last_answer (self->payment, now);
      till_payment_set_trouble (self->payment, -1);
    }
  else
    {
      progress->n_errors++;
      till_payment_set_trouble (self->payment, till_error_from_connect (error));
    }
}

/* Those who asked for it hear what came of it once that is written down. */
void
till_tracker_settle_tasks (TillTracker  *self,
                           const GError *error)
{
  if (!self->asked_on_demand || till_tracker_was_cut (error))
    return;

  self->progress.check_now = FALSE;
  self->progress.cancel_wanted = FALSE;
  self->tasks_due = TRUE;
  g_clear_error (&self->check_error);
  if (!till_tracker_is_answer (error))
    self->check_error = g_error_copy (error);
  else
    self->check_error = g_steal_pointer (&self->refund_error);
}

static void
count_try (TillTracker *self,
           gboolean     created,
           GPtrArray   *events)
{
  TillProgress *progress = &self->progress;
  gboolean shown = has_event (events, TILL_EVENT_SHOWN);

  progress->last_try = till_tracker_get_time (self);
  progress->look_since = progress->last_try;
  if (created || (self->call->may_have_left && !till_judge_was_not_taken (self->call)))
    progress->maybe_taken = TRUE;
  if (created && !shown && !has_state (events) && !progress->left)
    progress->bad_codes++;
  if (created && (shown || progress->bad_codes >= TILL_JUDGE_CODES))
    progress->asked_here = TRUE;
  if (has_event (events, TILL_EVENT_NOT_SENT) || has_event (events, TILL_EVENT_UNANSWERED))
    self->recorded_try = progress->last_try;
}

/* The wait was left while a send was on its way: when it may have arrived, that is the last send there was. */
static GPtrArray *
judge_cut_try (TillTracker *self)
{
  TillRecord *record = till_tracker_get_record (self);

  if (!self->call->may_have_left || !self->progress.left)
    return g_ptr_array_new ();

  return till_judge_left (record, FALSE, TRUE);
}

static void
keep_offer (TillTracker *self,
            TillOffer   *offer)
{
  g_clear_pointer (&self->offer, till_offer_free);
  g_clear_pointer (&self->action_text, g_free);
  self->offer = offer;
  if (offer != NULL)
    self->action_text = till_offer_to_text (offer);
}

static GPtrArray *
judge_created (TillTracker   *self,
               TillSight     *sight,
               GAsyncResult  *result,
               gboolean      *created,
               GError       **error)
{
  TillRecord *record = till_tracker_get_record (self);
  g_autoptr(ConnectCreated) reply = connect_client_create_payment_finish (self->asked, result, error);

  *created = reply != NULL;
  if (reply != NULL && !self->progress.left)
    keep_offer (self, till_offer_from_action (reply->action, record->type));
  sight->usable = self->offer != NULL;

  return till_judge_created (record, sight, self->call, reply, self->action_text, *error);
}

static GPtrArray *
judge_checkout_created (TillTracker   *self,
                        TillSight     *sight,
                        GAsyncResult  *result,
                        gboolean      *created,
                        GError       **error)
{
  TillRecord *record = till_tracker_get_record (self);
  g_autoptr(ConnectCheckout) reply = connect_client_create_checkout_finish (self->asked, result, error);

  *created = reply != NULL;
  if (reply != NULL && !self->progress.left)
    keep_offer (self, till_offer_from_url (reply->url));
  sight->usable = self->offer != NULL;

  return till_judge_checkout_created (record, sight, self->call, reply, *error);
}

static GPtrArray *
take_create (TillTracker   *self,
             TillSight     *sight,
             GAsyncResult  *result,
             GError       **error)
{
  gboolean is_checkout = till_tracker_get_record (self)->type == CONNECT_INTEGRATION_HOSTED_CHECKOUT;
  GPtrArray *events;
  gboolean created;

  g_clear_pointer (&self->offer, till_offer_free);
  g_clear_pointer (&self->action_text, g_free);
  events = is_checkout ? judge_checkout_created (self, sight, result, &created, error)
                       : judge_created (self, sight, result, &created, error);
  if (till_tracker_was_cut (*error))
    {
      g_ptr_array_unref (events);
      events = judge_cut_try (self);
    }
  count_try (self, created, events);

  /* Only what is shown is kept for showing it again. */
  if (!has_event (events, TILL_EVENT_SHOWN))
    keep_offer (self, NULL);

  return events;
}

static GPtrArray *
take_third_party (TillTracker      *self,
                  const TillSight  *sight,
                  GAsyncResult     *result,
                  GError          **error)
{
  ConnectThirdPartyStatus status;

  self->progress.n_polls++;
  if (!connect_client_get_third_party_status_finish (self->asked, result, &status, error))
    return g_ptr_array_new ();

  self->progress.completed = status == CONNECT_THIRD_PARTY_COMPLETED;

  return till_judge_third_party (till_tracker_get_record (self), sight, status);
}

static void
count_payment (TillTracker *self)
{
  self->progress.asked_here = TRUE;
  self->progress.completed = FALSE;
  self->progress.n_polls = 0;
  self->progress.page_asked = FALSE;
  self->progress.other_asked = FALSE;
}

static GPtrArray *
take_payment (TillTracker      *self,
              const TillSight  *sight,
              GAsyncResult     *result,
              GError          **error)
{
  g_autoptr(ConnectPayment) payment = connect_client_get_payment_finish (self->asked, result, error);

  if (till_tracker_was_cut (*error))
    return g_ptr_array_new ();

  count_payment (self);
  till_tracker_wish_is_answered (self, payment, *error);
  self->progress.is_cancellable = payment != NULL && payment->is_cancellable;
  if (!self->progress.cancel_wanted || !self->progress.is_cancellable)
    till_tracker_settle_tasks (self, *error);

  return till_judge_payment (till_tracker_get_record (self), sight, payment, *error);
}

static GPtrArray *
take_cancelled (TillTracker      *self,
                const TillSight  *sight,
                GAsyncResult     *result,
                GError          **error)
{
  g_autoptr(ConnectPayment) payment = connect_client_cancel_payment_finish (self->asked, result, error);

  self->progress.is_cancellable = FALSE;
  till_tracker_settle_tasks (self, *error);
  if (payment == NULL)
    return g_ptr_array_new ();

  return till_judge_payment (till_tracker_get_record (self), sight, payment, NULL);
}

static GPtrArray *
take_other_payment (TillTracker      *self,
                    const TillSight  *sight,
                    GAsyncResult     *result,
                    GError          **error)
{
  g_autoptr(ConnectPayment) payment = connect_client_get_payment_finish (self->asked, result, error);

  self->progress.other_asked = TRUE;
  self->other_unsure = payment == NULL;
  if (payment == NULL)
    return g_ptr_array_new ();

  return till_judge_other_payment (till_tracker_get_record (self), sight, payment);
}

/* %TRUE when all pages are there. */
static gboolean
take_page (TillTracker   *self,
           GAsyncResult  *result,
           GError       **error)
{
  g_autoptr(ConnectFound) page = connect_client_find_payments_finish (self->asked, result, error);

  if (page == NULL)
    return FALSE;

  for (guint i = 0; i < page->payments->len; i++)
    g_ptr_array_add (self->found, connect_payment_ref (g_ptr_array_index (page->payments, i)));

  return page->payments->len == 0 || self->found->len >= PAGES_MAX
         || page->total_count <= (gint64) self->found->len;
}

static GPtrArray *
take_found (TillTracker      *self,
            TillStep          step,
            const TillSight  *sight,
            GAsyncResult     *result,
            GError          **error)
{
  TillRecord *record = till_tracker_get_record (self);
  g_autoptr(GPtrArray) found = NULL;

  if (!take_page (self, result, error) && *error == NULL)
    {
      till_tracker_ask (self, step);
      return NULL;
    }

  found = g_steal_pointer (&self->found);
  if (*error == NULL)
    self->progress.n_looks++;
  if (!till_tracker_was_cut (*error))
    count_payment (self);
  till_tracker_settle_tasks (self, *error);
  if (*error != NULL)
    return g_ptr_array_new ();
  if (step == TILL_STEP_FIND)
    return till_judge_found (record, sight, found);

  return till_judge_checkout_found (record, sight, found);
}

static GPtrArray *
take_checkout (TillTracker      *self,
               const TillSight  *sight,
               GAsyncResult     *result,
               GError          **error)
{
  g_autoptr(ConnectCheckoutStatus) status = connect_client_get_checkout_finish (self->asked, result, error);

  if (till_tracker_was_cut (*error))
    return g_ptr_array_new ();

  self->progress.asked_here = TRUE;
  self->progress.n_polls++;
  self->checkout_over = till_judge_checkout_is_over (status, *error);
  if (!till_tracker_is_answer (*error))
    till_tracker_settle_tasks (self, *error);
  if (status == NULL)
    return g_ptr_array_new ();

  return till_judge_checkout (till_tracker_get_record (self), sight, status);
}

static GPtrArray *
take (TillTracker   *self,
      TillStep       step,
      TillSight     *sight,
      GAsyncResult  *result,
      GError       **error)
{
  switch (step)
    {
    case TILL_STEP_CREATE:
      return take_create (self, sight, result, error);
    case TILL_STEP_THIRD_PARTY:
      return take_third_party (self, sight, result, error);
    case TILL_STEP_PAYMENT:
      return take_payment (self, sight, result, error);
    case TILL_STEP_OTHER_PAYMENT:
      return take_other_payment (self, sight, result, error);
    case TILL_STEP_FIND:
    case TILL_STEP_CHECKOUT_FOUND:
      return take_found (self, step, sight, result, error);
    case TILL_STEP_CHECKOUT:
      return take_checkout (self, sight, result, error);
    case TILL_STEP_DELETE:
      return till_tracker_take_deleted (self, sight, result, error);
    case TILL_STEP_CANCEL:
      return take_cancelled (self, sight, result, error);
    case TILL_STEP_NOTHING:
    case TILL_STEP_REST:
    case TILL_STEP_NEVER_SENT:
    case TILL_STEP_REFUND:
    case TILL_STEP_REFUNDS:
    case TILL_STEP_REFUND_STATUS:
    case TILL_STEP_REFUND_PAYMENT:
    default:
      g_return_val_if_reached (g_ptr_array_new ());
    }
}

void
till_tracker_take_answer (TillTracker *self)
{
  g_autoptr(GAsyncResult) result = g_steal_pointer (&self->answer);
  g_autoptr(GError) error = NULL;
  TillStep step = self->in_flight;
  GPtrArray *events;
  TillSight sight;

  self->in_flight = TILL_STEP_NOTHING;
  if (till_tracker_is_refund_step (step))
    {
      till_tracker_take_refund (self, step, result);
      return;
    }

  till_tracker_get_sight (self, &sight);
  events = take (self, step, &sight, result, &error);
  if (events == NULL)
    return;

  count_answer (self, error);
  if (step == TILL_STEP_CREATE)
    till_tracker_settle_tasks (self, error);
  if (error != NULL && !till_tracker_was_cut (error))
    g_debug ("payment %s: %s", till_tracker_get_record (self)->id, error->message);
  if (has_event (events, TILL_EVENT_LOOKED))
    self->answer_wanted = FALSE;
  till_tracker_commit (self, events);
}
