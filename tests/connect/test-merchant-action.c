/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-error.h"
#include "connect-json.h"
#include "connect-merchant-action.h"

#define MAX_VALUE (64 * 1024)

static ConnectMerchantAction *
action_from (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = connect_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);

  return connect_merchant_action_from_json (object);
}

static const struct
{
  const char        *json;
  ConnectActionType  type;
  const char        *word;
  const char        *pairs;   /* key=value, in order */
  const char        *wechat_payment_id;
} shapes[] = {
  { "{\"actionType\":\"SHOW_FORM\",\"formFields\":[],\"showData\":["
    "{\"key\":\"QRCODE\",\"value\":\"aGk=\"},{\"key\":\"WECHAT_PAYMENTID\",\"value\":\"wx1\"}]}",
    CONNECT_ACTION_SHOW_FORM, "SHOW_FORM", "QRCODE=aGk=;WECHAT_PAYMENTID=wx1;", "wx1" },
  { "{\"showData\":[{\"value\":\"wx1\",\"key\":\"WECHAT_PAYMENTID\"},{\"key\":\"SOMETHING_NEW\",\"value\":\"n\"},"
    "{\"key\":\"URLINTENT\",\"value\":\"weixin://x\"}],\"actionType\":\"SHOW_FORM\"}",
    CONNECT_ACTION_SHOW_FORM, "SHOW_FORM", "WECHAT_PAYMENTID=wx1;SOMETHING_NEW=n;URLINTENT=weixin://x;", "wx1" },
  { "{\"actionType\":\"CALL_THIRD_PARTY\",\"thirdPartyData\":{\"paymentProduct863\":{\"appId\":\"wx0\","
    "\"prepayId\":\"p1\",\"timeStamp\":1795420800,\"fraction\":2.5,\"nothing\":null,\"yes\":true,\"deep\":{}}}}",
    CONNECT_ACTION_CALL_THIRD_PARTY, "CALL_THIRD_PARTY", "appId=wx0;prepayId=p1;timeStamp=1795420800;fraction=2.5;", "p1" },
  { "{\"actionType\":\"SHOW_FORM\",\"showData\":[{\"key\":\"WECHAT_SIGNATURE\",\"value\":\"s\"},"
    "{\"key\":\"SIGNATURE_NONCE\",\"value\":\"n\"},{\"key\":\"WECHAT_PAYMENTID\",\"value\":\"wx2\"}]}",
    CONNECT_ACTION_SHOW_FORM, "SHOW_FORM", "WECHAT_SIGNATURE=s;SIGNATURE_NONCE=n;WECHAT_PAYMENTID=wx2;", "wx2" },
  { "{\"actionType\":\"CALL_THIRD_PARTY\",\"showData\":[{\"key\":\"WECHAT_PAYMENTID\",\"value\":\"wx3\"}],"
    "\"thirdPartyData\":{\"paymentProduct863\":{\"prepayId\":\"p3\"}}}",
    CONNECT_ACTION_CALL_THIRD_PARTY, "CALL_THIRD_PARTY", "WECHAT_PAYMENTID=wx3;prepayId=p3;", "wx3" },
  { "{\"actionType\":\"REDIRECT\",\"redirectData\":{\"redirectURL\":\"https://x\"}}",
    CONNECT_ACTION_OTHER, "REDIRECT", "", NULL },
  { "{\"actionType\":\"show_form\",\"showData\":[]}", CONNECT_ACTION_OTHER, "show_form", "", NULL },
  { "{}", CONNECT_ACTION_OTHER, "", "", NULL },
  { "{\"actionType\":7,\"showData\":{\"QRCODE\":\"x\"},\"thirdPartyData\":[]}", CONNECT_ACTION_OTHER, "", "", NULL },
  { "{\"actionType\":\"SHOW_FORM\",\"showData\":[1,null,\"x\",{},{\"key\":\"A\"},{\"value\":\"b\"},"
    "{\"key\":1,\"value\":\"b\"},{\"key\":\"B\",\"value\":null},{\"key\":\"C\",\"value\":[]},{\"key\":\"\",\"value\":\"x\"},"
    "{\"key\":\"D\",\"value\":\"a\\u0007b\"},{\"key\":\"E\",\"value\":\"\"},{\"key\":\"F\",\"value\":12}]}",
    CONNECT_ACTION_SHOW_FORM, "SHOW_FORM", "E=;F=12;", NULL },
  { "{\"actionType\":\"SHOW_FORM\",\"showData\":[{\"key\":\"A\",\"value\":\"1\"},{\"key\":\"A\",\"value\":\"2\"}]}",
    CONNECT_ACTION_SHOW_FORM, "SHOW_FORM", "A=1;A=2;", NULL },
};

