/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-date.h"
#include "till-record-private.h"

#define FACT     TILL_FIELD_FACT
#define INTENT   (TILL_FIELD_FACT | TILL_FIELD_INTENT)
#define REQUIRED (INTENT | TILL_FIELD_REQUIRED)
#define MOVES    TILL_FIELD_MOVES
#define AT(member) G_STRUCT_OFFSET (TillRecord, member)

/* The one list of what a record holds: the fold, comparing, copying and the table of payments go by it. */
static const TillField fields[] = {
  { "id", TILL_FIELD_TEXT, AT (id) },
  { TILL_FACT_ORDER, TILL_FIELD_TEXT, AT (order), REQUIRED },
  { TILL_FACT_REQUEST_ID, TILL_FIELD_TEXT, AT (request_id), REQUIRED },
  { TILL_FACT_TYPE, TILL_FIELD_TYPE, AT (type), REQUIRED },
  { TILL_FACT_AMOUNT, TILL_FIELD_NUMBER, AT (money.amount), REQUIRED },
  { TILL_FACT_CURRENCY, TILL_FIELD_CURRENCY, AT (money.currency), REQUIRED },
  { TILL_FACT_REFERENCE, TILL_FIELD_TEXT, AT (reference), REQUIRED },
  { TILL_FACT_REFERENCE_GIVEN, TILL_FIELD_FLAG, AT (reference_given), INTENT },
  { TILL_FACT_COUNTER, TILL_FIELD_NUMBER, AT (counter), INTENT },
  { TILL_FACT_MERCHANT_REFERENCE, TILL_FIELD_TEXT, AT (merchant_reference), REQUIRED },
  { TILL_FACT_DESCRIPTION, TILL_FIELD_TEXT, AT (description), INTENT },
  { TILL_FACT_KEY, TILL_FIELD_TEXT, AT (key), REQUIRED },
  { TILL_FACT_BODY_HASH, TILL_FIELD_TEXT, AT (body_hash), INTENT },
  { TILL_FACT_ENDPOINT, TILL_FIELD_TEXT, AT (endpoint), REQUIRED },
  { TILL_FACT_MERCHANT, TILL_FIELD_TEXT, AT (merchant), REQUIRED },
  { TILL_FACT_KEY_ID, TILL_FIELD_TEXT, AT (key_id), INTENT },
  { TILL_FACT_TILL, TILL_FIELD_TEXT, AT (till), INTENT },
  { TILL_FACT_WAITED_FOR, TILL_FIELD_FLAG, AT (waited_for), FACT },
  { "who", TILL_FIELD_TEXT, AT (who) },
  { "program", TILL_FIELD_TEXT, AT (program) },

  { TILL_FACT_STATE, TILL_FIELD_STATE, AT (state), FACT },
  { TILL_FACT_MAYBE_SENT, TILL_FIELD_FLAG, AT (maybe_sent), FACT },
  { TILL_FACT_AUTH_REFUSED, TILL_FIELD_FLAG, AT (auth_refused), FACT },
  { TILL_FACT_PAYMENT_ID, TILL_FIELD_OPTIONAL, AT (payment_id), FACT },
  { TILL_FACT_OTHER_PAYMENT_ID, TILL_FIELD_OPTIONAL, AT (other_payment_id), FACT },
  { TILL_FACT_CHECKOUT_ID, TILL_FIELD_CHECKOUT, AT (checkout_id), FACT },
  { TILL_FACT_WECHAT_ID, TILL_FIELD_OPTIONAL, AT (wechat_id), FACT },
  { TILL_FACT_ACTION_HASH, TILL_FIELD_OPTIONAL, AT (action_hash), FACT },
  { TILL_FACT_STATUS, TILL_FIELD_OPTIONAL, AT (status), FACT },
  { TILL_FACT_STATUS_CODE, TILL_FIELD_SMALL, AT (status_code), FACT },
  { TILL_FACT_PLATFORM_AMOUNT, TILL_FIELD_NUMBER, AT (platform_amount), FACT },
  { TILL_FACT_SHOWN, TILL_FIELD_FLAG, AT (shown), FACT },
  { TILL_FACT_ABANDONED, TILL_FIELD_FLAG, AT (abandoned), FACT },
  { TILL_FACT_LATE, TILL_FIELD_FLAG, AT (late), FACT },
  { TILL_FACT_REVERSED, TILL_FIELD_FLAG, AT (reversed), FACT },
  { TILL_FACT_ATTENTION, TILL_FIELD_ATTENTION, AT (attention), FACT },
  { TILL_FACT_SETTLED, TILL_FIELD_OPTIONAL, AT (settled), FACT },
  { TILL_FACT_ERROR, TILL_FIELD_OPTIONAL, AT (error), FACT },
  { TILL_FACT_ERROR_MESSAGE, TILL_FIELD_OPTIONAL, AT (error_message), FACT },
  { TILL_FACT_PLATFORM_CODE, TILL_FIELD_OPTIONAL, AT (platform_code), FACT },
  { TILL_FACT_ERROR_ID, TILL_FIELD_OPTIONAL, AT (error_id), FACT },
  { TILL_FACT_LOOKS, TILL_FIELD_SMALL, AT (looks), FACT },
  { "refunds", TILL_FIELD_REFUNDS, AT (refunds) },

  { "first-seq", TILL_FIELD_NUMBER, AT (first_seq) },
  { "last-seq", TILL_FIELD_NUMBER, AT (last_seq), MOVES },
  { "created", TILL_FIELD_NUMBER, AT (created) },
  { "updated", TILL_FIELD_NUMBER, AT (updated), MOVES },
  { "created-boot-id", TILL_FIELD_TEXT, AT (created_boot_id) },
  { "created-boot-time", TILL_FIELD_NUMBER, AT (created_boot_time) },
  { "answered-date", TILL_FIELD_DATE, AT (answered_date) },
  { "answered-boot-id", TILL_FIELD_OPTIONAL, AT (answered_boot_id) },
  { "answered-boot-time", TILL_FIELD_NUMBER, AT (answered_boot_time) },
  { "sent-date", TILL_FIELD_DATE, AT (sent_date) },
  { "sent-boot-id", TILL_FIELD_OPTIONAL, AT (sent_boot_id) },
  { "sent-boot-time", TILL_FIELD_NUMBER, AT (sent_boot_time) },
  { "paid-time", TILL_FIELD_NUMBER, AT (paid_time) },
};

