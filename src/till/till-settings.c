/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#include "till-error.h"
#include "till-settings.h"

#define SCHEMA_ID "org.tillpay.Till"
#define GROUP     "settings"   /* of the keyfile */

struct _TillSettings
{
  GObject          parent_instance;

  GSettingsSchema *schema;          /* (owned) */
  GSettings       *settings;        /* (owned) */
  GHashTable      *written;         /* (owned) (element-type utf8 GVariant) not yet known to be kept */
  char            *training_file;   /* (nullable) (owned) */
  GKeyFile        *training;        /* (nullable) (owned) values as GVariant text */
};

G_DEFINE_FINAL_TYPE (TillSettings, till_settings, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What training has changed; %NULL when it has not, or when the file holds nonsense there. */
static GVariant *
get_training_value (TillSettings *self,
                    const char   *key)
{
  g_autoptr(GSettingsSchemaKey) schema_key = NULL;
  g_autoptr(GVariant) value = NULL;
  g_autofree char *text = NULL;

  if (self->training == NULL)
    return NULL;

  text = g_key_file_get_string (self->training, GROUP, key, NULL);
  if (text == NULL)
    return NULL;

  schema_key = g_settings_schema_get_key (self->schema, key);
  value = g_variant_parse (g_settings_schema_key_get_value_type (schema_key), text, NULL, NULL, NULL);
  if (value == NULL || !g_settings_schema_key_range_check (schema_key, value))
    {
      g_warning ("%s: the value of “%s” is not used", self->training_file, key);
      return NULL;
    }

  return g_steal_pointer (&value);
}

static GVariant *
get_value (TillSettings *self,
           const char   *key)
{
  GVariant *value = get_training_value (self, key);

  return value != NULL ? value : g_settings_get_value (self->settings, key);
}

static void
changed_cb (GSettings    *settings,
            const char   *key,
            TillSettings *self)
{
  g_autoptr(GVariant) training_value = get_training_value (self, key);

  if (training_value == NULL)
    g_signal_emit (self, signals[SIGNAL_CHANGED], g_quark_from_string (key), key);
}

static gboolean
save_training (TillSettings  *self,
               GError       **error)
{
  g_autofree char *directory = g_path_get_dirname (self->training_file);
  g_autofree char *data = NULL;
  gsize length;

  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_SETTINGS_NOT_KEPT, "%s cannot be made", directory);
      return FALSE;
    }

  data = g_key_file_to_data (self->training, &length, NULL);

  return g_file_set_contents_full (self->training_file, data, length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static gboolean
set_in_training (TillSettings *self,
                 const char   *key,
                 GVariant     *value)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *before = g_key_file_get_string (self->training, GROUP, key, NULL);
  g_autofree char *text = g_variant_print (value, FALSE);

  g_key_file_set_string (self->training, GROUP, key, text);
  if (!save_training (self, &error))
    {
      g_warning ("%s: %s", self->training_file, error->message);
      if (before != NULL)
        g_key_file_set_string (self->training, GROUP, key, before);
      else
        g_key_file_remove_key (self->training, GROUP, key, NULL);
      return FALSE;
    }

  if (g_strcmp0 (before, text) != 0)
    g_signal_emit (self, signals[SIGNAL_CHANGED], g_quark_from_string (key), key);

  return TRUE;
}

/* A broken file is play money's own: training begins afresh rather than not at all. */
static void
load_training (TillSettings *self,
               const char   *training_file)
{
  g_autoptr(GError) error = NULL;

  self->training_file = g_strdup (training_file);
  self->training = g_key_file_new ();

  if (!g_key_file_load_from_file (self->training, training_file, G_KEY_FILE_NONE, &error)
      && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_warning ("%s: %s", training_file, error->message);
}

static void
till_settings_finalize (GObject *object)
{
  TillSettings *self = TILL_SETTINGS (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->schema, g_settings_schema_unref);
  g_clear_pointer (&self->written, g_hash_table_unref);
  g_clear_pointer (&self->training, g_key_file_unref);
  g_free (self->training_file);

  G_OBJECT_CLASS (till_settings_parent_class)->finalize (object);
}

static void
till_settings_class_init (TillSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = till_settings_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", TILL_TYPE_SETTINGS, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
till_settings_init (TillSettings *self)
{
  self->written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
}

TillSettings *
till_settings_new (const char  *training_file,
                   GError     **error)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = NULL;
  TillSettings *self;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, SCHEMA_ID, TRUE);

  if (schema == NULL)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_INTERNAL,
                           "the GSettings schema " SCHEMA_ID " is not installed");
      return NULL;
    }

  self = g_object_new (TILL_TYPE_SETTINGS, NULL);
  self->settings = g_settings_new_full (schema, NULL, NULL);
  self->schema = g_steal_pointer (&schema);
  if (training_file != NULL)
    load_training (self, training_file);

  g_signal_connect_object (self->settings, "changed", G_CALLBACK (changed_cb), self, 0);

  return self;
}

