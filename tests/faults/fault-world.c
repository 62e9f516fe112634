/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "fault-memory.h"
#include "fault-pool.h"
#include "fault-world.h"
#include "fault-worker.h"
#include "till-test-journal.h"
#include "till-test-random.h"

#define EXACT_MS 20000
#define HOP_MS   30000

FaultFigures fault_figures;

static char *directory;
static char *journal_path;
static GBytes *blank;
static FaultWorld *current;

/* A programmer's error is a broken rule as well: told as one, so that its history can be shrunk. */
static void
log_cb (const char     *domain,
        GLogLevelFlags  level,
        const char     *message,
        gpointer        user_data)
{
  if (level & G_LOG_LEVEL_ERROR)
    g_log_default_handler (domain, level, message, NULL);
  else if ((level & G_LOG_LEVEL_CRITICAL) && current != NULL)
    fault_world_break (current, "critical: %s", message);
  else if (current != NULL && current->is_loud)
    g_printerr ("# %s\n", message);
}

void
fault_worlds_begin (void)
{
  g_autoptr(TillTestClock) clock = till_test_clock_new ();
  g_autoptr(TillRandom) random = TILL_RANDOM (till_test_random_new (1));
  g_autoptr(TillJournal) journal = NULL;

  /* For the lock file, and a name: the journal itself is in memory. */
  directory = g_strdup ("/dev/shm/till-faults-XXXXXX");
  if (g_mkdtemp (directory) == NULL)
    {
      g_free (directory);
      directory = g_dir_make_tmp ("till-faults-XXXXXX", NULL);
    }
  journal_path = g_build_filename (directory, "journal.db", NULL);
  g_assert_true (g_file_set_contents_full (journal_path, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  fault_memory_begin ();

  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_default_handler (log_cb, NULL);
  fault_worker_open_for (NULL);
  journal = till_test_open (journal_path, clock, random, "T1", NULL);
  till_journal_close (journal);
  blank = fault_memory_read (journal_path);
  fault_pool_set_path (journal_path);
}

static void
remove_files (void)
{
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_unlink (path);
    }
}

void
fault_worlds_end (void)
{
  fault_pool_set_path (NULL);
  fault_memory_end ();
  remove_files ();
  g_rmdir (directory);
  g_clear_pointer (&directory, g_free);
  g_clear_pointer (&journal_path, g_free);
  g_clear_pointer (&blank, g_bytes_unref);
}

FaultWorld *
fault_world_new (guint32 seed)
{
  FaultWorld *self = g_new0 (FaultWorld, 1);

  fault_memory_replace (journal_path, blank);
  self->path = journal_path;
  self->seed = seed;
  self->clock = till_test_clock_new ();
  self->is_online = TRUE;
  self->dealt_with = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->again = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->platform = fault_platform_new (self);
  self->audit = fault_audit_new (self);
  current = self;
  for (guint i = 0; i < FAULT_N_PROCESSES; i++)
    {
      FaultProcess *process = &self->processes[i];

      process->world = self;
      process->index = i;
      process->merchant = FAULT_MERCHANT;
      process->payments = g_ptr_array_new_with_free_func (g_object_unref);
      process->demanded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }

  return self;
}

void
fault_world_free (FaultWorld *self)
{
  for (guint i = 0; i < FAULT_N_PROCESSES; i++)
    {
      fault_process_bury (&self->processes[i]);
      g_ptr_array_unref (self->processes[i].payments);
      g_hash_table_unref (self->processes[i].demanded);
    }
  fault_figures.n_payments += fault_audit_n_payments (self->audit);
  fault_figures.n_requests += fault_platform_n_requests (self->platform);
  fault_audit_free (self->audit);
  fault_platform_free (self->platform);
  g_assert_finalize_object (g_steal_pointer (&self->clock));
  g_hash_table_unref (self->dealt_with);
  g_hash_table_unref (self->again);
  g_free (self->violation);
  current = NULL;
  g_free (self);
}

void
fault_world_break (FaultWorld *self,
                   const char *format,
                   ...)
{
  va_list args;

  if (self->violation != NULL)
    return;

  va_start (args, format);
  self->violation = g_strdup_vprintf (format, args);
  va_end (args);
  fault_world_tell (self, "BROKEN %s", self->violation);
}

void
fault_world_tell (FaultWorld *self,
                  const char *format,
                  ...)
{
  g_autofree char *text = NULL;
  va_list args;

  if (!self->is_loud)
    return;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("# %8.1f s %s\n", (double) (till_clock_get_boot_time (TILL_CLOCK (self->clock))) / 1000, text);
}

/* By hand, or by way of the other program: whoever follows it may ask at once, whatever its state. */
void
fault_world_demand (FaultWorld  *self,
                    TillPayment *payment)
{
  for (guint i = 0; i < FAULT_N_PROCESSES; i++)
    g_hash_table_add (self->processes[i].demanded, g_strdup (till_payment_get_record (payment)->id));
}

static gboolean
bury_dead (FaultWorld *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < FAULT_N_PROCESSES; i++)
    {
      FaultProcess *process = &self->processes[i];

      if (!process->dead || process->journal == NULL)
        continue;
      fault_process_bury (process);
      any = TRUE;
    }

  return any;
}

static void
drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
fault_world_settle (FaultWorld *self)
{
  do
    drain ();
  while (bury_dead (self));
  fault_audit_look (self->audit);
  fault_figures.n_steps++;
}

static void
hop (FaultWorld *self,
     gint64      ms)
{
  fault_platform_pass (self->platform, ms);
  till_test_clock_skip (self->clock, ms);
  fault_world_settle (self);
}

static gint64
get_next_step (FaultWorld *self,
               gint64      ms)
{
  gint64 next = till_test_clock_get_next (self->clock);

  return next < 0 || next > ms ? ms : next;
}

void
fault_world_pass (FaultWorld *self,
                  gint64      ms)
{
  gint64 exact = MIN (ms, EXACT_MS);

  ms -= exact;
  while (exact > 0)
    {
      gint64 step = get_next_step (self, exact);

      hop (self, step);
      exact -= step;
    }
  for (; ms > 0; ms -= MIN (ms, HOP_MS))
    hop (self, MIN (ms, HOP_MS));
}

void
fault_world_sleep (FaultWorld *self,
                   gint64      ms)
{
  fault_platform_pass (self->platform, ms);
  till_test_clock_sleep (self->clock, ms);
  fault_world_settle (self);
}

void
fault_world_reboot (FaultWorld *self)
{
  for (guint i = 0; i < FAULT_N_PROCESSES; i++)
    fault_process_die (&self->processes[i]);
  fault_world_settle (self);
  till_test_clock_reboot (self->clock);
}
