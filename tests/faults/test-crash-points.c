/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fault-history.h"
#include "fault-scene.h"

/* A program that dies at its n-th durable step, before the commit and after it, for n = 1, 2, … until a run
 * passes; and the same for the one that takes up what it left, for each n.  Every rule of the audit holds at each
 * step, and dying in the recovery changes nothing of how it ends (invariant 13). */

#define SECOND 1000
#define MINUTE (60 * SECOND)

typedef void (*Script) (FaultWorld *world);

static void
sell (FaultWorld *world)
{
  fault_scene_charge (&world->processes[0], CONNECT_INTEGRATION_DESKTOP_QR_CODE);
  fault_world_pass (world, 5 * SECOND);
}

static void
is_paid (FaultWorld *world)
{
  sell (world);
  fault_scene_turn (world, FAULT_CUSTOMER_SCANS);
  fault_world_pass (world, 4 * SECOND);
  fault_scene_turn (world, FAULT_CUSTOMER_PAYS);
  fault_world_pass (world, 10 * SECOND);
}

static void
is_paid_late (FaultWorld *world)
{
  sell (world);
  fault_scene_leave (&world->processes[0]);
  fault_world_pass (world, 2 * MINUTE);
  fault_scene_turn (world, FAULT_CUSTOMER_PAYS);
  fault_world_pass (world, 6 * MINUTE);
}

static void
is_refused (FaultWorld *world)
{
  sell (world);
  fault_scene_turn (world, FAULT_CUSTOMER_DECLINES);
  fault_world_pass (world, 20 * SECOND);
}

static void
is_refused_at_once (FaultWorld *world)
{
  fault_platform_fail (world->platform, FAULT_CREATE, fault_table_find ("400"), 1);
  sell (world);
}

static void
is_cancelled (FaultWorld *world)
{
  sell (world);
  fault_scene_turn (world, FAULT_PLATFORM_CAN_CANCEL);
  fault_scene_cancel (&world->processes[0]);
  fault_world_pass (world, 10 * SECOND);
}

/* tillctl asks for it, the till does it. */
static void
is_cancelled_elsewhere (FaultWorld *world)
{
  sell (world);
  fault_process_start (&world->processes[1]);
  fault_scene_find (&world->processes[1]);
  fault_world_pass (world, 2 * SECOND);
  fault_scene_turn (world, FAULT_PLATFORM_CAN_CANCEL);
  fault_scene_cancel (&world->processes[1]);
  fault_world_pass (world, 15 * SECOND);
}

static void
lost_its_create (FaultWorld *world)
{
  fault_platform_fail (world->platform, FAULT_CREATE, fault_table_find ("done and not answered"), 2);
  sell (world);
  fault_scene_turn (world, FAULT_CUSTOMER_PAYS);
  fault_world_pass (world, 10 * SECOND);
}

static void
open_page (FaultWorld *world)
{
  fault_scene_charge (&world->processes[0], CONNECT_INTEGRATION_HOSTED_CHECKOUT);
  fault_world_pass (world, 5 * SECOND);
  if (fault_platform_n_pages (world->platform) > 0)
    fault_platform_pay_on_page (world->platform, fault_platform_get_page (world->platform, 0));
  fault_world_pass (world, 20 * SECOND);
}

static void
is_paid_on_page (FaultWorld *world)
{
  open_page (world);
  fault_scene_turn (world, FAULT_CUSTOMER_PAYS);
  fault_world_pass (world, 30 * SECOND);
}

/* A customer begins and goes. */
static void
is_begun_on_page (FaultWorld *world)
{
  open_page (world);
  fault_world_pass (world, 150 * MINUTE);
}

/* Nobody pays: the wait ends, the watch too. */
static void
is_forgotten (FaultWorld *world)
{
  sell (world);
  fault_world_pass (world, 140 * MINUTE);
}

#define STATE(state) (1u << TILL_PAYMENT_##state)

/* An end that needs no crash, and those that a crash may make of it.  That money and "paid" belong together is the
 * audit's. */
