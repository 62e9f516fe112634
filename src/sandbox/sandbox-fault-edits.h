/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-call.h"

G_BEGIN_DECLS

/* Faults that change the body of an answer; rows of the table in sandbox-fault-kinds.c. */

/** sandbox_fault_garble: the second half has its high bits turned. */
void sandbox_fault_garble      (JsonObject  *spec,
                                SandboxCall *call);
/** sandbox_fault_set_body: "text" or "base64", and "type" as its Content-Type. */
void sandbox_fault_set_body    (JsonObject  *spec,
                                SandboxCall *call);
/** sandbox_fault_set_type: the Content-Type alone becomes "type". */
void sandbox_fault_set_type    (JsonObject  *spec,
                                SandboxCall *call);
/** sandbox_fault_replace: "member", a path of names and list positions with dots, gets "value", or goes. */
void sandbox_fault_replace     (JsonObject  *spec,
                                SandboxCall *call);
/** sandbox_fault_set_picture: QRCODE becomes "base64", or a picture of a "kind". */
void sandbox_fault_set_picture (JsonObject  *spec,
                                SandboxCall *call);
/** sandbox_fault_compress: gzip, which nobody asked for. */
void sandbox_fault_compress    (JsonObject  *spec,
                                SandboxCall *call);

G_END_DECLS
