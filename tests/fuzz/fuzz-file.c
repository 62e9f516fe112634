/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "connect-signer.h"
#include "fuzz.h"
#include "till-error.h"
#include "till-secret-private.h"
#include "till-settings.h"

/* Small files that others may have written: 's' and a file that should hold a secret; else training's keyfile. */

static char *
write_file (const char *contents,
            gsize       length)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("till-fuzz-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, contents, length), ==, (gssize) length);
  close (fd);

  return path;
}

/* The file's bytes without one line's end, and never a NUL. */
static void
read_secret (const char      *path,
             const FuzzInput *file)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TillSecret) secret = till_secret_file_read (path, TILL_SECRET_FILE_PRIVATE, &error);

  if (secret == NULL)
    {
      g_assert_error (error, TILL_ERROR, TILL_ERROR_SECRET_REFUSED);
      return;
    }
  g_assert_cmpuint (secret->length, >, 0);
  g_assert_cmpuint (secret->length, <=, MIN (file->left, 4096));
  g_assert_cmpuint (file->left - secret->length, <=, 2);
  g_assert_cmpmem (secret->text, secret->length, file->at, secret->length);
  g_assert_null (memchr (secret->text, '\0', secret->length));
}

static void
read_settings (const char *path)
{
  static const char * const strings[] = { "endpoint", "merchant-id", "currency", "till-id", "descriptor", "proxy" };
  g_autoptr(GError) error = NULL;
  g_autoptr(TillSettings) settings = till_settings_new (path, &error);
  int timeout;

  if (settings == NULL)
    {
      g_assert_nonnull (error);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autofree char *value = till_settings_get_string (settings, strings[i]);

      g_assert_true (g_utf8_validate (value, -1, NULL));
    }
  timeout = till_settings_get_int (settings, "payment-timeout");
  g_assert_cmpint (timeout, >=, 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { (const char *) data, size };
  gboolean is_secret = fuzz_take_byte (&input) == 's';
  g_autofree char *path = write_file (input.at, input.left);

  if (is_secret)
    read_secret (path, &input);
  else
    read_settings (path);
  g_unlink (path);

  return 0;
}
