/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-tracker-private.h"

/* Each step is in the journal before anybody acts on it.  While the journal cannot be written, what is already
 * open is still watched and shown from memory; only a code never is. */

#define SAVE_AGAIN_MS 2000

/* The code becomes visible here and nowhere else: after "shown" is on disk, and while somebody is there. */
static void
show_offer (TillTracker *self)
{
  if (self->offer != NULL && till_record_can_be_paid (till_tracker_get_record (self)) && !self->progress.left)
    till_payment_set_offer (self->payment, self->offer->action, self->offer->url, self->offer->code);
  g_clear_pointer (&self->offer, till_offer_free);
}

static void
set_record (TillTracker *self,
            TillRecord  *record)
{
  TillRecord *before = till_tracker_get_record (self);
  gboolean is_new = record->last_seq > before->last_seq;

  till_payment_set_record (self->payment, record);
  if (is_new)
    g_signal_emit_by_name (self, "stepped");
}

static gboolean
save_again_cb (gpointer user_data)
{
  TillTracker *self = TILL_TRACKER (user_data);

  self->save_timer = 0;
  if (!self->committing)
    till_tracker_save (self);

  return G_SOURCE_REMOVE;
}

/* The journal fills in the events that it is given; what is kept for another try stays as it was judged. */
static TillEvent *
copy_event (TillEvent *event)
{
  TillEvent *copy = till_event_new (event->kind, event->payment);
  GHashTableIter iter;
  gpointer fact, value;

  copy->platform_date = event->platform_date;
  g_hash_table_iter_init (&iter, event->facts);
  while (g_hash_table_iter_next (&iter, &fact, &value))
    till_event_set (copy, fact, value);

  return copy;
}

/* What the journal would have made of it, to be shown until the journal can be written again. */
static void
apply_in_memory (TillTracker *self)
{
  g_autoptr(TillRecord) record = till_record_ref (till_tracker_get_record (self));

  for (; self->n_in_memory < self->unsaved->len; self->n_in_memory++)
    {
      g_autoptr(TillEvent) event = copy_event (g_ptr_array_index (self->unsaved, self->n_in_memory));
      g_autoptr(TillRecord) next = NULL;

      if (event->kind == TILL_EVENT_SHOWN)
        continue;
      event->wall_time = till_clock_get_wall_time (self->clock);
      event->boot_time = till_tracker_get_time (self);
      g_free (event->boot_id);
      event->boot_id = g_strdup (till_clock_get_boot_id (self->clock));
      event->seq = record->last_seq + 1;
      next = till_record_apply (record, event, NULL);
      if (next == NULL)
        continue;
      till_record_unref (record);
      record = g_steal_pointer (&next);
    }

  set_record (self, record);
}

static void
reread_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(TillTracker) self = TILL_TRACKER (user_data);
  g_autoptr(GPtrArray) found = till_journal_find_finish (TILL_JOURNAL (source), result, NULL);

  if (found != NULL && found->len == 1)
    set_record (self, g_ptr_array_index (found, 0));
  self->committing = FALSE;
  till_tracker_step (self);
}

/* Somebody else moved the payment in between: what was judged is judged anew, from what the journal holds. */
static void
reread (TillTracker *self)
{
  g_ptr_array_set_size (self->unsaved, 0);
  self->n_in_memory = 0;
  self->becomes_paid = FALSE;
  g_clear_pointer (&self->offer, till_offer_free);
  till_journal_find_async (self->journal, till_tracker_get_record (self)->id, NULL,
                           reread_cb, g_object_ref (self));
}

static void
save_failed (TillTracker  *self,
             const GError *error)
{
  if (g_error_matches (error, TILL_ERROR, TILL_ERROR_WRONG_STATE))
    {
      reread (self);
      return;
    }

  apply_in_memory (self);
  g_signal_emit_by_name (self, "storage-trouble", till_error_from_connect (error));
  self->committing = FALSE;
  if (!self->stopped)
    self->save_timer = till_clock_add_timeout (self->clock, SAVE_AGAIN_MS, save_again_cb, self);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(TillTracker) self = TILL_TRACKER (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(TillRecord) record = till_journal_append_finish (TILL_JOURNAL (source), result, &error);

  if (record == NULL)
    {
      save_failed (self, error);
      till_tracker_committed (self, error);
      return;
    }

  g_ptr_array_set_size (self->unsaved, 0);
  self->n_in_memory = 0;
  g_clear_pointer (&self->action_text, g_free);
  till_payment_set_record (self->payment, record);
  show_offer (self);
  g_signal_emit_by_name (self, "stepped");
  g_signal_emit_by_name (self, "storage-trouble", -1);
  self->committing = FALSE;
  if (self->becomes_paid)
    till_tracker_look_after_paid (self);
  else
    till_tracker_committed (self, NULL);
}

void
till_tracker_save (TillTracker *self)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);

  till_tracker_remove_timer (self, &self->save_timer);
  for (guint i = 0; i < self->unsaved->len; i++)
    g_ptr_array_add (events, copy_event (g_ptr_array_index (self->unsaved, i)));

  self->committing = TRUE;
  till_journal_append_async (self->journal, events, self->action_text, NULL, saved_cb, g_object_ref (self));
}

void
till_tracker_commit (TillTracker *self,
                     GPtrArray   *judged)
{
  g_autoptr(GPtrArray) events = judged;

  g_return_if_fail (!self->committing);

  for (guint i = 0; i < events->len; i++)
    g_ptr_array_add (self->unsaved, till_event_ref (g_ptr_array_index (events, i)));

  self->becomes_paid |= till_judge_is_paid (till_tracker_get_record (self), events);
  if (events->len == 0)
    till_tracker_committed (self, NULL);
  else if (self->becomes_paid)
    till_tracker_look_before_paid (self);
  else
    till_tracker_save (self);
}
