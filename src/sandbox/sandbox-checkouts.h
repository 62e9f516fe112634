/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-acts.h"
#include "sandbox-call.h"
#include "sandbox-checkout.h"

G_BEGIN_DECLS

/* /v1/{merchantId}/hostedcheckouts: handlers, see SandboxHandler. */

SandboxAnswer   *sandbox_checkouts_create (SandboxCall     *call);
SandboxAnswer   *sandbox_checkouts_get    (SandboxCall     *call);
SandboxAnswer   *sandbox_checkouts_delete (SandboxCall     *call);

/**
 * sandbox_checkouts_play:
 * @word: "open": the customer begins a payment; "pay", "decline", "confirm": and goes on with it, or with the
 *   one begun before; "cancel": leaves the page
 */
SandboxActResult sandbox_checkouts_play   (SandboxCall     *call,
                                           SandboxCheckout *checkout,
                                           const char      *word);

G_END_DECLS
