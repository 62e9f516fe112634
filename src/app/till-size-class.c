/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-size-class.h"

#define PLAIN_DPI       (96 * 1024)
#define COMPACT_WIDTH   960    /* below */
#define COMPACT_HEIGHT  700    /* below */
#define LARGE_WIDTH     1600   /* from */
#define LARGE_HEIGHT    960    /* from */

GType
till_size_class_get_type (void)
{
  static const GEnumValue values[] = {
    { TILL_SIZE_COMPACT, "TILL_SIZE_COMPACT", "compact" },
    { TILL_SIZE_REGULAR, "TILL_SIZE_REGULAR", "regular" },
    { TILL_SIZE_LARGE, "TILL_SIZE_LARGE", "large" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("TillSizeClass", values));

  return type;
}

/* Text twice as large needs a window twice as large: so the limits grow with the text. */
static gboolean
is_below (int size,
          int limit,
          int text_dpi)
{
  return (gint64) size * PLAIN_DPI < (gint64) limit * text_dpi;
}

TillSizeClass
till_size_class_for (int width,
                     int height,
                     int text_dpi)
{
  int dpi = text_dpi > 0 ? text_dpi : PLAIN_DPI;

  if (is_below (width, COMPACT_WIDTH, dpi) || is_below (height, COMPACT_HEIGHT, dpi))
    return TILL_SIZE_COMPACT;

  if (is_below (width, LARGE_WIDTH, dpi) || is_below (height, LARGE_HEIGHT, dpi))
    return TILL_SIZE_REGULAR;

  return TILL_SIZE_LARGE;
}

int
till_size_class_scale (int width,
                       int text_dpi)
{
  if (text_dpi <= 0)
    return width;

  return (int) ((gint64) width * text_dpi / PLAIN_DPI);
}

const char *
till_size_class_to_css_class (TillSizeClass size_class)
{
  switch (size_class)
    {
    case TILL_SIZE_COMPACT:
      return "compact";
    case TILL_SIZE_REGULAR:
      return "regular";
    case TILL_SIZE_LARGE:
      return "large";
    default:
      g_return_val_if_reached ("regular");
    }
}
