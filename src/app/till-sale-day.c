/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-notice.h"
#include "till-sale-page-private.h"
#include "till-when.h"

#define DAY_USEC (G_GINT64_CONSTANT (24) * 60 * 60 * G_USEC_PER_SEC)

static void ask_day (TillSalePage *self);

static void
update_chip (TillSalePage *self)
{
  guint n = self->unresolved != NULL ? g_list_model_get_n_items (self->unresolved) : 0;
  /* Translators: so many payments are not certain yet */
  g_autofree char *text = g_strdup_printf (ngettext ("%u unresolved", "%u unresolved", n), n);

  gtk_label_set_label (self->chip_text, text);
  gtk_widget_set_visible (self->chip, n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chip), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* Where the list has no room beside the sale, the button that leads to it says that a notice stands there. */
static void
show_first_notice (TillSalePage *self)
{
  gboolean any = self->notices.length > 0;

  till_recent_list_set_notice (self->recent, g_queue_peek_head (&self->notices));
  gtk_button_set_icon_name (GTK_BUTTON (self->show_list), any ? "till-paid-late-symbolic" : "till-waiting-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->show_list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  any ? _("Last payments: one needs you") : _("Last payments"), -1);
  if (any)
    gtk_widget_add_css_class (self->show_list, "calls");
  else
    gtk_widget_remove_css_class (self->show_list, "calls");
}

/* Keeps the queue of notices: a payment comes when it needs a person, and goes when one has dealt with it. */
static void
sort_out_notice (TillSalePage *self,
                 TillPayment  *payment)
{
  GList *link = g_queue_find (&self->notices, payment);
  gboolean wanted = till_notice_is_for (till_payment_get_record (payment));

  if (wanted && link == NULL)
    {
      g_queue_push_tail (&self->notices, g_object_ref (payment));
    }
  else if (!wanted && link != NULL)
    {
      g_queue_delete_link (&self->notices, link);
      g_object_unref (payment);
    }
  else
    {
      return;
    }

  show_first_notice (self);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(TillSalePage) self = user_data;
  g_autoptr(GPtrArray) payments = till_register_list_finish (TILL_REGISTER (source), result, NULL);

  /* Not to be had now: each of them is told anew when it takes its next step. */
  if (payments == NULL || self->reg == NULL)
    return;

  for (guint i = payments->len; i > 0; i--)
    sort_out_notice (self, g_ptr_array_index (payments, i - 1));
}

/* What came late while no window was open.  A code can be paid for hours, never for a day. */
static void
find_notices (TillSalePage *self)
{
  TillListFilter filter = {
    .has_state = TRUE,
    .state = TILL_PAYMENT_PAID,
    .since = g_get_real_time () - 2 * DAY_USEC,
  };

  till_register_list_async (self->reg, &filter, NULL, listed_cb, g_object_ref (self));
}

static void
day_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(TillSalePage) self = user_data;
  g_autoptr(TillDay) day = till_journal_day_finish (TILL_JOURNAL (source), result, NULL);

  if (self->reg == NULL)
    return;

  self->asking_day = FALSE;
  if (day != NULL)
    {
      till_recent_list_set_day (self->recent, day, till_amount_get_currency (till_amount_entry_get_amount (self->amount)));
      gtk_entry_set_placeholder_text (self->reference, day->next_reference);
    }

  if (self->ask_day_again)
    ask_day (self);
}

/* One question at a time: a busy till changes faster than a slow disk answers. */
static void
ask_day (TillSalePage *self)
{
  self->ask_day_again = self->asking_day;
  if (self->asking_day)
    return;

  self->asking_day = TRUE;
  till_journal_day_async (till_register_get_journal (self->reg), till_when_start_of_day (g_get_real_time ()), NULL,
                          day_cb, g_object_ref (self));
}

static void
changed_cb (TillSalePage *self,
            TillPayment  *payment)
{
  sort_out_notice (self, payment);
  ask_day (self);
}

static gboolean midnight_cb (gpointer user_data);

static void
await_midnight (TillSalePage *self)
{
  gint64 now = g_get_real_time ();
  gint64 left = till_when_start_of_day (now + DAY_USEC) - now;

  /* At least hourly: the clock may be set, the computer may sleep. */
  self->midnight_id = g_timeout_add_seconds (CLAMP (left / G_USEC_PER_SEC + 1, 1, 3600), midnight_cb, self);
}

static gboolean
midnight_cb (gpointer user_data)
{
  TillSalePage *self = TILL_SALE_PAGE (user_data);

  ask_day (self);
  await_midnight (self);

  return G_SOURCE_REMOVE;
}

void
till_sale_day_init (TillSalePage *self)
{
  g_queue_init (&self->notices);
  update_chip (self);
}

void
till_sale_day_set_register (TillSalePage *self)
{
  till_sale_day_clear (self);
  if (self->reg == NULL)
    return;

  self->unresolved = g_object_ref (till_register_get_unresolved (self->reg));
  g_signal_connect_object (self->unresolved, "items-changed", G_CALLBACK (update_chip), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reg, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  update_chip (self);
  find_notices (self);
  ask_day (self);
  await_midnight (self);
}

void
till_sale_day_clear (TillSalePage *self)
{
  g_clear_handle_id (&self->midnight_id, g_source_remove);
  g_queue_clear_full (&self->notices, g_object_unref);
  g_clear_object (&self->unresolved);
}
