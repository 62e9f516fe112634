/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-register-private.h"

/* Open payments that nobody follows are taken up, and what other programs write is noticed. */

#define SWEEP_MS 30000
#define HEAR_MS  1000

#define AT_ONCE   10
#define SPREAD_MS 100

typedef struct
{
  TillRegister *self;      /* (owned) */
  GPtrArray    *records;   /* (owned) (element-type TillRecord) open ones, oldest first */
  guint         next;
  guint         n_taken;
} Sweep;

static void try_next (Sweep *sweep);

static void
sweep_free (Sweep *sweep)
{
  sweep->self->sweeping = FALSE;
  g_object_unref (sweep->self);
  g_ptr_array_unref (sweep->records);
  g_free (sweep);
}

static gboolean
is_to_be_tried (TillRegister *self,
                TillRecord   *record)
{
  TillTracker *tracker = till_register_get_tracker (self, record->id);

  if (g_hash_table_contains (self->settled, record->id))
    return FALSE;

  return tracker == NULL || till_tracker_is_reading (tracker);
}

static void
take_up (TillRegister *self,
         TillRecord   *record)
{
  g_autoptr(TillPayment) payment = till_register_intern (self, record);
  TillTracker *tracker = till_register_get_tracker (self, record->id);

  if (tracker == NULL)
    {
      const TillWait nobody = { FALSE, FALSE, 0 };

      tracker = till_register_track (self, payment);
      till_tracker_take_up (tracker, &nobody);
    }
  else if (till_tracker_is_reading (tracker))
    till_tracker_take_up (tracker, NULL);
}

static gboolean
go_on_cb (gpointer user_data)
{
  Sweep *sweep = user_data;

  sweep->self->spread_timer = 0;
  try_next (sweep);

  return G_SOURCE_REMOVE;
}

/* After a long night many are asked about: not more at a time than there are connections. */
static void
go_on (Sweep *sweep)
{
  if (sweep->n_taken > AT_ONCE && !sweep->self->stopped)
    {
      sweep->self->paused_sweep = sweep;
      sweep->self->spread_timer = till_clock_add_timeout (sweep->self->clock, SPREAD_MS, go_on_cb, sweep);
    }
  else
    try_next (sweep);
}

static void
locked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Sweep *sweep = user_data;
  TillRegister *self = sweep->self;
  g_autoptr(GError) error = NULL;
  g_autoptr(TillRecord) record = till_journal_lock_finish (TILL_JOURNAL (source), result, &error);

  if (record != NULL && self->stopped)
    till_journal_unlock (self->journal, record->row);
  else if (record != NULL && !is_to_be_tried (self, record))
    g_debug ("payment %s was taken up meanwhile", record->id);
  else if (record != NULL && !till_record_is_open (record))
    till_journal_unlock (self->journal, record->row);
  else if (record != NULL)
    {
      take_up (self, record);
      sweep->n_taken++;
    }
  else if (error != NULL)
    till_register_note_error (self, error);

  go_on (sweep);
}

static void
try_next (Sweep *sweep)
{
  TillRegister *self = sweep->self;

  while (sweep->next < sweep->records->len && !self->stopped)
    {
      TillRecord *record = g_ptr_array_index (sweep->records, sweep->next++);

      if (!is_to_be_tried (self, record))
        continue;
      till_journal_lock_async (self->journal, record->id, NULL, locked_cb, sweep);
      return;
    }

  sweep_free (sweep);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(TillRegister) self = TILL_REGISTER (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = till_journal_list_finish (TILL_JOURNAL (source), result, &error);
  Sweep *sweep;

  if (records == NULL)
    {
      self->sweeping = FALSE;
      till_register_note_error (self, error);
      return;
    }

  sweep = g_new0 (Sweep, 1);
  sweep->self = g_object_ref (self);
  sweep->records = g_ptr_array_new_with_free_func ((GDestroyNotify) till_record_unref);
  for (guint i = records->len; i > 0; i--)
    g_ptr_array_add (sweep->records, till_record_ref (g_ptr_array_index (records, i - 1)));
  try_next (sweep);
}

void
till_register_sweep (TillRegister *self)
{
  const TillListFilter open = { .only_open = TRUE };

  if (self->sweeping)
    return;

  self->sweeping = TRUE;
  till_journal_list_async (self->journal, &open, NULL, listed_cb, g_object_ref (self));
}

static gboolean
sweep_timer_cb (gpointer user_data)
{
  TillRegister *self = TILL_REGISTER (user_data);

  till_register_sweep (self);
  till_register_look (self);
  self->sweep_timer = till_clock_add_timeout (self->clock, SWEEP_MS, sweep_timer_cb, self);

  return G_SOURCE_REMOVE;
}

static void
obey (TillRegister *self,
      TillEvent    *event)
{
  TillTracker *tracker = till_register_get_tracker (self, event->payment);

  if (tracker != NULL && !till_tracker_is_reading (tracker))
    till_tracker_obey (tracker, event->kind);
}

static void
heard_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(TillRegister) self = TILL_REGISTER (user_data);
  g_autoptr(GPtrArray) asked = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = till_journal_changes_finish (TILL_JOURNAL (source), result, &asked, &error);

  self->hearing = FALSE;
  if (records == NULL)
    {
      till_register_note_error (self, error);
      return;
    }
  if (self->stopped)
    return;

  for (guint i = 0; asked != NULL && i < asked->len; i++)
    {
      const TillEvent *event = g_ptr_array_index (asked, i);

      till_register_hear_asked (self, event->payment, event->seq);
    }
  for (guint i = 0; i < records->len; i++)
    {
      TillRecord *record = g_ptr_array_index (records, i);
      gboolean is_known = g_hash_table_contains (self->payments, record->id);
      g_autoptr(TillPayment) payment = till_register_intern (self, record);

      if (!is_known)
        till_register_stepped (self, payment);
    }
  for (guint i = 0; asked != NULL && i < asked->len; i++)
    obey (self, g_ptr_array_index (asked, i));
}

static gboolean
hear_timer_cb (gpointer user_data)
{
  TillRegister *self = TILL_REGISTER (user_data);

  self->hear_timer = till_clock_add_timeout (self->clock, HEAR_MS, hear_timer_cb, self);
  if (self->hearing)
    return G_SOURCE_REMOVE;

  self->hearing = TRUE;
  till_journal_changes_async (self->journal, NULL, heard_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

void
till_register_start_hearing (TillRegister *self)
{
  if (self->hear_timer == 0 && !self->stopped)
    self->hear_timer = till_clock_add_timeout (self->clock, HEAR_MS, hear_timer_cb, self);
}

void
till_register_start_timers (TillRegister *self)
{
  till_register_sweep (self);
  self->sweep_timer = till_clock_add_timeout (self->clock, SWEEP_MS, sweep_timer_cb, self);
  till_register_start_hearing (self);
}

void
till_register_stop_timers (TillRegister *self)
{
  if (self->sweep_timer != 0)
    till_clock_remove (self->clock, self->sweep_timer);
  if (self->hear_timer != 0)
    till_clock_remove (self->clock, self->hear_timer);
  self->sweep_timer = 0;
  self->hear_timer = 0;
  if (self->spread_timer == 0)
    return;

  till_clock_remove (self->clock, self->spread_timer);
  self->spread_timer = 0;
  sweep_free (self->paused_sweep);
}
