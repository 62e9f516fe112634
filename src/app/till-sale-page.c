/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "connect-currency.h"
#include "till-sale-page-private.h"
#include "till-widget.h"

G_DEFINE_FINAL_TYPE (TillSalePage, till_sale_page, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_REGISTER = 1,
  PROP_SETTINGS,
  PROP_SIZE_CLASS,
  PROP_TITLE,
  PROP_SUBTITLE,
} TillSalePageProperty;

static GParamSpec *properties[PROP_SUBTITLE + 1];

static void
set_invalid (GtkWidget *widget,
             gboolean   invalid)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static const char *
to_charge_text (TillSalePage       *self,
                const TillSaleView *view)
{
  if (self->charging && self->slow)
    return _("one moment");

  return view->charge_amount != NULL ? view->charge_amount : view->charge_hint;
}

/* Shows what is true now; everything that is shown goes through here. */
void
till_sale_page_update (TillSalePage *self)
{
  g_auto(TillSaleView) view = { 0 };
  int storage_trouble = -1;
  gint64 clock_skew = 0;
  TillSaleFacts facts;

  if (self->reg != NULL)
    g_object_get (self->reg, "storage-trouble", &storage_trouble, "clock-skew", &clock_skew, NULL);

  facts = (TillSaleFacts) {
    .amount = till_amount_entry_get_amount (self->amount),
    .reference = gtk_editable_get_text (GTK_EDITABLE (self->reference)),
    .pressed = self->pressed,
    .charging = self->charging,
    .refusal = self->refusal,
    .storage_trouble = storage_trouble,
    .clock_skew = clock_skew,
  };
  till_sale_view_init (&view, &facts);
  self->can_charge = view.can_charge;

  till_widget_set_text (self->problem, view.problem != NULL ? view.problem : "");
  till_amount_entry_set_invalid (self->amount, view.field == TILL_SALE_AMOUNT);
  set_invalid (GTK_WIDGET (self->reference), view.field == TILL_SALE_REFERENCE);
  till_keypad_set_charge (self->keypad, to_charge_text (self, &view), view.can_charge);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sale.charge", view.can_charge);
}

/* What was wrong with the last press is no longer said once something was changed. */
static void
sale_changed_cb (TillSalePage *self)
{
  self->pressed = FALSE;
  self->refusal = -1;
  till_sale_page_update (self);
}

static void
update_currency (TillSalePage *self)
{
  g_autofree char *currency = till_settings_get_string (self->settings, "currency");

  till_amount_entry_set_currency (self->amount, currency);
  till_keypad_set_decimal_point (self->keypad,
                                 connect_currency_exponent (currency) > 0 ? till_money_decimal_point () : NULL);
}

static void
type_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  TillSalePage *self = TILL_SALE_PAGE (widget);

  if (self->charging)
    return;

  till_amount_entry_type (self->amount, g_variant_get_string (parameter, NULL));
  gtk_widget_grab_focus (GTK_WIDGET (self->amount));
}

static void
edit_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  TillSalePage *self = TILL_SALE_PAGE (widget);

  if (self->charging)
    return;

  if (g_str_equal (action_name, "sale.add"))
    till_amount_entry_add (self->amount);
  else
    till_amount_entry_backspace (self->amount);
  gtk_widget_grab_focus (GTK_WIDGET (self->amount));
}

static void
charge_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  till_sale_charge_press (TILL_SALE_PAGE (widget));
}

static void
set_register (TillSalePage *self,
              TillRegister *reg)
{
  if (!g_set_object (&self->reg, reg))
    return;

  g_object_set (self->recent, "register", reg, NULL);
  till_sale_day_set_register (self);
  if (reg != NULL)
    g_signal_connect_object (reg, "notify", G_CALLBACK (till_sale_page_update), self, G_CONNECT_SWAPPED);
  till_sale_page_update (self);
}

static void
set_settings (TillSalePage *self,
              TillSettings *settings)
{
  if (!g_set_object (&self->settings, settings) || settings == NULL)
    return;

  g_signal_connect_object (settings, "changed::currency", G_CALLBACK (update_currency), self, G_CONNECT_SWAPPED);
  update_currency (self);
}

static void
till_sale_page_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  TillSalePage *self = TILL_SALE_PAGE (object);

  switch ((TillSalePageProperty) prop_id)
    {
    case PROP_REGISTER:
      set_register (self, g_value_get_object (value));
      break;

    case PROP_SETTINGS:
      set_settings (self, g_value_get_object (value));
      break;

    case PROP_SIZE_CLASS:
      till_sale_layout_set_size_class (self, g_value_get_enum (value));
      break;

    case PROP_TITLE:
      adw_window_title_set_title (self->title, g_value_get_string (value));
      break;

    case PROP_SUBTITLE:
      adw_window_title_set_subtitle (self->title, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
till_sale_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TILL_SALE_PAGE (widget)->amount));
}

