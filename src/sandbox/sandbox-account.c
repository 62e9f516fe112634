/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-account.h"
#include "sandbox-random.h"

/* Order numbers go on from here.  A random start keeps two sandboxes, or one in memory that was started anew,
 * from giving out the same payment ids. */
static void
make_account (SandboxStore *store)
{
  g_autofree char *merchant = sandbox_random_text (3, SANDBOX_DIGITS);
  g_autofree char *merchant_id = g_strdup_printf ("1%s", merchant);
  g_autofree char *api_key_id = sandbox_random_text (16, SANDBOX_HEX);
  g_autofree char *secret = sandbox_random_secret ();

  sandbox_store_set_fact (store, "merchantId", merchant_id);
  sandbox_store_set_fact (store, "apiKeyId", api_key_id);
  sandbox_store_set_fact (store, "secretApiKey", secret);
  sandbox_store_set_number (store, "orderNumber", g_random_int_range (10000, G_MAXINT32));
}

SandboxAccount *
sandbox_account_load (SandboxStore *store)
{
  g_autoptr(SandboxAccount) self = g_new0 (SandboxAccount, 1);
  g_autofree char *known = sandbox_store_get_fact (store, "merchantId");

  if (known == NULL)
    make_account (store);

  self->merchant_id = sandbox_store_get_fact (store, "merchantId");
  self->api_key_id = sandbox_store_get_fact (store, "apiKeyId");
  self->secret_api_key = sandbox_store_get_fact (store, "secretApiKey");
  if (self->merchant_id == NULL || self->api_key_id == NULL || self->secret_api_key == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

void
sandbox_account_free (SandboxAccount *self)
{
  g_free (self->merchant_id);
  g_free (self->api_key_id);
  g_free (self->secret_api_key);
  g_free (self);
}
