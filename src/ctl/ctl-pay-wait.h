/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-pay-options.h"
#include "ctl-qr-file.h"
#include "till-payment.h"

G_BEGIN_DECLS

/**
 * CtlPayWait:
 *
 * The wait of pay: prints what changes, shows the code and takes it away, and ends with the payment, a
 * time-out or a signal.
 */
typedef struct _CtlPayWait CtlPayWait;

/** ctl_pay_wait_new: signals are heard from here on. @qr_file: (nullable); what is given must outlive it. */
CtlPayWait *ctl_pay_wait_new  (CtlContext           *context,
                               const CtlPayOptions  *options,
                               CtlQrFile            *qr_file);
void        ctl_pay_wait_free (CtlPayWait           *self);
/** ctl_pay_wait_run: Returns: tillctl's exit status. */
int         ctl_pay_wait_run  (CtlPayWait           *self,
                               TillPayment          *payment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlPayWait, ctl_pay_wait_free)

G_END_DECLS
