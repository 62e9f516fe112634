/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fault-scene.h"

#define TIMEOUT_S 300

static void
charged_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  FaultProcess *process = user_data;
  g_autoptr(TillPayment) payment = NULL;

  payment = till_register_charge_finish (TILL_REGISTER (source), result, NULL, NULL);
  if (payment != NULL && fault_process_runs (process))
    fault_process_hold (process, payment);
}

void
fault_scene_charge (FaultProcess           *process,
                    ConnectIntegrationType  type)
{
  gboolean is_page = type == CONNECT_INTEGRATION_HOSTED_CHECKOUT;
  const TillOrderFields fields = {
    .money = { .amount = 1250, .currency = "EUR" },
    .type = type,
    .reference = "A-1",
    .country = "DE",
    .customer_ip = is_page ? NULL : "192.0.2.7",
    .return_url = is_page ? "https://shop.example.com/thanks" : NULL,
  };
  const TillCharge how = { .wait = TRUE, .timeout_seconds = TIMEOUT_S };
  g_autoptr(TillOrder) order = NULL;

  if (fault_process_runs (process))
    {
      order = till_order_new (&fields, NULL);
      g_assert_nonnull (order);
      till_register_charge_async (process->till, order, &how, NULL, charged_cb, process);
    }
  fault_world_settle (process->world);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  FaultProcess *process = user_data;
  g_autoptr(GPtrArray) found = till_register_find_finish (TILL_REGISTER (source), result, NULL);

  for (guint i = 0; found != NULL && i < found->len && fault_process_runs (process); i++)
    fault_process_hold (process, g_ptr_array_index (found, i));
}

void
fault_scene_find (FaultProcess *process)
{
  if (fault_process_runs (process))
    till_register_find_async (process->till, "A-1", NULL, found_cb, process);
  fault_world_settle (process->world);
}

static TillPayment *
get_payment (FaultProcess *process)
{
  return fault_process_runs (process) && process->payments->len > 0 ? g_ptr_array_index (process->payments, 0) : NULL;
}

static void
ignore_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
}

void
fault_scene_leave (FaultProcess *process)
{
  TillPayment *payment = get_payment (process);

  if (payment != NULL)
    till_register_leave_async (process->till, payment, NULL, ignore_cb, NULL);
  fault_world_settle (process->world);
}

void
fault_scene_cancel (FaultProcess *process)
{
  TillPayment *payment = get_payment (process);

  if (payment != NULL)
    {
      fault_world_demand (process->world, payment);
      till_register_cancel_async (process->till, payment, NULL, ignore_cb, NULL);
    }
  fault_world_settle (process->world);
}

void
fault_scene_turn (FaultWorld *world,
                  FaultTurn   turn)
{
  guint n_entries = fault_platform_n_entries (world->platform);

  if (n_entries > 0)
    fault_platform_turn (world->platform, fault_platform_get_entry (world->platform, n_entries - 1), turn);
}

char *
fault_scene_get_end (FaultWorld *world)
{
  FaultSeen *seen;

  if (fault_audit_n_payments (world->audit) == 0)
    return g_strdup ("nothing");

  seen = fault_audit_get (world->audit, 0);

  return g_strconcat (till_payment_state_to_string (seen->state), seen->late ? " late" : "", NULL);
}
