/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-register-private.h"

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
