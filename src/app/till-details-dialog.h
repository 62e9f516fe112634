/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "till-payment.h"

G_BEGIN_DECLS

#define TILL_TYPE_DETAILS_DIALOG (till_details_dialog_get_type ())

/**
 * TillDetailsDialog:
 *
 * The raw facts of one payment, for whoever looks after the till or asks the platform's support: words as they
 * came, ids and numbers, to be copied as a whole; and the way to a receipt and a refund where they are possible.
 */
G_DECLARE_FINAL_TYPE (TillDetailsDialog, till_details_dialog, TILL, DETAILS_DIALOG, AdwWindow)

/** till_details_dialog_present: over the window of @parent; it shows what was known when it was opened. */
void  till_details_dialog_present (GtkWidget   *parent,
                                   TillPayment *payment);

/** TillDetail: one line of it. */
typedef struct
{
  char *name;    /* (owned) translated */
  char *value;   /* (owned) */
} TillDetail;

/** till_details_new: (return) (transfer full) (element-type TillDetail): what is known of @record; no secrets, no key, no customer's data. */
GPtrArray *till_details_new      (TillRecord  *record);
/** till_details_to_text: (return) (transfer full): a line each, for the clipboard. */
char      *till_details_to_text  (GPtrArray   *details);

G_END_DECLS
