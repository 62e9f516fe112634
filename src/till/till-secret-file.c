/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "till-error.h"
#include "till-secret-private.h"

#define MAX_BYTES 4096

static gboolean
refuse (GError     **error,
        const char  *path,
        const char  *why)
{
  g_set_error (error, TILL_ERROR, TILL_ERROR_SECRET_REFUSED, "%s %s", path, why);

  return FALSE;
}

static gboolean
check_status (const char          *path,
              int                  fd,
              TillSecretFileKind   kind,
              GError             **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return refuse (error, path, g_strerror (errno));

  if (!S_ISREG (status.st_mode))
    return refuse (error, path, "is no regular file");

  if (kind == TILL_SECRET_FILE_PRIVATE && status.st_uid != geteuid ())
    return refuse (error, path, "does not belong to this user");

  if (kind == TILL_SECRET_FILE_PRIVATE && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return refuse (error, path, "is open to others (its mode must be 600 or 400)");

  return TRUE;
}

/* O_NONBLOCK: a pipe without a writer would stop the till for good. */
static int
open_secret (const char          *path,
             TillSecretFileKind   kind,
             GError             **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);

  if (fd < 0 && errno == ENOENT)
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_SECRET_MISSING, "%s does not exist", path);
      return -1;
    }

  if (fd < 0)
    {
      refuse (error, path, errno == ELOOP ? "is a link" : g_strerror (errno));
      return -1;
    }

  if (!check_status (path, fd, kind, error))
    {
      close (fd);
      return -1;
    }

  return fd;
}

static gssize
read_whole (int   fd,
            char *buffer,
            gsize size)
{
  gsize length = 0;
  gssize n_read = 1;

  while (n_read > 0 && length < size)
    {
      do
        n_read = read (fd, buffer + length, size - length);
      while (n_read < 0 && errno == EINTR);

      if (n_read > 0)
        length += n_read;
    }

  return n_read < 0 ? -1 : (gssize) length;
}

/* One line end is an editor's; a NUL is no text that anybody was given. */
static TillSecret *
secret_from_bytes (const char  *path,
                   const char  *bytes,
                   gsize        length,
                   GError     **error)
{
  if (length > 0 && bytes[length - 1] == '\n')
    length--;
  if (length > 0 && bytes[length - 1] == '\r')
    length--;

  if (length == 0)
    {
      refuse (error, path, "is empty");
      return NULL;
    }

  if (memchr (bytes, '\0', length) != NULL)
    {
      refuse (error, path, "holds no text");
      return NULL;
    }

  return till_secret_new (bytes, length);
}

TillSecret *
till_secret_new (const char *text,
                 gsize       length)
{
  TillSecret *self = g_new0 (TillSecret, 1);

  self->text = g_memdup2 (text, length);
  self->length = length;

  return self;
}

void
till_secret_free (TillSecret *self)
{
  explicit_bzero (self->text, self->length);
  g_free (self->text);
  g_free (self);
}

TillSecret *
till_secret_file_read (const char          *path,
                       TillSecretFileKind   kind,
                       GError             **error)
{
  char buffer[MAX_BYTES + 1];
  TillSecret *secret = NULL;
  gssize length;
  int fd;

  fd = open_secret (path, kind, error);
  if (fd < 0)
    return NULL;

  length = read_whole (fd, buffer, sizeof buffer);
  if (length < 0)
    refuse (error, path, g_strerror (errno));
  else if (length > MAX_BYTES)
    refuse (error, path, "is too large for a secret");
  else
    secret = secret_from_bytes (path, buffer, length, error);

  close (fd);
  explicit_bzero (buffer, sizeof buffer);

  return secret;
}
