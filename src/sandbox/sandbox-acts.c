/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-acts.h"

#define OPEN "CREATED REDIRECTED PENDING_PAYMENT PENDING_APPROVAL"

/* Everything that can happen to a payment.  NULL: stays as it is. */
static const struct
{
  const char *word;
  const char *from;                /* statuses at which it can happen */
  const char *status;
  const char *third_party_status;
  const char *error_code;
} acts[] = {
  /* the customer */
  { "scan", OPEN, NULL, NULL, NULL },
  { "pay", OPEN, "CAPTURED", "COMPLETED", NULL },
  { "decline", OPEN, "REJECTED", "COMPLETED", "430330" },
  { "confirm", OPEN, NULL, "COMPLETED", NULL },

  /* the platform */
  { "pending-payment", OPEN, "PENDING_PAYMENT", NULL, NULL },
  { "pending-approval", OPEN, "PENDING_APPROVAL", "COMPLETED", NULL },
  { "cancel", OPEN, "CANCELLED", "COMPLETED", NULL },
  { "settle", "CAPTURED", "PAID", NULL, NULL },
  { "reject-capture", "CAPTURED", "REJECTED_CAPTURE", NULL, "430330" },
  { "reverse", "CAPTURED PAID", "REVERSED", NULL, NULL },
  { "chargeback-notice", "CAPTURED PAID", "CHARGEBACK_NOTIFICATION", NULL, NULL },
  { "chargeback", "CAPTURED PAID CHARGEBACK_NOTIFICATION", "CHARGEBACKED", NULL, NULL },
};

gboolean
sandbox_acts_can_happen (const char *from,
                         const char *status)
{
  g_auto(GStrv) statuses = g_strsplit (from, " ", -1);

  return g_strv_contains ((const char * const *) statuses, status);
}

static void
set_string (char       **member,
            const char  *value)
{
  if (value == NULL)
    return;

  g_free (*member);
  *member = g_strdup (value);
}

SandboxActResult
sandbox_acts_play (SandboxStore   *store,
                   SandboxPayment *payment,
                   const char     *word,
                   gint64          now)
{
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      if (!g_str_equal (acts[i].word, word))
        continue;
      if (!sandbox_acts_can_happen (acts[i].from, payment->status))
        return SANDBOX_ACT_NOT_NOW;

      payment->is_scanned = TRUE;
      set_string (&payment->third_party_status, acts[i].third_party_status);
      set_string (&payment->error_code, acts[i].error_code);
      if (acts[i].status != NULL)
        sandbox_payment_set_status (payment, acts[i].status, now);
      sandbox_payment_save (payment, store);

      return SANDBOX_ACTED;
    }

  return SANDBOX_ACT_UNKNOWN;
}
