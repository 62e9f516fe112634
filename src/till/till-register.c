/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-register-private.h"
#include "till-skew.h"

#define SKEW_STEP 5   /* seconds */

G_DEFINE_FINAL_TYPE (TillRegister, till_register, G_TYPE_OBJECT)

typedef enum
{
  PROP_CLIENT = 1,
  PROP_CLOCK_SKEW,
  PROP_STORAGE_TROUBLE,
} TillRegisterProperty;

static GParamSpec *properties[PROP_STORAGE_TROUBLE + 1];

/* By which requests are signed; else what several answers agree on, from where it matters. */
static gint64
read_clock_skew (TillRegister *self)
{
  gint64 offset = self->client != NULL ? connect_client_get_clock_offset (self->client) : 0;
  gint64 skew = self->client != NULL ? connect_client_get_clock_skew (self->client) : 0;

  if (offset != 0)
    return offset;

  return till_skew_judge (skew, FALSE) != TILL_SKEW_FINE ? skew : 0;
}

static void
till_register_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TillRegister *self = TILL_REGISTER (object);

  switch ((TillRegisterProperty) prop_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;
    case PROP_CLOCK_SKEW:
      g_value_set_int64 (value, self->clock_skew);
      break;
    case PROP_STORAGE_TROUBLE:
      g_value_set_int (value, self->storage_trouble);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_register_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  TillRegister *self = TILL_REGISTER (object);

  switch ((TillRegisterProperty) prop_id)
    {
    case PROP_CLIENT:
      till_register_set_client (self, g_value_get_object (value));
      break;
    case PROP_CLOCK_SKEW:
    case PROP_STORAGE_TROUBLE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_register_dispose (GObject *object)
{
  TillRegister *self = TILL_REGISTER (object);

  if (self->journal != NULL)
    till_register_stop (self);
  g_clear_object (&self->recent);
  g_clear_object (&self->unresolved);
  g_clear_object (&self->attention);
  till_register_forget_all (self);
  g_clear_object (&self->client);
  g_clear_object (&self->journal);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);

  G_OBJECT_CLASS (till_register_parent_class)->dispose (object);
}

static void
till_register_finalize (GObject *object)
{
  TillRegister *self = TILL_REGISTER (object);

  g_hash_table_unref (self->payments);
  g_hash_table_unref (self->trackers);
  g_hash_table_unref (self->settled);
  g_ptr_array_unref (self->asked);
  g_free (self->account_name);

  G_OBJECT_CLASS (till_register_parent_class)->finalize (object);
}

static void
till_register_class_init (TillRegisterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = till_register_get_property;
  object_class->set_property = till_register_set_property;
  object_class->dispose = till_register_dispose;
  object_class->finalize = till_register_finalize;

  properties[PROP_CLIENT] =
    g_param_spec_object ("client", NULL, NULL, CONNECT_TYPE_CLIENT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CLOCK_SKEW] =
    g_param_spec_int64 ("clock-skew", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STORAGE_TROUBLE] =
    g_param_spec_int ("storage-trouble", NULL, NULL, -1, TILL_N_ERRORS - 1, -1,
                      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_signal_new ("changed", TILL_TYPE_REGISTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, TILL_TYPE_PAYMENT);
}

static void
till_register_init (TillRegister *self)
{
  self->storage_trouble = -1;
  self->payments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->trackers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->asked = g_ptr_array_new ();
  self->recent = g_list_store_new (TILL_TYPE_PAYMENT);
  self->unresolved = g_list_store_new (TILL_TYPE_PAYMENT);
  self->attention = g_list_store_new (TILL_TYPE_PAYMENT);
}

TillRegister *
till_register_new (TillJournal   *journal,
                   ConnectClient *client,
                   TillClock     *clock,
                   TillRandom    *random,
                   const char    *account_name)
{
  TillRegister *self;

  g_return_val_if_fail (TILL_IS_JOURNAL (journal), NULL);

  self = g_object_new (TILL_TYPE_REGISTER, NULL);
  self->journal = g_object_ref (journal);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->account_name = g_strdup (account_name);
  till_register_set_client (self, client);

  return self;
}

void
till_register_start (TillRegister *self)
{
  g_return_if_fail (TILL_IS_REGISTER (self));

  if (self->started || self->stopped)
    return;

  self->started = TRUE;
  till_register_set_trouble (self, -1);
  till_register_load_lists (self);
  till_register_start_timers (self);
}

void
till_register_wake (TillRegister *self)
{
  g_autoptr(GPtrArray) trackers = NULL;
  GHashTableIter iter;
  gpointer tracker;

  g_return_if_fail (TILL_IS_REGISTER (self));

  if (!self->started || self->stopped)
    return;

  /* A tracker that steps may end, and leave the table. */
  trackers = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_iter_init (&iter, self->trackers);
  while (g_hash_table_iter_next (&iter, NULL, &tracker))
    g_ptr_array_add (trackers, g_object_ref (tracker));
  for (guint i = 0; i < trackers->len; i++)
    till_tracker_wake (g_ptr_array_index (trackers, i));

  till_register_sweep (self);
}

static void
stop_tracker (TillRegister *self,
              TillTracker  *tracker)
{
  TillRecord *record = till_payment_get_record (till_tracker_get_payment (tracker));
  gboolean held = !till_tracker_is_reading (tracker);

  g_signal_handlers_disconnect_by_data (tracker, self);
  till_tracker_stop (tracker);
  if (held)
    till_journal_unlock (self->journal, record->row);
}

void
till_register_stop (TillRegister *self)
{
  GHashTableIter iter;
  gpointer tracker;

  g_return_if_fail (TILL_IS_REGISTER (self));

  if (self->stopped)
    return;

  self->stopped = TRUE;
  till_register_stop_timers (self);
  till_register_stop_checking (self);
  till_register_fail_asked (self);
  g_hash_table_iter_init (&iter, self->trackers);
  while (g_hash_table_iter_next (&iter, NULL, &tracker))
    {
      stop_tracker (self, tracker);
      g_hash_table_iter_remove (&iter);
    }
}

const char *
till_register_get_endpoint (TillRegister *self)
{
  if (self->client == NULL)
    return NULL;

  return self->account_name != NULL ? self->account_name : connect_client_get_endpoint (self->client);
}

ConnectClient *
till_register_get_client (TillRegister *self)
{
  g_return_val_if_fail (TILL_IS_REGISTER (self), NULL);

  return self->client;
}

/* A second more or less is the platform's rounding, and the way that an answer took: no news. */
static void
review_clock (TillRegister *self)
{
  gint64 skew = read_clock_skew (self);

  if (ABS (skew - self->clock_skew) < SKEW_STEP && (skew == 0) == (self->clock_skew == 0))
    return;

  self->clock_skew = skew;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLOCK_SKEW]);
}

