/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fault-history.h"
#include "fault-scene.h"

/* Every call whose outcome can be in doubt, in every way in which it can be, with every end of the program that
 * made it: the expected end of each is written down.  Beside it every rule of the audit holds, at each step. */

#define SECOND 1000
#define MINUTE (60 * SECOND)

/* Each begins with a running till, meets the fault, and gives it time. */
typedef void (*Scene) (FaultWorld *world,
                       guint       fault);

/* The customer pays as soon as there is something to pay with, and only then. */
static void
create (FaultWorld *world,
        guint       fault)
{
  fault_platform_fail (world->platform, FAULT_CREATE, fault, 1);
  fault_scene_charge (&world->processes[0], CONNECT_INTEGRATION_DESKTOP_QR_CODE);
  fault_world_pass (world, 30 * SECOND);
  fault_scene_turn (world, FAULT_CUSTOMER_PAYS);
  fault_world_pass (world, 10 * SECOND);
}

static void
show_code (FaultWorld *world)
{
  fault_scene_charge (&world->processes[0], CONNECT_INTEGRATION_DESKTOP_QR_CODE);
  fault_world_pass (world, 2 * SECOND);
}

static void
get_status (FaultWorld *world,
            guint       fault)
{
  show_code (world);
  fault_platform_fail (world->platform, FAULT_THIRD_PARTY, fault, 1);
  fault_world_pass (world, 3 * SECOND);
  fault_scene_turn (world, FAULT_CUSTOMER_PAYS);
  fault_world_pass (world, 30 * SECOND);
}

static void
get_payment (FaultWorld *world,
             guint       fault)
{
  show_code (world);
  fault_platform_fail (world->platform, FAULT_PAYMENT, fault, 1);
  fault_scene_turn (world, FAULT_CUSTOMER_PAYS);
  fault_world_pass (world, 30 * SECOND);
}

/* A till that died with its create under way: the next one looks for what came of it. */
static void
look_after_death (FaultWorld *world,
                  const char *fate,
                  guint       fault)
{
  FaultProcess *till = &world->processes[0];
  FaultKill kill = world->kill_at_fault;

  world->kill_at_fault = FAULT_KILL_BEFORE;
  fault_platform_fail (world->platform, FAULT_CREATE, fault_table_find (fate), 1);
  fault_scene_charge (till, CONNECT_INTEGRATION_DESKTOP_QR_CODE);
  g_assert_false (fault_process_runs (till));

  world->kill_at_fault = kill;
  fault_platform_fail (world->platform, FAULT_FIND, fault, 1);
  fault_process_start (till);
  fault_world_pass (world, 20 * MINUTE);
}

static void
find (FaultWorld *world,
      guint       fault)
{
  look_after_death (world, "done and not answered", fault);
}

static void
find_nothing (FaultWorld *world,
              guint       fault)
{
  look_after_death (world, "sent and not done", fault);
}

/* The customer looks at the code and goes. */
static void
cancel (FaultWorld *world,
        guint       fault)
{
  show_code (world);
  fault_scene_turn (world, FAULT_PLATFORM_CAN_CANCEL);
  fault_platform_fail (world->platform, FAULT_CANCEL, fault, 1);
  fault_scene_cancel (&world->processes[0]);
  fault_world_pass (world, 30 * SECOND);
}

static void
show_page (FaultWorld *world)
{
  fault_scene_charge (&world->processes[0], CONNECT_INTEGRATION_HOSTED_CHECKOUT);
  fault_world_pass (world, 2 * SECOND);
}

/* The page is taken away from a customer who never came to it. */
static void
delete_left (FaultWorld *world,
             guint       fault)
{
  show_page (world);
  fault_platform_fail (world->platform, FAULT_DELETE, fault, 1);
  fault_scene_cancel (&world->processes[0]);
  fault_world_pass (world, 2 * MINUTE);
}

/* … and from one who paid on it. */
static void
delete_paid (FaultWorld *world,
             guint       fault)
{
  show_page (world);
  fault_platform_fail (world->platform, FAULT_DELETE, fault, 1);
  g_assert_true (fault_platform_pay_on_page (world->platform, fault_platform_get_page (world->platform, 0)));
  fault_scene_turn (world, FAULT_CUSTOMER_PAYS);
  fault_world_pass (world, 2 * MINUTE);
}

typedef enum
{
  CREATE,
  STATUS,
  GET,
  FIND,
  FIND_NOTHING,
  CANCEL,
  DELETE_LEFT,
  DELETE_PAID,
  N_CALLS
} Call;

/* Refunds: one more call here, and five more rows below. */
static const struct
{
  const char     *name;
  FaultOperation  operation;
  Scene           scene;
  gboolean        nobody_came;   /* no payment is made in it */
} calls[N_CALLS] = {
  [CREATE] = { "create", FAULT_CREATE, create },
  [STATUS] = { "status", FAULT_THIRD_PARTY, get_status },
  [GET] = { "get", FAULT_PAYMENT, get_payment },
  [FIND] = { "find", FAULT_FIND, find },
  [FIND_NOTHING] = { "find-nothing", FAULT_FIND, find_nothing },
  [CANCEL] = { "cancel", FAULT_CANCEL, cancel },
  [DELETE_LEFT] = { "delete", FAULT_DELETE, delete_left, TRUE },
  [DELETE_PAID] = { "delete-paid", FAULT_DELETE, delete_paid },
};

static const char *const kill_names[] = { "alive", "killed before the commit", "killed after it" };

/* A deletion whose answer was lost, by the network or with the program, is answered "not there any more" when it is
 * asked for again: that is no certainty, it expires. */

