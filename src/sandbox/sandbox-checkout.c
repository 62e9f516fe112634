/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-checkout.h"

#define COLUMN(name, type) { #name, type, G_STRUCT_OFFSET (SandboxCheckout, name) }

static const SandboxColumn columns[] = {
  COLUMN (id, 's'),
  COLUMN (token, 's'),
  COLUMN (return_mac, 's'),
  COLUMN (merchant_reference, 's'),
  COLUMN (has_order_id, 'i'),
  COLUMN (merchant_order_id, 'i'),
  COLUMN (amount, 'i'),
  COLUMN (currency, 's'),
  COLUMN (descriptor, 's'),
  COLUMN (return_url, 's'),
  COLUMN (return_cancel_state, 'i'),
  COLUMN (last_payment_id, 's'),
  COLUMN (is_cancelled, 'i'),
  COLUMN (is_deleted, 'i'),
  COLUMN (created, 'i'),
};

const SandboxTable sandbox_checkout_table = {
  "checkouts", sizeof (SandboxCheckout), columns, G_N_ELEMENTS (columns),
};

void
sandbox_checkout_free (SandboxCheckout *self)
{
  sandbox_record_free (&sandbox_checkout_table, self);
}

SandboxCheckout *
sandbox_checkout_find (SandboxStore *store,
                       const char   *id)
{
  return sandbox_record_find (&sandbox_checkout_table, store, "WHERE id = ?", "s", id);
}

SandboxCheckout *
sandbox_checkout_find_by_token (SandboxStore *store,
                                const char   *token)
{
  return sandbox_record_find (&sandbox_checkout_table, store, "WHERE token = ?", "s", token);
}

SandboxCheckout *
sandbox_checkout_find_by_any (SandboxStore *store,
                              const char   *id_or_reference)
{
  SandboxCheckout *checkout = sandbox_checkout_find (store, id_or_reference);

  if (checkout != NULL)
    return checkout;

  return sandbox_record_find (&sandbox_checkout_table, store,
                              "WHERE merchant_reference = ? ORDER BY rowid DESC LIMIT 1", "s", id_or_reference);
}

void
sandbox_checkout_save (SandboxCheckout *self,
                       SandboxStore    *store)
{
  sandbox_record_save (&sandbox_checkout_table, store, self);
}

gboolean
sandbox_checkout_is_over (SandboxCheckout *self,
                          gint64           now)
{
  return self->is_deleted || now >= self->created + SANDBOX_CHECKOUT_LIFE_MS;
}

const char *
sandbox_checkout_status_word (SandboxCheckout *self)
{
  if (self->last_payment_id != NULL)
    return "PAYMENT_CREATED";

  /* Who did not ask to be told of a cancellation is not told. */
  return self->is_cancelled && self->return_cancel_state ? "CANCELLED_BY_CONSUMER" : "IN_PROGRESS";
}
