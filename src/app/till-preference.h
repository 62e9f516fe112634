/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * till_preference_check:
 * @key: of a text in the settings
 * @text: what somebody typed
 * @currency: that of new payments
 *
 * Returns: (nullable): why @text cannot be kept, for people (static, translated); %NULL when it can
 */
const char *till_preference_check (const char *key,
                                   const char *text,
                                   const char *currency);

G_END_DECLS
