/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-journal-private.h"

/* Whether a filter wants a payment: asked of a whole record, or of the few columns that a page of a selection
 * reads. */

void
till_list_filter_copy (const TillListFilter *filter,
                       TillJob              *job)
{
  job->filter = *filter;
  job->filter.order = g_strdup (filter->order);
  job->filter.till = g_strdup (filter->till);
  job->filter.who = g_strdup (filter->who);
  job->filter.text = g_strdup (filter->text);
  job->needle = till_needle_new (filter->text);
}

void
till_list_filter_clear (TillJob *job)
{
  g_free ((char *) job->filter.order);
  g_free ((char *) job->filter.till);
  g_free ((char *) job->filter.who);
  g_free ((char *) job->filter.text);
  g_clear_pointer (&job->needle, till_needle_free);
}

void
till_list_line_from_record (TillListLine *line,
                            TillRecord   *record)
{
  *line = (TillListLine) {
    .row = record->row,
    .created = record->created,
    .state = record->state,
    .type = record->type,
    .money = record->money,
    .order = record->order,
    .till = record->till,
    .who = record->who,
    .is_open = till_record_is_open (record),
    .is_unresolved = till_record_is_unresolved (record),
    .needs_person = record->attention != 0,
    .reference = record->reference,
    .description = record->description,
    .ids = {
      record->merchant_reference, record->payment_id, record->wechat_id, record->other_payment_id,
      record->checkout_id, record->id,
    },
  };
}

static gboolean
holds (const TillListLine *line,
       TillNeedle         *needle)
{
  if (till_needle_is_amount (needle, &line->money)
      || till_needle_is_in (needle, line->reference)
      || till_needle_is_in (needle, line->description))
    return TRUE;

  for (guint i = 0; i < TILL_N_LIST_IDS; i++)
    if (till_needle_is_in_id (needle, line->ids[i]))
      return TRUE;

  return FALSE;
}

gboolean
till_list_filter_matches (const TillListFilter *filter,
                          TillNeedle           *needle,
                          const TillListLine   *line)
{
  return (!filter->only_unresolved || line->is_unresolved)
         && (!filter->only_open || line->is_open)
         && (!filter->only_attention || line->needs_person)
         && (filter->states == 0 || (filter->states & TILL_STATES (line->state)) != 0)
         && (!filter->has_type || line->type == filter->type)
         && (filter->since == 0 || line->created >= filter->since)
         && (filter->until == 0 || line->created < filter->until)
         && (filter->order == NULL || g_strcmp0 (line->order, filter->order) == 0)
         && (filter->till == NULL || g_strcmp0 (line->till, filter->till) == 0)
         && (filter->who == NULL || g_strcmp0 (line->who, filter->who) == 0)
         && (needle == NULL || holds (line, needle));
}
