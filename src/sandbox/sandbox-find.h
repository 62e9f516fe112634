/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-call.h"

G_BEGIN_DECLS

/** SandboxFind: the query of GET /payments and GET /refunds (connect-api.md 7.3). */
typedef struct
{
  const char *reference;    /* (nullable) */
  const char *checkout_id;  /* (nullable) */
  gint64      order_id;     /* -1: any */
  gint64      offset;
  gint64      limit;
} SandboxFind;

/** sandbox_find_read: (return) (transfer full) (nullable): what is wrong with the query; %NULL: @query is filled. */
SandboxAnswer *sandbox_find_read     (SandboxCall       *call,
                                      SandboxFind       *query);
/** sandbox_find_describe: adds which part of how many the answer holds. */
void           sandbox_find_describe (const SandboxFind *query,
                                      JsonObject        *root,
                                      gint64             total);

G_END_DECLS
