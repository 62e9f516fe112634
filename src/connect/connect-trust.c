/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-trust.h"

struct _ConnectTrust
{
  GTlsDatabase  parent_instance;

  GTlsDatabase *system;   /* (not nullable) (owned) */
  GTlsDatabase *file;     /* (not nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (ConnectTrust, connect_trust, G_TYPE_TLS_DATABASE)

static GTlsCertificateFlags
connect_trust_verify_chain (GTlsDatabase             *database,
                            GTlsCertificate          *chain,
                            const char               *purpose,
                            GSocketConnectable       *identity,
                            GTlsInteraction          *interaction,
                            GTlsDatabaseVerifyFlags   flags,
                            GCancellable             *cancellable,
                            GError                  **error)
{
  ConnectTrust *self = CONNECT_TRUST (database);
  GTlsCertificateFlags problems;

  problems = g_tls_database_verify_chain (self->system, chain, purpose, identity, interaction, flags,
                                          cancellable, error);
  if (problems == G_TLS_CERTIFICATE_NO_FLAGS || (error != NULL && *error != NULL))
    return problems;

  return g_tls_database_verify_chain (self->file, chain, purpose, identity, interaction, flags,
                                      cancellable, error);
}

static void
connect_trust_finalize (GObject *object)
{
  ConnectTrust *self = CONNECT_TRUST (object);

  g_clear_object (&self->system);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (connect_trust_parent_class)->finalize (object);
}

static void
connect_trust_class_init (ConnectTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = connect_trust_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = connect_trust_verify_chain;
}

static void
connect_trust_init (ConnectTrust *self)
{
}

GTlsDatabase *
connect_trust_new (const char  *ca_file,
                   GError     **error)
{
  GTlsDatabase *file = g_tls_file_database_new (ca_file, error);
  ConnectTrust *self;

  if (file == NULL)
    return NULL;

  self = g_object_new (CONNECT_TYPE_TRUST, NULL);
  self->system = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  self->file = file;

  return G_TLS_DATABASE (self);
}
