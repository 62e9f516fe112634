/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-call.h"

G_BEGIN_DECLS

/**
 * sandbox_auth_check:
 *
 * GCS v1HMAC (connect-api.md 2), and whether the key may speak for the merchant in the path.  The query may be
 * signed decoded, as documented, or as it came, as some SDKs do.
 *
 * Returns: (transfer full) (nullable): the refusal, or %NULL when all is well
 */
SandboxAnswer *sandbox_auth_check (SandboxCall *call);

G_END_DECLS
