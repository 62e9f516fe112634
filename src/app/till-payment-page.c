/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-code-view.h"
#include "till-fit-label.h"
#include "till-payment-layout.h"
#include "till-payment-page.h"
#include "till-payment-view.h"
#include "till-size-class.h"
#include "till-widget.h"

/* How far the waiting shape fades, once every other second. */
#define PULSE_OPACITY .55

struct _TillPaymentPage
{
  GtkWidget       parent_instance;

  AdwWindowTitle *title;
  TillFitLabel   *amount;
  GtkLabel       *reference;
  GtkLabel       *description;
  TillCodeView   *code;
  GtkWidget      *moment;
  GtkImage       *moment_shape;
  GtkLabel       *moment_chinese;
  GtkLabel       *moment_words;
  TillFitLabel   *customer_chinese;
  GtkLabel       *customer;
  GtkLabel       *heading;
  GtkLabel       *detail;
  GtkWidget      *notice;
  GtkLabel       *trouble;
  GtkLabel       *trouble_advice;
  GtkImage       *shape;
  GtkLabel       *status;
  GtkProgressBar *left;
  GtkOrientable  *times;
  GtkWidget      *age_box;
  GtkLabel       *age;
  GtkLabel       *time_left;

  TillClock      *clock;           /* (not nullable) (owned) */
  TillPayment    *payment;         /* (nullable) (owned) */
  GSignalGroup   *signals;         /* (owned) of the payment */
  gint64          began;           /* boot time in ms */
  guint           tick_id;         /* while the page is mapped */
  guint           appear_id;       /* until a waiting state may be seen */
  gboolean        faded;
};

G_DEFINE_FINAL_TYPE (TillPaymentPage, till_payment_page, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_PAYMENT = 1,
  PROP_CLOCK,
  PROP_SIZE_CLASS,
  PROP_TITLE,
  PROP_SUBTITLE,
} TillPaymentPageProperty;

static GParamSpec *properties[PROP_SUBTITLE + 1];

static void
show_text (GtkLabel   *label,
           const char *text)
{
  till_widget_set_foreign (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
show_order (TillPaymentPage *self,
            TillRecord      *record)
{
  g_autofree char *amount = till_money_format (&record->money);

  till_fit_label_set_label (self->amount, amount);
  show_text (self->reference, record->reference);
  show_text (self->description, record->description);
}

static void
show_shape (GtkImage  *image,
            TillShape  shape)
{
  gtk_image_set_from_icon_name (image, till_shape_to_icon_name (shape));
}

static void
show_card (TillPaymentPage       *self,
           const TillPaymentView *view)
{
  till_code_view_set_code (self->code, view->code ? till_payment_get_code (self->payment) : NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->code),
                               GTK_ACCESSIBLE_STATE_HIDDEN, !view->code,
                               -1);

  gtk_widget_set_visible (self->moment, view->moment);
  show_shape (self->moment_shape, view->shape);
  gtk_label_set_text (self->moment_chinese, view->customer_chinese);
  gtk_label_set_text (self->moment_words, view->customer);
}

static void
show_words (TillPaymentPage       *self,
            const TillPaymentView *view)
{
  gtk_widget_set_visible (GTK_WIDGET (self->customer_chinese), view->code);
  till_fit_label_set_label (self->customer_chinese, view->code ? view->customer_chinese : NULL);
  show_text (self->customer, view->code ? view->customer : NULL);
  show_text (self->heading, view->moment ? view->heading : NULL);
  show_text (self->detail, view->moment ? view->detail : NULL);

  gtk_widget_set_visible (self->notice, view->trouble != NULL);
  show_text (self->trouble, view->trouble);
  show_text (self->trouble_advice, view->trouble_advice);
}

static void
show_status (TillPaymentPage       *self,
             const TillPaymentView *view)
{
  show_shape (self->shape, view->shape);
  gtk_label_set_text (self->status, till_standing_to_text (view->standing));

  gtk_widget_set_opacity (GTK_WIDGET (self->left), view->left >= 0 ? 1 : 0);
  gtk_progress_bar_set_fraction (self->left, MAX (0, view->left));
  gtk_label_set_text (self->time_left, view->time_left != NULL ? view->time_left : "");

  /* Its room is there before it is: what is read does not move when an answer is late. */
  gtk_widget_set_opacity (self->age_box, view->age != NULL ? 1 : 0);
  gtk_label_set_text (self->age, view->age != NULL ? view->age : "");
}

static void
update (TillPaymentPage *self)
{
  g_auto(TillPaymentView) view = { 0, };
  TillPaymentFacts facts;
  TillRecord *record;

  if (self->payment == NULL)
    {
      till_code_view_set_code (self->code, NULL);
      return;
    }

  record = till_payment_get_record (self->payment);
  facts = (TillPaymentFacts) {
    .has_code = till_payment_get_code (self->payment) != NULL,
    .trouble = till_payment_get_trouble (self->payment),
    .began = self->began,
    .deadline = till_payment_get_deadline (self->payment),
    .last_answer = till_payment_get_last_answer (self->payment),
  };
  till_payment_view_init (&view, record, &facts, till_clock_get_boot_time (self->clock));

  show_order (self, record);
  show_card (self, &view);
  show_words (self, &view);
  show_status (self, &view);
}

static gboolean
is_still (TillPaymentPage *self)
{
  gboolean animate;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate, NULL);

  return !animate;
}

