/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-tracker-private.h"

/* An order that is paid a second time.  The first one gets its word before the second becomes paid: a crash in
 * between leaves the second open, and it is found again; the other way round nobody would look any more.  Two
 * that become paid in one moment do not see each other so: hence a look after it, too, before anybody is told. */

static void
list_order (TillTracker         *self,
            GAsyncReadyCallback  callback)
{
  const TillListFilter filter = {
    .order = till_tracker_get_record (self)->order,
    .states = TILL_STATES (TILL_PAYMENT_PAID),
  };

  self->committing = TRUE;
  till_journal_list_async (self->journal, &filter, NULL, callback, g_object_ref (self));
}

static GPtrArray *
finish_list (TillTracker  *self,
             GAsyncResult *result)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *records = till_journal_list_finish (self->journal, result, &error);

  if (records == NULL)
    {
      g_warning ("whether an order was paid twice cannot be read: %s", error->message);
      records = g_ptr_array_new ();
    }

  return records;
}

static void
wrote_word_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(TillTracker) self = TILL_TRACKER (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(TillRecord) record = till_journal_append_finish (TILL_JOURNAL (source), result, &error);

  if (record != NULL)
    g_signal_emit_by_name (self, "wrote-other", record);
  else
    g_warning ("a word of attention was not written: %s", error->message);

  if (--self->n_words > 0 || self->becomes_paid)
    return;

  self->committing = FALSE;
  till_tracker_committed (self, NULL);
}

static void
write_word (TillTracker *self,
            TillRecord  *record)
{
  g_autoptr(GPtrArray) word = till_judge_paid_twice (record);

  if (word->len == 0)
    return;

  self->n_words++;
  till_journal_append_async (self->journal, word, NULL, NULL, wrote_word_cb, g_object_ref (self));
}

static void
listed_before_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(TillTracker) self = TILL_TRACKER (user_data);
  TillRecord *record = till_tracker_get_record (self);
  g_autoptr(GPtrArray) others = finish_list (self, result);

  for (guint i = 0; i < others->len; i++)
    {
      TillRecord *other = g_ptr_array_index (others, i);

      if (g_str_equal (other->id, record->id) || !till_judge_keeps_money (other))
        continue;
      till_judge_add_paid_twice (record, self->unsaved);
      write_word (self, other);
    }

  till_tracker_save (self);
}

void
till_tracker_look_before_paid (TillTracker *self)
{
  list_order (self, listed_before_cb);
}

static void
listed_after_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(TillTracker) self = TILL_TRACKER (user_data);
  g_autoptr(GPtrArray) records = finish_list (self, result);
  guint n_paid = 0;

  for (guint i = 0; i < records->len; i++)
    n_paid += till_judge_keeps_money (g_ptr_array_index (records, i));
  for (guint i = 0; i < records->len && n_paid > 1; i++)
    {
      if (till_judge_keeps_money (g_ptr_array_index (records, i)))
        write_word (self, g_ptr_array_index (records, i));
    }

  self->becomes_paid = FALSE;
  if (self->n_words > 0)
    return;

  self->committing = FALSE;
  till_tracker_committed (self, NULL);
}

void
till_tracker_look_after_paid (TillTracker *self)
{
  list_order (self, listed_after_cb);
}
