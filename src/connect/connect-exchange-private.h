/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "connect-call.h"

G_BEGIN_DECLS

/**
 * connect_exchange_run_async:
 * @message: with all its headers; its flags and HTTP version are set here
 * @call: learns whether anything may have left
 * @deadline: of g_get_monotonic_time(), for the whole exchange
 *
 * One HTTP exchange: the request goes out once, the answer comes in whole and within bounds, or not at all.
 */
void    connect_exchange_run_async  (SoupSession          *session,
                                     SoupMessage          *message,
                                     ConnectCall          *call,
                                     gint64                deadline,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);

/**
 * connect_exchange_run_finish:
 * @error: %CONNECT_ERROR_OFFLINE, _NOT_TRUSTED, _NO_ANSWER or _BAD_ANSWER (encoded, or too large), or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the body, whatever the status
 */
GBytes *connect_exchange_run_finish (SoupSession          *session,
                                     GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
