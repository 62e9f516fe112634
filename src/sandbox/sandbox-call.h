/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sandbox-answer.h"
#include "sandbox-server.h"

G_BEGIN_DECLS

typedef struct _SandboxCall SandboxCall;
typedef struct _SandboxWire SandboxWire;

/** SandboxHandler: (return) (transfer full): runs inside a transaction, which is undone when it cannot be kept. */
typedef SandboxAnswer *(*SandboxHandler) (SandboxCall *call);

/**
 * SandboxRoute:
 *
 * What is served where.  @pattern: segments; "*" takes any and becomes an argument.
 */
typedef struct
{
  const char     *method;
  const char     *pattern;
  const char     *word;      /* (nullable) the operation of the API, as scripts name it; %NULL: no part of the API */
  SandboxHandler  handler;
} SandboxRoute;

/** How an answer goes out; all zero but @stop_at (-1) for an answer that simply does. */
typedef struct
{
  guint    late;       /* ms to wait before the first byte */
  guint    pace;       /* ms between bytes; 0: all at once */
  gint64   filler;     /* bytes of white space before the body */
  gboolean silent;     /* not one byte */
  gint64   stop_at;    /* bytes of the body after which nothing more comes; -1: all of it */
  gboolean reset;      /* ends with a reset instead of a close */
  gboolean hang;       /* does not end until the client goes */
  gboolean no_date;    /* without a Date */
} SandboxDelivery;

/**
 * SandboxCall:
 *
 * One request and its answer.
 */
struct _SandboxCall
{
  SandboxServer       *server;     /* outlives it */
  SoupServerMessage   *message;    /* (owned) */
  const SandboxRoute  *route;      /* (nullable) */
  char               **args;       /* (owned) what the pattern's stars stand for, decoded */
  char                *target;     /* (owned) path and query as they came */
  GHashTable          *query;      /* (owned) decoded */
  JsonObject          *body;       /* (nullable) (owned) */
  gint64               now;        /* platform's clock, ms since 1970, when the handler runs */
  SandboxLogEntry     *entry;      /* (owned) */
  GSource             *timer;      /* (nullable) (owned) */

  /* what faults ask for */
  GPtrArray           *faults;     /* (nullable) (owned) (element-type SandboxFault) */
  guint                held;             /* ms to wait before anything is done */
  gboolean             unexecuted;       /* nothing is done */
  const char          *decline_code;     /* (nullable) the customer's side refuses at once */
  gboolean             third_party_form; /* nativeInApp in its other form */
  gint64               date_shift;       /* seconds that the answer's Date is wrong by */

  SandboxAnswer       *answer;     /* (nullable) (owned) */
  SandboxDelivery      delivery;
  SandboxWire         *wire;       /* (nullable) (owned) when the answer goes out by hand */
};

/** sandbox_call_new: reads the request; its body only when it is JSON within bounds. */
SandboxCall *sandbox_call_new        (SandboxServer      *server,
                                      SoupServerMessage  *message);
void         sandbox_call_free       (SandboxCall        *self);

/** sandbox_call_header: (return) (nullable): a header of the request. */
const char  *sandbox_call_header     (SandboxCall        *self,
                                      const char         *name);
const char  *sandbox_call_query      (SandboxCall        *self,
                                      const char         *name);
/** sandbox_call_wait: calls @callback once in @ms milliseconds, unless the call is freed before. */
void         sandbox_call_wait       (SandboxCall        *self,
                                      guint               ms,
                                      GSourceFunc         callback);
/** sandbox_call_note_payment: for the log. Both may be %NULL. */
void         sandbox_call_note_payment (SandboxCall      *self,
                                        const char       *id,
                                        const char       *merchant_reference);

G_END_DECLS
