/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * connect_idle_begin:
 *
 * An exchange on @session begins: its kept connections stay until connect_idle_end() was called as often, and a
 * while longer.
 *
 * libsoup's own "idle-timeout" is not used: in 3.2 a request that takes a kept connection in the turn in which that
 * time is over hangs until it is cancelled, or its end is called twice (a crash, seen within seconds when requests
 * are as far apart as the time-out is long, as the looks after a payment that was left are).  Here the connections
 * are closed only while no request is under way.
 */
void connect_idle_begin (SoupSession *session);

/** connect_idle_end: libsoup is done with an exchange of this session; called where the session is used. */
void connect_idle_end   (SoupSession *session);

/** connect_idle_set_time: for tests, instead of 20 s; milliseconds. */
void connect_idle_set_time (SoupSession *session,
                            guint        ms);

G_END_DECLS
