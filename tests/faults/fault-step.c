/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fault-history.h"
#include "fault-table.h"

#define MINUTE_MS (60 * 1000)

static const char *const names[FAULT_N_STEPS] = {
  "charge", "pass", "fault", "turn", "leave", "cancel", "check", "close", "acknowledge", "kill", "kill at write",
  "start", "network", "clock", "sleep", "reboot", "disk", "account", "end",
};

static const gint64 spans[] = { 40, 300, 1000, 2500, 3000, 5000, 9000, 15000, 30000, 65000, 130000, 6 * MINUTE_MS };
static const gint64 sleeps[] = { 20, 119, 130, 136, 23 * 60 + 5 };   /* minutes */
static const int jumps[] = { -86400, -3600, -400, -45, 90, 500, 7200, 100000 };   /* seconds */
static const char *const references[] = { NULL, NULL, NULL, "A-1", "A-2" };
static const struct
{
  const char *currency;
  gint64      amount;
} sums[] = { { "EUR", 1250 }, { "EUR", 1 }, { "JPY", 500 }, { "USD", 999999 } };

/* Mostly a few; now and then it lasts, and now and then it is one thing after the other. */
static guint
get_times (const FaultStep *step)
{
  switch (step->c % 8)
    {
    case 7:
      return 50;
    case 6:
      return 12;
    default:
      return 1 + step->c % 4;
    }
}

static void
fail (FaultWorld      *world,
      const FaultStep *step)
{
  FaultOperation operation = step->a % FAULT_N_OPERATIONS;
  guint fault = fault_table_pick (operation, step->b);

  if (step->c % 8 == 6)
    fault_platform_fail_variously (world->platform, operation, fault, get_times (step));
  else
    fault_platform_fail (world->platform, operation, fault, get_times (step));
}

char *
fault_step_to_text (const FaultStep *step)
{
  if (step->kind == FAULT_STEP_FAULT)
    {
      FaultOperation operation = step->a % FAULT_N_OPERATIONS;

      return g_strdup_printf ("{ fault: operation %u, %s, %u times } { %d, %uu, %uu, %uu }", operation,
                              fault_table_get (fault_table_pick (operation, step->b))->name, get_times (step),
                              step->kind, step->a, step->b, step->c);
    }

  return g_strdup_printf ("{ %s } { %d, %uu, %uu, %uu }", names[step->kind], step->kind, step->a, step->b, step->c);
}

static FaultProcess *
get_process (FaultWorld *world,
             guint       number)
{
  return &world->processes[number % FAULT_N_PROCESSES];
}

static TillPayment *
get_payment (FaultProcess *process,
             guint         number)
{
  if (!fault_process_runs (process) || process->payments->len == 0)
    return NULL;

  return g_ptr_array_index (process->payments, number % process->payments->len);
}

static void
charged_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  FaultProcess *process = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(TillPayment) payment = NULL;

  payment = till_register_charge_finish (TILL_REGISTER (source), result, NULL, &error);
  if (payment != NULL && !process->dead)
    fault_process_hold (process, payment);
}