static const struct
{
  const char *name;
  Script      script;
  const char *end;
  guint       after_crash;
} scripts[] = {
  { "paid", is_paid, "paid", STATE (PAID) | STATE (VOID) | STATE (EXPIRED) },
  { "paid-late", is_paid_late, "paid late", STATE (PAID) | STATE (VOID) | STATE (EXPIRED) },
  { "refused", is_refused, "refused", STATE (REFUSED) | STATE (VOID) | STATE (EXPIRED) },
  { "refused-at-once", is_refused_at_once, "refused", STATE (REFUSED) | STATE (VOID) },
  { "cancelled", is_cancelled, "cancelled", STATE (CANCELLED) | STATE (VOID) | STATE (EXPIRED) },
  { "cancelled-elsewhere", is_cancelled_elsewhere, "cancelled", STATE (CANCELLED) | STATE (VOID) | STATE (EXPIRED) },
  { "lost-create", lost_its_create, "paid", STATE (PAID) | STATE (VOID) | STATE (EXPIRED) },
  { "paid-on-page", is_paid_on_page, "paid", STATE (PAID) | STATE (VOID) | STATE (EXPIRED) },
  { "begun-on-page", is_begun_on_page, "expired", STATE (VOID) | STATE (EXPIRED) },
  { "forgotten", is_forgotten, "expired", STATE (VOID) | STATE (EXPIRED) },
};

typedef struct
{
  guint    write;    /* 0: none */
  gboolean before;
} Point;

static void
arm (FaultProcess *process,
     const Point  *point)
{
  process->die_at_write = point->write;
  process->die_before = point->before;
}

/* The next program goes on; then what is left of the way is the one on which everything comes to its end. */
static gboolean
recover (FaultWorld  *world,
         const Point *point)
{
  FaultProcess *till = &world->processes[0];
  gboolean died;

  fault_process_start (till);
  arm (till, point);
  fault_world_pass (world, 20 * MINUTE);
  died = !fault_process_runs (till);
  fault_history_recover (world);
  if (world->violation == NULL)
    fault_audit_end (world->audit);

  return died;
}

/* @died: (out): both of them, whether there was a write to die at. */
static char *
run (guint        script,
     const Point *first,
     const Point *second,
     gboolean     died[2])
{
  FaultWorld *world = fault_world_new (script + 1);
  FaultProcess *till = &world->processes[0];
  char *end;

  fault_process_start (till);
  arm (till, first);
  scripts[script].script (world);
  died[0] = !fault_process_runs (till);
  fault_process_die (till);
  fault_process_die (&world->processes[1]);
  fault_world_settle (world);
  died[1] = recover (world, second);

  end = fault_scene_get_end (world);
  if (world->violation != NULL)
    g_test_message ("%s: at write %u, then %u, %s: rule %s", scripts[script].name, first->write, second->write,
                    first->before ? "before" : "after", world->violation);
  g_assert_cmpstr (world->violation, ==, NULL);
  if (fault_audit_n_payments (world->audit) > 0)
    g_assert_cmpuint (scripts[script].after_crash & (1u << fault_audit_get (world->audit, 0)->state), !=, 0);
  fault_world_free (world);

  return end;
}

/* Dying while it recovers, at any step, ends as not dying did.  Returns how often there was a step. */
static guint
crash_in_recovery (guint        script,
                   const Point *first,
                   const char  *expected)
{
  guint n = 0;

  for (guint write = 1;; write++)
    for (gboolean before = TRUE; before >= FALSE; before--)
      {
        const Point second = { write, before };
        g_autofree char *end = NULL;
        gboolean died[2];

        end = run (script, first, &second, died);
        if (!g_str_equal (end, expected))
          g_test_message ("died at write %u, then at write %u", first->write, write);
        g_assert_cmpstr (end, ==, expected);
        if (!died[1])
          return n;
        n++;
      }
}

static void
test_script (gconstpointer data)
{
  static const Point never = { 0, FALSE };
  guint script = GPOINTER_TO_UINT (data), n_points = 0, n_inside = 0;
  gboolean died[2] = { TRUE, TRUE };

  for (guint write = 1; died[0]; write++)
    for (gboolean before = TRUE; before >= FALSE && died[0]; before--)
      {
        const Point first = { write, before };
        g_autofree char *end = run (script, &first, &never, died);

        if (!died[0])
          g_assert_cmpstr (end, ==, scripts[script].end);
        n_points += died[0];
        n_inside += crash_in_recovery (script, &first, end);
      }

  g_test_message ("%s: %u points, and %u inside their recoveries", scripts[script].name, n_points, n_inside);
  g_assert_cmpuint (n_points, >=, 4);
  g_assert_cmpuint (n_inside, >=, 4);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fault_worlds_begin ();
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/crash-points/%s", scripts[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_script);
    }
  status = g_test_run ();
  fault_worlds_end ();

  return status;
}
