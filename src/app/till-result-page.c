/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-fit-label.h"
#include "till-result-page.h"
#include "till-result-view.h"
#include "till-size-class.h"
#include "till-widget.h"

struct _TillResultPage
{
  GtkWidget       parent_instance;

  AdwWindowTitle *title;
  GtkImage       *shape;
  TillFitLabel   *word;
  TillFitLabel   *amount;
  GtkLabel       *reason;
  GtkLabel       *money;
  GtkWidget      *order_box;
  GtkLabel       *order;
  GtkLabel       *order_detail;
  GtkLabel       *reference;
  GtkLabel       *time;
  GtkWidget      *last_box;
  GtkLabel       *last_title;
  GtkLabel       *last;
  GtkWidget      *set_up;
  GtkWidget      *show_unresolved;
  GtkWidget      *print_receipt;
  GtkWidget      *refund;
  GtkWidget      *details;
  GtkWidget      *check_now;
  GtkWidget      *charge_again;
  GtkWidget      *try_again;
  GtkOrientable  *foot;

  TillClock      *clock;        /* (not nullable) (owned) */
  TillPayment    *payment;      /* (nullable) (owned) */
  GSignalGroup   *signals;      /* (owned) of the payment */
  gint64          clock_skew;
  gboolean        watched;      /* the payment was not yet paid when this page began to show it */
  const char     *tone;         /* (nullable) CSS class of the page */
  guint           tick_id;      /* while the page is mapped */
};

G_DEFINE_FINAL_TYPE (TillResultPage, till_result_page, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_PAYMENT = 1,
  PROP_CLOCK_SKEW,
  PROP_CLOCK,
  PROP_SIZE_CLASS,
  PROP_TITLE,
  PROP_SUBTITLE,
} TillResultPageProperty;

static GParamSpec *properties[PROP_SUBTITLE + 1];

static const char *
tone_to_css_class (TillTone tone)
{
  switch (tone)
    {
    case TILL_TONE_PAID:
      return "tone-paid";
    case TILL_TONE_REFUSED:
      return "tone-refused";
    case TILL_TONE_DOUBT:
      return "tone-doubt";
    case TILL_TONE_OVER:
      return "tone-over";
    default:
      g_return_val_if_reached ("tone-doubt");
    }
}

static void
show_tone (TillResultPage *self,
           TillTone        tone)
{
  if (self->tone != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->tone);

  self->tone = tone_to_css_class (tone);
  gtk_widget_add_css_class (GTK_WIDGET (self), self->tone);
}

