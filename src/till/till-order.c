/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-currency.h"
#include "till-card.h"
#include "till-error.h"
#include "till-order.h"
#include "till-text.h"

#define WIRE_STEM_MAX 22   /* of 30 characters; the rest is "-" and the suffix */
#define SUFFIX_LENGTH 7

struct _TillOrder
{
  GObject          parent_instance;

  TillOrderFields  fields;   /* (owned) the strings */
};

G_DEFINE_FINAL_TYPE (TillOrder, till_order, G_TYPE_OBJECT)

static gboolean
check_text (const char  *text,
            glong        max_chars,
            TillError    code,
            GError     **error)
{
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, TILL_ERROR, code, "the text is not valid UTF-8");
      return FALSE;
    }

  if (g_utf8_strlen (text, -1) > max_chars)
    {
      g_set_error (error, TILL_ERROR, code, "the text is longer than %ld characters", max_chars);
      return FALSE;
    }

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (till_text_is_invisible (g_utf8_get_char (p)))
        {
          g_set_error (error, TILL_ERROR, code, "the text holds the control character U+%04X",
                       g_utf8_get_char (p));
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_money (const TillMoney  *money,
             GError          **error)
{
  g_autoptr(GError) why = NULL;
  gint64 wire;

  if (connect_currency_exponent (money->currency) < 0)
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_INVALID_CURRENCY,
                   "the currency “%s” cannot be charged", money->currency);
      return FALSE;
    }

  if (!connect_amount_to_wire (money->amount, money->currency, &wire, &why))
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_INVALID_AMOUNT, why->message);
      return FALSE;
    }

  return TRUE;
}

/* The platform's rules live in connect/: a request is written out on trial, with a reference that passes. */
static gboolean
check_for_wire (const TillOrderFields  *fields,
                GError                **error)
{
  const ConnectPaymentRequest request = {
    .type = fields->type,
    .amount = fields->money.amount,
    .currency = fields->money.currency,
    .country = fields->country,
    .merchant_reference = "trial",
    .descriptor = fields->descriptor,
    .locale = fields->locale,
    .customer_ip = fields->customer_ip,
    .open_id = fields->open_id,
    .return_url = fields->return_url,
  };
  g_autoptr(GError) why = NULL;
  g_autoptr(GBytes) body = NULL;

  body = connect_payment_request_to_body (&request, &why);
  if (body == NULL)
    g_set_error_literal (error, TILL_ERROR, TILL_ERROR_INVALID_ORDER, why->message);

  return body != NULL;
}

/* What would make the till a keeper of card numbers.  The message does not repeat it: messages end in logs. */
static gboolean
check_no_card (const TillOrderFields  *fields,
               GError                **error)
{
  if (fields->no_card
      || ((fields->reference == NULL || !till_card_looks_like_one (fields->reference))
          && (fields->description == NULL || !till_card_looks_like_one (fields->description))))
    return TRUE;

  g_set_error_literal (error, TILL_ERROR, TILL_ERROR_LOOKS_LIKE_CARD,
                       "the reference or the description looks like a card number");

  return FALSE;
}

static char *
dup_unless_empty (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static void
copy_fields (TillOrderFields       *to,
             const TillOrderFields *from)
{
  to->money = from->money;
  to->type = from->type;
  to->reference = dup_unless_empty (from->reference);
  to->description = dup_unless_empty (from->description);
  to->country = dup_unless_empty (from->country);
  to->locale = dup_unless_empty (from->locale);
  to->descriptor = dup_unless_empty (from->descriptor);
  to->customer_ip = dup_unless_empty (from->customer_ip);
  to->open_id = dup_unless_empty (from->open_id);
  to->return_url = dup_unless_empty (from->return_url);
  to->no_card = from->no_card;
}

static void
till_order_finalize (GObject *object)
{
  TillOrder *self = TILL_ORDER (object);

  g_free ((char *) self->fields.reference);
  g_free ((char *) self->fields.description);
  g_free ((char *) self->fields.country);
  g_free ((char *) self->fields.locale);
  g_free ((char *) self->fields.descriptor);
  g_free ((char *) self->fields.customer_ip);
  g_free ((char *) self->fields.open_id);
  g_free ((char *) self->fields.return_url);

  G_OBJECT_CLASS (till_order_parent_class)->finalize (object);
}

static void
till_order_class_init (TillOrderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = till_order_finalize;
}

static void
till_order_init (TillOrder *self)
{
}

TillOrder *
till_order_new (const TillOrderFields  *fields,
                GError                **error)
{
  g_autoptr(TillOrder) self = NULL;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (TILL_TYPE_ORDER, NULL);
  copy_fields (&self->fields, fields);

  if (!check_money (&self->fields.money, error))
    return NULL;

  if (self->fields.reference != NULL && !till_order_check_reference (self->fields.reference, error))
    return NULL;

  if (self->fields.description != NULL
      && !check_text (self->fields.description, TILL_DESCRIPTION_MAX, TILL_ERROR_INVALID_DESCRIPTION, error))
    return NULL;

  if (!check_no_card (&self->fields, error) || !check_for_wire (&self->fields, error))
    return NULL;

  return g_steal_pointer (&self);
}

const TillOrderFields *
till_order_get_fields (TillOrder *self)
{
  g_return_val_if_fail (TILL_IS_ORDER (self), NULL);

  return &self->fields;
}

gboolean
till_order_check_reference (const char  *text,
                            GError     **error)
{
  gboolean has_ink = FALSE;

  g_return_val_if_fail (text != NULL, FALSE);

  if (!check_text (text, TILL_REFERENCE_MAX, TILL_ERROR_INVALID_REFERENCE, error))
    return FALSE;

  for (const char *p = text; *p != '\0' && !has_ink; p = g_utf8_next_char (p))
    has_ink = g_unichar_isgraph (g_utf8_get_char (p));

  if (!has_ink)
    g_set_error_literal (error, TILL_ERROR, TILL_ERROR_INVALID_REFERENCE, "the reference is empty");

  return has_ink;
}

char *
till_reference_to_wire (const char *reference,
                        const char *suffix)
{
  GString *wire;

  g_return_val_if_fail (reference != NULL && *reference != '\0', NULL);
  g_return_val_if_fail (suffix != NULL && strlen (suffix) == SUFFIX_LENGTH, NULL);

  wire = g_string_new (NULL);
  for (const char *p = reference; *p != '\0' && wire->len < WIRE_STEM_MAX; p = g_utf8_next_char (p))
    {
      gboolean is_safe = g_ascii_isalnum (*p) || strchr ("._-", *p) != NULL;

      g_string_append_c (wire, is_safe ? *p : '-');
    }

  g_string_append_c (wire, '-');
  g_string_append (wire, suffix);

  return g_string_free (wire, FALSE);
}
