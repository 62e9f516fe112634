/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-notice.h"
#include "till-payment-row.h"
#include "till-recent-list.h"
#include "till-widget.h"

struct _TillRecentList
{
  GtkWidget     parent_instance;

  GtkStack     *stack;
  GtkListBox   *list;
  TillNotice   *notice;
  GtkLabel     *count;
  GtkLabel     *takings;

  TillRegister *reg;     /* (nullable) (owned) */
  GListModel   *model;   /* (nullable) (owned) (element-type TillPayment) */
};

G_DEFINE_FINAL_TYPE (TillRecentList, till_recent_list, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_REGISTER = 1,
} TillRecentListProperty;

static GParamSpec *properties[PROP_REGISTER + 1];

static void
update_emptiness (TillRecentList *self)
{
  gboolean empty = self->model == NULL || g_list_model_get_n_items (self->model) == 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "list");
  till_widget_hide_other_pages (self->stack);
}

static void
row_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row)
{
  till_payment_row_tell (TILL_PAYMENT_ROW (row));
}

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  TillRecentList *self = TILL_RECENT_LIST (user_data);

  return till_payment_row_new (self->reg, TILL_PAYMENT (item));
}

static void
till_recent_list_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  TillRecentList *self = TILL_RECENT_LIST (object);

  switch ((TillRecentListProperty) prop_id)
    {
    case PROP_REGISTER:
      g_set_object (&self->reg, g_value_get_object (value));
      g_object_set (self->notice, "register", self->reg, NULL);
      if (self->reg != NULL)
        till_recent_list_set_model (self, till_register_get_recent (self->reg));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_recent_list_dispose (GObject *object)
{
  TillRecentList *self = TILL_RECENT_LIST (object);

  till_widget_unparent_children (GTK_WIDGET (self));

  g_clear_object (&self->model);
  g_clear_object (&self->reg);

  G_OBJECT_CLASS (till_recent_list_parent_class)->dispose (object);
}

static void
till_recent_list_class_init (TillRecentListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = till_recent_list_set_property;
  object_class->dispose = till_recent_list_dispose;

  properties[PROP_REGISTER] =
    g_param_spec_object ("register", NULL, NULL, TILL_TYPE_REGISTER,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (TILL_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-recent-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TillRecentList, stack);
  gtk_widget_class_bind_template_child (widget_class, TillRecentList, list);
  gtk_widget_class_bind_template_child (widget_class, TillRecentList, notice);
  gtk_widget_class_bind_template_child (widget_class, TillRecentList, count);
  gtk_widget_class_bind_template_child (widget_class, TillRecentList, takings);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
till_recent_list_init (TillRecentList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_emptiness (self);
}

void
till_recent_list_set_model (TillRecentList *self,
                            GListModel     *payments)
{
  g_return_if_fail (TILL_IS_RECENT_LIST (self));

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, update_emptiness, self);

  g_set_object (&self->model, payments);
  gtk_list_box_bind_model (self->list, payments, make_row, self, NULL);
  g_signal_connect_object (payments, "items-changed", G_CALLBACK (update_emptiness), self, G_CONNECT_SWAPPED);
  update_emptiness (self);
}

void
till_recent_list_set_notice (TillRecentList *self,
                             TillPayment    *payment,
                             guint           n)
{
  g_return_if_fail (TILL_IS_RECENT_LIST (self));

  till_notice_set_payment (self->notice, payment);
  till_notice_set_n (self->notice, n);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), payment != NULL);
}

void
till_recent_list_set_day (TillRecentList *self,
                          const TillDay  *day,
                          const char     *currency)
{
  g_autofree char *count = NULL;
  g_autofree char *takings = NULL;

  g_return_if_fail (TILL_IS_RECENT_LIST (self));

  if (day->n_paid == 0)
    count = g_strdup (_("Today · nothing paid yet"));
  else
    /* Translators: how many payments were paid today */
    count = g_strdup_printf (ngettext ("Today · %u paid", "Today · %u paid", day->n_paid), day->n_paid);

  takings = till_recent_list_takings_to_text (day, currency);
  gtk_label_set_label (self->count, count);
  gtk_label_set_label (self->takings, takings);

  /* Yesterday's rows read otherwise today. */
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list));
       row != NULL;
       row = gtk_widget_get_next_sibling (row))
    till_payment_row_update (TILL_PAYMENT_ROW (row));
}

char *
till_recent_list_takings_to_text (const TillDay *day,
                                  const char    *currency)
{
  g_autoptr(GString) text = g_string_new (NULL);
  TillMoney nothing = { 0 };

  for (guint i = 0; i < day->takings->len; i++)
    {
      g_autofree char *amount = till_money_format (&g_array_index (day->takings, TillMoney, i));

      if (text->len > 0)
        g_string_append (text, " + ");
      g_string_append (text, amount);
    }

  if (text->len > 0)
    return g_strdup (text->str);

  g_strlcpy (nothing.currency, currency, sizeof nothing.currency);

  return till_money_format (&nothing);
}
