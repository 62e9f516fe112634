/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-address.h"
#include "till-error.h"

#define HTTPS_PORT 443

/* A name that is looked up for longer does not hold up the sale: the request itself is tried for longer than that. */
#define SEARCH_MS 2000

typedef struct
{
  GCancellable *inner;    /* (owned) what the search gets: ends by the caller's will, or by time */
  GSource      *timer;    /* (nullable) (owned) */
  GSource      *caller;   /* (nullable) (owned) */
  gboolean      is_over;
} Search;

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
search_free (gpointer data)
{
  Search *search = data;

  g_clear_object (&search->inner);
  g_free (search);
}

/* The kernel chooses the interface when a datagram socket is connected; no packet leaves for that. */
static char *
address_towards (GSocketAddress *remote)
{
  g_autoptr(GSocket) socket = NULL;
  g_autoptr(GSocketAddress) local = NULL;

  if (!G_IS_INET_SOCKET_ADDRESS (remote))
    return NULL;

  socket = g_socket_new (g_socket_address_get_family (remote),
                         G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  if (socket == NULL || !g_socket_connect (socket, remote, NULL, NULL))
    return NULL;

  local = g_socket_get_local_address (socket, NULL);
  if (local == NULL)
    return NULL;

  return g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local)));
}

/* Without a name server the way to the endpoint is that to anywhere.  Without any way nothing leaves, and what
 * stands in the request tells nobody anything; but that it was asked for is written down. */
static char *
address_towards_anywhere (void)
{
  static const char * const documentation[] = { "192.0.2.1", "2001:db8::1" };

  for (guint i = 0; i < G_N_ELEMENTS (documentation); i++)
    {
      g_autoptr(GSocketAddress) remote = g_inet_socket_address_new_from_string (documentation[i], HTTPS_PORT);
      char *address = address_towards (remote);

      if (address != NULL)
        return address;
    }

  return g_strdup ("127.0.0.1");
}

/* The only way out; an answer that comes later is dropped.  Who cancelled hears of that from the task. */
static void
end (GTask *task,
     char  *address)
{
  Search *search = g_task_get_task_data (task);

  search->is_over = TRUE;
  clear_source (&search->timer);
  clear_source (&search->caller);
  g_cancellable_cancel (search->inner);
  g_task_return_pointer (task, address, g_free);
}

static gboolean
time_is_up_cb (gpointer user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);

  end (task, address_towards_anywhere ());

  return G_SOURCE_REMOVE;
}

static gboolean
caller_cancelled_cb (GCancellable *cancellable,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);

  end (task, NULL);

  return G_SOURCE_REMOVE;
}

/* An address family without a route is no reason to give up: the next one may have one. */
static void
next_address_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Search *search = g_task_get_task_data (task);
  GSocketAddressEnumerator *enumerator = G_SOCKET_ADDRESS_ENUMERATOR (source);
  g_autoptr(GSocketAddress) remote = NULL;
  char *address;

  remote = g_socket_address_enumerator_next_finish (enumerator, result, NULL);
  if (search->is_over)
    return;

  address = remote != NULL ? address_towards (remote) : address_towards_anywhere ();
  if (address != NULL)
    end (task, address);
  else
    g_socket_address_enumerator_next_async (enumerator, search->inner, next_address_cb, g_steal_pointer (&task));
}

static GSource *
attach (GTask       *task,
        GSource     *source,
        GSourceFunc  callback)
{
  g_source_set_callback (source, callback, task, NULL);
  g_source_attach (source, g_task_get_context (task));

  return source;
}

void
till_address_towards_async (const char          *endpoint,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(GSocketConnectable) remote = NULL;
  g_autoptr(GSocketAddressEnumerator) enumerator = NULL;
  g_autoptr(GError) error = NULL;
  Search *search;

  g_return_if_fail (endpoint != NULL);

  g_task_set_source_tag (task, till_address_towards_async);

  remote = g_network_address_parse_uri (endpoint, HTTPS_PORT, &error);
  if (remote == NULL)
    {
      g_task_return_new_error (task, TILL_ERROR, TILL_ERROR_INVALID_ACCOUNT, "the endpoint: %s", error->message);
      return;
    }

  search = g_new0 (Search, 1);
  search->inner = g_cancellable_new ();
  g_task_set_task_data (task, search, search_free);
  search->timer = attach (task, g_timeout_source_new (SEARCH_MS), time_is_up_cb);
  if (cancellable != NULL)
    search->caller = attach (task, g_cancellable_source_new (cancellable), G_SOURCE_FUNC (caller_cancelled_cb));

  enumerator = g_socket_connectable_enumerate (remote);
  g_socket_address_enumerator_next_async (enumerator, search->inner, next_address_cb, g_steal_pointer (&task));
}

char *
till_address_towards_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, till_address_towards_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
