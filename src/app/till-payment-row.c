/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-check-button.h"
#include "till-payment-row.h"
#include "till-row-view.h"
#include "till-text.h"

struct _TillPaymentRow
{
  GtkListBoxRow    parent_instance;

  GtkImage        *shape;
  GtkLabel        *reference;
  GtkLabel        *detail;
  TillCheckButton *check;
  GtkLabel        *amount;

  TillPayment     *payment;   /* (owned) */
};

G_DEFINE_FINAL_TYPE (TillPaymentRow, till_payment_row, GTK_TYPE_LIST_BOX_ROW)

/* What assistive technology presses. */
static void
tell_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  till_payment_row_tell (TILL_PAYMENT_ROW (widget));
}

static void
till_payment_row_dispose (GObject *object)
{
  TillPaymentRow *self = TILL_PAYMENT_ROW (object);

  g_clear_object (&self->payment);

  G_OBJECT_CLASS (till_payment_row_parent_class)->dispose (object);
}

static void
till_payment_row_class_init (TillPaymentRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = till_payment_row_dispose;

  g_type_ensure (TILL_TYPE_CHECK_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-payment-row.ui");
  gtk_widget_class_install_action (widget_class, "row.tell", NULL, tell_action);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentRow, shape);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentRow, reference);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentRow, detail);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentRow, check);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentRow, amount);
}

static void
till_payment_row_init (TillPaymentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
till_payment_row_new (TillRegister *reg,
                      TillPayment  *payment)
{
  TillPaymentRow *self = g_object_new (TILL_TYPE_PAYMENT_ROW, NULL);

  self->payment = g_object_ref (payment);
  g_object_set (self->check, "register", reg, "payment", payment, NULL);
  g_signal_connect_object (payment, "notify", G_CALLBACK (till_payment_row_update), self, G_CONNECT_SWAPPED);
  till_payment_row_update (self);

  return GTK_WIDGET (self);
}

void
till_payment_row_update (TillPaymentRow *self)
{
  g_auto(TillRowView) view = { 0 };
  g_autofree char *reference = NULL;
  g_autofree char *name = NULL;
  TillRecord *record;

  g_return_if_fail (TILL_IS_PAYMENT_ROW (self));

  record = till_payment_get_record (self->payment);
  reference = till_text_for_people (record->reference);
  till_row_view_init (&view, record, till_payment_is_waiting (self->payment), g_get_real_time ());

  gtk_image_set_from_icon_name (self->shape, till_shape_to_icon_name (view.shape));
  gtk_widget_set_css_classes (GTK_WIDGET (self->shape),
                              (const char *[]) { "list-shape", till_shape_to_css_class (view.shape), NULL });
  gtk_label_set_text (self->reference, reference);
  gtk_label_set_label (self->detail, view.detail);
  gtk_widget_set_visible (GTK_WIDGET (self->check), view.can_check);
  gtk_label_set_label (self->amount, view.amount);
  gtk_widget_set_css_classes (GTK_WIDGET (self->amount),
                              (const char *[]) { "figures", "row-amount",
                                                 *view.amount_css != '\0' ? view.amount_css : NULL, NULL });

  name = g_strdup_printf ("%s, %s, %s", reference, view.detail, view.amount);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
till_payment_row_tell (TillPaymentRow *self)
{
  g_return_if_fail (TILL_IS_PAYMENT_ROW (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-story", "s", till_payment_get_record (self->payment)->id);
}
