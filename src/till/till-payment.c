/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-payment-private.h"

struct _TillPayment
{
  GObject                parent_instance;

  TillRecord            *record;        /* (not nullable) (owned) */
  ConnectMerchantAction *action;        /* (nullable) (owned) */
  char                  *url;           /* (nullable) (owned) */
  TillCode              *code;          /* (nullable) (owned) */
  TillWaitEnd            wait_end;
  int                    trouble;       /* TillError, or -1 */
  gboolean               waiting;
  gboolean               followed;
  gint64                 deadline;      /* boot time, ms; -1: none; so are the next two */
  gint64                 last_answer;
  gint64                 next_look;
};

G_DEFINE_FINAL_TYPE (TillPayment, till_payment, G_TYPE_OBJECT)

typedef enum
{
  PROP_RECORD = 1,
  PROP_ACTION,
  PROP_URL,
  PROP_CODE,
  PROP_WAIT_END,
  PROP_TROUBLE,
  PROP_WAITING,
  PROP_FOLLOWED,
} TillPaymentProperty;

static GParamSpec *properties[PROP_FOLLOWED + 1];

static void
till_payment_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  TillPayment *self = TILL_PAYMENT (object);

  switch ((TillPaymentProperty) prop_id)
    {
    case PROP_RECORD:
      g_value_set_boxed (value, self->record);
      break;
    case PROP_ACTION:
      g_value_set_object (value, self->action);
      break;
    case PROP_URL:
      g_value_set_string (value, self->url);
      break;
    case PROP_CODE:
      g_value_set_object (value, self->code);
      break;
    case PROP_WAIT_END:
      g_value_set_int (value, self->wait_end);
      break;
    case PROP_TROUBLE:
      g_value_set_int (value, self->trouble);
      break;
    case PROP_WAITING:
      g_value_set_boolean (value, self->waiting);
      break;
    case PROP_FOLLOWED:
      g_value_set_boolean (value, self->followed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_payment_finalize (GObject *object)
{
  TillPayment *self = TILL_PAYMENT (object);

  g_clear_pointer (&self->record, till_record_unref);
  g_clear_object (&self->action);
  g_clear_pointer (&self->url, g_free);
  g_clear_object (&self->code);

  G_OBJECT_CLASS (till_payment_parent_class)->finalize (object);
}

static void
till_payment_class_init (TillPaymentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = till_payment_get_property;
  object_class->finalize = till_payment_finalize;

  properties[PROP_RECORD] = g_param_spec_boxed ("record", NULL, NULL, TILL_TYPE_RECORD, flags);
  properties[PROP_ACTION] =
    g_param_spec_object ("action", NULL, NULL, CONNECT_TYPE_MERCHANT_ACTION, flags);
  properties[PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, flags);
  properties[PROP_CODE] = g_param_spec_object ("code", NULL, NULL, TILL_TYPE_CODE, flags);
  properties[PROP_WAIT_END] =
    g_param_spec_int ("wait-end", NULL, NULL, TILL_WAIT_NONE, TILL_WAIT_DONE, TILL_WAIT_NONE, flags);
  properties[PROP_TROUBLE] = g_param_spec_int ("trouble", NULL, NULL, -1, TILL_N_ERRORS - 1, -1, flags);
  properties[PROP_WAITING] = g_param_spec_boolean ("waiting", NULL, NULL, FALSE, flags);
  properties[PROP_FOLLOWED] = g_param_spec_boolean ("followed", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
till_payment_init (TillPayment *self)
{
  self->trouble = -1;
  self->deadline = -1;
  self->last_answer = -1;
  self->next_look = -1;
}

static void
notify (TillPayment         *self,
        TillPaymentProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

TillPayment *
till_payment_new (TillRecord *record)
{
  TillPayment *self = g_object_new (TILL_TYPE_PAYMENT, NULL);

  self->record = till_record_ref (record);

  return self;
}

TillRecord *
till_payment_get_record (TillPayment *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT (self), NULL);

  return self->record;
}

void
till_payment_set_record (TillPayment *self,
                         TillRecord  *record)
{
  g_return_if_fail (TILL_IS_PAYMENT (self));

  /* Answers of the journal can overtake one another: the later step is the truer one. */
  if (record == self->record || record->last_seq < self->record->last_seq)
    return;

  g_object_freeze_notify (G_OBJECT (self));
  if (!till_record_can_be_paid (record))
    till_payment_set_offer (self, NULL, NULL, NULL);
  till_record_unref (self->record);
  self->record = till_record_ref (record);
  notify (self, PROP_RECORD);
  g_object_thaw_notify (G_OBJECT (self));
}

void
till_payment_set_offer (TillPayment           *self,
                        ConnectMerchantAction *action,
                        const char            *url,
                        TillCode              *code)
{
  g_return_if_fail (TILL_IS_PAYMENT (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_object (&self->action, action))
    notify (self, PROP_ACTION);
  if (g_strcmp0 (self->url, url) != 0)
    {
      g_free (self->url);
      self->url = g_strdup (url);
      notify (self, PROP_URL);
    }
  if (g_set_object (&self->code, code))
    notify (self, PROP_CODE);
  g_object_thaw_notify (G_OBJECT (self));
}

TillPaymentState
till_payment_get_state (TillPayment *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT (self), TILL_PAYMENT_REQUESTED);

  return self->record->state;
}

ConnectMerchantAction *
till_payment_get_action (TillPayment *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT (self), NULL);

  return self->action;
}

const char *
till_payment_get_url (TillPayment *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT (self), NULL);

  return self->url;
}

TillCode *
till_payment_get_code (TillPayment *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT (self), NULL);

  return self->code;
}

TillWaitEnd
till_payment_get_wait_end (TillPayment *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT (self), TILL_WAIT_NONE);

  return self->wait_end;
}

