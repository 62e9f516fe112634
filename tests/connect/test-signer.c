/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-signer.h"

/* The vectors of connect-api.md 2.1 and 2.2. */

#define DATE_2014 "Fri, 06 Jun 2014 13:39:43 GMT"
#define DATE_2026 "Mon, 23 Nov 2026 08:00:00 GMT"
#define LONG_KEY  "I42Zf4pVnRdroHfuHnRiJjJ2B6+22h0yQt/R3nZR8Xg="
#define IDEMPOTENCE_KEY "3f1c2a44-0d55-4b0a-9f0e-5a1f6f5f0001"
#define META      "eyJwbGF0Zm9ybUlkZW50aWZpZXIiOiJMaW51eC82LjggQyIsInNka0lkZW50aWZpZXIiOiJDYXNoaWVyQ2xpZW50L3YxLjAiLCJz" \
                  "ZGtDcmVhdG9yIjoiRXhhbXBsZSIsImludGVncmF0b3IiOiJFeGFtcGxlU2hvcCJ9"
#define LINES_OF_V1 \
  "x-gcs-clientmetainfo:processed header value\nx-gcs-customerheader:processed header value\n" \
  "x-gcs-servermetainfo:processed header value\n"

#define HEADERS_OF_V1 \
  { "X-GCS-CustomerHeader", "processed header value" }, \
  { "Authorization", "GCS v1HMAC:x:y" }, \
  { "X-GCS-ServerMetaInfo", " processed header\r\n\t value " }, \
  { "User-Agent", "Till" }, \
  { "X-GCS-ClientMetaInfo", "processed header value" }

typedef struct
{
  const char    *name;
  const char    *secret;
  const char    *method;
  const char    *content_type;
  const char    *date;
  ConnectHeader  headers[5];
  const char    *target;
  gboolean       raw_query;
  const char    *canonical;
  const char    *signature;   /* NULL: the source gives none */
} Vector;

