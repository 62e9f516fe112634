/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-client.h"

G_BEGIN_DECLS

typedef struct _FaultProcess FaultProcess;

typedef enum
{
  FAULT_CREATE,             /* POST /payments */
  FAULT_THIRD_PARTY,
  FAULT_PAYMENT,            /* GET /payments/{id} */
  FAULT_FIND,
  FAULT_CANCEL,
  FAULT_CREATE_CHECKOUT,
  FAULT_CHECKOUT,
  FAULT_DELETE,             /* DELETE /hostedcheckouts/{id} */
  FAULT_N_OPERATIONS
} FaultOperation;

/** FaultRequest: what the platform sees. */
typedef struct
{
  FaultOperation  operation;
  char           *merchant;     /* (owned) in the path */
  char           *key;          /* (nullable) (owned) idempotence key */
  GBytes         *body;         /* (nullable) (owned) */
  char           *id;           /* (nullable) (owned) in the path: payment or checkout */
  char           *reference;    /* (nullable) (owned) looked for */
  char           *checkout;     /* (nullable) (owned) looked for */
  gint64          date;         /* the signed Date */
} FaultRequest;

/** FaultReply: what comes back, and when. */
typedef struct
{
  gboolean   left;              /* a byte of the request may have left */
  int        error;             /* ConnectError that the exchange ends with; -1: an answer came */
  guint      status;
  char      *body;              /* (nullable) (owned) */
  gboolean   is_html;
  gboolean   differs;           /* it speaks of another amount, currency, reference or id */
  gint64     date;              /* CONNECT_DATE_UNKNOWN: none */
  gint64     first_request;     /* -1: no repeat */
  guint      retry_after;       /* 0: none */
  gint64     delay;             /* ms; below the client's limit for an answer, else it ends at the limit */
} FaultReply;

/** fault_wire_attach: requests of @session are @process's; they go to the platform of its world. */
void fault_wire_attach   (SoupSession  *session,
                          FaultProcess *process);

G_END_DECLS
