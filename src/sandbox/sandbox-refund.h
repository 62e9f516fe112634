/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-payment.h"

G_BEGIN_DECLS

/**
 * SandboxRefund:
 *
 * A refund as the platform holds it.  Times are milliseconds since 1970 by the platform's clock.
 */
typedef struct
{
  char   *id;                   /* (owned) 30 digits */
  char   *payment_id;           /* (owned) */
  char   *merchant_reference;   /* (nullable) (owned) the refund's own */
  gint64  amount;               /* two implied decimals, as on the wire */
  char   *currency;             /* (owned) */
  char   *reason;               /* (nullable) (owned) refundReason */
  char   *status;               /* (owned) "REFUND_REQUESTED" … */
  char   *error_code;           /* (nullable) (owned) why it was refused */
  gint64  requests;             /* taken with its key: the first, and repeats */
  gint64  created;
  gint64  changed;              /* when the status last changed */
} SandboxRefund;

extern const SandboxTable sandbox_refund_table;

void           sandbox_refund_free        (SandboxRefund   *self);

/* (nullable) (transfer full) */
SandboxRefund *sandbox_refund_find        (SandboxStore    *store,
                                           const char      *id);
/** sandbox_refund_find_by_any: by id, else the last one with this merchantReference. */
SandboxRefund *sandbox_refund_find_by_any (SandboxStore    *store,
                                           const char      *id_or_reference);
/** sandbox_refund_list: (return) (transfer full): (element-type SandboxRefund): of one payment, oldest first. */
GPtrArray     *sandbox_refund_list        (SandboxStore    *store,
                                           const char      *payment_id);
/** sandbox_refund_sum: what is on its way back (@done %FALSE) or has gone back. */
gint64         sandbox_refund_sum         (SandboxStore    *store,
                                           const char      *payment_id,
                                           gboolean         done);

/** sandbox_refund_set_status: saves it, and what follows for its payment: the sums, and REFUNDED when all has gone back. */
void           sandbox_refund_set_status  (SandboxRefund   *self,
                                           SandboxStore    *store,
                                           const char      *status,
                                           gint64           now);
void           sandbox_refund_save        (SandboxRefund   *self,
                                           SandboxStore    *store);
/** sandbox_refund_is_pending: it may still become anything. */
gboolean       sandbox_refund_is_pending  (SandboxRefund   *self);
/** sandbox_refund_to_json: (return) (transfer full): what the API says of it. */
JsonObject    *sandbox_refund_to_json     (SandboxRefund   *self,
                                           SandboxStore    *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxRefund, sandbox_refund_free)

G_END_DECLS
