/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-record.h"

G_BEGIN_DECLS

/* Payments as CSV (RFC 4180; the columns are the contract of design.md, report). */

/** till_csv_header: (return) the names of the columns, with the line's end (static). */
const char *till_csv_header      (void);

/** till_csv_from_record: (return) (transfer full): one payment, with the line's end. Amounts in major units with a decimal point. */
char       *till_csv_from_record (TillRecord *record);

/**
 * till_csv_add_text:
 *
 * A cell of text: quoted where RFC 4180 asks for it; one that a spreadsheet would take for a formula begins
 * with an apostrophe.
 */
void        till_csv_add_text    (GString    *line,
                                  const char *text);

G_END_DECLS
