/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "till-again.h"
#include "till-charging.h"
#include "till-question.h"
#include "till-sale-page-private.h"

/* A charge that is written down sooner than this says nothing in between. */
#define SLOW_MS 200

enum
{
  CHARGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void send (TillSalePage *self);

/* Charge can be pressed again.  What was answered was answered for this press: the sale may be changed now. */
static void
give_up (TillSalePage *self,
         int           refusal)
{
  self->confirmed = FALSE;
  self->no_card = FALSE;
  self->again = FALSE;
  g_clear_handle_id (&self->slow_id, g_source_remove);
  self->slow = FALSE;
  self->charging = FALSE;
  self->refusal = refusal;
  till_sale_page_update (self);
}

static void
answered_cb (AdwMessageDialog *dialog,
             const char       *response,
             TillSalePage     *self)
{
  if (!g_str_equal (response, "charge"))
    {
      give_up (self, -1);
      return;
    }

  *self->question = TRUE;
  send (self);
}

/* Asks before money is asked for.  Enter answers no: it may have bounced.  @question: of the page, what a yes is to. */
static void
ask (TillSalePage *self,
     const char   *heading,
     const char   *body,
     const char   *yes,
     gboolean     *question)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  AdwMessageDialog *dialog = till_question_present (window, heading, body, _("Do not charge"), "charge", yes,
                                                    ADW_RESPONSE_SUGGESTED);

  g_clear_handle_id (&self->slow_id, g_source_remove);
  self->question = question;
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
}

static void
ask_confirm (TillSalePage    *self,
             const TillMoney *total)
{
  g_autofree char *amount = till_money_format (total);
  /* Translators: %s is an amount */
  g_autofree char *heading = g_strdup_printf (_("Charge %s?"), amount);

  ask (self, heading, _("This is more than is usual here. Is the amount right?"), _("Charge"),
       &self->confirmed);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(TillSalePage) self = user_data;
  gboolean again = till_again_finish (result);

  if (self->looking == NULL)
    return;   /* Esc, or the window went */

  g_clear_object (&self->looking);
  if (!again)
    {
      give_up (self, -1);
      return;
    }

  self->again = TRUE;
  send (self);
}

static void
look (TillSalePage *self,
      TillPayment  *payment)
{
  if (self->looking == NULL)
    self->looking = g_cancellable_new ();
  till_again_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->reg, payment, self->looking,
                    looked_cb, g_object_ref (self));
}

/* The open one with this reference and another amount. */
static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(TillSalePage) self = user_data;
  g_autoptr(GPtrArray) found = till_register_find_finish (TILL_REGISTER (source), result, NULL);

  if (self->looking == NULL)
    return;

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      TillPayment *payment = g_ptr_array_index (found, i);

      if (!till_payment_state_is_final (till_payment_get_state (payment)))
        {
          look (self, payment);
          return;
        }
    }

  g_clear_object (&self->looking);
  give_up (self, TILL_ERROR_REFERENCE_OPEN);
}

static void
show_error (TillSalePage *self,
            const GError *error)
{
  TillError code = error->domain == TILL_ERROR ? (TillError) error->code : till_error_from_connect (error);

  if (code == TILL_ERROR_ALREADY_PAID)
    ask (self, _("This order was already paid"),
         _("An order with this reference and amount was paid within the last day. "
           "Charge again only if the customer is to pay once more."),
         _("Charge again"), &self->again);
  else if (code == TILL_ERROR_REFERENCE_OPEN)
    {
      self->looking = g_cancellable_new ();
      till_register_find_async (self->reg, gtk_editable_get_text (GTK_EDITABLE (self->reference)), NULL,
                                found_cb, g_object_ref (self));
    }
  else if (code == TILL_ERROR_LOOKS_LIKE_CARD)
    ask (self, _("Is this the number of a payment card?"),
         _("The reference or the description looks like one. Card numbers must not be kept in a till. "
           "Charge only if it is something else."),
         _("It is none: charge"), &self->no_card);
  else
    give_up (self, code);

  if (code == TILL_ERROR_NO_ACCOUNT)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-setup", NULL);
}

static void
charged_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(TillSalePage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(TillPayment) payment = NULL;
  TillIntentOutcome outcome;

  payment = till_charging_finish (result, &outcome, &error);
  if (self->reg == NULL)
    return;   /* the window went meanwhile; the register looks after the payment */

  if (payment == NULL)
    show_error (self, error);
  else if (outcome == TILL_INTENT_REFERENCE_OPEN)
    look (self, payment);
  else
    g_signal_emit (self, signals[CHARGED], 0, payment);
}

static gboolean
slow_cb (gpointer user_data)
{
  TillSalePage *self = TILL_SALE_PAGE (user_data);

  self->slow_id = 0;
  self->slow = TRUE;
  till_sale_page_update (self);

  return G_SOURCE_REMOVE;
}

static void
send (TillSalePage *self)
{
  g_autofree char *confirm_above = till_settings_get_string (self->settings, "confirm-above");
  TillChargingFields fields = {
    .reference = gtk_editable_get_text (GTK_EDITABLE (self->reference)),
    .description = gtk_editable_get_text (GTK_EDITABLE (self->description)),
    .request_id = self->request_id,
    .again = self->again,
    .no_card = self->no_card,
  };

  if (!till_amount_get_total (till_amount_entry_get_amount (self->amount), &fields.money, NULL))
    {
      give_up (self, TILL_ERROR_INVALID_AMOUNT);
      return;
    }

  if (!self->confirmed && till_sale_view_asks_first (&fields.money, confirm_above))
    {
      ask_confirm (self, &fields.money);
      return;
    }

  g_clear_handle_id (&self->slow_id, g_source_remove);
  self->slow_id = g_timeout_add (SLOW_MS, slow_cb, self);
  till_charging_async (self->reg, self->settings, &fields, charged_cb, g_object_ref (self));
}

void
till_sale_charge_class_init (TillSalePageClass *klass)
{
  signals[CHARGED] = g_signal_new ("charged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, TILL_TYPE_PAYMENT);
}

void
till_sale_charge_reset (TillSalePage *self)
{
  g_clear_handle_id (&self->slow_id, g_source_remove);
  g_free (self->request_id);
  self->request_id = g_uuid_string_random ();
  self->pressed = FALSE;
  self->charging = FALSE;
  self->slow = FALSE;
  self->confirmed = FALSE;
  self->no_card = FALSE;
  self->again = FALSE;
  self->refusal = -1;
}

gboolean
till_sale_charge_stop_looking (TillSalePage *self)
{
  if (self->looking == NULL)
    return FALSE;

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  give_up (self, -1);

  return TRUE;
}

/* One press, one payment: from here until till_sale_page_begin() or an answer no press does anything. */
void
till_sale_charge_press (TillSalePage *self)
{
  if (self->charging || self->reg == NULL || self->settings == NULL)
    return;

  self->pressed = TRUE;
  self->refusal = -1;
  till_sale_page_update (self);
  if (!self->can_charge)
    return;

  self->charging = TRUE;
  till_sale_page_update (self);
  send (self);
}
