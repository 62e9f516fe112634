/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-error.h"
#include "till-json-private.h"
#include "till-json.h"

/* json-glib 1.6 escapes every control character but this one, and the line would be no JSON. */
static char *
make_escapable (const char *text)
{
  return g_strdelimit (g_strdup (text), "\037", ' ');
}

void
till_json_add_text (JsonBuilder *builder,
                    const char  *name,
                    const char  *text)
{
  g_autofree char *escapable = NULL;

  if (text == NULL || *text == '\0')
    return;

  escapable = make_escapable (text);
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, escapable);
}

void
till_json_add_int (JsonBuilder *builder,
                   const char  *name,
                   gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
till_json_add_flag (JsonBuilder *builder,
                    const char  *name,
                    gboolean     flag)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, flag);
}

static void
add_time (JsonBuilder *builder,
          const char  *name,
          gint64       wall_time)
{
  g_autofree char *text = till_time_to_iso (wall_time);

  till_json_add_text (builder, name, text);
}

static void
add_attention (JsonBuilder   *builder,
               TillAttention  attention)
{
  g_autofree const char **words = till_attention_to_strv (attention);

  json_builder_set_member_name (builder, "attention");
  json_builder_begin_array (builder);
  for (const char **word = words; *word != NULL; word++)
    json_builder_add_string_value (builder, *word);
  json_builder_end_array (builder);
}

/* The platform's own text where it gave one: it says more than ours. */
static void
add_error (JsonBuilder *builder,
           const char  *word,
           const char  *message,
           const char  *platform_code,
           const char  *error_id)
{
  TillError code;

  if (word == NULL || *word == '\0')
    return;

  if ((message == NULL || *message == '\0') && till_error_from_word (word, &code))
    message = till_error_sentence (code);

  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  till_json_add_text (builder, "code", word);
  till_json_add_text (builder, "message", message);
  till_json_add_text (builder, "platformCode", platform_code);
  till_json_add_text (builder, "errorId", error_id);
  json_builder_end_object (builder);
}

static void
add_refunds (JsonBuilder *builder,
             GPtrArray   *refunds)
{
  json_builder_set_member_name (builder, "refunds");
  json_builder_begin_array (builder);
  for (guint i = 0; i < refunds->len; i++)
    {
      const TillRefund *refund = g_ptr_array_index (refunds, i);

      json_builder_begin_object (builder);
      till_json_add_text (builder, "id", refund->id);
      till_json_add_int (builder, "amount", refund->amount);
      till_json_add_text (builder, "state", refund->state);
      till_json_add_text (builder, "reference", refund->reference);
      add_error (builder, refund->error, refund->error_message, refund->platform_code, NULL);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_action (JsonBuilder           *builder,
            ConnectMerchantAction *action)
{
  guint n_pairs = action != NULL ? connect_merchant_action_get_n_pairs (action) : 0;

  if (n_pairs == 0)
    return;

  json_builder_set_member_name (builder, "action");
  json_builder_begin_object (builder);
  for (guint i = 0; i < n_pairs; i++)
    {
      g_autofree char *name = NULL;
      const char *key, *value;

      connect_merchant_action_get_pair (action, i, &key, &value);
      name = make_escapable (key);
      till_json_add_text (builder, name, value);
    }
  json_builder_end_object (builder);
}

static void
add_intent (JsonBuilder *builder,
            TillRecord  *record)
{
  till_json_add_text (builder, "id", record->id);
  till_json_add_text (builder, "order", record->order);
  till_json_add_text (builder, "state", till_payment_state_to_string (record->state));
  till_json_add_int (builder, "amount", record->money.amount);
  till_json_add_text (builder, "currency", record->money.currency);
  till_json_add_text (builder, "reference", record->reference);
  till_json_add_text (builder, "merchantReference", record->merchant_reference);
  till_json_add_text (builder, "description", record->description);
  till_json_add_text (builder, "type", connect_integration_type_to_string (record->type));
}

static void
add_outcome (JsonBuilder *builder,
             TillRecord  *record)
{
  till_json_add_text (builder, "paymentId", record->payment_id);
  till_json_add_text (builder, "wechatPaymentId", record->wechat_id);
  till_json_add_text (builder, "status", record->status);
  if (record->status_code != 0)
    till_json_add_int (builder, "statusCode", record->status_code);
  till_json_add_flag (builder, "shown", record->shown);
  till_json_add_flag (builder, "abandoned", record->abandoned);
  till_json_add_flag (builder, "late", record->late);
  till_json_add_flag (builder, "reversed", record->reversed);
  add_attention (builder, record->attention);
  till_json_add_text (builder, "settled", record->settled);
  add_refunds (builder, record->refunds);
  add_time (builder, "created", record->created);
  add_time (builder, "updated", record->updated);
}

char *
till_json_from_record (TillRecord            *record,
                       ConnectMerchantAction *action,
                       const char            *url)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  g_return_val_if_fail (record != NULL, NULL);

  json_builder_begin_object (builder);
  add_intent (builder, record);
  add_outcome (builder, record);
  add_action (builder, action);
  till_json_add_text (builder, "url", url);
  add_error (builder, record->error, record->error_message, record->platform_code, record->error_id);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

char *
till_time_to_iso (gint64 wall_time)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (wall_time / G_USEC_PER_SEC);

  g_return_val_if_fail (time != NULL, NULL);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%S%:z");
}

char *
till_time_to_date (gint64 wall_time)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (wall_time / G_USEC_PER_SEC);

  g_return_val_if_fail (time != NULL, NULL);

  return g_date_time_format (time, "%Y-%m-%d");
}

static const char *const flaw_words[] = {
  [TILL_JOURNAL_FLAW_NONE] = NULL,
  [TILL_JOURNAL_FLAW_FILE] = "file",
  [TILL_JOURNAL_FLAW_HALF_DONE] = "half-done",
  [TILL_JOURNAL_FLAW_TABLES] = "tables",
  [TILL_JOURNAL_FLAW_CHAIN] = "chain",
  [TILL_JOURNAL_FLAW_SIGNATURE] = "signature",
  [TILL_JOURNAL_FLAW_PAYMENT] = "payment",
};

static void
add_keys (JsonBuilder *builder,
          GPtrArray   *keys)
{
  json_builder_set_member_name (builder, "keys");
  json_builder_begin_array (builder);
  for (guint i = 0; i < keys->len; i++)
    {
      TillJournalKey *key = g_ptr_array_index (keys, i);

      json_builder_begin_object (builder);
      till_json_add_int (builder, "from", key->seq);
      till_json_add_text (builder, "publicKey", key->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

char *
till_json_from_verdict (TillJournalVerdict *verdict,
                        const char  *file)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *name = g_filename_display_name (file);
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  till_json_add_text (builder, "file", name);
  till_json_add_flag (builder, "whole", verdict->flaw == TILL_JOURNAL_FLAW_NONE);
  till_json_add_int (builder, "version", verdict->version);
  till_json_add_text (builder, "flaw", flaw_words[verdict->flaw]);
  if (verdict->bad_seq > 0)
    till_json_add_int (builder, "badSeq", verdict->bad_seq);
  till_json_add_int (builder, "lastSeq", verdict->last_seq);
  till_json_add_text (builder, "lastHash", verdict->last_hash);
  add_keys (builder, verdict->keys);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}