static gboolean
tick_cb (gpointer user_data)
{
  TillPaymentPage *self = TILL_PAYMENT_PAGE (user_data);
  double opacity;

  /* A step and no transition: a frame clock that runs all through a wait would keep a till's processor awake. */
  self->faded = !self->faded && !is_still (self);
  opacity = self->faded ? PULSE_OPACITY : 1;
  gtk_widget_set_opacity (GTK_WIDGET (self->shape), opacity);
  gtk_widget_set_opacity (GTK_WIDGET (self->moment_shape), opacity);

  update (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
appear_cb (gpointer user_data)
{
  TillPaymentPage *self = TILL_PAYMENT_PAGE (user_data);

  self->appear_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
stop_timer (TillPaymentPage *self,
            guint           *id)
{
  if (*id != 0)
    till_clock_remove (self->clock, *id);

  *id = 0;
}

static void
till_payment_page_map (GtkWidget *widget)
{
  TillPaymentPage *self = TILL_PAYMENT_PAGE (widget);

  GTK_WIDGET_CLASS (till_payment_page_parent_class)->map (widget);

  self->tick_id = till_clock_add_timeout (self->clock, 1000, tick_cb, self);

  /* Not on the button: the Enter that charged may bounce. */
  gtk_widget_grab_focus (widget);
  update (self);
}

static void
till_payment_page_unmap (GtkWidget *widget)
{
  TillPaymentPage *self = TILL_PAYMENT_PAGE (widget);

  stop_timer (self, &self->tick_id);

  GTK_WIDGET_CLASS (till_payment_page_parent_class)->unmap (widget);
}

static void
till_payment_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  TillPaymentPage *self = TILL_PAYMENT_PAGE (object);

  switch ((TillPaymentPageProperty) prop_id)
    {
    case PROP_PAYMENT:
      g_value_set_object (value, self->payment);
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
till_payment_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  TillPaymentPage *self = TILL_PAYMENT_PAGE (object);
  const char *text;

  switch ((TillPaymentPageProperty) prop_id)
    {
    case PROP_PAYMENT:
      till_payment_page_set_payment (self, g_value_get_object (value));
      break;
    case PROP_CLOCK:
      self->clock = g_value_dup_object (value);
      break;
    case PROP_SIZE_CLASS:
      /* Beside each other both times would be cut in a narrow column. */
      gtk_orientable_set_orientation (self->times,
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
till_payment_page_constructed (GObject *object)
{
  TillPaymentPage *self = TILL_PAYMENT_PAGE (object);

  G_OBJECT_CLASS (till_payment_page_parent_class)->constructed (object);

  if (self->clock == NULL)
    self->clock = till_clock_new ();
}

static void
till_payment_page_dispose (GObject *object)
{
  TillPaymentPage *self = TILL_PAYMENT_PAGE (object);

  stop_timer (self, &self->tick_id);
  stop_timer (self, &self->appear_id);
  g_clear_object (&self->signals);
  g_clear_object (&self->payment);
  g_clear_object (&self->clock);
  till_widget_unparent_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (till_payment_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, title);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, amount);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, reference);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, description);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, code);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, moment);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, moment_shape);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, moment_chinese);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, moment_words);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, customer_chinese);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, customer);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, heading);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, detail);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, trouble_advice);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, shape);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, status);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, left);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, times);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, age_box);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, age);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentPage, time_left);
}

static void
till_payment_page_class_init (TillPaymentPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = till_payment_page_constructed;
  object_class->get_property = till_payment_page_get_property;
  object_class->set_property = till_payment_page_set_property;
  object_class->dispose = till_payment_page_dispose;

  widget_class->map = till_payment_page_map;
  widget_class->unmap = till_payment_page_unmap;

  properties[PROP_PAYMENT] =
    g_param_spec_object ("payment", NULL, NULL, TILL_TYPE_PAYMENT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
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

  g_type_ensure (TILL_TYPE_CODE_VIEW);
  g_type_ensure (TILL_TYPE_FIT_LABEL);
  g_type_ensure (TILL_TYPE_PAYMENT_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "payment-page");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-payment-page.ui");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.leave-payment", NULL);
  bind_children (widget_class);
}

static void
till_payment_page_init (TillPaymentPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (TILL_TYPE_PAYMENT);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (update), self);
}

void
till_payment_page_set_payment (TillPaymentPage *self,
                               TillPayment     *payment)
{
  g_return_if_fail (TILL_IS_PAYMENT_PAGE (self));
  g_return_if_fail (payment == NULL || TILL_IS_PAYMENT (payment));

  if (!g_set_object (&self->payment, payment))
    return;

  self->began = till_clock_get_boot_time (self->clock);
  g_signal_group_set_target (self->signals, payment);

  stop_timer (self, &self->appear_id);
  if (payment != NULL)
    self->appear_id = till_clock_add_timeout (self->clock, TILL_WAITING_APPEARS_MS, appear_cb, self);

  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAYMENT]);
}

TillPayment *
till_payment_page_get_payment (TillPaymentPage *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT_PAGE (self), NULL);

  return self->payment;
}
