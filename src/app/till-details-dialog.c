/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <glib/gi18n.h>

#include "till-details-dialog.h"
#include "till-receipt.h"
#include "till-refund-view.h"
#include "till-text.h"

struct _TillDetailsDialog
{
  AdwWindow  parent_instance;

  GtkGrid   *grid;
  GtkWidget *print_receipt;
  GtkWidget *refund;
  char      *text;   /* (nullable) (owned) for the clipboard */
  char      *id;     /* (nullable) (owned) of the payment */
};

G_DEFINE_FINAL_TYPE (TillDetailsDialog, till_details_dialog, ADW_TYPE_WINDOW)

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

static void
fill (TillDetailsDialog *self,
      GPtrArray         *details)
{
  for (guint i = 0; i < details->len; i++)
    {
      const TillDetail *detail = g_ptr_array_index (details, i);
      GtkWidget *name = gtk_label_new (detail->name);
      GtkWidget *value = gtk_label_new (detail->value);

      gtk_label_set_xalign (GTK_LABEL (name), 0);
      gtk_label_set_yalign (GTK_LABEL (name), 0);
      gtk_widget_add_css_class (name, "dim");

      gtk_label_set_xalign (GTK_LABEL (value), 0);
      gtk_label_set_wrap (GTK_LABEL (value), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_selectable (GTK_LABEL (value), TRUE);
      gtk_widget_set_can_focus (value, FALSE);
      gtk_widget_set_hexpand (value, TRUE);

      gtk_grid_attach (self->grid, name, 0, (int) i, 1, 1);
      gtk_grid_attach (self->grid, value, 1, (int) i, 1, 1);
    }
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  TillDetailsDialog *self = TILL_DETAILS_DIALOG (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->text);
}

/* The window asks; this goes out of its way.  details.refund is win.refund there, and so on. */
static void
window_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  TillDetailsDialog *self = TILL_DETAILS_DIALOG (widget);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *action = g_strconcat ("win", strchr (action_name, '.'), NULL);

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), action, "s", self->id);
  gtk_window_close (GTK_WINDOW (self));
}

static void
till_details_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TILL_TYPE_DETAILS_DIALOG);

  G_OBJECT_CLASS (till_details_dialog_parent_class)->dispose (object);
}

static void
till_details_dialog_finalize (GObject *object)
{
  TillDetailsDialog *self = TILL_DETAILS_DIALOG (object);

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (till_details_dialog_parent_class)->finalize (object);
}

static void
till_details_dialog_class_init (TillDetailsDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = till_details_dialog_dispose;
  object_class->finalize = till_details_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-details-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TillDetailsDialog, grid);
  gtk_widget_class_bind_template_child (widget_class, TillDetailsDialog, print_receipt);
  gtk_widget_class_bind_template_child (widget_class, TillDetailsDialog, refund);
  gtk_widget_class_install_action (widget_class, "details.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "details.refund", NULL, window_action);
  gtk_widget_class_install_action (widget_class, "details.print-receipt", NULL, window_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
till_details_dialog_init (TillDetailsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
till_details_dialog_present (GtkWidget   *parent,
                             TillPayment *payment)
{
  TillDetailsDialog *self;
  g_autoptr(GPtrArray) details = NULL;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (TILL_IS_PAYMENT (payment));

  self = g_object_new (TILL_TYPE_DETAILS_DIALOG,
                       "transient-for", gtk_widget_get_root (parent),
                       NULL);
  details = till_details_new (till_payment_get_record (payment));
  self->text = till_details_to_text (details);
  self->id = g_strdup (till_payment_get_record (payment)->id);
  gtk_widget_set_visible (self->print_receipt, till_receipt_is_due (till_payment_get_record (payment)));
  gtk_widget_set_visible (self->refund, till_refund_view_is_offered (till_payment_get_record (payment)));
  fill (self, details);

  gtk_window_present (GTK_WINDOW (self));
}
