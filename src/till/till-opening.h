/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-register.h"
#include "till-settings.h"

G_BEGIN_DECLS

/**
 * TillOpening:
 *
 * What a program brings to open its register.  In training the account is that of the program's own sandbox;
 * this room knows no sandbox.  Borrowed strings.
 */
typedef struct
{
  const char *program;       /* "till", "tillctl" */
  gboolean    training;
  gboolean    set_aside;     /* a person decided so: a damaged journal is set aside first (till_journal_set_aside_async()) */
  const char *endpoint;      /* (nullable) these four in training only */
  const char *merchant_id;
  const char *api_key_id;
  const char *secret;
} TillOpening;

/** till_opening_get_journal_path: (return) (transfer full): of journal.db, whether there is one or not. */
char         *till_opening_get_journal_path (gboolean           training);
/** till_opening_get_directory: (return) (transfer full): "till" or "till/training" in the user's data directory; made, 0700. */
char         *till_opening_get_directory (gboolean              training,
                                          GError              **error);

/**
 * till_opening_async:
 *
 * Settings, journal, account and register, in this order.  The register is not started: see till_register_start().
 * Without an account, or with one that cannot be used, there is a register without a client, and @account_error says why.
 */
void          till_opening_async         (const TillOpening    *opening,
                                          TillSettings         *settings,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
TillRegister *till_opening_finish        (GAsyncResult         *result,
                                          GError              **account_error,
                                          GError              **error);

G_END_DECLS
