/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-account-keep.h"
#include "till-account.h"
#include "connect-endpoint.h"
#include "till-error.h"

static void open_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data);

static gboolean
set_text (TillSettings  *settings,
          const char    *key,
          const char    *value,
          GError       **error)
{
  g_autofree char *kept = till_settings_get_string (settings, key);

  if (g_str_equal (kept, value) || till_settings_set (settings, key, g_variant_new_string (value)))
    return TRUE;

  g_set_error (error, TILL_ERROR, TILL_ERROR_SETTINGS_NOT_KEPT, "%s cannot be written", key);

  return FALSE;
}

static gboolean
set_all (TillSettings             *settings,
         const TillAccountFields  *fields,
         const char               *secret_file,
         GError                  **error)
{
  g_autofree char *endpoint = connect_endpoint_normalize (fields->endpoint, error);

  if (endpoint == NULL || (secret_file != NULL && !till_account_check_secret_file (secret_file, error)))
    return FALSE;

  return set_text (settings, "endpoint", endpoint, error) &&
         set_text (settings, "merchant-id", fields->merchant_id, error) &&
         set_text (settings, "api-key-id", fields->api_key_id, error) &&
         set_text (settings, "country-code", fields->country, error) &&
         set_text (settings, "currency", fields->currency, error) &&
         (secret_file == NULL || set_text (settings, "secret-file", secret_file, error)) &&
         till_settings_sync (settings, error);
}

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  TillSettings *settings = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!till_account_store_secret_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  till_account_open_async (settings, cancellable, open_cb, g_steal_pointer (&task));
}

static void
open_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  ConnectClient *client;
  GError *error = NULL;

  client = till_account_open_finish (result, &error);
  if (client != NULL)
    g_task_return_pointer (task, client, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
till_account_keep_async (TillSettings            *settings,
                         const TillAccountFields *fields,
                         const char              *secret_file,
                         GCancellable            *cancellable,
                         GAsyncReadyCallback      callback,
                         gpointer                 user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, till_account_keep_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (settings), g_object_unref);

  if (!set_all (settings, fields, secret_file, &error))
    g_task_return_error (task, error);
  else if (secret_file == NULL && *fields->secret != '\0')
    till_account_store_secret_async (settings, fields->secret, cancellable, store_cb, g_steal_pointer (&task));
  else
    till_account_open_async (settings, cancellable, open_cb, g_steal_pointer (&task));
}

ConnectClient *
till_account_keep_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, till_account_keep_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
