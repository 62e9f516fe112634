/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-error.h"
#include "till-journal-private.h"

static gboolean
broken (TillWalk    *walk,
        gint64       seq,
        const char  *what,
        GError     **error)
{
  walk->bad_seq = seq;
  g_set_error (error, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED, "event %" G_GINT64_FORMAT ": %s", seq, what);

  return FALSE;
}

static gboolean
bad_signature (TillWalk    *walk,
               gint64       seq,
               const char  *what,
               GError     **error)
{
  walk->bad_signature = TRUE;

  return broken (walk, seq, what, error);
}

static gboolean
take_key (TillWalk   *walk,
          TillEvent  *event,
          GError    **error)
{
  const char *text = till_event_get (event, TILL_FACT_PUBLIC_KEY);
  TillKeySpan span = { .seq = event->seq };

  if (text == NULL || !till_public_key_from_text (text, span.key))
    return bad_signature (walk, event->seq, "a key that is none", error);

  g_strlcpy (span.text, text, sizeof span.text);
  g_array_append_val (walk->keys, span);

  return TRUE;
}

/* An event that names a key is signed with it already; before the first there are no signatures. */
static gboolean
check_signature (TillWalk       *walk,
                 TillEvent      *event,
                 TillStatement  *statement,
                 GError        **error)
{
  gboolean is_signed = sqlite3_column_type (statement, TILL_EVENT_SIGNATURE) != SQLITE_NULL;

  if (event->kind == TILL_EVENT_SIGNING_KEY && !take_key (walk, event, error))
    return FALSE;
  if (walk->keys->len == 0)
    return !is_signed || bad_signature (walk, event->seq, "a signature without a key", error);
  if (!is_signed || sqlite3_column_bytes (statement, TILL_EVENT_SIGNATURE) != TILL_SIGNATURE_BYTES)
    return bad_signature (walk, event->seq, "its signature is missing", error);

  return till_signature_is_good (g_array_index (walk->keys, TillKeySpan, walk->keys->len - 1).key, event->hash,
                                 sqlite3_column_blob (statement, TILL_EVENT_SIGNATURE))
         || bad_signature (walk, event->seq, "its signature is another", error);
}

/* @event is what the file says; its hash is compared with what it has to be. */
static gboolean
check_link (TillWalk       *walk,
            TillEvent      *event,
            TillStatement  *statement,
            const guint8    previous[TILL_HASH_BYTES],
            GError        **error)
{
  guint8 stored[TILL_HASH_BYTES];

  if (event->seq != walk->seq)
    return broken (walk, walk->seq, "missing", error);
  if ((event->seq == 1) != (event->kind == TILL_EVENT_JOURNAL_OPENED))
    return broken (walk, event->seq, "the first event opens the journal, and no other", error);

  memcpy (stored, event->hash, TILL_HASH_BYTES);
  till_event_chain (event, previous);
  if (memcmp (stored, event->hash, TILL_HASH_BYTES) != 0)
    return broken (walk, event->seq, "its hash is another", error);
  if (walk->keys != NULL && !check_signature (walk, event, statement, error))
    return FALSE;

  walk->last_seq = event->seq;
  memcpy (walk->last_hash, event->hash, TILL_HASH_BYTES);
  walk->seq = event->seq + 1;
  walk->n_events += event->payment != NULL;
  walk->n_payments += event->kind == TILL_EVENT_REQUESTED;

  return TRUE;
}

static gboolean
read_link (TillStore      *self,
           TillStatement  *statement,
           TillWalk       *walk,
           TillEvent     **event,
           GError        **error)
{
  gboolean has_row;

  *event = NULL;
  if (!till_store_step (self, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  *event = till_store_read_event (statement, error);
  if (*event == NULL)
    walk->bad_seq = sqlite3_column_int64 (statement, 0);

  return *event != NULL;
}

gboolean
till_store_check_links (TillStore  *self,
                        TillWalk   *walk,
                        GError    **error)
{
  g_autoptr(TillStatement) statement = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT " TILL_EVENT_COLUMNS ", %s FROM events WHERE seq >= ? ORDER BY seq",
                                          self->version > 1 ? "signature" : "NULL");
  guint8 previous[TILL_HASH_BYTES] = { 0, };
  gint64 end = till_page_end (self);
  gint64 first = walk->seq;

  statement = till_store_prepare (self, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, first - 1);

  do
    {
      g_autoptr(TillEvent) event = NULL;

      if (!read_link (self, statement, walk, &event, error))
        return FALSE;
      if (event == NULL)
        {
          walk->seq = 0;
          return TRUE;
        }

      /* The one before the first is there for its hash only. */
      if (event->seq != first - 1 && !check_link (walk, event, statement, previous, error))
        return FALSE;
      memcpy (previous, event->hash, TILL_HASH_BYTES);
    }
  while (walk->seq == first || !till_page_is_over (end));

  return TRUE;
}

