/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-notice.h"
#include "till-sale-page-private.h"
#include "till-unresolved-view.h"
#include "till-when.h"

#define DAY_USEC (G_GINT64_CONSTANT (24) * 60 * 60 * G_USEC_PER_SEC)

static void ask_day (TillSalePage *self);
static gboolean asking_cb (gpointer user_data);

/* Taken up by this program, and not a word about it yet. */
static gboolean
is_first_asked (TillPayment *payment)
{
  return till_payment_is_followed (payment)
         && till_payment_get_last_answer (payment) < 0
         && till_payment_get_trouble (payment) < 0;
}

static void
count_open (TillSalePage  *self,
            TillOpenFacts *facts)
{
  *facts = (TillOpenFacts) { .n = self->unresolved != NULL ? g_list_model_get_n_items (self->unresolved) : 0 };

  for (guint i = 0; i < facts->n; i++)
    {
      g_autoptr(TillPayment) payment = g_list_model_get_item (self->unresolved, i);
      gint64 created = till_payment_get_record (payment)->created;

      if (!is_first_asked (payment))
        continue;

      facts->since = facts->n_asking == 0 ? created : MIN (facts->since, created);
      facts->n_asking++;
    }
}

static void
update_chip (TillSalePage *self)
{
  TillOpenFacts facts;
  g_autofree char *text = NULL;

  count_open (self, &facts);
  text = till_unresolved_view_chip (&facts, g_get_real_time ());
  gtk_label_set_label (self->chip_text, text);
  gtk_widget_set_visible (self->chip, facts.n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chip), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);

  /* That an answer came is no step of the payment, so nothing tells of it. */
  if (facts.n_asking > 0 && self->asking_id == 0)
    self->asking_id = g_timeout_add_seconds (1, asking_cb, self);
  else if (facts.n_asking == 0)
    g_clear_handle_id (&self->asking_id, g_source_remove);
}

static gboolean
asking_cb (gpointer user_data)
{
  TillSalePage *self = TILL_SALE_PAGE (user_data);

  self->asking_id = 0;
  update_chip (self);

  return G_SOURCE_REMOVE;
}

/* The one that was asked for, else the oldest of those that need a person; @n: how many there are. */
static TillPayment *
choose_notice (TillSalePage *self,
               guint        *n)
{
  g_autoptr(TillPayment) chosen = NULL;

  *n = 0;
  for (guint i = 0; self->attention != NULL && i < g_list_model_get_n_items (self->attention); i++)
    {
      g_autoptr(TillPayment) payment = g_list_model_get_item (self->attention, i);

      if (!till_notice_is_for (till_payment_get_record (payment)))
        continue;

      (*n)++;
      if (chosen == NULL || payment == self->notice_first)
        g_set_object (&chosen, payment);
    }

  return g_steal_pointer (&chosen);
}

/* Where the list has no room beside the sale, the button that leads to it says that a notice stands there. */
static void
update_notice (TillSalePage *self)
{
  guint n;
  g_autoptr(TillPayment) payment = choose_notice (self, &n);

  till_recent_list_set_notice (self->recent, payment, n);
  gtk_button_set_icon_name (GTK_BUTTON (self->show_list), n > 0 ? "till-paid-late-symbolic" : "till-waiting-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->show_list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  n > 0 ? _("Last payments: one needs you") : _("Last payments"), -1);
  if (n > 0)
    gtk_widget_add_css_class (self->show_list, "calls");
  else
    gtk_widget_remove_css_class (self->show_list, "calls");
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
changed_cb (TillSalePage *self)
{
  update_chip (self);
  update_notice (self);
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
  self->attention = g_object_ref (till_register_get_attention (self->reg));
  g_signal_connect_object (self->attention, "items-changed", G_CALLBACK (update_notice), self, G_CONNECT_SWAPPED);
  update_chip (self);
  update_notice (self);
  ask_day (self);
  await_midnight (self);
}

void
till_sale_day_clear (TillSalePage *self)
{
  g_clear_handle_id (&self->midnight_id, g_source_remove);
  g_clear_handle_id (&self->asking_id, g_source_remove);
  g_clear_object (&self->notice_first);
  g_clear_object (&self->attention);
  g_clear_object (&self->unresolved);
}

void
till_sale_day_show_notice (TillSalePage *self,
                           TillPayment  *payment)
{
  g_set_object (&self->notice_first, payment);
  update_notice (self);
}