static const Vector vectors[] = {
  { "v1", "secretApiKey", "DELETE", "application/json", DATE_2014, { HEADERS_OF_V1 },
    "/v1/9991/tokens/123456789", FALSE,
    "DELETE\napplication/json\n" DATE_2014 "\n" LINES_OF_V1 "/v1/9991/tokens/123456789\n",
    "VfnXpPBQQoHZivTcAg0JvOWkhnzlPnaCPKpTQn/uMJM=" },
  { "v2", "6Kj5HT0MQKC6D8eb7W3lTg71kVKVDSt1", "GET", NULL, DATE_2014, { { NULL } },
    "/v1/9991/tokens/123456789", FALSE,
    "GET\n\n" DATE_2014 "\n/v1/9991/tokens/123456789\n",
    "9ond5EIN05dBXJGCLRK5om9pxHsyrh/12pZJ7bvmwNM=" },
  { "v3", LONG_KEY, "GET", NULL, DATE_2014, { { NULL } },
    "/v1/9991/tokens/123456789", FALSE,
    "GET\n\n" DATE_2014 "\n/v1/9991/tokens/123456789\n",
    "J5LjfSBvrQNhu7gG0gvifZt+IWNDReGCmHmBmth6ueI=" },
  { "v4-decoded", LONG_KEY, "GET", NULL, DATE_2014, { { NULL } },
    "/v1/consumer/ANDR%C3%89E/?q=na%20me", FALSE,
    "GET\n\n" DATE_2014 "\n/v1/consumer/ANDR%C3%89E/?q=na me\n",
    "x9S2hQmLhLTbpK0YdTuYCD8TB4D+Kf60tNW0Xw5Xls0=" },
  { "v4-raw", LONG_KEY, "GET", NULL, DATE_2014, { { NULL } },
    "/v1/consumer/ANDR%C3%89E/?q=na%20me", TRUE,
    "GET\n\n" DATE_2014 "\n/v1/consumer/ANDR%C3%89E/?q=na%20me\n",
    "3XV7LMYus9q7fp87/D4Qih2bKNtz20iqsttdrgJ09AU=" },
  { "v5", LONG_KEY, "DELETE", "application/json", DATE_2014, { HEADERS_OF_V1 },
    "/v1/9991/tokens/123456789", FALSE,
    "DELETE\napplication/json\n" DATE_2014 "\n" LINES_OF_V1 "/v1/9991/tokens/123456789\n",
    "jGWLz3ouN4klE+SkqO5gO+KkbQNM06Rric7E3dcfmqw=" },
  { "v6", "secretApiKey", "POST", "application/json", DATE_2014,
    { { "X-GCS-ServerMetaInfo", META }, { "Content-Type", "application/json" },
      { "X-GCS-ClientMetaInfo", "{\"foo\",\"bar\"}" }, { "User-Agent", "Till" }, { "Date", DATE_2014 } },
    "/v1/9991/services%20bla/convert/amount?foo=bar&mies=no%20bar", FALSE,
    "POST\napplication/json\n" DATE_2014 "\nx-gcs-clientmetainfo:{\"foo\",\"bar\"}\n"
    "x-gcs-servermetainfo:" META "\n/v1/9991/services%20bla/convert/amount?foo=bar&mies=no bar\n",
    NULL },
  { "create", "secretApiKey", "POST", "application/json", DATE_2026,
    { { "X-GCS-ServerMetaInfo", META }, { "X-GCS-Idempotence-Key", IDEMPOTENCE_KEY } },
    "/v1/1234/payments", FALSE,
    "POST\napplication/json\n" DATE_2026 "\nx-gcs-idempotence-key:" IDEMPOTENCE_KEY "\n"
    "x-gcs-servermetainfo:" META "\n/v1/1234/payments\n",
    "WrNBMu6+IUU7Aak90Hp9jqWq33snwnww5lHFy4Ul3IQ=" },
  { "find", "secretApiKey", "GET", NULL, DATE_2026, { { "X-GCS-ServerMetaInfo", META } },
    "/v1/1234/payments?merchantReference=ORDER-42&limit=10", FALSE,
    "GET\n\n" DATE_2026 "\nx-gcs-servermetainfo:" META "\n"
    "/v1/1234/payments?merchantReference=ORDER-42&limit=10\n",
    "xrw+QhQPMSWGOiF6309pjmGYB3S6esVQN7XD0zRl6Tk=" },
  { "cancel", "secretApiKey", "POST", NULL, DATE_2026, { { "X-GCS-ServerMetaInfo", META } },
    "/v1/1234/payments/000000123410000595980000100001/cancel", FALSE,
    "POST\n\n" DATE_2026 "\nx-gcs-servermetainfo:" META "\n"
    "/v1/1234/payments/000000123410000595980000100001/cancel\n",
    "VkkehWHguktJ45fV5bOK9cOwtCz9QtlTRmNPMNtbtXY=" },
  { "without-meta", "secretApiKey", "POST", "application/json", DATE_2026,
    { { "X-GCS-Idempotence-Key", IDEMPOTENCE_KEY } },
    "/v1/1234/payments", FALSE,
    "POST\napplication/json\n" DATE_2026 "\nx-gcs-idempotence-key:" IDEMPOTENCE_KEY "\n/v1/1234/payments\n",
    "mRM9Jmnjb2W4iS3NpJyf7Gvfbf5IXtBHre7sE5Un3EY=" },
};

static gsize
count_headers (const Vector *vector)
{
  gsize n = 0;

  while (n < G_N_ELEMENTS (vector->headers) && vector->headers[n].name != NULL)
    n++;

  return n;
}

