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

/* @event is what the file says; its hash is compared with what it has to be. */
static gboolean
check_link (TillWalk      *walk,
            TillEvent     *event,
            const guint8   previous[TILL_HASH_BYTES],
            GError       **error)
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

  walk->last_seq = event->seq;
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
  guint8 previous[TILL_HASH_BYTES] = { 0, };
  gint64 end = till_page_end (self);
  gint64 first = walk->seq;

  statement = till_store_prepare (self, "SELECT " TILL_EVENT_COLUMNS " FROM events WHERE seq >= ? ORDER BY seq", error);
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
      if (event->seq != first - 1 && !check_link (walk, event, previous, error))
        return FALSE;
      memcpy (previous, event->hash, TILL_HASH_BYTES);
    }
  while (walk->seq == first || !till_page_is_over (end));

  return TRUE;
}

