/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-register.h"
#include "till-settings.h"

G_BEGIN_DECLS

/** TillChargingFields: what the person at the till decided; the rest of an order comes from the settings. Borrowed. */
typedef struct
{
  TillMoney    money;
  const char  *reference;     /* (nullable) NULL or "": the till makes one */
  const char  *description;   /* (nullable) */
  const char  *request_id;    /* (nullable) the same for every press of one sale's button */
  const char  *same_order;    /* (nullable) id of the payment that this is another try at */
  gboolean     again;         /* on purpose, in spite of an open or paid one */
  gboolean     no_card;       /* what looks like a card number is none */
} TillChargingFields;

/**
 * till_charging_async:
 *
 * Charges for a code on this screen: makes the order from @fields and the settings, finds the address that is
 * told as the customer's where none is set, and hands it to the register.
 *
 * Errors: %TILL_ERROR, as till_register_charge_async() and till_order_new().  Nothing was sent.
 */
void         till_charging_async  (TillRegister              *reg,
                                   TillSettings              *settings,
                                   const TillChargingFields  *fields,
                                   GAsyncReadyCallback        callback,
                                   gpointer                   user_data);
TillPayment *till_charging_finish (GAsyncResult              *result,
                                   TillIntentOutcome         *outcome,
                                   GError                   **error);

G_END_DECLS