/* The ends: of a program that lives on, that is killed before its next step is committed, and after that.  A sale
 * whose till died was left: money that comes after that is late, unless it was known before.  What was never shown
 * nobody can pay: it ends void where the platform knows nothing, else expired. */
static const struct
{
  Call        call;
  const char *fault;
  const char *ends[G_N_ELEMENTS (kill_names)];
} rows[] = {
  { CREATE, "not sent", { "paid", "void", "void" } },
  { CREATE, "sent and not done", { "paid", "void", "void" } },
  { CREATE, "done and not answered", { "paid", "expired", "expired" } },
  { CREATE, "half answered", { "paid", "expired", "expired" } },
  { CREATE, "garbled", { "paid", "expired", "expired" } },

  { STATUS, "not sent", { "paid", "paid late", "paid late" } },
  { STATUS, "sent and not done", { "paid", "paid late", "paid late" } },
  { STATUS, "done and not answered", { "paid", "paid late", "paid late" } },
  { STATUS, "half answered", { "paid", "paid late", "paid late" } },
  { STATUS, "garbled", { "paid", "paid late", "paid late" } },

  { GET, "not sent", { "paid", "paid late", "paid" } },
  { GET, "sent and not done", { "paid", "paid late", "paid" } },
  { GET, "done and not answered", { "paid", "paid late", "paid" } },
  { GET, "half answered", { "paid", "paid late", "paid" } },
  { GET, "garbled", { "paid", "paid late", "paid" } },

  { FIND, "not sent", { "expired", "expired", "expired" } },
  { FIND, "sent and not done", { "expired", "expired", "expired" } },
  { FIND, "done and not answered", { "expired", "expired", "expired" } },
  { FIND, "half answered", { "expired", "expired", "expired" } },
  { FIND, "garbled", { "expired", "expired", "expired" } },

  { FIND_NOTHING, "not sent", { "void", "void", "void" } },
  { FIND_NOTHING, "sent and not done", { "void", "void", "void" } },
  { FIND_NOTHING, "done and not answered", { "void", "void", "void" } },
  { FIND_NOTHING, "half answered", { "void", "void", "void" } },
  { FIND_NOTHING, "garbled", { "void", "void", "void" } },

  { CANCEL, "not sent", { "expired", "expired", "expired" } },
  { CANCEL, "sent and not done", { "expired", "expired", "expired" } },
  { CANCEL, "done and not answered", { "cancelled", "cancelled", "cancelled" } },
  { CANCEL, "half answered", { "cancelled", "cancelled", "cancelled" } },
  { CANCEL, "garbled", { "cancelled", "cancelled", "cancelled" } },

  { DELETE_LEFT, "not sent", { "cancelled", "expired", "cancelled" } },
  { DELETE_LEFT, "sent and not done", { "cancelled", "expired", "cancelled" } },
  { DELETE_LEFT, "done and not answered", { "expired", "expired", "expired" } },
  { DELETE_LEFT, "half answered", { "expired", "expired", "expired" } },
  { DELETE_LEFT, "504, done", { "expired", "expired", "expired" } },
  { DELETE_LEFT, "405", { "expired", "cancelled", "expired" } },
  { DELETE_LEFT, "410", { "expired", "cancelled", "expired" } },

  { DELETE_PAID, "not sent", { "paid", "paid", "paid" } },
  { DELETE_PAID, "sent and not done", { "paid", "paid", "paid" } },
  { DELETE_PAID, "done and not answered", { "paid", "paid", "paid" } },
  { DELETE_PAID, "half answered", { "paid", "paid", "paid" } },
  { DELETE_PAID, "504, done", { "paid", "paid", "paid" } },
  { DELETE_PAID, "405", { "paid", "paid", "paid" } },
  { DELETE_PAID, "410", { "paid", "paid", "paid" } },
};

/* One cell.  A call whose answer makes nothing to commit has no such moment: then the program dies a while later. */
static void
try_cell (guint row,
          guint kill)
{
  FaultWorld *world = fault_world_new (1);
  FaultProcess *till = &world->processes[0];
  Call call = rows[row].call;
  g_autofree char *end = NULL;

  fault_process_start (till);
  fault_world_settle (world);
  world->kill_at_fault = (FaultKill) kill;
  calls[call].scene (world, fault_table_find (rows[row].fault));
  g_assert_false (fault_platform_is_armed (world->platform, calls[call].operation));
  if (kill == FAULT_KILL_NONE)
    g_assert_true (fault_process_runs (till));
  fault_history_recover (world);
  if (world->violation == NULL)
    fault_audit_end (world->audit);

  end = fault_scene_get_end (world);
  g_test_message ("%s, %s, %s: %s", calls[call].name, rows[row].fault, kill_names[kill],
                  world->violation != NULL ? world->violation : end);
  g_assert_cmpstr (world->violation, ==, NULL);
  g_assert_cmpstr (end, ==, rows[row].ends[kill]);
  g_assert_cmpuint (fault_platform_n_entries (world->platform), ==,
                    g_str_equal (end, "void") || calls[call].nobody_came ? 0 : 1);
  fault_world_free (world);
}

static void
test_row (gconstpointer data)
{
  for (guint kill = 0; kill < G_N_ELEMENTS (kill_names); kill++)
    try_cell (GPOINTER_TO_UINT (data), kill);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fault_worlds_begin ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/matrix/%s/%s", calls[rows[i].call].name,
                                               rows[i].fault);

      g_test_add_data_func (g_strdelimit (path, " ", '-'), GUINT_TO_POINTER (i), test_row);
    }
  status = g_test_run ();
  fault_worlds_end ();

  return status;
}
