/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-check-button.h"
#include "till-close-dialog.h"
#include "till-text.h"
#include "till-unresolved-row.h"
#include "till-unresolved-view.h"

struct _TillUnresolvedRow
{
  GtkListBoxRow    parent_instance;

  GtkImage        *shape;
  GtkLabel        *standing;
  GtkLabel        *reference;
  GtkLabel        *detail;
  GtkLabel        *explanation;
  GtkLabel        *trouble;
  GtkLabel        *amount;
  TillCheckButton *check;
  GtkWidget       *charge_again;
  GtkWidget       *close;

  TillRegister    *reg;       /* (nullable) (owned) */
  TillClock       *clock;     /* (owned) */
  TillPayment     *payment;   /* (owned) */
};

G_DEFINE_FINAL_TYPE (TillUnresolvedRow, till_unresolved_row, GTK_TYPE_LIST_BOX_ROW)

static void
answered_cb (TillUnresolvedRow *self,
             const GError      *error)
{
  const char *sentence = error != NULL ? till_error_describe (error) : NULL;

  gtk_label_set_label (self->trouble, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), sentence != NULL);
}

static void
close_cb (TillUnresolvedRow *self)
{
  if (self->reg != NULL)
    till_close_dialog_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->reg, self->payment);
}

static void
till_unresolved_row_dispose (GObject *object)
{
  TillUnresolvedRow *self = TILL_UNRESOLVED_ROW (object);

  g_clear_object (&self->reg);
  g_clear_object (&self->clock);
  g_clear_object (&self->payment);

  G_OBJECT_CLASS (till_unresolved_row_parent_class)->dispose (object);
}

static void
till_unresolved_row_class_init (TillUnresolvedRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = till_unresolved_row_dispose;

  g_type_ensure (TILL_TYPE_CHECK_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-unresolved-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedRow, shape);
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedRow, standing);
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedRow, reference);
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedRow, detail);
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedRow, explanation);
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedRow, trouble);
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedRow, amount);
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedRow, check);
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedRow, charge_again);
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedRow, close);
  gtk_widget_class_bind_template_callback (widget_class, answered_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
till_unresolved_row_init (TillUnresolvedRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
till_unresolved_row_new (TillRegister *reg,
                         TillClock    *clock,
                         TillPayment  *payment)
{
  TillUnresolvedRow *self = g_object_new (TILL_TYPE_UNRESOLVED_ROW, NULL);

  g_set_object (&self->reg, reg);
  self->clock = g_object_ref (clock);
  self->payment = g_object_ref (payment);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->charge_again), "s", till_payment_get_record (payment)->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->charge_again), "win.charge-again");
  g_object_set (self->check, "register", reg, "payment", payment, NULL);
  g_signal_connect_object (payment, "notify", G_CALLBACK (till_unresolved_row_update), self, G_CONNECT_SWAPPED);
  till_unresolved_row_update (self);

  return GTK_WIDGET (self);
}

void
till_unresolved_row_update (TillUnresolvedRow *self)
{
  g_auto(TillUnresolvedView) view = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *reference = NULL;
  g_autofree char *name = NULL;
  TillUnresolvedFacts facts;
  TillRecord *record;
  const char *css_class;

  g_return_if_fail (TILL_IS_UNRESOLVED_ROW (self));

  record = till_payment_get_record (self->payment);
  reference = till_text_for_people (record->reference);
  facts = (TillUnresolvedFacts) {
    .trouble = till_payment_get_trouble (self->payment),
    .last_answer = till_payment_get_last_answer (self->payment),
    .next_look = till_payment_get_next_look (self->payment),
  };
  till_unresolved_view_init (&view, record, &facts,
                             till_clock_get_boot_time (self->clock), till_clock_get_wall_time (self->clock));
  css_class = till_shape_to_css_class (view.shape);

  gtk_image_set_from_icon_name (self->shape, till_shape_to_icon_name (view.shape));
  gtk_widget_set_css_classes (GTK_WIDGET (self->shape), (const char *[]) { "unresolved-shape", css_class, NULL });
  gtk_label_set_label (self->standing, till_standing_to_text (view.standing));
  gtk_widget_set_css_classes (GTK_WIDGET (self->standing), (const char *[]) { "strong", css_class, NULL });
  gtk_label_set_text (self->reference, reference);
  gtk_label_set_label (self->detail, view.detail);
  text = view.rhythm != NULL ? g_strdup_printf ("%s %s", view.explanation, view.rhythm) : g_strdup (view.explanation);
  gtk_label_set_label (self->explanation, text);
  gtk_label_set_label (self->amount, view.amount);
  gtk_widget_set_visible (self->close, view.needs_person);
  gtk_widget_set_visible (self->charge_again, view.can_recharge);

  name = g_strdup_printf ("%s, %s, %s", till_standing_to_text (view.standing), reference, view.amount);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
till_unresolved_row_check (TillUnresolvedRow *self)
{
  g_return_if_fail (TILL_IS_UNRESOLVED_ROW (self));

  till_check_button_check (self->check);
}

gboolean
till_unresolved_row_needs_person (TillUnresolvedRow *self)
{
  g_return_val_if_fail (TILL_IS_UNRESOLVED_ROW (self), FALSE);

  return till_payment_get_record (self->payment)->attention != 0;
}
