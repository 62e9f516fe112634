/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-again.h"
#include "till-question.h"
#include "till-text.h"
#include "till-unresolved-view.h"
#include "till-when.h"

/* A customer stands there: so long the platform may take for its last word. */
#define LOOK_MS 5000

typedef struct
{
  GtkWindow   *parent;     /* (owned) */
  TillPayment *payment;    /* (owned) */
  guint        late_id;    /* source: no answer in time; 0: the look is over */
} Again;

static void
again_free (gpointer data)
{
  Again *again = data;

  g_clear_handle_id (&again->late_id, g_source_remove);
  g_object_unref (again->parent);
  g_object_unref (again->payment);
  g_free (again);
}

gboolean
till_again_asks (TillRecord *record)
{
  return record->state == TILL_PAYMENT_PAID || !till_payment_state_is_final (record->state);
}

const char *
till_again_heading (TillRecord *record)
{
  if (record->state == TILL_PAYMENT_PAID)
    return _("This order was already paid");

  return _("A payment for this order is still open");
}

char *
till_again_body (TillRecord *record,
                 gboolean    answered,
                 gint64      now)
{
  g_autofree char *amount = till_money_format (&record->money);
  g_autofree char *when = till_when_to_text (record->created, now);
  g_autofree char *reference = till_text_for_people (record->reference);
  g_autofree char *until = NULL;

  if (record->state == TILL_PAYMENT_PAID)
    /* Translators: %1$s is an order reference, %2$s an amount, %3$s a time */
    return g_strdup_printf (_("%1$s over %2$s was charged at %3$s, and the money came. "
                              "Charge again only if the customer is to pay once more."),
                            reference, amount, when);

  until = till_when_to_text (record->created + TILL_UNRESOLVED_LIFE_USEC, now);
  if (answered)
    /* Translators: %1$s is an order reference, %2$s an amount, %3$s and %4$s are times */
    return g_strdup_printf (_("%1$s over %2$s was charged at %3$s. WeChat Pay was asked just now: no money yet, but it may "
                              "still be paid until %4$s. If the customer pays both, one has to be given back."),
                            reference, amount, when, until);

  /* Translators: %1$s is an order reference, %2$s an amount, %3$s and %4$s are times */
  return g_strdup_printf (_("%1$s over %2$s was charged at %3$s. There is no answer about it just now: it may be paid already, "
                            "or still be paid until %4$s. If the customer pays both, one has to be given back."),
                          reference, amount, when, until);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             GTask            *task)
{
  if (!g_task_get_completed (task))
    g_task_return_boolean (task, g_str_equal (response, "charge"));
}

static void
ask (GTask    *task,
     gboolean  answered)
{
  Again *again = g_task_get_task_data (task);
  TillRecord *record = till_payment_get_record (again->payment);
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;

  /* The window went, or somebody pressed Esc, while the platform was being asked. */
  if (!gtk_widget_get_realized (GTK_WIDGET (again->parent))
      || g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  if (!till_again_asks (record))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  body = till_again_body (record, answered, g_get_real_time ());
  dialog = till_question_present (again->parent, till_again_heading (record), body, _("Do not charge"),
                                  "charge", _("Charge again"), ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), g_object_ref (task),
                         (GClosureNotify) (GCallback) g_object_unref, 0);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Again *again = g_task_get_task_data (task);
  gboolean answered = till_register_check_finish (TILL_REGISTER (source), result, NULL);

  if (again->late_id == 0)
    return;   /* asked without it */

  g_clear_handle_id (&again->late_id, g_source_remove);
  ask (task, answered);
}

static gboolean
late_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  Again *again = g_task_get_task_data (task);

  again->late_id = 0;
  ask (task, FALSE);

  return G_SOURCE_REMOVE;
}

void
till_again_async (GtkWindow           *parent,
                  TillRegister        *reg,
                  TillPayment         *payment,
                  GCancellable        *cancellable,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (reg, cancellable, callback, user_data);
  Again *again = g_new0 (Again, 1);

  again->parent = g_object_ref (parent);
  again->payment = g_object_ref (payment);
  g_task_set_source_tag (task, till_again_async);
  g_task_set_check_cancellable (task, FALSE);   /* who was asked is listened to */
  g_task_set_task_data (task, again, again_free);

  again->late_id = g_timeout_add_full (G_PRIORITY_DEFAULT, LOOK_MS, late_cb, g_object_ref (task), g_object_unref);
  till_register_check_async (reg, payment, NULL, looked_cb, g_object_ref (task));
}

gboolean
till_again_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, till_again_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
