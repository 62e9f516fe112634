/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-journal-stream.h"
#include "till-judge-private.h"
#include "till-reconcile.h"
#include "till-register-private.h"

/* The walk: a page of payments from the journal, of each what the platform knows, one question after the other. */

#define PAUSE_MS       200    /* between payments: at most five a second */
#define TRIES          3
#define FIRST_RETRY_MS 1000u  /* doubling */

typedef enum
{
  ASK_FIND,       /* by our reference */
  ASK_PAYMENT,    /* the look-up did not have the id that we hold */
  ASK_REFUNDS,
} Question;

typedef struct
{
  /* input */
  TillListFilter      filter;
  TillReconcileFunc   func;
  gpointer            func_data;

  /* in progress */
  ConnectClient      *client;     /* (owned) */
  TillStreamPlace     place;
  GPtrArray          *records;    /* (nullable) (owned) (element-type TillRecord) the page */
  guint               next;       /* index of the payment in it that comes after … */
  TillRecord         *record;     /* (nullable) (unowned) … this one */
  Question            question;
  guint               n_tries;
  ConnectCall        *call;       /* (nullable) (owned) */
  GPtrArray          *found;      /* (nullable) (owned) (element-type ConnectPayment) */
  GPtrArray          *findings;   /* (owned) (element-type TillFinding) */
  guint               timer;
  GCancellable       *cancellable;   /* (nullable) (owned) … */
  gulong              cancelled;     /* … and our handler */

  /* result */
  TillReconciliation  so_far;
} Walk;

static void ask (GTask *task);
static void go_on (GTask *task);

static void
walk_free (gpointer data)
{
  Walk *self = data;

  if (self->cancelled != 0)
    g_signal_handler_disconnect (self->cancellable, self->cancelled);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->call, connect_call_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self);
}

static TillClock *
get_clock (GTask *task)
{
  return till_register_get_clock (g_task_get_source_object (task));
}

static void
fail (GTask  *task,
      GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static gboolean
waited_cb (gpointer user_data)
{
  GTask *task = user_data;
  Walk *self = g_task_get_task_data (task);

  self->timer = 0;
  if (g_task_return_error_if_cancelled (task))
    g_object_unref (task);
  else if (self->record != NULL)
    ask (task);
  else
    go_on (task);

  return G_SOURCE_REMOVE;
}

static void
wait_for (GTask *task,
          guint  ms)
{
  Walk *self = g_task_get_task_data (task);

  self->timer = till_clock_add_timeout (get_clock (task), ms, waited_cb, task);
}

/* A pause is cut short: who stops it does not wait for what a platform in need asked for. */
static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;
  Walk *self = g_task_get_task_data (task);

  if (self->timer == 0)
    return;

  till_clock_remove (get_clock (task), self->timer);
  wait_for (task, 0);
}

static void
take_findings (Walk      *self,
               GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      TillFinding *finding = g_ptr_array_index (findings, i);

      self->so_far.n_findings[finding->kind]++;
    }
  g_ptr_array_extend_and_steal (self->findings, findings);
}

static void
take_one (Walk            *self,
          TillFindingKind  kind)
{
  GPtrArray *one = g_ptr_array_new ();

  g_ptr_array_add (one, till_finding_new (kind, self->record));
  take_findings (self, one);
}

/* All is said about this payment. */
static void
conclude (GTask    *task,
          gboolean  was_asked)
{
  Walk *self = g_task_get_task_data (task);

  self->func (&self->so_far, self->findings, self->func_data);
  g_ptr_array_set_size (self->findings, 0);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->record = NULL;
  wait_for (task, was_asked ? PAUSE_MS : 0);
}

static void
ask_next (GTask    *task,
          Question  question)
{
  Walk *self = g_task_get_task_data (task);

  self->question = question;
  self->n_tries = 0;
  ask (task);
}

