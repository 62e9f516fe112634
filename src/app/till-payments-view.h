/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-selection.h"
#include "till-shape.h"

G_BEGIN_DECLS

/** TillStates: the groups of payments that one looks for. */
typedef enum
{
  TILL_STATES_ALL,
  TILL_STATES_PAID,
  TILL_STATES_OPEN,        /* not certain yet */
  TILL_STATES_ATTENTION,   /* a person is needed */
  TILL_STATES_REFUSED,
  TILL_STATES_OTHER,       /* cancelled, not paid, nothing was charged */
} TillStates;

#define TILL_N_STATES 6

/** till_states_to_text: (return) as on its chip (static, translated). */
const char *till_states_to_text     (TillStates        states);
/** till_states_fill: what it means in a filter. */
void        till_states_fill        (TillStates        states,
                                     TillListFilter   *filter);

/** TillDays: the spans of days that one looks for. */
typedef enum
{
  TILL_DAYS_TODAY,
  TILL_DAYS_YESTERDAY,
  TILL_DAYS_WEEK,          /* today and the six before it */
  TILL_DAYS_MONTH,         /* today and the thirty before it */
  TILL_DAYS_ALL,
} TillDays;

#define TILL_N_DAYS 5

const char *till_days_to_text       (TillDays          days);
/** till_days_fill: whole days in local time, as a report counts them; @now: µs since 1970. */
void        till_days_fill          (TillDays          days,
                                     gint64            now,
                                     TillListFilter   *filter);

/** till_payments_view_type: (return) how the customer pays, in a word or two (static, translated). */
const char *till_payments_view_type (ConnectIntegrationType type);

/** TillSumView: one figure below the list. */
typedef struct
{
  TillShape  shape;
  gboolean   has_shape;
  char      *words;    /* (owned) "21 paid" */
  char      *amount;   /* (owned) "€612.40", or "" */
} TillSumView;

/** till_payments_view_sums: (return) (transfer full) (element-type TillSumView): how many, then what they add up to. Pure. */
GPtrArray  *till_payments_view_sums (const TillSelection *selection);

/** TillEmptyView: what an empty list says. Static, translated. */
typedef struct
{
  const char *title;
  const char *words;
  gboolean    offers_all;   /* looking at all days may help */
} TillEmptyView;

/** till_payments_view_empty: why there is nothing for @filter. Pure. */
TillEmptyView till_payments_view_empty (const TillListFilter *filter);

G_END_DECLS
