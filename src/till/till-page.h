/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TillPage:
 *
 * What is done about a hosted checkout's page, beside where its payment stands (design.md, Hosted checkout).  It is
 * never deleted before TILL_PAGE_DELETING is written down.
 */
typedef enum
{
  TILL_PAGE_LIVE,        /* nothing was done about it */
  TILL_PAGE_DELETING,    /* it is to be deleted: that may have been asked for, and was not answered yet */
  TILL_PAGE_DELETED,     /* the platform took it: no payment can be begun on it any more */
  TILL_PAGE_GONE,        /* it was not there any more */
  TILL_PAGE_KEPT,        /* the platform would not delete it */
  TILL_PAGE_WATCHED,     /* paid, and somebody had begun to pay a second time when we looked */
  TILL_PAGE_OVER,        /* paid, and no other payment of it can come any more */
} TillPage;

#define TILL_N_PAGES 7

/** till_page_to_string: (return) "deleting" … (static). */
const char *till_page_to_string   (TillPage    page);
gboolean    till_page_from_string (const char *text,
                                   TillPage   *page);

G_END_DECLS
