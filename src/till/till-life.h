/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "connect-date.h"

G_BEGIN_DECLS

/* Spans that decide about money, in seconds (design.md, states and Time). */
#define TILL_LIFE_SESSION (2 * 3600 + 15 * 60)   /* a code's two hours, and a quarter more */
#define TILL_LIFE_VOID    (15 * 60)              /* look-ups for what was never answered */
#define TILL_LIFE_KEY     (23 * 3600)            /* an idempotence key may be repeated (it is kept 24 h) */

/** TillMoment: a point in time by the clocks that may decide: the platform's, and boot time within one boot. */
typedef struct
{
  gint64      date;        /* seconds since 1970 from an answer's Date, or CONNECT_DATE_UNKNOWN */
  const char *boot_id;     /* (nullable) */
  gint64      boot_time;   /* milliseconds */
} TillMoment;

/**
 * till_life_passed:
 *
 * Whether at least @seconds lie between the two.  The platform's Dates decide; where one is missing, the
 * boot-time clock within one boot; otherwise it has not passed yet.  Our wall clock decides nothing.
 */
gboolean till_life_passed (const TillMoment *from,
                           const TillMoment *to,
                           gint64            seconds);

G_END_DECLS
