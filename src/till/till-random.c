/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "till-random.h"

#define UUID_BYTES 16

G_DEFINE_TYPE (TillRandom, till_random, G_TYPE_OBJECT)

static void
fill_from_kernel (TillRandom *self,
                  guint8     *bytes,
                  gsize       n_bytes)
{
  while (n_bytes > 0)
    {
      gssize n_read = getrandom (bytes, n_bytes, 0);

      if (n_read > 0)
        {
          bytes += n_read;
          n_bytes -= n_read;
        }
      else if (errno != EINTR)
        g_error ("getrandom: %s", g_strerror (errno));
    }
}

static void
till_random_class_init (TillRandomClass *klass)
{
  klass->fill = fill_from_kernel;
}

static void
till_random_init (TillRandom *self)
{
}

TillRandom *
till_random_new (void)
{
  return g_object_new (TILL_TYPE_RANDOM, NULL);
}

void
till_random_fill (TillRandom *self,
                  guint8     *bytes,
                  gsize       n_bytes)
{
  g_return_if_fail (TILL_IS_RANDOM (self));

  TILL_RANDOM_GET_CLASS (self)->fill (self, bytes, n_bytes);
}

char *
till_random_uuid (TillRandom *self)
{
  g_autoptr(GString) text = NULL;
  guint8 bytes[UUID_BYTES];

  g_return_val_if_fail (TILL_IS_RANDOM (self), NULL);

  till_random_fill (self, bytes, sizeof bytes);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;   /* version 4 */
  bytes[8] = (bytes[8] & 0x3f) | 0x80;   /* variant of RFC 4122 */

  text = g_string_sized_new (36);
  for (guint i = 0; i < sizeof bytes; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        g_string_append_c (text, '-');
      g_string_append_printf (text, "%02x", bytes[i]);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
till_random_text (TillRandom *self,
                  const char *alphabet,
                  gsize       length)
{
  g_autofree char *text = NULL;
  gsize n_letters, limit;

  g_return_val_if_fail (TILL_IS_RANDOM (self), NULL);
  g_return_val_if_fail (alphabet != NULL, NULL);

  n_letters = strlen (alphabet);
  g_return_val_if_fail (n_letters > 0 && n_letters <= 256, NULL);

  /* Bytes above the last whole multiple are drawn again: a plain remainder would favour the first letters. */
  limit = 256 - 256 % n_letters;
  text = g_malloc (length + 1);
  for (gsize i = 0; i < length;)
    {
      guint8 byte;

      till_random_fill (self, &byte, 1);
      if (byte < limit)
        text[i++] = alphabet[byte % n_letters];
    }
  text[length] = '\0';

  return g_steal_pointer (&text);
}
