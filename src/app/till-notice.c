/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-close-dialog.h"
#include "till-notice.h"
#include "till-shape.h"
#include "till-when.h"
#include "till-widget.h"

/* The next notice comes up under the finger that has dealt with the last one: a second press is not meant for it. */
#define SETTLE_MS 600

struct _TillNotice
{
  GtkWidget     parent_instance;

  GtkWidget    *head;
  GtkImage     *shape;
  GtkLabel     *standing;
  GtkLabel     *more;
  GtkLabel     *reference;
  GtkLabel     *times;
  GtkLabel     *amount;
  GtkLabel     *explanation;
  GtkLabel     *trouble;
  GtkWidget    *handed_over;
  GtkWidget    *refunded;

  TillRegister *reg;       /* (nullable) (owned) */
  TillPayment  *payment;   /* (nullable) (owned) */
  gboolean      writing;   /* what somebody did is being written down */
  guint         settle_id; /* source: it has only just come up */
};

G_DEFINE_FINAL_TYPE (TillNotice, till_notice, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_REGISTER = 1,
} TillNoticeProperty;

static GParamSpec *properties[PROP_REGISTER + 1];

static char *
to_times (TillRecord *record,
          gint64      now)
{
  g_autofree char *charged = till_when_to_text (record->created, now);
  g_autofree char *paid = NULL;

  if (record->paid_time == 0)
    /* Translators: %s is a time */
    return g_strdup_printf (_("Charged at %s"), charged);

  paid = till_when_to_text (record->paid_time, now);

  /* Translators: both are times */
  return g_strdup_printf (_("Charged at %1$s, paid at %2$s"), charged, paid);
}

static void
update (TillNotice *self)
{
  TillRecord *record;
  TillStanding standing;
  TillNoticeChoice choices;
  g_autofree char *times = NULL;
  g_autofree char *amount = NULL;

  if (self->payment == NULL)
    return;

  record = till_payment_get_record (self->payment);
  standing = till_standing_of (record, FALSE);
  choices = till_notice_choices (record);
  times = to_times (record, g_get_real_time ());
  amount = till_money_format (&record->money);

  gtk_widget_set_css_classes (self->head,
                              (const char *[]) { "notice-head",
                                                 standing == TILL_STANDING_PAID_LATE ? "on-doubt" : "on-refused",
                                                 NULL });
  gtk_image_set_from_icon_name (self->shape, till_shape_to_icon_name (till_shape_of_standing (standing)));
  gtk_label_set_label (self->standing, till_standing_to_text (standing));
  till_widget_set_foreign (self->reference, record->reference);
  gtk_label_set_label (self->times, times);
  gtk_label_set_label (self->amount, amount);
  gtk_label_set_label (self->explanation, till_notice_explain (record));
  gtk_widget_set_visible (self->handed_over, (choices & TILL_NOTICE_HANDED_OVER) != 0);
  gtk_widget_set_visible (self->refunded, (choices & TILL_NOTICE_REFUNDED) != 0);
}

static gboolean
can_choose (TillNotice *self)
{
  return self->payment != NULL && !self->writing && self->settle_id == 0;
}

/* By the actions, so that each button itself says whether it can be pressed, also to a screen reader. */
static void
update_choices (TillNotice *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "notice.acknowledge", can_choose (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "notice.close", can_choose (self));
}

static gboolean
settled_cb (gpointer user_data)
{
  TillNotice *self = TILL_NOTICE (user_data);

  self->settle_id = 0;
  update_choices (self);

  return G_SOURCE_REMOVE;
}

static void
set_trouble (TillNotice   *self,
             const GError *error)
{
  const char *sentence = error != NULL ? till_error_describe (error) : NULL;

  gtk_label_set_label (self->trouble, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), sentence != NULL);
}

static void
acknowledged_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(TillNotice) self = user_data;
  g_autoptr(GError) error = NULL;

  till_register_acknowledge_finish (TILL_REGISTER (source), result, &error);
  if (self->reg == NULL)
    return;   /* the window went meanwhile */

  self->writing = FALSE;
  update_choices (self);
  set_trouble (self, error);
}

static void
acknowledge_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  TillNotice *self = TILL_NOTICE (widget);

  if (self->reg == NULL || !can_choose (self))
    return;

  self->writing = TRUE;
  update_choices (self);
  till_register_acknowledge_async (self->reg, self->payment, g_variant_get_string (parameter, NULL),
                                   NULL, acknowledged_cb, g_object_ref (self));
}

static void
close_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  TillNotice *self = TILL_NOTICE (widget);

  if (self->reg != NULL && can_choose (self))
    till_close_dialog_present (GTK_WINDOW (gtk_widget_get_root (widget)), self->reg, self->payment);
}

