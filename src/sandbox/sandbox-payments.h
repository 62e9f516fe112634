/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-call.h"
#include "sandbox-payment.h"

G_BEGIN_DECLS

/* /v1/{merchantId}/payments: handlers, see SandboxHandler. */

SandboxAnswer  *sandbox_payments_create         (SandboxCall    *call);
SandboxAnswer  *sandbox_payments_find           (SandboxCall    *call);
SandboxAnswer  *sandbox_payments_get            (SandboxCall    *call);
SandboxAnswer  *sandbox_payments_get_third_party_status (SandboxCall *call);
SandboxAnswer  *sandbox_payments_cancel         (SandboxCall    *call);

/** sandbox_payments_created_answer: what a create request is answered, the first time and again. @status: 201, or 402 when it was refused at once. */
SandboxAnswer  *sandbox_payments_created_answer (SandboxCall    *call,
                                                 SandboxPayment *payment,
                                                 guint           status);
/** sandbox_payments_unknown: 404, code 300240. */
SandboxAnswer  *sandbox_payments_unknown        (const char     *property,
                                                 const char     *message);

/** sandbox_payments_new: (return) (transfer full): an empty payment with ids, REDIRECTED and WAITING, not saved yet. */
SandboxPayment *sandbox_payments_new            (SandboxCall    *call);

/** sandbox_payments_of_path: (return) (transfer full) (nullable): the payment that the path names, noted for the log. */
SandboxPayment *sandbox_payments_of_path        (SandboxCall    *call);

G_END_DECLS
