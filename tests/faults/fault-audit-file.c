/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fault-audit-private.h"

/* The journal's own whole check, at the end of a history, through a program that runs. */

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  FaultAudit *self = user_data;
  g_autoptr(GError) error = NULL;

  self->n_verified++;
  if (!till_journal_verify_finish (TILL_JOURNAL (source), result, NULL, &error))
    fault_world_break (self->world, "15: %s", error->message);
}

void
fault_audit_check_file (FaultAudit *self)
{
  FaultProcess *process = &self->world->processes[0];
  guint n_before = self->n_verified;

  if (!fault_process_runs (process))
    fault_process_start (process);
  till_journal_verify_async (process->journal, NULL, verified_cb, self);
  while (self->n_verified == n_before)
    g_main_context_iteration (NULL, FALSE);
}
