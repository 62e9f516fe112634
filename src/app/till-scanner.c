/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-scanner.h"

void
till_scanner_init (TillScanner *self)
{
  *self = (TillScanner) { .burst = g_string_new (NULL) };
}

void
till_scanner_clear (TillScanner *self)
{
  g_string_free (self->burst, TRUE);
  self->burst = NULL;
}

/* Whether this key came within @gap after the one before. */
static gboolean
is_quick (TillScanner *self,
          guint32      time,
          guint32      gap)
{
  gboolean quick = self->any && (guint32) (time - self->last_time) < gap;

  self->any = TRUE;
  self->last_time = time;

  return quick;
}

TillKeys
till_scanner_key (TillScanner *self,
                  guint32      time,
                  gunichar     character)
{
  gboolean begins = !is_quick (self, time, TILL_SCANNER_GAP_MS) || self->ended || self->burst->len == 0;

  if (begins || character == 0)
    g_string_truncate (self->burst, 0);

  self->ended = FALSE;
  if (character != 0)
    g_string_append_unichar (self->burst, character);

  return begins ? TILL_KEYS_BEGIN : TILL_KEYS_TYPED;
}

TillKeys
till_scanner_enter (TillScanner *self,
                    guint32      time)
{
  gboolean again = self->ended;   /* some scanners end with CR and LF */
  gboolean burst = !again && g_utf8_strlen (self->burst->str, -1) >= TILL_SCANNER_MIN;
  gboolean quick = is_quick (self, time, burst ? TILL_SCANNER_ENTER_MS : TILL_SCANNER_GAP_MS);

  self->ended = TRUE;
  if (!quick)
    {
      g_string_truncate (self->burst, 0);
      return TILL_KEYS_TYPED;
    }

  return burst ? TILL_KEYS_SCANNED : TILL_KEYS_BOUNCED;
}

const char *
till_scanner_get_text (TillScanner *self)
{
  return self->burst->str;
}
