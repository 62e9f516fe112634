/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "till-close-dialog.h"
#include "till-text.h"

#define REASON_MAX 100

typedef struct
{
  AdwMessageDialog *dialog;    /* not ours */
  GtkEntry         *reason;    /* a child of the dialog */
  TillRegister     *reg;       /* (owned) */
  TillPayment      *payment;   /* (owned) */
} Closing;

static void
closing_free (gpointer  data,
              GClosure *closure)
{
  Closing *closing = data;

  g_object_unref (closing->reg);
  g_object_unref (closing->payment);
  g_free (closing);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GtkWindow) parent = user_data;
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;

  if (till_register_close_finish (TILL_REGISTER (source), result, &error)
      || gtk_widget_in_destruction (GTK_WIDGET (parent)))
    return;

  dialog = adw_message_dialog_new (parent, _("The payment was not closed"), till_error_describe (error));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "ok", _("OK"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Closing          *closing)
{
  g_autofree char *reason = NULL;

  if (!g_str_equal (response, "close"))
    return;

  reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (closing->reason))));
  till_register_close_async (closing->reg, closing->payment, reason, NULL,
                             closed_cb, g_object_ref (gtk_window_get_transient_for (GTK_WINDOW (dialog))));
}

static void
reason_changed_cb (GtkEntry         *reason,
                   AdwMessageDialog *dialog)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (reason))));

  adw_message_dialog_set_response_enabled (dialog, "close", *text != '\0');
}

static GtkEntry *
make_reason (void)
{
  GtkWidget *reason = gtk_entry_new ();

  gtk_entry_set_max_length (GTK_ENTRY (reason), REASON_MAX);
  gtk_entry_set_placeholder_text (GTK_ENTRY (reason), _("Such as: seen as refunded in the platform’s list"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (reason), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reason"), -1);

  return GTK_ENTRY (reason);
}

void
till_close_dialog_present (GtkWindow    *parent,
                           TillRegister *reg,
                           TillPayment  *payment)
{
  TillRecord *record = till_payment_get_record (payment);
  g_autofree char *amount = till_money_format (&record->money);
  g_autofree char *reference = till_text_for_people (record->reference);
  /* Translators: an order reference and an amount */
  g_autofree char *heading = g_strdup_printf (_("Close %1$s over %2$s?"), reference, amount);
  const char *body = till_payment_state_is_final (record->state)
                     ? _("Say what was done about this money. The reason stays in the journal.")
                     : _("You know what became of this money, and Till cannot find out. "
                         "The reason stays in the journal.");
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  Closing *closing = g_new0 (Closing, 1);

  closing->dialog = ADW_MESSAGE_DIALOG (dialog);
  closing->reason = make_reason ();
  closing->reg = g_object_ref (reg);
  closing->payment = g_object_ref (payment);

  adw_message_dialog_set_extra_child (closing->dialog, GTK_WIDGET (closing->reason));
  adw_message_dialog_add_responses (closing->dialog, "cancel", _("Cancel"), "close", _("Close payment"), NULL);
  adw_message_dialog_set_response_appearance (closing->dialog, "close", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_enabled (closing->dialog, "close", FALSE);
  gtk_widget_add_css_class (dialog, "question");
  g_signal_connect_object (closing->reason, "changed", G_CALLBACK (reason_changed_cb), dialog, 0);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), closing, closing_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
