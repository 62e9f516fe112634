/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <termios.h>
#include <unistd.h>

#include "ctl-secret.h"

/* Straight from the descriptor: a buffer of stdio's would keep a copy. */
static gssize
read_all (char     *into,
          gsize     size,
          gboolean  one_line)
{
  gsize length = 0;

  while (length < size)
    {
      gssize got = read (STDIN_FILENO, into + length, size - length);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        break;
      length += got;
      if (one_line && into[length - 1] == '\n')
        break;
    }

  return length;
}

/* Signals from the keyboard are off as well, so that none leaves the terminal mute; what is typed for them is
 * then no secret. */
static gssize
read_unseen (char       *into,
             gsize       size,
             const char *prompt)
{
  struct termios before;
  struct termios mute;
  gssize length;

  if (tcgetattr (STDIN_FILENO, &before) != 0)
    return -1;

  mute = before;
  mute.c_lflag &= ~(ECHO | ISIG);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &mute);
  g_printerr ("%s", prompt);
  length = read_all (into, size, TRUE);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  g_printerr ("\n");

  return length;
}

gboolean
ctl_secret_read (TillSecret *secret,
                 const char *prompt)
{
  gssize length = isatty (STDIN_FILENO)
                  ? read_unseen (secret->text, CTL_SECRET_MAX + 1, prompt)
                  : read_all (secret->text, CTL_SECRET_MAX + 1, FALSE);

  if (length > 0 && secret->text[length - 1] == '\n')
    length--;
  if (length > 0 && secret->text[length - 1] == '\r')
    length--;
  if (length < 0 || length > CTL_SECRET_MAX)
    return FALSE;

  for (gssize i = 0; i < length; i++)
    {
      if (!g_ascii_isgraph (secret->text[i]))
        return FALSE;
    }
  secret->length = length;
  secret->text[length] = '\0';

  return TRUE;
}
