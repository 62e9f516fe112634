/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fault-history.h"

#define MIN_STEPS 8
#define MAX_STEPS 40
#define ROUNDS    24
#define MINUTE_MS (60 * 1000)

/* How often each kind of step comes. */
static const guint weights[FAULT_N_STEPS] = {
  [FAULT_STEP_CHARGE] = 12,
  [FAULT_STEP_PASS] = 22,
  [FAULT_STEP_FAULT] = 20,
  [FAULT_STEP_TURN] = 14,
  [FAULT_STEP_LEAVE] = 4,
  [FAULT_STEP_CANCEL] = 3,
  [FAULT_STEP_CHECK] = 3,
  [FAULT_STEP_CLOSE] = 1,
  [FAULT_STEP_ACKNOWLEDGE] = 1,
  [FAULT_STEP_KILL] = 3,
  [FAULT_STEP_KILL_AT_WRITE] = 5,
  [FAULT_STEP_START] = 8,
  [FAULT_STEP_NETWORK] = 3,
  [FAULT_STEP_CLOCK] = 2,
  [FAULT_STEP_SLEEP] = 2,
  [FAULT_STEP_REBOOT] = 1,
  [FAULT_STEP_DISK] = 1,
  [FAULT_STEP_ACCOUNT] = 1,
  [FAULT_STEP_END] = 1,
};

static FaultStepKind
draw_kind (GRand *rand)
{
  guint total = 0, number;

  for (guint i = 0; i < FAULT_N_STEPS; i++)
    total += weights[i];
  number = g_rand_int (rand) % total;
  for (guint i = 0; i < FAULT_N_STEPS; i++)
    {
      if (number < weights[i])
        return i;
      number -= weights[i];
    }

  g_assert_not_reached ();
}

GArray *
fault_history_new (guint32 seed)
{
  GRand *rand = g_rand_new_with_seed (seed);
  guint n_steps = MIN_STEPS + g_rand_int (rand) % (MAX_STEPS - MIN_STEPS);
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (FaultStep));

  for (guint i = 0; i < n_steps; i++)
    {
      FaultStep step = {
        .kind = i == 0 ? FAULT_STEP_START : i == 1 ? FAULT_STEP_CHARGE : draw_kind (rand),
        .a = g_rand_int (rand),
        .b = g_rand_int (rand),
        .c = g_rand_int (rand),
      };

      if (i < 2)
        step.a &= ~1u;
      g_array_append_val (steps, step);
    }
  g_rand_free (rand);

  return steps;
}

/* With the account of what is open, but each of them once before that. */
static const char *
get_merchant (FaultWorld *world,
              guint       round)
{
  switch (round)
    {
    case 0:
      return FAULT_MERCHANT;
    case 1:
      return FAULT_MERCHANT_2;
    default:
      return fault_audit_get_open_merchant (world->audit);
    }
}

void
fault_history_recover (FaultWorld *world)
{
  FaultProcess *first = &world->processes[0];

  world->is_online = TRUE;
  fault_platform_be_well (world->platform);
  for (guint i = 0; i < FAULT_N_PROCESSES; i++)
    fault_process_die (&world->processes[i]);
  fault_world_settle (world);
  for (guint i = 0; i < FAULT_N_PROCESSES; i++)
    world->processes[i].has_failed_writes = FALSE;

  /* Once soon after, as a shop opens again; then when every life is over. */
  for (guint i = 0; i < ROUNDS && world->violation == NULL; i++)
    {
      if (i == 1)
        fault_world_sleep (world, 137 * MINUTE_MS);
      else if (i > 1)
        fault_world_sleep (world, 20 * MINUTE_MS);
      first->merchant = get_merchant (world, i);
      fault_process_start (first);
      fault_world_settle (world);
      if (i > 0 && fault_audit_is_over (world->audit))
        break;
      if (i > 2)
        fault_world_pass (world, 6 * MINUTE_MS);
      fault_process_die (first);
      fault_world_settle (world);
    }
}

char *
fault_history_run (GArray   *steps,
                   guint32   seed,
                   gboolean  is_loud)
{
  FaultWorld *world = fault_world_new (seed);
  char *violation;

  world->is_loud = is_loud;
  for (guint i = 0; i < steps->len && world->violation == NULL; i++)
    {
      const FaultStep *step = &g_array_index (steps, FaultStep, i);
      g_autofree char *text = is_loud ? fault_step_to_text (step) : NULL;

      fault_world_tell (world, "%s", text != NULL ? text : "");
      fault_step_run (world, step);
    }
  if (world->violation == NULL)
    fault_history_recover (world);
  if (world->violation == NULL)
    fault_audit_end (world->audit);
  violation = g_steal_pointer (&world->violation);
  fault_world_free (world);

  return violation;
}

static GArray *
without (GArray *steps,
         guint   from,
         guint   n)
{
  GArray *rest = g_array_new (FALSE, FALSE, sizeof (FaultStep));

  g_array_append_vals (rest, steps->data, from);
  g_array_append_vals (rest, &g_array_index (steps, FaultStep, from + n), steps->len - from - n);

  return rest;
}

static gboolean
still_fails (GArray  *steps,
             guint32  seed)
{
  g_autofree char *violation = fault_history_run (steps, seed, FALSE);

  return violation != NULL;
}

/* Halves, quarters … single steps are left out, as long as what is left still fails. */
GArray *
fault_history_shrink (GArray  *steps,
                      guint32  seed)
{
  GArray *best = g_array_ref (steps);
  guint size = MAX (steps->len / 2, 1);

  while (size > 0)
    {
      gboolean shrank = FALSE;

      for (guint from = 0; from + size <= best->len;)
        {
          GArray *fewer = without (best, from, size);

          if (still_fails (fewer, seed))
            {
              g_array_unref (best);
              best = fewer;
              shrank = TRUE;
              continue;
            }
          g_array_unref (fewer);
          from += size;
        }
      if (!shrank || size > 1)
        size = size == 1 ? 0 : size / 2;
    }

  return best;
}
