/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "connect-signer.h"
#include "sandbox-account.h"
#include "sandbox-faults.h"
#include "sandbox-log.h"
#include "sandbox-store.h"

G_BEGIN_DECLS

#define SANDBOX_MAX_BODY (64 * 1024)

/**
 * SandboxServer:
 *
 * The platform that serves, in the thread that made it.  #Sandbox is its owner and its face to other threads.
 */
typedef struct
{
  GSocketService *service;    /* (owned) */
  SoupServer     *soup;       /* (owned) */
  SandboxStore   *store;      /* (owned) */
  SandboxAccount *account;    /* (owned) */
  ConnectSigner  *signer;     /* (owned) */
  SandboxFaults  *faults;     /* (owned) */
  SandboxLog     *log;        /* (owned) */
  GHashTable     *calls;      /* (owned) (element-type SandboxCall) requests that are not answered yet */
  char           *endpoint;   /* (owned) */
} SandboxServer;

/** sandbox_server_new: serves as soon as the thread-default main context runs. */
SandboxServer *sandbox_server_new  (guint16         port,
                                    const char     *state_file,
                                    const char     *script_file,
                                    GError        **error);
/** sandbox_server_free: cuts what is not answered yet. */
void           sandbox_server_free (SandboxServer  *self);

/** sandbox_server_reset: forgets payments, faults, log and time travel; the account stays. */
void           sandbox_server_reset (SandboxServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxServer, sandbox_server_free)

G_END_DECLS
