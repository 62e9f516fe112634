/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-call.h"
#include "sandbox-payment.h"

G_BEGIN_DECLS

/* Keys are kept 24 hours with what was answered (connect-api.md 4). */

extern const SandboxTable sandbox_key_table;

/**
 * sandbox_idempotence_replay:
 *
 * Returns: (transfer full) (nullable): what a request with a known key, or a bad one, is answered; %NULL: it is to be executed
 */
SandboxAnswer *sandbox_idempotence_replay (SandboxCall    *call);
/**
 * sandbox_idempotence_keep:
 * @payment_id: (nullable): the payment that was made
 * @refund_id: (nullable): the refund that was made
 *
 * Remembers the answer under the request's key, if it has one.  The key is busy as long as the answer is held
 * back by a fault.
 */
void           sandbox_idempotence_keep   (SandboxCall    *call,
                                           SandboxAnswer  *answer,
                                           const char     *payment_id,
                                           const char     *refund_id);
/** sandbox_idempotence_busy: (return) (transfer full): 409, code 1409, for a key first seen at @first. */
SandboxAnswer *sandbox_idempotence_busy   (gint64          first);

G_END_DECLS
