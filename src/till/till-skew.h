/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** TillSkew: what a difference between the platform's clock and ours means (reliability.md 9). */
typedef enum
{
  TILL_SKEW_FINE,
  TILL_SKEW_NOTED,   /* 30 s or more: said, before it is in the way */
  TILL_SKEW_WRONG,   /* 120 s or more, or so much that the platform turned us away: the clock is wrong */
} TillSkew;

/** till_skew_judge: @seconds: that the platform's clock is ahead of ours; @refused: it turned away what was signed by our clock. */
TillSkew    till_skew_judge     (gint64    seconds,
                                 gboolean  refused);
/** till_skew_to_text: (return) (transfer full): "This computer’s clock is 7 min slow.": how much, and in which direction. */
char       *till_skew_to_text   (gint64    seconds);
/** till_skew_to_advice: (return) (static), translated: @corrected: requests are signed by the platform's time meanwhile. */
const char *till_skew_to_advice (TillSkew  skew,
                                 gboolean  corrected);

G_END_DECLS
