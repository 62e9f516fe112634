/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "connect-currency.h"
#include "till-amount-entry.h"
#include "till-entry-box.h"
#include "till-refund-dialog.h"
#include "till-refund-view.h"
#include "till-widget.h"

/* A waiting state appears after this time, not before. */
#define SLOW_MS 200

struct _TillRefundDialog
{
  AdwWindow        parent_instance;

  GtkStack        *pages;
  GtkLabel        *title;
  GtkLabel        *before;
  TillAmountEntry *amount;
  GtkLabel        *stays;
  GtkLabel        *most;
  GtkLabel        *problem;
  GtkWidget       *reason_box;
  GtkEditable     *reason;
  GtkLabel        *note;
  GtkImage        *shape;
  GtkLabel        *word;
  GtkLabel        *detail;
  GtkButton       *keep;
  GtkButton       *refund;

  TillRegister    *reg;         /* (owned) */
  TillPayment     *payment;     /* (owned) */
  TillRecord      *asked;       /* (nullable) (owned) under way: as the payment was when it was asked for */
  char            *refund_id;   /* (nullable) (owned) what came of it */
  int              error;       /* TillError, or -1 */
  guint            slow_id;     /* source: it is under way, and not yet for long */
  gboolean         closed;
};

G_DEFINE_FINAL_TYPE (TillRefundDialog, till_refund_dialog, ADW_TYPE_WINDOW)

static void
init_view (TillRefundDialog *self,
           const char       *text,
           TillRefundView   *view)
{
  TillRecord *record = self->asked != NULL ? self->asked : till_payment_get_record (self->payment);
  const TillRefundFacts facts = {
    .text = text,
    .under_way = self->asked != NULL,
    .slow = self->asked != NULL && self->slow_id == 0,
    .refund = self->refund_id != NULL ? till_record_get_refund (record, self->refund_id) : NULL,
    .error = self->error,
  };

  till_refund_view_init (view, record, &facts);
}

static const char *
get_text (TillRefundDialog *self)
{
  return till_amount_get_text (till_amount_entry_get_amount (self->amount));
}

static void
show_outcome (TillRefundDialog     *self,
              const TillRefundView *view)
{
  gtk_stack_set_visible_child_name (self->pages, view->is_over ? "outcome" : "ask");
  till_widget_hide_other_pages (self->pages);
  gtk_widget_set_visible (GTK_WIDGET (self->refund), !view->is_over);
  if (!view->is_over)
    return;

  gtk_image_set_from_icon_name (self->shape, till_shape_to_icon_name (view->shape));
  gtk_widget_set_css_classes (GTK_WIDGET (self->shape),
                              (const char *[]) { "refund-shape", till_shape_to_css_class (view->shape), NULL });
  gtk_label_set_text (self->word, view->word);
  gtk_label_set_text (self->detail, view->detail);
}

static void
show_button (TillRefundDialog     *self,
             const TillRefundView *view)
{
  g_autofree char *amount = till_money_format (&view->money);

  gtk_button_set_label (self->keep, view->keep);
  gtk_button_set_label (self->refund, view->button);
  gtk_widget_set_sensitive (GTK_WIDGET (self->refund), view->money.amount > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->refund),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Refund"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, view->money.amount > 0 ? amount : view->button,
                                  -1);
}

static void
update (TillRefundDialog *self)
{
  g_auto(TillRefundView) view = { 0 };

  init_view (self, get_text (self), &view);

  gtk_window_set_title (GTK_WINDOW (self), view.title);
  gtk_label_set_text (self->title, view.title);
  gtk_label_set_text (self->before, view.before);
  till_widget_set_text (self->stays, view.stays);
  till_widget_set_text (self->most, view.most != NULL ? view.most : "");
  till_widget_set_text (self->problem, view.problem != NULL ? view.problem : "");
  till_widget_set_text (self->note, view.note != NULL ? view.note : "");
  till_amount_entry_set_invalid (self->amount, view.is_invalid);
  gtk_widget_set_sensitive (GTK_WIDGET (self->amount), view.can_edit);
  gtk_widget_set_sensitive (self->reason_box, view.can_edit);
  show_outcome (self, &view);
  show_button (self, &view);
}

/* What is wrong with the last try is wrong no more when something else is typed. */
static void
changed_cb (TillRefundDialog *self)
{
  if (self->payment == NULL)
    return;

  if (self->error != TILL_ERROR_FOLLOWED_ELSEWHERE)
    self->error = -1;
  update (self);
}

