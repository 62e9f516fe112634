/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "fault-history.h"

/* Histories of a shop, drawn from seeds.  In the environment TILL_LONG takes the number of --long, TILL_HISTORIES
 * says another one in spite of the command line, and TILL_SEED makes it this one only, and loud. */

static int n_histories = 1000;
static int n_long = 1000000;
static int shard = 0;
static int n_shards = 1;
static gboolean first_only = FALSE;

static const GOptionEntry options[] = {
  { "histories", 0, 0, G_OPTION_ARG_INT, &n_histories, "How many, in all parts together", "N" },
  { "long", 0, 0, G_OPTION_ARG_INT, &n_long, "How many in the long run", "N" },
  { "shard", 0, 0, G_OPTION_ARG_INT, &shard, "Which part, from 0", "N" },
  { "shards", 0, 0, G_OPTION_ARG_INT, &n_shards, "How many parts", "N" },
  { "first", 0, 0, G_OPTION_ARG_NONE, &first_only, "End with the first that fails, as it is", NULL },
  { NULL }
};

static int
get_number (const char *name,
            int         otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? atoi (text) : otherwise;
}

static void
tell_shortest (GArray  *steps,
               guint32  seed)
{
  g_autoptr(GArray) shortest = fault_history_shrink (steps, seed);
  g_autofree char *violation = NULL;

  g_printerr ("# the shortest that still fails has %u steps:\n", shortest->len);
  violation = fault_history_run (shortest, seed, TRUE);
  g_printerr ("# rule %s\n", violation);
}

static gboolean
try_seed (guint32  seed,
          gboolean is_loud)
{
  g_autoptr(GArray) steps = fault_history_new (seed);
  g_autofree char *violation = fault_history_run (steps, seed, is_loud);

  if (violation == NULL)
    return TRUE;

  g_printerr ("# seed %u breaks rule %s (TILL_SEED=%u shows it)\n", seed, violation, seed);
  if (!first_only)
    tell_shortest (steps, seed);

  return FALSE;
}

static void
test_histories (void)
{
  int seed = get_number ("TILL_SEED", 0);
  int n = get_number ("TILL_HISTORIES", g_getenv ("TILL_LONG") != NULL ? n_long : n_histories);
  guint n_failed = 0, n_run = 0;

  if (seed != 0)
    {
      g_assert_true (try_seed (seed, TRUE));
      return;
    }

  for (int i = 1 + shard; i <= n && n_failed < (first_only ? 1 : 3); i += n_shards)
    {
      n_failed += !try_seed ((guint32) i, FALSE);
      n_run++;
    }
  g_test_message ("%u histories (part %d of %d), %" G_GUINT64_FORMAT " steps, %" G_GUINT64_FORMAT " payments, %"
                  G_GUINT64_FORMAT " requests, %" G_GUINT64_FORMAT " of them went wrong, %" G_GUINT64_FORMAT
                  " kills: %u broke a rule", n_run, shard + 1, n_shards, fault_figures.n_steps,
                  fault_figures.n_payments, fault_figures.n_requests, fault_figures.n_faults,
                  fault_figures.n_kills, n_failed);
  g_assert_cmpuint (n_failed, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL) || n_shards < 1)
    return 2;
  fault_worlds_begin ();
  g_test_add_func ("/faults/histories", test_histories);
  status = g_test_run ();
  fault_worlds_end ();

  return status;
}
