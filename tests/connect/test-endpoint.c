/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-endpoint.h"
#include "connect-error.h"

static const struct
{
  const char *text;
  const char *endpoint;   /* NULL: refused */
} rows[] = {
  { CONNECT_ENDPOINT_DEFAULT, CONNECT_ENDPOINT_DEFAULT },
  { "https://api.preprod.connect.worldline-solutions.com/", "https://api.preprod.connect.worldline-solutions.com" },
  { "  https://EU.Api-Ingenico.COM \n", "https://eu.api-ingenico.com" },
  { "HTTPS://example.com", "https://example.com" },
  { "https://example.com:443", "https://example.com" },
  { "https://example.com:8443/", "https://example.com:8443" },
  { "https://192.0.2.1", "https://192.0.2.1" },
  { "https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443" },
  { "http://127.0.0.1:8080", "http://127.0.0.1:8080" },
  { "http://127.255.0.3", "http://127.255.0.3" },
  { "http://127.0.0.1:80", "http://127.0.0.1" },
  { "http://[::1]:8080", "http://[::1]:8080" },
  { "http://localhost:8080", "http://localhost:8080" },
  { "http://LocalHost", "http://localhost" },

  { "http://api.connect.worldline-solutions.com", NULL },
  { "http://128.0.0.1", NULL },
  { "http://0.0.0.0", NULL },
  { "http://127.0.0.1.example.com", NULL },
  { "http://localhost.example.com", NULL },
  { "http://[::2]", NULL },
  { "http://[::ffff:192.0.2.1]", NULL },
  { "http://10.0.0.1", NULL },
  { "https://example.com/v1", NULL },
  { "https://example.com//", NULL },
  { "https://user@example.com", NULL },
  { "https://user:word@example.com", NULL },
  { "http://127.0.0.1@example.com", NULL },
  { "https://example.com?a=b", NULL },
  { "https://example.com/?", NULL },
  { "https://example.com#x", NULL },
  { "https://example.com:0", NULL },
  { "https://example.com:99999", NULL },
  { "https://example.com:x", NULL },
  { "https://", NULL },
  { "https://:443", NULL },
  { "https:///", NULL },
  { "https://exa mple.com", NULL },
  { "https://ex\xc3\xa4mple.com", NULL },
  { "https://ex%61mple.com", NULL },
  { "https://example%2ecom", NULL },
  { "https://example.com\\@evil.example", NULL },
  { "https://[fe80::1%25eth0]", NULL },
  { "https://.example.com", NULL },
  { "ftp://example.com", NULL },
  { "file:///etc/passwd", NULL },
  { "example.com", NULL },
  { "//example.com", NULL },
  { "", NULL },
  { "\xff\xfe", NULL },
};

static void
test_normalize (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *endpoint = connect_endpoint_normalize (rows[i].text, &error);

      g_assert_cmpstr (endpoint, ==, rows[i].endpoint);
      if (rows[i].endpoint == NULL)
        g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_INVALID);
      else
        g_assert_no_error (error);
    }
}

/* What comes out goes in again and stays what it is. */
static void
test_stable (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows) && rows[i].endpoint != NULL; i++)
    {
      g_autofree char *again = connect_endpoint_normalize (rows[i].endpoint, NULL);

      g_assert_cmpstr (again, ==, rows[i].endpoint);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connect/endpoint/normalize", test_normalize);
  g_test_add_func ("/connect/endpoint/stable", test_stable);

  return g_test_run ();
}
