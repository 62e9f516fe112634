/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-register.h"

G_BEGIN_DECLS

#define TILL_TYPE_RECENT_LIST (till_recent_list_get_type ())

/**
 * TillRecentList:
 *
 * The last payments with what became of them, below them a notice when money came that nobody waits for, and
 * what came in today.
 *
 * Properties: "register" (TillRegister, nullable).
 */
G_DECLARE_FINAL_TYPE (TillRecentList, till_recent_list, TILL, RECENT_LIST, GtkWidget)

/** till_recent_list_set_model: @payments: (element-type TillPayment): newest first. */
void  till_recent_list_set_model  (TillRecentList  *self,
                                   GListModel      *payments);
/** till_recent_list_set_notice: @payment: (nullable): the one that needs a person first, or none; @n: how many there are. */
void  till_recent_list_set_notice (TillRecentList  *self,
                                   TillPayment     *payment,
                                   guint            n);
/** till_recent_list_set_day: @currency: of a day without takings. */
void  till_recent_list_set_day    (TillRecentList  *self,
                                   const TillDay   *day,
                                   const char      *currency);

/** till_recent_list_takings_to_text: (return) (transfer full): "€612.40", or several with plus signs. Pure. */
char *till_recent_list_takings_to_text (const TillDay *day,
                                        const char    *currency);

G_END_DECLS
