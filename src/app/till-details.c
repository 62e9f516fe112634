/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-details.h"
#include "till-text.h"

static void
till_detail_free (gpointer data)
{
  TillDetail *detail = data;

  g_free (detail->name);
  g_free (detail->value);
  g_free (detail);
}

/* @value: (nullable): what is not known has no line. */
static void
add (GPtrArray  *details,
     const char *name,
     const char *value)
{
  TillDetail *detail;

  if (value == NULL || *value == '\0')
    return;

  detail = g_new0 (TillDetail, 1);
  detail->name = g_strdup (name);
  detail->value = till_text_for_people (value);
  g_ptr_array_add (details, detail);
}

static void
add_time (GPtrArray  *details,
          const char *name,
          gint64      wall_time)
{
  g_autoptr(GDateTime) utc = NULL;
  g_autoptr(GDateTime) local = NULL;
  g_autofree char *text = NULL;

  if (wall_time == 0 || (utc = g_date_time_new_from_unix_utc (wall_time / G_USEC_PER_SEC)) == NULL)
    return;

  local = g_date_time_to_local (utc);
  text = g_date_time_format_iso8601 (local);
  add (details, name, text);
}

static void
add_platform (GPtrArray  *details,
              TillRecord *record)
{
  g_autofree char *code = record->status_code != 0 ? g_strdup_printf ("%d", record->status_code) : NULL;

  add (details, _("Payment ID"), record->payment_id);
  add (details, _("Hosted checkout ID"), record->checkout_id);
  add (details, _("WeChat number"), record->wechat_id);
  add (details, _("Status at the platform"), record->status);
  add (details, _("Status code"), code);
  add (details, _("Error"), record->error);
  add (details, _("Platform’s error code"), record->platform_code);
  add (details, _("Platform’s message"), record->error_message);
  add (details, _("Platform’s error ID"), record->error_id);
  add (details, _("Platform’s address"), record->endpoint);
  add (details, _("Merchant ID"), record->merchant);
}

GPtrArray *
till_details_new (TillRecord *record)
{
  GPtrArray *details = g_ptr_array_new_with_free_func (till_detail_free);
  g_autofree const char **words = till_attention_to_strv (record->attention);
  g_autofree char *attention = g_strjoinv (", ", (char **) words);
  g_autofree char *amount = till_money_format (&record->money);

  add (details, _("Reference"), record->reference);
  add (details, _("Amount"), amount);
  add (details, _("State"), till_payment_state_to_string (record->state));
  add (details, _("Attention"), attention);
  add (details, _("Reference at the platform"), record->merchant_reference);
  add_platform (details, record);
  add_time (details, _("Created"), record->created);
  add_time (details, _("Changed"), record->updated);
  add (details, _("Till"), record->till);
  add (details, _("Till’s own ID"), record->id);

  return details;
}

char *
till_details_to_text (GPtrArray *details)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < details->len; i++)
    {
      const TillDetail *detail = g_ptr_array_index (details, i);

      g_string_append_printf (text, "%s: %s\n", detail->name, detail->value);
    }

  return g_string_free (text, FALSE);
}
