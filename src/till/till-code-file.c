/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <unistd.h>
#include <glib/gstdio.h>

#include "till-code-file.h"

#define NOTES "codes"

static char *
get_note (const char *directory,
          const char *id)
{
  return g_build_filename (directory, NOTES, id, NULL);
}

gboolean
till_code_file_note (const char         *directory,
                     const char         *id,
                     const char         *path,
                     const struct stat  *info,
                     GError            **error)
{
  g_autofree char *notes = g_build_filename (directory, NOTES, NULL);
  g_autofree char *note = get_note (directory, id);
  g_autofree char *text = NULL;

  g_return_val_if_fail (g_path_is_absolute (path), FALSE);

  g_mkdir_with_parents (notes, 0700);
  text = g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %s",
                          (guint64) info->st_dev, (guint64) info->st_ino, path);

  return g_file_set_contents_full (note, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
is_that_file (const char *path,
              guint64     device,
              guint64     inode)
{
  struct stat info;

  return lstat (path, &info) == 0 && info.st_dev == device && info.st_ino == inode;
}

void
till_code_file_drop (const char *directory,
                     const char *id)
{
  g_autofree char *note = get_note (directory, id);
  g_autofree char *text = NULL;
  char *at;
  guint64 device;
  guint64 inode;

  if (!g_file_get_contents (note, &text, NULL, NULL))
    return;

  device = g_ascii_strtoull (text, &at, 10);
  inode = g_ascii_strtoull (at, &at, 10);
  if (*at == ' ' && is_that_file (at + 1, device, inode))
    unlink (at + 1);
  unlink (note);
}

char **
till_code_file_list (const char *directory)
{
  g_autofree char *notes = g_build_filename (directory, NOTES, NULL);
  g_autoptr(GDir) dir = g_dir_open (notes, 0, NULL);
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      /* A note that is being written has another name for a moment. */
      if (g_uuid_string_is_valid (name))
        g_strv_builder_add (ids, name);
    }

  return g_strv_builder_end (ids);
}