void
till_register_set_client (TillRegister  *self,
                          ConnectClient *client)
{
  GHashTableIter iter;
  gpointer tracker;

  g_return_if_fail (TILL_IS_REGISTER (self));

  if (self->client == client)
    return;

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_set_object (&self->client, client);
  if (client != NULL)
    {
      g_signal_connect_object (client, "notify::clock-offset", G_CALLBACK (review_clock), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (client, "notify::clock-skew", G_CALLBACK (review_clock), self, G_CONNECT_SWAPPED);
    }

  g_hash_table_iter_init (&iter, self->trackers);
  while (g_hash_table_iter_next (&iter, NULL, &tracker))
    till_tracker_set_account (tracker, client, till_register_get_endpoint (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT]);
  review_clock (self);
}

TillJournal *
till_register_get_journal (TillRegister *self)
{
  g_return_val_if_fail (TILL_IS_REGISTER (self), NULL);

  return self->journal;
}

TillClock *
till_register_get_clock (TillRegister *self)
{
  g_return_val_if_fail (TILL_IS_REGISTER (self), NULL);

  return self->clock;
}

void
till_register_set_trouble (TillRegister *self,
                           int           trouble)
{
  if (trouble < 0)
    trouble = till_journal_get_trouble (self->journal);
  if (self->storage_trouble == trouble)
    return;

  self->storage_trouble = trouble;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STORAGE_TROUBLE]);
}

void
till_register_note_error (TillRegister *self,
                          const GError *error)
{
  if (error->domain == TILL_ERROR && till_error_is_storage (error->code))
    till_register_set_trouble (self, error->code);
}
