/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>
#include <glib/gi18n.h>

#include "till-alarm.h"
#include "till-notice.h"
#include "till-text.h"
#include "till-words.h"

/* A busy counter does not hear everything the first time. */
#define AGAIN_SECONDS 60

struct _TillAlarm
{
  GObject       parent_instance;

  GApplication *application;   /* (owned) */
  TillRegister *reg;           /* (owned) */
  GListModel   *attention;     /* (owned) (element-type TillPayment) */
  GHashTable   *told;          /* (owned) (element-type utf8 TillAttention): what is on the desktop, and for which words */
  guint         again_id;      /* source: while something stands */
};

G_DEFINE_FINAL_TYPE (TillAlarm, till_alarm, G_TYPE_OBJECT)

static void
sound (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (display != NULL)
    gdk_display_beep (display);
}

static char *
to_notification_id (const char *payment_id)
{
  return g_strdup_printf ("payment-%s", payment_id);
}

static void
withdraw (TillAlarm  *self,
          const char *payment_id)
{
  g_autofree char *id = to_notification_id (payment_id);

  g_application_withdraw_notification (self->application, id);
}

static void
send (TillAlarm  *self,
      TillRecord *record)
{
  g_autofree char *id = to_notification_id (record->id);
  g_autoptr(GNotification) notification = till_alarm_make_notification (record);

  g_application_send_notification (self->application, id, notification);
}

/* Returns: whether it says something that was not said before. */
static gboolean
tell (TillAlarm  *self,
      TillRecord *record)
{
  gpointer told = g_hash_table_lookup (self->told, record->id);

  if (told == GUINT_TO_POINTER (record->attention))
    return FALSE;

  send (self, record);
  g_hash_table_insert (self->told, g_strdup (record->id), GUINT_TO_POINTER (record->attention));

  return (record->attention & ~GPOINTER_TO_UINT (told)) != 0;
}

static void
drop_what_is_over (TillAlarm  *self,
                   GHashTable *standing)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (standing, id))
      {
        withdraw (self, id);
        g_hash_table_iter_remove (&iter);
      }
}

/* A click takes a notification away, though nothing has been done about the payment yet. */
static gboolean
again_cb (gpointer user_data)
{
  TillAlarm *self = TILL_ALARM (user_data);

  for (guint i = 0; i < g_list_model_get_n_items (self->attention); i++)
    {
      g_autoptr(TillPayment) payment = g_list_model_get_item (self->attention, i);

      send (self, till_payment_get_record (payment));
    }
  sound ();

  return G_SOURCE_CONTINUE;
}

static void
keep_calling (TillAlarm *self,
               gboolean   wanted)
{
  if (!wanted)
    g_clear_handle_id (&self->again_id, g_source_remove);
  else if (self->again_id == 0)
    self->again_id = g_timeout_add_seconds (AGAIN_SECONDS, again_cb, self);
}

static void
update (TillAlarm *self)
{
  g_autoptr(GHashTable) standing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = g_list_model_get_n_items (self->attention);
  gboolean news = FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(TillPayment) payment = g_list_model_get_item (self->attention, i);
      TillRecord *record = till_payment_get_record (payment);

      g_hash_table_add (standing, g_strdup (record->id));
      news = tell (self, record) || news;
    }

  drop_what_is_over (self, standing);
  keep_calling (self, n > 0);
  if (news)
    sound ();
}

/* The program goes: what stands is told again by its next start, from the journal. */
static void
till_alarm_dispose (GObject *object)
{
  TillAlarm *self = TILL_ALARM (object);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    withdraw (self, id);
  g_hash_table_remove_all (self->told);
  g_clear_handle_id (&self->again_id, g_source_remove);
  g_clear_object (&self->attention);
  g_clear_object (&self->reg);

  G_OBJECT_CLASS (till_alarm_parent_class)->dispose (object);
}

static void
till_alarm_finalize (GObject *object)
{
  TillAlarm *self = TILL_ALARM (object);

  g_hash_table_unref (self->told);
  g_object_unref (self->application);

  G_OBJECT_CLASS (till_alarm_parent_class)->finalize (object);
}

static void
till_alarm_class_init (TillAlarmClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = till_alarm_dispose;
  object_class->finalize = till_alarm_finalize;
}

static void
till_alarm_init (TillAlarm *self)
{
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

TillAlarm *
till_alarm_new (GApplication *application,
                TillRegister *reg)
{
  TillAlarm *self = g_object_new (TILL_TYPE_ALARM, NULL);

  self->application = g_object_ref (application);
  self->reg = g_object_ref (reg);
  self->attention = g_object_ref (till_register_get_attention (reg));
  /* A payment that stands there can get one word more. */
  g_signal_connect_object (reg, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->attention, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return self;
}

char *
till_alarm_title (TillRecord *record)
{
  g_autofree char *amount = till_money_format (&record->money);

  /* Translators: what became of a payment, and its amount: "Paid late: €4.20" */
  return g_strdup_printf (_("%1$s: %2$s"), till_standing_to_text (till_standing_of (record, FALSE)), amount);
}

GNotification *
till_alarm_make_notification (TillRecord *record)
{
  g_autofree char *title = till_alarm_title (record);
  g_autofree char *reference = till_text_for_people (record->reference);
  g_autofree char *body = g_strdup_printf ("%s\n%s", reference, till_notice_explain (record));
  GNotification *notification = g_notification_new (title);

  g_notification_set_body (notification, body);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_URGENT);
  g_notification_set_default_action_and_target (notification, "app.show-payment", "s", record->id);

  return notification;
}
