/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * till_when_to_text:
 * @time: wall time, µs since 1970
 * @now: the same of now
 *
 * Returns: (transfer full): "12:03" today, else "22 Nov, 12:03", in local time
 */
char    *till_when_to_text      (gint64 time,
                                 gint64 now);
/** till_when_start_of_day: the midnight before @now, local time, µs since 1970. */
gint64   till_when_start_of_day (gint64 now);

G_END_DECLS
