/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-action.h"
#include "sandbox-answer.h"
#include "sandbox-qr.h"
#include "sandbox-random.h"

/* Of connect-api.md 6.1. */
#define DESKTOP_QR_CODE "desktopQRCode"
#define URL_INTENT      "urlIntent"
#define NATIVE_IN_APP   "nativeInApp"
#define JAVASCRIPT_API  "javaScriptAPI"
#define MINI_PROGRAM    "miniProgram"

const char * const sandbox_integration_types[] = {
  DESKTOP_QR_CODE, URL_INTENT, NATIVE_IN_APP, JAVASCRIPT_API, MINI_PROGRAM, NULL
};

static void
add_pair (JsonArray  *show_data,
          const char *key,
          const char *value)
{
  JsonObject *pair = json_object_new ();

  json_object_set_string_member (pair, "key", key);
  json_object_set_string_member (pair, "value", value);
  json_array_add_object_element (show_data, pair);
}

static gboolean
add_code (JsonArray   *show_data,
          const char  *text,
          GError     **error)
{
  g_autoptr(GBytes) png = sandbox_qr_encode (text, error);
  g_autofree char *base64 = NULL;

  if (png == NULL)
    return FALSE;

  base64 = g_base64_encode (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  add_pair (show_data, "QRCODE", base64);

  return TRUE;
}

static JsonObject *
make_form (SandboxPayment  *payment,
           const char      *phone_url,
           GError         **error)
{
  g_autoptr(JsonObject) action = json_object_new ();
  JsonArray *show_data = json_array_new ();

  json_object_set_string_member (action, "actionType", "SHOW_FORM");
  json_object_set_array_member (action, "formFields", json_array_new ());
  json_object_set_array_member (action, "showData", show_data);

  if (g_str_equal (payment->integration_type, DESKTOP_QR_CODE))
    {
      if (!add_code (show_data, phone_url, error))
        return NULL;
    }
  else if (g_str_equal (payment->integration_type, URL_INTENT))
    add_pair (show_data, "URLINTENT", phone_url);
  else
    {
      g_autofree char *signature = sandbox_random_text (32, SANDBOX_HEX);
      g_autofree char *nonce = sandbox_random_text (32, SANDBOX_ALNUM);

      add_pair (show_data, "WECHAT_SIGNATURE", signature);
      add_pair (show_data, "SIGNATURE_NONCE", nonce);
    }
  add_pair (show_data, "WECHAT_PAYMENTID", payment->wechat_id);

  return g_steal_pointer (&action);
}

static JsonObject *
make_third_party (SandboxPayment *payment,
                  gint64          now)
{
  JsonObject *action = json_object_new ();
  JsonObject *data = json_object_new ();
  JsonObject *product = json_object_new ();
  g_autofree char *app_id = sandbox_random_text (16, SANDBOX_HEX);
  g_autofree char *full_app_id = g_strconcat ("wx", app_id, NULL);
  g_autofree char *nonce = sandbox_random_text (32, SANDBOX_ALNUM);
  g_autofree char *package = g_strconcat ("prepay_id=", payment->wechat_id, NULL);
  g_autofree char *sign = sandbox_random_text (32, SANDBOX_HEX);
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, now / 1000);

  json_object_set_string_member (product, "appId", full_app_id);
  json_object_set_string_member (product, "nonceStr", nonce);
  json_object_set_string_member (product, "packageSign", package);
  json_object_set_string_member (product, "paySign", sign);
  json_object_set_string_member (product, "prepayId", payment->wechat_id);
  json_object_set_string_member (product, "signType", "MD5");
  json_object_set_string_member (product, "timeStamp", time);
  json_object_set_object_member (data, "paymentProduct863", product);
  json_object_set_string_member (action, "actionType", "CALL_THIRD_PARTY");
  json_object_set_object_member (action, "thirdPartyData", data);

  return action;
}

gboolean
sandbox_action_has_type (const char *integration_type)
{
  return g_strv_contains (sandbox_integration_types, integration_type);
}

gboolean
sandbox_action_needs_open_id (const char *integration_type)
{
  return g_str_equal (integration_type, JAVASCRIPT_API) || g_str_equal (integration_type, MINI_PROGRAM);
}

char *
sandbox_action_make (SandboxPayment  *payment,
                     const char      *phone_url,
                     gboolean         third_party_form,
                     gint64           now,
                     GError         **error)
{
  g_autoptr(JsonObject) action = NULL;

  if (sandbox_action_needs_open_id (payment->integration_type) ||
      (third_party_form && g_str_equal (payment->integration_type, NATIVE_IN_APP)))
    action = make_third_party (payment, now);
  else
    action = make_form (payment, phone_url, error);

  return action != NULL ? sandbox_json_to_text (action) : NULL;
}
