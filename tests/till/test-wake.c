/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "till-test-register.h"
#include "till-wake.h"

#define MINUTE      (60 * 1000)
#define DEADLINE_US (20 * G_USEC_PER_SEC)
#define QUIET_MS    3000   /* more than what hints are gathered and held back for */

#define LOGIND "org.freedesktop.login1"

/* A network that a test switches. */

#define TEST_TYPE_NETWORK (test_network_get_type ())

G_DECLARE_FINAL_TYPE (TestNetwork, test_network, TEST, NETWORK, GObject)

struct _TestNetwork
{
  GObject  parent_instance;

  gboolean available;
};

static gboolean
begin_network (GInitable     *initable,
               GCancellable  *cancellable,
               GError       **error)
{
  return TRUE;
}

static void
initable_init (GInitableIface *iface)
{
  iface->init = begin_network;
}

static void
network_init (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestNetwork, test_network, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_init)
                               G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, network_init))

typedef enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
} TestNetworkProperty;

static void
test_network_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch ((TestNetworkProperty) prop_id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, TEST_NETWORK (object)->available);
      break;
    case PROP_METERED:
      g_value_set_boolean (value, FALSE);
      break;
    case PROP_CONNECTIVITY:
      g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
test_network_class_init (TestNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_network_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
test_network_init (TestNetwork *self)
{
}

static void
switch_network (TestNetwork *network,
                gboolean     available)
{
  network->available = available;
  g_signal_emit_by_name (network, "network-changed", available);
}

static void
count_cb (TillWake *wake,
          guint    *count)
{
  (*count)++;
}

static TillWake *
make_wake (TillTestClock *clock,
           guint         *count)
{
  TillWake *wake = till_wake_new (TILL_CLOCK (clock));

  *count = 0;
  g_signal_connect (wake, "woke", G_CALLBACK (count_cb), count);

  return wake;
}

/* The clock alone tells of a sleep, and of nothing else. */
static void
test_jump (void)
{
  g_autoptr(TillTestClock) clock = till_test_clock_new ();
  guint count;
  TillWake *wake = make_wake (clock, &count);

  till_test_clock_advance (clock, 60 * MINUTE);
  till_test_clock_skip (clock, 6000);
  till_test_clock_set_wall_time (clock, 0);
  till_test_clock_advance (clock, MINUTE);
  g_assert_cmpuint (count, ==, 0);

  till_test_clock_sleep (clock, 10 * MINUTE);
  till_test_clock_advance (clock, 5000 + QUIET_MS);
  g_assert_cmpuint (count, ==, 1);
  till_test_clock_advance (clock, 60 * MINUTE);
  g_assert_cmpuint (count, ==, 1);

  g_assert_finalize_object (wake);
}

static void
test_network_changes (void)
{
  g_autoptr(TillTestClock) clock = till_test_clock_new ();
  g_autoptr(TestNetwork) network = g_object_new (TEST_TYPE_NETWORK, NULL);
  guint count;
  TillWake *wake = make_wake (clock, &count);

  till_wake_add_network (wake, G_NETWORK_MONITOR (network));
  switch_network (network, FALSE);
  till_test_clock_advance (clock, QUIET_MS);
  g_assert_cmpuint (count, ==, 0);

  switch_network (network, TRUE);
  g_assert_cmpuint (count, ==, 0);
  till_test_clock_advance (clock, 250);
  g_assert_cmpuint (count, ==, 1);

  g_assert_finalize_object (wake);
  switch_network (network, TRUE);
  till_test_clock_advance (clock, QUIET_MS);
}

/* A network that comes and goes a hundred times a second is asked through no more than once every two seconds. */
static void
test_storm (void)
{
  g_autoptr(TillTestClock) clock = till_test_clock_new ();
  g_autoptr(TestNetwork) network = g_object_new (TEST_TYPE_NETWORK, NULL);
  guint count;
  TillWake *wake = make_wake (clock, &count);

  till_wake_add_network (wake, G_NETWORK_MONITOR (network));
  for (guint i = 0; i < 50; i++)
    switch_network (network, TRUE);
  till_test_clock_sleep (clock, 10 * MINUTE);
  till_test_clock_advance (clock, 250);
  g_assert_cmpuint (count, ==, 1);

  count = 0;
  for (guint i = 0; i < 1000; i++)
    {
      switch_network (network, TRUE);
      till_test_clock_advance (clock, 10);
    }
  g_assert_cmpuint (count, >=, 4);
  g_assert_cmpuint (count, <=, 6);

  g_assert_finalize_object (wake);
}

/* A bus of its own, and a logind on it that says what a test wants. */
typedef struct
{
  GTestDBus       *dbus;     /* (owned) */
  GDBusConnection *ours;     /* (owned) */
  GDBusConnection *logind;   /* (owned) */
} Bus;

static GDBusConnection *
connect_to (GTestDBus *dbus)
{
  g_autoptr(GError) error = NULL;
  GDBusConnection *bus;

  bus = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (dbus),
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, &error);
  g_assert_no_error (error);

  return bus;
}

