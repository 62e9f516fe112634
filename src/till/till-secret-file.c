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
static gboolean
take_text (TillSecret  *secret,
           const char  *path,
           GError     **error)
{
  const char *text = secret->text;

  if (secret->length > 0 && text[secret->length - 1] == '\n')
    secret->length--;
  if (secret->length > 0 && text[secret->length - 1] == '\r')
    secret->length--;

  if (secret->length == 0)
    return refuse (error, path, "is empty");

  return memchr (text, '\0', secret->length) == NULL || refuse (error, path, "holds no text");
}

TillSecret *
till_secret_file_read (const char          *path,
                       TillSecretFileKind   kind,
                       GError             **error)
{
  g_autoptr(TillSecret) secret = NULL;
  gboolean good = FALSE;
  gssize length;
  int fd;

  fd = open_secret (path, kind, error);
  if (fd < 0)
    return NULL;

  secret = till_secret_new (MAX_BYTES + 1);
  length = read_whole (fd, secret->text, MAX_BYTES + 1);
  if (length < 0)
    refuse (error, path, g_strerror (errno));
  else if (length > MAX_BYTES)
    refuse (error, path, "is too large for a secret");
  else
    {
      secret->length = length;
      good = take_text (secret, path, error);
    }

  close (fd);

  return good ? g_steal_pointer (&secret) : NULL;
}
