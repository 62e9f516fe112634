/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-call.h"

G_BEGIN_DECLS

/* Web pages that play the customer: handlers, see SandboxHandler. */

/** sandbox_pages_list: all payments, newest first. */
SandboxAnswer *sandbox_pages_list         (SandboxCall *call);
/** sandbox_pages_phone: the customer's phone, as the code shows it. */
SandboxAnswer *sandbox_pages_phone        (SandboxCall *call);
SandboxAnswer *sandbox_pages_phone_act    (SandboxCall *call);
/** sandbox_pages_refund_act: what becomes of a refund of the payment on that page. */
SandboxAnswer *sandbox_pages_refund_act   (SandboxCall *call);
/** sandbox_pages_checkout: the page of a hosted checkout. */
SandboxAnswer *sandbox_pages_checkout     (SandboxCall *call);
SandboxAnswer *sandbox_pages_checkout_act (SandboxCall *call);

G_END_DECLS
