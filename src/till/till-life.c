/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-life.h"

gboolean
till_life_passed (const TillMoment *from,
                  const TillMoment *to,
                  gint64            seconds)
{
  if (from->date != CONNECT_DATE_UNKNOWN && to->date != CONNECT_DATE_UNKNOWN)
    return to->date - from->date >= seconds;

  if (from->boot_id == NULL || g_strcmp0 (from->boot_id, to->boot_id) != 0)
    return FALSE;

  return to->boot_time - from->boot_time >= seconds * 1000;
}
