/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "till-account.h"
#include "till-error.h"
#include "till-secret-private.h"

static char *directory;   /* (owned) */

static char *
path_of (const char *name)
{
  return g_build_filename (directory, name, NULL);
}

static char *
write_file (const char *name,
            const char *data,
            gssize      length,
            int         mode)
{
  char *path = path_of (name);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, data, length, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, mode), ==, 0);

  return path;
}

/* Neither a file nor a link to one. */
static gboolean
is_special (const char *path)
{
  GStatBuf status;

  return g_lstat (path, &status) == 0 && !S_ISREG (status.st_mode) && !S_ISLNK (status.st_mode);
}

static void
assert_checked (const char *path,
                int         code)   /* -1: good */
{
  g_autoptr(GError) error = NULL;
  gboolean good = till_account_check_secret_file (path, &error);

  g_assert_cmpint (good, ==, code < 0);
  if (code >= 0)
    {
      g_assert_error (error, TILL_ERROR, code);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_cmpint (strstr (error->message, "regular") != NULL, ==, is_special (path));
      g_assert_null (strstr (error->message, "s3cret"));
    }
}

static void
test_modes (void)
{
  for (int mode = 0400; mode <= 0777; mode++)
    {
      g_autofree char *path = NULL;

      if (!(mode & 0400))
        continue;

      path = write_file ("modes", "s3cret", -1, mode);
      assert_checked (path, mode & 077 ? TILL_ERROR_SECRET_REFUSED : -1);
      g_remove (path);
    }
}

static void
test_contents (void)
{
  static const struct { const char *data; gssize length; const char *secret; } rows[] = {
    { "s3cret", -1, "s3cret" },
    { "s3cret\n", -1, "s3cret" },
    { "s3cret\r\n", -1, "s3cret" },
    { "s3cret\n\n", -1, "s3cret\n" },
    { " s3cret ", -1, " s3cret " },
    { "\303\274\n", -1, "\303\274" },
    { "", 0, NULL },
    { "\n", -1, NULL },
    { "\r\n", -1, NULL },
    { "s3\0cret", 7, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = write_file ("contents", rows[i].data, rows[i].length, 0600);
      g_autoptr(TillSecret) secret = NULL;
      g_autoptr(GError) error = NULL;

      secret = till_secret_file_read (path, TILL_SECRET_FILE_PRIVATE, &error);
      if (rows[i].secret == NULL)
        {
          g_assert_error (error, TILL_ERROR, TILL_ERROR_SECRET_REFUSED);
          g_assert_null (secret);
          continue;
        }

      g_assert_no_error (error);
      g_assert_cmpmem (secret->text, secret->length, rows[i].secret, strlen (rows[i].secret));
    }
}

static void
test_size (void)
{
  static const struct { gsize length; int code; } rows[] = {
    { 4096, -1 }, { 4097, TILL_ERROR_SECRET_REFUSED }, { 10 * 1024 * 1024, TILL_ERROR_SECRET_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strnfill (rows[i].length, 's');
      g_autofree char *path = write_file ("size", text, rows[i].length, 0600);

      assert_checked (path, rows[i].code);
    }
}

static void
test_types (void)
{
  g_autofree char *good = write_file ("good", "s3cret", -1, 0600);
  g_autofree char *link = path_of ("link");
  g_autofree char *dangling = path_of ("dangling");
  g_autofree char *pipe = path_of ("pipe");
  g_autofree char *folder = path_of ("folder");
  g_autofree char *nothing = path_of ("nothing");

  g_assert_cmpint (symlink (good, link), ==, 0);
  g_assert_cmpint (symlink (nothing, dangling), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);

  assert_checked (good, -1);
  assert_checked (link, TILL_ERROR_SECRET_REFUSED);
  assert_checked (dangling, TILL_ERROR_SECRET_REFUSED);
  assert_checked (pipe, TILL_ERROR_SECRET_REFUSED);     /* and without waiting for a writer */
  assert_checked (folder, TILL_ERROR_SECRET_REFUSED);
  assert_checked ("/dev/null", TILL_ERROR_SECRET_REFUSED);
  assert_checked (nothing, TILL_ERROR_SECRET_MISSING);
}

/* A file of somebody else's: by root's own hand, or for everybody else one of root's. */
static void
test_owner (void)
{
  g_autofree char *path = write_file ("owner", "s3cret", -1, 0600);
  g_autoptr(GError) error = NULL;

  if (geteuid () == 0)
    g_assert_cmpint (chown (path, 65534, 65534), ==, 0);

  g_assert_false (till_account_check_secret_file (geteuid () == 0 ? path : "/etc/passwd", &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_SECRET_REFUSED);
  g_assert_nonnull (strstr (error->message, "belong"));
}

/* The service manager's: owner and mode are its own affair, the rest is not. */
static void
test_credential (void)
{
  g_autofree char *path = write_file ("credential", "s3cret\n", -1, 0444);
  g_autofree char *link = path_of ("credential-link");
  g_autoptr(TillSecret) secret = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (symlink (path, link), ==, 0);
  secret = till_secret_file_read (path, TILL_SECRET_FILE_CREDENTIAL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (secret->text, secret->length, "s3cret", 6);

  g_assert_null (till_secret_file_read (link, TILL_SECRET_FILE_CREDENTIAL, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_SECRET_REFUSED);
}

static void
remove_directory (void)
{
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = path_of (name);

      g_remove (path);
    }
  g_rmdir (directory);
  g_free (directory);
}

int
main (int    argc,
      char **argv)
{
  int status;

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  directory = g_dir_make_tmp ("till-secret-XXXXXX", NULL);
  g_assert_nonnull (directory);

  g_test_add_func ("/secret-file/modes", test_modes);
  g_test_add_func ("/secret-file/contents", test_contents);
  g_test_add_func ("/secret-file/size", test_size);
  g_test_add_func ("/secret-file/types", test_types);
  g_test_add_func ("/secret-file/owner", test_owner);
  g_test_add_func ("/secret-file/credential", test_credential);

  status = g_test_run ();
  remove_directory ();

  return status;
}
