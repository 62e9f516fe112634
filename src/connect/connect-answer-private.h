/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "connect-call.h"

G_BEGIN_DECLS

/** CONNECT_CLOCK_TOLERANCE: seconds; a refusal with a difference from here on is about the clock. */
#define CONNECT_CLOCK_TOLERANCE 60

/**
 * connect_answer_read:
 * @message: answered
 * @body: (nullable): %NULL when it was too much, or encoded: the headers still say something
 * @our_time: our clock in the middle of the exchange, seconds since 1970
 * @call: is filled with what the answer says beside the result
 *
 * Returns: (transfer full) (nullable): the root of the body if it is JSON
 */
JsonObject *connect_answer_read  (SoupMessage  *message,
                                  GBytes       *body,
                                  gint64        our_time,
                                  ConnectCall  *call);

/**
 * connect_answer_judge:
 * @root: (nullable): from connect_answer_read()
 * @result: (nullable): the member that makes a result of an error: "paymentResult"
 * @error: as ConnectError says
 *
 * Returns: whether @root is to be read as a result
 */
gboolean    connect_answer_judge (ConnectCall  *call,
                                  JsonObject   *root,
                                  const char   *result,
                                  GError      **error);

G_END_DECLS
