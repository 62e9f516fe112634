/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-shape.h"

G_BEGIN_DECLS

/** TillRowView: what a row of the list of payments shows. */
typedef struct
{
  TillShape    shape;
  char        *detail;      /* (owned) "Paid · 12:03" */
  char        *amount;      /* (owned) */
  const char  *amount_css;  /* "money" (it came), "dim" (it never will), or "" */
  gboolean     can_check;   /* asking may help: nobody waits for it, no person is needed */
} TillRowView;

/**
 * till_row_view_init:
 * @waited_for: somebody waits for it right now
 * @now: wall time, µs since 1970
 *
 * Fills @view.  Pure.
 */
void till_row_view_init  (TillRowView *view,
                          TillRecord  *record,
                          gboolean     waited_for,
                          gint64       now);
void till_row_view_clear (TillRowView *view);

/** till_row_view_standing_to_text: (return) as till_standing_to_text(), but short enough for a list (static, translated). */
const char *till_row_view_standing_to_text (TillStanding standing);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TillRowView, till_row_view_clear)

G_END_DECLS
