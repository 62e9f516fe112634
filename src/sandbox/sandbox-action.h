/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-payment.h"

G_BEGIN_DECLS

/** SANDBOX_INTEGRATION_TYPES: all five, NULL-terminated. */
extern const char * const sandbox_integration_types[];

gboolean    sandbox_action_has_type      (const char      *integration_type);
/** sandbox_action_needs_open_id: those that run inside WeChat. */
gboolean    sandbox_action_needs_open_id (const char      *integration_type);

/**
 * sandbox_action_make:
 * @payment: with ids and type
 * @phone_url: what stands in the code, and behind the link
 * @third_party_form: nativeInApp as CALL_THIRD_PARTY (connect-api.md 6.2)
 * @now: ms since 1970
 *
 * Returns: (transfer full): merchantAction as JSON text; %NULL with @error set
 */
char       *sandbox_action_make          (SandboxPayment  *payment,
                                          const char      *phone_url,
                                          gboolean         third_party_form,
                                          gint64           now,
                                          GError         **error);

G_END_DECLS
