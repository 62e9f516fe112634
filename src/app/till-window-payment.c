/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-again.h"
#include "till-charging.h"
#include "till-payment-page.h"
#include "till-refund-dialog.h"
#include "till-result-page.h"
#include "till-sale-page.h"
#include "till-window-private.h"

/* The outcome comes at once; the code goes with its page. */
static void
show_result (TillWindow *self)
{
  GtkWidget *payment_page = till_window_get_page (self, TILL_TYPE_PAYMENT_PAGE);
  GtkWidget *result_page = till_window_get_page (self, TILL_TYPE_RESULT_PAGE);
  gint64 clock_skew = 0;

  if (till_result_page_get_payment (TILL_RESULT_PAGE (result_page)) == self->payment)
    return;

  g_object_get (self->reg, "clock-skew", &clock_skew, NULL);
  g_object_set (result_page, "clock-skew", clock_skew, NULL);
  till_result_page_set_payment (TILL_RESULT_PAGE (result_page), self->payment);
  till_payment_page_set_payment (TILL_PAYMENT_PAGE (payment_page), NULL);
  till_window_switch_to (self, result_page, TRUE);
}

static void
wait_end_cb (TillWindow *self)
{
  if (till_payment_get_wait_end (self->payment) != TILL_WAIT_NONE)
    show_result (self);
}

/* The phone plays the customer of the last payment, also after its wait was left: that is how one pays late. */
static void
hand_to_phone (TillWindow *self)
{
  if (self->phone != NULL)
    till_phone_window_set_payment (self->phone, self->payment);
}

static void
show_phone_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  TillWindow *self = TILL_WINDOW (widget);

  if (self->sandbox == NULL)
    return;

  if (self->phone == NULL)
    {
      g_set_weak_pointer (&self->phone, TILL_PHONE_WINDOW (till_phone_window_new (GTK_WINDOW (self), self->sandbox)));
      hand_to_phone (self);
    }
  gtk_window_present (GTK_WINDOW (self->phone));
}

void
till_window_show_payment (TillWindow  *self,
                          TillPayment *payment)
{
  GtkWidget *page = till_window_get_page (self, TILL_TYPE_PAYMENT_PAGE);

  till_window_drop_payment (self);

  self->payment = g_object_ref (payment);
  g_signal_connect_object (payment, "notify::wait-end", G_CALLBACK (wait_end_cb), self, G_CONNECT_SWAPPED);
  hand_to_phone (self);

  /* A payment that was charged before, by the same press, may be over already. */
  if (till_payment_get_wait_end (payment) != TILL_WAIT_NONE
      || till_payment_state_is_final (till_payment_get_state (payment)))
    {
      show_result (self);
      return;
    }

  till_payment_page_set_payment (TILL_PAYMENT_PAGE (page), payment);
  till_window_switch_to (self, page, FALSE);
}

void
till_window_drop_payment (TillWindow *self)
{
  GtkWidget *page;

  if (self->payment == NULL)
    return;

  page = gtk_stack_get_child_by_name (self->pages, g_type_name (TILL_TYPE_PAYMENT_PAGE));
  if (page != NULL)
    till_payment_page_set_payment (TILL_PAYMENT_PAGE (page), NULL);
  page = gtk_stack_get_child_by_name (self->pages, g_type_name (TILL_TYPE_RESULT_PAGE));
  if (page != NULL)
    till_result_page_set_payment (TILL_RESULT_PAGE (page), NULL);

  g_signal_handlers_disconnect_by_func (self->payment, wait_end_cb, self);
  g_clear_object (&self->payment);
}

/* Who has left the wait is free, though that may not be written down yet. */
gboolean
till_window_is_waiting (TillWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  return TILL_IS_PAYMENT_PAGE (page) && self->payment != NULL && till_payment_is_waiting (self->payment);
}

static void
left_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (!till_register_leave_finish (TILL_REGISTER (source), result, &error))
    g_warning ("leaving the wait: %s", error->message);
}

/* The cashier is free at once; that the wait was left is being written down meanwhile. */
static void
leave_payment_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  TillWindow *self = TILL_WINDOW (widget);

  if (!till_window_is_waiting (self))
    return;

  till_register_leave_async (self->reg, self->payment, NULL, left_cb, NULL);
  show_result (self);
}

typedef struct
{
  TillWindow  *self;      /* (owned) */
  TillPayment *payment;   /* (nullable) (owned) the attempt before */
  TillPayment *shown;     /* (nullable) (owned) what was on the screen … */
  GtkWidget   *page;      /* … and on which page, when it was asked for */
  gboolean     again;     /* in spite of what may still be paid */
} Retry;

static void
retry_free (Retry *retry)
{
  g_clear_object (&retry->payment);
  g_clear_object (&retry->shown);
  g_object_unref (retry->self);
  g_free (retry);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Retry, retry_free)

/* One press, one attempt: the buttons are shut from the press to what comes of it. */
static void
set_retrying (TillWindow *self,
              gboolean    retrying)
{
  self->retrying = retrying;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.try-again", !retrying);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.charge-again", !retrying);
}

