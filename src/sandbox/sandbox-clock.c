/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-json.h"
#include "sandbox-clock.h"

#define TOLERANCE   300
#define MAX_SECONDS (10 * 366 * 24 * 3600)
#define OUT_OF_BOUNDS G_MAXINT64

/* The tolerance comes first: it alone is never negative. */
static const char * const facts[] = {
  SANDBOX_CLOCK_TOLERANCE, SANDBOX_CLOCK_OFFSET, SANDBOX_CLOCK_SKEW
};

static gint64
real_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

gint64
sandbox_clock_now (SandboxStore *store)
{
  return g_get_real_time () / 1000 + 1000 * (sandbox_clock_get (store, SANDBOX_CLOCK_OFFSET) +
                                             sandbox_clock_get (store, SANDBOX_CLOCK_SKEW));
}

gboolean
sandbox_clock_accepts (SandboxStore *store,
                       gint64        date)
{
  gint64 tolerance = sandbox_clock_get (store, SANDBOX_CLOCK_TOLERANCE);
  gint64 here = real_seconds () + sandbox_clock_get (store, SANDBOX_CLOCK_SKEW);
  gint64 travelled = here + sandbox_clock_get (store, SANDBOX_CLOCK_OFFSET);

  return (date >= here - tolerance && date <= here + tolerance) ||
         (date >= travelled - tolerance && date <= travelled + tolerance);
}

gint64
sandbox_clock_get (SandboxStore *store,
                   const char   *fact)
{
  return sandbox_store_get_number (store, fact, g_str_equal (fact, SANDBOX_CLOCK_TOLERANCE) ? TOLERANCE : 0);
}

gboolean
sandbox_clock_set_from_json (SandboxStore  *store,
                             JsonObject    *object,
                             GError       **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      gint64 seconds = connect_json_get_integer (object, facts[i], OUT_OF_BOUNDS);

      if (!json_object_has_member (object, facts[i]))
        continue;

      if (seconds > MAX_SECONDS || seconds < (i == 0 ? 0 : -MAX_SECONDS))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "\"%s\" is no number of seconds, or out of bounds", facts[i]);
          return FALSE;
        }
      sandbox_store_set_number (store, facts[i], seconds);
    }

  return TRUE;
}

void
sandbox_clock_reset (SandboxStore *store)
{
  sandbox_store_run (store, "DELETE FROM facts WHERE name IN (?, ?, ?)", "sss",
                     SANDBOX_CLOCK_OFFSET, SANDBOX_CLOCK_SKEW, SANDBOX_CLOCK_TOLERANCE);
}
