/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-code-finder.h"
#include "till-code-grid.h"

#define FINDER      TILL_CODE_FINDER_SIDE
#define MODULES_MIN 21
#define MODULES_MAX 177

typedef struct
{
  int x;
  int y;
  int width;
  int height;
} Bounds;

/* The smallest rectangle that holds all that is dark. */
static void
find_bounds (const TillCodeBitmap *self,
             Bounds               *bounds)
{
  int left = self->width;
  int top = self->height;
  int right = -1;
  int bottom = -1;

  for (int y = 0; y < self->height; y++)
    {
      for (int x = 0; x < self->width; x++)
        {
          if (!till_code_bitmap_is_dark (self, x, y))
            continue;

          left = MIN (left, x);
          right = MAX (right, x);
          top = MIN (top, y);
          bottom = y;
        }
    }

  *bounds = (Bounds) { left, top, right - left + 1, bottom - top + 1 };
}

/* The pixels a module, from the upper edge of the finder pattern at the upper left; 0 when there is none. */
static int
measure_module (const TillCodeBitmap *self,
                const Bounds         *bounds)
{
  int run = 0;

  while (run < bounds->width && till_code_bitmap_is_dark (self, bounds->x + run, bounds->y))
    run++;

  return run % FINDER == 0 ? run / FINDER : 0;
}

static gboolean
is_uniform (const TillCodeBitmap *self,
            int                   left,
            int                   top,
            int                   side)
{
  gboolean dark = till_code_bitmap_is_dark (self, left, top);

  for (int y = 0; y < side; y++)
    {
      for (int x = 0; x < side; x++)
        {
          if (till_code_bitmap_is_dark (self, left + x, top + y) != dark)
            return FALSE;
        }
    }

  return TRUE;
}

/* A finder pattern with the light edge around it, as far as that lies within the code. */
static gboolean
has_finder_at (const guint8 *modules,
               int           size,
               int           left,
               int           top)
{
  for (int y = -1; y <= FINDER; y++)
    {
      for (int x = -1; x <= FINDER; x++)
        {
          int column = left + x;
          int row = top + y;

          if (column < 0 || row < 0 || column >= size || row >= size)
            continue;

          if (modules[row * size + column] != till_code_finder_is_dark (x, y))
            return FALSE;
        }
    }

  return TRUE;
}

/* Dark and light by turns, between the finder patterns, in row and column 6. */
static gboolean
has_timing (const guint8 *modules,
            int           size)
{
  for (int i = FINDER + 1; i < size - FINDER - 1; i++)
    {
      gboolean dark = i % 2 == 0;

      if (modules[(FINDER - 1) * size + i] != dark || modules[i * size + FINDER - 1] != dark)
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_code (const guint8 *modules,
         int           size)
{
  return has_finder_at (modules, size, 0, 0)
         && has_finder_at (modules, size, size - FINDER, 0)
         && has_finder_at (modules, size, 0, size - FINDER)
         && has_timing (modules, size);
}

guint
till_code_grid_find (const TillCodeBitmap  *bitmap,
                     guint8               **modules)
{
  g_autofree guint8 *found = NULL;
  Bounds bounds;
  int module, size;

  if (!bitmap->is_clean)
    return 0;

  find_bounds (bitmap, &bounds);
  module = measure_module (bitmap, &bounds);
  if (module == 0 || bounds.width != bounds.height || bounds.width % module != 0)
    return 0;

  size = bounds.width / module;
  if (size < MODULES_MIN || size > MODULES_MAX || (size - MODULES_MIN) % 4 != 0)
    return 0;

  found = g_malloc (size * size);
  for (int i = 0; i < size * size; i++)
    {
      int left = bounds.x + i % size * module;
      int top = bounds.y + i / size * module;

      if (!is_uniform (bitmap, left, top, module))
        return 0;
      found[i] = till_code_bitmap_is_dark (bitmap, left, top);
    }

  if (!is_code (found, size))
    return 0;

  *modules = g_steal_pointer (&found);

  return size;
}
