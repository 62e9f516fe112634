/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-code-finder.h"

#define FINDER         TILL_CODE_FINDER_SIDE
#define CANDIDATES_MAX 64   /* finder patterns looked at; a code has three */

/* A place that looks like a finder pattern: its middle, and how wide and high it is. */
typedef struct
{
  int x;
  int y;
  int width;
  int height;
} Finder;

/* Dark, light, dark, light and dark, in about 1 : 1 : 3 : 1 : 1. */
static gboolean
is_finder_profile (const int runs[5])
{
  int total = 0;

  for (int i = 0; i < 5; i++)
    total += runs[i];

  for (int i = 0; i < 5; i++)
    {
      int share = i == 2 ? 3 * total : total;

      if (ABS (FINDER * runs[i] - share) * 2 > share)
        return FALSE;
    }

  return total >= FINDER;
}

/* How many pixels from (@x, @y) on are dark, or light.  Outside the picture all is light, so @longest ends it. */
static int
count_run (const TillCodeBitmap *self,
           int                   x,
           int                   y,
           int                   dx,
           int                   dy,
           gboolean              dark,
           int                   longest)
{
  int n = 0;

  while (n <= longest && till_code_bitmap_is_dark (self, x + n * dx, y + n * dy) == dark)
    n++;

  return n;
}

/* From the middle one of five runs outwards, in direction (@dx, @dy), from (@x, @y) on.  @reach: how many pixels
 * they have from there on. */
static gboolean
measure_half (const TillCodeBitmap *self,
              int                   x,
              int                   y,
              int                   dx,
              int                   dy,
              int                   longest,
              int                   runs[5],
              int                  *reach)
{
  int way = dx + dy;

  *reach = 0;
  for (int run = 2; run >= 0 && run < 5; run += way)
    {
      int n = count_run (self, x + *reach * dx, y + *reach * dy, dx, dy, run % 2 == 0, longest);

      if (n > longest)
        return FALSE;

      runs[run] += n;
      *reach += n;
    }

  return TRUE;
}

/* Whether a finder pattern goes through (@x, @y) in direction (@dx, @dy).  @middle: the distance to its middle;
 * @side: its length. */
static gboolean
measure_profile (const TillCodeBitmap *self,
                 int                   x,
                 int                   y,
                 int                   dx,
                 int                   dy,
                 int                   longest,
                 int                  *middle,
                 int                  *side)
{
  int runs[5] = { 0 };
  int before, after;

  if (!measure_half (self, x - dx, y - dy, -dx, -dy, longest, runs, &before)
      || !measure_half (self, x, y, dx, dy, longest, runs, &after))
    return FALSE;

  *middle = (after - 1 - before) / 2;
  *side = before + after;

  return is_finder_profile (runs);
}

/* All modules but the corners of ring and block, which designers like to round. */
static gboolean
is_finder (const TillCodeBitmap *self,
           const Finder         *finder)
{
  for (int y = -3; y <= 3; y++)
    {
      for (int x = -3; x <= 3; x++)
        {
          gboolean is_corner = ABS (x) == ABS (y) && ABS (x) % 2 == 1;

          int px = finder->x + x * finder->width / FINDER;
          int py = finder->y + y * finder->height / FINDER;

          if (!is_corner
              && till_code_bitmap_is_dark (self, px, py) != till_code_finder_is_dark (x + 3, y + 3))
            return FALSE;
        }
    }

  return TRUE;
}

/* Whether (@x, @y), dark, lies in the middle of a finder pattern. */
static gboolean
find_finder_at (const TillCodeBitmap *self,
                int                   x,
                int                   y,
                Finder               *finder)
{
  int middle;

  if (!measure_profile (self, x, y, 1, 0, self->width, &middle, &finder->width))
    return FALSE;
  finder->x = x + middle;

  /* Without a limit, a picture of stripes would be walked along its whole height from each of its pixels. */
  if (!measure_profile (self, finder->x, y, 0, 1, finder->width, &middle, &finder->height))
    return FALSE;
  finder->y = y + middle;

  return is_finder (self, finder);
}

static gboolean
is_known (const GArray *finders,
          const Finder *finder)
{
  for (guint i = 0; i < finders->len; i++)
    {
      const Finder *other = &g_array_index (finders, Finder, i);

      if (ABS (other->x - finder->x) < finder->width && ABS (other->y - finder->y) < finder->height)
        return TRUE;
    }

  return FALSE;
}

static GArray *
find_finders (const TillCodeBitmap *self)
{
  GArray *finders = g_array_new (FALSE, FALSE, sizeof (Finder));

  for (int y = 0; y < self->height; y++)
    {
      int run = 0;

      for (int x = 0; x <= self->width && finders->len < CANDIDATES_MAX; x++)
        {
          Finder finder;

          if (till_code_bitmap_is_dark (self, x, y))
            {
              run++;
              continue;
            }

          /* The middle of a dark run may be that of the block in a finder pattern. */
          if (run > 0 && find_finder_at (self, x - 1 - run / 2, y, &finder) && !is_known (finders, &finder))
            g_array_append_val (finders, finder);
          run = 0;
        }
    }

  return finders;
}

/* @beside in the row of @corner, @below in its column, as far from it; which way up does not matter. */
static gboolean
is_corner_of (const Finder *corner,
              const Finder *beside,
              const Finder *below)
{
  int side = ABS (beside->x - corner->x);
  int slack = corner->width / 2;

  return side >= 2 * corner->width - slack
         && ABS (beside->y - corner->y) <= slack
         && ABS (below->x - corner->x) <= slack
         && ABS (ABS (below->y - corner->y) - side) <= slack
         && ABS (beside->width - corner->width) <= slack
         && ABS (below->width - corner->width) <= slack;
}

gboolean
till_code_finder_is_dark (int x,
                          int y)
{
  int ring = MAX (ABS (x - FINDER / 2), ABS (y - FINDER / 2));

  /* A ring, and a block of 3 x 3 in it. */
  return ring == 3 || ring <= 1;
}

gboolean
till_code_has_finders (const TillCodeBitmap *bitmap)
{
  g_autoptr(GArray) finders = find_finders (bitmap);

  for (guint i = 0; i < finders->len; i++)
    {
      for (guint j = 0; j < finders->len; j++)
        {
          for (guint k = 0; k < finders->len; k++)
            {
              if (is_corner_of (&g_array_index (finders, Finder, i),
                                &g_array_index (finders, Finder, j),
                                &g_array_index (finders, Finder, k)))
                return TRUE;
            }
        }
    }

  return FALSE;
}
