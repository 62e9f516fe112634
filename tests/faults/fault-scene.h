/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-table.h"
#include "fault-world.h"

G_BEGIN_DECLS

/*
 * What happens in a shop, by name: for tests that write down how one story ends.  Each act may find that the
 * program it needs is dead; then it does not happen, and time goes on.
 */

/** fault_scene_charge: EUR 12.50 with reference A-1; somebody waits for it for five minutes. */
void       fault_scene_charge (FaultProcess           *process,
                               ConnectIntegrationType  type);
/** fault_scene_find: a screen of @process shows that payment. */
void       fault_scene_find   (FaultProcess           *process);
void       fault_scene_leave  (FaultProcess           *process);
void       fault_scene_cancel (FaultProcess           *process);
/** fault_scene_turn: of the newest payment at the platform, if any. */
void       fault_scene_turn   (FaultWorld             *world,
                               FaultTurn               turn);
/** fault_scene_get_end: (return) (transfer full): how the only payment ended, in words; "nothing" when there is none. */
char      *fault_scene_get_end (FaultWorld            *world);

G_END_DECLS
