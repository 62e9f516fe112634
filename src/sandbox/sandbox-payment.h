/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sandbox-record.h"

G_BEGIN_DECLS

/**
 * SandboxPayment:
 *
 * A payment as the platform holds it.  Times are milliseconds since 1970 by the platform's clock.
 */
typedef struct
{
  char   *id;                   /* (owned) 30 digits */
  char   *token;                /* (owned) the last part of the customer's phone page */
  char   *merchant_reference;   /* (nullable) (owned) */
  gint64  has_order_id;
  gint64  merchant_order_id;
  gint64  amount;               /* two implied decimals, as on the wire */
  char   *currency;             /* (owned) */
  char   *descriptor;           /* (nullable) (owned) */
  char   *integration_type;     /* (nullable) (owned) NULL when made on a hosted checkout's page */
  char   *checkout_id;          /* (nullable) (owned) */
  char   *wechat_id;            /* (owned) */
  char   *action;               /* (nullable) (owned) merchantAction as JSON text: a repeat shows the same */
  char   *status;               /* (owned) "REDIRECTED" … */
  char   *third_party_status;   /* (owned) "WAITING" … */
  gint64  is_scanned;
  gint64  is_cancellable;
  gint64  is_refundable;
  gint64  amount_refunded;      /* has gone back */
  gint64  refund_requested;     /* is on its way back */
  char   *error_code;           /* (nullable) (owned) why it was refused */
  gint64  creates;              /* create requests taken with its key: the first, and repeats */
  gint64  created;
  gint64  changed;              /* when the status last changed */
} SandboxPayment;

extern const SandboxTable sandbox_payment_table;

void            sandbox_payment_free              (SandboxPayment  *self);

/* (nullable) (transfer full) */
SandboxPayment *sandbox_payment_find              (SandboxStore    *store,
                                                   const char      *id);
SandboxPayment *sandbox_payment_find_by_token     (SandboxStore    *store,
                                                   const char      *token);
/** sandbox_payment_find_by_any: by id, else the last one with this merchantReference. */
SandboxPayment *sandbox_payment_find_by_any       (SandboxStore    *store,
                                                   const char      *id_or_reference);
void            sandbox_payment_save              (SandboxPayment  *self,
                                                   SandboxStore    *store);

/** sandbox_payment_is_paid: CAPTURED or PAID. */
gboolean        sandbox_payment_is_paid           (SandboxPayment  *self);
/** sandbox_payment_is_open: the customer can pay it (also after its two hours have passed). */
gboolean        sandbox_payment_is_open           (SandboxPayment  *self);
/** sandbox_payment_set_status: with what follows from it: flags, and when. */
void            sandbox_payment_set_status        (SandboxPayment  *self,
                                                   const char      *status,
                                                   gint64           now);

/* What the API says of it (transfer full). */
JsonObject     *sandbox_payment_to_json           (SandboxPayment  *self);
JsonObject     *sandbox_payment_creation_output   (SandboxPayment  *self);

/** sandbox_money_to_json: (return) (transfer full): an amountOfMoney. */
JsonObject     *sandbox_money_to_json             (gint64           amount,
                                                   const char      *currency);
/** sandbox_change_to_text: (return) (transfer full): a statusCodeChangeDateTime. */
char           *sandbox_change_to_text            (gint64           milliseconds);
/** sandbox_amount_to_text: (return) (transfer full): "12.50 USD", "500 JPY", for people. */
char           *sandbox_amount_to_text            (gint64           amount,
                                                   const char      *currency);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxPayment, sandbox_payment_free)

G_END_DECLS
