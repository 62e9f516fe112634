/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-date.h"
#include "till-error.h"
#include "till-event-private.h"
#include "till-journal-private.h"
#include "till-record-private.h"

/* The columns of TILL_EVENT_COLUMNS, in its order. */
enum
{
  EVENT_SEQ,
  EVENT_PAYMENT,
  EVENT_KIND,
  EVENT_WALL_TIME,
  EVENT_BOOT_ID,
  EVENT_BOOT_TIME,
  EVENT_PLATFORM_DATE,
  EVENT_WHO,
  EVENT_PROGRAM,
  EVENT_FACTS,
  EVENT_HASH,
};

gboolean
till_row_is_damaged (const char  *what,
                     gint64       number,
                     GError     **error)
{
  g_set_error (error, TILL_ERROR, TILL_ERROR_JOURNAL_DAMAGED, "%s %" G_GINT64_FORMAT " cannot be read", what, number);

  return FALSE;
}

gboolean
till_store_insert_event (TillStore     *self,
                         TillEvent     *event,
                         const guint8  *signature,
                         GError       **error)
{
  g_autoptr(TillStatement) statement = NULL;
  g_autofree char *facts = till_event_facts_to_text (event);

  statement = till_store_prepare (self, "INSERT INTO events (" TILL_EVENT_COLUMNS ", signature)"
                                  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", error);
  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1 + EVENT_SEQ, event->seq);
  till_bind_text (self, statement, 1 + EVENT_PAYMENT, event->payment);
  till_bind_text (self, statement, 1 + EVENT_KIND, till_event_kind_to_string (event->kind));
  sqlite3_bind_int64 (statement, 1 + EVENT_WALL_TIME, event->wall_time);
  till_bind_text (self, statement, 1 + EVENT_BOOT_ID, event->boot_id);
  sqlite3_bind_int64 (statement, 1 + EVENT_BOOT_TIME, event->boot_time);
  if (event->platform_date != CONNECT_DATE_UNKNOWN)
    sqlite3_bind_int64 (statement, 1 + EVENT_PLATFORM_DATE, event->platform_date);
  till_bind_text (self, statement, 1 + EVENT_WHO, event->who);
  till_bind_text (self, statement, 1 + EVENT_PROGRAM, event->program);
  till_bind_text (self, statement, 1 + EVENT_FACTS, facts);
  sqlite3_bind_blob (statement, 1 + EVENT_HASH, event->hash, TILL_HASH_BYTES, SQLITE_STATIC);
  if (signature != NULL)
    sqlite3_bind_blob (statement, 1 + TILL_EVENT_SIGNATURE, signature, TILL_SIGNATURE_BYTES, SQLITE_STATIC);

  return till_store_step (self, statement, NULL, error);
}

static void
take_text (char          **at,
           TillStatement  *statement,
           int             column)
{
  g_free (*at);
  *at = g_strdup (till_column_text (statement, column));
}

TillEvent *
till_store_read_event (TillStatement  *statement,
                       GError        **error)
{
  g_autoptr(TillEvent) event = NULL;
  gint64 seq = sqlite3_column_int64 (statement, EVENT_SEQ);
  const char *word = till_column_text (statement, EVENT_KIND);
  const char *facts = till_column_text (statement, EVENT_FACTS);
  TillEventKind kind;

  if (word == NULL || facts == NULL || !till_event_kind_from_string (word, &kind))
    return till_row_is_damaged ("event", seq, error), NULL;

  event = till_event_new (kind, till_column_text (statement, EVENT_PAYMENT));
  event->seq = seq;
  event->wall_time = sqlite3_column_int64 (statement, EVENT_WALL_TIME);
  event->boot_time = sqlite3_column_int64 (statement, EVENT_BOOT_TIME);
  if (sqlite3_column_type (statement, EVENT_PLATFORM_DATE) != SQLITE_NULL)
    event->platform_date = sqlite3_column_int64 (statement, EVENT_PLATFORM_DATE);
  take_text (&event->boot_id, statement, EVENT_BOOT_ID);
  take_text (&event->who, statement, EVENT_WHO);
  take_text (&event->program, statement, EVENT_PROGRAM);

  if (event->boot_id == NULL || event->who == NULL || event->program == NULL
      || !till_event_facts_from_text (event, facts)
      || sqlite3_column_bytes (statement, EVENT_HASH) != TILL_HASH_BYTES)
    return till_row_is_damaged ("event", seq, error), NULL;
  memcpy (event->hash, sqlite3_column_blob (statement, EVENT_HASH), TILL_HASH_BYTES);

  return g_steal_pointer (&event);
}

