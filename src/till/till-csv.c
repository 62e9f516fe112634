/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-csv.h"
#include "till-json.h"

#define LINE_END "\r\n"

const char *
till_csv_header (void)
{
  return "created,id,reference,merchantReference,description,type,currency,amount,state,refunded,late,abandoned,"
         "paymentId,wechatPaymentId" LINE_END;
}

/* What spreadsheets read as the beginning of a formula, or pass over before one. */
static gboolean
looks_like_formula (const char *text)
{
  return *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
}

void
till_csv_add_text (GString    *line,
                   const char *text)
{
  gboolean quoted = strpbrk (text, ",\"\r\n") != NULL;

  if (quoted)
    g_string_append_c (line, '"');
  if (looks_like_formula (text))
    g_string_append_c (line, '\'');
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *at);
    }
  if (quoted)
    g_string_append_c (line, '"');
}

static void
add_cell (GString    *line,
          const char *text)
{
  if (line->len > 0)
    g_string_append_c (line, ',');
  till_csv_add_text (line, text != NULL ? text : "");
}

static void
add_money (GString         *line,
           const TillMoney *money)
{
  g_autofree char *text = till_money_to_decimal (money);

  add_cell (line, text);
}

char *
till_csv_from_record (TillRecord *record)
{
  GString *line = g_string_new (NULL);
  TillMoney refunded = record->money;
  g_autofree char *created = till_time_to_iso (record->created);

  refunded.amount = till_record_get_refunded (record);

  add_cell (line, created);
  add_cell (line, record->id);
  add_cell (line, record->reference);
  add_cell (line, record->merchant_reference);
  add_cell (line, record->description);
  add_cell (line, connect_integration_type_to_string (record->type));
  add_cell (line, record->money.currency);
  add_money (line, &record->money);
  add_cell (line, till_payment_state_to_string (record->state));
  add_money (line, &refunded);
  add_cell (line, record->late ? "true" : "false");
  add_cell (line, record->abandoned ? "true" : "false");
  add_cell (line, record->payment_id);
  add_cell (line, record->wechat_id);
  g_string_append (line, LINE_END);

  return g_string_free (line, FALSE);
}
