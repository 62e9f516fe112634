/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-offer.h"
#include "till-register-private.h"
#include "till-selection.h"

/* The lists that windows show, kept in order as payments take steps; and reading from the journal. */

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b,
                      gpointer      user_data)
{
  TillRecord *first = till_payment_get_record ((TillPayment *) a);
  TillRecord *second = till_payment_get_record ((TillPayment *) b);

  return (first->row < second->row) - (first->row > second->row);
}

static int
compare_oldest_first (gconstpointer a,
                      gconstpointer b,
                      gpointer      user_data)
{
  return compare_newest_first (b, a, user_data);
}

static int
compare_attention_first (gconstpointer a,
                         gconstpointer b,
                         gpointer      user_data)
{
  TillRecord *first = till_payment_get_record ((TillPayment *) a);
  TillRecord *second = till_payment_get_record ((TillPayment *) b);
  int by_attention = (second->attention != 0) - (first->attention != 0);

  return by_attention != 0 ? by_attention : compare_newest_first (a, b, user_data);
}

static gboolean
is_in_order (GListStore       *list,
             guint             position,
             TillPayment      *payment,
             GCompareDataFunc  compare)
{
  g_autoptr(TillPayment) before = NULL;
  g_autoptr(TillPayment) after = g_list_model_get_item (G_LIST_MODEL (list), position + 1);

  if (position > 0)
    before = g_list_model_get_item (G_LIST_MODEL (list), position - 1);

  return (before == NULL || compare (before, payment, NULL) <= 0)
         && (after == NULL || compare (payment, after, NULL) <= 0);
}

/* Moves nothing that stands where it should: a list that somebody reads must not flicker. */
static void
put (GListStore       *list,
     TillPayment      *payment,
     gboolean          belongs,
     GCompareDataFunc  compare)
{
  guint position;

  if (g_list_store_find (list, payment, &position))
    {
      if (belongs && is_in_order (list, position, payment, compare))
        return;
      g_list_store_remove (list, position);
    }
  if (belongs)
    g_list_store_insert_sorted (list, payment, compare, NULL);
}

static gboolean
is_recent (TillRegister *self,
           TillPayment  *payment)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->recent));
  g_autoptr(TillPayment) oldest = NULL;

  if (n_items < TILL_REGISTER_RECENT)
    return TRUE;

  oldest = g_list_model_get_item (G_LIST_MODEL (self->recent), n_items - 1);

  return compare_newest_first (payment, oldest, NULL) <= 0;
}

void
till_register_update_lists (TillRegister *self,
                            TillPayment  *payment)
{
  TillRecord *record = till_payment_get_record (payment);
  gboolean is_unresolved = till_record_is_unresolved (record) && !till_payment_is_waiting (payment);
  guint n_items;

  if (!self->started || self->recent == NULL)
    return;

  put (self->unresolved, payment, is_unresolved, compare_attention_first);
  put (self->attention, payment, record->attention != 0, compare_oldest_first);
  put (self->recent, payment, is_recent (self, payment), compare_newest_first);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->recent));
  if (n_items > TILL_REGISTER_RECENT)
    g_list_store_remove (self->recent, n_items - 1);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(TillRegister) self = TILL_REGISTER (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = till_journal_list_finish (TILL_JOURNAL (source), result, &error);

  if (records == NULL)
    {
      till_register_note_error (self, error);
      return;
    }

  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr(TillPayment) payment = till_register_intern (self, g_ptr_array_index (records, i));

      till_register_update_lists (self, payment);
    }
}

void
till_register_load_lists (TillRegister *self)
{
  const TillListFilter recent = { .limit = TILL_REGISTER_RECENT };
  const TillListFilter unresolved = { .only_unresolved = TRUE };
  const TillListFilter attention = { .only_attention = TRUE };

  till_journal_list_async (self->journal, &recent, NULL, loaded_cb, g_object_ref (self));
  till_journal_list_async (self->journal, &unresolved, NULL, loaded_cb, g_object_ref (self));
  till_journal_list_async (self->journal, &attention, NULL, loaded_cb, g_object_ref (self));
}

