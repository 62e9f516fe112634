/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-call-private.h"

static void
connect_api_error_free (ConnectApiError *self)
{
  g_free (self->code);
  g_free (self->id);
  g_free (self->property_name);
  g_free (self->message);
  g_free (self);
}

ConnectCall *
connect_call_new (const char *idempotence_key)
{
  ConnectCall *self = g_new0 (ConnectCall, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->idempotence_key = g_strdup (idempotence_key);
  self->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) connect_api_error_free);
  connect_call_forget_answer (self);

  return self;
}

ConnectCall *
connect_call_ref (ConnectCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
connect_call_unref (ConnectCall *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->idempotence_key);
  g_free (self->error_id);
  g_ptr_array_unref (self->errors);
  g_free (self);
}

const char *
connect_call_first_code (ConnectCall *self)
{
  const ConnectApiError *first;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->errors->len == 0)
    return NULL;

  first = g_ptr_array_index (self->errors, 0);

  return first->code;
}

void
connect_call_forget_answer (ConnectCall *self)
{
  self->http_status = 0;
  self->is_connect_json = FALSE;
  self->platform_date = CONNECT_DATE_UNKNOWN;
  self->clock_skew = 0;
  self->first_request = -1;
  self->retry_after = 0;
  g_clear_pointer (&self->error_id, g_free);
  g_ptr_array_set_size (self->errors, 0);
}
