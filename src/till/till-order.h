/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-request.h"
#include "till-money.h"

G_BEGIN_DECLS

#define TILL_REFERENCE_MAX    30    /* characters */
#define TILL_DESCRIPTION_MAX  100   /* characters */

#define TILL_TYPE_ORDER (till_order_get_type ())

/** TillOrder: what is to be paid, and how the customer is to meet it. Validated when made, immutable. */
G_DECLARE_FINAL_TYPE (TillOrder, till_order, TILL, ORDER, GObject)

/** TillOrderFields: what an order is made of; borrowed strings. */
typedef struct
{
  TillMoney               money;
  ConnectIntegrationType  type;
  const char             *reference;     /* (nullable) 1 to 30 characters, no control characters; NULL or "": the till makes one */
  const char             *description;   /* (nullable) at most 100 characters, stays with us */
  const char             *country;       /* ISO 3166-1 alpha-2 */
  const char             *locale;        /* (nullable) */
  const char             *descriptor;    /* (nullable) at most 32 characters */
  const char             *customer_ip;   /* (nullable) a literal address; required but for hosted checkout */
  const char             *open_id;       /* (nullable) javaScriptAPI and miniProgram need one, the others refuse it */
  const char             *return_url;    /* (nullable) */
  gboolean                no_card;       /* a person said that what looks like a card number here is none */
} TillOrderFields;

/**
 * till_order_new:
 * @error: %TILL_ERROR: which field is wrong; the message (English) says how
 */
TillOrder  *till_order_new              (const TillOrderFields  *fields,
                                         GError                **error);

/** till_order_get_fields: (return) (transfer none): the strings belong to @self; reference is NULL when the till is to make one. */
const TillOrderFields *
            till_order_get_fields       (TillOrder              *self);

/** till_order_check_reference: (error) TILL_ERROR_INVALID_REFERENCE: the same rule, for fields while one types. */
gboolean    till_order_check_reference  (const char             *text,
                                         GError                **error);

/**
 * till_reference_to_wire:
 * @suffix: 7 characters of 0-9A-Z
 *
 * Each character outside A-Za-z0-9._- becomes "-", of that the first 22, "-", @suffix (design.md).
 *
 * Returns: (transfer full): a merchantReference of at most 30 characters
 */
char       *till_reference_to_wire      (const char             *reference,
                                         const char             *suffix);

G_END_DECLS
