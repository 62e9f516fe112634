/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-request.h"

G_BEGIN_DECLS

/**
 * connect_payment_request_check:
 * @wire: (out): the amount as it is sent
 * @error: %CONNECT_ERROR_INVALID, "property: rule"
 *
 * Every limit of the reference (connect-api.md 5), before anything is written.
 */
gboolean connect_payment_request_check (const ConnectPaymentRequest  *request,
                                        gint64                       *wire,
                                        GError                      **error);

/** connect_check_reference: 1 to 30 characters of A-Za-z0-9._- ; also of a refund. @error: %CONNECT_ERROR_INVALID. */
gboolean connect_check_reference       (const char                   *reference,
                                        GError                      **error);

/** connect_is_country: (return) whether @code (nullable) has the shape of an ISO 3166-1 alpha-2 code. */
gboolean connect_is_country            (const char                   *code);

G_END_DECLS
