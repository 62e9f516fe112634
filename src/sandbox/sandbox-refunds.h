/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-acts.h"
#include "sandbox-call.h"
#include "sandbox-refund.h"

G_BEGIN_DECLS

/* Refunds of payments: handlers, see SandboxHandler. */

SandboxAnswer   *sandbox_refunds_create         (SandboxCall   *call);
SandboxAnswer   *sandbox_refunds_list           (SandboxCall   *call);
SandboxAnswer   *sandbox_refunds_find           (SandboxCall   *call);
SandboxAnswer   *sandbox_refunds_get            (SandboxCall   *call);

/** sandbox_refunds_created_answer: what a refund request is answered, the first time and again. @status: 201, or 402 when it was refused at once. */
SandboxAnswer   *sandbox_refunds_created_answer (SandboxCall   *call,
                                                 SandboxRefund *refund,
                                                 guint          status);

/**
 * sandbox_refunds_play:
 * @word: "done", "reject" … : what the platform or the acquirer does
 *
 * Plays it and saves the refund and its payment.
 */
SandboxActResult sandbox_refunds_play           (SandboxStore  *store,
                                                 SandboxRefund *refund,
                                                 const char    *word,
                                                 gint64         now);

G_END_DECLS
