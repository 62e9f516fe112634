/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "connect-currency.h"
#include "connect-error.h"
#include "connect-request-private.h"

#define MAX_REFERENCE   30
#define MAX_DESCRIPTOR  32
#define MAX_CUSTOMER_ID 15
#define MAX_IP_ADDRESS  45
#define MAX_OPEN_ID     128
#define MAX_RETURN_URL  512

#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

static gboolean
refuse (GError     **error,
        const char  *property,
        const char  *rule)
{
  g_set_error (error, CONNECT_ERROR, CONNECT_ERROR_INVALID, "%s: %s", property, rule);

  return FALSE;
}

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

/* Characters, not bytes: the platform counts what a person counts. */
static gboolean
check_text (const char  *property,
            const char  *text,
            glong        max_chars,
            GError     **error)
{
  if (is_empty (text))
    return TRUE;
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, property, "is not UTF-8");
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return refuse (error, property, "holds a control character");
  if (g_utf8_strlen (text, -1) > max_chars)
    {
      g_set_error (error, CONNECT_ERROR, CONNECT_ERROR_INVALID, "%s: more than %ld characters",
                   property, max_chars);
      return FALSE;
    }

  return TRUE;
}

gboolean
connect_check_reference (const char  *reference,
                         GError     **error)
{
  if (is_empty (reference))
    return refuse (error, "merchantReference", "is needed");
  if (strspn (reference, UPPER LOWER DIGITS "._-") != strlen (reference))
    return refuse (error, "merchantReference", "holds another character than A-Z a-z 0-9 . _ -");

  return check_text ("merchantReference", reference, MAX_REFERENCE, error);
}

static gboolean
check_locale (const char  *locale,
              GError     **error)
{
  gsize language;

  if (is_empty (locale))
    return TRUE;

  language = strspn (locale, LOWER);
  if (language < 2 || language > 3)
    return refuse (error, "locale", "has not the form en_GB");
  if (locale[language] != '\0' && (locale[language] != '_' || !connect_is_country (locale + language + 1)))
    return refuse (error, "locale", "has not the form en_GB");

  return TRUE;
}

static gboolean
check_customer_ip (const ConnectPaymentRequest  *request,
                   GError                      **error)
{
  if (request->type == CONNECT_INTEGRATION_HOSTED_CHECKOUT)
    return TRUE;
  if (is_empty (request->customer_ip))
    return refuse (error, "customerIpAddress", "is needed");
  if (strlen (request->customer_ip) > MAX_IP_ADDRESS
      || strchr (request->customer_ip, '%') != NULL
      || !g_hostname_is_ip_address (request->customer_ip))
    return refuse (error, "customerIpAddress", "is no IPv4 or IPv6 address");

  return TRUE;
}

static gboolean
check_open_id (const ConnectPaymentRequest  *request,
               GError                      **error)
{
  gboolean belongs = request->type == CONNECT_INTEGRATION_JAVASCRIPT_API
                     || request->type == CONNECT_INTEGRATION_MINI_PROGRAM;

  if (is_empty (request->open_id))
    return !belongs || refuse (error, "openId", "is needed for this integration type");
  if (!belongs)
    return refuse (error, "openId", "does not belong to this integration type");

  return check_text ("openId", request->open_id, MAX_OPEN_ID, error);
}

static gboolean
is_public_host (const char *host)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);

  return !g_hostname_is_ip_address (lower)
         && g_strcmp0 (lower, "localhost") != 0
         && !g_str_has_suffix (lower, ".localhost");
}

static gboolean
check_return_url (const char  *url,
                  GError     **error)
{
  static const char * const no_app[] = { "http", "file", "data", "javascript", "about", "blob", NULL };
  g_autoptr(GUri) uri = NULL;
  const char *scheme;
  const char *host;

  if (is_empty (url))
    return TRUE;
  if (!check_text ("returnUrl", url, MAX_RETURN_URL, error))
    return FALSE;
  uri = strchr (url, ' ') == NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  if (uri == NULL)
    return refuse (error, "returnUrl", "is no absolute address");

  scheme = g_uri_get_scheme (uri);
  host = g_uri_get_host (uri);
  if (g_strv_contains (no_app, scheme))
    return refuse (error, "returnUrl", "must begin with https:// or the scheme of an app");
  if (g_strcmp0 (scheme, "https") == 0 && is_empty (host))
    return refuse (error, "returnUrl", "names no host");
  if (!is_empty (host) && !is_public_host (host))
    return refuse (error, "returnUrl", "must name neither an IP address nor localhost");

  return TRUE;
}

gboolean
connect_is_country (const char *code)
{
  return code != NULL && strlen (code) == 2 && strspn (code, UPPER) == 2;
}

gboolean
connect_payment_request_check (const ConnectPaymentRequest  *request,
                               gint64                       *wire,
                               GError                      **error)
{
  if ((guint) request->type >= CONNECT_N_INTEGRATION_TYPES)
    return refuse (error, "integrationType", "is unknown");
  if (is_empty (request->currency))
    return refuse (error, "currencyCode", "is needed");
  if (!connect_is_country (request->country))
    return refuse (error, "countryCode", "is no two upper-case letters");

  return connect_amount_to_wire (request->amount, request->currency, wire, error)
         && connect_check_reference (request->merchant_reference, error)
         && check_text ("descriptor", request->descriptor, MAX_DESCRIPTOR, error)
         && check_text ("merchantCustomerId", request->merchant_customer_id, MAX_CUSTOMER_ID, error)
         && check_locale (request->locale, error)
         && check_customer_ip (request, error)
         && check_open_id (request, error)
         && check_return_url (request->return_url, error);
}
