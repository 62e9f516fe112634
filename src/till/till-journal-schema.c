/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-error.h"
#include "till-event-private.h"
#include "till-journal-private.h"

/* What happened.  Gapless, and nothing in it ever changes: the triggers hold also for whoever opens the file by
 * other means. */
static const char events_sql[] =
  "CREATE TABLE events ("
  "  seq INTEGER PRIMARY KEY,"
  "  payment TEXT,"                  /* NULL: about the journal itself */
  "  kind TEXT NOT NULL,"
  "  wall_time INTEGER NOT NULL,"    /* µs since 1970 */
  "  boot_id TEXT NOT NULL,"
  "  boot_time INTEGER NOT NULL,"    /* ms */
  "  platform_date INTEGER,"         /* s since 1970 */
  "  who TEXT NOT NULL,"
  "  program TEXT NOT NULL,"
  "  facts TEXT NOT NULL,"           /* as in the canonical text */
  "  hash BLOB NOT NULL CHECK (length (hash) = 32)"
  ") STRICT;"
  "CREATE INDEX events_payment ON events (payment, seq) WHERE payment IS NOT NULL;"
  "CREATE INDEX events_journal ON events (seq) WHERE payment IS NULL;"
  "CREATE TRIGGER events_are_gapless BEFORE INSERT ON events"
  " WHEN NEW.seq IS NOT (SELECT coalesce (max (seq), 0) + 1 FROM events)"
  " BEGIN SELECT RAISE (ABORT, 'not the next event'); END;"
  "CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events"
  " BEGIN SELECT RAISE (ABORT, 'events are never changed'); END;"
  "CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events"
  " BEGIN SELECT RAISE (ABORT, 'events are never deleted'); END;";

/* The fold of the events, a column for each member of TillRecord. */
static const char payments_sql[] =
  "CREATE TABLE payments ("
  "  row INTEGER PRIMARY KEY,"       /* also the byte of its lock */
  "  id TEXT NOT NULL UNIQUE,"
  "  \"order\" TEXT NOT NULL,"
  "  request_id TEXT NOT NULL UNIQUE,"
  "  type TEXT NOT NULL,"
  "  amount INTEGER NOT NULL CHECK (amount > 0),"   /* minor units */
  "  currency TEXT NOT NULL CHECK (length (currency) = 3),"
  "  reference TEXT NOT NULL,"
  "  reference_given INTEGER NOT NULL,"
  "  counter INTEGER NOT NULL,"
  "  merchant_reference TEXT NOT NULL UNIQUE,"
  "  description TEXT NOT NULL,"
  "  key TEXT NOT NULL UNIQUE,"
  "  body_sha256 TEXT NOT NULL,"
  "  endpoint TEXT NOT NULL,"
  "  merchant TEXT NOT NULL,"
  "  key_id TEXT NOT NULL,"
  "  till TEXT NOT NULL,"
  "  waited_for INTEGER NOT NULL,"
  "  who TEXT NOT NULL,"
  "  program TEXT NOT NULL,"
  "  state TEXT NOT NULL,"
  "  maybe_sent INTEGER NOT NULL,"
  "  auth_refused INTEGER NOT NULL,"
  "  payment_id TEXT,"
  "  other_payment_id TEXT,"
  "  checkout_id TEXT,"
  "  wechat_id TEXT,"
  "  action_sha256 TEXT,"
  "  status TEXT,"
  "  status_code INTEGER NOT NULL,"
  "  platform_amount INTEGER NOT NULL,"
  "  shown INTEGER NOT NULL,"
  "  abandoned INTEGER NOT NULL,"
  "  late INTEGER NOT NULL,"
  "  reversed INTEGER NOT NULL,"
  "  attention TEXT NOT NULL,"
  "  settled TEXT,"
  "  error TEXT,"
  "  error_message TEXT,"
  "  platform_code TEXT,"
  "  error_id TEXT,"
  "  looks INTEGER NOT NULL,"
  "  refunds TEXT NOT NULL,"
  "  first_seq INTEGER NOT NULL UNIQUE REFERENCES events (seq),"
  "  last_seq INTEGER NOT NULL REFERENCES events (seq),"
  "  created INTEGER NOT NULL,"
  "  updated INTEGER NOT NULL,"
  "  created_boot_id TEXT NOT NULL,"
  "  created_boot_time INTEGER NOT NULL,"
  "  answered_date INTEGER,"
  "  answered_boot_id TEXT,"
  "  answered_boot_time INTEGER NOT NULL,"
  "  sent_date INTEGER,"
  "  sent_boot_id TEXT,"
  "  sent_boot_time INTEGER NOT NULL,"
  "  paid_time INTEGER NOT NULL,"
  "  open INTEGER NOT NULL,"         /* what till_record_is_open() says … */
  "  unresolved INTEGER NOT NULL"    /* … and till_record_is_unresolved() */
  ") STRICT;"
  "CREATE INDEX payments_order ON payments (\"order\");"
  "CREATE INDEX payments_payment_id ON payments (payment_id) WHERE payment_id IS NOT NULL;"
  "CREATE INDEX payments_other_payment_id ON payments (other_payment_id) WHERE other_payment_id IS NOT NULL;"
  "CREATE INDEX payments_reference ON payments (reference, created);"
  "CREATE INDEX payments_reference_paid ON payments (reference, paid_time) WHERE paid_time > 0;"
  "CREATE INDEX payments_reference_open ON payments (reference) WHERE open = 1;"
  "CREATE INDEX payments_counter ON payments (till, counter) WHERE counter > 0;"
  "CREATE INDEX payments_created ON payments (created);"
  "CREATE INDEX payments_state ON payments (state, created);"
  "CREATE INDEX payments_paid ON payments (paid_time) WHERE paid_time > 0;"
  "CREATE INDEX payments_open ON payments (row) WHERE open = 1;"
  "CREATE INDEX payments_unresolved ON payments (row) WHERE unresolved = 1;"
  "CREATE INDEX payments_attention ON payments (row) WHERE attention <> '';"
  "CREATE TRIGGER payments_keep_their_intent"
  " BEFORE UPDATE OF row, id, \"order\", request_id, type, amount, currency, reference, merchant_reference, key,"
  " body_sha256, endpoint, merchant ON payments"
  " BEGIN SELECT RAISE (ABORT, 'what was asked for is never changed'); END;"
  "CREATE TRIGGER payments_are_not_deleted BEFORE DELETE ON payments"
  " BEGIN SELECT RAISE (ABORT, 'payments are never deleted'); END;";

