/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "till-secret.h"

TillSecret *
till_secret_new (gsize n_bytes)
{
  TillSecret *self = g_new0 (TillSecret, 1);
  gsize page = sysconf (_SC_PAGESIZE);

  /* Whole pages: locks and advice know nothing smaller.  The system hands them out filled with NUL. */
  self->size = (n_bytes / page + 1) * page;
  self->text = mmap (NULL, self->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (self->text == MAP_FAILED)
    g_error ("no memory for a secret: %s", g_strerror (errno));   /* as g_malloc() does */

  /* Where the system does not allow it, a till that takes money is worth more than one that does not start. */
  if (mlock (self->text, self->size) != 0)
    g_debug ("a secret cannot be kept out of swap: %s", g_strerror (errno));
  if (madvise (self->text, self->size, MADV_DONTDUMP) != 0)
    g_debug ("a secret cannot be kept out of dumps: %s", g_strerror (errno));

  return self;
}

TillSecret *
till_secret_new_from_text (const char *text)
{
  gsize length = strlen (text);
  TillSecret *self = till_secret_new (length);

  memcpy (self->text, text, length);
  self->length = length;

  return self;
}

void
till_secret_free (TillSecret *self)
{
  explicit_bzero (self->text, self->size);
  munmap (self->text, self->size);
  g_free (self);
}
