/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "fault-platform-private.h"

static void
entry_free (gpointer data)
{
  FaultEntry *entry = data;

  g_free (entry->id);
  g_free (entry->merchant);
  g_free (entry->key);
  g_free (entry->reference);
  g_free (entry->type);
  g_free (entry->currency);
  g_free (entry->page);
  g_free (entry);
}

static void
key_free (gpointer data)
{
  FaultKey *key = data;

  g_free (key->merchant);
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
  self->pages = g_ptr_array_new_with_free_func (fault_page_free);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, key_free);

  return self;
}

void
fault_platform_free (FaultPlatform *self)
{
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->pages);
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
  FaultKey *known = g_hash_table_lookup (self->keys, key);

  return known != NULL && known->refused != 0;
}

void
fault_platform_fail (FaultPlatform  *self,
                     FaultOperation  operation,
                     guint           fault,
                     guint           times)
{
  self->armed[operation] = (Armed) { fault, times, FALSE };
}

void
fault_platform_fail_variously (FaultPlatform  *self,
                               FaultOperation  operation,
                               guint           fault,
                               guint           times)
{
  self->armed[operation] = (Armed) { fault, times, TRUE };
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

void
fault_platform_make_entry (FaultPlatform *self,
                           const char    *key,
                           FaultKey      *known,
                           FaultPage     *page,
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
  input = page == NULL ? json_object_get_object_member (root, "redirectPaymentMethodSpecificInput") : NULL;
  if (input != NULL)
    input = json_object_get_object_member (input, "paymentProduct863SpecificInput");

  entry->id = g_strdup_printf ("%030u", self->entries->len + 1);
  entry->merchant = g_strdup (known->merchant);
  entry->key = g_strdup (key);
  entry->reference = g_strdup (json_object_get_string_member (json_object_get_object_member (order, "references"),
                                                              "merchantReference"));
  entry->type = g_strdup (input != NULL ? json_object_get_string_member (input, "integrationType") : "page");
  entry->page = page != NULL ? g_strdup (page->id) : NULL;
  entry->offered = page != NULL;
  entry->currency = g_strdup (json_object_get_string_member (money, "currencyCode"));
  entry->amount = json_object_get_int_member (money, "amount");
  entry->status = "REDIRECTED";
  entry->third_party = "WAITING";
  entry->created = when / 1000;
  entry->found_from = entry->created + (self->entries->len % 3) * 20;

  /* On a page it may be tried again. */
  for (guint i = 0; i < self->entries->len && page == NULL; i++)
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
      FaultKey *known = value;

      if (known->late_at == 0 || known->late_at > self->now)
        continue;
      if (known->entry == NULL && known->refused == 0)
        fault_platform_make_entry (self, key, known, NULL, known->late_at);
      known->late_at = 0;
    }
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
