/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/random.h>

#include "sandbox-random.h"

static void
fill_random (guint8 *bytes,
             gsize   length)
{
  /* Never short or interrupted for so few bytes, once the kernel's generator has started (getrandom(2)). */
  g_assert (length <= 256);
  if (getrandom (bytes, length, 0) != (gssize) length)
    g_error ("the kernel gives no random bytes");
}

char *
sandbox_random_text (gsize       length,
                     const char *alphabet)
{
  char *text = g_malloc (length + 1);
  gsize n_letters = strlen (alphabet);

  /* The slight preference for the first letters does not matter for play money. */
  fill_random ((guint8 *) text, length);
  for (gsize i = 0; i < length; i++)
    text[i] = alphabet[(guint8) text[i] % n_letters];
  text[length] = '\0';

  return text;
}

char *
sandbox_random_secret (void)
{
  guint8 bytes[32];

  fill_random (bytes, sizeof bytes);

  return g_base64_encode (bytes, sizeof bytes);
}
