/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "connect-json.h"
#include "till-error.h"
#include "till-json.h"

#define NINE_O_CLOCK (G_GINT64_CONSTANT (1795420800) * G_USEC_PER_SEC)   /* 2026-11-23 08:00 UTC */

/* Written out, so that no table of zones need be installed. */
#define BERLIN   "CET-1CEST,M3.5.0,M10.5.0/3"
#define NEW_YORK "EST5EDT,M3.2.0,M11.1.0"
#define KOLKATA  "IST-5:30"
#define ST_JOHNS "NST3:30NDT,M3.2.0,M11.1.0"

static TillRecord
bare_record (GPtrArray *refunds)
{
  TillRecord record = { 0 };

  record.id = (char *) "4f1c";
  record.order = (char *) "77aa";
  record.type = CONNECT_INTEGRATION_DESKTOP_QR_CODE;
  record.money = (TillMoney) { 1250, "EUR" };
  record.reference = (char *) "A-1001";
  record.merchant_reference = (char *) "A-1001-7KQ2M9X";
  record.description = (char *) "";
  record.refunds = refunds;
  record.created = NINE_O_CLOCK;
  record.updated = NINE_O_CLOCK + 90 * G_USEC_PER_SEC + 999999;
  record.platform_amount = -1;

  return record;
}

static void
set_zone (const char *zone)
{
  g_setenv ("TZ", zone, TRUE);
}

static void
test_bare (void)
{
  g_autoptr(GPtrArray) refunds = g_ptr_array_new ();
  TillRecord record = bare_record (refunds);
  g_autofree char *text = NULL;

  set_zone (BERLIN);
  text = till_json_from_record (&record, NULL, NULL);
  g_assert_cmpstr (text, ==,
                   "{\"id\":\"4f1c\",\"order\":\"77aa\",\"state\":\"requested\",\"amount\":1250,\"currency\":\"EUR\","
                   "\"reference\":\"A-1001\",\"merchantReference\":\"A-1001-7KQ2M9X\",\"type\":\"desktopQRCode\","
                   "\"shown\":false,\"abandoned\":false,\"late\":false,\"reversed\":false,\"attention\":[],"
                   "\"refunds\":[],\"created\":\"2026-11-23T09:00:00+01:00\","
                   "\"updated\":\"2026-11-23T09:01:30+01:00\"}");
}

static void
test_full (void)
{
  static TillRefund refund = { (char *) "r1", (char *) "A-1001-R000001", (char *) "requested", 500 };
  static TillRefund other = { (char *) "r2", (char *) "A-1001-R000002", (char *) "unknown", 250 };
  static const char shown[] =
    "{\"actionType\":\"SHOW_FORM\",\"showData\":[{\"key\":\"URLINTENT\",\"value\":\"weixin://pay?a=1&b=<2>\"},"
    "{\"key\":\"NEW_KEY\",\"value\":\"x\"}]}";
  g_autoptr(GPtrArray) refunds = g_ptr_array_new ();
  g_autoptr(ConnectMerchantAction) action = NULL;
  g_autoptr(JsonObject) object = NULL;
  TillRecord record = bare_record (refunds);
  g_autofree char *text = NULL;

  g_ptr_array_add (refunds, &refund);
  g_ptr_array_add (refunds, &other);
  object = connect_json_parse (shown, strlen (shown), NULL);
  g_assert_nonnull (object);
  action = connect_merchant_action_from_json (object);

  record.state = TILL_PAYMENT_CONFIRMING;
  record.description = (char *) "Two \"coffees\"\n";
  record.payment_id = (char *) "000000123410000595980000100001";
  record.wechat_id = (char *) "wx23";
  record.status = (char *) "REDIRECTED";
  record.status_code = 50;
  record.shown = record.abandoned = record.late = record.reversed = TRUE;
  record.attention = TILL_ATTENTION_PAID_LATE | TILL_ATTENTION_AMOUNT_DIFFERS;
  record.settled = (char *) "paid in cash";
  record.error = (char *) "declined";
  record.error_message = (char *) "Not authorised 桌";
  record.platform_code = (char *) "430330";
  record.error_id = (char *) "e-1";

  set_zone (NEW_YORK);
  text = till_json_from_record (&record, action, "https://pay.example.com/1");
  g_assert_cmpstr (text, ==,
                   "{\"id\":\"4f1c\",\"order\":\"77aa\",\"state\":\"confirming\",\"amount\":1250,\"currency\":\"EUR\","
                   "\"reference\":\"A-1001\",\"merchantReference\":\"A-1001-7KQ2M9X\","
                   "\"description\":\"Two \\\"coffees\\\"\\n\",\"type\":\"desktopQRCode\","
                   "\"paymentId\":\"000000123410000595980000100001\",\"wechatPaymentId\":\"wx23\","
                   "\"status\":\"REDIRECTED\",\"statusCode\":50,"
                   "\"shown\":true,\"abandoned\":true,\"late\":true,\"reversed\":true,"
                   "\"attention\":[\"amount-differs\",\"paid-late\"],\"settled\":\"paid in cash\","
                   "\"refunds\":[{\"id\":\"r1\",\"amount\":500,\"state\":\"requested\","
                   "\"reference\":\"A-1001-R000001\"},{\"id\":\"r2\",\"amount\":250,\"state\":\"unknown\","
                   "\"reference\":\"A-1001-R000002\"}],"
                   "\"created\":\"2026-11-23T03:00:00-05:00\",\"updated\":\"2026-11-23T03:01:30-05:00\","
                   "\"action\":{\"URLINTENT\":\"weixin://pay?a=1&b=<2>\",\"NEW_KEY\":\"x\"},"
                   "\"url\":\"https://pay.example.com/1\","
                   "\"error\":{\"code\":\"declined\",\"message\":\"Not authorised 桌\",\"platformCode\":\"430330\","
                   "\"errorId\":\"e-1\"}}");
}