static char *
dump (ConnectMerchantAction *action)
{
  GString *text = g_string_new (NULL);
  const char *key;
  const char *value;

  for (guint i = 0; i < connect_merchant_action_get_n_pairs (action); i++)
    {
      connect_merchant_action_get_pair (action, i, &key, &value);
      g_string_append_printf (text, "%s=%s;", key, value);
    }

  return g_string_free (text, FALSE);
}

static void
test_shapes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr(ConnectMerchantAction) action = action_from (shapes[i].json);
      g_autofree char *kept = connect_merchant_action_to_text (action);
      g_autoptr(GError) error = NULL;
      g_autoptr(ConnectMerchantAction) again = connect_merchant_action_from_text (kept, &error);
      g_autofree char *pairs = dump (action);
      g_autofree char *pairs_again = NULL;

      g_test_message ("%s", shapes[i].json);
      g_assert_cmpint (connect_merchant_action_get_action_type (action), ==, shapes[i].type);
      g_assert_cmpstr (connect_merchant_action_get_type_word (action), ==, shapes[i].word);
      g_assert_cmpstr (pairs, ==, shapes[i].pairs);
      g_assert_cmpstr (connect_merchant_action_get_wechat_payment_id (action), ==, shapes[i].wechat_payment_id);

      g_assert_no_error (error);
      pairs_again = dump (again);
      g_assert_cmpint (connect_merchant_action_get_action_type (again), ==, shapes[i].type);
      g_assert_cmpstr (connect_merchant_action_get_type_word (again), ==, shapes[i].word);
      g_assert_cmpstr (pairs_again, ==, shapes[i].pairs);
      g_assert_finalize_object (g_steal_pointer (&again));
    }
}

static void
test_get (void)
{
  g_autoptr(ConnectMerchantAction) action = action_from (shapes[10].json);

  g_assert_cmpstr (connect_merchant_action_get (action, "A"), ==, "1");
  g_assert_null (connect_merchant_action_get (action, "a"));
  g_assert_null (connect_merchant_action_get (action, CONNECT_ACTION_QRCODE));
}

static void
test_bad_text (void)
{
  static const char * const bad[] = { "", "x", "[]", "{\"actionType\":}", "{}{}" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (connect_merchant_action_from_text (bad[i], &error));
      g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
    }
}

static ConnectMerchantAction *
action_with (const char *key,
             const char *value)
{
  g_autoptr(JsonObject) object = json_object_new ();
  JsonArray *data = json_array_new ();
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "key", key);
  json_object_set_string_member (entry, "value", value);
  json_array_add_object_element (data, entry);
  json_object_set_string_member (object, "actionType", "SHOW_FORM");
  json_object_set_array_member (object, "showData", data);

  return connect_merchant_action_from_json (object);
}

