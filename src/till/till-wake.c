/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-wake.h"

#define TICK_MS    5000   /* the clock is looked at so often … */
#define JUMP_MS    5000   /* … and so much more than that was a sleep */
#define GATHER_MS  250    /* what comes together, or by turns, is one thing */
#define AT_MOST_MS 2000

#define LOGIND           "org.freedesktop.login1"
#define LOGIND_PATH      "/org/freedesktop/login1"
#define LOGIND_INTERFACE "org.freedesktop.login1.Manager"

struct _TillWake
{
  GObject          parent_instance;

  TillClock       *clock;           /* (not nullable) (owned) */
  GDBusConnection *bus;             /* (nullable) (owned) */
  guint            subscription;
  GCancellable    *cancellable;     /* (owned) of the look for the system's bus */

  guint            tick_timer;
  gint64           tick_at;         /* boot time when it was set */
  guint            woke_timer;
  gint64           woke_at;         /* boot time; far in the past at first */
};

G_DEFINE_FINAL_TYPE (TillWake, till_wake, G_TYPE_OBJECT)

enum
{
  WOKE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
woke_cb (gpointer user_data)
{
  TillWake *self = TILL_WAKE (user_data);

  self->woke_timer = 0;
  self->woke_at = till_clock_get_boot_time (self->clock);
  g_signal_emit (self, signals[WOKE], 0);

  return G_SOURCE_REMOVE;
}

static void
take_hint (TillWake *self)
{
  gint64 wait = self->woke_at + AT_MOST_MS - till_clock_get_boot_time (self->clock);

  if (self->woke_timer == 0)
    self->woke_timer = till_clock_add_timeout (self->clock, (guint) MAX (GATHER_MS, wait), woke_cb, self);
}

static gboolean
tick_cb (gpointer user_data)
{
  TillWake *self = TILL_WAKE (user_data);
  gint64 now = till_clock_get_boot_time (self->clock);

  if (now - self->tick_at >= TICK_MS + JUMP_MS)
    take_hint (self);
  self->tick_at = now;
  self->tick_timer = till_clock_add_timeout (self->clock, TICK_MS, tick_cb, self);

  return G_SOURCE_REMOVE;
}

static void
sleep_cb (GDBusConnection *bus,
          const char      *sender,
          const char      *path,
          const char      *interface,
          const char      *signal,
          GVariant        *parameters,
          gpointer         user_data)
{
  gboolean goes_to_sleep;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;

  g_variant_get (parameters, "(b)", &goes_to_sleep);
  if (!goes_to_sleep)
    take_hint (TILL_WAKE (user_data));
}

static void
network_cb (GNetworkMonitor *network,
            gboolean         available,
            TillWake        *self)
{
  if (available)
    take_hint (self);
}

static void
bus_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(TillWake) self = TILL_WAKE (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (bus != NULL && !g_cancellable_is_cancelled (self->cancellable))
    till_wake_add_bus (self, bus);
  else if (bus == NULL)
    g_debug ("nobody tells of sleep: %s", error->message);
}

static void
till_wake_dispose (GObject *object)
{
  TillWake *self = TILL_WAKE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->bus);
  if (self->tick_timer != 0)
    till_clock_remove (self->clock, self->tick_timer);
  self->tick_timer = 0;
  if (self->woke_timer != 0)
    till_clock_remove (self->clock, self->woke_timer);
  self->woke_timer = 0;

  G_OBJECT_CLASS (till_wake_parent_class)->dispose (object);
}

static void
till_wake_finalize (GObject *object)
{
  TillWake *self = TILL_WAKE (object);

  g_clear_object (&self->clock);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (till_wake_parent_class)->finalize (object);
}

static void
till_wake_class_init (TillWakeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = till_wake_dispose;
  object_class->finalize = till_wake_finalize;

  signals[WOKE] = g_signal_new ("woke", TILL_TYPE_WAKE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
till_wake_init (TillWake *self)
{
  self->cancellable = g_cancellable_new ();
}

TillWake *
till_wake_new (TillClock *clock)
{
  TillWake *self;

  g_return_val_if_fail (TILL_IS_CLOCK (clock), NULL);

  self = g_object_new (TILL_TYPE_WAKE, NULL);
  self->clock = g_object_ref (clock);
  self->tick_at = till_clock_get_boot_time (clock);
  self->woke_at = self->tick_at - AT_MOST_MS;
  self->tick_timer = till_clock_add_timeout (clock, TICK_MS, tick_cb, self);

  return self;
}

void
till_wake_add_bus (TillWake        *self,
                   GDBusConnection *bus)
{
  g_return_if_fail (TILL_IS_WAKE (self) && self->bus == NULL);
  g_return_if_fail (G_IS_DBUS_CONNECTION (bus));

  /* GIO would end the process with its bus, which an update restarts. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  self->bus = g_object_ref (bus);
  self->subscription = g_dbus_connection_signal_subscribe (bus, LOGIND, LOGIND_INTERFACE, "PrepareForSleep",
                                                           LOGIND_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                                           sleep_cb, self, NULL);
}

void
till_wake_add_network (TillWake        *self,
                       GNetworkMonitor *network)
{
  g_return_if_fail (TILL_IS_WAKE (self));
  g_return_if_fail (G_IS_NETWORK_MONITOR (network));

  g_signal_connect_object (network, "network-changed", G_CALLBACK (network_cb), self, 0);
}

void
till_wake_add_system (TillWake *self)
{
  g_return_if_fail (TILL_IS_WAKE (self));

  till_wake_add_network (self, g_network_monitor_get_default ());
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, bus_cb, g_object_ref (self));
}
