/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-fit-label.h"
#include "till-phone-window.h"
#include "till-shape.h"

struct _TillPhoneWindow
{
  AdwWindow      parent_instance;

  GtkImage      *shape;
  TillFitLabel  *amount;
  GtkLabel      *words;

  Sandbox       *sandbox;    /* (not nullable) (owned) */
  TillPayment   *payment;    /* (nullable) (owned) */
  GSignalGroup  *signals;    /* (owned) of the payment */
  const char    *said;       /* (nullable) what the last act came to, translated */
  gboolean       acting;
};

G_DEFINE_FINAL_TYPE (TillPhoneWindow, till_phone_window, ADW_TYPE_WINDOW)

typedef enum
{
  PROP_SANDBOX = 1,
  PROP_PAYMENT,
} TillPhoneWindowProperty;

static GParamSpec *properties[PROP_PAYMENT + 1];

static const struct
{
  const char *action;
  SandboxAct  act;
  const char *said;   /* for translation */
} acts[] =
{
  { "phone.scan", SANDBOX_ACT_SCAN, N_("You look at the payment.") },
  { "phone.pay", SANDBOX_ACT_PAY, N_("You paid. Look at the till.") },
  { "phone.decline", SANDBOX_ACT_DECLINE, N_("You declined. Look at the till.") },
  { "phone.confirm", SANDBOX_ACT_CONFIRM, N_("You confirmed; the till does not know yet what became of it.") },
};

/* One act, done in a thread: the stand-in's own database may take a moment. */
typedef struct
{
  Sandbox    *sandbox;      /* (owned) */
  char       *payment_id;   /* (owned) */
  SandboxAct  act;
} Act;

static void
act_free (gpointer data)
{
  Act *act = data;

  g_object_unref (act->sandbox);
  g_free (act->payment_id);
  g_free (act);
}

/* What a phone can still do: also pay a code that the till has left, for somebody may have photographed it. */
static gboolean
can_act (TillPhoneWindow *self)
{
  TillRecord *record;

  if (self->payment == NULL || self->acting)
    return FALSE;

  record = till_payment_get_record (self->payment);

  return record->shown && record->payment_id != NULL && !till_payment_state_is_final (record->state);
}

static const char *
describe (TillPhoneWindow *self,
          gboolean         can)
{
  if (self->said != NULL)
    return self->said;

  return can ? _("A code is on the till’s screen.") : _("There is no code to scan. Charge an amount on the till.");
}

static void
update (TillPhoneWindow *self)
{
  gboolean can = can_act (self);

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), acts[i].action, can);

  gtk_label_set_text (self->words, describe (self, can));

  if (self->payment != NULL)
    {
      TillRecord *record = till_payment_get_record (self->payment);
      g_autofree char *amount = till_money_format (&record->money);
      TillShape shape = till_shape_of (record, till_payment_is_waiting (self->payment));

      till_fit_label_set_label (self->amount, amount);
      gtk_image_set_from_icon_name (self->shape, till_shape_to_icon_name (shape));
    }
  else
    {
      till_fit_label_set_label (self->amount, NULL);
      gtk_image_set_from_icon_name (self->shape, "till-phone-symbolic");
    }
}

/* The customer is done and looks at the till: the phone covers the result no longer, and keys are the till's again.
 * One that was taken out only to look at stays. */
static void
payment_changed (TillPhoneWindow *self)
{
  update (self);
  if (self->said != NULL && till_payment_state_is_final (till_payment_get_state (self->payment)))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
act_thread (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  Act *act = task_data;

  g_task_return_boolean (task, sandbox_act (act->sandbox, act->payment_id, act->act));
}

static void
acted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  TillPhoneWindow *self = TILL_PHONE_WINDOW (source);

  self->acting = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    self->said = _("This payment is over.");

  if (self->signals != NULL)   /* the window is still there */
    update (self);
}

static void
do_act (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  TillPhoneWindow *self = TILL_PHONE_WINDOW (widget);
  g_autoptr(GTask) task = NULL;
  Act *act;
  guint i = 0;

  if (!can_act (self))
    return;

  while (!g_str_equal (acts[i].action, action_name))
    i++;

  act = g_new0 (Act, 1);
  act->sandbox = g_object_ref (self->sandbox);
  act->payment_id = g_strdup (till_payment_get_record (self->payment)->payment_id);
  act->act = acts[i].act;

  self->said = _(acts[i].said);
  self->acting = TRUE;
  update (self);

  task = g_task_new (self, NULL, acted_cb, NULL);
  g_task_set_task_data (task, act, act_free);
  g_task_run_in_thread (task, act_thread);
}

static void
till_phone_window_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  TillPhoneWindow *self = TILL_PHONE_WINDOW (object);

  switch ((TillPhoneWindowProperty) prop_id)
    {
    case PROP_PAYMENT:
      g_value_set_object (value, self->payment);
      break;
    case PROP_SANDBOX:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_phone_window_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  TillPhoneWindow *self = TILL_PHONE_WINDOW (object);

  switch ((TillPhoneWindowProperty) prop_id)
    {
    case PROP_SANDBOX:
      self->sandbox = g_value_dup_object (value);
      break;
    case PROP_PAYMENT:
      till_phone_window_set_payment (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_phone_window_dispose (GObject *object)
{
  TillPhoneWindow *self = TILL_PHONE_WINDOW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->payment);
  g_clear_object (&self->sandbox);
  gtk_widget_dispose_template (GTK_WIDGET (self), TILL_TYPE_PHONE_WINDOW);

  G_OBJECT_CLASS (till_phone_window_parent_class)->dispose (object);
}

static void
till_phone_window_class_init (TillPhoneWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = till_phone_window_get_property;
  object_class->set_property = till_phone_window_set_property;
  object_class->dispose = till_phone_window_dispose;

  properties[PROP_SANDBOX] =
    g_param_spec_object ("sandbox", NULL, NULL, SANDBOX_TYPE_SANDBOX,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAYMENT] =
    g_param_spec_object ("payment", NULL, NULL, TILL_TYPE_PAYMENT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (TILL_TYPE_FIT_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-phone-window.ui");
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    gtk_widget_class_install_action (widget_class, acts[i].action, NULL, do_act);
  gtk_widget_class_bind_template_child (widget_class, TillPhoneWindow, shape);
  gtk_widget_class_bind_template_child (widget_class, TillPhoneWindow, amount);
  gtk_widget_class_bind_template_child (widget_class, TillPhoneWindow, words);
}

static void
till_phone_window_init (TillPhoneWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (TILL_TYPE_PAYMENT);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (payment_changed), self);
  update (self);
}

GtkWindow *
till_phone_window_new (GtkWindow *parent,
                       Sandbox   *sandbox)
{
  return g_object_new (TILL_TYPE_PHONE_WINDOW,
                       "transient-for", parent,
                       "sandbox", sandbox,
                       NULL);
}

void
till_phone_window_set_payment (TillPhoneWindow *self,
                               TillPayment     *payment)
{
  g_return_if_fail (TILL_IS_PHONE_WINDOW (self));
  g_return_if_fail (payment == NULL || TILL_IS_PAYMENT (payment));

  if (!g_set_object (&self->payment, payment))
    return;

  self->said = NULL;
  g_signal_group_set_target (self->signals, payment);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAYMENT]);
}
