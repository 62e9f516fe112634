/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-platform-private.h"

static void
entry_free (gpointer data)
{
  TillTestEntry *entry = data;

  g_free (entry->id);
  g_free (entry->key);
  g_free (entry->reference);
  g_free (entry->type);
  g_free (entry->currency);
  g_free (entry->checkout_id);
  g_free (entry);
}

void
till_test_failure_free (gpointer data)
{
  TillTestFailure *fault = data;

  g_free (fault->body);
  g_free (fault);
}

TillTestEntry *
till_test_platform_add_entry (TillTestPlatform *self,
                              const char       *key,
                              const char       *reference,
                              const char       *type,
                              const char       *currency,
                              gint64            amount)
{
  TillTestEntry *entry = g_new0 (TillTestEntry, 1);

  entry->id = g_strdup_printf ("%030u", self->entries->len + 1);
  entry->key = g_strdup (key);
  entry->reference = g_strdup (reference);
  entry->type = g_strdup (type);
  entry->currency = g_strdup (currency);
  entry->amount = amount;
  entry->amount_paid = -1;
  entry->amount_refunded = -1;
  entry->status = "REDIRECTED";
  entry->third_party = "WAITING";
  g_ptr_array_add (self->entries, entry);

  return entry;
}

TillTestEntry *
till_test_platform_add (TillTestPlatform *self,
                        const char       *reference,
                        gint64            amount)
{
  return till_test_platform_add_entry (self, "", reference, "desktopQRCode", "EUR", amount);
}

static void
listen_on (TillTestPlatform *self,
           guint             port)
{
  g_autoptr(GError) error = NULL;
  GSList *uris;

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, till_test_platform_handle_cb, self, NULL);
  soup_server_listen_local (self->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->port = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

TillTestPlatform *
till_test_platform_new (TillClock *clock)
{
  TillTestPlatform *self = g_new0 (TillTestPlatform, 1);

  self->clock = g_object_ref (clock);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->refunds = g_ptr_array_new_with_free_func (till_test_refund_free);
  self->refund_bodies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->deleted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->checkouts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < TILL_TEST_N_OPERATIONS; i++)
    g_queue_init (&self->faults[i]);
  listen_on (self, 0);
  self->endpoint = g_strdup_printf ("http://127.0.0.1:%u", self->port);

  return self;
}

void
till_test_platform_free (TillTestPlatform *self)
{
  till_test_platform_close (self);
  for (guint i = 0; i < TILL_TEST_N_OPERATIONS; i++)
    {
      g_queue_clear_full (&self->faults[i], till_test_failure_free);
      g_free (self->always_body[i]);
    }
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->refunds);
  g_hash_table_unref (self->refund_bodies);
  g_hash_table_unref (self->deleted);
  g_ptr_array_unref (self->checkouts);
  g_object_unref (self->clock);
  g_free (self->endpoint);
  g_free (self->first_body);
  g_free (self);
}

const char *
till_test_platform_get_endpoint (TillTestPlatform *self)
{
  return self->endpoint;
}

static gint64
now_cb (gpointer user_data)
{
  return till_clock_get_wall_time (user_data) / G_USEC_PER_SEC;
}

ConnectClient *
till_test_platform_client (TillTestPlatform *self,
                           const char       *merchant)
{
  g_autoptr(SoupSession) session = connect_session_new (NULL, NULL, NULL);
  g_autoptr(ConnectSigner) signer = connect_signer_new ("key", "secret", -1);

  return connect_client_new (session, self->endpoint, merchant, signer, now_cb, self->clock);
}

void
till_test_platform_set_ahead (TillTestPlatform *self,
                              gint64            seconds)
{
  self->ahead = seconds;
}

void
till_test_platform_close (TillTestPlatform *self)
{
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

void
till_test_platform_open_again (TillTestPlatform *self)
{
  listen_on (self, self->port);
}

void
till_test_platform_fail (TillTestPlatform  *self,
                         TillTestOperation  operation,
                         TillTestFault      fault,
                         guint              status,
                         const char        *body)
{
  TillTestFailure *copy = g_new0 (TillTestFailure, 1);

  copy->fault = fault;
  copy->status = status;
  copy->body = g_strdup (body);
  g_queue_push_tail (&self->faults[operation], copy);
}

void
till_test_platform_fail_always (TillTestPlatform  *self,
                                TillTestOperation  operation,
                                guint              status,
                                const char        *body)
{
  self->always[operation] = status;
  g_free (self->always_body[operation]);
  self->always_body[operation] = g_strdup (body);
}

guint
till_test_platform_count (TillTestPlatform  *self,
                          TillTestOperation  operation)
{
  return self->counts[operation];
}

guint
till_test_platform_n_entries (TillTestPlatform *self)
{
  return self->entries->len;
}

TillTestEntry *
till_test_platform_get_entry (TillTestPlatform *self,
                              guint             index)
{
  g_assert_cmpuint (index, <, self->entries->len);

  return g_ptr_array_index (self->entries, index);
}

gboolean
till_test_platform_same_bodies (TillTestPlatform *self)
{
  return !self->bodies_differ;
}
