/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "till-account-report.h"
#include "till-error.h"

#define GOOD TILL_ACCOUNT_NO_ERROR

static const TillAccountFields whole =
{
  .endpoint = "https://api.example.com",
  .merchant_id = "corner-coffee-1",
  .api_key_id = "5e45c937b9db33ae",
  .secret = "secret",
  .country = "DE",
  .country_name = "Germany",
  .currency = "EUR",
};

static const struct
{
  const char *endpoint;
  const char *advice;     /* (nullable) its beginning */
} endpoints[] =
{
  { "https://api.example.com", NULL },
  { " https://api.example.com/ ", NULL },
  { "https://api.example.com:8443", NULL },
  { "http://127.0.0.1:8080", NULL },
  { "http://localhost", NULL },
  { "http://[::1]:1", NULL },
  { "http://api.example.com", "It must begin with https://. Plain http" },
  { "http://api.example.com/v1", "It must begin with https://. Plain http" },
  { "http://192.0.2.1", "It must begin with https://. Plain http" },
  { "https://api.example.com/v1", "Leave out what follows the host: https://api.example.com" },
  { "https://api.example.com/v1/1234?a=b#c", "Leave out what follows the host: https://api.example.com" },
  { "https://api.example.com?a", "Leave out what follows the host: https://api.example.com" },
  { "http://127.0.0.1:8080/v1", "Leave out what follows the host: http://127.0.0.1:8080" },
  { "api.example.com", "It must begin with https://, as in https://api.example.com" },
  { "https://", "It is no address such as" },
  { "https:///v1", "It is no address such as" },
  { "https://user:pw@api.example.com", "It is no address such as" },
  { "ftp://api.example.com", "It is no address such as" },
  { "a b", "It is no address such as" },
  { "https://worldlіne.example.com", "It is no address such as" },   /* a Cyrillic letter */
};

static void
test_endpoint (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      g_autofree char *advice = till_account_endpoint_advice (endpoints[i].endpoint);
      TillAccountFields fields = whole;

      if (endpoints[i].advice == NULL)
        g_assert_null (advice);
      else if (advice == NULL || !g_str_has_prefix (advice, endpoints[i].advice))
        g_error ("%s: %s", endpoints[i].endpoint, advice);

      fields.endpoint = endpoints[i].endpoint;
      g_assert_cmpint (till_account_fields_step (&fields, FALSE), ==,
                       endpoints[i].advice == NULL ? TILL_ACCOUNT_CONNECTING : TILL_ACCOUNT_WRONG);
    }
}

static void
test_fields (void)
{
  TillAccountFields fields = whole;

  g_assert_cmpint (till_account_fields_step (&fields, FALSE), ==, TILL_ACCOUNT_CONNECTING);

  fields.secret = "";
  g_assert_cmpint (till_account_fields_step (&fields, FALSE), ==, TILL_ACCOUNT_INCOMPLETE);
  g_assert_cmpint (till_account_fields_step (&fields, TRUE), ==, TILL_ACCOUNT_CONNECTING);

  fields = whole;
  fields.endpoint = "";
  g_assert_cmpint (till_account_fields_step (&fields, FALSE), ==, TILL_ACCOUNT_INCOMPLETE);

  fields = whole;
  fields.api_key_id = "";
  g_assert_cmpint (till_account_fields_step (&fields, FALSE), ==, TILL_ACCOUNT_INCOMPLETE);

  fields = whole;
  fields.merchant_id = "corner coffee";
  g_assert_cmpint (till_account_fields_step (&fields, FALSE), ==, TILL_ACCOUNT_WRONG);
}

typedef struct
{
  const char        *name;
  TillAccountReport  report;
  gboolean           passed;
  struct
  {
    TillShape   shape;
    const char *text;
  }                  lines[3];
} Row;

#define NOT_ASKED { TILL_SHAPE_NOTHING, "The platform was not asked yet" }
#define NO_KEY    { TILL_SHAPE_NOTHING, "Key and merchant" }
#define NO_WECHAT { TILL_SHAPE_NOTHING, "WeChat Pay in your country and currency" }
#define ANSWERS   { TILL_SHAPE_PAID, "The platform answers, its clock and ours agree" }
#define ACCEPTED  { TILL_SHAPE_PAID, "Key accepted, merchant found" }
#define OFFERED   { TILL_SHAPE_PAID, "WeChat Pay is offered in Germany for EUR" }

