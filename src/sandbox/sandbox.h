/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SANDBOX_TYPE_SANDBOX (sandbox_get_type ())

/**
 * Sandbox:
 *
 * A stand-in for the Connect platform on a free loopback port, in a thread and main context of its own, so
 * that neither its database nor its answers ever hold up the caller's main loop.  Training and tests hold one;
 * till-sandbox is nothing but one.
 */
G_DECLARE_FINAL_TYPE (Sandbox, sandbox, SANDBOX, SANDBOX, GObject)

/**
 * sandbox_start:
 * @port: 0 for any free one
 * @state_file: (nullable): an SQLite file that several sandboxes may share; %NULL keeps state in memory
 * @script_file: (nullable): faults to play (see till-sandbox(1))
 * @error: the port is taken, a file cannot be read
 *
 * Starts the thread and serves when it returns (a few milliseconds).  The object's last reference, or
 * sandbox_stop(), ends it.
 */
Sandbox    *sandbox_start              (guint16       port,
                                        const char   *state_file,
                                        const char   *script_file,
                                        GError      **error);
void        sandbox_stop               (Sandbox      *self);

/* The account with which this sandbox is spoken to; all owned by @self. */
const char *sandbox_get_endpoint       (Sandbox      *self);   /* "http://127.0.0.1:PORT" */
const char *sandbox_get_merchant_id    (Sandbox      *self);
const char *sandbox_get_api_key_id     (Sandbox      *self);
const char *sandbox_get_secret_api_key (Sandbox      *self);

/** sandbox_get_phone_url: (return) (transfer full): the page that plays the customer's phone for @payment_id. */
char       *sandbox_get_phone_url      (Sandbox      *self,
                                        const char   *payment_id);

/**
 * SandboxAct:
 *
 * What the customer, or time, does to a payment; the same as POST /_control/payments/{id}/{word}.
 */
typedef enum
{
  SANDBOX_ACT_SCAN,      /* looks at it; stays WAITING */
  SANDBOX_ACT_PAY,       /* COMPLETED, CAPTURED; also after two hours ("late") */
  SANDBOX_ACT_DECLINE,   /* COMPLETED, REJECTED */
  SANDBOX_ACT_CONFIRM,   /* COMPLETED while the payment stays REDIRECTED: done at WeChat, outcome not in yet */
} SandboxAct;

/** sandbox_act: plays the customer; safe from any thread, returns when it is done. %FALSE: no such payment, or it is over. */
gboolean    sandbox_act                (Sandbox      *self,
                                        const char   *payment_id,
                                        SandboxAct    act);

G_END_DECLS
