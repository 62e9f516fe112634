/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Files that are whole and on disk before anybody relies on them. */

/** till_file_fail: %FALSE, and errno as the till's error: %TILL_ERROR_DISK_FULL or _JOURNAL. */
gboolean till_file_fail              (const char  *what,
                                      GError     **error);
/** till_file_write_new: a file that was not there, 0600 whatever the umask, synced. What fails leaves none. */
gboolean till_file_write_new         (const char  *path,
                                      const void  *bytes,
                                      gsize        length,
                                      GError     **error);
/** till_file_make_part: (return) (transfer full) (nullable): the name of a new, empty file of our own (0600) beside @path. */
char    *till_file_make_part         (const char  *path,
                                      GError     **error);
/** till_file_sync: what other descriptors wrote, too. */
gboolean till_file_sync              (const char  *path,
                                      GError     **error);
/** till_file_sync_directory_of: so that the name of @path survives a power cut. */
gboolean till_file_sync_directory_of (const char  *path,
                                      GError     **error);
/** till_file_move_new: renames; an existing @to is %TILL_ERROR_FILE_EXISTS and stays. Its directory is synced. */
gboolean till_file_move_new          (const char  *from,
                                      const char  *to,
                                      GError     **error);

G_END_DECLS
