/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-error.h"
#include "till-journal-private.h"

/* The next link of the chain: numbered, hashed, and signed with the key that the journal names. */

#define KEY_NAME "signing-key"

/* @seq 0: the last one. @hash: all zero when there is none. */
static gboolean
read_last_hash (TillStore  *self,
                gint64     *seq,
                guint8      hash[TILL_HASH_BYTES],
                GError    **error)
{
  g_autoptr(TillStatement) statement = NULL;
  gboolean has_row;

  *seq = 0;
  memset (hash, 0, TILL_HASH_BYTES);
  statement = till_store_prepare (self, "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1", error);
  if (statement == NULL || !till_store_step (self, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  *seq = sqlite3_column_int64 (statement, 0);
  if (sqlite3_column_bytes (statement, 1) != TILL_HASH_BYTES)
    return till_row_is_damaged ("hash of event", *seq, error);
  memcpy (hash, sqlite3_column_blob (statement, 1), TILL_HASH_BYTES);

  return TRUE;
}

static gboolean
add_link (TillStore  *self,
          TillEvent  *event,
          GError    **error)
{
  guint8 previous[TILL_HASH_BYTES];
  guint8 signature[TILL_SIGNATURE_BYTES];
  gint64 last;

  if (!read_last_hash (self, &last, previous, error))
    return FALSE;

  event->seq = last + 1;
  till_event_chain (event, previous);
  if (self->key == NULL)
    return till_store_insert_event (self, event, NULL, error);

  till_signing_key_sign (self->key, event->hash, signature);

  return till_store_insert_event (self, event, signature, error);
}

/* Inside the transaction: of two programs that start at once one makes it, and the other finds it. */
static gboolean
need_key (TillStore  *self,
          GError    **error)
{
  g_autofree char *directory = g_path_get_dirname (self->path);
  g_autofree char *path = g_build_filename (directory, KEY_NAME, NULL);

  if (self->key != NULL)
    return TRUE;
  if (!till_signing_key_load (path, &self->key, error))
    return FALSE;
  if (self->key == NULL)
    self->key = till_signing_key_make (path, self->random, error);

  return self->key != NULL;
}

/* @declared: whether ours is the last key that the journal names. */
static gboolean
is_declared (TillStore  *self,
             gboolean   *declared,
             GError    **error)
{
  g_autoptr(TillEvent) event = NULL;

  if (!till_store_read_newest (self, "INDEXED BY events_keys WHERE kind = 'signing-key'", &event, error))
    return FALSE;

  *declared = event != NULL
              && g_strcmp0 (till_event_get (event, TILL_FACT_PUBLIC_KEY), till_signing_key_get_public (self->key)) == 0;

  return TRUE;
}

/* @like: who and when. */
static gboolean
declare (TillStore  *self,
         TillEvent  *like,
         GError    **error)
{
  g_autoptr(TillEvent) event = till_event_new (TILL_EVENT_SIGNING_KEY, NULL);
  const TillStamp stamp = { like->who, like->program, like->wall_time, like->boot_id, like->boot_time };

  till_event_set (event, TILL_FACT_PUBLIC_KEY, till_signing_key_get_public (self->key));
  till_event_set (event, TILL_FACT_TILL, self->till);
  till_stamp_event (&stamp, event);

  return add_link (self, event, error);
}

gboolean
till_store_declare_key (TillStore  *self,
                        TillEvent  *like,
                        GError    **error)
{
  gboolean declared;

  return need_key (self, error)
         && is_declared (self, &declared, error)
         && (declared || declare (self, like, error));
}

gboolean
till_store_add_event (TillStore  *self,
                      TillEvent  *event,
                      GError    **error)
{
  /* The first event comes before any key: it says whose journal this is. */
  if (event->kind != TILL_EVENT_JOURNAL_OPENED && !till_store_declare_key (self, event, error))
    return FALSE;

  return add_link (self, event, error);
}
