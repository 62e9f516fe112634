/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-command.h"
#include "ctl-context.h"
#include "till-order.h"

G_BEGIN_DECLS

/** CtlPayOptions: what stands on the command line of pay. */
typedef struct
{
  char                   *amount;        /* all of these (nullable) (owned) */
  char                   *currency;
  char                   *country;
  char                   *reference;
  char                   *request_id;
  char                   *description;
  char                   *type_word;
  char                   *open_id;
  char                   *customer_ip;
  char                   *return_url;
  char                   *qr_file;
  ConnectIntegrationType  type;
  int                     timeout;       /* seconds; -1: not given */
  gboolean                again;
  gboolean                wait;
  gboolean                json;
} CtlPayOptions;

/** ctl_pay_options_parse: %CTL_GO_ON, or tillctl's exit status; says on stderr what is wrong. */
int         ctl_pay_options_parse      (CtlPayOptions        *self,
                                        CtlCall              *call);
void        ctl_pay_options_clear      (CtlPayOptions        *self);

/** ctl_pay_options_has_screen: somebody looks at a code that Till shows; the others only get their data. */
gboolean    ctl_pay_options_has_screen (const CtlPayOptions  *self);
/** ctl_pay_options_waits: pay stays until the end of the payment or of a time-out. */
gboolean    ctl_pay_options_waits      (const CtlPayOptions  *self);
/** ctl_pay_options_get_timeout: in seconds; 0: none. */
guint       ctl_pay_options_get_timeout (const CtlPayOptions *self);

/** ctl_pay_options_check_amount: %CTL_GO_ON, or tillctl's exit status when it says what is wrong with the amount; needs no network. */
int         ctl_pay_options_check_amount (const CtlPayOptions *self,
                                          CtlContext          *context);
/** ctl_pay_options_lacks_address: the customer's address must be given for this type, and was not. */
gboolean    ctl_pay_options_lacks_address (const CtlPayOptions *self,
                                           CtlContext          *context);
/** ctl_pay_options_make_order: @error: of %TILL_ERROR. */
TillOrder  *ctl_pay_options_make_order (const CtlPayOptions  *self,
                                        CtlContext           *context,
                                        GError              **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CtlPayOptions, ctl_pay_options_clear)

G_END_DECLS