static void
till_sale_page_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (till_sale_page_parent_class)->root (widget);

  till_sale_keys_root (TILL_SALE_PAGE (widget));
}

static void
till_sale_page_unroot (GtkWidget *widget)
{
  till_sale_keys_unroot (TILL_SALE_PAGE (widget));

  GTK_WIDGET_CLASS (till_sale_page_parent_class)->unroot (widget);
}

static void
till_sale_page_dispose (GObject *object)
{
  TillSalePage *self = TILL_SALE_PAGE (object);

  till_sale_day_clear (self);
  g_clear_handle_id (&self->slow_id, g_source_remove);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  till_widget_unparent_children (GTK_WIDGET (self));

  g_clear_object (&self->reg);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (till_sale_page_parent_class)->dispose (object);
}

static void
till_sale_page_finalize (GObject *object)
{
  TillSalePage *self = TILL_SALE_PAGE (object);

  till_sale_keys_clear (self);
  g_free (self->request_id);

  G_OBJECT_CLASS (till_sale_page_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_REGISTER] =
    g_param_spec_object ("register", NULL, NULL, TILL_TYPE_REGISTER,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SETTINGS] =
    g_param_spec_object ("settings", NULL, NULL, TILL_TYPE_SETTINGS,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE_CLASS] =
    g_param_spec_enum ("size-class", NULL, NULL, TILL_TYPE_SIZE_CLASS, TILL_SIZE_REGULAR,
                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, "", G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SUBTITLE] =
    g_param_spec_string ("subtitle", NULL, NULL, "", G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
till_sale_page_class_init (TillSalePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = till_sale_page_set_property;
  object_class->dispose = till_sale_page_dispose;
  object_class->finalize = till_sale_page_finalize;
  widget_class->grab_focus = till_sale_page_grab_focus;
  widget_class->root = till_sale_page_root;
  widget_class->unroot = till_sale_page_unroot;

  install_properties (object_class);
  till_sale_charge_class_init (klass);

  gtk_widget_class_install_action (widget_class, "sale.type", "s", type_action);
  gtk_widget_class_install_action (widget_class, "sale.backspace", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "sale.add", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "sale.charge", NULL, charge_action);
  gtk_widget_class_install_action (widget_class, "sale.toggle-list", NULL, till_sale_layout_toggle_list);

  g_type_ensure (TILL_TYPE_AMOUNT_ENTRY);
  g_type_ensure (TILL_TYPE_ENTRY_BOX);
  g_type_ensure (TILL_TYPE_KEYPAD);
  g_type_ensure (TILL_TYPE_RECENT_LIST);
  gtk_widget_class_set_css_name (widget_class, "salepage");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-sale-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, sale_pane);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, side_pane);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, sale_buttons);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, title);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, side_back);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, show_list);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, chip);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, chip_text);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, clamp);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, amount);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, reference);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, description);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, problem);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, keypad);
  gtk_widget_class_bind_template_child (widget_class, TillSalePage, recent);
  gtk_widget_class_bind_template_callback (widget_class, sale_changed_cb);
}

static void
till_sale_page_init (TillSalePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  till_sale_keys_init (self);
  till_sale_day_init (self);
  till_sale_charge_reset (self);
  till_sale_layout_init (self);
}

void
till_sale_page_begin (TillSalePage *self)
{
  g_return_if_fail (TILL_IS_SALE_PAGE (self));

  till_sale_charge_reset (self);
  till_amount_entry_clear (self->amount);
  gtk_editable_set_text (GTK_EDITABLE (self->reference), "");
  gtk_editable_set_text (GTK_EDITABLE (self->description), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->amount));
  till_sale_page_update (self);
}

void
till_sale_page_resume (TillSalePage *self)
{
  g_return_if_fail (TILL_IS_SALE_PAGE (self));

  if (self->charging)
    till_sale_page_begin (self);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->amount));
}

void
till_sale_page_show_problem (TillSalePage *self,
                             TillError     code)
{
  g_return_if_fail (TILL_IS_SALE_PAGE (self));

  self->refusal = code;
  till_sale_page_update (self);
}

void
till_sale_page_show_notice (TillSalePage *self,
                            TillPayment  *payment)
{
  g_return_if_fail (TILL_IS_SALE_PAGE (self));

  till_sale_day_show_notice (self, payment);
  till_sale_layout_show_list (self);
}