/* What must be forgotten one day, and therefore stands outside the chain; its hashes are in the events. */
static const char outbound_sql[] =
  "CREATE TABLE outbound ("
  "  row INTEGER PRIMARY KEY,"
  "  payment INTEGER NOT NULL REFERENCES payments (row),"
  "  refund TEXT NOT NULL,"          /* '' for the payment's own request */
  "  body BLOB,"
  "  action TEXT,"                   /* the merchant action, or a hosted checkout's address */
  "  due INTEGER,"                   /* when the request is to be forgotten, µs since 1970; NULL: not known yet */
  "  UNIQUE (payment, refund)"
  ") STRICT;"
  "CREATE INDEX outbound_due ON outbound (due) WHERE due IS NOT NULL;";

static void
set_previous (TillEvent          *event,
              const TillPrevious *previous)
{
  g_autofree char *hash = till_hash_to_text (previous->walk->last_hash);

  till_event_set (event, TILL_FACT_PREVIOUS, previous->name);
  if (previous->walk->last_seq == 0)
    return;

  till_event_set_int (event, TILL_FACT_PREVIOUS_SEQ, previous->walk->last_seq);
  till_event_set (event, TILL_FACT_PREVIOUS_HASH, hash);
}

static gboolean
add_journal_event (TillStore        *self,
                   const TillStamp  *stamp,
                   TillEventKind     kind,
                   GError          **error)
{
  g_autoptr(TillEvent) event = till_event_new (kind, NULL);

  if (kind == TILL_EVENT_JOURNAL_OPENED)
    {
      g_autofree char *uuid = till_random_uuid (self->random);

      till_event_set (event, TILL_FACT_JOURNAL, uuid);
      till_event_set (event, TILL_FACT_VERSION, PACKAGE_VERSION);
      till_event_set_int (event, TILL_FACT_FORMAT, TILL_EVENT_FORMAT);
      if (self->previous != NULL)
        set_previous (event, self->previous);
    }
  till_event_set (event, TILL_FACT_TILL, self->till);
  till_stamp_event (stamp, event);

  return till_store_add_event (self, event, error);
}

/* What each version added to the one before: a new journal goes the same way as an old one, so that both are the
 * same in the end. */
static const char *const upgrades[] = {
  [1] =
  /* outside the hashed text; before the first key there are none */
  "ALTER TABLE events ADD COLUMN signature BLOB CHECK (signature IS NULL OR length (signature) = 64);"
  /* a day, without the years before it */
  "CREATE INDEX events_wall_time ON events (wall_time);"
  "CREATE INDEX events_keys ON events (seq) WHERE kind = 'signing-key';"
  "CREATE TRIGGER events_are_signed BEFORE INSERT ON events"
  " WHEN NEW.signature IS NULL"
  " AND (NEW.kind = 'signing-key' OR EXISTS (SELECT 1 FROM events WHERE kind = 'signing-key'))"
  " BEGIN SELECT RAISE (ABORT, 'not signed'); END;",
};

G_STATIC_ASSERT (G_N_ELEMENTS (upgrades) == TILL_JOURNAL_VERSION);

gboolean
till_store_upgrade_tables (TillStore  *self,
                           int         from,
                           GError    **error)
{
  g_autofree char *header = g_strdup_printf ("PRAGMA user_version=%d", from + 1);

  return till_store_exec (self, upgrades[from], error) && till_store_exec (self, header, error);
}

