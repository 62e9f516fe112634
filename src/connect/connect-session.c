/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-client.h"
#include "connect-trust.h"

/* Two, the default, starve 200 payments that are followed. */
#define MAX_CONNECTIONS 10

SoupSession *
connect_session_new (const char  *proxy,
                     const char  *ca_file,
                     GError     **error)
{
  static const char * const not_by_proxy[] = { "localhost", "127.0.0.0/8", "::1", NULL };
  g_autoptr(GTlsDatabase) trust = NULL;
  g_autoptr(GProxyResolver) resolver = NULL;
  SoupSession *session;

  if (ca_file != NULL)
    {
      trust = connect_trust_new (ca_file, error);
      if (trust == NULL)
        return NULL;
    }

  /* No "idle-timeout": connect-idle-private.h says why. */
  session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
                                           "max-conns-per-host", MAX_CONNECTIONS,
                                           "idle-timeout", 0,
                                           "user-agent", "Till/" PACKAGE_VERSION,
                                           NULL);

  /* Any resolver makes GIO load the desktop's proxy module: 2.5 ms before the first byte. */
  if (proxy != NULL)
    resolver = g_simple_proxy_resolver_new (proxy, (char **) not_by_proxy);
  soup_session_set_proxy_resolver (session, resolver);
  if (trust != NULL)
    soup_session_set_tls_database (session, trust);

  /* 600 kB of gzip can be 600 MB of answer; and signatures are not what an auth manager knows. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);

  return session;
}
