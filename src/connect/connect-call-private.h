/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-call.h"

G_BEGIN_DECLS

/**
 * connect_call_forget_answer:
 *
 * Back to "no answer" before the request is sent once more.  That something may have left is not forgotten.
 */
void connect_call_forget_answer (ConnectCall *self);

G_END_DECLS
