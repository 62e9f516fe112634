/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "connect-skew-private.h"

static int
compare (const void *a,
         const void *b)
{
  const gint64 *first = a;
  const gint64 *second = b;

  return (*first > *second) - (*first < *second);
}

void
connect_skew_add (ConnectSkew *self,
                  gint64       seconds)
{
  self->seen[self->n++ % CONNECT_SKEW_ANSWERS] = seconds;
}

gint64
connect_skew_get_median (const ConnectSkew *self)
{
  gint64 sorted[CONNECT_SKEW_ANSWERS];

  if (self->n < CONNECT_SKEW_ANSWERS)
    return 0;

  memcpy (sorted, self->seen, sizeof sorted);
  qsort (sorted, CONNECT_SKEW_ANSWERS, sizeof *sorted, compare);

  return sorted[CONNECT_SKEW_ANSWERS / 2];
}
