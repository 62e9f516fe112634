/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-payment.h"

G_BEGIN_DECLS

typedef enum
{
  SANDBOX_ACTED,
  SANDBOX_ACT_UNKNOWN,      /* there is no such act */
  SANDBOX_ACT_NOT_NOW,      /* not at this status */
} SandboxActResult;

/**
 * sandbox_acts_play:
 * @word: "pay", "decline" … : what the customer, time or the acquirer does
 * @now: ms since 1970
 *
 * Plays it and saves the payment.
 */
SandboxActResult sandbox_acts_play (SandboxStore   *store,
                                    SandboxPayment *payment,
                                    const char     *word,
                                    gint64          now);

/** sandbox_acts_can_happen: @from: the statuses at which it can, blanks between them. */
gboolean         sandbox_acts_can_happen (const char   *from,
                                          const char   *status);

G_END_DECLS
