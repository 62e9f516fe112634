/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "till-error.h"
#include "till-secret-private.h"

static const SecretSchema schema =
{
  "org.tillpay.Till", SECRET_SCHEMA_NONE,
  {
    { "endpoint", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "merchant-id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "api-key-id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

typedef struct
{
  GHashTable *attributes;   /* (owned) */
  gboolean    give;

  GError     *trouble;      /* (nullable) (owned) why the search failed; until the bus is looked for */

  gboolean    found;
} Find;

static void search_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data);
static void bus_cb    (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data);
static void lookup_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data);

static void
find_free (gpointer data)
{
  Find *find = data;

  g_hash_table_unref (find->attributes);
  g_clear_error (&find->trouble);
  g_free (find);
}

static GHashTable *
attributes_of (const TillSecretOwner *owner)
{
  return secret_attributes_build (&schema,
                                  "endpoint", owner->endpoint,
                                  "merchant-id", owner->merchant_id,
                                  "api-key-id", owner->key_id,
                                  NULL);
}

/* A bus, and nothing on it that keeps secrets. */
static gboolean
is_no_service (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND);
}

static void
return_refused (GTask  *task,
                GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_new_error (task, TILL_ERROR, TILL_ERROR_SECRET_REFUSED,
                             "Secret Service: %s", error->message);
}

static void
search_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Find *find = g_task_get_task_data (task);
  GList *items;

  items = secret_password_search_finish (result, &find->trouble);
  find->found = items != NULL;
  g_list_free_full (items, g_object_unref);

  if (find->trouble != NULL && !is_no_service (find->trouble))
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_cb, g_steal_pointer (&task));
  else if (!find->found || !find->give)
    g_task_return_pointer (task, NULL, NULL);
  else
    secret_password_lookupv (&schema, find->attributes, cancellable, lookup_cb, g_steal_pointer (&task));
}

/* GIO says the same of a bus that is not there as of many other things: asking tells whether there is one. */
static void
bus_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Find *find = g_task_get_task_data (task);
  g_autoptr(GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus != NULL)
    return_refused (task, find->trouble);
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
lookup_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;
  TillSecret *secret;
  char *text;

  text = secret_password_lookup_nonpageable_finish (result, &error);
  if (error != NULL)
    {
      return_refused (task, error);
      return;
    }

  /* It was there a moment ago: its keyring is locked, and nobody unlocked it. */
  if (text == NULL || *text == '\0')
    {
      secret_password_free (text);
      g_task_return_new_error (task, TILL_ERROR, TILL_ERROR_SECRET_REFUSED,
                               "Secret Service: the secret stays locked");
      return;
    }

  secret = till_secret_new_from_text (text);
  secret_password_free (text);
  g_task_return_pointer (task, secret, (GDestroyNotify) till_secret_free);
}

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    return_refused (task, error);
}

void
till_secret_service_find_async (const TillSecretOwner *owner,
                                gboolean               give,
                                GCancellable          *cancellable,
                                GAsyncReadyCallback    callback,
                                gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Find *find = g_new0 (Find, 1);

  find->attributes = attributes_of (owner);
  find->give = give;
  g_task_set_task_data (task, find, find_free);
  g_task_set_source_tag (task, till_secret_service_find_async);

  /* A search tells what is locked from what is not there; a look-up says NULL to both. */
  secret_password_searchv (&schema, find->attributes, SECRET_SEARCH_NONE, cancellable,
                           search_cb, g_steal_pointer (&task));
}

TillSecret *
till_secret_service_find_finish (GAsyncResult  *result,
                                 gboolean      *found,
                                 GError       **error)
{
  Find *find;

  g_return_val_if_fail (g_async_result_is_tagged (result, till_secret_service_find_async), NULL);

  find = g_task_get_task_data (G_TASK (result));
  *found = find->found;

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
till_secret_service_store_async (const TillSecretOwner *owner,
                                 const char            *secret,
                                 GCancellable          *cancellable,
                                 GAsyncReadyCallback    callback,
                                 gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(GHashTable) attributes = attributes_of (owner);
  g_autofree char *label = NULL;

  g_task_set_source_tag (task, till_secret_service_store_async);
  g_task_set_check_cancellable (task, FALSE);

  /* Translators: names the entry in the desktop's password manager; %s is the merchant ID at the platform */
  label = g_strdup_printf (_("Till: API secret of merchant %s"), owner->merchant_id);
  secret_password_storev (&schema, attributes, SECRET_COLLECTION_DEFAULT, label, secret, cancellable,
                          store_cb, g_steal_pointer (&task));
}

gboolean
till_secret_service_store_finish (GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, till_secret_service_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
