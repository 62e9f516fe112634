/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "till-account.h"
#include "till-secret.h"

/* The secret must be nowhere in this program's writable memory once requests are signed with it: a core dump, a
 * swap file or a debugger would give it away.  The test itself must not hold it either, so it knows it only under
 * a mask, compares byte by byte, and writes the file through a stack that it wipes. */

#define LENGTH   44
#define FRAGMENT 12   /* a part of it is as good as found: the rest is guessed from the next one */
#define CHUNK    (1024 * 1024)
#define MASK     0x80

/* Fragments to look for, each byte with MASK. */
typedef struct
{
  guint8   bytes[8][FRAGMENT];
  guint    n;
  gboolean begins[256];          /* whether one begins with this byte */
} Patterns;

/* AddressSanitizer has terabytes of notes of its own, and keeps what was freed: nothing is looked for there. */
extern void __asan_init (void) __attribute__ ((weak));

static guint64 seed;

/* The secret's characters, one at a time; drawn anew for each run. */
static char
secret_at (guint i)
{
  guint64 x = (seed ^ i) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[(x >> 40) & 63];
}

/* Of its Base64 what does not depend on what stands before or after, at the first of three places. */
static char
base64_at (guint i)
{
  guint triple = i / 4 * 3;
  guint32 bits = (guint32) (guchar) secret_at (triple) << 16 | (guint32) (guchar) secret_at (triple + 1) << 8
                 | (guchar) secret_at (triple + 2);

  return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[bits >> (18 - 6 * (i % 4)) & 63];
}

static void
add_pattern (Patterns *patterns,
             char    (*at) (guint i),
             guint     first)
{
  g_assert_cmpuint (patterns->n, <, G_N_ELEMENTS (patterns->bytes));
  for (guint i = 0; i < FRAGMENT; i++)
    patterns->bytes[patterns->n][i] = at (first + i) ^ MASK;
  patterns->begins[(guchar) at (first)] = TRUE;
  patterns->n++;
}

static gboolean
holds (const guint8   *bytes,
       gsize           n_bytes,
       const Patterns *patterns)
{
  for (gsize i = 0; i + FRAGMENT <= n_bytes; i++)
    {
      if (!patterns->begins[bytes[i]])
        continue;

      for (guint p = 0; p < patterns->n; p++)
        {
          gsize n = 0;

          while (n < FRAGMENT && (bytes[i + n] ^ MASK) == patterns->bytes[p][n])
            n++;
          if (n == FRAGMENT)
            return TRUE;
        }
    }

  return FALSE;
}

/* Whether one of them stands between @from and @to.  @chunk is wiped afterwards: it would be found the next time. */
static gboolean
is_in_region (int             memory,
              guint64         from,
              guint64         to,
              guint8         *chunk,
              const Patterns *patterns)
{
  gboolean found = FALSE;

  for (guint64 at = from; at < to && !found; at += CHUNK)
    {
      gssize n = pread (memory, chunk, MIN (CHUNK + FRAGMENT, to - at), at);

      found = n > 0 && holds (chunk, n, patterns);
    }
  explicit_bzero (chunk, 2 * CHUNK);

  return found;
}

/* Whether one of them stands in anything that this process can write to. */
static gboolean
is_in_memory (const Patterns *patterns)
{
  g_autofree guint8 *chunk = g_malloc (2 * CHUNK);
  guint64 own = (guintptr) chunk;
  g_autofree char *maps = NULL;
  g_auto(GStrv) lines = NULL;
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  gboolean found = FALSE;
  guint n_regions = 0;

  g_assert_cmpint (memory, >=, 0);
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL && !found; i++)
    {
      guint64 from, to;
      char rights[5];

      if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %4s", &from, &to, rights) != 3
          || rights[0] != 'r' || rights[1] != 'w')
        continue;

      if (own >= from && own < to)
        found = is_in_region (memory, from, own, chunk, patterns)
                || is_in_region (memory, own + 2 * CHUNK, to, chunk, patterns);
      else
        found = is_in_region (memory, from, to, chunk, patterns);
      n_regions++;
    }
  close (memory);
  g_assert_true (found || n_regions > 2);

  return found;
}

static void
assert_nowhere (void)
{
  Patterns patterns = { 0 };

  for (guint first = 0; first + FRAGMENT <= LENGTH; first += FRAGMENT)
    {
      add_pattern (&patterns, secret_at, first);
      add_pattern (&patterns, base64_at, first);
    }
  g_assert_false (is_in_memory (&patterns));
}

static void
write_secret (const char *path)
{
  char text[LENGTH];
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  for (guint i = 0; i < LENGTH; i++)
    text[i] = secret_at (i);
  g_assert_cmpint (write (fd, text, LENGTH), ==, LENGTH);
  explicit_bzero (text, sizeof text);
  close (fd);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static ConnectClient *
open_account (TillSettings *settings)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ConnectClient *client;

  till_account_open_async (settings, NULL, result_cb, &result);
  wait_for (&result);
  client = till_account_open_finish (result, &error);
  g_assert_no_error (error);

  return client;
}

/* Signs, and gets as far as a port that nobody listens on. */
static void
sign_requests (ConnectClient *client)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;

      connect_client_test_connection_async (client, NULL, NULL, result_cb, &result);
      wait_for (&result);
      g_assert_false (connect_client_test_connection_finish (client, result, NULL));
    }
}