gboolean
till_store_read_newest (TillStore   *self,
                        const char  *which,
                        TillEvent  **event,
                        GError     **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT " TILL_EVENT_COLUMNS " FROM events %s ORDER BY seq DESC LIMIT 1", which);
  g_autoptr(TillStatement) statement = till_store_prepare (self, sql, error);
  gboolean has_row;

  *event = NULL;
  if (statement == NULL || !till_store_step (self, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  *event = till_store_read_event (statement, error);

  return *event != NULL;
}

static void
append_column (GString         *sql,
               const TillField *field)
{
  g_string_append_c (sql, '"');
  for (const char *c = field->name; *c != '\0'; c++)
    g_string_append_c (sql, *c == '-' ? '_' : *c);
  g_string_append_c (sql, '"');
}

char *
till_store_select (const char *rest)
{
  GString *sql = g_string_new ("SELECT row");
  const TillField *fields;
  gsize n_fields;

  fields = till_record_get_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    {
      g_string_append (sql, ", ");
      append_column (sql, &fields[i]);
    }
  g_string_append_printf (sql, " FROM payments %s", rest);

  return g_string_free (sql, FALSE);
}

TillRecord *
till_store_read_record (TillStatement  *statement,
                        GError        **error)
{
  g_autoptr(TillRecord) record = till_record_new_empty ();
  const TillField *fields;
  gsize n_fields;

  record->row = sqlite3_column_int64 (statement, 0);
  fields = till_record_get_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    if (!till_field_from_text (&fields[i], record, till_column_text (statement, 1 + i)))
      return till_row_is_damaged ("payment", record->row, error), NULL;

  return g_steal_pointer (&record);
}

/* Behind the record's own columns: what is found by index. */
static void
bind_questions (TillStatement *statement,
                int            index,
                TillRecord    *record)
{
  sqlite3_bind_int (statement, index, till_record_is_open (record));
  sqlite3_bind_int (statement, index + 1, till_record_is_unresolved (record));
}

gboolean
till_store_insert_record (TillStore   *self,
                          TillRecord  *record,
                          GError     **error)
{
  g_autoptr(TillStatement) statement = NULL;
  g_autoptr(GString) sql = g_string_new ("INSERT INTO payments (row");
  const TillField *fields;
  gsize n_fields;

  fields = till_record_get_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    {
      g_string_append (sql, ", ");
      append_column (sql, &fields[i]);
    }
  g_string_append (sql, ", open, unresolved) VALUES (?, ?, ?");
  for (gsize i = 0; i < n_fields; i++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');

  statement = till_store_prepare (self, sql->str, error);
  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, record->row);
  for (gsize i = 0; i < n_fields; i++)
    {
      g_autofree char *text = till_field_to_text (&fields[i], record);

      till_bind_text (self, statement, 2 + i, text);
    }
  bind_questions (statement, 2 + n_fields, record);

  return till_store_step (self, statement, NULL, error);
}

/* Only what changed is named: SQLite writes each index again whose columns a statement names. */
gboolean
till_store_update_record (TillStore   *self,
                          TillRecord  *before,
                          TillRecord  *after,
                          GError     **error)
{
  g_autoptr(TillStatement) statement = NULL;
  g_autoptr(GString) sql = g_string_new ("UPDATE payments SET ");
  g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  gboolean moved = till_record_is_open (before) != till_record_is_open (after)
                   || till_record_is_unresolved (before) != till_record_is_unresolved (after);
  const TillField *fields;
  gsize n_fields;

  fields = till_record_get_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    {
      g_autofree char *old = till_field_to_text (&fields[i], before);
      g_autofree char *new = till_field_to_text (&fields[i], after);

      if (g_strcmp0 (old, new) == 0)
        continue;
      g_string_append (sql, values->len > 0 ? ", " : "");
      append_column (sql, &fields[i]);
      g_string_append (sql, " = ?");
      g_ptr_array_add (values, g_steal_pointer (&new));
    }
  g_string_append (sql, moved ? ", open = ?, unresolved = ? WHERE row = ?" : " WHERE row = ?");

  statement = till_store_prepare (self, sql->str, error);
  if (statement == NULL)
    return FALSE;

  for (guint i = 0; i < values->len; i++)
    till_bind_text (self, statement, 1 + i, values->pdata[i]);
  if (moved)
    bind_questions (statement, 1 + values->len, after);
  sqlite3_bind_int64 (statement, sqlite3_bind_parameter_count (statement), before->row);

  return till_store_step (self, statement, NULL, error);
}

gboolean
till_store_get_record (TillStore   *self,
                       const char  *id,
                       TillRecord **record,
                       GError     **error)
{
  g_autofree char *sql = till_store_select ("WHERE id = ?");
  g_autoptr(TillStatement) statement = till_store_prepare (self, sql, error);
  gboolean has_row;

  *record = NULL;
  if (statement == NULL)
    return FALSE;
  till_bind_text (self, statement, 1, id);
  if (!till_store_step (self, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *record = till_store_read_record (statement, error);

  return !has_row || *record != NULL;
}

TillRecord *
till_store_need_record (TillStore   *self,
                        const char  *id,
                        GError     **error)
{
  TillRecord *record;

  if (till_store_get_record (self, id, &record, error) && record == NULL)
    g_set_error_literal (error, TILL_ERROR, TILL_ERROR_NO_SUCH_PAYMENT, "no such payment");

  return record;
}
