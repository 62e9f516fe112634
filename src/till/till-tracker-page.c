/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-tracker-private.h"

/* The page of a hosted checkout: that it is to be deleted is written down, then it is asked for, then the page and
 * its payments are looked at anew. */

gboolean
till_tracker_commit_deletion (TillTracker *self)
{
  g_autoptr(GPtrArray) events = NULL;

  if (!self->progress.cancel_wanted || !self->progress.can_ask || self->progress.page_asked)
    return FALSE;

  events = till_judge_wants_deletion (till_tracker_get_record (self));
  if (events->len == 0)
    return FALSE;

  till_tracker_commit (self, g_steal_pointer (&events));

  return TRUE;
}

GPtrArray *
till_tracker_take_deleted (TillTracker      *self,
                           const TillSight  *sight,
                           GAsyncResult     *result,
                           GError          **error)
{
  connect_client_delete_checkout_finish (self->asked, result, error);
  if (till_tracker_was_cut (*error))
    return g_ptr_array_new ();

  /* What was seen of it before says nothing of what it is now. */
  self->progress.page_asked = TRUE;
  self->progress.n_polls = 0;
  self->checkout_over = FALSE;
  if (till_tracker_is_answer (*error))
    self->progress.asked_here = TRUE;
  else
    till_tracker_settle_tasks (self, *error);

  return till_judge_deleted (till_tracker_get_record (self), sight, *error);
}