void
till_payment_set_wait_end (TillPayment *self,
                           TillWaitEnd  wait_end)
{
  g_return_if_fail (TILL_IS_PAYMENT (self));

  if (self->wait_end == wait_end)
    return;

  self->wait_end = wait_end;
  notify (self, PROP_WAIT_END);
}

gboolean
till_payment_is_waiting (TillPayment *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT (self), FALSE);

  return self->waiting;
}

void
till_payment_set_waiting (TillPayment *self,
                          gboolean     waiting)
{
  g_return_if_fail (TILL_IS_PAYMENT (self));

  if (self->waiting == waiting)
    return;

  self->waiting = waiting;
  notify (self, PROP_WAITING);
}

gboolean
till_payment_is_followed (TillPayment *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT (self), FALSE);

  return self->followed;
}

void
till_payment_set_followed (TillPayment *self,
                           gboolean     followed)
{
  g_return_if_fail (TILL_IS_PAYMENT (self));

  if (self->followed == followed)
    return;

  self->followed = followed;
  notify (self, PROP_FOLLOWED);
}

int
till_payment_get_trouble (TillPayment *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT (self), -1);

  return self->trouble;
}

void
till_payment_set_trouble (TillPayment *self,
                          int          trouble)
{
  g_return_if_fail (TILL_IS_PAYMENT (self));

  if (self->trouble == trouble)
    return;

  self->trouble = trouble;
  notify (self, PROP_TROUBLE);
}

gint64
till_payment_get_deadline (TillPayment *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT (self), -1);

  return self->deadline;
}

void
till_payment_set_deadline (TillPayment *self,
                           gint64       deadline)
{
  g_return_if_fail (TILL_IS_PAYMENT (self));

  self->deadline = deadline;
}

gint64
till_payment_get_last_answer (TillPayment *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT (self), -1);

  return self->last_answer;
}

void
till_payment_set_last_answer (TillPayment *self,
                              gint64       last_answer)
{
  g_return_if_fail (TILL_IS_PAYMENT (self));

  self->last_answer = last_answer;
}

gint64
till_payment_get_next_look (TillPayment *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENT (self), -1);

  return self->next_look;
}

void
till_payment_set_next_look (TillPayment *self,
                            gint64       next_look)
{
  g_return_if_fail (TILL_IS_PAYMENT (self));

  self->next_look = next_look;
}
