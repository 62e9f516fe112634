/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-error.h"
#include "till-journal-private.h"

void
till_stamp_clear (TillStamp *stamp)
{
  g_clear_pointer (&stamp->who, g_free);
  g_clear_pointer (&stamp->program, g_free);
  g_clear_pointer (&stamp->boot_id, g_free);
}

void
till_stamp_fill (TillStamp  *stamp,
                 TillClock  *clock,
                 const char *who,
                 const char *program)
{
  stamp->who = g_strdup (who);
  stamp->program = g_strdup (program);
  stamp->wall_time = till_clock_get_wall_time (clock);
  stamp->boot_id = g_strdup (till_clock_get_boot_id (clock));
  stamp->boot_time = till_clock_get_boot_time (clock);
}

void
till_stamp_event (const TillStamp *stamp,
                  TillEvent       *event)
{
  g_free (event->who);
  event->who = g_strdup (stamp->who);
  g_free (event->program);
  event->program = g_strdup (stamp->program);
  g_free (event->boot_id);
  event->boot_id = g_strdup (stamp->boot_id);
  event->boot_time = stamp->boot_time;
  event->wall_time = stamp->wall_time;
}

/* Nobody else wrote in between: known at once.  Otherwise remembered until the others' events are read. */
void
till_store_wrote (TillStore *self,
                  gint64     first_seq,
                  gint64     last_seq)
{
  if (self->seen_seq == first_seq - 1)
    self->seen_seq = last_seq;
  else
    for (gint64 seq = first_seq; seq <= last_seq; seq++)
      g_array_append_val (self->own, seq);
}

gboolean
till_store_empty_outbound (TillStore  *self,
                           gint64      now,
                           GError    **error)
{
  g_autoptr(TillStatement) statement = NULL;

  statement = till_store_prepare (self, "DELETE FROM outbound WHERE due <= ?", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, now);

  return till_store_step (self, statement, NULL, error);
}

static gboolean
keep_action (TillStore   *self,
             TillRecord  *record,
             const char  *action,
             GError     **error)
{
  g_autoptr(TillStatement) statement = NULL;
  gboolean keep = till_record_keeps_action (record);

  if (keep && action == NULL)
    return TRUE;

  statement = till_store_prepare (self, "UPDATE outbound SET action = ?1"
                                  " WHERE payment = ?2 AND refund = '' AND action IS NOT ?1", error);
  if (statement == NULL)
    return FALSE;
  till_bind_text (self, statement, 1, keep ? action : NULL);
  sqlite3_bind_int64 (statement, 2, record->row);

  return till_store_step (self, statement, NULL, error);
}

/* The action stands outside the chain, its hash in it. */
static gboolean
hash_action (TillJob  *job,
             GError  **error)
{
  g_autofree char *hash = NULL;
  const char *said = NULL;

  if (job->action == NULL)
    return TRUE;

  for (guint i = 0; i < job->events->len && said == NULL; i++)
    said = till_event_get (g_ptr_array_index (job->events, i), TILL_FACT_ACTION_HASH);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, job->action, -1);
  if (said == NULL)
    till_event_set (g_ptr_array_index (job->events, 0), TILL_FACT_ACTION_HASH, hash);
  else if (!g_str_equal (said, hash))
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_INTERNAL, "an action and the hash of another");
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_try (TillEvent *event)
{
  return event->kind == TILL_EVENT_NOT_SENT
         || event->kind == TILL_EVENT_UNANSWERED
         || event->kind == TILL_EVENT_ANSWERED;
}

/* The time counts from the outcome, and anew from a send after it. */
void
till_request_keep (TillRecord *before,
                   TillRecord *after,
                   TillEvent  *event,
                   gint64     *due)
{
  gboolean was_final = before != NULL && till_payment_state_is_final (before->state);

  if (till_payment_state_is_final (after->state) && (!was_final || is_try (event)))
    *due = event->wall_time + TILL_JOURNAL_KEEP_REQUEST;
}

