/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-register-private.h"

/* One TillPayment for each payment that anybody holds, one tracker for each that is followed. */

static void
payment_died_cb (gpointer  user_data,
                 GObject  *where_it_was)
{
  TillRegister *self = user_data;
  GHashTableIter iter;
  gpointer payment;

  g_hash_table_iter_init (&iter, self->payments);
  while (g_hash_table_iter_next (&iter, NULL, &payment))
    {
      if (payment != where_it_was)
        continue;
      g_hash_table_iter_remove (&iter);
      return;
    }
}

void
till_register_forget_all (TillRegister *self)
{
  GHashTableIter iter;
  gpointer payment;

  g_hash_table_iter_init (&iter, self->payments);
  while (g_hash_table_iter_next (&iter, NULL, &payment))
    {
      g_object_weak_unref (payment, payment_died_cb, self);
      g_hash_table_iter_remove (&iter);
    }
}

static void
wait_changed_cb (TillPayment  *payment,
                 GParamSpec   *pspec,
                 TillRegister *self)
{
  if (self->unresolved != NULL)
    till_register_update_lists (self, payment);
}

TillPayment *
till_register_intern (TillRegister *self,
                      TillRecord   *record)
{
  TillPayment *payment = g_hash_table_lookup (self->payments, record->id);
  TillTracker *tracker = till_register_get_tracker (self, record->id);

  if (payment == NULL)
    {
      payment = till_payment_new (record);
      g_object_weak_ref (G_OBJECT (payment), payment_died_cb, self);
      g_signal_connect_object (payment, "notify::waiting", G_CALLBACK (wait_changed_cb), self, 0);
      g_hash_table_insert (self->payments, g_strdup (record->id), payment);
      return payment;
    }

  g_object_ref (payment);
  if (record->last_seq > till_payment_get_record (payment)->last_seq)
    {
      till_payment_set_record (payment, record);
      till_register_stepped (self, payment);
      if (tracker != NULL)
        till_tracker_hear (tracker, record);
    }

  return payment;
}

GPtrArray *
till_register_intern_all (TillRegister *self,
                          GPtrArray    *records)
{
  GPtrArray *payments = g_ptr_array_new_full (records->len, g_object_unref);

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (payments, till_register_intern (self, g_ptr_array_index (records, i)));

  return payments;
}

TillTracker *
till_register_get_tracker (TillRegister *self,
                           const char   *id)
{
  return g_hash_table_lookup (self->trackers, id);
}

void
till_register_stepped (TillRegister *self,
                       TillPayment  *payment)
{
  till_register_update_lists (self, payment);
  till_register_review_asked (self, till_payment_get_record (payment));
  g_signal_emit_by_name (self, "changed", payment);
}

static void
tracker_stepped_cb (TillTracker  *tracker,
                    TillRegister *self)
{
  till_register_stepped (self, till_tracker_get_payment (tracker));
}

static void
tracker_wrote_other_cb (TillTracker  *tracker,
                        TillRecord   *record,
                        TillRegister *self)
{
  g_object_unref (till_register_intern (self, record));
}

static void
tracker_trouble_cb (TillTracker  *tracker,
                    int           trouble,
                    TillRegister *self)
{
  till_register_set_trouble (self, trouble);
}

static void
tracker_ended_cb (TillTracker  *tracker,
                  TillRegister *self)
{
  TillRecord *record = till_payment_get_record (till_tracker_get_payment (tracker));
  g_autoptr(TillPayment) payment = g_object_ref (till_tracker_get_payment (tracker));

  if (till_record_is_open (record))
    g_hash_table_add (self->settled, g_strdup (record->id));
  g_signal_handlers_disconnect_by_data (tracker, self);
  till_journal_unlock (self->journal, record->row);
  g_hash_table_remove (self->trackers, record->id);
  till_register_update_lists (self, payment);
}

TillTracker *
till_register_track (TillRegister *self,
                     TillPayment  *payment)
{
  TillTracker *tracker = till_tracker_new (payment, self->journal, self->clock, self->random);
  TillRecord *record = till_payment_get_record (payment);

  g_signal_connect (tracker, "stepped", G_CALLBACK (tracker_stepped_cb), self);
  g_signal_connect (tracker, "wrote-other", G_CALLBACK (tracker_wrote_other_cb), self);
  g_signal_connect (tracker, "storage-trouble", G_CALLBACK (tracker_trouble_cb), self);
  g_signal_connect (tracker, "ended", G_CALLBACK (tracker_ended_cb), self);
  g_hash_table_insert (self->trackers, g_strdup (record->id), tracker);
  till_tracker_set_account (tracker, self->client, till_register_get_endpoint (self));
  till_register_start_hearing (self);

  return tracker;
}

static void
appended_for_task_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  TillRegister *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(TillRecord) record = till_journal_append_finish (TILL_JOURNAL (source), result, &error);

  if (record == NULL)
    {
      till_register_note_error (self, error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  till_register_set_trouble (self, -1);
  g_object_unref (till_register_intern (self, record));
  g_task_return_boolean (task, TRUE);
}

void
till_register_append (TillRegister *self,
                      GPtrArray    *events,
                      GTask        *task)
{
  till_journal_append_async (self->journal, events, NULL, NULL, appended_for_task_cb, task);
}
