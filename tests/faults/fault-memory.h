/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Files of SQLite in memory, with locks that hold between connections of this process: the journal's own code, and
 * SQLite's own rollback journal, without a system call.  What a disk may do to it is other tests' subject.
 */

/** fault_memory_begin: from now on SQLite opens its files here. */
void    fault_memory_begin   (void);
/** fault_memory_end: no connection may be open any more. */
void    fault_memory_end     (void);
/** fault_memory_read: (return) (transfer full): what the file @path holds now. */
GBytes *fault_memory_read    (const char *path);
/** fault_memory_replace: @path holds @content; nobody may hold a lock on it.  Connections notice. */
void    fault_memory_replace (const char *path,
                              GBytes     *content);

G_END_DECLS
