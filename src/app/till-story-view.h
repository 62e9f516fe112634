/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-event.h"
#include "till-shape.h"

G_BEGIN_DECLS

/** TillStep: a line of the story of a payment. */
typedef struct
{
  char      *day;        /* (nullable) (owned) "22 Nov", where it is another than that of the line before */
  char      *time;       /* (owned) "11:52:07", local */
  char      *title;      /* (owned) "Code shown" */
  char      *detail;     /* (owned) what that means; may be "" */
  gboolean   has_shape;  /* it changed where the payment stands */
  TillShape  shape;
} TillStep;

/** till_story_view_steps: (return) (transfer full) (element-type TillStep): @events: (element-type TillEvent): of @record, in order. Pure, but for the local time zone. */
GPtrArray  *till_story_view_steps   (TillRecord   *record,
                                     GPtrArray    *events);

/** TillStoryActs: what a person can do with a payment. */
typedef enum
{
  TILL_STORY_HANDED_OVER,
  TILL_STORY_REFUND,
  TILL_STORY_PRINT,
  TILL_STORY_CHECK,
  TILL_STORY_CANCEL,
  TILL_STORY_CLOSE,
} TillStoryAct;

#define TILL_N_STORY_ACTS 6

/** TillStoryActView: whether that can be done now. */
typedef struct
{
  const char *title;       /* static, translated */
  char       *detail;      /* (owned) what comes of it; or why not */
  gboolean    can;
  gboolean    is_visible;  /* it may come to it with such a payment */
} TillStoryActView;

/** till_story_view_act: fills @view. Pure. */
void        till_story_view_act     (TillStoryActView *view,
                                     TillStoryAct      act,
                                     TillRecord       *record);
void        till_story_act_clear    (TillStoryActView *view);

/** till_story_view_headline: (return) (transfer full): what the state means, in a sentence. Pure, but for the local time zone. */
char       *till_story_view_headline (TillRecord  *record,
                                     gboolean      is_waiting,
                                     gint64        now);
/** till_story_view_subtitle: (return) (transfer full): "11:51 · Till T1 · Anna". */
char       *till_story_view_subtitle (TillRecord  *record,
                                     gint64        now);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TillStoryActView, till_story_act_clear)

G_END_DECLS
