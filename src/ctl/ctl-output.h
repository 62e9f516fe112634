/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-command.h"
#include "till-register.h"
#include "till-skew.h"

G_BEGIN_DECLS

/* stdout: what was asked for. */

/** ctl_print_json: one line, out at once. %FALSE when nobody reads any more. */
gboolean  ctl_print_json     (TillRecord             *record,
                              ConnectMerchantAction  *action,
                              const char             *url);
/** ctl_print_data: text for programs, as it is, out at once. %FALSE when nobody reads any more. */
gboolean  ctl_print_data     (const char             *text);
/** ctl_print_line: the same payment for people: what became of it, amount, reference, id. */
gboolean  ctl_print_line     (TillRecord             *record);
/** ctl_describe_record: (return) (transfer full): that line without its end. */
char     *ctl_describe_record (TillRecord            *record);
/** ctl_print_record: as an object, or as a line. */
gboolean  ctl_print_record   (TillRecord             *record,
                              gboolean                json);
/** ctl_print_action: for people: the data of a type that has no screen. */
gboolean  ctl_print_action   (ConnectMerchantAction  *action,
                              const char             *url);

/* stderr: sentences for people. */

/** ctl_say: one translated sentence. */
void      ctl_say            (const char             *sentence);
/** ctl_say_clock: that this computer's clock is wrong, if the platform found that; @said: (inout): the worst that was said of it before. */
void      ctl_say_clock      (TillRegister           *reg,
                              TillSkew               *said);
/** ctl_complain_code: what is wrong and what to do about it. Returns tillctl's exit status. */
int       ctl_complain_code  (TillError               code);
int       ctl_complain       (const GError           *error);
/** ctl_usage: @message, and where help is. Returns %CTL_EXIT_USAGE. */
int       ctl_usage          (CtlCall                *call,
                              const char             *message);

G_END_DECLS