GListModel *
till_register_get_recent (TillRegister *self)
{
  g_return_val_if_fail (TILL_IS_REGISTER (self), NULL);

  return G_LIST_MODEL (self->recent);
}

GListModel *
till_register_get_unresolved (TillRegister *self)
{
  g_return_val_if_fail (TILL_IS_REGISTER (self), NULL);

  return G_LIST_MODEL (self->unresolved);
}

GListModel *
till_register_get_attention (TillRegister *self)
{
  g_return_val_if_fail (TILL_IS_REGISTER (self), NULL);

  return G_LIST_MODEL (self->attention);
}

static void
return_records (GTask     *task,
                GPtrArray *records,
                GError    *error)
{
  TillRegister *self = g_task_get_source_object (task);

  if (records == NULL)
    {
      till_register_note_error (self, error);
      g_task_return_error (task, error);
      return;
    }

  g_task_return_pointer (task, till_register_intern_all (self, records), (GDestroyNotify) g_ptr_array_unref);
  g_ptr_array_unref (records);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GPtrArray *records = till_journal_find_finish (TILL_JOURNAL (source), result, &error);

  return_records (task, records, error);
}

void
till_register_find_async (TillRegister        *self,
                          const char          *text,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (TILL_IS_REGISTER (self));

  g_task_set_source_tag (task, till_register_find_async);
  till_journal_find_async (self->journal, text, cancellable, found_cb, task);
}

GPtrArray *
till_register_find_finish (TillRegister  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GPtrArray *records = till_journal_list_finish (TILL_JOURNAL (source), result, &error);

  return_records (task, records, error);
}

void
till_register_list_async (TillRegister         *self,
                          const TillListFilter *filter,
                          GCancellable         *cancellable,
                          GAsyncReadyCallback   callback,
                          gpointer              user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (TILL_IS_REGISTER (self));

  g_task_set_source_tag (task, till_register_list_async);
  till_journal_list_async (self->journal, filter, cancellable, listed_cb, task);
}

GPtrArray *
till_register_list_finish (TillRegister  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
got_rows_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GPtrArray *records = till_journal_rows_finish (TILL_JOURNAL (source), result, &error);

  return_records (task, records, error);
}

void
till_register_rows_async (TillRegister        *self,
                          GArray              *rows,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (TILL_IS_REGISTER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, till_register_rows_async);
  till_journal_rows_async (self->journal, rows, cancellable, got_rows_cb, task);
}

GPtrArray *
till_register_rows_finish (TillRegister  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
got_outbound_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  TillPayment *payment = g_task_get_task_data (task);
  TillRecord *record = till_payment_get_record (payment);
  g_autoptr(GError) error = NULL;
  g_autoptr(TillOutbound) outbound = till_journal_outbound_finish (TILL_JOURNAL (source), result, &error);
  g_autoptr(TillOffer) offer = NULL;

  if (outbound == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (outbound->action != NULL && till_record_can_be_paid (record))
    offer = till_offer_from_text (outbound->action, record->type);
  if (offer != NULL)
    till_payment_set_offer (payment, offer->action, offer->url, offer->code);
  g_task_return_boolean (task, TRUE);
}

void
till_register_load_action_async (TillRegister        *self,
                                 TillPayment         *payment,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  TillRecord *record = till_payment_get_record (payment);

  g_return_if_fail (TILL_IS_REGISTER (self));

  g_task_set_source_tag (task, till_register_load_action_async);
  g_task_set_task_data (task, g_object_ref (payment), g_object_unref);
  if (!till_record_can_be_paid (record))
    g_task_return_boolean (task, TRUE);
  else
    till_journal_outbound_async (self->journal, record->id, cancellable, got_outbound_cb,
                                 g_steal_pointer (&task));
}

gboolean
till_register_load_action_finish (TillRegister  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
