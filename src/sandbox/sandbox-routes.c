/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-checkouts.h"
#include "sandbox-control.h"
#include "sandbox-pages.h"
#include "sandbox-payments.h"
#include "sandbox-products.h"
#include "sandbox-refunds.h"
#include "sandbox-routes.h"

/* All that is served. */
static const SandboxRoute routes[] = {
  /* the API */
  { "GET", "v1/*/services/testconnection", "testconnection", sandbox_services_test_connection },
  { "GET", "v1/*/products", "products", sandbox_products_list },
  { "GET", "v1/*/products/*", "product", sandbox_products_get },
  { "POST", "v1/*/payments", "create", sandbox_payments_create },
  { "GET", "v1/*/payments", "find", sandbox_payments_find },
  { "GET", "v1/*/payments/*", "get", sandbox_payments_get },
  { "GET", "v1/*/payments/*/thirdpartystatus", "status", sandbox_payments_get_third_party_status },
  { "POST", "v1/*/payments/*/cancel", "cancel", sandbox_payments_cancel },
  { "POST", "v1/*/payments/*/refund", "refund", sandbox_refunds_create },
  { "GET", "v1/*/payments/*/refunds", "refunds", sandbox_refunds_list },
  { "GET", "v1/*/refunds", "refund-find", sandbox_refunds_find },
  { "GET", "v1/*/refunds/*", "refund-get", sandbox_refunds_get },
  { "POST", "v1/*/hostedcheckouts", "checkout-create", sandbox_checkouts_create },
  { "GET", "v1/*/hostedcheckouts/*", "checkout-get", sandbox_checkouts_get },
  { "DELETE", "v1/*/hostedcheckouts/*", "checkout-delete", sandbox_checkouts_delete },

  /* for people */
  { "GET", "", NULL, sandbox_pages_list },
  { "GET", "phone/*", NULL, sandbox_pages_phone },
  { "POST", "phone/*/*", NULL, sandbox_pages_phone_act },
  { "POST", "phone/*/refund/*/*", NULL, sandbox_pages_refund_act },
  { "GET", "checkout/*", NULL, sandbox_pages_checkout },
  { "POST", "checkout/*/*", NULL, sandbox_pages_checkout_act },

  /* for scripts */
  { "GET", "_control/payments", NULL, sandbox_control_list_payments },
  { "GET", "_control/payments/*", NULL, sandbox_control_get_payment },
  { "POST", "_control/payments/*/*", NULL, sandbox_control_act },
  { "GET", "_control/refunds", NULL, sandbox_control_list_refunds },
  { "GET", "_control/refunds/*", NULL, sandbox_control_get_refund },
  { "POST", "_control/refunds/*/*", NULL, sandbox_control_refund_act },
  { "GET", "_control/checkouts", NULL, sandbox_control_list_checkouts },
  { "POST", "_control/checkouts/*/*", NULL, sandbox_control_checkout_act },
  { "GET", "_control/requests", NULL, sandbox_control_list_requests },
  { "DELETE", "_control/requests", NULL, sandbox_control_clear_requests },
  { "GET", "_control/faults", NULL, sandbox_control_list_faults },
  { "POST", "_control/faults", NULL, sandbox_control_add_fault },
  { "DELETE", "_control/faults", NULL, sandbox_control_clear_faults },
  { "GET", "_control/clock", NULL, sandbox_control_get_clock },
  { "POST", "_control/clock", NULL, sandbox_control_set_clock },
  { "POST", "_control/reset", NULL, sandbox_control_reset },
};

/* NULL: the pattern does not fit. */
static char **
match (const char * const *segments,
       const char          *pattern)
{
  g_auto(GStrv) wanted = g_strsplit (pattern, "/", -1);
  g_autoptr(GStrvBuilder) args = g_strv_builder_new ();

  if (g_strv_length (wanted) != g_strv_length ((char **) segments))
    return NULL;

  for (guint i = 0; wanted[i] != NULL; i++)
    {
      g_autofree char *decoded = NULL;

      if (!g_str_equal (wanted[i], "*"))
        {
          if (!g_str_equal (wanted[i], segments[i]))
            return NULL;
          continue;
        }

      decoded = g_uri_unescape_string (segments[i], NULL);
      if (decoded == NULL || decoded[0] == '\0' || !g_utf8_validate (decoded, -1, NULL))
        return NULL;
      g_strv_builder_add (args, decoded);
    }

  return g_strv_builder_end (args);
}

const SandboxRoute *
sandbox_routes_find (const char   *method,
                     const char   *path,
                     char       ***args,
                     gboolean     *wrong_method)
{
  g_auto(GStrv) segments = g_strsplit (path[0] == '/' ? path + 1 : path, "/", -1);

  *wrong_method = FALSE;

  /* g_strsplit makes no segment of the empty path, as it does of the empty pattern. */
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_auto(GStrv) found = match ((const char * const *) segments, routes[i].pattern);

      if (found == NULL)
        continue;

      if (g_str_equal (routes[i].method, method))
        {
          *wrong_method = FALSE;
          *args = g_steal_pointer (&found);
          return &routes[i];
        }
      *wrong_method = TRUE;
    }

  return NULL;
}

gboolean
sandbox_routes_has_word (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      if (g_strcmp0 (routes[i].word, word) == 0)
        return TRUE;
    }

  return FALSE;
}
