/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-call.h"

G_BEGIN_DECLS

/* /_control/: plays the customer, and tells what a client did; described in till-sandbox(1).  Handlers, see
 * SandboxHandler. */

SandboxAnswer *sandbox_control_list_payments  (SandboxCall *call);
SandboxAnswer *sandbox_control_get_payment    (SandboxCall *call);
SandboxAnswer *sandbox_control_act            (SandboxCall *call);
SandboxAnswer *sandbox_control_list_refunds   (SandboxCall *call);
SandboxAnswer *sandbox_control_get_refund     (SandboxCall *call);
SandboxAnswer *sandbox_control_refund_act     (SandboxCall *call);
SandboxAnswer *sandbox_control_list_checkouts (SandboxCall *call);
SandboxAnswer *sandbox_control_checkout_act   (SandboxCall *call);
SandboxAnswer *sandbox_control_list_requests  (SandboxCall *call);
SandboxAnswer *sandbox_control_clear_requests (SandboxCall *call);
SandboxAnswer *sandbox_control_list_faults    (SandboxCall *call);
SandboxAnswer *sandbox_control_add_fault      (SandboxCall *call);
SandboxAnswer *sandbox_control_clear_faults   (SandboxCall *call);
SandboxAnswer *sandbox_control_get_clock      (SandboxCall *call);
SandboxAnswer *sandbox_control_set_clock      (SandboxCall *call);
SandboxAnswer *sandbox_control_reset          (SandboxCall *call);

G_END_DECLS
