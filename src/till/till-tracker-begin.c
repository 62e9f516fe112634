/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-tracker-private.h"

/* How a payment comes to be followed: new, taken up, or read along. */

static void
got_outbound_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(TillTracker) self = TILL_TRACKER (user_data);
  g_autoptr(GError) error = NULL;
  TillOutbound *outbound = till_journal_outbound_finish (TILL_JOURNAL (source), result, &error);

  if (outbound != NULL)
    self->body = outbound->body != NULL ? g_bytes_ref (outbound->body) : NULL;
  g_clear_pointer (&outbound, till_outbound_free);

  /* Without its body it cannot be sent; the look-ups find that nothing came of it. */
  if (self->body == NULL)
    {
      g_warning ("the request of payment %s cannot be read: %s", till_tracker_get_record (self)->id,
                 error != NULL ? error->message : "it is not there");
      self->progress.left = TRUE;
    }
  till_tracker_step (self);
}

static void
begin (TillTracker    *self,
       const TillWait *wait)
{
  self->begun = TRUE;
  self->progress.look_since = till_tracker_get_time (self);
  till_tracker_note_life (self, CONNECT_DATE_UNKNOWN);
  till_payment_set_followed (self->payment, !self->reading);
  if (wait != NULL)
    till_tracker_start_wait (self, wait);
}

void
till_tracker_begin (TillTracker    *self,
                    const TillWait *wait)
{
  g_return_if_fail (TILL_IS_TRACKER (self));

  self->progress.may_send = TRUE;
  self->progress.first_try = till_tracker_get_time (self);
  self->recorded_try = till_tracker_get_record (self)->sent_boot_time;
  begin (self, wait);
  till_journal_outbound_async (self->journal, till_tracker_get_record (self)->id, NULL,
                               got_outbound_cb, g_object_ref (self));
  till_tracker_step (self);
}

static void
got_action_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(TillTracker) self = TILL_TRACKER (user_data);
  g_autoptr(TillOutbound) outbound = till_journal_outbound_finish (TILL_JOURNAL (source), result, NULL);
  TillRecord *record = till_tracker_get_record (self);
  g_autoptr(TillOffer) offer = NULL;

  if (outbound != NULL && outbound->action != NULL && till_record_can_be_paid (record) && !self->progress.left)
    offer = till_offer_from_text (outbound->action, record->type);
  if (offer != NULL && !self->stopped)
    till_payment_set_offer (self->payment, offer->action, offer->url, offer->code);
}

void
till_tracker_take_up (TillTracker    *self,
                      const TillWait *wait)
{
  TillRecord *record = till_tracker_get_record (self);

  g_return_if_fail (TILL_IS_TRACKER (self));

  self->reading = FALSE;
  begin (self, wait);

  /* Whoever waited for it is gone.  Either somebody here goes on waiting, or it was left to us. */
  if (self->wait.engaged && till_record_can_be_paid (record))
    till_journal_outbound_async (self->journal, record->id, NULL, got_action_cb, g_object_ref (self));
  if (!self->wait.engaged && record->waited_for && !self->committing)
    till_tracker_commit (self, till_judge_left (record, TRUE, FALSE));
  else
    till_tracker_step (self);
}

void
till_tracker_read (TillTracker    *self,
                   const TillWait *wait)
{
  g_return_if_fail (TILL_IS_TRACKER (self));

  self->reading = TRUE;
  begin (self, wait);
  till_tracker_step (self);
}
