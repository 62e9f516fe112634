/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-check-button.h"

struct _TillCheckButton
{
  GtkButton     parent_instance;

  TillRegister *reg;       /* (nullable) (owned) */
  TillPayment  *payment;   /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (TillCheckButton, till_check_button, GTK_TYPE_BUTTON)

typedef enum
{
  PROP_REGISTER = 1,
  PROP_PAYMENT,
} TillCheckButtonProperty;

static GParamSpec *properties[PROP_PAYMENT + 1];

enum
{
  ANSWERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(TillCheckButton) self = user_data;
  g_autoptr(GError) error = NULL;

  till_register_check_finish (TILL_REGISTER (source), result, &error);
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  g_signal_emit (self, signals[ANSWERED], 0, error);
}

static void
till_check_button_clicked (GtkButton *button)
{
  till_check_button_check (TILL_CHECK_BUTTON (button));
}

static void
till_check_button_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  TillCheckButton *self = TILL_CHECK_BUTTON (object);

  switch ((TillCheckButtonProperty) prop_id)
    {
    case PROP_REGISTER:
      g_set_object (&self->reg, g_value_get_object (value));
      break;

    case PROP_PAYMENT:
      g_set_object (&self->payment, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_check_button_dispose (GObject *object)
{
  TillCheckButton *self = TILL_CHECK_BUTTON (object);

  g_clear_object (&self->reg);
  g_clear_object (&self->payment);

  G_OBJECT_CLASS (till_check_button_parent_class)->dispose (object);
}

static void
till_check_button_class_init (TillCheckButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = till_check_button_set_property;
  object_class->dispose = till_check_button_dispose;
  GTK_BUTTON_CLASS (klass)->clicked = till_check_button_clicked;

  properties[PROP_REGISTER] =
    g_param_spec_object ("register", NULL, NULL, TILL_TYPE_REGISTER,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAYMENT] =
    g_param_spec_object ("payment", NULL, NULL, TILL_TYPE_PAYMENT,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[ANSWERED] = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
till_check_button_init (TillCheckButton *self)
{
  gtk_button_set_label (GTK_BUTTON (self), _("Check now"));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

void
till_check_button_check (TillCheckButton *self)
{
  g_return_if_fail (TILL_IS_CHECK_BUTTON (self));

  if (self->reg == NULL || self->payment == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self)))
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  till_register_check_async (self->reg, self->payment, NULL, checked_cb, g_object_ref (self));
}
