/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-receipt-print.h"
#include "till-window-private.h"

typedef struct
{
  TillWindow *self;      /* (owned) */
  char       *payment;   /* (owned) id */
  char       *refund;    /* (nullable) (owned) id of one of its refunds */
} Wanted;

static void
wanted_free (Wanted *wanted)
{
  g_object_unref (wanted->self);
  g_free (wanted->payment);
  g_free (wanted->refund);
  g_free (wanted);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wanted, wanted_free)

/* Paper and ink are no business of the payment's. */
static void
show_failure (TillWindow *self)
{
  AdwMessageDialog *dialog;

  if (self->reg == NULL || till_window_is_waiting (self))
    return;

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _("The receipt was not printed"),
                                                       _("The payment itself is untouched. Look after the printer, then print again.")));
  adw_message_dialog_add_response (dialog, "close", _("OK"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
printed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Wanted) wanted = user_data;
  g_autoptr(GError) error = NULL;

  if (till_receipt_print_finish (result, &error))
    g_hash_table_add (wanted->self->receipts, g_strconcat (wanted->payment, wanted->refund, NULL));

  if (error != NULL)
    {
      g_warning ("printing a receipt: %s", error->message);
      show_failure (wanted->self);
    }
}

/* The first paper of a receipt is the one that is printed where the payment was waited for.  Whether another program
 * printed it before is not known, so that everything else is a copy: two originals could both be handed in. */
static gboolean
is_copy (Wanted      *wanted,
         TillPayment *payment)
{
  g_autofree char *key = g_strconcat (wanted->payment, wanted->refund, NULL);

  return g_hash_table_contains (wanted->self->receipts, key)
         || (wanted->refund == NULL && till_payment_get_wait_end (payment) != TILL_WAIT_FINAL);
}

static void
print (Wanted      *wanted,
       TillPayment *payment)
{
  TillWindow *self = wanted->self;
  TillRecord *record = till_payment_get_record (payment);
  g_autofree char *shop = till_settings_get_string (self->settings, "shop-name");
  const TillReceiptWish wish = {
    .shop = shop,
    .now = g_get_real_time (),
    .copy = is_copy (wanted, payment),
    .refund = wanted->refund,
  };
  TillReceipt *receipt = till_receipt_new (record, &wish);

  if (receipt != NULL)
    till_receipt_print_async (GTK_WINDOW (self), receipt, self->settings, record->reference, printed_cb, wanted);
  else
    wanted_free (wanted);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Wanted) wanted = user_data;
  g_autoptr(TillPayment) payment = till_window_take_found (wanted->self, source, result);

  if (payment != NULL)
    print (g_steal_pointer (&wanted), payment);
}

static void
print_receipt_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  TillWindow *self = TILL_WINDOW (widget);
  Wanted *wanted;

  if (self->reg == NULL || till_window_is_waiting (self))
    return;

  wanted = g_new0 (Wanted, 1);
  wanted->self = g_object_ref (self);
  if (g_variant_is_of_type (parameter, G_VARIANT_TYPE_STRING))
    wanted->payment = g_variant_dup_string (parameter, NULL);
  else
    g_variant_get (parameter, "(ss)", &wanted->payment, &wanted->refund);

  till_register_find_async (self->reg, wanted->payment, NULL, found_cb, wanted);
}

void
till_window_install_receipt_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.print-receipt", "s", print_receipt_action);
  gtk_widget_class_install_action (widget_class, "win.print-refund-receipt", "(ss)", print_receipt_action);
}
