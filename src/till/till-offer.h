/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-merchant-action.h"
#include "connect-request.h"
#include "till-code.h"

G_BEGIN_DECLS

/** TillOffer: what a customer can pay with, made ready to be shown. */
typedef struct
{
  ConnectMerchantAction *action;   /* (nullable) (owned) */
  char                  *url;      /* (nullable) (owned) a link or a page */
  TillCode              *code;     /* (nullable) (owned) */
} TillOffer;

/**
 * till_offer_from_action:
 * @action: (nullable): what the platform sent
 *
 * Returns: (nullable): %NULL when there is nothing in it that this type of payment could be paid with: no readable
 *   picture, no link that fits a code, no data for an app
 */
TillOffer *till_offer_from_action (ConnectMerchantAction   *action,
                                   ConnectIntegrationType   type);
/** till_offer_from_url: (nullable): of a hosted checkout. */
TillOffer *till_offer_from_url    (const char              *url);
/** till_offer_from_text: (nullable): from what till_offer_to_text() gave. */
TillOffer *till_offer_from_text   (const char              *text,
                                   ConnectIntegrationType   type);
/** till_offer_to_text: (return) (transfer full): for keeping. */
char      *till_offer_to_text     (TillOffer               *self);
void       till_offer_free        (TillOffer               *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillOffer, till_offer_free)

G_END_DECLS