const TillField *
till_record_get_fields (gsize *n_fields)
{
  *n_fields = G_N_ELEMENTS (fields);

  return fields;
}

static char *
attention_to_text (TillAttention attention)
{
  g_autofree const char **words = till_attention_to_strv (attention);

  return g_strjoinv (",", (char **) words);
}

static char *
refunds_to_text (GPtrArray *refunds)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < refunds->len; i++)
    till_refund_append (g_ptr_array_index (refunds, i), text);

  return g_string_free (text, FALSE);
}

static char *
checkout_to_text (const TillRecord *record)
{
  if (record->checkout_id == NULL || record->page == TILL_PAGE_LIVE)
    return g_strdup (record->checkout_id);

  return g_strconcat (record->checkout_id, " ", till_page_to_string (record->page), NULL);
}

char *
till_field_to_text (const TillField *field,
                    TillRecord      *record)
{
  const void *at = G_STRUCT_MEMBER_P (record, field->offset);

  switch (field->kind)
    {
    case TILL_FIELD_TEXT:
    case TILL_FIELD_OPTIONAL:
      return g_strdup (*(char *const *) at);
    case TILL_FIELD_DATE:
      if (*(const gint64 *) at == CONNECT_DATE_UNKNOWN)
        return NULL;
      G_GNUC_FALLTHROUGH;
    case TILL_FIELD_NUMBER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, *(const gint64 *) at);
    case TILL_FIELD_SMALL:
      return g_strdup_printf ("%d", *(const int *) at);
    case TILL_FIELD_FLAG:
      return g_strdup (*(const gboolean *) at ? "1" : "0");
    case TILL_FIELD_CURRENCY:
      return g_strdup (at);
    case TILL_FIELD_TYPE:
      return g_strdup (connect_integration_type_to_string (*(const ConnectIntegrationType *) at));
    case TILL_FIELD_STATE:
      return g_strdup (till_payment_state_to_string (*(const TillPaymentState *) at));
    case TILL_FIELD_ATTENTION:
      return attention_to_text (*(const TillAttention *) at);
    case TILL_FIELD_REFUNDS:
      return refunds_to_text (*(GPtrArray *const *) at);
    case TILL_FIELD_CHECKOUT:
      return checkout_to_text (record);
    default:
      g_return_val_if_reached (NULL);
    }
}