/* @due: 0: as it was. */
static gboolean
keep_request (TillStore   *self,
              TillRecord  *record,
              gint64       due,
              GError     **error)
{
  g_autoptr(TillStatement) statement = NULL;

  if (due == 0)
    return TRUE;

  statement = till_store_prepare (self, "UPDATE outbound SET due = ? WHERE payment = ? AND refund = ''", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, due);
  sqlite3_bind_int64 (statement, 2, record->row);

  return till_store_step (self, statement, NULL, error);
}

/* @due: (out): when the request is to be forgotten; 0: nothing new about that. */
static TillRecord *
add_events (TillStore   *self,
            TillJob     *job,
            TillRecord  *before,
            gint64      *due,
            GError     **error)
{
  g_autoptr(TillRecord) record = till_record_ref (before);

  *due = 0;
  for (guint i = 0; i < job->events->len; i++)
    {
      TillEvent *event = g_ptr_array_index (job->events, i);
      TillRecord *next;

      till_stamp_event (&job->stamp, event);
      if (!till_store_add_event (self, event, error))
        return NULL;
      next = till_record_apply (record, event, error);
      if (next == NULL)
        return NULL;

      till_request_keep (record, next, event, due);
      till_record_unref (record);
      record = next;
    }

  return g_steal_pointer (&record);
}

static TillRecord *
append (TillStore  *self,
        TillJob    *job,
        GError    **error)
{
  g_autoptr(TillRecord) before = NULL;
  g_autoptr(TillRecord) after = NULL;
  TillEvent *first = g_ptr_array_index (job->events, 0);
  gint64 due;

  before = till_store_need_record (self, first->payment, error);
  if (before == NULL || !hash_action (job, error))
    return NULL;
  after = add_events (self, job, before, &due, error);
  if (after == NULL
      || !till_store_update_record (self, before, after, error)
      || !keep_action (self, after, job->action, error)
      || !keep_request (self, after, due, error)
      || !till_store_keep_refund_requests (self, job->stamp.wall_time, before, after, error)
      || !till_store_empty_outbound (self, job->stamp.wall_time, error))
    return NULL;

  return g_steal_pointer (&after);
}

static TillRecord *
append_once (TillStore  *self,
             TillJob    *job,
             GError    **error)
{
  g_autoptr(TillRecord) record = NULL;

  if (!till_store_begin (self, error))
    return NULL;

  record = append (self, job, error);
  if (record == NULL)
    {
      till_store_roll_back (self);
      return NULL;
    }

  return till_store_commit (self, error) ? g_steal_pointer (&record) : NULL;
}

TillWorkStatus
till_store_append_job (gpointer   store,
                       gpointer   data,
                       GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  g_autoptr(GError) why = NULL;
  g_autoptr(TillRecord) record = append_once (self, job, &why);

  if (record == NULL && why->code == TILL_ERROR_DISK_FULL && till_store_free_ballast (self))
    {
      g_clear_error (&why);
      record = append_once (self, job, &why);
    }
  if (record == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return TILL_WORK_FAILED;
    }

  till_store_wrote (self, record->last_seq - job->events->len + 1, record->last_seq);
  job->record = g_steal_pointer (&record);

  return TILL_WORK_DONE;
}

TillWorkStatus
till_store_lock_job (gpointer   store,
                     gpointer   data,
                     GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  g_autoptr(TillRecord) record = till_store_need_record (self, job->id, error);
  gboolean had, taken;

  if (record == NULL)
    return TILL_WORK_FAILED;
  had = till_locks_hold (self->locks, record->row);
  if (!till_locks_take (self->locks, record->row, &taken, error))
    return TILL_WORK_FAILED;
  if (!taken)
    return TILL_WORK_DONE;

  /* Read again: until a moment ago another process may have written. */
  job->record = till_store_need_record (self, job->id, error);
  if (job->record != NULL)
    return TILL_WORK_DONE;

  if (!had)
    till_locks_drop (self->locks, record->row);

  return TILL_WORK_FAILED;
}

TillWorkStatus
till_store_unlock_job (gpointer   store,
                       gpointer   data,
                       GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;

  till_locks_drop (self->locks, job->row);

  return TILL_WORK_DONE;
}
