/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-page.h"

static const char *const words[TILL_N_PAGES] = {
  [TILL_PAGE_LIVE] = "live",
  [TILL_PAGE_DELETING] = "deleting",
  [TILL_PAGE_DELETED] = "deleted",
  [TILL_PAGE_GONE] = "gone",
  [TILL_PAGE_KEPT] = "kept",
  [TILL_PAGE_WATCHED] = "watched",
  [TILL_PAGE_OVER] = "over",
};

const char *
till_page_to_string (TillPage page)
{
  g_return_val_if_fail ((guint) page < TILL_N_PAGES, NULL);

  return words[page];
}

gboolean
till_page_from_string (const char *text,
                       TillPage   *page)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (guint i = 0; i < TILL_N_PAGES; i++)
    if (g_str_equal (text, words[i]))
      {
        *page = i;
        return TRUE;
      }

  return FALSE;
}
