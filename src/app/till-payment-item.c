/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-payment-item.h"

struct _TillPaymentItem
{
  GObject      parent_instance;

  gint64       row;
  GHashTable  *living;    /* (owned) */
  TillPayment *payment;   /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (TillPaymentItem, till_payment_item, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
payment_changed_cb (TillPaymentItem *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
till_payment_item_finalize (GObject *object)
{
  TillPaymentItem *self = TILL_PAYMENT_ITEM (object);

  if (g_hash_table_lookup (self->living, &self->row) == self)
    g_hash_table_remove (self->living, &self->row);
  g_hash_table_unref (self->living);
  g_clear_object (&self->payment);

  G_OBJECT_CLASS (till_payment_item_parent_class)->finalize (object);
}

static void
till_payment_item_class_init (TillPaymentItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = till_payment_item_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
till_payment_item_init (TillPaymentItem *self)
{
}

TillPaymentItem *
till_payment_item_new (gint64      row,
                       GHashTable *living)
{
  TillPaymentItem *self = g_object_new (TILL_TYPE_PAYMENT_ITEM, NULL);

  self->row = row;
  self->living = g_hash_table_ref (living);
  g_hash_table_insert (living, &self->row, self);

  return self;
}

TillPayment *
till_payment_item_get_payment (TillPaymentItem *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT_ITEM (self), NULL);

  return self->payment;
}

void
till_payment_item_set_payment (TillPaymentItem *self,
                               TillPayment     *payment)
{
  g_return_if_fail (TILL_IS_PAYMENT_ITEM (self));

  if (!g_set_object (&self->payment, payment))
    return;

  g_signal_connect_object (payment, "notify::record", G_CALLBACK (payment_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (payment, "notify::waiting", G_CALLBACK (payment_changed_cb), self, G_CONNECT_SWAPPED);
  payment_changed_cb (self);
}
