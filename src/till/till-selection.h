/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-journal.h"
#include "till-report.h"

G_BEGIN_DECLS

/** TillSort: by what payments are put in order; where that is equal, the newest comes first. */
typedef enum
{
  TILL_SORT_TIME,       /* in which they were asked for */
  TILL_SORT_AMOUNT,     /* by currency first */
  TILL_SORT_STATE,
  TILL_SORT_REFUNDED,   /* what was given back, by currency first */
} TillSort;

/** TillSelected: a payment that was chosen. */
typedef struct
{
  gint64 row;   /* TillRecord.row */
  gint64 key;   /* what it is sorted by */
} TillSelected;

/* Keys of TillSelection.sums. */
#define TILL_SUM_PAID     "paid"       /* payments whose money came and was not taken back, as in a report's takings */
#define TILL_SUM_REFUNDED "refunded"   /* refunds that are requested or done */
#define TILL_SUM_OPEN     "open"       /* payments that are open and not settled */

/**
 * TillSelection:
 *
 * Which of all payments a filter chooses, in order, and what they add up to; read a page at a time, so that the
 * first of them are there at once among a million.  Used by one thread.
 */
typedef struct
{
  /* input */
  TillListFilter  filter;       /* its strings are owned here; limit is not looked at */
  TillSort        sort;
  gboolean        ascending;

  /* result, so far */
  GArray         *chosen;       /* (owned) (element-type TillSelected) in order */
  GArray         *sums;         /* (owned) (element-type TillReportLine) by currency, then key */
  GPtrArray      *tills;        /* (owned) (element-type utf8) of what was looked at, chosen or not; sorted */
  GPtrArray      *people;       /* (owned) (element-type utf8) likewise; "" for nobody in particular is left out */
  gboolean        is_complete;

  /*< private >*/
  guint           stage;        /* where the last page ended */
  gint64          key;
  gint64          key_row;
  GHashTable     *early;        /* (owned) (element-type gint64) rows that an index found before their turn */
} TillSelection;

TillSelection *till_selection_new         (const TillListFilter *filter,
                                           TillSort              sort,
                                           gboolean              ascending);
void           till_selection_free        (TillSelection        *self);
/** till_selection_grows_at_end: whether a page can only add behind what is there; otherwise the order is known when it is complete. */
gboolean       till_selection_grows_at_end (TillSelection       *self);

/** till_journal_select_async: reads the next page of @selection, at most 20 ms. */
void           till_journal_select_async  (TillJournal          *self,
                                           TillSelection        *selection,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
/** till_journal_select_finish: adds it to @selection, the one that it was read for. */
gboolean       till_journal_select_finish (TillJournal          *self,
                                           GAsyncResult         *result,
                                           TillSelection        *selection,
                                           GError              **error);

/** till_journal_rows_async: @rows: (element-type gint64): a few. Finish: (element-type TillRecord): those that exist, in this order. */
void           till_journal_rows_async    (TillJournal          *self,
                                           GArray               *rows,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GPtrArray     *till_journal_rows_finish   (TillJournal          *self,
                                           GAsyncResult         *result,
                                           GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillSelection, till_selection_free)

G_END_DECLS
