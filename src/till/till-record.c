/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-date.h"
#include "till-error.h"
#include "till-record-private.h"

G_DEFINE_BOXED_TYPE (TillRecord, till_record, till_record_ref, till_record_unref)

static gpointer
copy_refund (gconstpointer data,
             gpointer      user_data)
{
  return till_refund_copy (data);
}

static gboolean
is_string (const TillField *field)
{
  return field->kind == TILL_FIELD_TEXT || field->kind == TILL_FIELD_OPTIONAL;
}

TillRecord *
till_record_new_empty (void)
{
  TillRecord *self = g_new0 (TillRecord, 1);
  const TillField *fields;
  gsize n_fields;

  g_atomic_ref_count_init (&self->ref_count);
  self->platform_amount = -1;
  self->answered_date = CONNECT_DATE_UNKNOWN;
  self->sent_date = CONNECT_DATE_UNKNOWN;
  self->refunds = g_ptr_array_new_with_free_func ((GDestroyNotify) till_refund_free);

  fields = till_record_get_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    if (fields[i].kind == TILL_FIELD_TEXT)
      G_STRUCT_MEMBER (char *, self, fields[i].offset) = g_strdup ("");

  return self;
}

TillRecord *
till_record_copy (TillRecord *self)
{
  TillRecord *copy = g_memdup2 (self, sizeof *self);
  const TillField *fields;
  gsize n_fields;

  g_atomic_ref_count_init (&copy->ref_count);
  copy->refunds = g_ptr_array_copy (self->refunds, copy_refund, NULL);
  g_ptr_array_set_free_func (copy->refunds, (GDestroyNotify) till_refund_free);

  fields = till_record_get_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    if (is_string (&fields[i]))
      G_STRUCT_MEMBER (char *, copy, fields[i].offset) =
        g_strdup (G_STRUCT_MEMBER (char *, self, fields[i].offset));

  return copy;
}

TillRecord *
till_record_ref (TillRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
till_record_unref (TillRecord *self)
{
  const TillField *fields;
  gsize n_fields;

  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  fields = till_record_get_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    if (is_string (&fields[i]))
      g_free (G_STRUCT_MEMBER (char *, self, fields[i].offset));
  g_ptr_array_unref (self->refunds);
  g_free (self);
}

gboolean
till_record_is_open (TillRecord *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!till_payment_state_is_final (self->state))
    return TRUE;

  for (guint i = 0; i < self->refunds->len; i++)
    {
      if (till_refund_is_open (g_ptr_array_index (self->refunds, i)))
        return TRUE;
    }

  return FALSE;
}

gboolean
till_record_is_unresolved (TillRecord *self)
{
  return till_record_is_open (self) && self->settled == NULL;
}

gboolean
till_record_keeps_action (TillRecord *self)
{
  gboolean is_code;

  g_return_val_if_fail (self != NULL, FALSE);

  is_code = self->type == CONNECT_INTEGRATION_DESKTOP_QR_CODE || self->type == CONNECT_INTEGRATION_URL_INTENT;

  return !till_payment_state_is_final (self->state) && !(is_code && self->abandoned);
}

gboolean
till_record_can_be_paid (TillRecord *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->shown && till_record_keeps_action (self);
}

gint64
till_record_get_refunded (TillRecord *self)
{
  gint64 sum = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->refunds->len; i++)
    {
      const TillRefund *refund = g_ptr_array_index (self->refunds, i);

      if (g_str_equal (refund->state, "requested") || g_str_equal (refund->state, "done"))
        sum += refund->amount;
    }

  return sum;
}

gint64
till_record_get_committed (TillRecord *self)
{
  gint64 sum = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->refunds->len; i++)
    {
      const TillRefund *refund = g_ptr_array_index (self->refunds, i);

      if (!till_refund_has_failed (refund))
        sum += refund->amount;
    }

  return sum;
}

gint64
till_record_get_paid_amount (TillRecord *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->platform_amount != -1)
    return self->platform_amount;

  return self->state == TILL_PAYMENT_PAID ? self->money.amount : 0;
}

const TillRefund *
till_record_get_refund (TillRecord *self,
                        const char *id)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->refunds->len; i++)
    {
      const TillRefund *refund = g_ptr_array_index (self->refunds, i);

      if (g_str_equal (refund->id, id))
        return refund;
    }

  return NULL;
}

static gboolean
has_unknown_refund (TillRecord *self)
{
  for (guint i = 0; i < self->refunds->len; i++)
    {
      if (till_refund_is_unknown (g_ptr_array_index (self->refunds, i)))
        return TRUE;
    }

  return FALSE;
}

gboolean
till_record_check_refund (TillRecord  *self,
                          gint64      *amount,
                          gint64       platform_refunded,
                          GError     **error)
{
  gint64 paid = till_record_get_paid_amount (self);
  gint64 left = paid - MAX (till_record_get_committed (self), platform_refunded);

  if (paid <= 0 || self->payment_id == NULL)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_NOT_PAID, "what was not paid cannot be given back");
      return FALSE;
    }
  if (has_unknown_refund (self))
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_REFUND_OPEN, "a refund of this payment has no answer yet");
      return FALSE;
    }
  if (left <= 0 || *amount < 0 || *amount > left)
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_MORE_THAN_LEFT,
                   "%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " is left", MAX (left, 0), paid);
      return FALSE;
    }

  if (*amount == 0)
    *amount = left;

  return TRUE;
}

gboolean
till_record_equal (TillRecord *a,
                   TillRecord *b)
{
  const TillField *fields;
  gsize n_fields;

  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  fields = till_record_get_fields (&n_fields);
  for (const TillField *field = fields; field < fields + n_fields; field++)
    {
      g_autofree char *one = till_field_to_text (field, a);
      g_autofree char *other = till_field_to_text (field, b);

      if (!(field->flags & TILL_FIELD_MOVES) && g_strcmp0 (one, other) != 0)
        return FALSE;
    }

  return a->row == b->row;
}
