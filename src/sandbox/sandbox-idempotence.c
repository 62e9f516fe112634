/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sandbox-idempotence.h"
#include "sandbox-payments.h"
#include "sandbox-refunds.h"

#define LIFE_MS        ((gint64) 24 * 3600 * 1000)
#define MAX_KEY_LENGTH 40
#define KEY_HEADER     "X-GCS-Idempotence-Key"
#define FIRST_HEADER   "X-GCS-Idempotence-Request-Timestamp"

typedef struct
{
  char   *key;          /* (owned) */
  char   *target;       /* (owned) what it was used for */
  gint64  first;        /* ms since 1970 */
  gint64  busy_until;
  gint64  status;
  char   *payment_id;   /* (nullable) (owned) */
  char   *body;         /* (nullable) (owned) of an answer that made nothing */
  char   *refund_id;    /* (nullable) (owned) */
} SandboxKey;

#define COLUMN(name, type) { #name, type, G_STRUCT_OFFSET (SandboxKey, name) }

static const SandboxColumn columns[] = {
  COLUMN (key, 's'),
  COLUMN (target, 's'),
  COLUMN (first, 'i'),
  COLUMN (busy_until, 'i'),
  COLUMN (status, 'i'),
  COLUMN (payment_id, 's'),
  COLUMN (body, 's'),
  COLUMN (refund_id, 's'),
};

const SandboxTable sandbox_key_table = {
  "keys", sizeof (SandboxKey), columns, G_N_ELEMENTS (columns),
};

static void
key_free (SandboxKey *self)
{
  sandbox_record_free (&sandbox_key_table, self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxKey, key_free)

static gboolean
is_valid (const char *key)
{
  gsize length = strlen (key);

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isgraph (key[i]))
        return FALSE;
    }

  return length > 0 && length <= MAX_KEY_LENGTH;
}

static SandboxKey *
find_key (SandboxCall *call,
          const char  *text)
{
  SandboxStore *store = call->server->store;
  SandboxKey *key;

  sandbox_store_run (store, "DELETE FROM keys WHERE first <= ?", "i", call->now - LIFE_MS);
  key = sandbox_record_find (&sandbox_key_table, store, "WHERE key = ?", "s", text);

  return key;
}

static void
set_first (SandboxAnswer *answer,
           gint64         first)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, first);

  sandbox_answer_set_header (answer, FIRST_HEADER, text);
}

static SandboxRefund *
count_refund (SandboxCall *call,
              SandboxKey  *key)
{
  g_autoptr(SandboxRefund) refund = NULL;

  if (key->refund_id != NULL)
    refund = sandbox_refund_find (call->server->store, key->refund_id);
  if (refund == NULL)
    return NULL;

  refund->requests++;
  sandbox_refund_save (refund, call->server->store);

  return g_steal_pointer (&refund);
}

static SandboxAnswer *
answer_again (SandboxCall *call,
              SandboxKey  *key)
{
  g_autoptr(SandboxPayment) payment = NULL;
  g_autoptr(SandboxRefund) refund = count_refund (call, key);

  if (key->payment_id != NULL)
    payment = sandbox_payment_find (call->server->store, key->payment_id);
  if (payment != NULL)
    {
      payment->creates++;
      sandbox_payment_save (payment, call->server->store);
      sandbox_call_note_payment (call, payment->id, payment->merchant_reference);
    }

  if (call->now < key->busy_until)
    return sandbox_idempotence_busy (key->first);

  if (refund != NULL)
    return sandbox_refunds_created_answer (call, refund, (guint) key->status);
  if (payment != NULL)
    return sandbox_payments_created_answer (call, payment, (guint) key->status);

  if (key->body == NULL)
    return sandbox_answer_new_error (500, "9999", "UNKNOWN_SERVER_ERROR", NULL, "what it made was removed");

  return sandbox_answer_new ((guint) key->status, "application/json", g_bytes_new (key->body, strlen (key->body)));
}

SandboxAnswer *
sandbox_idempotence_replay (SandboxCall *call)
{
  const char *text = sandbox_call_header (call, KEY_HEADER);
  g_autoptr(SandboxKey) key = NULL;
  SandboxAnswer *answer;

  if (text == NULL)
    return NULL;

  if (!is_valid (text))
    return sandbox_answer_new_error (400, "21000120", "INVALID_VALUE", KEY_HEADER,
                                     "a key has 1 to 40 printable ASCII characters");

  key = find_key (call, text);
  if (key == NULL)
    return NULL;

  if (!g_str_equal (key->target, call->target))
    return sandbox_answer_new_error (400, "21000120", "INVALID_VALUE", KEY_HEADER,
                                     "this key was used for another request");

  answer = answer_again (call, key);
  set_first (answer, key->first);

  return answer;
}

void
sandbox_idempotence_keep (SandboxCall    *call,
                          SandboxAnswer  *answer,
                          const char     *payment_id,
                          const char     *refund_id)
{
  const char *text = sandbox_call_header (call, KEY_HEADER);
  g_autoptr(SandboxKey) key = NULL;

  if (text == NULL)
    return;

  key = g_new0 (SandboxKey, 1);
  key->key = g_strdup (text);
  key->target = g_strdup (call->target);
  key->first = call->now;
  key->busy_until = call->delivery.late > 0 ? call->now + call->delivery.late : 0;
  key->status = answer->status;
  key->payment_id = g_strdup (payment_id);
  key->refund_id = g_strdup (refund_id);
  if (payment_id == NULL && refund_id == NULL)
    {
      gsize length;
      const char *data = g_bytes_get_data (answer->body, &length);

      key->body = g_strndup (data, length);
    }

  sandbox_record_save (&sandbox_key_table, call->server->store, key);
}

SandboxAnswer *
sandbox_idempotence_busy (gint64 first)
{
  SandboxAnswer *answer =
    sandbox_answer_new_error (409, "1409", "DUPLICATE_REQUEST_IN_PROGRESS", NULL, "DUPLICATE REQUEST IN PROGRESS");

  set_first (answer, first);

  return answer;
}
