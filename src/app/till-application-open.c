/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-application-private.h"
#include "till-opening.h"

static void
fail (TillApplication *self,
      const GError    *error)
{
  TillWindow *window = till_application_get_window (self);

  g_warning ("opening: %s", error->message);
  if (window != NULL)
    till_window_fail (window, error);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(TillApplication) self = user_data;
  g_autoptr(GError) account_error = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(TillRegister) reg = till_opening_finish (result, &account_error, &error);
  TillWindow *window = till_application_get_window (self);

  /* The window was closed before anything was there. */
  if (window == NULL)
    return;

  if (reg == NULL)
    {
      fail (self, error);
      return;
    }

  if (account_error != NULL)
    g_message ("the account: %s", account_error->message);

  self->reg = g_steal_pointer (&reg);
  till_register_start (self->reg);
  till_register_check_journal (self->reg);
  self->wake = till_wake_new (till_register_get_clock (self->reg));
  g_signal_connect_object (self->wake, "woke", G_CALLBACK (till_register_wake), self->reg, G_CONNECT_SWAPPED);
  till_wake_add_system (self->wake);
  self->alarm = till_alarm_new (G_APPLICATION (self), self->reg);
  till_window_open (window, self->reg, self->sandbox, account_error == NULL);
}

/* Training keeps its settings and its platform's memory beside its journal. */
static gboolean
start_sandbox (TillApplication  *self,
               GError          **error)
{
  g_autofree char *directory = till_opening_get_directory (TRUE, error);
  g_autofree char *settings_file = NULL;
  g_autofree char *state_file = NULL;

  if (directory == NULL)
    return FALSE;

  settings_file = g_build_filename (directory, "settings.ini", NULL);
  state_file = g_build_filename (directory, "sandbox.db", NULL);
  self->settings = till_settings_new (settings_file, error);
  if (self->settings == NULL)
    return FALSE;

  self->sandbox = sandbox_start (0, state_file, NULL, error);

  return self->sandbox != NULL;
}

static gboolean
prepare (TillApplication  *self,
         GError          **error)
{
  if (self->training)
    return start_sandbox (self, error);

  self->settings = till_settings_new (NULL, error);

  return self->settings != NULL;
}

void
till_application_open_register (TillApplication *self,
                                TillWindow      *window)
{
  g_autoptr(GError) error = NULL;
  TillOpening opening = { .program = "till", .training = self->training, .set_aside = self->set_aside };

  self->set_aside = FALSE;
  if (!prepare (self, &error))
    {
      fail (self, error);
      return;
    }

  if (self->sandbox != NULL)
    {
      opening.endpoint = sandbox_get_endpoint (self->sandbox);
      opening.merchant_id = sandbox_get_merchant_id (self->sandbox);
      opening.api_key_id = sandbox_get_api_key_id (self->sandbox);
      opening.secret = sandbox_get_secret_api_key (self->sandbox);
    }

  till_window_prepare (window, self->settings);
  self->opening = g_cancellable_new ();
  till_opening_async (&opening, self->settings, self->opening, opened_cb, g_object_ref (self));
}

void
till_application_close_journal (TillApplication *self,
                                TillWindow      *window)
{
  g_autoptr(GError) error = g_error_new_literal (TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED, "found while Till was running");

  till_window_shut (window);
  till_application_close_register (self);
  till_window_fail (window, error);
}

void
till_application_close_register (TillApplication *self)
{
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_object (&self->wake);
  g_clear_object (&self->alarm);

  if (self->reg != NULL)
    {
      till_register_stop (self->reg);
      till_journal_close (till_register_get_journal (self->reg));
    }

  g_clear_object (&self->reg);
  g_clear_object (&self->settings);
  if (self->sandbox != NULL)
    sandbox_stop (self->sandbox);
  g_clear_object (&self->sandbox);
}