/* @name: of the secret in @directory; as a credential, or else as the file that the settings name */
static void
use_account (const char *directory,
             gboolean    as_credential)
{
  g_autofree char *path = g_build_filename (directory, "till-api-secret", NULL);
  g_autoptr(TillSettings) settings = till_settings_new (NULL, NULL);
  g_autoptr(ConnectClient) client = NULL;

  till_settings_set (settings, "endpoint", g_variant_new_string ("http://127.0.0.1:1"));
  till_settings_set (settings, "merchant-id", g_variant_new_string ("1234"));
  till_settings_set (settings, "api-key-id", g_variant_new_string ("5b71c1e2"));
  if (as_credential)
    g_setenv ("CREDENTIALS_DIRECTORY", directory, TRUE);
  else
    till_settings_set (settings, "secret-file", g_variant_new_string (path));

  client = open_account (settings);
  assert_nowhere ();
  sign_requests (client);
  assert_nowhere ();
  g_clear_object (&client);
  assert_nowhere ();
}

static void
run_with_secret (gconstpointer data)
{
  g_autofree char *directory = NULL;
  g_autofree char *path = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  directory = g_dir_make_tmp ("till-secret-XXXXXX", NULL);
  path = g_build_filename (directory, "till-api-secret", NULL);
  write_secret (path);
  use_account (directory, GPOINTER_TO_INT (data));
  g_remove (path);
  g_rmdir (directory);
}

/* A test that cannot find it would always pass. */
static void
test_is_found (void)
{
  static const guint places[] = { 0, 12, 24 };
  g_autofree char *copy = g_malloc (LENGTH);
  g_autofree char *base64 = NULL;

  for (guint p = 0; p < G_N_ELEMENTS (places); p++)
    {
      Patterns raw = { 0 };
      Patterns encoded = { 0 };

      add_pattern (&raw, secret_at, places[p]);
      add_pattern (&encoded, base64_at, places[p]);
      g_assert_false (is_in_memory (&raw));
      for (guint i = 0; i < LENGTH; i++)
        copy[i] = secret_at (i);
      g_assert_true (is_in_memory (&raw));

      g_assert_false (is_in_memory (&encoded));
      base64 = g_base64_encode ((const guchar *) copy, LENGTH);
      g_assert_true (is_in_memory (&encoded));

      explicit_bzero (base64, strlen (base64));
      g_clear_pointer (&base64, g_free);
      explicit_bzero (copy, LENGTH);
      g_assert_false (is_in_memory (&raw));
    }
}

/* Far down the stack, where no later call wipes it by chance. */
__attribute__ ((noinline)) static ConnectSigner *
make_signer (void)
{
  volatile char above[256 * 1024];
  g_autoptr(TillSecret) secret = till_secret_new (LENGTH);

  above[0] = 0;
  for (guint i = 0; i < LENGTH; i++)
    secret->text[i] = secret_at (i);

  return connect_signer_new (above[0] == 0 ? "5b71c1e2" : "", secret->text, LENGTH);
}

static void
test_signer (void)
{
  g_autoptr(ConnectSigner) signer = make_signer ();
  g_autofree char *signature = NULL;

  assert_nowhere ();
  signature = connect_signer_sign_string (signer, "GET\n");
  g_assert_nonnull (signature);
  assert_nowhere ();
}

/* What the kernel says of the page: "lo" locked, "dd" not dumped. */
static void
test_page (void)
{
  g_autoptr(TillSecret) secret = till_secret_new_from_text ("a secret");
  g_autofree char *smaps = NULL;
  g_auto(GStrv) lines = NULL;
  gboolean is_page = FALSE;
  guint n_flags = 0;

  g_assert_cmpstr (secret->text, ==, "a secret");
  g_assert_cmpuint (secret->length, ==, 8);

  g_assert_true (g_file_get_contents ("/proc/self/smaps", &smaps, NULL, NULL));
  lines = g_strsplit (smaps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint64 from, to;

      if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x ", &from, &to) == 2)
        is_page = (guintptr) secret->text >= from && (guintptr) secret->text < to;
      else if (is_page && g_str_has_prefix (lines[i], "VmFlags:"))
        {
          /* AddressSanitizer makes mlock() do nothing. */
          g_assert_true (__asan_init != NULL || strstr (lines[i], " lo") != NULL);
          g_assert_nonnull (strstr (lines[i], " dd"));
          n_flags++;
        }
    }
  g_assert_cmpuint (n_flags, ==, 1);
}

static void
test_sizes (void)
{
  static const gsize sizes[] = { 0, 1, 4095, 4096, 4097, 10000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(TillSecret) secret = till_secret_new (sizes[i]);

      memset (secret->text, 'x', sizes[i]);
      g_assert_cmpuint (strlen (secret->text), ==, sizes[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_unsetenv ("CREDENTIALS_DIRECTORY");
  g_unsetenv ("SECRET_BACKEND");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  seed = (guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();

  g_test_add_func ("/secret-memory/page", test_page);
  g_test_add_func ("/secret-memory/sizes", test_sizes);
  if (__asan_init != NULL)
    return g_test_run ();

  g_test_add_func ("/secret-memory/is-found", test_is_found);
  g_test_add_func ("/secret-memory/signer", test_signer);
  g_test_add_data_func ("/secret-memory/file", GINT_TO_POINTER (FALSE), run_with_secret);
  g_test_add_data_func ("/secret-memory/credential", GINT_TO_POINTER (TRUE), run_with_secret);

  return g_test_run ();
}