/* Whatever people and platforms write, it is one line that reads back as it was. */
static void
test_reads_back (void)
{
  static const char * const texts[] = {
    "a\"b\\c/d", "line\nline\r\n\ttab", "\001\036\177", "桌 5/2", "\342\200\250\342\200\251", "</script>", "😀",
    "a b",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GPtrArray) refunds = g_ptr_array_new ();
      g_autoptr(JsonObject) object = NULL;
      g_autoptr(GError) error = NULL;
      TillRecord record = bare_record (refunds);
      g_autofree char *text = NULL;

      /* The last one is written with the control character that json-glib would leave as it is. */
      record.description = (char *) (g_str_equal (texts[i], "a b") ? "a\037b" : texts[i]);
      record.error = (char *) "bad-answer";
      record.error_message = record.description;
      text = till_json_from_record (&record, NULL, NULL);
      g_assert_null (strpbrk (text, "\r\n"));

      object = connect_json_parse (text, strlen (text), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (connect_json_get_string (object, "description", 200), ==, texts[i]);
      g_assert_cmpstr (connect_json_get_string (connect_json_get_object (object, "error"), "message", 200), ==,
                       texts[i]);
      g_assert_cmpint (connect_json_get_integer (object, "amount", -1), ==, 1250);
    }
}

static void
test_error_message (void)
{
  static const struct { const char *word, *platform, *json; } rows[] = {
    { NULL, NULL, NULL },
    { "", NULL, NULL },
    { "no-answer", NULL,
      "\"error\":{\"code\":\"no-answer\",\"message\":\"The payment service did not answer.\"}}" },
    { "no-answer", "", "\"error\":{\"code\":\"no-answer\",\"message\":\"The payment service did not answer.\"}}" },
    { "declined", "No", "\"error\":{\"code\":\"declined\",\"message\":\"No\"}}" },
    { "from-the-future", NULL, "\"error\":{\"code\":\"from-the-future\"}}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GPtrArray) refunds = g_ptr_array_new ();
      TillRecord record = bare_record (refunds);
      g_autofree char *text = NULL;
      const char *found;

      record.error = (char *) rows[i].word;
      record.error_message = (char *) rows[i].platform;
      text = till_json_from_record (&record, NULL, NULL);
      found = strstr (text, "\"error\":");
      g_assert_cmpstr (found, ==, rows[i].json);
    }
}

static void
test_words (void)
{
  for (int state = 0; state < TILL_N_PAYMENT_STATES; state++)
    {
      g_autoptr(GPtrArray) refunds = g_ptr_array_new ();
      TillRecord record = bare_record (refunds);
      g_autofree char *member = g_strdup_printf ("\"state\":\"%s\"", till_payment_state_to_string (state));
      g_autofree char *text = NULL;

      record.state = state;
      text = till_json_from_record (&record, NULL, NULL);
      g_assert_nonnull (strstr (text, member));
    }

  for (int type = 0; type < CONNECT_N_INTEGRATION_TYPES; type++)
    {
      g_autoptr(GPtrArray) refunds = g_ptr_array_new ();
      TillRecord record = bare_record (refunds);
      g_autofree char *member = g_strdup_printf ("\"type\":\"%s\"", connect_integration_type_to_string (type));
      g_autofree char *text = NULL;

      record.type = type;
      text = till_json_from_record (&record, NULL, NULL);
      g_assert_nonnull (strstr (text, member));
    }
}

static void
test_time (void)
{
  static const struct { const char *zone; gint64 seconds; const char *text; } rows[] = {
    { "UTC", 0, "1970-01-01T00:00:00+00:00" },
    { BERLIN, 1795420800, "2026-11-23T09:00:00+01:00" },
    { BERLIN, 1784800800, "2026-07-23T12:00:00+02:00" },
    { KOLKATA, 1795420800, "2026-11-23T13:30:00+05:30" },
    { ST_JOHNS, 1795420800, "2026-11-23T04:30:00-03:30" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = NULL;

      set_zone (rows[i].zone);
      text = till_time_to_iso (rows[i].seconds * G_USEC_PER_SEC);
      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/bare", test_bare);
  g_test_add_func ("/json/full", test_full);
  g_test_add_func ("/json/reads-back", test_reads_back);
  g_test_add_func ("/json/error-message", test_error_message);
  g_test_add_func ("/json/words", test_words);
  g_test_add_func ("/json/time", test_time);

  return g_test_run ();
}
