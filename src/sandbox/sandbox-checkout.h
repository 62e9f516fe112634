/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sandbox-payment.h"

G_BEGIN_DECLS

#define SANDBOX_CHECKOUT_LIFE_MS ((gint64) 2 * 3600 * 1000)

/**
 * SandboxCheckout:
 *
 * A hosted checkout: a page on which an order can be paid, by one payment after the other.
 */
typedef struct
{
  char   *id;                    /* (owned) */
  char   *token;                 /* (owned) the last part of its page */
  char   *return_mac;            /* (owned) */
  char   *merchant_reference;    /* (owned) the merchant's, or one made here */
  gint64  has_order_id;
  gint64  merchant_order_id;
  gint64  amount;                /* two implied decimals */
  char   *currency;              /* (owned) */
  char   *descriptor;            /* (nullable) (owned) */
  char   *return_url;            /* (nullable) (owned) */
  gint64  return_cancel_state;
  char   *last_payment_id;       /* (nullable) (owned) what a question after it is answered with */
  gint64  is_cancelled;          /* by the customer */
  gint64  is_deleted;            /* by the merchant */
  gint64  created;               /* ms since 1970 */
} SandboxCheckout;

extern const SandboxTable sandbox_checkout_table;

void             sandbox_checkout_free          (SandboxCheckout  *self);

/* (nullable) (transfer full) */
SandboxCheckout *sandbox_checkout_find          (SandboxStore     *store,
                                                 const char       *id);
SandboxCheckout *sandbox_checkout_find_by_token (SandboxStore     *store,
                                                 const char       *token);
/** sandbox_checkout_find_by_any: by id, else the last one with this merchantReference. */
SandboxCheckout *sandbox_checkout_find_by_any   (SandboxStore     *store,
                                                 const char       *id_or_reference);
void             sandbox_checkout_save          (SandboxCheckout  *self,
                                                 SandboxStore     *store);

/** sandbox_checkout_is_over: it was deleted, or its two hours have passed: no payment can be begun. */
gboolean         sandbox_checkout_is_over       (SandboxCheckout  *self,
                                                 gint64            now);
/** sandbox_checkout_status_word: IN_PROGRESS, PAYMENT_CREATED or CANCELLED_BY_CONSUMER. */
const char      *sandbox_checkout_status_word   (SandboxCheckout  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxCheckout, sandbox_checkout_free)

G_END_DECLS