static void
show_text (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
show_outcome (TillResultPage       *self,
              const TillResultView *view,
              TillRecord           *record)
{
  g_autofree char *amount = till_money_format (&record->money);
  g_autofree char *name = g_strdup_printf ("%s %s", view->word, amount);

  show_tone (self, view->tone);
  gtk_image_set_from_icon_name (self->shape, till_shape_to_icon_name (view->shape));
  till_fit_label_set_label (self->word, view->word);
  till_fit_label_set_label (self->amount, amount);
  show_text (self->reason, view->reason);
  show_text (self->money, view->money);
  show_text (self->order, view->order);
  show_text (self->order_detail, view->order_detail);
  gtk_widget_set_visible (self->order_box, view->order != NULL);

  /* The page has the focus: a screen reader says this first. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_facts (TillResultPage       *self,
            const TillResultView *view,
            TillRecord           *record)
{
  const char *last = view->last_answer != NULL ? view->last_answer : view->wechat_number;

  till_widget_set_foreign (self->reference, record->reference);
  gtk_label_set_text (self->time, view->time);
  gtk_label_set_text (self->last_title, view->last_answer != NULL ? _("Last answer") : _("WeChat number"));
  gtk_label_set_text (self->last, last != NULL ? last : "");
  gtk_widget_set_visible (self->last_box, last != NULL);
}

static void
show_action (GtkWidget        *button,
             TillResultAction  actions,
             TillResultAction  action)
{
  gtk_widget_set_visible (button, (actions & action) != 0);
}

static void
show_actions (TillResultPage   *self,
              TillResultAction  actions)
{
  show_action (self->set_up, actions, TILL_RESULT_SET_UP);
  show_action (self->show_unresolved, actions, TILL_RESULT_SHOW_UNRESOLVED);
  show_action (self->print_receipt, actions, TILL_RESULT_PRINT_RECEIPT);
  show_action (self->refund, actions, TILL_RESULT_REFUND);
  show_action (self->check_now, actions, TILL_RESULT_CHECK_NOW);
  show_action (self->charge_again, actions, TILL_RESULT_CHARGE_AGAIN);
  show_action (self->try_again, actions, TILL_RESULT_TRY_AGAIN);
}

static void
update (TillResultPage *self)
{
  g_auto(TillResultView) view = { 0, };
  TillResultFacts facts;
  TillRecord *record;

  if (self->payment == NULL)
    return;

  record = till_payment_get_record (self->payment);
  facts = (TillResultFacts) {
    .wait_end = till_payment_get_wait_end (self->payment),
    .watched = self->watched,
    .trouble = till_payment_get_trouble (self->payment),
    .last_answer = till_payment_get_last_answer (self->payment),
    .clock_skew = self->clock_skew,
  };
  till_result_view_init (&view, record, &facts, till_clock_get_boot_time (self->clock));

  show_outcome (self, &view, record);
  show_facts (self, &view, record);
  show_actions (self, view.actions);
}

/* What a button does is done to this payment and to no other. */
static void
set_targets (TillResultPage *self)
{
  static const char * const actions[] =
    { "win.try-again", "win.charge-again", "win.check-payment", "win.refund", "win.print-receipt", "win.show-story" };
  GtkWidget *buttons[] =
    { self->try_again, self->charge_again, self->check_now, self->refund, self->print_receipt, self->details };
  const char *id = self->payment != NULL ? till_payment_get_record (self->payment)->id : "";

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (buttons[i]), "s", id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (buttons[i]), actions[i]);
    }
}

static gboolean
tick_cb (gpointer user_data)
{
  update (TILL_RESULT_PAGE (user_data));

  return G_SOURCE_CONTINUE;
}

static void
stop_tick (TillResultPage *self)
{
  if (self->tick_id != 0)
    till_clock_remove (self->clock, self->tick_id);

  self->tick_id = 0;
}

static void
till_result_page_map (GtkWidget *widget)
{
  TillResultPage *self = TILL_RESULT_PAGE (widget);

  GTK_WIDGET_CLASS (till_result_page_parent_class)->map (widget);

  self->tick_id = till_clock_add_timeout (self->clock, 1000, tick_cb, self);

  /* The page takes Enter itself: a button would answer a quarter of a second late. */
  gtk_widget_grab_focus (widget);
  update (self);
}

static void
till_result_page_unmap (GtkWidget *widget)
{
  stop_tick (TILL_RESULT_PAGE (widget));

  GTK_WIDGET_CLASS (till_result_page_parent_class)->unmap (widget);
}

