/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <sys/stat.h>

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <glib/gstdio.h>

#include "till-error.h"
#include "till-settings.h"

/* A backend in which an administrator has locked the currency. */
#define TEST_TYPE_LOCKED_BACKEND (test_locked_backend_get_type ())
G_DECLARE_FINAL_TYPE (TestLockedBackend, test_locked_backend, TEST, LOCKED_BACKEND, GSettingsBackend)

struct _TestLockedBackend
{
  GSettingsBackend parent_instance;
};

G_DEFINE_FINAL_TYPE (TestLockedBackend, test_locked_backend, G_TYPE_SETTINGS_BACKEND)

static GVariant *
test_locked_backend_read (GSettingsBackend   *backend,
                          const char         *key,
                          const GVariantType *type,
                          gboolean            default_value)
{
  if (g_str_equal (key, "/org/tillpay/Till/currency"))
    return g_variant_ref_sink (g_variant_new_string ("HKD"));

  return NULL;
}

static gboolean
test_locked_backend_get_writable (GSettingsBackend *backend,
                                  const char       *key)
{
  return !g_str_equal (key, "/org/tillpay/Till/currency");
}

static gboolean
test_locked_backend_write (GSettingsBackend *backend,
                           const char       *key,
                           GVariant         *value,
                           gpointer          tag)
{
  return test_locked_backend_get_writable (backend, key);
}

static void
test_locked_backend_class_init (TestLockedBackendClass *klass)
{
  GSettingsBackendClass *backend_class = G_SETTINGS_BACKEND_CLASS (klass);

  backend_class->read = test_locked_backend_read;
  backend_class->get_writable = test_locked_backend_get_writable;
  backend_class->write = test_locked_backend_write;
}

static void
test_locked_backend_init (TestLockedBackend *self)
{
}

static TillSettings *
new_settings (const char *training_file)
{
  g_autoptr(GError) error = NULL;
  TillSettings *settings = till_settings_new (training_file, &error);

  g_assert_no_error (error);

  return settings;
}

static void
assert_string (TillSettings *settings,
               const char   *key,
               const char   *expected)
{
  g_autofree char *value = till_settings_get_string (settings, key);

  g_assert_cmpstr (value, ==, expected);
}

static gboolean
set_string (TillSettings *settings,
            const char   *key,
            const char   *value)
{
  return till_settings_set (settings, key, g_variant_new_string (value));
}

static void
count_cb (TillSettings *settings,
          const char   *key,
          guint        *n)
{
  g_assert_cmpstr (key, ==, "currency");
  (*n)++;
}

/* Every test of a backend runs in a process of its own: GIO chooses one for a process's life. */
static gboolean
in_subprocess (const char *backend)
{
  if (g_test_subprocess ())
    return TRUE;

  g_setenv ("GSETTINGS_BACKEND", backend, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);

  return FALSE;
}

static void
test_get_and_set (void)
{
  TillSettings *settings;
  guint n_changed = 0;

  if (!in_subprocess ("memory"))
    return;

  settings = new_settings (NULL);
  assert_string (settings, "endpoint", "https://api.connect.worldline-solutions.com");
  assert_string (settings, "currency", "EUR");
  g_assert_cmpint (till_settings_get_int (settings, "payment-timeout"), ==, 300);
  g_assert_false (till_settings_get_boolean (settings, "window-maximized"));

  g_signal_connect (settings, "changed::currency", G_CALLBACK (count_cb), &n_changed);
  g_assert_true (set_string (settings, "currency", "JPY"));
  g_assert_true (set_string (settings, "merchant-id", "1234"));
  g_assert_true (till_settings_set (settings, "payment-timeout", g_variant_new_int32 (0)));
  g_assert_true (till_settings_set (settings, "window-maximized", g_variant_new_boolean (TRUE)));
  assert_string (settings, "currency", "JPY");
  g_assert_cmpint (till_settings_get_int (settings, "payment-timeout"), ==, 0);
  g_assert_true (till_settings_get_boolean (settings, "window-maximized"));
  g_assert_true (till_settings_is_writable (settings, "currency"));
  g_assert_cmpuint (n_changed, ==, 1);

  g_assert_finalize_object (settings);
}