static void
bus_set_up (Bus *self)
{
  g_autoptr(GVariant) reply = NULL;
  g_autoptr(GError) error = NULL;

  self->dbus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->dbus);
  self->ours = connect_to (self->dbus);
  self->logind = connect_to (self->dbus);
  reply = g_dbus_connection_call_sync (self->logind, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName", g_variant_new ("(su)", LOGIND, 0),
                                       NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

/* Whatever was said before has arrived once this has. */
static void
flush (Bus *self)
{
  g_autoptr(GVariant) reply = NULL;

  g_dbus_connection_flush_sync (self->logind, NULL, NULL);
  reply = g_dbus_connection_call_sync (self->ours, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "GetId", NULL, NULL, G_DBUS_CALL_FLAGS_NONE,
                                       -1, NULL, NULL);
  g_assert_nonnull (reply);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
say (Bus        *self,
     const char *path,
     const char *signal,
     GVariant   *parameters)
{
  g_autoptr(GError) error = NULL;

  g_dbus_connection_emit_signal (self->logind, NULL, path, LOGIND ".Manager", signal, parameters, &error);
  g_assert_no_error (error);
  flush (self);
}

static void
bus_tear_down (Bus *self)
{
  g_clear_object (&self->logind);
  g_clear_object (&self->ours);
  g_test_dbus_down (self->dbus);
  g_clear_object (&self->dbus);
}

static void
test_logind (void)
{
  const char *path = "/org/freedesktop/login1";
  g_autoptr(TillTestClock) clock = till_test_clock_new ();
  Bus bus;
  guint count;
  TillWake *wake = make_wake (clock, &count);

  bus_set_up (&bus);
  till_wake_add_bus (wake, bus.ours);
  flush (&bus);

  say (&bus, path, "PrepareForSleep", g_variant_new ("(b)", TRUE));
  say (&bus, path, "PrepareForShutdown", g_variant_new ("(b)", FALSE));
  say (&bus, "/elsewhere", "PrepareForSleep", g_variant_new ("(b)", FALSE));
  say (&bus, path, "PrepareForSleep", g_variant_new ("(s)", "no"));
  till_test_clock_advance (clock, QUIET_MS);
  g_assert_cmpuint (count, ==, 0);

  /* Logind, clock and network tell of the same. */
  till_test_clock_sleep (clock, 10 * MINUTE);
  say (&bus, path, "PrepareForSleep", g_variant_new ("(b)", FALSE));
  say (&bus, path, "PrepareForSleep", g_variant_new ("(b)", FALSE));
  till_test_clock_advance (clock, 250);
  g_assert_cmpuint (count, ==, 1);

  g_assert_finalize_object (wake);
  say (&bus, path, "PrepareForSleep", g_variant_new ("(b)", FALSE));
  till_test_clock_advance (clock, QUIET_MS);
  g_assert_cmpuint (count, ==, 1);
  bus_tear_down (&bus);
}

/* In a process of its own: GIO looks for the system's bus once. */
static void
test_system_bus (void)
{
  g_autoptr(TillTestClock) clock = NULL;
  gint64 end = g_get_monotonic_time () + DEADLINE_US;
  Bus bus;
  guint count;
  TillWake *wake;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  bus_set_up (&bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (bus.dbus), TRUE);
  clock = till_test_clock_new ();
  wake = make_wake (clock, &count);
  till_wake_add_system (wake);
  while (count == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      say (&bus, "/org/freedesktop/login1", "PrepareForSleep", g_variant_new ("(b)", FALSE));
      till_test_clock_advance (clock, QUIET_MS);
    }

  /* That the bus goes is no end of the process. */
  g_clear_object (&bus.logind);
  g_clear_object (&bus.ours);
  g_test_dbus_stop (bus.dbus);
  g_clear_object (&bus.dbus);
  for (guint i = 0; i < 20; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  count = 0;
  till_test_clock_sleep (clock, 10 * MINUTE);
  till_test_clock_advance (clock, 5000 + QUIET_MS);
  g_assert_cmpuint (count, ==, 1);
  g_object_unref (wake);
}

static void
test_no_bus (void)
{
  g_autoptr(TillTestClock) clock = NULL;
  guint count;
  TillWake *wake;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  clock = till_test_clock_new ();
  wake = make_wake (clock, &count);
  till_wake_add_system (wake);
  while (G_OBJECT (wake)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  till_test_clock_sleep (clock, 10 * MINUTE);
  till_test_clock_advance (clock, 5000 + QUIET_MS);
  g_assert_cmpuint (count, ==, 1);
  g_assert_finalize_object (wake);
}

static guint
count_looks (TillTestRegister *f)
{
  return till_test_platform_count (f->platform, TILL_TEST_PAYMENT)
         + till_test_platform_count (f->platform, TILL_TEST_THIRD_PARTY);
}

/* Paid while the machine slept: told at once, and not when the timers would have come to it. */
static void
test_register_asks (TillTestRegister *f,
                    gconstpointer     data)
{
  g_autoptr(TillPayment) left = NULL;
  g_autoptr(TillPayment) waited_for = NULL;
  guint before;

  till_register_start (f->till);
  left = till_test_charge (f);
  g_assert_true (till_test_leave (f->till, left));
  till_test_register_pass (f, 20 * MINUTE);
  waited_for = till_test_charge (f);
  till_test_assert_state (waited_for, "waiting");
  for (guint i = 0; i < 2; i++)
    till_test_platform_get_entry (f->platform, i)->status = "CAPTURED";
  before = count_looks (f);

  till_test_clock_sleep (f->base.clock, MINUTE);
  till_register_wake (f->till);
  till_test_register_settle (f);
  till_test_assert_state (left, "paid");
  till_test_assert_state (waited_for, "paid");
  g_assert_cmpuint (count_looks (f), ==, before + 2);

  /* What is over is not asked about again. */
  till_register_wake (f->till);
  till_test_register_settle (f);
  g_assert_cmpuint (count_looks (f), ==, before + 2);
}

/* The customer's five minutes go on while the machine sleeps. */
static void
test_wait_ends_by_boot_time (TillTestRegister *f,
                             gconstpointer     data)
{
  g_autoptr(TillPayment) payment = NULL;

  till_register_start (f->till);
  payment = till_test_charge (f);
  till_test_clock_sleep (f->base.clock, 4 * MINUTE);
  till_register_wake (f->till);
  till_test_register_settle (f);
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_NONE);
  till_test_register_pass (f, MINUTE + 2000);
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_TIMED_OUT);
  g_assert_true (till_payment_get_record (payment)->abandoned);
}

static void
test_slept_through_the_wait (TillTestRegister *f,
                             gconstpointer     data)
{
  g_autoptr(TillPayment) payment = NULL;

  till_register_start (f->till);
  payment = till_test_charge (f);
  till_test_platform_get_entry (f->platform, 0)->status = "CAPTURED";
  till_test_clock_sleep (f->base.clock, 10 * MINUTE);
  till_register_wake (f->till);
  till_test_register_pass (f, 2000);

  /* One last look: paid is paid. */
  till_test_assert_state (payment, "paid");
  g_assert_false (till_payment_get_record (payment)->late);
}

#define add(name, func) \
  g_test_add (name, TillTestRegister, NULL, till_test_register_set_up, func, till_test_register_tear_down)

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/wake/jump", test_jump);
  g_test_add_func ("/wake/network", test_network_changes);
  g_test_add_func ("/wake/storm", test_storm);
  g_test_add_func ("/wake/logind", test_logind);
  g_test_add_func ("/wake/system-bus", test_system_bus);
  g_test_add_func ("/wake/no-bus", test_no_bus);
  add ("/wake/register-asks", test_register_asks);
  add ("/wake/wait-ends-by-boot-time", test_wait_ends_by_boot_time);
  add ("/wake/slept-through-the-wait", test_slept_through_the_wait);

  return g_test_run ();
}
