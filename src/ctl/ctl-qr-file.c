/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "ctl-await.h"
#include "ctl-qr-file.h"
#include "till-code-file.h"

/* Pixels a side of a module: a code of usual size is about as wide as a phone's screen. */
#define MODULE_PIXELS 8
#define NAMES_TO_TRY 10

struct _CtlQrFile
{
  char *path;        /* (owned) absolute */
  char *temporary;   /* (nullable) (owned) in the same directory; NULL once it is at its path */
  int   fd;          /* of the picture; -1 when it is written */
};

static gboolean
fail (const char  *path,
      GError     **error)
{
  int number = errno;
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number), "%s: %s", name, g_strerror (number));

  return FALSE;
}

/* With the rights of any file of the user's (umask), which g_mkstemp () would not give. */
static gboolean
open_temporary (CtlQrFile  *self,
                GError    **error)
{
  g_autofree char *directory = g_path_get_dirname (self->path);
  g_autofree char *name = g_path_get_basename (self->path);

  for (guint i = 0; i < NAMES_TO_TRY && self->fd < 0; i++)
    {
      g_free (self->temporary);
      self->temporary = g_strdup_printf ("%s/.%s.%08x", directory, name, g_random_int ());
      self->fd = open (self->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (self->fd < 0 && errno != EEXIST)
        break;
    }
  if (self->fd >= 0)
    return TRUE;

  fail (self->path, error);
  g_clear_pointer (&self->temporary, g_free);

  return FALSE;
}

CtlQrFile *
ctl_qr_file_new (const char  *path,
                 GError     **error)
{
  g_autoptr(CtlQrFile) self = g_new0 (CtlQrFile, 1);

  self->path = g_canonicalize_filename (path, NULL);
  self->fd = -1;
  if (g_file_test (self->path, G_FILE_TEST_IS_DIR))
    {
      errno = EISDIR;
      fail (self->path, error);
      return NULL;
    }

  return open_temporary (self, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean
write_whole (int          fd,
             GBytes      *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  while (size > 0)
    {
      gssize written = write (fd, data, size);

      if (written < 0 && errno != EINTR)
        return FALSE;
      if (written > 0)
        {
          data += written;
          size -= written;
        }
    }

  return TRUE;
}

gboolean
ctl_qr_file_write (CtlQrFile   *self,
                   const char  *directory,
                   const char  *id,
                   TillCode    *code,
                   GError     **error)
{
  g_autoptr(GBytes) png = till_code_to_png (code, MODULE_PIXELS, error);
  struct stat info;

  if (png == NULL)
    return FALSE;

  if (fstat (self->fd, &info) != 0)
    return fail (self->path, error);
  if (!till_code_file_note (directory, id, self->path, &info, error))
    return FALSE;
  if (!write_whole (self->fd, png) || rename (self->temporary, self->path) != 0)
    return fail (self->path, error);

  close (self->fd);
  self->fd = -1;
  g_clear_pointer (&self->temporary, g_free);

  return TRUE;
}

gboolean
ctl_qr_file_is_written (CtlQrFile *self)
{
  return self->temporary == NULL;
}

void
ctl_qr_file_free (CtlQrFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    unlink (self->temporary);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self);
}

static void
sweep_one (CtlContext *context,
           const char *id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) found = NULL;

  till_register_find_async (context->reg, id, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  found = till_register_find_finish (context->reg, result, NULL);

  if (found != NULL && found->len == 1 && !till_record_can_be_paid (till_payment_get_record (found->pdata[0])))
    till_code_file_drop (context->directory, id);
}

void
ctl_qr_file_sweep (CtlContext *context)
{
  g_auto(GStrv) ids = till_code_file_list (context->directory);

  for (guint i = 0; ids[i] != NULL; i++)
    sweep_one (context, ids[i]);
}