static gboolean
refunds_from_text (const char *text,
                   GPtrArray  *refunds)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  g_ptr_array_set_size (refunds, 0);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      TillRefund *refund = till_refund_from_line (lines[i]);

      if (refund == NULL)
        return FALSE;
      g_ptr_array_add (refunds, refund);
    }

  return TRUE;
}

static gboolean
text_from_text (char       **at,
                const char  *text,
                gboolean     optional)
{
  if (text == NULL && !optional)
    return FALSE;

  g_free (*at);
  *at = optional && text != NULL && *text == '\0' ? NULL : g_strdup (text);

  return TRUE;
}

/* Ids of the platform hold no space. */
static gboolean
checkout_from_text (TillRecord *record,
                    const char *text)
{
  const char *space = text != NULL ? strchr (text, ' ') : NULL;
  g_autofree char *id = space != NULL ? g_strndup (text, space - text) : g_strdup (text);

  record->page = TILL_PAGE_LIVE;
  if (space != NULL && (*id == '\0' || !till_page_from_string (space + 1, &record->page)))
    return FALSE;

  return text_from_text (&record->checkout_id, id, TRUE);
}

static gboolean
date_from_text (gint64     *at,
                const char *text)
{
  if (text != NULL)
    return g_ascii_string_to_signed (text, 10, G_MININT64 + 1, G_MAXINT64, at, NULL);

  *at = CONNECT_DATE_UNKNOWN;

  return TRUE;
}

static gboolean
small_from_text (int        *at,
                 const char *text,
                 int         max)
{
  gint64 number;

  if (!g_ascii_string_to_signed (text, 10, 0, max, &number, NULL))
    return FALSE;
  *at = number;

  return TRUE;
}

static gboolean
currency_from_text (char       *at,
                    const char *text)
{
  if (strlen (text) != 3)
    return FALSE;
  memcpy (at, text, 4);

  return TRUE;
}

gboolean
till_field_from_text (const TillField *field,
                      TillRecord      *record,
                      const char      *text)
{
  void *at = G_STRUCT_MEMBER_P (record, field->offset);
  gboolean optional = field->kind == TILL_FIELD_OPTIONAL;

  if (optional || field->kind == TILL_FIELD_TEXT)
    return text_from_text (at, text, optional);
  if (field->kind == TILL_FIELD_DATE)
    return date_from_text (at, text);
  if (field->kind == TILL_FIELD_CHECKOUT)
    return checkout_from_text (record, text);
  if (text == NULL)
    return FALSE;

  switch (field->kind)
    {
    case TILL_FIELD_NUMBER:
      return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, at, NULL);
    case TILL_FIELD_SMALL:
      return small_from_text (at, text, G_MAXINT);
    case TILL_FIELD_FLAG:
      return small_from_text (at, text, 1);
    case TILL_FIELD_CURRENCY:
      return currency_from_text (at, text);
    case TILL_FIELD_TYPE:
      return connect_integration_type_from_string (text, at);
    case TILL_FIELD_STATE:
      return till_payment_state_from_string (text, at);
    case TILL_FIELD_ATTENTION:
      return till_attention_from_text (text, at);
    case TILL_FIELD_REFUNDS:
      return refunds_from_text (text, *(GPtrArray **) at);
    case TILL_FIELD_TEXT:
    case TILL_FIELD_OPTIONAL:
    case TILL_FIELD_DATE:
    case TILL_FIELD_CHECKOUT:
    default:
      g_return_val_if_reached (FALSE);
    }
}
