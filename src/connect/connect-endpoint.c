/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "connect-endpoint-private.h"
#include "connect-error.h"

static gboolean
refuse (GError     **error,
        const char  *reason)
{
  g_set_error (error, CONNECT_ERROR, CONNECT_ERROR_INVALID, "endpoint: %s", reason);

  return FALSE;
}

gboolean
connect_host_is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  return g_strcmp0 (host, "localhost") == 0
         || (address != NULL && g_inet_address_get_is_loopback (address));
}

static gboolean
is_host (const char *host)
{
  if (strchr (host, ':') != NULL)
    return g_hostname_is_ip_address (host) && strchr (host, '%') == NULL;

  return *host != '\0'
         && *host != '.'
         && strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen (host);
}

static gboolean
check_parts (GUri        *uri,
             const char  *host,
             GError     **error)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *path = g_uri_get_path (uri);

  if (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0)
    return refuse (error, "must begin with https://");
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, "must not hold a user name");
  if (*path != '\0' && g_strcmp0 (path, "/") != 0)
    return refuse (error, "must not hold a path");
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return refuse (error, "must not hold a query or fragment");
  if (!is_host (host))
    return refuse (error, "holds no valid host name");
  if (g_uri_get_port (uri) == 0)
    return refuse (error, "port 0 does not exist");
  if (g_strcmp0 (scheme, "http") == 0 && !connect_host_is_loopback (host))
    return refuse (error, "plain http is for this computer only (127.0.0.1, [::1], localhost)");

  return TRUE;
}

char *
connect_endpoint_normalize (const char  *text,
                            GError     **error)
{
  g_autofree char *stripped = NULL;
  g_autofree char *host = NULL;
  g_autoptr(GUri) uri = NULL;
  gboolean is_https;
  int port;

  g_return_val_if_fail (text != NULL, NULL);

  /* Letters outside ASCII are refused rather than turned into Punycode: no host of the platform has any, and
   * one that looks like another is the oldest trick there is.
   */
  stripped = g_strstrip (g_strdup (text));
  if (g_str_is_ascii (stripped) && strchr (stripped, '%') == NULL)
    uri = g_uri_parse (stripped, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    {
      refuse (error, "is no address such as " CONNECT_ENDPOINT_DEFAULT);
      return NULL;
    }

  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  if (!check_parts (uri, host, error))
    return NULL;

  /* The port that goes without saying is left out: payments are compared by their endpoint. */
  is_https = g_strcmp0 (g_uri_get_scheme (uri), "https") == 0;
  port = g_uri_get_port (uri);
  if (port == (is_https ? 443 : 80))
    port = -1;

  return g_uri_join (G_URI_FLAGS_NONE, is_https ? "https" : "http", NULL, host, port, "", NULL, NULL);
}

gboolean
connect_endpoint_is_loopback (const char *endpoint)
{
  g_autoptr(GUri) uri = g_uri_parse (endpoint, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && connect_host_is_loopback (g_uri_get_host (uri));
}
