/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-server.h"

G_BEGIN_DECLS

/**
 * sandbox_serve:
 *
 * One request's way: who asks, which faults it meets, the wait before it is executed, its handler, what the
 * faults do to the answer, the wait before that is sent, and how it goes out.
 */
void sandbox_serve (SandboxServer      *server,
                    SoupServerMessage  *message);

G_END_DECLS
