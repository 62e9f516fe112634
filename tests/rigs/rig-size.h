/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How much a rig does: less than CI's size where a sanitizer makes all of it slow, all that is promised in the long
 * run (./run tests --long). */

#if defined (__SANITIZE_ADDRESS__)
#define RIG_IS_SANITIZED 1
#elif defined (__has_feature)
#define RIG_IS_SANITIZED __has_feature (address_sanitizer)
#else
#define RIG_IS_SANITIZED 0
#endif

static inline gboolean
rig_is_long (void)
{
  return g_getenv ("TILL_LONG") != NULL;
}
