/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** TillSizeClass: how much room there is, in terms of the text that has to fit. */
typedef enum
{
  TILL_SIZE_COMPACT,
  TILL_SIZE_REGULAR,
  TILL_SIZE_LARGE,
} TillSizeClass;

#define TILL_TYPE_SIZE_CLASS (till_size_class_get_type ())

GType          till_size_class_get_type     (void);

/**
 * till_size_class_for:
 * @width: of the window, in application pixels
 * @text_dpi: GtkSettings:gtk-xft-dpi, 1024ths of a dot an inch; 0 or less: not known
 */
TillSizeClass  till_size_class_for          (int            width,
                                             int            height,
                                             int            text_dpi);
/** till_size_class_scale: a width that has to hold text: @width at the usual size of text. */
int            till_size_class_scale        (int            width,
                                             int            text_dpi);
/** till_size_class_to_css_class: (return) "compact", "regular" or "large" (static). */
const char    *till_size_class_to_css_class (TillSizeClass  size_class);

G_END_DECLS