char *
till_settings_get_string (TillSettings *self,
                          const char   *key)
{
  g_autoptr(GVariant) value = NULL;

  g_return_val_if_fail (TILL_IS_SETTINGS (self), NULL);
  g_return_val_if_fail (key != NULL && g_settings_schema_has_key (self->schema, key), NULL);

  value = get_value (self, key);

  return g_variant_dup_string (value, NULL);
}

int
till_settings_get_int (TillSettings *self,
                       const char   *key)
{
  g_autoptr(GVariant) value = NULL;

  g_return_val_if_fail (TILL_IS_SETTINGS (self), 0);
  g_return_val_if_fail (key != NULL && g_settings_schema_has_key (self->schema, key), 0);

  value = get_value (self, key);

  return g_variant_get_int32 (value);
}

gboolean
till_settings_get_boolean (TillSettings *self,
                           const char   *key)
{
  g_autoptr(GVariant) value = NULL;

  g_return_val_if_fail (TILL_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (key != NULL && g_settings_schema_has_key (self->schema, key), FALSE);

  value = get_value (self, key);

  return g_variant_get_boolean (value);
}

gboolean
till_settings_set (TillSettings *self,
                   const char   *key,
                   GVariant     *value)
{
  g_autoptr(GVariant) sunk = NULL;
  g_autoptr(GSettingsSchemaKey) schema_key = NULL;

  g_return_val_if_fail (TILL_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (key != NULL && g_settings_schema_has_key (self->schema, key), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  sunk = g_variant_ref_sink (value);
  schema_key = g_settings_schema_get_key (self->schema, key);
  g_return_val_if_fail (g_variant_is_of_type (sunk, g_settings_schema_key_get_value_type (schema_key)), FALSE);

  if (!g_settings_schema_key_range_check (schema_key, sunk))
    return FALSE;

  if (self->training != NULL)
    return set_in_training (self, key, sunk);

  if (!g_settings_set_value (self->settings, key, sunk))
    return FALSE;

  g_hash_table_insert (self->written, g_strdup (key), g_steal_pointer (&sunk));

  return TRUE;
}

gboolean
till_settings_is_writable (TillSettings *self,
                           const char   *key)
{
  g_return_val_if_fail (TILL_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (key != NULL && g_settings_schema_has_key (self->schema, key), FALSE);

  return self->training != NULL || g_settings_is_writable (self->settings, key);
}

gboolean
till_settings_sync (TillSettings  *self,
                    GError       **error)
{
  g_autoptr(GSettingsBackend) shared = NULL;
  g_autoptr(GSettingsBackend) fresh_backend = NULL;
  g_autoptr(GSettings) fresh = NULL;
  GHashTableIter iter;
  gpointer key, value;

  g_return_val_if_fail (TILL_IS_SETTINGS (self), FALSE);

  g_settings_sync ();

  /* The shared backend answers from its queue of writes, also of those that never arrive anywhere. */
  shared = g_settings_backend_get_default ();
  fresh_backend = g_object_new (G_OBJECT_TYPE (shared), NULL);
  fresh = g_settings_new_full (self->schema, fresh_backend, NULL);

  g_hash_table_iter_init (&iter, self->written);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_autoptr(GVariant) kept = g_settings_get_value (fresh, key);

      if (!g_variant_equal (kept, value))
        {
          g_set_error (error, TILL_ERROR, TILL_ERROR_SETTINGS_NOT_KEPT,
                       "the value of “%s” was not kept by %s", (char *) key, G_OBJECT_TYPE_NAME (shared));
          return FALSE;
        }
    }

  g_hash_table_remove_all (self->written);

  return TRUE;
}
