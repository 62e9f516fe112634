/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-payment.h"
#include "till-shape.h"

G_BEGIN_DECLS

/** TILL_UNRESOLVED_LIFE_USEC: how long a code can be paid, and a quarter of an hour more. */
#define TILL_UNRESOLVED_LIFE_USEC (G_GINT64_CONSTANT (135) * 60 * G_USEC_PER_SEC)

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
  gboolean      can_recharge;   /* its order may be charged again: nobody has paid, as far as is known */
} TillUnresolvedView;

/** till_unresolved_view_init: fills @view; @now_boot in ms, @now_wall in µs since 1970. Pure, but for the local time zone. */
void  till_unresolved_view_init    (TillUnresolvedView        *view,
                                    TillRecord                *record,
                                    const TillUnresolvedFacts *facts,
                                    gint64                     now_boot,
                                    gint64                     now_wall);
void  till_unresolved_view_clear   (TillUnresolvedView        *view);

/** till_unresolved_view_attention: (return) (nullable): the word that matters most, for people (static, translated). */
const char *till_unresolved_view_attention (TillAttention          attention);

/** till_unresolved_view_headline: (return) (transfer full): "3 payments are not certain yet". */
char *till_unresolved_view_headline (guint                     n);

/** TillOpenFacts: what the header says about the unresolved payments. */
typedef struct
{
  guint   n;          /* unresolved */
  guint   n_asking;   /* of these: asked about for the first time by this program, and no answer yet */
  gint64  since;      /* wall time at which the oldest of the latter was charged, µs since 1970 */
} TillOpenFacts;

/** till_unresolved_view_chip: (return) (transfer full): "1 open payment from 11:52: asking …", then "3 unresolved"; @now as in @facts. */
char *till_unresolved_view_chip     (const TillOpenFacts       *facts,
                                     gint64                     now);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TillUnresolvedView, till_unresolved_view_clear)

G_END_DECLS
