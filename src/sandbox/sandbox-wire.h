/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-call.h"

G_BEGIN_DECLS

/* SandboxWire writes an answer to a connection taken away from the HTTP server, so that it can be broken in
 * every way that a network breaks things. */

typedef void (*SandboxWireDone) (SandboxCall *call);

/**
 * sandbox_wire_new:
 * @call: whose answer and delivery it is; outlives the wire
 * @done: called once, from the main loop, when the connection has been ended
 */
SandboxWire *sandbox_wire_new  (SandboxCall      *call,
                                SandboxWireDone   done);
void         sandbox_wire_free (SandboxWire      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxWire, sandbox_wire_free)

G_END_DECLS