static void
test_out_of_range (void)
{
  static const int refused[] = { -1, 7201, G_MAXINT };
  TillSettings *settings;

  if (!in_subprocess ("memory"))
    return;

  settings = new_settings (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (till_settings_set (settings, "payment-timeout", g_variant_new_int32 (refused[i])));
  g_assert_cmpint (till_settings_get_int (settings, "payment-timeout"), ==, 300);
  g_assert_finalize_object (settings);
}

static void
test_locked (void)
{
  TillSettings *settings;

  if (!in_subprocess ("test-locked"))
    return;

  settings = new_settings (NULL);
  assert_string (settings, "currency", "HKD");
  g_assert_false (till_settings_is_writable (settings, "currency"));
  g_assert_false (set_string (settings, "currency", "EUR"));
  g_assert_true (till_settings_is_writable (settings, "locale"));
  g_assert_true (set_string (settings, "locale", "de_DE"));
  g_assert_finalize_object (settings);
}

static void
test_kept (void)
{
  g_autoptr(GError) error = NULL;
  TillSettings *settings;

  if (!in_subprocess ("keyfile"))
    return;

  settings = new_settings (NULL);
  g_assert_true (till_settings_sync (settings, &error));
  g_assert_true (set_string (settings, "merchant-id", "1234"));
  g_assert_true (till_settings_set (settings, "payment-timeout", g_variant_new_int32 (60)));
  g_assert_true (till_settings_sync (settings, &error));
  g_assert_no_error (error);
  assert_string (settings, "merchant-id", "1234");
  g_assert_finalize_object (settings);
}

static void
assert_not_kept (void)
{
  g_autoptr(GError) error = NULL;
  TillSettings *settings = new_settings (NULL);

  g_assert_true (till_settings_sync (settings, &error));
  g_assert_true (set_string (settings, "merchant-id", "1234"));
  assert_string (settings, "merchant-id", "1234");
  g_assert_false (till_settings_sync (settings, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_SETTINGS_NOT_KEPT);
  g_assert_finalize_object (settings);
}

static void
test_not_kept (void)
{
  if (in_subprocess ("memory"))
    assert_not_kept ();
}

/* The case that happens: dconf, and no session bus to write through. */
static void
test_not_kept_by_dconf (void)
{
  g_autoptr(GSettingsBackend) backend = NULL;

  if (!g_test_subprocess ())
    {
      g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
      in_subprocess ("dconf");
      return;
    }

  /* dconf says in the log what it tells no caller. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  backend = g_settings_backend_get_default ();
  if (g_str_equal (G_OBJECT_TYPE_NAME (backend), "DConfSettingsBackend"))
    assert_not_kept ();
  else
    g_test_message ("dconf's GIO module is not installed");
}

static void
test_no_schema (void)
{
  g_autoptr(GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_autofree char *before = g_strdup (g_getenv ("GSETTINGS_SCHEMA_DIR"));

      g_setenv ("GSETTINGS_SCHEMA_DIR", "/nonexistent", TRUE);
      g_setenv ("XDG_DATA_DIRS", "/nonexistent", TRUE);
      in_subprocess ("memory");
      g_setenv ("GSETTINGS_SCHEMA_DIR", before, TRUE);
      g_unsetenv ("XDG_DATA_DIRS");
      return;
    }

  g_assert_null (till_settings_new (NULL, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_INTERNAL);
}

static char *
training_file (void)
{
  return g_build_filename (g_get_user_data_dir (), "till", "training", "settings.ini", NULL);
}

static void
test_training (void)
{
  g_autofree char *file = training_file ();
  TillSettings *real, *training, *again;
  guint n_changed = 0;
  GStatBuf status;

  if (!in_subprocess ("memory"))
    return;

  real = new_settings (NULL);
  g_assert_true (set_string (real, "currency", "JPY"));
  g_assert_true (set_string (real, "shop-name", "Café"));
  training = new_settings (file);
  assert_string (training, "currency", "JPY");

  g_signal_connect (training, "changed::currency", G_CALLBACK (count_cb), &n_changed);
  g_assert_true (set_string (real, "currency", "GBP"));
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_true (set_string (training, "currency", "USD"));
  g_assert_cmpuint (n_changed, ==, 2);
  g_assert_true (set_string (training, "currency", "USD"));
  g_assert_cmpuint (n_changed, ==, 2);
  assert_string (training, "currency", "USD");
  assert_string (training, "shop-name", "Café");
  assert_string (real, "currency", "GBP");

  /* what training has of its own does not follow the real one any more */
  g_assert_true (set_string (real, "currency", "EUR"));
  g_assert_cmpuint (n_changed, ==, 2);
  assert_string (training, "currency", "USD");

  g_assert_true (till_settings_sync (training, NULL));
  g_assert_cmpint (g_stat (file, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  again = new_settings (file);
  assert_string (again, "currency", "USD");
  g_assert_false (till_settings_set (again, "payment-timeout", g_variant_new_int32 (-1)));
  g_assert_true (till_settings_set (again, "payment-timeout", g_variant_new_int32 (7)));
  g_assert_cmpint (till_settings_get_int (again, "payment-timeout"), ==, 7);
  g_assert_true (till_settings_is_writable (again, "currency"));

  g_assert_finalize_object (again);
  g_assert_finalize_object (training);
  g_assert_finalize_object (real);
}

/* Whatever stands in the file, training begins, with the real setting where the file's is no good. */
static void
test_broken_training_file (void)
{
  static const struct { const char *text; const char *complaint; } rows[] = {
    { "", NULL },
    { "[settings]\n", NULL },
    { "[settings]\npayment-timeout=7201\n", "*is not used*" },
    { "[settings]\npayment-timeout='7'\n", "*is not used*" },
    { "[settings]\npayment-timeout=\n", "*is not used*" },
    { "not a key file", "*settings.ini*" },
    { "[settings]\npayment-timeout=\377\n", NULL },
  };
  g_autofree char *file = training_file ();
  g_autofree char *directory = g_path_get_dirname (file);

  if (!in_subprocess ("memory"))
    return;

  g_mkdir_with_parents (directory, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TillSettings *settings;

      g_file_set_contents (file, rows[i].text, -1, NULL);
      if (rows[i].complaint != NULL)
        g_test_expect_message ("till-core", G_LOG_LEVEL_WARNING, rows[i].complaint);
      settings = new_settings (file);
      g_assert_cmpint (till_settings_get_int (settings, "payment-timeout"), ==, 300);
      g_test_assert_expected_messages ();
      g_assert_finalize_object (settings);
    }
}

/* A directory where the file should be: nothing is kept, and nothing pretends to be. */
static void
test_training_not_writable (void)
{
  g_autofree char *file = training_file ();
  TillSettings *settings;

  if (!in_subprocess ("memory"))
    return;

  g_mkdir_with_parents (file, 0700);
  g_test_expect_message ("till-core", G_LOG_LEVEL_WARNING, "*");
  settings = new_settings (file);
  g_test_expect_message ("till-core", G_LOG_LEVEL_WARNING, "*");
  g_assert_false (set_string (settings, "currency", "USD"));
  g_test_assert_expected_messages ();
  assert_string (settings, "currency", "EUR");
  g_assert_finalize_object (settings);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_io_extension_point_register (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME, TEST_TYPE_LOCKED_BACKEND,
                                  "test-locked", -1);

  g_test_add_func ("/settings/get-and-set", test_get_and_set);
  g_test_add_func ("/settings/out-of-range", test_out_of_range);
  g_test_add_func ("/settings/locked", test_locked);
  g_test_add_func ("/settings/kept", test_kept);
  g_test_add_func ("/settings/not-kept", test_not_kept);
  g_test_add_func ("/settings/not-kept-by-dconf", test_not_kept_by_dconf);
  g_test_add_func ("/settings/no-schema", test_no_schema);
  g_test_add_func ("/settings/training", test_training);
  g_test_add_func ("/settings/broken-training-file", test_broken_training_file);
  g_test_add_func ("/settings/training-not-writable", test_training_not_writable);

  return g_test_run ();
}
