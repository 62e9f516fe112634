/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-context.h"
#include "ctl-output.h"
#include "till-opening.h"

/* Play money never meets money: in training settings that are changed, payments and platform are files and a
 * loopback port beside the training journal. */
static gboolean
begin_training (CtlContext  *self,
                GError     **error)
{
  g_autofree char *settings_file = g_build_filename (self->directory, "settings.ini", NULL);
  g_autofree char *state_file = g_build_filename (self->directory, "sandbox.db", NULL);

  self->settings = till_settings_new (settings_file, error);
  if (self->settings == NULL)
    return FALSE;

  self->sandbox = sandbox_start (0, state_file, NULL, error);

  return self->sandbox != NULL;
}

CtlContext *
ctl_context_new (gboolean   training,
                 GError   **error)
{
  g_autoptr(CtlContext) self = g_new0 (CtlContext, 1);

  self->training = training;
  self->directory = till_opening_get_directory (training, error);
  if (self->directory == NULL)
    return NULL;

  if (training)
    return begin_training (self, error) ? g_steal_pointer (&self) : NULL;

  self->settings = till_settings_new (NULL, error);

  return self->settings != NULL ? g_steal_pointer (&self) : NULL;
}

void
ctl_context_free (CtlContext *self)
{
  if (self->reg != NULL)
    till_register_stop (self->reg);
  g_clear_object (&self->reg);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->settings);
  g_clear_error (&self->account_error);
  g_free (self->directory);
  g_free (self);
}

void
ctl_context_set_aside (CtlContext *self)
{
  self->set_aside = TRUE;
}

gboolean
ctl_context_open_register (CtlContext  *self,
                           GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  TillOpening opening = { .program = "tillctl", .training = self->training, .set_aside = self->set_aside };

  if (self->sandbox != NULL)
    {
      opening.endpoint = sandbox_get_endpoint (self->sandbox);
      opening.merchant_id = sandbox_get_merchant_id (self->sandbox);
      opening.api_key_id = sandbox_get_api_key_id (self->sandbox);
      opening.secret = sandbox_get_secret_api_key (self->sandbox);
    }

  till_opening_async (&opening, self->settings, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  self->reg = till_opening_finish (result, &self->account_error, error);

  return self->reg != NULL;
}

char *
ctl_context_get_endpoint (CtlContext *self)
{
  if (self->sandbox != NULL)
    return g_strdup (sandbox_get_endpoint (self->sandbox));

  return till_settings_get_string (self->settings, "endpoint");
}

int
ctl_context_open (gboolean     training,
                  CtlContext **context)
{
  g_autoptr(CtlContext) self = NULL;
  g_autoptr(GError) error = NULL;

  self = ctl_context_new (training, &error);
  if (self == NULL || !ctl_context_open_register (self, &error))
    return ctl_complain (error);

  *context = g_steal_pointer (&self);

  return CTL_GO_ON;
}
