/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  CONNECT_ACTION_SHOW_FORM,          /* showData: QRCODE, URLINTENT, WECHAT_PAYMENTID, … */
  CONNECT_ACTION_CALL_THIRD_PARTY,   /* thirdPartyData.paymentProduct863 */
  CONNECT_ACTION_OTHER,              /* a word that we do not know: reported, not fatal */
} ConnectActionType;

/* Keys of the action by their names on the wire (connect-api.md 6.1). */
#define CONNECT_ACTION_QRCODE             "QRCODE"
#define CONNECT_ACTION_URLINTENT          "URLINTENT"
#define CONNECT_ACTION_WECHAT_PAYMENTID   "WECHAT_PAYMENTID"
#define CONNECT_ACTION_WECHAT_SIGNATURE   "WECHAT_SIGNATURE"
#define CONNECT_ACTION_SIGNATURE_NONCE    "SIGNATURE_NONCE"
#define CONNECT_ACTION_PREPAY_ID          "prepayId"

#define CONNECT_TYPE_MERCHANT_ACTION (connect_merchant_action_get_type ())

/**
 * ConnectMerchantAction:
 *
 * What the platform wants shown to, or handed to, the customer: an ordered list of key and value in either
 * shape of the wire, unknown keys kept.  Immutable.
 */
G_DECLARE_FINAL_TYPE (ConnectMerchantAction, connect_merchant_action, CONNECT, MERCHANT_ACTION, GObject)

/**
 * connect_merchant_action_from_json:
 * @object: "merchantAction"
 *
 * Values: strings of at most 64 KiB; numbers are taken as text; others are passed over.
 */
ConnectMerchantAction *connect_merchant_action_from_json        (JsonObject             *object);

/**
 * connect_merchant_action_to_text:
 *
 * Returns: (transfer full): a JSON object that connect_merchant_action_from_text() reads back, for keeping
 */
char                  *connect_merchant_action_to_text          (ConnectMerchantAction  *self);
ConnectMerchantAction *connect_merchant_action_from_text        (const char             *text,
                                                                 GError                **error);

ConnectActionType      connect_merchant_action_get_action_type  (ConnectMerchantAction  *self);
/** connect_merchant_action_get_type_word: (return) the actionType as it came, at most 64 characters. */
const char            *connect_merchant_action_get_type_word    (ConnectMerchantAction  *self);
/** connect_merchant_action_get: (return) (nullable): the value of @key. */
const char            *connect_merchant_action_get              (ConnectMerchantAction  *self,
                                                                 const char             *key);
guint                  connect_merchant_action_get_n_pairs      (ConnectMerchantAction  *self);
void                   connect_merchant_action_get_pair         (ConnectMerchantAction  *self,
                                                                 guint                   index,
                                                                 const char            **key,
                                                                 const char            **value);

/** connect_merchant_action_get_wechat_payment_id: (return) (nullable): WECHAT_PAYMENTID or prepayId. */
const char            *connect_merchant_action_get_wechat_payment_id (ConnectMerchantAction *self);

/**
 * connect_merchant_action_get_picture:
 * @error: %CONNECT_ERROR_BAD_ANSWER: strict Base64 of at most 64 KiB; a data: prefix and white space are passed over
 *
 * Returns: (transfer full): the decoded bytes of QRCODE, not yet believed to be a picture; %NULL with @error set
 */
GBytes                *connect_merchant_action_get_picture      (ConnectMerchantAction  *self,
                                                                 GError                **error);

G_END_DECLS
