/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A history opens the same file a dozen times, and SQLite reads the schema and prepares the same statements anew
 * each time: that was more than half of all work.  So connections of that one file, and their statements, are
 * handed on instead of being closed.  What a connection holds back (transactions, locks, pages of the file as it
 * was) is given up when it is handed back, as the real sqlite3_close() would.
 */

/** fault_pool_set_path: of the file whose connections are kept from now on; %NULL closes them. */
void fault_pool_set_path (const char *path);

G_END_DECLS
