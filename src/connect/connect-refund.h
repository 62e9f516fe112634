/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "connect-currency.h"

G_BEGIN_DECLS

/**
 * ConnectRefund:
 *
 * A refund as the platform tells it (connect-api.md 7.5): an immutable value.  Every member but id may be
 * absent.  Words are kept as they came, cut at 64 characters; nothing here decides what they mean.
 */
typedef struct _ConnectRefund ConnectRefund;

struct _ConnectRefund
{
  char      *id;                   /* (owned) path-safe; never a number */
  char      *status;               /* (nullable) (owned) "REFUND_REQUESTED" … */
  char      *status_category;      /* (nullable) (owned) */
  int        status_code;          /* 0: absent */
  gboolean   is_cancellable;
  char       currency[4];          /* as it came; "" when absent, CONNECT_CURRENCY_ODD when it is no code */
  gint64     amount;               /* minor units, CONNECT_AMOUNT_ABSENT or CONNECT_AMOUNT_ODD */
  char      *merchant_reference;   /* (nullable) (owned) the refund's own */
  char      *error_code;           /* (nullable) (owned) first of statusOutput.errors */
  char      *error_message;        /* (nullable) (owned) */

  /*< private >*/
  gatomicrefcount ref_count;
};

/**
 * connect_refund_from_json:
 * @object: the refund itself, not its wrapper
 * @error: %CONNECT_ERROR_BAD_ANSWER: no id, or one that is not safe
 */
ConnectRefund *connect_refund_from_json (JsonObject     *object,
                                         GError        **error);
ConnectRefund *connect_refund_ref       (ConnectRefund  *self);
void           connect_refund_unref     (ConnectRefund  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConnectRefund, connect_refund_unref)

G_END_DECLS
