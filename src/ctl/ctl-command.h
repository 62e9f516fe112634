/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** CtlExit: tillctl's exit statuses (design.md, tillctl). */
typedef enum
{
  CTL_GO_ON = -1,             /* none yet */
  CTL_EXIT_DONE = 0,
  CTL_EXIT_IN_THE_WAY = 1,
  CTL_EXIT_USAGE = 2,
  CTL_EXIT_NOT_PAID = 3,
  CTL_EXIT_NOT_CERTAIN = 4,
} CtlExit;

/** CtlCall: one command as it was called. */
typedef struct
{
  const char  *name;        /* "account set" */
  const char  *arguments;   /* for the usage line, such as "AMOUNT"; "" */
  const char  *summary;     /* translated */
  gboolean     training;
  int          argc;
  char       **argv;        /* from the last word of the name on; not owned */
} CtlCall;

/* The commands: each gives tillctl's exit status. */
int ctl_pay          (CtlCall *call);
int ctl_show         (CtlCall *call);
int ctl_list         (CtlCall *call);
int ctl_check        (CtlCall *call);
int ctl_refund       (CtlCall *call);
int ctl_cancel       (CtlCall *call);
int ctl_close        (CtlCall *call);
int ctl_acknowledge  (CtlCall *call);
int ctl_receipt      (CtlCall *call);
int ctl_report       (CtlCall *call);
int ctl_reconcile    (CtlCall *call);
int ctl_export       (CtlCall *call);
int ctl_verify       (CtlCall *call);
int ctl_backup       (CtlCall *call);
int ctl_set_aside    (CtlCall *call);
int ctl_account_set  (CtlCall *call);
int ctl_account_show (CtlCall *call);

G_END_DECLS
