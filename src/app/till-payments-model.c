/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-payments-model.h"

/* A payment takes several steps in a moment: they are read once. */
#define REFRESH_MS 250
/* Payments read in one go: more than a screen holds. */
#define MAX_LOADED 64

struct _TillPaymentsModel
{
  GObject        parent_instance;

  TillRegister  *reg;           /* (owned) */
  TillSelection *shown;         /* (nullable) (owned) */
  TillSelection *reading;       /* (nullable) (owned) not shown yet */
  GCancellable  *cancellable;   /* (nullable) (owned) of the page that is being read */
  gboolean       is_refresh;    /* the same query as what is shown: it takes its place when it is complete */
  gboolean       is_stale;      /* a payment took a step since reading began */
  guint          refresh_id;    /* source */
  guint          n_items;       /* as was told last */

  GHashTable    *living;        /* (owned) (element-type gint64 TillPaymentItem): not kept alive */
  GArray        *wanted;        /* (owned) (element-type gint64) rows to be loaded */
  guint          load_id;       /* source */
  gboolean       loading;
};

enum
{
  READ,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void read_page (TillPaymentsModel *self);
static void queue_load (TillPaymentsModel *self);

static gint64
row_at (TillSelection *selection,
        guint          position)
{
  return g_array_index (selection->chosen, TillSelected, position).row;
}

static guint
count (TillSelection *selection)
{
  return selection != NULL ? selection->chosen->len : 0;
}

/* --- the list --- */

static GType
get_item_type (GListModel *model)
{
  return TILL_TYPE_PAYMENT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return TILL_PAYMENTS_MODEL (model)->n_items;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  TillPaymentsModel *self = TILL_PAYMENTS_MODEL (model);
  TillPaymentItem *item;
  gint64 row;

  if (position >= count (self->shown))
    return NULL;

  row = row_at (self->shown, position);
  item = g_hash_table_lookup (self->living, &row);
  if (item != NULL)
    return g_object_ref (item);

  g_array_append_val (self->wanted, row);
  queue_load (self);

  return till_payment_item_new (row, self->living);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TillPaymentsModel, till_payments_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* --- payments, when they are looked at --- */

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(TillPaymentsModel) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) payments = till_register_rows_finish (TILL_REGISTER (source), result, &error);

  self->loading = FALSE;
  if (payments == NULL)
    g_warning ("reading payments: %s", error->message);

  for (guint i = 0; payments != NULL && i < payments->len; i++)
    {
      TillPayment *payment = payments->pdata[i];
      TillPaymentItem *item = g_hash_table_lookup (self->living, &till_payment_get_record (payment)->row);

      if (item != NULL)
        till_payment_item_set_payment (item, payment);
    }
  queue_load (self);
}

/* The newest wishes first: who scrolls fast does not look at what went by. */
static gboolean
load_cb (gpointer user_data)
{
  TillPaymentsModel *self = TILL_PAYMENTS_MODEL (user_data);
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));

  self->load_id = 0;
  while (self->wanted->len > 0 && rows->len < MAX_LOADED)
    {
      gint64 row = g_array_index (self->wanted, gint64, self->wanted->len - 1);

      g_array_set_size (self->wanted, self->wanted->len - 1);
      if (g_hash_table_contains (self->living, &row))
        g_array_append_val (rows, row);
    }
  if (rows->len > 0)
    {
      self->loading = TRUE;
      till_register_rows_async (self->reg, rows, NULL, loaded_cb, g_object_ref (self));
    }

  return G_SOURCE_REMOVE;
}

static void
queue_load (TillPaymentsModel *self)
{
  if (!self->loading && self->load_id == 0 && self->wanted->len > 0)
    self->load_id = g_idle_add_full (G_PRIORITY_DEFAULT, load_cb, self, NULL);
}

/* --- which payments --- */

/* Tells of what is different only, so that a list that somebody reads stays where it is. */
static void
show_selection (TillPaymentsModel *self,
                TillSelection     *selection)
{
  g_autoptr(TillSelection) old = self->shown != selection ? g_steal_pointer (&self->shown) : NULL;
  guint n_old = self->n_items;
  guint n_new = count (selection);
  guint before = 0;
  guint after = 0;

  self->shown = selection;
  self->n_items = n_new;
  while (old != NULL && before < MIN (n_old, n_new) && row_at (old, before) == row_at (selection, before))
    before++;
  while (old != NULL && after < MIN (n_old, n_new) - before
         && row_at (old, n_old - 1 - after) == row_at (selection, n_new - 1 - after))
    after++;
  if (n_old - before - after > 0 || n_new - before - after > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), before, n_old - before - after, n_new - before - after);
}

/* The same selection, with a page more. */
static void
show_growth (TillPaymentsModel *self,
             guint              n_before,
             gboolean           at_end)
{
  guint n_new = count (self->shown);

  self->n_items = n_new;
  if (at_end && n_new > n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, n_new - n_before);
  else if (!at_end)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, n_new);
}

