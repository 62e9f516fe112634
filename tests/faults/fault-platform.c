/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "connect-date.h"
#include "fault-table.h"
#include "fault-world.h"

#define CLOCK_TOLERANCE 300      /* s; beyond it nothing that is signed is taken */
#define KEY_LIMIT       (23 * 3600)

typedef struct
{
  GBytes     *body;         /* (owned) as first seen */
  gint64      first;        /* platform's time, s */
  FaultEntry *entry;        /* (nullable) (unowned) */
  guint       refused;      /* row of the table; 0: not */
  gint64      late_at;      /* ms; 0: nothing is done late */
} Key;

typedef struct
{
  guint fault;
  guint times;
} Armed;

struct _FaultPlatform
{
  FaultWorld *world;        /* (unowned) */
  gint64      now;          /* ms since 1970 */
  guint       n_requests;
  GPtrArray  *entries;      /* (owned) (element-type FaultEntry) */
  GHashTable *keys;         /* (owned) (element-type utf8 Key) */
  Armed       armed[FAULT_N_OPERATIONS];
};

static void
entry_free (gpointer data)
{
  FaultEntry *entry = data;

  g_free (entry->id);
  g_free (entry->key);
  g_free (entry->reference);
  g_free (entry->type);
  g_free (entry->currency);
  g_free (entry);
}

static void
key_free (gpointer data)
{
  Key *key = data;

  g_bytes_unref (key->body);
  g_free (key);
}

FaultPlatform *
fault_platform_new (FaultWorld *world)
{
  FaultPlatform *self = g_new0 (FaultPlatform, 1);

  self->world = world;
  self->now = TILL_TEST_CLOCK_START / 1000;
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, key_free);

  return self;
}

void
fault_platform_free (FaultPlatform *self)
{
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->keys);
  g_free (self);
}

gint64
fault_platform_get_time (FaultPlatform *self)
{
  return self->now / 1000;
}

guint
fault_platform_n_requests (FaultPlatform *self)
{
  return self->n_requests;
}

guint
fault_platform_n_entries (FaultPlatform *self)
{
  return self->entries->len;
}

FaultEntry *
fault_platform_get_entry (FaultPlatform *self,
                          guint          index)
{
  return g_ptr_array_index (self->entries, index);
}

FaultEntry *
fault_platform_find (FaultPlatform *self,
                     const char    *id)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      FaultEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_strcmp0 (entry->id, id) == 0)
        return entry;
    }

  return NULL;
}

gboolean
fault_platform_refused (FaultPlatform *self,
                        const char    *key)
{
  Key *known = g_hash_table_lookup (self->keys, key);

  return known != NULL && known->refused != 0;
}

void
fault_platform_fail (FaultPlatform  *self,
                     FaultOperation  operation,
                     guint           fault,
                     guint           times)
{
  self->armed[operation] = (Armed) { fault, times };
}

gboolean
fault_platform_is_armed (FaultPlatform  *self,
                         FaultOperation  operation)
{
  return self->armed[operation].times > 0;
}

void
fault_platform_be_well (FaultPlatform *self)
{
  memset (self->armed, 0, sizeof self->armed);
}

/* The ledger: one payment for each key; the rules about it are the till's to keep. */
static void
make_entry (FaultPlatform *self,
            const char    *key,
            Key           *known,
            gint64         when)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  FaultEntry *entry = g_new0 (FaultEntry, 1);
  JsonObject *root, *order, *money, *input;

  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (known->body, NULL),
                                             (gssize) g_bytes_get_size (known->body), NULL));
  root = json_node_get_object (json_parser_get_root (parser));
  order = json_object_get_object_member (root, "order");
  money = json_object_get_object_member (order, "amountOfMoney");
  input = json_object_get_object_member (root, "redirectPaymentMethodSpecificInput");
  input = json_object_get_object_member (input, "paymentProduct863SpecificInput");

  entry->id = g_strdup_printf ("%030u", self->entries->len + 1);
  entry->key = g_strdup (key);
  entry->reference = g_strdup (json_object_get_string_member (json_object_get_object_member (order, "references"),
                                                              "merchantReference"));
  entry->type = g_strdup (json_object_get_string_member (input, "integrationType"));
  entry->currency = g_strdup (json_object_get_string_member (money, "currencyCode"));
  entry->amount = json_object_get_int_member (money, "amount");
  entry->status = "REDIRECTED";
  entry->third_party = "WAITING";
  entry->created = when / 1000;
  entry->found_from = entry->created + (self->entries->len % 3) * 20;

  for (guint i = 0; i < self->entries->len; i++)
    if (g_str_equal (((FaultEntry *) g_ptr_array_index (self->entries, i))->reference, entry->reference))
      fault_world_break (self->world, "3: a second payment with merchant reference %s", entry->reference);
  g_ptr_array_add (self->entries, entry);
  known->entry = entry;
}