static gboolean
is_in_the_way (const GError *error)
{
  return g_error_matches (error, CONNECT_ERROR, CONNECT_ERROR_KEY_REFUSED)
         || g_error_matches (error, CONNECT_ERROR, CONNECT_ERROR_CLOCK_WRONG)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* %TRUE when the question is answered by it: there is no such thing. */
static gboolean
take_error (GTask  *task,
            GError *error)
{
  Walk *self = g_task_get_task_data (task);
  guint delay = MAX (FIRST_RETRY_MS << self->n_tries, self->call->retry_after * 1000u);

  if (is_in_the_way (error))
    fail (task, error);
  else if (g_error_matches (error, CONNECT_ERROR, CONNECT_ERROR_NOT_FOUND))
    {
      g_error_free (error);
      return TRUE;
    }
  else
    {
      g_error_free (error);
      if (++self->n_tries < TRIES)
        wait_for (task, delay);
      else
        {
          take_one (self, TILL_FINDING_NOT_ANSWERED);
          conclude (task, TRUE);
        }
    }

  return FALSE;
}

/* (nullable) (transfer none) The payment that is ours, among what was found. */
static ConnectPayment *
get_ours (Walk *self)
{
  for (guint i = 0; i < self->found->len; i++)
    {
      ConnectPayment *payment = g_ptr_array_index (self->found, i);

      if (g_strcmp0 (payment->id, self->record->payment_id) == 0)
        return payment;
    }

  return NULL;
}

static gboolean
has_money (Walk *self)
{
  ConnectPayment *ours = get_ours (self);

  return ours != NULL && till_judge_is_money (till_judge_verdict (self->record, ours));
}

/* Everything that the platform knows under our reference is there. */
static void
compare_payments (GTask *task)
{
  Walk *self = g_task_get_task_data (task);

  take_findings (self, till_reconcile_payments (self->record, self->found));
  self->so_far.n_payments++;
  if (self->record->payment_id != NULL && (self->record->refunds->len > 0 || has_money (self)))
    ask_next (task, ASK_REFUNDS);
  else
    conclude (task, TRUE);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  Walk *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(ConnectFound) page = connect_client_find_payments_finish (self->client, result, &error);

  if (page == NULL && !take_error (task, error))
    return;

  for (guint i = 0; page != NULL && i < page->payments->len; i++)
    g_ptr_array_add (self->found, connect_payment_ref (g_ptr_array_index (page->payments, i)));

  if (page != NULL && page->payments->len > 0 && page->total_count > (gint64) self->found->len)
    ask_next (task, ASK_FIND);
  else if (self->record->payment_id == NULL || get_ours (self) != NULL)
    compare_payments (task);
  else
    ask_next (task, ASK_PAYMENT);
}

static void
got_payment_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GTask *task = user_data;
  Walk *self = g_task_get_task_data (task);
  GError *error = NULL;
  ConnectPayment *payment = connect_client_get_payment_finish (self->client, result, &error);

  if (payment == NULL && !take_error (task, error))
    return;

  if (payment != NULL)
    g_ptr_array_add (self->found, payment);
  compare_payments (task);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  Walk *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GPtrArray) listed = connect_client_list_refunds_finish (self->client, result, &error);

  if (listed == NULL && !take_error (task, error))
    return;
  if (listed == NULL)
    listed = g_ptr_array_new ();

  take_findings (self, till_reconcile_refunds (self->record, listed));
  self->so_far.n_refunds += MAX (listed->len, self->record->refunds->len);
  conclude (task, TRUE);
}

static void
ask (GTask *task)
{
  Walk *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_clear_pointer (&self->call, connect_call_unref);
  self->call = connect_call_new (NULL);
  switch (self->question)
    {
    case ASK_PAYMENT:
      connect_client_get_payment_async (self->client, self->record->payment_id, self->call, cancellable,
                                        got_payment_cb, task);
      break;
    case ASK_REFUNDS:
      connect_client_list_refunds_async (self->client, self->record->payment_id, self->call, cancellable,
                                         listed_cb, task);
      break;
    case ASK_FIND:
    default:
      connect_client_find_payments_async (self->client, self->record->merchant_reference, NULL, self->found->len,
                                          self->call, cancellable, found_cb, task);
      break;
    }
}

static void
begin_payment (GTask *task)
{
  Walk *self = g_task_get_task_data (task);
  const char *endpoint = till_register_get_endpoint (g_task_get_source_object (task));

  self->record = g_ptr_array_index (self->records, self->next++);
  if (till_judge_is_other_account (self->record, endpoint, connect_client_get_merchant_id (self->client)))
    {
      take_one (self, TILL_FINDING_OTHER_ACCOUNT);
      conclude (task, FALSE);
      return;
    }

  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) connect_payment_unref);
  ask_next (task, ASK_FIND);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  Walk *self = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&self->records, g_ptr_array_unref);
  self->next = 0;
  self->records = till_journal_stream_finish (TILL_JOURNAL (source), result, &self->place, &error);
  if (self->records == NULL)
    {
      fail (task, error);
      return;
    }
  if (self->records->len == 0)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  begin_payment (task);
}

static void
go_on (GTask *task)
{
  Walk *self = g_task_get_task_data (task);

  if (self->records != NULL && self->next < self->records->len)
    begin_payment (task);
  else
    till_journal_stream_async (till_register_get_journal (g_task_get_source_object (task)), &self->filter,
                               &self->place, g_task_get_cancellable (task), read_cb, task);
}

void
till_reconcile_async (TillRegister         *reg,
                      const TillListFilter *filter,
                      TillReconcileFunc     func,
                      gpointer              func_data,
                      GCancellable         *cancellable,
                      GAsyncReadyCallback   callback,
                      gpointer              user_data)
{
  GTask *task;
  Walk *self;

  g_return_if_fail (TILL_IS_REGISTER (reg));
  g_return_if_fail (filter != NULL && func != NULL);

  task = g_task_new (reg, cancellable, callback, user_data);
  g_task_set_source_tag (task, till_reconcile_async);
  self = g_new0 (Walk, 1);
  self->filter = (TillListFilter) { .since = filter->since, .until = filter->until };
  self->func = func;
  self->func_data = func_data;
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) till_finding_free);
  g_set_object (&self->client, till_register_get_client (reg));
  g_set_object (&self->cancellable, cancellable);
  if (cancellable != NULL)
    self->cancelled = g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), task);
  g_task_set_task_data (task, self, walk_free);

  if (self->client == NULL)
    fail (task, g_error_new_literal (TILL_ERROR, TILL_ERROR_NO_ACCOUNT, "there is no account to ask with"));
  else
    go_on (task);
}

gboolean
till_reconcile_finish (TillRegister        *reg,
                       GAsyncResult        *result,
                       TillReconciliation  *so_far,
                       GError             **error)
{
  Walk *self;

  g_return_val_if_fail (g_task_is_valid (result, reg), FALSE);

  self = g_task_get_task_data (G_TASK (result));
  *so_far = self->so_far;

  return g_task_propagate_boolean (G_TASK (result), error);
}
