/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-store.h"

G_BEGIN_DECLS

/**
 * SandboxAccount:
 *
 * With what the sandbox is spoken to.  Kept in its state, so that all sandboxes of one state share it.
 */
typedef struct
{
  char *merchant_id;      /* (owned) four digits */
  char *api_key_id;       /* (owned) */
  char *secret_api_key;   /* (owned) */
} SandboxAccount;

/** sandbox_account_load: inside a transaction: reads it, or makes it at the first start. %NULL: the state cannot be read. */
SandboxAccount *sandbox_account_load (SandboxStore   *store);
void            sandbox_account_free (SandboxAccount *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxAccount, sandbox_account_free)

G_END_DECLS
