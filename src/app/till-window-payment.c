/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-charging.h"
#include "till-sale-page.h"
#include "till-window-private.h"

static void
show_result (TillWindow *self)
{
}

static void
wait_end_cb (TillWindow *self)
{
  if (till_payment_get_wait_end (self->payment) != TILL_WAIT_NONE)
    show_result (self);
}

void
till_window_show_payment (TillWindow  *self,
                          TillPayment *payment)
{
  till_window_drop_payment (self);

  self->payment = g_object_ref (payment);
  g_signal_connect_object (payment, "notify::wait-end", G_CALLBACK (wait_end_cb), self, G_CONNECT_SWAPPED);
  wait_end_cb (self);
}

void
till_window_drop_payment (TillWindow *self)
{
  if (self->payment == NULL)
    return;

  g_signal_handlers_disconnect_by_func (self->payment, wait_end_cb, self);
  g_clear_object (&self->payment);
}

gboolean
till_window_is_waiting (TillWindow *self)
{
  return self->payment != NULL && till_payment_is_waiting (self->payment);
}

void
till_window_install_payment_actions (GtkWidgetClass *widget_class)
{
}