static void
show_retry_problem (TillWindow   *self,
                    const GError *error)
{
  TillError code = error->domain == TILL_ERROR ? (TillError) error->code : till_error_from_connect (error);

  till_window_show_sale (self);
  till_sale_page_show_problem (TILL_SALE_PAGE (till_window_get_page (self, TILL_TYPE_SALE_PAGE)), code);
}

static void
charged_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(TillWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  TillIntentOutcome outcome;
  g_autoptr(TillPayment) payment = till_charging_finish (result, &outcome, &error);

  set_retrying (self, FALSE);
  if (self->reg == NULL)
    return;   /* the window went meanwhile; the register looks after the payment */

  if (payment == NULL)
    show_retry_problem (self, error);
  else
    till_window_show_payment (self, payment);
}

static void
charge_again (Retry *retry)
{
  TillWindow *self = retry->self;
  TillRecord *record = till_payment_get_record (retry->payment);
  const TillChargingFields fields = {
    .money = record->money,
    .reference = record->reference_given ? record->reference : NULL,
    .description = record->description,
    .same_order = record->id,
    .again = retry->again,
    .no_card = TRUE,   /* it was asked about when the order was first charged */
  };

  till_charging_async (self->reg, self->settings, &fields, charged_cb, g_object_ref (self));
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Retry) retry = user_data;
  TillWindow *self = retry->self;

  /* Charging takes the screen: only where nobody has begun something else meanwhile. */
  if (till_again_finish (result) && self->reg != NULL && self->payment == retry->shown
      && gtk_stack_get_visible_child (self->pages) == retry->page)
    charge_again (retry);
  else
    set_retrying (self, FALSE);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Retry) retry = user_data;
  TillWindow *self = retry->self;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = till_register_find_finish (TILL_REGISTER (source), result, &error);

  if (self->reg == NULL)
    return;

  if (found == NULL || found->len == 0)
    {
      set_retrying (self, FALSE);
      if (error != NULL)
        show_retry_problem (self, error);
      return;
    }

  retry->payment = g_object_ref (g_ptr_array_index (found, 0));
  if (!retry->again || !till_payment_get_record (retry->payment)->shown)
    {
      charge_again (retry);
      return;
    }

  till_again_async (GTK_WINDOW (self), self->reg, g_ptr_array_index (found, 0), NULL, answered_cb,
                    g_steal_pointer (&retry));
}

/* One more attempt at the same order. */
static void
retry_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  TillWindow *self = TILL_WINDOW (widget);
  Retry *retry;

  if (self->reg == NULL || self->retrying || till_window_is_waiting (self))
    return;

  set_retrying (self, TRUE);
  retry = g_new0 (Retry, 1);
  retry->self = g_object_ref (self);
  retry->page = gtk_stack_get_visible_child (self->pages);
  g_set_object (&retry->shown, self->payment);
  retry->again = g_str_equal (action_name, "win.charge-again");
  till_register_find_async (self->reg, g_variant_get_string (parameter, NULL), NULL, found_cb, retry);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* What came of it stands in the payment, and so does that nothing came. */
  if (!till_register_check_finish (TILL_REGISTER (source), result, &error))
    g_debug ("checking a payment: %s", error->message);
}

static void
check_payment_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  TillWindow *self = TILL_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);

  if (self->reg != NULL && self->payment != NULL
      && g_str_equal (till_payment_get_record (self->payment)->id, id))
    till_register_check_async (self->reg, self->payment, NULL, checked_cb, NULL);
}

TillPayment *
till_window_take_found (TillWindow   *self,
                        GObject      *reg,
                        GAsyncResult *result)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = till_register_find_finish (TILL_REGISTER (reg), result, &error);

  if (error != NULL)
    g_warning ("finding a payment: %s", error->message);
  if (self->reg == NULL || found == NULL || found->len == 0 || till_window_is_waiting (self))
    return NULL;

  return g_object_ref (g_ptr_array_index (found, 0));
}

static void
found_to_refund_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(TillWindow) self = user_data;
  g_autoptr(TillPayment) payment = till_window_take_found (self, source, result);

  if (payment != NULL)
    till_refund_dialog_present (GTK_WINDOW (self), self->reg, payment);
}

static void
refund_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  TillWindow *self = TILL_WINDOW (widget);

  if (self->reg != NULL && !till_window_is_waiting (self))
    till_register_find_async (self->reg, g_variant_get_string (parameter, NULL), NULL, found_to_refund_cb,
                              g_object_ref (self));
}

void
till_window_install_payment_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.leave-payment", NULL, leave_payment_action);
  gtk_widget_class_install_action (widget_class, "win.try-again", "s", retry_action);
  gtk_widget_class_install_action (widget_class, "win.charge-again", "s", retry_action);
  gtk_widget_class_install_action (widget_class, "win.check-payment", "s", check_payment_action);
  gtk_widget_class_install_action (widget_class, "win.refund", "s", refund_action);
  gtk_widget_class_install_action (widget_class, "win.show-phone", NULL, show_phone_action);
}