static void
charge (FaultWorld      *world,
        FaultProcess    *process,
        const FaultStep *step)
{
  static const ConnectIntegrationType types[] = {
    CONNECT_INTEGRATION_DESKTOP_QR_CODE, CONNECT_INTEGRATION_DESKTOP_QR_CODE, CONNECT_INTEGRATION_URL_INTENT,
    CONNECT_INTEGRATION_URL_INTENT, CONNECT_INTEGRATION_NATIVE_IN_APP, CONNECT_INTEGRATION_JAVASCRIPT_API,
    CONNECT_INTEGRATION_HOSTED_CHECKOUT,
  };
  ConnectIntegrationType type = types[step->b % G_N_ELEMENTS (types)];
  guint sum = (step->b >> 8) % G_N_ELEMENTS (sums);
  const char *reference = references[(step->b >> 16) % G_N_ELEMENTS (references)];
  g_autofree char *request_id = g_strdup_printf ("request-%u", (step->c >> 8) % 6);
  const TillOrderFields fields = {
    .money = { .amount = sums[sum].amount },
    .type = type,
    .reference = reference,
    .country = "DE",
    .customer_ip = type == CONNECT_INTEGRATION_HOSTED_CHECKOUT ? NULL : "192.0.2.7",
    .return_url = type == CONNECT_INTEGRATION_HOSTED_CHECKOUT ? "https://shop.example.com/thanks" : NULL,
    .open_id = type == CONNECT_INTEGRATION_JAVASCRIPT_API ? "open-id" : NULL,
  };
  TillOrderFields whole = fields;
  TillCharge how = {
    .request_id = (step->c >> 16) % 3 == 0 ? request_id : NULL,
    .again = (step->c >> 4) % 4 == 0,
    .wait = step->c % 8 != 0,
    .timeout_seconds = (step->c >> 20) % 3 == 0 ? 0 : 5 + (step->c >> 22) % 300,
  };
  g_autoptr(TillOrder) order = NULL;

  g_strlcpy (whole.money.currency, sums[sum].currency, sizeof whole.money.currency);
  order = till_order_new (&whole, NULL);
  g_assert_nonnull (order);
  if (how.again && reference != NULL)
    g_hash_table_add (world->again, g_strdup (reference));

  /* Now and then a button that bounces. */
  for (guint i = 0; i < ((step->c >> 28) == 0 && how.request_id != NULL ? 2u : 1u); i++)
    till_register_charge_async (process->till, order, &how, NULL, charged_cb, process);
}

static void
ignore_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
}

static void
act (FaultWorld      *world,
     FaultProcess    *process,
     TillPayment     *payment,
     const FaultStep *step)
{
  static const char *const ways[] = { "handed-over", "refunded", "other" };
  TillRegister *till = process->till;

  switch (step->kind)
    {
    case FAULT_STEP_LEAVE:
      till_register_leave_async (till, payment, NULL, ignore_cb, NULL);
      break;
    case FAULT_STEP_CANCEL:
      fault_world_demand (world, payment);
      till_register_cancel_async (till, payment, NULL, ignore_cb, NULL);
      break;
    case FAULT_STEP_CHECK:
      fault_world_demand (world, payment);
      till_register_check_async (till, payment, NULL, ignore_cb, NULL);
      break;
    case FAULT_STEP_CLOSE:
      g_hash_table_add (world->dealt_with, g_strdup (till_payment_get_record (payment)->id));
      till_register_close_async (till, payment, "by hand", NULL, ignore_cb, NULL);
      break;
    case FAULT_STEP_ACKNOWLEDGE:
      g_hash_table_add (world->dealt_with, g_strdup (till_payment_get_record (payment)->id));
      till_register_acknowledge_async (till, payment, ways[step->c % 3], NULL, ignore_cb, NULL);
      break;
    case FAULT_STEP_CHARGE:
    case FAULT_STEP_PASS:
    case FAULT_STEP_FAULT:
    case FAULT_STEP_TURN:
    case FAULT_STEP_KILL:
    case FAULT_STEP_KILL_AT_WRITE:
    case FAULT_STEP_START:
    case FAULT_STEP_NETWORK:
    case FAULT_STEP_CLOCK:
    case FAULT_STEP_SLEEP:
    case FAULT_STEP_REBOOT:
    case FAULT_STEP_DISK:
    case FAULT_STEP_ACCOUNT:
    case FAULT_STEP_END:
    case FAULT_N_STEPS:
    default:
      g_assert_not_reached ();
    }
}

static void
turn (FaultWorld      *world,
      const FaultStep *step)
{
  guint n_pages = fault_platform_n_pages (world->platform), n_entries;
  guint entry;

  if (n_pages > 0 && step->c % 3 != 0)
    fault_platform_pay_on_page (world->platform,
                                fault_platform_get_page (world->platform, (step->c >> 8) % n_pages));
  n_entries = fault_platform_n_entries (world->platform);
  if (n_entries == 0)
    return;

  /* Rather the newest: that is whom the till waits for. */
  entry = step->a % 3 == 0 ? (step->a >> 8) % n_entries : n_entries - 1;
  fault_platform_turn (world->platform, fault_platform_get_entry (world->platform, entry), step->b % FAULT_N_TURNS);
}

