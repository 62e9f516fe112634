/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-record.h"
#include "till-words.h"

G_BEGIN_DECLS

/**
 * TillShape:
 *
 * The sign of a standing, told apart by its outline and not only by colour or by what is drawn inside.
 */
typedef enum
{
  TILL_SHAPE_PAID,         /* disc with a tick */
  TILL_SHAPE_REFUSED,      /* octagon with a cross */
  TILL_SHAPE_DOUBT,        /* diamond with a question mark */
  TILL_SHAPE_ATTENTION,    /* triangle with an exclamation mark */
  TILL_SHAPE_WAITING,      /* ring with hands */
  TILL_SHAPE_CONFIRMING,   /* ring with dots */
  TILL_SHAPE_CANCELLED,    /* ring with a slash */
  TILL_SHAPE_NOT_PAID,     /* hourglass */
  TILL_SHAPE_NOTHING,      /* ring with a dash */
  TILL_SHAPE_REFUNDED,     /* disc with an arrow that turns back */
  TILL_SHAPE_PAID_LATE,    /* disc with a tick, and a clock */
} TillShape;

#define TILL_N_SHAPES 11

/** till_shape_of: as till_standing_of(); money that was given back has a shape of its own, though its standing is "Paid". */
TillShape   till_shape_of            (TillRecord    *record,
                                      gboolean       waited_for);
TillShape   till_shape_of_standing   (TillStanding   standing);
/** till_shape_to_icon_name: (return) of a symbolic icon in the program's resources (static). */
const char *till_shape_to_icon_name  (TillShape      shape);
/** till_shape_to_css_class: (return) "paid", "refused", "doubt", "waiting" or "dim": its colour on a window (static). */
const char *till_shape_to_css_class  (TillShape      shape);

G_END_DECLS
