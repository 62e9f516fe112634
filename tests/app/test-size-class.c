/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-size-class.h"

#define DPI(percent) (96 * 1024 * (percent) / 100)

static const struct
{
  int           width;
  int           height;
  int           dpi;
  TillSizeClass size_class;
} rows[] = {
  { 800, 600, DPI (100), TILL_SIZE_COMPACT },
  { 959, 800, DPI (100), TILL_SIZE_COMPACT },
  { 960, 700, DPI (100), TILL_SIZE_REGULAR },
  { 960, 699, DPI (100), TILL_SIZE_COMPACT },
  { 1280, 800, DPI (100), TILL_SIZE_REGULAR },
  { 1280, 800, DPI (125), TILL_SIZE_COMPACT },
  { 1280, 800, DPI (200), TILL_SIZE_COMPACT },
  { 1280, 800, -1, TILL_SIZE_REGULAR },
  { 1280, 800, 0, TILL_SIZE_REGULAR },
  { 1599, 960, DPI (100), TILL_SIZE_REGULAR },
  { 1600, 959, DPI (100), TILL_SIZE_REGULAR },
  { 1600, 960, DPI (100), TILL_SIZE_LARGE },
  { 1920, 1080, DPI (100), TILL_SIZE_LARGE },
  { 1920, 1080, DPI (200), TILL_SIZE_COMPACT },
  { 3840, 2160, DPI (200), TILL_SIZE_LARGE },
};

static void
test_for (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%d x %d at %d", rows[i].width, rows[i].height, rows[i].dpi);
      g_assert_cmpint (till_size_class_for (rows[i].width, rows[i].height, rows[i].dpi), ==, rows[i].size_class);
    }
}

static void
test_scale (void)
{
  g_assert_cmpint (till_size_class_scale (652, DPI (100)), ==, 652);
  g_assert_cmpint (till_size_class_scale (652, DPI (200)), ==, 1304);
  g_assert_cmpint (till_size_class_scale (652, -1), ==, 652);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/size-class/for", test_for);
  g_test_add_func ("/size-class/scale", test_scale);

  return g_test_run ();
}
