/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-address.h"
#include "till-error.h"

#define HTTPS_PORT 443

static void
return_no_route (GTask      *task,
                 const char *why)
{
  g_task_return_new_error (task, TILL_ERROR, TILL_ERROR_NO_CONNECTION, "no way to the endpoint: %s", why);
}

/* The kernel chooses the interface when a datagram socket is connected; no packet leaves for that. */
static char *
address_towards (GSocketAddress  *remote,
                 GError         **error)
{
  g_autoptr(GSocket) socket = NULL;
  g_autoptr(GSocketAddress) local = NULL;

  socket = g_socket_new (g_socket_address_get_family (remote),
                         G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, error);
  if (socket == NULL || !g_socket_connect (socket, remote, NULL, error))
    return NULL;

  local = g_socket_get_local_address (socket, error);
  if (local == NULL)
    return NULL;

  return g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local)));
}

/* An address family without a route is no reason to give up: the next one may have one.  A cancel needs no
 * word here: the task looks for it by itself. */
static void
next_address_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  GSocketAddressEnumerator *enumerator = G_SOCKET_ADDRESS_ENUMERATOR (source);
  g_autoptr(GSocketAddress) remote = NULL;
  g_autoptr(GError) error = NULL;
  GCancellable *cancellable = g_task_get_cancellable (task);
  char *address;

  remote = g_socket_address_enumerator_next_finish (enumerator, result, &error);
  if (remote == NULL)
    {
      return_no_route (task, error != NULL ? error->message : "no address of it can be reached");
      return;
    }

  address = G_IS_INET_SOCKET_ADDRESS (remote) ? address_towards (remote, NULL) : NULL;
  if (address != NULL)
    {
      g_task_return_pointer (task, address, g_free);
      return;
    }

  g_socket_address_enumerator_next_async (enumerator, cancellable, next_address_cb, g_steal_pointer (&task));
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

  g_return_if_fail (endpoint != NULL);

  g_task_set_source_tag (task, till_address_towards_async);

  remote = g_network_address_parse_uri (endpoint, HTTPS_PORT, &error);
  if (remote == NULL)
    {
      return_no_route (task, error->message);
      return;
    }

  enumerator = g_socket_connectable_enumerate (remote);
  g_socket_address_enumerator_next_async (enumerator, cancellable, next_address_cb, g_steal_pointer (&task));
}

char *
till_address_towards_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, till_address_towards_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
