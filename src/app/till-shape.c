/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-shape.h"

static const struct
{
  const char *icon_name;
  const char *css_class;
} shapes[TILL_N_SHAPES] = {
  [TILL_SHAPE_PAID]       = { "till-paid-symbolic", "paid" },
  [TILL_SHAPE_REFUSED]    = { "till-refused-symbolic", "refused" },
  [TILL_SHAPE_DOUBT]      = { "till-doubt-symbolic", "doubt" },
  [TILL_SHAPE_ATTENTION]  = { "till-attention-symbolic", "refused" },
  [TILL_SHAPE_WAITING]    = { "till-waiting-symbolic", "waiting" },
  [TILL_SHAPE_CONFIRMING] = { "till-confirming-symbolic", "waiting" },
  [TILL_SHAPE_CANCELLED]  = { "till-cancelled-symbolic", "dim" },
  [TILL_SHAPE_NOT_PAID]   = { "till-not-paid-symbolic", "dim" },
  [TILL_SHAPE_NOTHING]    = { "till-nothing-symbolic", "dim" },
  [TILL_SHAPE_REFUNDED]   = { "till-refunded-symbolic", "paid" },
  [TILL_SHAPE_PAID_LATE]  = { "till-paid-late-symbolic", "doubt" },
};

static const TillShape shape_of_standing[TILL_N_STANDINGS] = {
  [TILL_STANDING_ASKING]        = TILL_SHAPE_WAITING,
  [TILL_STANDING_WAITING]       = TILL_SHAPE_WAITING,
  [TILL_STANDING_CONFIRMING]    = TILL_SHAPE_CONFIRMING,
  [TILL_STANDING_PAID]          = TILL_SHAPE_PAID,
  [TILL_STANDING_REFUSED]       = TILL_SHAPE_REFUSED,
  [TILL_STANDING_CANCELLED]     = TILL_SHAPE_CANCELLED,
  [TILL_STANDING_NOT_PAID]      = TILL_SHAPE_NOT_PAID,
  [TILL_STANDING_NOTHING]       = TILL_SHAPE_NOTHING,
  [TILL_STANDING_NOT_CERTAIN]   = TILL_SHAPE_DOUBT,
  [TILL_STANDING_CALL_MANAGER]  = TILL_SHAPE_ATTENTION,
  [TILL_STANDING_PAID_LATE]     = TILL_SHAPE_PAID_LATE,
  [TILL_STANDING_PAID_TWICE]    = TILL_SHAPE_ATTENTION,
  [TILL_STANDING_REFUND_FAILED] = TILL_SHAPE_ATTENTION,
};

TillShape
till_shape_of (TillRecord *record,
               gboolean    waited_for)
{
  TillStanding standing = till_standing_of (record, waited_for);

  if (standing == TILL_STANDING_PAID && till_record_get_refunded (record) > 0)
    return TILL_SHAPE_REFUNDED;

  return till_shape_of_standing (standing);
}

TillShape
till_shape_of_standing (TillStanding standing)
{
  g_return_val_if_fail (standing < TILL_N_STANDINGS, TILL_SHAPE_DOUBT);

  return shape_of_standing[standing];
}

const char *
till_shape_to_icon_name (TillShape shape)
{
  g_return_val_if_fail (shape < TILL_N_SHAPES, NULL);

  return shapes[shape].icon_name;
}

const char *
till_shape_to_css_class (TillShape shape)
{
  g_return_val_if_fail (shape < TILL_N_SHAPES, NULL);

  return shapes[shape].css_class;
}
