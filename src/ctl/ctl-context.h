/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox.h"
#include "till-register.h"
#include "till-settings.h"

G_BEGIN_DECLS

/**
 * CtlContext:
 *
 * What commands stand on: settings, in training the program's own sandbox, and from
 * ctl_context_open_register() on the register.
 */
typedef struct
{
  gboolean      training;
  char         *directory;       /* (owned) where the journal is */
  TillSettings *settings;        /* (owned) */
  Sandbox      *sandbox;         /* (nullable) (owned) in training */
  TillRegister *reg;             /* (nullable) (owned) */
  gboolean      set_aside;       /* a damaged journal is to be set aside */
  GError       *account_error;   /* (nullable) (owned) why the register cannot ask the platform */
} CtlContext;

/** ctl_context_new: @error: %TILL_ERROR_INTERNAL, _JOURNAL: no directory, no settings, no sandbox. */
CtlContext *ctl_context_new           (gboolean      training,
                                       GError      **error);
void        ctl_context_free          (CtlContext   *self);
/** ctl_context_set_aside: asks for it at the next ctl_context_open_register(). */
void        ctl_context_set_aside     (CtlContext   *self);
/** ctl_context_open_register: journal and account; without an account it succeeds and account_error says why. */
gboolean    ctl_context_open_register (CtlContext   *self,
                                       GError      **error);
/** ctl_context_get_endpoint: (return) (transfer full): of the account, or of the sandbox. */
char       *ctl_context_get_endpoint  (CtlContext   *self);

/**
 * ctl_context_open:
 * @context: (out): with its register
 *
 * The start of most commands: both of the above, and says on stderr what is in the way.
 *
 * Returns: %CTL_GO_ON, or tillctl's exit status
 */
int         ctl_context_open          (gboolean      training,
                                       CtlContext  **context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlContext, ctl_context_free)

G_END_DECLS
