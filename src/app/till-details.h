/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-record.h"

G_BEGIN_DECLS

/** TillDetail: a raw fact of a payment, for whoever looks after the till or asks the platform's support. */
typedef struct
{
  char *name;    /* (owned) translated */
  char *value;   /* (owned) */
} TillDetail;

/** till_details_new: (return) (transfer full) (element-type TillDetail): what is known of @record, words as they came; no secrets, no key, no customer's data. */
GPtrArray *till_details_new      (TillRecord  *record);
/** till_details_to_text: (return) (transfer full): a line each, for the clipboard. */
char      *till_details_to_text  (GPtrArray   *details);

G_END_DECLS