static void
test_vector (gconstpointer data)
{
  const Vector *vector = data;
  g_autoptr(ConnectSigner) signer = connect_signer_new ("key", vector->secret, -1);
  gsize n_headers = count_headers (vector);
  g_autofree char *canonical = NULL;
  g_autofree char *signature = NULL;

  canonical = connect_string_to_sign (vector->method, vector->content_type, vector->date, vector->headers,
                                      n_headers, vector->target, !vector->raw_query);
  g_assert_cmpstr (canonical, ==, vector->canonical);
  if (vector->signature == NULL)
    return;

  signature = connect_signer_sign_string (signer, canonical);
  g_assert_cmpstr (signature, ==, vector->signature);
  if (vector->raw_query)
    return;

  /* The one call that the client makes; twice, since a keyed HMAC is used again and again. */
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *again = connect_signer_sign (signer, vector->method, vector->content_type, vector->date,
                                                    vector->headers, n_headers, vector->target);

      g_assert_cmpstr (again, ==, vector->signature);
    }
}

static const struct
{
  const char *value;
  const char *line;
} foldings[] = {
  { "foo\nbar  ", "foo bar" },
  { " foo\r\n  bar", "foo bar" },
  { " some value  \r\n \n with  some \r\n  spaces ", "some value    with  some  spaces" },
  { "a  b", "a  b" },
  { "a\rb", "a\rb" },
  { "", "" },
  { NULL, "" },
};

static void
test_folding (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (foldings); i++)
    {
      const ConnectHeader header = { "X-GCS-I", foldings[i].value };
      g_autofree char *text = connect_string_to_sign ("GET", NULL, "", &header, 1, "/", TRUE);
      g_autofree char *expected = g_strdup_printf ("GET\n\n\nx-gcs-i:%s\n/\n", foldings[i].line);

      g_assert_cmpstr (text, ==, expected);
    }
}

static const struct
{
  const char *target;
  const char *line;
} queries[] = {
  { "/p?a=%2B+%26", "/p?a=++&" },
  { "/p?a=%C3%A9", "/p?a=\xc3\xa9" },
  { "/p?a=%", "/p?a=%" },
  { "/p?a=%4", "/p?a=%4" },
  { "/p?a=%zz%41", "/p?a=%zzA" },
  { "/p?a=%00b", "/p?a=%00b" },
  { "/p?", "/p?" },
  { "/p%20?b=%20", "/p%20?b= " },
};

static void
test_query (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *text = connect_string_to_sign ("GET", NULL, "", NULL, 0, queries[i].target, TRUE);
      g_autofree char *expected = g_strdup_printf ("GET\n\n\n%s\n", queries[i].line);

      g_assert_cmpstr (text, ==, expected);
    }
}

static void
test_secret (void)
{
  char secret[] = "secretApiKey and more";
  g_autoptr(ConnectSigner) signer = connect_signer_new ("k", secret, 12);
  g_autoptr(ConnectSigner) other = connect_signer_new ("k", "secretApiKey", -1);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *header = NULL;

  /* The caller wipes its copy; what was signed before and after is the same. */
  memset (secret, 0, sizeof secret);
  first = connect_signer_sign_string (signer, "x\n");
  second = connect_signer_sign_string (other, "x\n");
  g_assert_cmpstr (first, ==, second);

  header = connect_signer_authorize (signer, "abc=");
  g_assert_cmpstr (header, ==, "GCS v1HMAC:k:abc=");
  g_assert_cmpstr (connect_signer_get_key_id (signer), ==, "k");
}

static void
test_equal (void)
{
  g_assert_true (connect_signatures_equal ("abc", "abc"));
  g_assert_true (connect_signatures_equal ("", ""));
  g_assert_false (connect_signatures_equal ("abc", "abd"));
  g_assert_false (connect_signatures_equal ("abc", "Abc"));
  g_assert_false (connect_signatures_equal ("abc", "abcd"));
  g_assert_false (connect_signatures_equal ("", "a"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *path = g_strconcat ("/connect/signer/vector/", vectors[i].name, NULL);

      g_test_add_data_func (path, &vectors[i], test_vector);
    }
  g_test_add_func ("/connect/signer/folding", test_folding);
  g_test_add_func ("/connect/signer/query", test_query);
  g_test_add_func ("/connect/signer/secret", test_secret);
  g_test_add_func ("/connect/signer/equal", test_equal);

  return g_test_run ();
}