static void
till_notice_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  TillNotice *self = TILL_NOTICE (object);

  switch ((TillNoticeProperty) prop_id)
    {
    case PROP_REGISTER:
      g_set_object (&self->reg, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_notice_dispose (GObject *object)
{
  TillNotice *self = TILL_NOTICE (object);

  till_notice_set_payment (self, NULL);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_object (&self->reg);

  till_widget_unparent_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (till_notice_parent_class)->dispose (object);
}

static void
till_notice_class_init (TillNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = till_notice_set_property;
  object_class->dispose = till_notice_dispose;

  properties[PROP_REGISTER] =
    g_param_spec_object ("register", NULL, NULL, TILL_TYPE_REGISTER,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_install_action (widget_class, "notice.acknowledge", "s", acknowledge_action);
  gtk_widget_class_install_action (widget_class, "notice.close", NULL, close_action);
  gtk_widget_class_set_css_name (widget_class, "notice");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, TillNotice, head);
  gtk_widget_class_bind_template_child (widget_class, TillNotice, shape);
  gtk_widget_class_bind_template_child (widget_class, TillNotice, standing);
  gtk_widget_class_bind_template_child (widget_class, TillNotice, more);
  gtk_widget_class_bind_template_child (widget_class, TillNotice, reference);
  gtk_widget_class_bind_template_child (widget_class, TillNotice, times);
  gtk_widget_class_bind_template_child (widget_class, TillNotice, amount);
  gtk_widget_class_bind_template_child (widget_class, TillNotice, explanation);
  gtk_widget_class_bind_template_child (widget_class, TillNotice, trouble);
  gtk_widget_class_bind_template_child (widget_class, TillNotice, handed_over);
  gtk_widget_class_bind_template_child (widget_class, TillNotice, refunded);
}

static void
till_notice_init (TillNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
till_notice_set_payment (TillNotice  *self,
                         TillPayment *payment)
{
  g_return_if_fail (TILL_IS_NOTICE (self));

  if (self->payment == payment)
    return;

  g_clear_handle_id (&self->settle_id, g_source_remove);
  if (self->payment != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->payment, update, self);
      self->settle_id = g_timeout_add (SETTLE_MS, settled_cb, self);
    }
  g_set_object (&self->payment, payment);
  update_choices (self);
  if (payment == NULL)
    return;

  g_signal_connect_object (payment, "notify::record", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  set_trouble (self, NULL);
  update (self);
}

void
till_notice_set_n (TillNotice *self,
                   guint       n)
{
  g_autofree char *more = NULL;

  g_return_if_fail (TILL_IS_NOTICE (self));

  if (n > 1)
    /* Translators: so many other payments need a person too */
    more = g_strdup_printf (ngettext ("%u more", "%u more", n - 1), n - 1);

  gtk_label_set_label (self->more, more != NULL ? more : "");
  gtk_widget_set_visible (GTK_WIDGET (self->more), more != NULL);
}

TillNoticeChoice
till_notice_choices (TillRecord *record)
{
  /* The money has gone again, or does not go back by itself: a reason is what helps the next who reads it. */
  if (record->attention & (TILL_ATTENTION_REVERSED | TILL_ATTENTION_STUCK | TILL_ATTENTION_OTHER_ACCOUNT))
    return 0;

  if (record->attention & TILL_ATTENTION_REFUND_FAILED)
    return TILL_NOTICE_REFUNDED;

  return TILL_NOTICE_HANDED_OVER | TILL_NOTICE_REFUNDED;
}

gboolean
till_notice_is_for (TillRecord *record)
{
  return record->attention != 0 && (till_record_is_page_open (record) || !till_record_is_open (record));
}

const char *
till_notice_explain (TillRecord *record)
{
  /* The first that holds, the dearest mistake first. */
  if (record->attention & TILL_ATTENTION_REVERSED)
    return _("The money was taken back. Call the manager before anything is handed over.");

  if (record->attention & TILL_ATTENTION_AMOUNT_DIFFERS)
    return _("Another amount was paid than was charged. Call the manager.");

  if (record->attention & TILL_ATTENTION_PAID_TWICE)
    return _("This order was paid more than once: give one payment back.");

  if (record->attention & TILL_ATTENTION_REFUND_FAILED)
    return _("A refund did not go through: the customer did not get this money back.");

  if (record->attention & TILL_ATTENTION_PAID_LATE)
    return _("The money is here. The sale was left before it came: hand over the goods, or give the money back.");

  if (record->attention & TILL_ATTENTION_OTHER_ACCOUNT)
    return _("It was made with another account, so this till cannot ask about it.");

  return _("WeChat Pay gave no outcome in all the time that a code can be paid.");
}