static void
till_result_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  TillResultPage *self = TILL_RESULT_PAGE (object);

  switch ((TillResultPageProperty) prop_id)
    {
    case PROP_PAYMENT:
      g_value_set_object (value, self->payment);
      break;
    case PROP_CLOCK_SKEW:
      g_value_set_int64 (value, self->clock_skew);
      break;
    case PROP_CLOCK:
    case PROP_SIZE_CLASS:
    case PROP_TITLE:
    case PROP_SUBTITLE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_result_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  TillResultPage *self = TILL_RESULT_PAGE (object);
  const char *text;

  switch ((TillResultPageProperty) prop_id)
    {
    case PROP_PAYMENT:
      till_result_page_set_payment (self, g_value_get_object (value));
      break;
    case PROP_CLOCK_SKEW:
      self->clock_skew = g_value_get_int64 (value);
      update (self);
      break;
    case PROP_CLOCK:
      self->clock = g_value_dup_object (value);
      break;
    case PROP_SIZE_CLASS:
      /* Facts and buttons in one line would be wider than a small window in many a language. */
      gtk_orientable_set_orientation (self->foot,
                                      g_value_get_enum (value) == TILL_SIZE_COMPACT ? GTK_ORIENTATION_VERTICAL
                                                                                    : GTK_ORIENTATION_HORIZONTAL);
      break;
    case PROP_TITLE:
      text = g_value_get_string (value);
      adw_window_title_set_title (self->title, text != NULL ? text : "");
      break;
    case PROP_SUBTITLE:
      text = g_value_get_string (value);
      adw_window_title_set_subtitle (self->title, text != NULL ? text : "");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_result_page_constructed (GObject *object)
{
  TillResultPage *self = TILL_RESULT_PAGE (object);

  G_OBJECT_CLASS (till_result_page_parent_class)->constructed (object);

  if (self->clock == NULL)
    self->clock = till_clock_new ();
}

static void
till_result_page_dispose (GObject *object)
{
  TillResultPage *self = TILL_RESULT_PAGE (object);

  stop_tick (self);
  g_clear_object (&self->signals);
  g_clear_object (&self->payment);
  g_clear_object (&self->clock);
  till_widget_unparent_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (till_result_page_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_PAYMENT] =
    g_param_spec_object ("payment", NULL, NULL, TILL_TYPE_PAYMENT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CLOCK_SKEW] =
    g_param_spec_int64 ("clock-skew", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CLOCK] =
    g_param_spec_object ("clock", NULL, NULL, TILL_TYPE_CLOCK,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE_CLASS] =
    g_param_spec_enum ("size-class", NULL, NULL, TILL_TYPE_SIZE_CLASS, TILL_SIZE_REGULAR,
                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SUBTITLE] =
    g_param_spec_string ("subtitle", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, title);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, shape);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, word);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, amount);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, reason);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, money);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, order_box);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, order);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, order_detail);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, reference);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, time);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, last_box);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, last_title);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, last);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, set_up);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, show_unresolved);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, print_receipt);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, refund);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, details);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, check_now);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, charge_again);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, try_again);
  gtk_widget_class_bind_template_child (widget_class, TillResultPage, foot);
}

static void
till_result_page_class_init (TillResultPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = till_result_page_constructed;
  object_class->get_property = till_result_page_get_property;
  object_class->set_property = till_result_page_set_property;
  object_class->dispose = till_result_page_dispose;
  install_properties (object_class);

  widget_class->map = till_result_page_map;
  widget_class->unmap = till_result_page_unmap;

  g_type_ensure (TILL_TYPE_FIT_LABEL);
  gtk_widget_class_set_css_name (widget_class, "result-page");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-result-page.ui");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "win.new-sale", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "win.new-sale", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_ISO_Enter, 0, "win.new-sale", NULL);
  bind_children (widget_class);
}

static void
till_result_page_init (TillResultPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (TILL_TYPE_PAYMENT);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (update), self);
}

void
till_result_page_set_payment (TillResultPage *self,
                              TillPayment    *payment)
{
  g_return_if_fail (TILL_IS_RESULT_PAGE (self));
  g_return_if_fail (payment == NULL || TILL_IS_PAYMENT (payment));

  if (!g_set_object (&self->payment, payment))
    return;

  self->watched = payment != NULL && till_payment_get_state (payment) != TILL_PAYMENT_PAID;
  g_signal_group_set_target (self->signals, payment);
  set_targets (self);

  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAYMENT]);
}

TillPayment *
till_result_page_get_payment (TillResultPage *self)
{
  g_return_val_if_fail (TILL_IS_RESULT_PAGE (self), NULL);

  return self->payment;
}
