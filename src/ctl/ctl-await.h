/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A console program does one thing after the other: it starts a call with ctl_keep_result() as its callback
 * and waits for the result, while the main loop serves everything else.
 *
 *   g_autoptr(GAsyncResult) result = NULL;
 *
 *   till_register_find_async (reg, id, NULL, ctl_keep_result, &result);
 *   ctl_await (&result);
 */

/** ctl_keep_result: @user_data is a GAsyncResult pointer that must live until then. */
void ctl_keep_result (GObject       *source,
                      GAsyncResult  *result,
                      gpointer       user_data);
/** ctl_await: runs the main loop until there is a result. */
void ctl_await       (GAsyncResult **result);

G_END_DECLS
