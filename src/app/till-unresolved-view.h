/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-payment.h"
#include "till-shape.h"

G_BEGIN_DECLS

/** TillUnresolvedFacts: what is true of a payment in this process alone; times are boot times in ms, -1: none. */
typedef struct
{
  int     trouble;        /* TillError of the last question, or -1 */
  gint64  last_answer;
  gint64  next_look;
} TillUnresolvedFacts;

/** TillUnresolvedView: what a card of the unresolved page shows.  Strings without a note are static and translated. */
typedef struct
{
  TillStanding  standing;
  TillShape     shape;
  char         *detail;         /* (owned) "11:51 · left" */
  char         *explanation;    /* (owned) what is known and what that means */
  char         *rhythm;         /* (nullable) (owned) what Till does by itself: "Asked again in 18 s; last answer 12 s ago." */
  char         *amount;         /* (owned) */
  gboolean      needs_person;   /* red, first, and can be closed */
} TillUnresolvedView;

/** till_unresolved_view_init: fills @view; @now_boot in ms, @now_wall in µs since 1970. Pure, but for the local time zone. */
void  till_unresolved_view_init    (TillUnresolvedView        *view,
                                    TillRecord                *record,
                                    const TillUnresolvedFacts *facts,
                                    gint64                     now_boot,
                                    gint64                     now_wall);
void  till_unresolved_view_clear   (TillUnresolvedView        *view);

/** till_unresolved_view_headline: (return) (transfer full): "3 payments are not certain yet". */
char *till_unresolved_view_headline (guint                     n);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TillUnresolvedView, till_unresolved_view_clear)

G_END_DECLS
