/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "connect-currency.h"

G_BEGIN_DECLS

/**
 * ConnectPayment:
 *
 * A payment as the platform tells it (connect-api.md 7.1): an immutable value.  Every member but id may be
 * absent.  Words are kept as they came, cut at 64 characters; nothing here decides what they mean.
 */
typedef struct _ConnectPayment ConnectPayment;

struct _ConnectPayment
{
  char      *id;                   /* (owned) 1 to 64 of 0-9A-Za-z_- : safe in a path; never a number */
  char      *status;               /* (nullable) (owned) "CAPTURED" … */
  char      *status_category;      /* (nullable) (owned) */
  int        status_code;          /* 0: absent */
  char      *status_changed;       /* (nullable) (owned) 14 digits without a zone: for ordering only */
  gboolean   is_cancellable;
  gboolean   is_refundable;
  gboolean   is_retriable;
  char       currency[4];          /* as it came; "" when absent, CONNECT_CURRENCY_ODD when it is no code */
  gint64     amount;               /* minor units, CONNECT_AMOUNT_ABSENT or CONNECT_AMOUNT_ODD; so are all below */
  gint64     amount_paid;
  gint64     amount_captured;
  gint64     amount_refunded;
  char      *merchant_reference;   /* (nullable) (owned) */
  char      *hosted_checkout_id;   /* (nullable) (owned) */
  char      *error_code;           /* (nullable) (owned) first of statusOutput.errors */
  char      *error_message;        /* (nullable) (owned) */

  /*< private >*/
  gatomicrefcount ref_count;
};

/**
 * connect_payment_from_json:
 * @object: the payment itself, not its wrapper
 * @error: %CONNECT_ERROR_BAD_ANSWER: no id, or one that is not safe
 */
ConnectPayment *connect_payment_from_json (JsonObject      *object,
                                           GError         **error);
ConnectPayment *connect_payment_ref       (ConnectPayment  *self);
void            connect_payment_unref     (ConnectPayment  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConnectPayment, connect_payment_unref)

G_END_DECLS
