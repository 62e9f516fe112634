/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-error.h"
#include "till-json-private.h"
#include "till-json.h"
#include "till-report.h"

static GArray *
new_lines (void)
{
  return g_array_new (FALSE, FALSE, sizeof (TillReportLine));
}

TillReport *
till_report_new (gint64 since,
                 gint64 until)
{
  TillReport *self = g_new0 (TillReport, 1);

  self->since = since;
  self->until = until;
  self->totals = new_lines ();
  self->takings = new_lines ();
  self->by_hour = new_lines ();
  self->by_person = new_lines ();
  self->refunds = new_lines ();
  self->unresolved = g_ptr_array_new_with_free_func (g_free);
  self->late = g_ptr_array_new_with_free_func (g_free);
  self->attention = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
till_report_free (TillReport *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->totals);
  g_array_unref (self->takings);
  g_array_unref (self->by_hour);
  g_array_unref (self->by_person);
  g_array_unref (self->refunds);
  g_ptr_array_unref (self->unresolved);
  g_ptr_array_unref (self->late);
  g_ptr_array_unref (self->attention);
  g_free (self);
}

static int
compare_lines (const TillReportLine *a,
               const TillReportLine *b)
{
  int by_currency = strcmp (a->sum.currency, b->sum.currency);

  return by_currency != 0 ? by_currency : strcmp (a->key, b->key);
}

gboolean
till_report_add (GArray                *lines,
                 const TillReportLine  *line,
                 GError               **error)
{
  guint i;

  for (i = 0; i < lines->len; i++)
    {
      TillReportLine *held = &g_array_index (lines, TillReportLine, i);
      int order = compare_lines (line, held);

      if (order < 0)
        break;
      if (order > 0)
        continue;

      held->count += line->count;
      if (!__builtin_add_overflow (held->sum.amount, line->sum.amount, &held->sum.amount))
        return TRUE;
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_INTERNAL, "a sum of the report overflows");
      return FALSE;
    }
  g_array_insert_val (lines, i, *line);

  return TRUE;
}

gboolean
till_report_count (GArray           *lines,
                   const char       *key,
                   const TillMoney  *money,
                   GError          **error)
{
  const TillReportLine line = { .key = g_intern_string (key), .count = 1, .sum = *money };

  return till_report_add (lines, &line, error);
}

/* --- as JSON --- */

/* @key_name: (nullable): how the key is called */
static void
add_lines (JsonBuilder *builder,
           const char  *name,
           GArray      *lines,
           const char  *key_name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < lines->len; i++)
    {
      const TillReportLine *line = &g_array_index (lines, TillReportLine, i);

      json_builder_begin_object (builder);
      till_json_add_text (builder, "currency", line->sum.currency);
      if (key_name != NULL)
        till_json_add_text (builder, key_name, line->key);
      till_json_add_int (builder, "count", line->count);
      till_json_add_int (builder, "amount", line->sum.amount);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_ids (JsonBuilder *builder,
         const char  *name,
         GPtrArray   *ids)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < ids->len; i++)
    json_builder_add_string_value (builder, ids->pdata[i]);
  json_builder_end_array (builder);
}

static void
add_chain (JsonBuilder *builder,
           TillReport  *self)
{
  g_autofree char *hash = NULL;

  if (self->last_seq == 0)
    return;

  hash = till_hash_to_text (self->last_hash);
  till_json_add_int (builder, "firstSeq", self->first_seq);
  till_json_add_int (builder, "lastSeq", self->last_seq);
  till_json_add_text (builder, "lastHash", hash);
}

char *
till_report_to_json (TillReport *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *date = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  date = till_time_to_date (self->since);
  json_builder_begin_object (builder);
  till_json_add_text (builder, "date", date);
  till_json_add_text (builder, "timezone", g_time_zone_get_identifier (zone));
  add_lines (builder, "totals", self->totals, "state");
  add_lines (builder, "takings", self->takings, NULL);
  add_lines (builder, "byHour", self->by_hour, "hour");
  add_lines (builder, "byPerson", self->by_person, "person");
  add_lines (builder, "refunds", self->refunds, "state");
  add_ids (builder, "unresolved", self->unresolved);
  add_ids (builder, "late", self->late);
  add_ids (builder, "attention", self->attention);
  add_chain (builder, self);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

/* --- days --- */

/* "2026-11-23", and no other way of writing it. */
static gboolean
parse_date (const char *text,
            GDate      *date)
{
  int year, month, day, end = 0;

  if (strlen (text) != 10 || sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || end != 10
      || strspn (text, "0123456789-") != 10 || !g_date_valid_dmy (day, month, year))
    return FALSE;

  g_date_set_dmy (date, day, month, year);

  return TRUE;
}

static gint64
start_of_day (const GDate *date)
{
  g_autoptr(GDateTime) start = g_date_time_new_local (g_date_get_year (date), g_date_get_month (date),
                                                      g_date_get_day (date), 0, 0, 0);

  return g_date_time_to_unix (start) * G_USEC_PER_SEC;
}

gboolean
till_report_day_bounds (const char *date,
                        gint64      now,
                        gint64     *since,
                        gint64     *until)
{
  GDate day;

  if (date == NULL)
    {
      g_autoptr(GDateTime) moment = g_date_time_new_from_unix_local (now / G_USEC_PER_SEC);

      g_date_set_dmy (&day, g_date_time_get_day_of_month (moment), g_date_time_get_month (moment),
                      g_date_time_get_year (moment));
    }
  else if (!parse_date (date, &day))
    return FALSE;

  *since = start_of_day (&day);
  g_date_add_days (&day, 1);
  *until = start_of_day (&day);

  return TRUE;
}