gboolean
till_store_make_tables (TillStore  *self,
                        int         version,
                        GError    **error)
{
  g_autofree char *header = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=1",
                                             TILL_JOURNAL_APPLICATION_ID);

  if (!till_store_exec (self, events_sql, error)
      || !till_store_exec (self, payments_sql, error)
      || !till_store_exec (self, outbound_sql, error)
      || !till_store_exec (self, header, error))
    return FALSE;

  for (int from = 1; from < version; from++)
    if (!till_store_upgrade_tables (self, from, error))
      return FALSE;

  return TRUE;
}

/* Inside a transaction: another process may have made the journal a moment ago. */
static gboolean
make_tables_once (TillStore        *self,
                  const TillStamp  *stamp,
                  GError          **error)
{
  g_autoptr(TillEvent) like = till_event_new (TILL_EVENT_SIGNING_KEY, NULL);
  gint64 application_id;

  if (!till_store_get_number (self, "PRAGMA application_id", &application_id, error))
    return FALSE;
  if (application_id != 0)
    return TRUE;

  till_stamp_event (stamp, like);

  return till_store_make_tables (self, TILL_JOURNAL_VERSION, error)
         && add_journal_event (self, stamp, TILL_EVENT_JOURNAL_OPENED, error)
         && till_store_declare_key (self, like, error);
}

/* @till: (out) (nullable): whose journal it is by the last event about it. */
static gboolean
read_till (TillStore  *self,
           char      **till,
           GError    **error)
{
  g_autoptr(TillEvent) event = NULL;

  if (!till_store_read_newest (self, "INDEXED BY events_journal WHERE payment IS NULL", &event, error))
    return FALSE;

  *till = event != NULL ? g_strdup (till_event_get (event, TILL_FACT_TILL)) : NULL;

  return TRUE;
}

static gboolean
note_till (TillStore        *self,
           const TillStamp  *stamp,
           GError          **error)
{
  g_autofree char *till = NULL;

  return read_till (self, &till, error)
         && (g_strcmp0 (till, self->till) == 0
             || add_journal_event (self, stamp, TILL_EVENT_TILL_CHANGED, error));
}

gboolean
till_store_in_transaction (TillStore        *self,
                           const TillStamp  *stamp,
                           TillStampedFunc   func,
                           GError          **error)
{
  if (!till_store_begin (self, error))
    return FALSE;
  if (func (self, stamp, error))
    return till_store_commit (self, error);

  till_store_roll_back (self);

  return FALSE;
}

static gboolean
forget_due (TillStore        *self,
            const TillStamp  *stamp,
            GError          **error)
{
  return till_store_empty_outbound (self, stamp->wall_time, error);
}

/* Only when there is something to forget: a full disk keeps nobody from looking at payments. */
static gboolean
forget_what_is_due (TillStore        *self,
                    const TillStamp  *stamp,
                    GError          **error)
{
  gint64 due;

  if (!till_store_get_number (self, "SELECT min(due) FROM outbound INDEXED BY outbound_due"
                              " WHERE due IS NOT NULL", &due, error))
    return FALSE;

  return due == 0 || due > stamp->wall_time || till_store_in_transaction (self, stamp, forget_due, error);
}

/* The last links only: the whole chain is till_journal_verify_async()'s. */
static gboolean
check_end_of_chain (TillStore  *self,
                    GError    **error)
{
  TillWalk walk = { 0, };
  gint64 last;

  if (!till_store_get_number (self, "SELECT max(seq) FROM events", &last, error))
    return FALSE;
  if (last == 0)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED, "the journal has no first event");
      return FALSE;
    }

  walk.seq = MAX (1, last - TILL_JOURNAL_LINKS + 1);
  while (walk.seq != 0)
    if (!till_store_check_links (self, &walk, error))
      return FALSE;

  return TRUE;
}

gboolean
till_store_set_up (TillStore        *self,
                   const TillStamp  *stamp,
                   GError          **error)
{
  g_autofree char *till = NULL;
  gint64 application_id;

  if (!till_store_get_number (self, "PRAGMA application_id", &application_id, error))
    return FALSE;
  if (application_id == 0)
    {
      if (!till_store_sync_folders (self, error)
          || !till_store_in_transaction (self, stamp, make_tables_once, error))
        return FALSE;
      self->version = TILL_JOURNAL_VERSION;
    }

  if (!check_end_of_chain (self, error)
      || (self->version < TILL_JOURNAL_VERSION && !till_store_upgrade (self, stamp, error))
      || !read_till (self, &till, error))
    return FALSE;
  if (g_strcmp0 (till, self->till) != 0 && !till_store_in_transaction (self, stamp, note_till, error))
    return FALSE;

  self->data_version = -1;

  return forget_what_is_due (self, stamp, error)
         && till_store_guard_refunds (self, error)
         && till_store_get_number (self, "SELECT max(seq) FROM events", &self->seen_seq, error);
}
