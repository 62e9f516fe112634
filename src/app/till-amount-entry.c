/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-currency.h"
#include "till-amount-entry.h"
#include "till-sale-view.h"
#include "till-widget.h"

struct _TillAmountEntry
{
  GtkWidget   parent_instance;

  GtkLabel   *sum;
  GtkLabel   *currency;
  GtkEntry   *entry;

  TillAmount *amount;      /* (owned) */
  gboolean    applying;    /* the text changes because of us */
};

G_DEFINE_FINAL_TYPE (TillAmountEntry, till_amount_entry, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The display size steps down for a long amount; the field stays as it is. */
static void
set_size_step (TillAmountEntry *self,
               const char      *display)
{
  static const char * const classes[] = { NULL, "long", "longer", "longest" };
  guint step = till_sale_view_size_step (display);

  for (guint i = 1; i < G_N_ELEMENTS (classes); i++)
    {
      if (i == step)
        gtk_widget_add_css_class (GTK_WIDGET (self->entry), classes[i]);
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self->entry), classes[i]);
    }

  gtk_label_set_max_width_chars (self->sum, till_sale_view_sum_width (display));
}

static void
set_placeholder (TillAmountEntry *self)
{
  TillMoney zero = { 0 };
  g_autofree char *text = NULL;

  g_strlcpy (zero.currency, till_amount_get_currency (self->amount), sizeof zero.currency);
  text = till_money_format_plain (&zero);
  gtk_entry_set_placeholder_text (self->entry, text);
}

static void
apply (TillAmountEntry *self)
{
  g_autofree char *display = till_amount_to_display (self->amount);
  g_autofree char *sum = till_amount_to_sum (self->amount);
  const char *shown = *display != '\0' ? display : gtk_entry_get_placeholder_text (self->entry);

  self->applying = TRUE;
  if (!g_str_equal (display, gtk_editable_get_text (GTK_EDITABLE (self->entry))))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->entry), display);
      gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
    }
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), !till_amount_has_sum (self->amount));
  self->applying = FALSE;

  till_widget_set_text (self->sum, sum);
  set_size_step (self, shown != NULL ? shown : "");

  g_signal_emit (self, signals[CHANGED], 0);
}

static void
entry_changed_cb (TillAmountEntry *self)
{
  if (self->applying || till_amount_has_sum (self->amount))
    return;

  till_amount_set_text (self->amount, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  apply (self);
}

static gboolean
till_amount_entry_grab_focus (GtkWidget *widget)
{
  TillAmountEntry *self = TILL_AMOUNT_ENTRY (widget);

  return gtk_entry_grab_focus_without_selecting (self->entry);
}

static void
till_amount_entry_dispose (GObject *object)
{
  TillAmountEntry *self = TILL_AMOUNT_ENTRY (object);

  till_widget_unparent_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (till_amount_entry_parent_class)->dispose (object);
}

static void
till_amount_entry_finalize (GObject *object)
{
  TillAmountEntry *self = TILL_AMOUNT_ENTRY (object);

  till_amount_free (self->amount);

  G_OBJECT_CLASS (till_amount_entry_parent_class)->finalize (object);
}

static void
till_amount_entry_class_init (TillAmountEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = till_amount_entry_dispose;
  object_class->finalize = till_amount_entry_finalize;
  widget_class->grab_focus = till_amount_entry_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "amount");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-amount-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, TillAmountEntry, sum);
  gtk_widget_class_bind_template_child (widget_class, TillAmountEntry, currency);
  gtk_widget_class_bind_template_child (widget_class, TillAmountEntry, entry);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
}

static void
till_amount_entry_init (TillAmountEntry *self)
{
  self->amount = till_amount_new ("");
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Numbers are written from left to right everywhere. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
}

const TillAmount *
till_amount_entry_get_amount (TillAmountEntry *self)
{
  g_return_val_if_fail (TILL_IS_AMOUNT_ENTRY (self), NULL);

  return self->amount;
}

void
till_amount_entry_set_amount (TillAmountEntry  *self,
                              const TillAmount *amount)
{
  TillAmount *copy;

  g_return_if_fail (TILL_IS_AMOUNT_ENTRY (self));

  copy = till_amount_copy (amount);
  till_amount_free (self->amount);
  self->amount = copy;
  gtk_label_set_label (self->currency, till_amount_get_currency (copy));
  set_placeholder (self);
  apply (self);
}

void
till_amount_entry_set_currency (TillAmountEntry *self,
                                const char      *currency)
{
  g_autoptr(TillAmount) amount = NULL;

  g_return_if_fail (TILL_IS_AMOUNT_ENTRY (self));

  if (g_str_equal (currency, till_amount_get_currency (self->amount)))
    return;

  amount = till_amount_new (currency);
  till_amount_entry_set_amount (self, amount);
}

void
till_amount_entry_set_invalid (TillAmountEntry *self,
                               gboolean         invalid)
{
  g_return_if_fail (TILL_IS_AMOUNT_ENTRY (self));

  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (invalid)
    gtk_widget_add_css_class (GTK_WIDGET (self), "invalid");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "invalid");
}

void
till_amount_entry_type (TillAmountEntry *self,
                        const char      *key)
{
  g_return_if_fail (TILL_IS_AMOUNT_ENTRY (self));

  till_amount_type (self->amount, key);
  apply (self);
}

void
till_amount_entry_backspace (TillAmountEntry *self)
{
  g_return_if_fail (TILL_IS_AMOUNT_ENTRY (self));

  till_amount_backspace (self->amount);
  apply (self);
}

void
till_amount_entry_add (TillAmountEntry *self)
{
  g_return_if_fail (TILL_IS_AMOUNT_ENTRY (self));

  if (till_amount_add (self->amount, NULL))
    apply (self);
}

void
till_amount_entry_clear (TillAmountEntry *self)
{
  g_return_if_fail (TILL_IS_AMOUNT_ENTRY (self));

  till_amount_clear (self->amount);
  apply (self);
}

gboolean
till_amount_entry_has_selection (TillAmountEntry *self)
{
  g_return_val_if_fail (TILL_IS_AMOUNT_ENTRY (self), FALSE);

  return gtk_editable_get_selection_bounds (GTK_EDITABLE (self->entry), NULL, NULL);
}

void
till_amount_entry_select_all (TillAmountEntry *self)
{
  g_return_if_fail (TILL_IS_AMOUNT_ENTRY (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}