static void
test_bounds (void)
{
  g_autofree char *value = g_strnfill (MAX_VALUE + 1, 'A');
  g_autoptr(ConnectMerchantAction) over = action_with ("K", value);
  g_autoptr(ConnectMerchantAction) at = NULL;
  g_autoptr(ConnectMerchantAction) long_key = action_with ("12345678901234567890123456789012345678901234567890123456789012345", "v");
  g_autoptr(ConnectMerchantAction) key = action_with ("1234567890123456789012345678901234567890123456789012345678901234", "v");

  value[MAX_VALUE] = '\0';
  at = action_with ("K", value);
  g_assert_cmpuint (connect_merchant_action_get_n_pairs (over), ==, 0);
  g_assert_cmpstr (connect_merchant_action_get (at, "K"), ==, value);
  g_assert_cmpuint (connect_merchant_action_get_n_pairs (long_key), ==, 0);
  g_assert_cmpuint (connect_merchant_action_get_n_pairs (key), ==, 1);
}

/* The largest action that is taken is still read back. */
static void
test_largest (void)
{
  g_autoptr(JsonObject) object = json_object_new ();
  JsonObject *data = json_object_new ();
  JsonObject *third_party = json_object_new ();
  g_autofree char *value = g_strnfill (4000, '\n');
  g_autoptr(ConnectMerchantAction) action = NULL;
  g_autoptr(ConnectMerchantAction) again = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *key = g_strdup_printf ("key-%u", i);

      json_object_set_string_member (third_party, key, value);
    }
  json_object_set_object_member (data, "paymentProduct863", third_party);
  json_object_set_object_member (object, "thirdPartyData", data);
  action = connect_merchant_action_from_json (object);
  g_assert_cmpuint (connect_merchant_action_get_n_pairs (action), <=, 64);
  g_assert_cmpuint (connect_merchant_action_get_n_pairs (action), >, 20);

  text = connect_merchant_action_to_text (action);
  again = connect_merchant_action_from_text (text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (connect_merchant_action_get_n_pairs (again), ==, connect_merchant_action_get_n_pairs (action));
}

static const struct
{
  const char *qrcode;
  const char *bytes;   /* NULL: refused */
} pictures[] = {
  { "aGVsbG8=", "hello" },
  { "aGVsbG8h", "hello!" },
  { "aGVsbA==", "hell" },
  { "data:image/png;base64,aGVsbG8=", "hello" },
  { " aGVs\r\n bG8=\n", "hello" },
  { "", NULL },
  { " ", NULL },
  { "====", NULL },
  { "aGVsbG8", NULL },
  { "aGVsb", NULL },
  { "aGVsbG8=x", NULL },
  { "aGVs=bG8", NULL },
  { "aGV=====", NULL },
  { "a===", NULL },
  { "aGVs_bG8", NULL },
  { "aGVs-bG8", NULL },
  { "aGVs\xc3\xa9G8=", NULL },
  { "data:image/png;base64aGVsbG8=", NULL },
  { "https://x/y.png", NULL },
  { "<svg/>", NULL },
};

static void
test_picture (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autoptr(ConnectMerchantAction) action = action_with (CONNECT_ACTION_QRCODE, pictures[i].qrcode);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = connect_merchant_action_get_picture (action, &error);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      if (pictures[i].bytes == NULL)
        {
          g_assert_null (bytes);
          g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                       pictures[i].bytes, strlen (pictures[i].bytes));
    }
}

static void
test_no_picture (void)
{
  g_autoptr(ConnectMerchantAction) action = action_from (shapes[7].json);
  g_autoptr(GError) error = NULL;

  g_assert_null (connect_merchant_action_get_picture (action, &error));
  g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connect/merchant-action/shapes", test_shapes);
  g_test_add_func ("/connect/merchant-action/get", test_get);
  g_test_add_func ("/connect/merchant-action/bad-text", test_bad_text);
  g_test_add_func ("/connect/merchant-action/bounds", test_bounds);
  g_test_add_func ("/connect/merchant-action/largest", test_largest);
  g_test_add_func ("/connect/merchant-action/picture", test_picture);
  g_test_add_func ("/connect/merchant-action/no-picture", test_no_picture);

  return g_test_run ();
}
