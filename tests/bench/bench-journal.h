/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * bench_journal_make:
 * @path: a journal.db that is not there yet
 * @n: payments; the newest is of @now (µs since 1970), each other one @step µs before the next
 * @in_euros: all of them; else some are in other currencies
 *
 * Years of a shop, written by the journal's own code: numbered, hashed, signed and folded, many payments a
 * transaction.  Most are paid; some are refused, cancelled, expired, late, given back, or not certain.  The same
 * for the same arguments, but for ids.
 */
void bench_journal_make (const char *path,
                         guint       n,
                         gint64      now,
                         gint64      step,
                         gboolean    in_euros);

G_END_DECLS