static gboolean
refresh_cb (gpointer user_data)
{
  TillPaymentsModel *self = TILL_PAYMENTS_MODEL (user_data);
  TillSelection *shown = self->shown;

  self->refresh_id = 0;
  if (self->cancellable != NULL || shown == NULL)
    return G_SOURCE_REMOVE;   /* is_stale says that it is to be done again */

  self->is_stale = FALSE;
  self->is_refresh = TRUE;
  self->reading = till_selection_new (&shown->filter, shown->sort, shown->ascending);
  read_page (self);

  return G_SOURCE_REMOVE;
}

static void
queue_refresh (TillPaymentsModel *self)
{
  self->is_stale = TRUE;
  if (self->refresh_id == 0)
    self->refresh_id = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

/* What is new is shown with its first page when all others come behind it, else when it is complete. */
static gboolean
may_be_shown (TillPaymentsModel *self)
{
  return self->reading->is_complete
         || (!self->is_refresh && till_selection_grows_at_end (self->reading) && self->reading->chosen->len > 0);
}

static void
take_page (TillPaymentsModel *self,
           guint              n_before,
           gint64             last_before)
{
  TillSelection *selection = self->reading != NULL ? self->reading : self->shown;

  if (self->reading == NULL)
    show_growth (self, n_before, n_before == 0 || row_at (selection, n_before - 1) == last_before);
  else if (may_be_shown (self))
    show_selection (self, g_steal_pointer (&self->reading));

  if (selection->is_complete)
    {
      g_clear_object (&self->cancellable);
      if (self->is_stale)
        queue_refresh (self);
    }
  else
    read_page (self);
  g_signal_emit (self, signals[READ], 0);
}

static void
page_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(TillPaymentsModel) self = user_data;
  g_autoptr(GError) error = NULL;
  TillSelection *selection = self->reading != NULL ? self->reading : self->shown;
  guint n_before = count (selection);
  gint64 last_before = n_before > 0 ? row_at (selection, n_before - 1) : 0;

  /* Of another query than is wanted now: its selection is gone. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  if (till_journal_select_finish (TILL_JOURNAL (source), result, selection, &error))
    {
      take_page (self, n_before, last_before);
      return;
    }

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("reading which payments there are: %s", error->message);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->reading, till_selection_free);
}

static void
read_page (TillPaymentsModel *self)
{
  if (self->cancellable == NULL)
    self->cancellable = g_cancellable_new ();
  till_journal_select_async (till_register_get_journal (self->reg),
                             self->reading != NULL ? self->reading : self->shown,
                             self->cancellable, page_read_cb, g_object_ref (self));
}

static void
stop_reading (TillPaymentsModel *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->reading, till_selection_free);
}

static void
till_payments_model_dispose (GObject *object)
{
  TillPaymentsModel *self = TILL_PAYMENTS_MODEL (object);

  stop_reading (self);
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_handle_id (&self->load_id, g_source_remove);
  g_clear_object (&self->reg);

  G_OBJECT_CLASS (till_payments_model_parent_class)->dispose (object);
}

static void
till_payments_model_finalize (GObject *object)
{
  TillPaymentsModel *self = TILL_PAYMENTS_MODEL (object);

  g_clear_pointer (&self->shown, till_selection_free);
  g_hash_table_unref (self->living);
  g_array_unref (self->wanted);

  G_OBJECT_CLASS (till_payments_model_parent_class)->finalize (object);
}

static void
till_payments_model_class_init (TillPaymentsModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = till_payments_model_dispose;
  object_class->finalize = till_payments_model_finalize;

  signals[READ] = g_signal_new ("read", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
till_payments_model_init (TillPaymentsModel *self)
{
  self->living = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
}

TillPaymentsModel *
till_payments_model_new (TillRegister *reg)
{
  TillPaymentsModel *self = g_object_new (TILL_TYPE_PAYMENTS_MODEL, NULL);

  self->reg = g_object_ref (reg);
  g_signal_connect_object (reg, "changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  /* A payment that is new takes no step. */
  g_signal_connect_object (till_register_get_recent (reg), "items-changed", G_CALLBACK (queue_refresh), self,
                           G_CONNECT_SWAPPED);

  return self;
}

void
till_payments_model_set_query (TillPaymentsModel    *self,
                               const TillListFilter *filter,
                               TillSort              sort,
                               gboolean              ascending)
{
  g_return_if_fail (TILL_IS_PAYMENTS_MODEL (self));

  stop_reading (self);
  self->is_stale = FALSE;
  self->is_refresh = FALSE;
  self->reading = till_selection_new (filter, sort, ascending);
  read_page (self);
}

const TillSelection *
till_payments_model_get_selection (TillPaymentsModel *self)
{
  g_return_val_if_fail (TILL_IS_PAYMENTS_MODEL (self), NULL);

  return self->shown;
}
