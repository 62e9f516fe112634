/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-selection.h"

G_BEGIN_DECLS

/** TillSelectionPage: what one page found. */
typedef struct _TillSelectionPage
{
  TillSort    sort;
  gboolean    ascending;
  GHashTable *early;     /* (owned) (element-type gint64) rows that are chosen already */
  GArray     *chosen;    /* (owned) (element-type TillSelected) in order */
  GArray     *sums;      /* (owned) (element-type TillReportLine) */
  GPtrArray  *tills;     /* (owned) (element-type utf8) */
  GPtrArray  *people;    /* (owned) (element-type utf8) */
  gboolean    is_last;
} TillSelectionPage;

TillSelectionPage *till_selection_page_new    (TillSelection      *selection);
void               till_selection_page_free   (TillSelectionPage  *self);
/** till_selection_page_note: @till and @who were met. */
void               till_selection_page_note   (TillSelectionPage  *self,
                                               const char         *till,
                                               const char         *who);
/** till_selection_page_sort: puts what was chosen in order. */
void               till_selection_page_sort   (TillSelectionPage  *self);
/** till_selection_take: (page: (transfer none)) */
gboolean           till_selection_take        (TillSelection      *self,
                                               TillSelectionPage  *page,
                                               GError            **error);
/** till_sort_key: @money: what is sorted by, 0 and more; currencies go before amounts. */
gint64             till_sort_key_of_money     (const TillMoney    *money);

G_END_DECLS