void
fault_platform_pass (FaultPlatform *self,
                     gint64         ms)
{
  GHashTableIter iter;
  gpointer key, value;

  self->now += ms;
  g_hash_table_iter_init (&iter, self->keys);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Key *known = value;

      if (known->late_at == 0 || known->late_at > self->now)
        continue;
      if (known->entry == NULL && known->refused == 0)
        make_entry (self, key, known, known->late_at);
      known->late_at = 0;
    }
}

static Key *
see_key (FaultPlatform      *self,
         const FaultRequest *request,
         gboolean           *is_repeat)
{
  Key *known = g_hash_table_lookup (self->keys, request->key);

  if (known == NULL)
    {
      known = g_new0 (Key, 1);
      known->body = g_bytes_ref (request->body);
      known->first = self->now / 1000;
      g_hash_table_insert (self->keys, g_strdup (request->key), known);
    }
  else if (!g_bytes_equal (known->body, request->body))
    fault_world_break (self->world, "2: key %s came with another body", request->key);
  else if (self->now / 1000 - known->first > KEY_LIMIT)
    fault_world_break (self->world, "11: key %s came again after %" G_GINT64_FORMAT " s", request->key,
                       self->now / 1000 - known->first);

  *is_repeat = known->entry != NULL || known->refused != 0;

  return known;
}

static void
answer_row (FaultPlatform  *self,
            const FaultRow *row,
            FaultReply     *reply)
{
  reply->status = row->status;
  if (row->shape == FAULT_ERROR)
    reply->body = fault_words_error (row->code);
  else if (row->shape == FAULT_HTML)
    reply->body = g_strdup ("<html><body>Welcome to our network</body></html>");
  reply->is_html = row->shape == FAULT_HTML;
}

static void
answer_create (FaultPlatform      *self,
               const FaultRequest *request,
               guint               fault,
               FaultReply         *reply)
{
  const FaultRow *row = fault_table_get (fault);
  gboolean is_repeat;
  Key *known = see_key (self, request, &is_repeat);

  if (is_repeat)
    reply->first_request = known->first * 1000;
  if (is_repeat && (row->deed == FAULT_REFUSED || row->deed == FAULT_DECLINED))
    row = fault_table_get (0);

  /* Whoever is told an id for the first time has to believe it. */
  if (row->shape == FAULT_OTHER_ID && !fault_audit_knows_id (self->world->audit, request->key))
    row = fault_table_get (0);

  if (row->deed == FAULT_REFUSED)
    known->refused = fault;
  else if (row->deed == FAULT_DONE_LATE && !is_repeat && known->late_at == 0)
    known->late_at = self->now + 1000 + (self->now / 7) % 59000;
  else if ((row->deed == FAULT_DONE || row->deed == FAULT_DECLINED) && !is_repeat)
    make_entry (self, request->key, known, self->now);
  if (row->deed == FAULT_DECLINED)
    known->entry->status = "REJECTED";

  if (row->status != 0 && row->deed != FAULT_DECLINED)
    answer_row (self, row, reply);
  else if (known->refused != 0 && row->error == -1)
    answer_row (self, fault_table_get (known->refused), reply);
  else if (known->entry != NULL && g_str_equal (known->entry->status, "REJECTED"))
    {
      reply->status = 402;
      reply->body = fault_words_declined (known->entry);
    }
  else if (known->entry != NULL)
    {
      reply->status = 201;
      reply->body = fault_words_created (known->entry, row);
    }
}

static void
answer_find (FaultPlatform      *self,
             const FaultRequest *request,
             const FaultRow     *row,
             FaultReply         *reply)
{
  GString *list = g_string_new (NULL);
  guint n_found = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      FaultEntry *entry = g_ptr_array_index (self->entries, i);
      g_autofree char *payment = NULL;

      if (g_strcmp0 (entry->reference, request->reference) != 0 || entry->found_from > self->now / 1000)
        continue;
      payment = fault_words_payment (entry, row);
      g_string_append_printf (list, "%s%s", n_found++ > 0 ? "," : "", payment);
    }

  reply->body = g_strdup_printf ("{\"offset\":0,\"limit\":100,\"totalCount\":%u,\"payments\":[%s]}",
                                 n_found, list->str);
  g_string_free (list, TRUE);
}

