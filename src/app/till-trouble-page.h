/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-error.h"

G_BEGIN_DECLS

#define TILL_TYPE_TROUBLE_PAGE (till_trouble_page_get_type ())

/**
 * TillTroublePage:
 *
 * Nothing can be charged: why, what that means for the money, what to do.
 *
 * Actions used: app.reopen, app.quit.
 */
G_DECLARE_FINAL_TYPE (TillTroublePage, till_trouble_page, TILL, TROUBLE_PAGE, GtkWidget)

/** till_trouble_page_set_error: @details: in English, for whoever helps. */
void till_trouble_page_set_error (TillTroublePage *self,
                                  TillError        code,
                                  const char      *details);

G_END_DECLS
