/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-client.h"
#include "connect-test-fixture.h"
#include "sandbox.h"
#include "wire-proxy.h"

G_BEGIN_DECLS

/** WireFixture: a platform, a client, and a network between them. */
typedef struct
{
  Sandbox            *sandbox;
  WireProxy          *proxy;
  ConnectTestFixture  base;      /* session, signer, client, call, result */
  GBytes             *body;
  char               *payment;   /* (owned) an id that the platform knows */
} WireFixture;

/** WireCall: one of the five calls that a payment's way needs. */
typedef struct
{
  const char *name;
  const char *method;
} WireCall;

#define WIRE_N_CALLS 5

extern const WireCall wire_calls[];   /* the first one creates */

/** wire_set_up: the platform holds one payment, whose id every good answer names. */
void    wire_set_up         (WireFixture     *f,
                             gconstpointer    data);
void    wire_tear_down      (WireFixture     *f,
                             gconstpointer    data);

/** wire_make_body: (return) (transfer full): of a create request. */
GBytes *wire_make_body      (const char      *reference);
/** wire_control: asks the platform for something that is no call of its API, and not by the network. */
void    wire_control        (WireFixture     *f,
                             const char      *method,
                             const char      *path,
                             const char      *body);
/** wire_ask: (return) (nullable): one try with this key; the id in the answer. */
char   *wire_ask            (WireFixture     *f,
                             const WireCall  *call,
                             const char      *key,
                             GError         **error);
/** wire_ask_once: the same, where the platform itself is not asked: what is cancelled cannot be cancelled again. */
char   *wire_ask_once       (WireFixture     *f,
                             const WireCall  *call,
                             const char      *key,
                             GError         **error);
/** wire_assert_unknown: nobody knows what came of it, and nothing was sent again but what only reads, once. */
void    wire_assert_unknown (WireFixture     *f,
                             const WireCall  *call,
                             const char      *id,
                             const GError    *error);

G_END_DECLS
