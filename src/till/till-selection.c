/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-selection-private.h"

#define AMOUNT_BITS 40   /* 12 digits */

static GArray *
new_chosen (void)
{
  return g_array_new (FALSE, FALSE, sizeof (TillSelected));
}

static GHashTable *
new_rows (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

TillSelection *
till_selection_new (const TillListFilter *filter,
                    TillSort              sort,
                    gboolean              ascending)
{
  TillSelection *self = g_new0 (TillSelection, 1);

  self->filter = *filter;
  self->filter.order = g_strdup (filter->order);
  self->filter.till = g_strdup (filter->till);
  self->filter.who = g_strdup (filter->who);
  self->filter.text = g_strdup (filter->text);
  self->sort = sort;
  self->ascending = ascending;
  self->chosen = new_chosen ();
  self->sums = g_array_new (FALSE, FALSE, sizeof (TillReportLine));
  self->tills = g_ptr_array_new_with_free_func (g_free);
  self->people = g_ptr_array_new_with_free_func (g_free);
  self->early = new_rows ();

  return self;
}

void
till_selection_free (TillSelection *self)
{
  g_return_if_fail (self != NULL);

  g_free ((char *) self->filter.order);
  g_free ((char *) self->filter.till);
  g_free ((char *) self->filter.who);
  g_free ((char *) self->filter.text);
  g_array_unref (self->chosen);
  g_array_unref (self->sums);
  g_ptr_array_unref (self->tills);
  g_ptr_array_unref (self->people);
  g_hash_table_unref (self->early);
  g_free (self);
}

/* What an index finds before its turn may stand anywhere. */
gboolean
till_selection_grows_at_end (TillSelection *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->sort == TILL_SORT_TIME && !self->ascending;
}

TillSelectionPage *
till_selection_page_new (TillSelection *selection)
{
  TillSelectionPage *self = g_new0 (TillSelectionPage, 1);
  GHashTableIter iter;
  gpointer row;

  self->sort = selection->sort;
  self->ascending = selection->ascending;
  self->chosen = new_chosen ();
  self->sums = g_array_new (FALSE, FALSE, sizeof (TillReportLine));
  self->tills = g_ptr_array_new_with_free_func (g_free);
  self->people = g_ptr_array_new_with_free_func (g_free);
  self->early = new_rows ();
  g_hash_table_iter_init (&iter, selection->early);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    g_hash_table_add (self->early, g_memdup2 (row, sizeof (gint64)));

  return self;
}

void
till_selection_page_free (TillSelectionPage *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->early);
  g_array_unref (self->chosen);
  g_array_unref (self->sums);
  g_ptr_array_unref (self->tills);
  g_ptr_array_unref (self->people);
  g_free (self);
}

/* A shop has a few of each. */
static void
add_word (GPtrArray  *words,
          const char *word)
{
  guint i = 0;

  if (word == NULL || *word == '\0')
    return;
  for (; i < words->len; i++)
    {
      int order = strcmp (word, words->pdata[i]);

      if (order == 0)
        return;
      if (order < 0)
        break;
    }
  g_ptr_array_insert (words, (int) i, g_strdup (word));
}

void
till_selection_page_note (TillSelectionPage *self,
                          const char        *till,
                          const char        *who)
{
  add_word (self->tills, till);
  add_word (self->people, who);
}

gint64
till_sort_key_of_money (const TillMoney *money)
{
  gint64 currency = 0;

  for (const char *c = money->currency; *c != '\0'; c++)
    currency = currency * 32 + (*c & 31);

  return (currency << AMOUNT_BITS) + money->amount;
}

static int
compare (const TillSelected *a,
         const TillSelected *b,
         gboolean            ascending)
{
  if (a->key != b->key)
    return (a->key < b->key) == ascending ? -1 : 1;

  return (a->row < b->row) - (a->row > b->row);
}

static int
compare_selected (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  return compare (a, b, GPOINTER_TO_INT (user_data));
}

void
till_selection_page_sort (TillSelectionPage *self)
{
  g_array_sort_with_data (self->chosen, compare_selected, GINT_TO_POINTER (self->ascending));
}

/* Two that are in order become one. */
static void
merge (TillSelection     *self,
       TillSelectionPage *page)
{
  GArray *old = self->chosen;
  GArray *merged;
  guint i = 0;
  guint j = 0;

  if (page->chosen->len == 0)
    return;
  if (old->len == 0 || compare (&g_array_index (old, TillSelected, old->len - 1),
                                &g_array_index (page->chosen, TillSelected, 0), self->ascending) < 0)
    {
      g_array_append_vals (old, page->chosen->data, page->chosen->len);
      return;
    }

  merged = g_array_sized_new (FALSE, FALSE, sizeof (TillSelected), old->len + page->chosen->len);
  while (i < old->len || j < page->chosen->len)
    {
      TillSelected *a = i < old->len ? &g_array_index (old, TillSelected, i) : NULL;
      TillSelected *b = j < page->chosen->len ? &g_array_index (page->chosen, TillSelected, j) : NULL;

      if (b == NULL || (a != NULL && compare (a, b, self->ascending) < 0))
        {
          g_array_append_val (merged, *a);
          i++;
        }
      else
        {
          g_array_append_val (merged, *b);
          j++;
        }
    }
  self->chosen = merged;
  g_array_unref (old);
}

gboolean
till_selection_take (TillSelection      *self,
                     TillSelectionPage  *page,
                     GError            **error)
{
  g_hash_table_unref (self->early);
  self->early = g_hash_table_ref (page->early);
  self->is_complete = page->is_last;
  for (guint i = 0; i < page->tills->len; i++)
    add_word (self->tills, page->tills->pdata[i]);
  for (guint i = 0; i < page->people->len; i++)
    add_word (self->people, page->people->pdata[i]);
  merge (self, page);

  for (guint i = 0; i < page->sums->len; i++)
    if (!till_report_add (self->sums, &g_array_index (page->sums, TillReportLine, i), error))
      return FALSE;

  return TRUE;
}
