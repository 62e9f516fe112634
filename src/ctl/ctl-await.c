/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl-await.h"

void
ctl_keep_result (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

void
ctl_await (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}
