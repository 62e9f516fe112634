/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ctl_signals_watch:
 *
 * Calls @func from the main loop once one of SIGINT, SIGTERM and SIGHUP has come.  From then on the program
 * ends within 2 s, with "not certain", whatever may hold it up.
 */
void  ctl_signals_watch (GSourceFunc  func,
                         gpointer     data);

/** ctl_signals_cancel: the same, and what is done once one has come is to cancel @cancellable, which is kept. */
void  ctl_signals_cancel (GCancellable *cancellable);

G_END_DECLS
