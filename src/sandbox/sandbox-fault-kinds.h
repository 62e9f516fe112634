/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-call.h"

G_BEGIN_DECLS

/**
 * SandboxFaultKind:
 *
 * A row of the table of faults; a new fault is a new row.  @members: names of the members that the fault
 * takes beside those that all take, separated by blanks.
 */
typedef struct
{
  const char *word;
  gboolean    executed;                                        /* unless "executed" says otherwise */
  const char *members;
  void      (*prepare) (JsonObject *spec, SandboxCall *call);  /* (nullable) before the request is executed */
  void      (*change)  (JsonObject *spec, SandboxCall *call);  /* (nullable) when its answer is made, or is not */
} SandboxFaultKind;

/** sandbox_fault_kind_find: (return) (nullable) */
const SandboxFaultKind *sandbox_fault_kind_find (const char *word);

G_END_DECLS
