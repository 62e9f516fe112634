/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** TILL_SCANNER_GAP_MS: keys that follow each other faster than this were not typed by a person. */
#define TILL_SCANNER_GAP_MS 30
/** TILL_SCANNER_ENTER_MS: within this time an Enter belongs to a burst that cannot have been a person's; some scanners pause before it, and so does a busy computer. */
#define TILL_SCANNER_ENTER_MS 200
/** TILL_SCANNER_MIN: characters before Enter from which a burst is a code; a shorter one is a key that bounced. */
#define TILL_SCANNER_MIN 3

typedef enum
{
  TILL_KEYS_TYPED,     /* a person: do as the key says */
  TILL_KEYS_BEGIN,     /* as TYPED; should a burst come of it, this key was its first */
  TILL_KEYS_SCANNED,   /* Enter ended a burst: till_scanner_get_text() has what was scanned */
  TILL_KEYS_BOUNCED,   /* Enter came faster than a person types: it means nothing */
} TillKeys;

/**
 * TillScanner:
 *
 * Tells a bar code scanner, which types faster than any person and ends with Enter, from a keyboard.
 */
typedef struct
{
  GString *burst;       /* (owned) what came without a pause */
  guint32  last_time;   /* ms, of the last key; wraps round */
  gboolean any;         /* a key came before */
  gboolean ended;       /* Enter came: the next key begins anew */
} TillScanner;

void        till_scanner_init     (TillScanner  *self);
void        till_scanner_clear    (TillScanner  *self);
/** till_scanner_key: @time: of the event, in ms; @character: 0 for a key that types nothing (it ends a burst). */
TillKeys    till_scanner_key      (TillScanner  *self,
                                   guint32       time,
                                   gunichar      character);
/** till_scanner_enter: the Enter key. */
TillKeys    till_scanner_enter    (TillScanner  *self,
                                   guint32       time);
/** till_scanner_get_text: (return) (transfer none): of the last burst, until the next key. */
const char *till_scanner_get_text (TillScanner  *self);

G_END_DECLS
