/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-world.h"

G_BEGIN_DECLS

/** fault_worker_open_for: (nullable): whose the workers are that are made from now on. */
void fault_worker_open_for (FaultProcess *process);

G_END_DECLS
