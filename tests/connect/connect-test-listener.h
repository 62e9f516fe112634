/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConnectTestServe:
 *
 * Serves one connection, in a thread of its own, until it is over or @stopped; the connection is closed behind it.
 */
typedef void (*ConnectTestServe) (GSocketConnection *connection,
                                  GCancellable      *stopped,
                                  gpointer           user_data);

/** ConnectTestListener: a free port of 127.0.0.1.  The main context is woken when a connection is over. */
typedef struct _ConnectTestListener ConnectTestListener;

ConnectTestListener *connect_test_listener_new      (ConnectTestServe     serve,
                                                     gpointer             user_data);
/** connect_test_listener_free: stops, and waits until nobody is served any more. */
void                 connect_test_listener_free     (ConnectTestListener *self);
guint16              connect_test_listener_get_port (ConnectTestListener *self);

G_END_DECLS