/* Whoever closed the dialog learns that the money did not go. */
static void
notify_if_not_taken (TillRefundDialog *self)
{
  g_auto(TillRefundView) view = { 0 };
  g_autoptr(GNotification) notification = NULL;

  init_view (self, "", &view);
  if (view.is_over && view.shape == TILL_SHAPE_REFUNDED)
    return;

  notification = g_notification_new (view.title);
  if (view.is_over)
    {
      g_autofree char *body = g_strdup_printf ("%s\n%s", view.word, view.detail);

      g_notification_set_body (notification, body);
    }
  else
    {
      g_notification_set_body (notification, till_error_sentence (self->error));
    }
  g_application_send_notification (g_application_get_default (), NULL, notification);
}

static void
refunded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(TillRefundDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  self->refund_id = till_register_refund_finish (TILL_REGISTER (source), result, &error);
  self->error = error != NULL ? (int) till_error_from_connect (error) : -1;
  g_clear_pointer (&self->asked, till_record_unref);
  g_clear_handle_id (&self->slow_id, g_source_remove);

  if (self->closed)
    {
      notify_if_not_taken (self);
      return;
    }

  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->keep));
}

static gboolean
slow_cb (gpointer user_data)
{
  TillRefundDialog *self = TILL_REFUND_DIALOG (user_data);

  self->slow_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
refund_cb (TillRefundDialog *self)
{
  g_auto(TillRefundView) view = { 0 };
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));

  init_view (self, get_text (self), &view);
  if (view.money.amount <= 0)
    return;

  self->error = -1;
  self->asked = till_record_ref (till_payment_get_record (self->payment));
  self->slow_id = g_timeout_add (SLOW_MS, slow_cb, self);
  till_register_refund_async (self->reg, self->payment, view.money.amount, *reason != '\0' ? reason : NULL,
                              NULL, refunded_cb, g_object_ref (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->keep));
  update (self);
}

static void
till_refund_dialog_dispose (GObject *object)
{
  TillRefundDialog *self = TILL_REFUND_DIALOG (object);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  self->closed = TRUE;
  if (parent != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (parent), "behind");
  g_clear_handle_id (&self->slow_id, g_source_remove);
  if (self->payment != NULL)
    g_signal_handlers_disconnect_by_func (self->payment, update, self);
  gtk_widget_dispose_template (GTK_WIDGET (object), TILL_TYPE_REFUND_DIALOG);

  G_OBJECT_CLASS (till_refund_dialog_parent_class)->dispose (object);
}

static void
till_refund_dialog_finalize (GObject *object)
{
  TillRefundDialog *self = TILL_REFUND_DIALOG (object);

  g_clear_object (&self->reg);
  g_clear_object (&self->payment);
  g_clear_pointer (&self->asked, till_record_unref);
  g_free (self->refund_id);

  G_OBJECT_CLASS (till_refund_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, title);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, before);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, amount);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, stays);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, most);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, reason_box);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, note);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, shape);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, word);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, detail);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, keep);
  gtk_widget_class_bind_template_child (widget_class, TillRefundDialog, refund);
}

static void
till_refund_dialog_class_init (TillRefundDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = till_refund_dialog_dispose;
  object_class->finalize = till_refund_dialog_finalize;

  g_type_ensure (TILL_TYPE_AMOUNT_ENTRY);
  g_type_ensure (TILL_TYPE_ENTRY_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-refund-dialog.ui");
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, refund_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  bind_children (widget_class);
}

static void
till_refund_dialog_init (TillRefundDialog *self)
{
  self->error = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* All that is left, to be typed over. */
static void
fill_in (TillRefundDialog *self)
{
  TillMoney left = till_payment_get_record (self->payment)->money;
  g_autoptr(TillAmount) amount = till_amount_new (left.currency);
  g_autofree char *text = NULL;

  left.amount = 0;
  if (till_record_check_refund (till_payment_get_record (self->payment), &left.amount, CONNECT_AMOUNT_ABSENT, NULL))
    {
      text = till_money_format_plain (&left);
      till_amount_set_text (amount, text);
    }
  till_amount_entry_set_amount (self->amount, amount);
}

void
till_refund_dialog_present (GtkWindow    *parent,
                            TillRegister *reg,
                            TillPayment  *payment)
{
  TillRefundDialog *self;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (TILL_IS_REGISTER (reg));
  g_return_if_fail (TILL_IS_PAYMENT (payment));

  self = g_object_new (TILL_TYPE_REFUND_DIALOG, "transient-for", parent, NULL);
  self->reg = g_object_ref (reg);
  self->payment = g_object_ref (payment);
  fill_in (self);
  g_signal_connect_object (payment, "notify::record", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  gtk_widget_add_css_class (GTK_WIDGET (parent), "behind");
  gtk_window_present (GTK_WINDOW (self));
  till_amount_entry_select_all (self->amount);
}
