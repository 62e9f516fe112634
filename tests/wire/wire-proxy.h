/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** How a connection ends where an answer was cut. */
typedef enum
{
  WIRE_CLOSE,
  WIRE_RESET,
  WIRE_STALL,   /* nothing more is said until the client goes */
} WireEnd;

/** WirePlan: what happens to each answer on its way; all zero but @cut_at and @repeat_at (-1): nothing. */
typedef struct
{
  guint    delay_us;    /* before the first byte */
  guint    drip_us;     /* after each byte */
  gssize   cut_at;      /* so many bytes of it come, head included; -1: all */
  WireEnd  end;         /* of what was cut */
  gssize   repeat_at;   /* this byte comes twice; -1: none */
  gboolean twice;       /* the answer comes twice, in one piece */
  gboolean replay;      /* the server is not asked: it is the answer that it gave last */
} WirePlan;

#define WIRE_PLAN_NONE { .cut_at = -1, .repeat_at = -1 }

/**
 * WireProxy:
 *
 * Stands on a free port of 127.0.0.1 between a client and a good server, in threads of its own, and does to the
 * server's answers what networks do.  The main context is woken whenever something has happened.
 */
typedef struct _WireProxy WireProxy;

/** wire_proxy_new: @upstream: "http://127.0.0.1:PORT". */
WireProxy  *wire_proxy_new           (const char     *upstream);
void        wire_proxy_free          (WireProxy      *self);
const char *wire_proxy_get_endpoint  (WireProxy      *self);

/** wire_proxy_plan: for every answer from now on.  What was counted is forgotten. */
void        wire_proxy_plan          (WireProxy      *self,
                                      const WirePlan *plan);
/** wire_proxy_n_requests: that begin with @method, since the plan. */
guint       wire_proxy_n_requests    (WireProxy      *self,
                                      const char     *method);
/** wire_proxy_answer_length: of the last whole answer that the server gave, head included. */
gsize       wire_proxy_answer_length (WireProxy      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WireProxy, wire_proxy_free)

G_END_DECLS
