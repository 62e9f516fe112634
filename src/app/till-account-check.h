/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-account-report.h"
#include "till-settings.h"

G_BEGIN_DECLS

#define TILL_TYPE_ACCOUNT_CHECK (till_account_check_get_type ())

/**
 * TillAccountCheck:
 *
 * Asks the platform about an account while it is typed: test connection, then product 863.  No payment is sent,
 * and nothing is kept.  One check at a time: a new one cuts the one before.
 *
 * Signals: "changed": the report is another one.
 */
G_DECLARE_FINAL_TYPE (TillAccountCheck, till_account_check, TILL, ACCOUNT_CHECK, GObject)

/** till_account_check_new: @settings: for proxy and certificate authorities, and for the secret that is kept. */
TillAccountCheck        *till_account_check_new        (TillSettings            *settings);

/** till_account_check_set: @fields are copied; after @delay_ms without another call the platform is asked. */
void                     till_account_check_set        (TillAccountCheck        *self,
                                                        const TillAccountFields *fields,
                                                        guint                    delay_ms);
/** till_account_check_get_report: (return) (transfer none). */
const TillAccountReport *till_account_check_get_report (TillAccountCheck        *self);
/** till_account_check_get_fields: (return) (transfer none): what was last set; the secret is never given out. */
const TillAccountFields *till_account_check_get_fields (TillAccountCheck        *self);

G_END_DECLS
