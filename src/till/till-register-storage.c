/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-register-private.h"

/* The whole journal is checked once a day. */
#define CHECK_MS (24 * 3600 * 1000)

/* What stands between this till and its disk, and the end of it. */

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(TillRegister) self = TILL_REGISTER (user_data);
  g_autoptr(GError) error = NULL;

  if (till_journal_look_finish (TILL_JOURNAL (source), result, &error))
    till_register_set_trouble (self, -1);
  else
    till_register_note_error (self, error);
}

void
till_register_look (TillRegister *self)
{
  till_journal_look_async (self->journal, self->storage_trouble >= 0, NULL, looked_cb, g_object_ref (self));
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(TillRegister) self = TILL_REGISTER (user_data);
  g_autoptr(GError) error = NULL;

  if (!till_journal_verify_finish (TILL_JOURNAL (source), result, NULL, &error))
    till_register_note_error (self, error);
}

static gboolean
check_timer_cb (gpointer user_data)
{
  TillRegister *self = TILL_REGISTER (user_data);

  till_journal_verify_async (self->journal, self->checking, checked_cb, g_object_ref (self));
  self->check_timer = till_clock_add_timeout (self->clock, CHECK_MS, check_timer_cb, self);

  return G_SOURCE_REMOVE;
}

void
till_register_check_journal (TillRegister *self)
{
  g_return_if_fail (TILL_IS_REGISTER (self));

  if (self->checking != NULL || self->stopped)
    return;

  self->checking = g_cancellable_new ();
  check_timer_cb (self);
}

void
till_register_stop_checking (TillRegister *self)
{
  if (self->checking == NULL)
    return;

  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  till_clock_remove (self->clock, self->check_timer);
  self->check_timer = 0;
}

static void
recovered_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  TillRegister *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (till_journal_recover_finish (TILL_JOURNAL (source), result, &error))
    {
      till_register_set_trouble (self, -1);
      g_task_return_boolean (task, TRUE);
      return;
    }

  till_register_note_error (self, error);
  g_task_return_error (task, error);
}

void
till_register_recover_async (TillRegister        *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (TILL_IS_REGISTER (self));

  g_task_set_source_tag (task, till_register_recover_async);
  g_task_set_check_cancellable (task, FALSE);
  till_journal_recover_async (self->journal, cancellable, recovered_cb, task);
}

gboolean
till_register_recover_finish (TillRegister  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
