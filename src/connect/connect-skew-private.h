/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CONNECT_SKEW_ANSWERS 5

/** ConnectSkew: how far the platform's clock is ahead of ours, by its last answers; all 0 at first. */
typedef struct
{
  gint64 seen[CONNECT_SKEW_ANSWERS];   /* seconds */
  guint  n;                            /* answers ever */
} ConnectSkew;

void   connect_skew_add        (ConnectSkew       *self,
                                gint64             seconds);
/**
 * connect_skew_get_median:
 *
 * One answer says little: it may have been on its way for seconds, and a cache may have kept its Date.
 *
 * Returns: seconds; 0 until there are %CONNECT_SKEW_ANSWERS
 */
gint64 connect_skew_get_median (const ConnectSkew *self);

G_END_DECLS
