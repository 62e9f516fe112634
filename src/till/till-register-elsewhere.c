/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-register-private.h"

/* A payment that another program follows is asked about through the journal: a request is written, and the
 * holder's next step is its answer. */

typedef struct
{
  TillRegister  *self;      /* (unowned) the task keeps it */
  GTask         *task;      /* (owned) */
  char          *id;        /* (owned) */
  TillEventKind  kind;
  gint64         seq;       /* of our request; 0: not written yet */
  guint          timer;
} TillAsked;

static void
asked_free (TillAsked *asked)
{
  if (asked->timer != 0)
    till_clock_remove (asked->self->clock, asked->timer);
  g_clear_object (&asked->task);
  g_free (asked->id);
  g_free (asked);
}

static void
finish (TillAsked *asked,
        GError    *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&asked->task);

  g_ptr_array_remove (asked->self->asked, asked);
  asked_free (asked);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
too_late_cb (gpointer user_data)
{
  TillAsked *asked = user_data;

  asked->timer = 0;
  finish (asked, g_error_new_literal (TILL_ERROR, TILL_ERROR_FOLLOWED_ELSEWHERE,
                                      "the program that follows the payment did not answer"));

  return G_SOURCE_REMOVE;
}

static gboolean
is_answered (TillAsked  *asked,
             TillRecord *record)
{
  if (asked->seq == 0 || record->last_seq <= asked->seq || !g_str_equal (asked->id, record->id))
    return FALSE;

  return asked->kind == TILL_EVENT_CHECK_ASKED || record->abandoned
         || till_payment_state_is_final (record->state);
}

void
till_register_review_asked (TillRegister *self,
                            TillRecord   *record)
{
  for (guint i = self->asked->len; i > 0; i--)
    {
      TillAsked *asked = g_ptr_array_index (self->asked, i - 1);

      if (is_answered (asked, record))
        finish (asked, NULL);
    }
}

void
till_register_fail_asked (TillRegister *self)
{
  while (self->asked->len > 0)
    finish (g_ptr_array_index (self->asked, 0),
            g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the register was stopped"));
}

/* A request of ours that stands before another one: only what comes after both can be the holder's answer, which
 * comes again then. */
void
till_register_hear_asked (TillRegister *self,
                          const char   *id,
                          gint64        seq)
{
  for (guint i = 0; i < self->asked->len; i++)
    {
      TillAsked *asked = g_ptr_array_index (self->asked, i);

      if (g_str_equal (asked->id, id))
        asked->seq = MAX (asked->seq, seq);
    }
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  TillRegister *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(TillRecord) record = till_journal_append_finish (TILL_JOURNAL (source), result, &error);
  TillAsked *asked;

  if (record == NULL)
    {
      till_register_note_error (self, error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  asked = g_new0 (TillAsked, 1);
  asked->self = self;
  asked->task = g_object_ref (task);
  asked->id = g_strdup (record->id);
  asked->kind = GPOINTER_TO_INT (g_task_get_task_data (task));
  asked->seq = record->last_seq;
  asked->timer = till_clock_add_timeout (self->clock, TILL_SCHEDULE_CHECK_MS, too_late_cb, asked);
  g_ptr_array_add (self->asked, asked);
  till_register_hear_asked (self, record->id, record->last_seq);
  g_object_unref (till_register_intern (self, record));
  till_register_start_hearing (self);
  if (self->stopped)
    till_register_fail_asked (self);
}

void
till_register_ask_other (TillRegister  *self,
                         TillRecord    *record,
                         TillEventKind  kind,
                         GTask         *task)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);

  g_ptr_array_add (events, till_event_new (kind, record->id));
  g_task_set_task_data (task, GINT_TO_POINTER (kind), NULL);
  till_journal_append_async (self->journal, events, NULL, NULL, written_cb, task);
}
