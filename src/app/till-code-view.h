/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-code.h"

G_BEGIN_DECLS

#define TILL_TYPE_CODE_VIEW (till_code_view_get_type ())

/**
 * TillCodeView:
 *
 * Draws a code for a phone to read: black on its own white, whatever the theme, every module on whole device
 * pixels, at least four modules of margin.  As large as its place allows; without a code only the white.
 *
 * Properties: "code" (TillCode, nullable).
 */
G_DECLARE_FINAL_TYPE (TillCodeView, till_code_view, TILL, CODE_VIEW, GtkWidget)

GtkWidget *till_code_view_new      (void);
/** till_code_view_get_code: (return) (transfer none) (nullable). */
TillCode  *till_code_view_get_code (TillCodeView *self);
void       till_code_view_set_code (TillCodeView *self,
                                    TillCode     *code);

/** TillCodePlace: where a code stands in its widget; all in device pixels. */
typedef struct
{
  int unit;      /* side of a module, or factor of a picture; 0: it does not fit enlarged */
  int x, y;      /* left and top of the code, margin not counted */
  int width;     /* of the code, margin not counted */
  int height;
} TillCodePlace;

/**
 * till_code_place:
 * @width: device pixels there are
 * @columns: modules (or pixels of the picture) across
 * @margin: modules (or pixels of the picture) that stay white on each side
 *
 * The largest whole enlargement that leaves the margin, in the middle.  Pure.
 */
TillCodePlace
           till_code_place         (int           width,
                                    int           height,
                                    int           columns,
                                    int           rows,
                                    int           margin);

G_END_DECLS