static void
jump (FaultWorld *world,
      guint       number)
{
  gint64 wall = till_clock_get_wall_time (TILL_CLOCK (world->clock));

  till_test_clock_set_wall_time (world->clock, wall + (gint64) jumps[number % G_N_ELEMENTS (jumps)] * G_USEC_PER_SEC);
}

static void
set_disk (FaultProcess *process,
          guint         number)
{
  static const FaultDisk disks[] = { FAULT_DISK_WELL, FAULT_DISK_FULL, FAULT_DISK_DOUBTFUL };

  process->disk = disks[number % G_N_ELEMENTS (disks)];
}

/* As a program ends: leave what somebody waits for, then stop. */
static void
end (FaultWorld   *world,
     FaultProcess *process)
{
  for (guint i = 0; i < process->payments->len; i++)
    {
      TillPayment *payment = g_ptr_array_index (process->payments, i);

      if (till_payment_is_waiting (payment))
        till_register_leave_async (process->till, payment, NULL, ignore_cb, NULL);
    }
  fault_world_settle (world);
  fault_process_die (process);
}

static void
run_on_process (FaultWorld      *world,
                FaultProcess    *process,
                const FaultStep *step)
{
  TillPayment *payment = get_payment (process, step->b);

  if (step->kind == FAULT_STEP_START && process->journal == NULL)
    fault_process_start (process);
  if (!fault_process_runs (process))
    return;

  if (step->kind == FAULT_STEP_CHARGE)
    charge (world, process, step);
  else if (step->kind == FAULT_STEP_ACCOUNT)
    fault_process_set_merchant (process, step->b % 2 == 0 ? FAULT_MERCHANT : FAULT_MERCHANT_2);
  else if (step->kind == FAULT_STEP_KILL)
    fault_process_die (process);
  else if (step->kind == FAULT_STEP_END)
    end (world, process);
  else if (step->kind == FAULT_STEP_DISK)
    set_disk (process, step->b);
  else if (step->kind == FAULT_STEP_KILL_AT_WRITE)
    {
      process->die_at_write = process->n_writes + 1 + step->b % 3;
      process->die_before = step->c % 2;
    }
  else if (payment != NULL && step->kind != FAULT_STEP_START)
    act (world, process, payment, step);
}

void
fault_step_run (FaultWorld      *world,
                const FaultStep *step)
{
  switch (step->kind)
    {
    case FAULT_STEP_PASS:
      fault_world_pass (world, spans[step->a % G_N_ELEMENTS (spans)]);
      break;
    case FAULT_STEP_FAULT:
      fail (world, step);
      break;
    case FAULT_STEP_TURN:
      turn (world, step);
      break;
    case FAULT_STEP_NETWORK:
      world->is_online = step->a % 3 != 0;
      break;
    case FAULT_STEP_CLOCK:
      jump (world, step->a);
      break;
    case FAULT_STEP_SLEEP:
      fault_world_sleep (world, sleeps[step->a % G_N_ELEMENTS (sleeps)] * MINUTE_MS);
      break;
    case FAULT_STEP_REBOOT:
      fault_world_reboot (world);
      break;
    case FAULT_STEP_CHARGE:
    case FAULT_STEP_LEAVE:
    case FAULT_STEP_CANCEL:
    case FAULT_STEP_CHECK:
    case FAULT_STEP_CLOSE:
    case FAULT_STEP_ACKNOWLEDGE:
    case FAULT_STEP_KILL:
    case FAULT_STEP_KILL_AT_WRITE:
    case FAULT_STEP_START:
    case FAULT_STEP_DISK:
    case FAULT_STEP_ACCOUNT:
    case FAULT_STEP_END:
    case FAULT_N_STEPS:
    default:
      run_on_process (world, get_process (world, step->a), step);
      break;
    }

  /* Some things happen while others are still under way. */
  if (step->kind != FAULT_STEP_CHARGE || step->a % 4 != 0)
    fault_world_settle (world);
}
