/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-journal.h"

G_BEGIN_DECLS

/** TillStreamPlace: how far a stream of payments was read; zero-initialized: nothing yet. */
typedef struct
{
  gboolean begun;
  gint64   created;
  gint64   row;
} TillStreamPlace;

/**
 * till_journal_stream_async:
 * @filter: which payments; its limit is not looked at
 * @after: (nullable): where the last part ended; %NULL: from the first one on
 *
 * The next part of a stream of payments, oldest first (what is unresolved: in the order in which it was asked for):
 * a page of at most 20 ms of reading with something in it, so that years of payments need the memory of a page.
 *
 * Returns by finish: (transfer full) (element-type TillRecord): empty at the end. @place: (out): for the next part
 */
void       till_journal_stream_async  (TillJournal           *self,
                                       const TillListFilter  *filter,
                                       const TillStreamPlace *after,
                                       GCancellable          *cancellable,
                                       GAsyncReadyCallback    callback,
                                       gpointer               user_data);
GPtrArray *till_journal_stream_finish (TillJournal           *self,
                                       GAsyncResult          *result,
                                       TillStreamPlace       *place,
                                       GError               **error);

G_END_DECLS