static const Row rows[] =
{
  { "incomplete", { TILL_ACCOUNT_INCOMPLETE, GOOD, GOOD, 0 }, FALSE, { NOT_ASKED, NO_KEY, NO_WECHAT } },
  { "connecting", { TILL_ACCOUNT_CONNECTING, GOOD, GOOD, 0 }, FALSE,
    { { TILL_SHAPE_CONFIRMING, "Asking the platform" }, NO_KEY, NO_WECHAT } },
  { "product", { TILL_ACCOUNT_PRODUCT, GOOD, GOOD, 0 }, FALSE,
    { ANSWERS, ACCEPTED, { TILL_SHAPE_CONFIRMING, "Asking for WeChat Pay" } } },
  { "good", { TILL_ACCOUNT_ASKED, GOOD, GOOD, 0 }, TRUE, { ANSWERS, ACCEPTED, OFFERED } },
  { "clock-slow", { TILL_ACCOUNT_ASKED, GOOD, GOOD, 430 }, TRUE,
    { { TILL_SHAPE_ATTENTION, "This computer’s clock is 7 min slow." }, ACCEPTED, OFFERED } },
  { "clock-within", { TILL_ACCOUNT_ASKED, GOOD, GOOD, -59 }, TRUE, { ANSWERS, ACCEPTED, OFFERED } },
  { "offline", { TILL_ACCOUNT_ASKED, TILL_ERROR_NO_CONNECTION, GOOD, 0 }, FALSE,
    { { TILL_SHAPE_REFUSED, "There is no connection to the payment service." }, NO_KEY, NO_WECHAT } },
  { "not-trusted", { TILL_ACCOUNT_ASKED, TILL_ERROR_NOT_TRUSTED, GOOD, 0 }, FALSE,
    { { TILL_SHAPE_REFUSED, "The connection is not secure, so the till did not use it." }, NO_KEY, NO_WECHAT } },
  { "key-refused", { TILL_ACCOUNT_ASKED, TILL_ERROR_KEY_REFUSED, GOOD, 0 }, FALSE,
    { ANSWERS, { TILL_SHAPE_REFUSED, "The payment service did not accept this till’s key." }, NO_WECHAT } },
  { "no-merchant", { TILL_ACCOUNT_ASKED, TILL_ERROR_NOT_FOUND, GOOD, 0 }, FALSE,
    { ANSWERS, { TILL_SHAPE_REFUSED, "The platform knows no such merchant" }, NO_WECHAT } },
  { "not-offered", { TILL_ACCOUNT_ASKED, GOOD, TILL_ERROR_NOT_FOUND, 0 }, FALSE,
    { ANSWERS, ACCEPTED, { TILL_SHAPE_REFUSED, "WeChat Pay is not offered in Germany for EUR" } } },
  { "not-offered-400", { TILL_ACCOUNT_ASKED, GOOD, TILL_ERROR_INVALID_REQUEST, 0 }, FALSE,
    { ANSWERS, ACCEPTED, { TILL_SHAPE_REFUSED, "WeChat Pay is not offered in Germany for EUR" } } },
  { "product-unanswered", { TILL_ACCOUNT_ASKED, GOOD, TILL_ERROR_NO_ANSWER, 0 }, FALSE,
    { ANSWERS, ACCEPTED, { TILL_SHAPE_REFUSED, "The payment service did not answer." } } },
};

static void
test_report (gconstpointer data)
{
  const Row *row = data;
  g_autoptr(GPtrArray) lines = till_account_report_lines (&row->report, &whole);

  g_assert_cmpint (till_account_report_passed (&row->report), ==, row->passed);
  g_assert_cmpuint (lines->len, ==, 3);

  for (guint i = 0; i < lines->len; i++)
    {
      const TillCheckLine *line = g_ptr_array_index (lines, i);

      g_assert_cmpstr (line->text, ==, row->lines[i].text);
      g_assert_cmpint (line->shape, ==, row->lines[i].shape);
      /* What is wrong says what to do about it; what is right needs no more words. */
      g_assert_cmpint (line->detail != NULL, ==,
                       line->shape == TILL_SHAPE_REFUSED || line->shape == TILL_SHAPE_ATTENTION);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/account-report/endpoint", test_endpoint);
  g_test_add_func ("/account-report/fields", test_fields);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/account-report/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_report);
    }

  return g_test_run ();
}
