/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-test-fixture.h"

static gint64
now_cb (gpointer user_data)
{
  ConnectTestFixture *self = user_data;
  gint64 now = self->now;

  self->now += self->now_step;

  return now;
}

void
connect_test_use_endpoint (ConnectTestFixture *self,
                           const char         *endpoint)
{
  g_clear_object (&self->client);
  self->client = connect_client_new (self->session, endpoint, CONNECT_TEST_MERCHANT, self->signer, now_cb, self);
}

void
connect_test_set_up (ConnectTestFixture *self,
                     gconstpointer       data)
{
  g_autoptr(GError) error = NULL;

  self->now = CONNECT_TEST_NOW;
  self->server = connect_test_server_new (NULL);
  self->session = connect_session_new (NULL, NULL, &error);
  g_assert_no_error (error);
  self->signer = connect_signer_new (CONNECT_TEST_KEY_ID, CONNECT_TEST_SECRET, -1);
  connect_test_use_endpoint (self, connect_test_server_get_endpoint (self->server));
}

/* Drops the last reference; libsoup may hold the session until it has noticed what was cancelled. */
void
connect_test_drop_session (ConnectTestFixture *self)
{
  g_clear_object (&self->result);
  g_clear_pointer (&self->call, connect_call_unref);
  if (self->client != NULL)
    g_assert_finalize_object (g_steal_pointer (&self->client));

  soup_session_abort (self->session);
  g_object_add_weak_pointer (G_OBJECT (self->session), (gpointer *) &self->session);
  g_object_unref (self->session);
  connect_test_wait (self->session == NULL);
}

void
connect_test_tear_down (ConnectTestFixture *self,
                        gconstpointer       data)
{
  if (self->session != NULL)
    connect_test_drop_session (self);
  g_assert_finalize_object (self->signer);
  connect_test_server_free (self->server);
}

void
connect_test_store_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

GSource *
connect_test_wake_at (gint64 monotonic_time)
{
  GSource *source = g_timeout_source_new (G_MAXUINT);

  g_source_set_ready_time (source, monotonic_time);
  g_source_set_callback (source, wake_cb, NULL, NULL);
  g_source_attach (source, NULL);

  return source;
}

gboolean
connect_test_ask (ConnectTestFixture          *self,
                  const ConnectTestOperation  *operation,
                  GCancellable                *cancellable,
                  GError                     **error)
{
  g_clear_object (&self->result);
  g_clear_pointer (&self->call, connect_call_unref);
  self->call = connect_call_new (CONNECT_TEST_KEY);

  operation->start (self->client, self->call, cancellable, connect_test_store_cb, &self->result);
  connect_test_wait (self->result != NULL);

  return operation->finish (self->client, self->result, error);
}
