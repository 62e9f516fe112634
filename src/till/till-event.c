/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-date.h"
#include "till-event-private.h"

static const char *const kind_words[TILL_N_EVENT_KINDS] = {
  [TILL_EVENT_JOURNAL_OPENED] = "journal-opened",
  [TILL_EVENT_TILL_CHANGED] = "till-changed",
  [TILL_EVENT_REQUESTED] = "requested",
  [TILL_EVENT_NOT_SENT] = "not-sent",
  [TILL_EVENT_UNANSWERED] = "unanswered",
  [TILL_EVENT_ANSWERED] = "answered",
  [TILL_EVENT_SHOWN] = "shown",
  [TILL_EVENT_STATUS] = "status",
  [TILL_EVENT_LOOKED] = "looked",
  [TILL_EVENT_ABANDONED] = "abandoned",
  [TILL_EVENT_ATTENTION] = "attention",
  [TILL_EVENT_CLOSED] = "closed",
  [TILL_EVENT_ACKNOWLEDGED] = "acknowledged",
  [TILL_EVENT_CANCEL_ASKED] = "cancel-asked",
  [TILL_EVENT_CHECK_ASKED] = "check-asked",
  [TILL_EVENT_REFUND] = "refund",
  [TILL_EVENT_SIGNING_KEY] = "signing-key",
};

const char *
till_event_kind_to_string (TillEventKind kind)
{
  g_return_val_if_fail ((guint) kind < TILL_N_EVENT_KINDS, NULL);

  return kind_words[kind];
}

gboolean
till_event_kind_from_string (const char    *text,
                             TillEventKind *kind)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (guint i = 0; i < TILL_N_EVENT_KINDS; i++)
    if (g_str_equal (text, kind_words[i]))
      {
        *kind = i;
        return TRUE;
      }

  return FALSE;
}

/* Lower-case letters, digits and hyphens: no "=", so that a line is read in one way only. */
static gboolean
is_fact_name (const char *name,
              gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_islower (name[i]) && !g_ascii_isdigit (name[i]) && name[i] != '-')
      return FALSE;

  return length > 0;
}

TillEvent *
till_event_new (TillEventKind  kind,
                const char    *payment)
{
  TillEvent *self;

  g_return_val_if_fail ((guint) kind < TILL_N_EVENT_KINDS, NULL);

  self = g_new0 (TillEvent, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->payment = g_strdup (payment);
  self->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->who = g_strdup ("");
  self->program = g_strdup ("");
  self->boot_id = g_strdup ("");
  self->platform_date = CONNECT_DATE_UNKNOWN;

  return self;
}

TillEvent *
till_event_ref (TillEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
till_event_unref (TillEvent *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->payment);
  g_hash_table_unref (self->facts);
  g_free (self->who);
  g_free (self->program);
  g_free (self->boot_id);
  g_free (self);
}

void
till_event_set (TillEvent  *self,
                const char *fact,
                const char *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (fact != NULL && is_fact_name (fact, strlen (fact)));

  if (value != NULL)
    g_hash_table_replace (self->facts, g_strdup (fact), g_strdup (value));
}

void
till_event_set_int (TillEvent  *self,
                    const char *fact,
                    gint64      value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  till_event_set (self, fact, text);
}

const char *
till_event_get (TillEvent  *self,
                const char *fact)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (fact != NULL, NULL);

  return g_hash_table_lookup (self->facts, fact);
}

static void
append_line (GString    *text,
             const char *name,
             const char *value)
{
  g_string_append (text, name);
  g_string_append_c (text, '=');
  for (; *value != '\0'; value++)
    switch (*value)
      {
      case '\\':
        g_string_append (text, "\\\\");
        break;
      case '\n':
        g_string_append (text, "\\n");
        break;
      case '\r':
        g_string_append (text, "\\r");
        break;
      default:
        g_string_append_c (text, *value);
      }
  g_string_append_c (text, '\n');
}

static void
append_number (GString    *text,
               const char *name,
               gint64      value)
{
  g_string_append_printf (text, "%s=%" G_GINT64_FORMAT "\n", name, value);
}

char *
till_event_facts_to_text (TillEvent *self)
{
  g_autoptr(GList) names = g_list_sort (g_hash_table_get_keys (self->facts), (GCompareFunc) strcmp);
  GString *text = g_string_new (NULL);

  for (GList *l = names; l != NULL; l = l->next)
    append_line (text, l->data, g_hash_table_lookup (self->facts, l->data));

  return g_string_free (text, FALSE);
}

/* Undoes append_line().  An escape that it never writes is no value. */
static char *
unescape (const char *value,
          gsize       length)
{
  g_autoptr(GString) text = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    if (value[i] != '\\')
      g_string_append_c (text, value[i]);
    else
      {
        i++;
        if (i == length || strchr ("\\nr", value[i]) == NULL)
          return NULL;
        g_string_append_c (text, value[i] == 'n' ? '\n' : value[i] == 'r' ? '\r' : '\\');
      }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
till_event_facts_from_text (TillEvent  *self,
                            const char *text)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  while (*text != '\0')
    {
      const char *end = strchr (text, '\n');
      const char *sign = end != NULL ? memchr (text, '=', end - text) : NULL;
      g_autofree char *value = NULL;

      if (sign == NULL || !is_fact_name (text, sign - text))
        return FALSE;
      value = unescape (sign + 1, end - sign - 1);
      if (value == NULL)
        return FALSE;

      g_hash_table_replace (self->facts, g_strndup (text, sign - text), g_steal_pointer (&value));
      text = end + 1;
    }

  return TRUE;
}

char *
till_event_to_canonical (TillEvent *self)
{
  g_autofree char *facts = NULL;
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  append_number (text, "format", TILL_EVENT_FORMAT);
  append_number (text, "seq", self->seq);
  append_number (text, "wall-time", self->wall_time);
  append_line (text, "boot-id", self->boot_id);
  append_number (text, "boot-time", self->boot_time);
  if (self->platform_date == CONNECT_DATE_UNKNOWN)
    append_line (text, "platform-date", "");
  else
    append_number (text, "platform-date", self->platform_date);
  append_line (text, "who", self->who);
  append_line (text, "program", self->program);
  append_line (text, "payment", self->payment != NULL ? self->payment : "");
  append_line (text, "kind", kind_words[self->kind]);

  facts = till_event_facts_to_text (self);
  g_string_append (text, facts);

  return g_string_free (text, FALSE);
}

void
till_event_chain (TillEvent    *self,
                  const guint8  previous[TILL_HASH_BYTES])
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *text = till_event_to_canonical (self);
  gsize length = TILL_HASH_BYTES;

  g_checksum_update (checksum, previous, TILL_HASH_BYTES);
  g_checksum_update (checksum, (const guint8 *) text, strlen (text));
  g_checksum_get_digest (checksum, self->hash, &length);
}

char *
till_hash_to_text (const guint8 hash[TILL_HASH_BYTES])
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < TILL_HASH_BYTES; i++)
    g_string_append_printf (text, "%02x", hash[i]);

  return g_string_free (text, FALSE);
}
