/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-world.h"

G_BEGIN_DECLS

typedef enum
{
  FAULT_STEP_CHARGE,
  FAULT_STEP_PASS,
  FAULT_STEP_FAULT,
  FAULT_STEP_TURN,          /* of a customer, or of the platform */
  FAULT_STEP_LEAVE,
  FAULT_STEP_CANCEL,
  FAULT_STEP_CHECK,
  FAULT_STEP_CLOSE,
  FAULT_STEP_ACKNOWLEDGE,
  FAULT_STEP_KILL,
  FAULT_STEP_KILL_AT_WRITE,
  FAULT_STEP_START,
  FAULT_STEP_NETWORK,
  FAULT_STEP_CLOCK,
  FAULT_STEP_SLEEP,
  FAULT_STEP_REBOOT,
  FAULT_STEP_DISK,
  FAULT_STEP_ACCOUNT,       /* a program changes to the other account, or back */
  FAULT_STEP_END,           /* a program ends as it should: it leaves what it waits for */
  FAULT_N_STEPS
} FaultStepKind;

/** FaultStep: numbers only, read modulo what there is, so that any part of a history is a history. */
typedef struct
{
  FaultStepKind kind;
  guint32       a;
  guint32       b;
  guint32       c;
} FaultStep;

/** fault_history_new: (return) (transfer full) (element-type FaultStep): always the same for one @seed. */
GArray *fault_history_new     (guint32       seed);
/** fault_history_run: (return) (transfer full) (nullable): the rule that was broken. */
char   *fault_history_run     (GArray       *steps,
                               guint32       seed,
                               gboolean      is_loud);
/** fault_history_shrink: (return) (transfer full): fewer steps that still break a rule. */
GArray *fault_history_shrink  (GArray       *steps,
                               guint32       seed);
/** fault_history_recover: everything is well again, and time passes: the way on which all must come to its end. */
void    fault_history_recover (FaultWorld   *world);

/* fault-step.c */
void    fault_step_run        (FaultWorld      *world,
                               const FaultStep *step);
char   *fault_step_to_text    (const FaultStep *step);

G_END_DECLS