static void
answer_question (FaultPlatform      *self,
                 const FaultRequest *request,
                 const FaultRow     *row,
                 FaultReply         *reply)
{
  FaultEntry *entry = fault_platform_find (self, request->id);
  g_autofree char *payment = entry != NULL ? fault_words_payment (entry, row) : NULL;

  reply->status = 200;
  if (request->operation == FAULT_CANCEL && entry != NULL && entry->is_cancellable && row->deed == FAULT_DONE)
    {
      g_free (payment);
      entry->status = "CANCELLED";
      entry->is_cancellable = FALSE;
      payment = fault_words_payment (entry, row);
      reply->body = g_strdup_printf ("{\"payment\":%s}", payment);
    }
  else if (request->operation == FAULT_FIND)
    answer_find (self, request, row, reply);
  else if (entry == NULL)
    answer_row (self, fault_table_get (fault_table_find ("404")), reply);
  else if (request->operation == FAULT_CANCEL)
    answer_row (self, fault_table_get (fault_table_find ("405")), reply);
  else if (request->operation == FAULT_THIRD_PARTY)
    reply->body = row->shape == FAULT_NO_STATUS ? g_strdup ("{}")
                  : g_strdup_printf ("{\"thirdPartyStatus\":\"%s\"}",
                                     row->shape == FAULT_ODD_STATUS ? "SURPRISED" : entry->third_party);
  else
    reply->body = g_steal_pointer (&payment);
  if (row->status != 0)
    {
      g_clear_pointer (&reply->body, g_free);
      answer_row (self, row, reply);
    }
}

static void
spoil (const FaultRow *row,
       FaultReply     *reply)
{
  if (reply->body == NULL)
    reply->body = g_strdup ("");
  if (row->shape == FAULT_BROKEN)
    reply->body[strlen (reply->body) / 2] = '\0';
  else if (row->shape == FAULT_EMPTY)
    reply->body[0] = '\0';
  else if (row->shape == FAULT_HTML && row->status == 0)
    {
      g_free (reply->body);
      reply->body = g_strdup ("<html></html>");
      reply->is_html = TRUE;
    }
}

void
fault_platform_answer (FaultPlatform      *self,
                       const FaultRequest *request,
                       FaultReply         *reply)
{
  Armed *armed = &self->armed[request->operation];
  guint fault = armed->times > 0 ? armed->fault : 0;
  const FaultRow *row = fault_table_get (fault);
  gint64 now = self->now / 1000;
  gint64 jitter = (gint64) (self->n_requests++ * 7919) % (2 * FAULT_DATE_JITTER + 1) - FAULT_DATE_JITTER;

  if (armed->times > 0)
    armed->times--;
  fault_world_tell (self->world, "  asked: operation %d, %s", request->operation, row->name);
  reply->error = row->error;
  reply->delay = row->delay;
  reply->retry_after = row->retry_after;
  reply->left = row->error != CONNECT_ERROR_OFFLINE && row->error != CONNECT_ERROR_NOT_TRUSTED;
  reply->date = row->no_date ? CONNECT_DATE_UNKNOWN : now + jitter;
  if (!reply->left)
    return;

  if (ABS (request->date - now) > CLOCK_TOLERANCE)
    answer_row (self, fault_table_get (fault_table_find ("403")), reply);
  else if (request->operation == FAULT_CREATE)
    answer_create (self, request, fault, reply);
  else
    answer_question (self, request, row, reply);
  spoil (row, reply);
}

static gboolean
can_be_paid (FaultPlatform *self,
             FaultEntry    *entry)
{
  return entry->offered && !entry->captured
         && (g_str_equal (entry->status, "REDIRECTED") || g_str_equal (entry->status, "PENDING_PAYMENT"))
         && self->now / 1000 - entry->created < FAULT_QR_SECONDS;
}

static void
capture (FaultEntry *entry)
{
  entry->captured = TRUE;
  entry->is_cancellable = FALSE;
  entry->status = "CAPTURED";
  entry->third_party = "COMPLETED";
}

gboolean
fault_platform_turn (FaultPlatform *self,
                     FaultEntry    *entry,
                     FaultTurn      turn)
{
  gboolean payable = can_be_paid (self, entry);

  switch (turn)
    {
    case FAULT_CUSTOMER_SCANS:
      if (payable)
        entry->third_party = "AUTHORIZED";
      return payable;
    case FAULT_CUSTOMER_PAYS:
      if (payable)
        capture (entry);
      return payable;
    case FAULT_CUSTOMER_IS_DONE:
      if (payable)
        entry->third_party = "COMPLETED";
      if (payable)
        entry->status = "PENDING_PAYMENT";
      return payable;
    case FAULT_CUSTOMER_DECLINES:
      if (payable)
        entry->status = "REJECTED";
      return payable;
    case FAULT_PLATFORM_REVERSES:
      if (entry->captured)
        entry->status = "CHARGEBACKED";
      return entry->captured;
    case FAULT_PLATFORM_IS_ODD:
      entry->is_odd |= payable;
      if (payable)
        entry->status = "PENDING_SURPRISE";
      return payable;
    case FAULT_PLATFORM_IS_SANE:
      payable = entry->is_odd;
      if (payable)
        entry->status = "REDIRECTED";
      entry->is_odd = FALSE;
      return payable;
    case FAULT_PLATFORM_CAN_CANCEL:
      entry->is_cancellable = payable;
      return payable;
    case FAULT_N_TURNS:
    default:
      g_return_val_if_reached (FALSE);
    }
}
